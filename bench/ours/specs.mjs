// What hard specs cost: node specs.mjs conditions | lists | sessions | bounded. Prints microseconds a packet.
import {
  BOOTP,
  DHCP,
  Ether,
  GRE,
  IP,
  NetflowHeader,
  NetflowHeaderV9,
  NetflowFlowsetV9,
  NetflowTemplateFieldV9,
  NetflowTemplateV9,
  packet,
  Raw,
  Session,
  TCP,
  UDP,
  dissect,
} from 'packetwright';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const ROUNDS = 300_000;
const ends = { src: '192.0.2.1', dst: '192.0.2.2' };

/** Microseconds that `work` takes for one packet, the last of five rounds' best: the first ones are compiled in. */
function micros(work, rounds = ROUNDS) {
  let best = Number.POSITIVE_INFINITY;
  for (let k = 0; k < 5; k++) {
    const start = performance.now();
    for (let i = 0; i < rounds; i++) work(i);
    best = Math.min(best, (performance.now() - start) / rounds);
  }
  return best * 1000;
}

/** A GRE header with all that flags bring, beside the same packet with octets in its place. */
function conditions() {
  const gre = packet(Ether(), IP(ends), GRE({ key: 7, sequence_number: 9, chksum_present: 1 }), IP(ends), Raw({ load: 'x' })).bytes;
  const plain = packet(Ether(), IP(ends), IP(ends), Raw({ load: 'x'.repeat(17) })).bytes;
  const layers = dissect(gre)
    .layers()
    .map((layer) => layer.layerName);
  const us = micros(() => dissect(gre).layers()) - micros(() => dissect(plain).layers());
  return { layers: layers.join('/'), us };
}

/** A DISCOVER of ten options: found, and one of its options read. */
function lists() {
  const options = [
    ['message-type', 'discover'],
    ['hostname', 'client'],
    ['requested_addr', '192.0.2.9'],
    ['max_dhcp_size', 1500],
    ['lease_time', 3600],
    ['vendor_class_id', 'example'],
    ['param_req_list', [1, 3, 6, 15, 28]],
    ['client_id', Uint8Array.of(1, 2, 3, 4, 5, 6, 7)],
    ['renewal_time', 1800],
    'end',
  ];
  const bytes = packet(Ether(), IP(ends), UDP(), BOOTP(), DHCP({ options })).bytes;
  const p = dissect(bytes);
  const layers = p.layers().map((layer) => layer.layerName);
  const fresh = () => dissect(bytes).get(DHCP);
  return { layers: layers.join('/'), us: micros(fresh), withOptionsUs: micros(() => fresh().options.length) };
}

/** TCP segments, which no session has anything to do with, with one and without. */
function sessions() {
  const bytes = packet(Ether(), IP(ends), TCP({ sport: 4000, dport: 4001 }), Raw({ load: 'x'.repeat(40) })).bytes;
  const options = { session: new Session() };
  const alone = () => dissect(bytes).layers();
  micros(alone);
  const kept = micros(() => dissect(bytes, Ether, options).layers());
  return { times: kept / micros(alone) };
}

/** A million exporters, each with a template: what the session holds afterwards, and what it says that it dropped. */
function bounded() {
  const exporters = 1_000_000;
  const template = NetflowTemplateV9({ templateID: 256, template_fields: [NetflowTemplateFieldV9({ fieldType: 8, fieldLength: 4 })] });
  const bytes = packet(
    Ether(),
    IP(ends),
    UDP({ sport: 9000, dport: 2055 }),
    NetflowHeader(),
    NetflowHeaderV9({ SourceID: 1 }),
    NetflowFlowsetV9({ templates: [template] }),
  ).bytes;
  const session = new Session();
  const read = (i) => {
    bytes.set([(i >>> 16) & 255, (i >>> 8) & 255, i & 255], 27);
    dissect(bytes, Ether, { session });
  };
  for (let i = 0; i < 100_000; i++) read(i);
  collect();
  const early = process.memoryUsage().heapUsed;
  for (let i = 100_000; i < exporters; i++) read(i);
  collect();
  const { tables, dropped } = session.toJSON();
  const held = Object.values(tables).reduce((n, entries) => n + entries.length, 0);
  return { held, dropped, grownMb: (process.memoryUsage().heapUsed - early) / 1e6 };
}

const tasks = { conditions, lists, sessions, bounded };
const start = performance.now();
const figures = tasks[process.argv[2]]();
console.log(JSON.stringify({ ...figures, seconds: (performance.now() - start) / 1000 }));
