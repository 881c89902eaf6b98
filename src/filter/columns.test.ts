import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { batchOf } from '../../test/support/batch-of.ts';
import { describeIf, requireShared, sharedPath } from '../../test/support/require.ts';
import { fromHex } from '../bytes/hex.ts';
import { parseIpv4, parseIpv6, parseMac } from '../bytes/address.ts';
import type { InterfaceInfo, PacketBatch } from '../capture/batch.ts';
import { firstLayer, packetAt } from '../capture/dissect-batch.ts';
import { openCapture } from '../capture/node/open-capture.ts';
import { Flags } from '../packet/spec/flags.ts';
import type { LayerContext } from '../packet/spec/context.ts';
import type { AnyLayer } from '../packet/spec/spec.ts';
import { objectOf, type PacketObject } from '../packet/object/packet-object.ts';
import { packet, protocols } from '../protocols/protocols.ts';
import { NTPHeader } from '../protocols/application/ntp/ntp.ts';
import { Ether } from '../protocols/link/ethernet.ts';
import { IP } from '../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../protocols/network/ipv6/ipv6.ts';
import { TCP } from '../protocols/transport/tcp/tcp.ts';
import { UDP } from '../protocols/transport/udp.ts';
import type { ColumnData, ColumnType } from './column-data.ts';
import { columnPlan } from './columns.ts';
import { columns } from './default-columns.ts';
import { type FieldSource, fieldNames, sourceReader } from './field-names.ts';
import { protocolChain } from './protocol-chain.ts';

const fixtures = fileURLToPath(new URL('../../test/fixtures/captures', import.meta.url));
const every = [...fieldNames(protocols).keys()];

const tcp = packet(
  Ether({ src: '02:00:00:00:00:01', dst: 'ff:fe:fd:fc:fb:fa' }),
  IP({ src: '203.0.113.255', dst: '10.0.0.1' }),
  TCP({ sport: 50_000, dport: 443, options: [['MSS', 1460], 'NOP', ['WScale', 7]] }),
  'abc',
).bytes;
const udp6 = packet(Ether(), IPv6({ src: '2001:db8::ffff', dst: 'fe80::1' }), UDP({ sport: 1, dport: 2 })).bytes;
const nested = packet(
  Ether(),
  IP({ src: '1.1.1.1', dst: '2.2.2.2' }),
  IP({ src: '3.3.3.3', dst: '4.4.4.4' }),
  UDP({ sport: 1, dport: 9 }),
  'x',
).bytes;

/** The present values of a column; text where `undefined` is not. */
function valuesOf(c: ColumnData, rows: number): unknown[] {
  return Array.from({ length: rows }, (_, i) => (c.present[i] === 1 ? c.values[i] : undefined));
}

function run(fields: readonly string[], batch: PacketBatch, o: Parameters<typeof columns>[1] = {}): unknown[][] {
  const plan = columns(fields, o);
  const out = plan.output();
  plan.run(batch, out);
  expect(out.rows).toBe(batch.n);
  return fields.map((f) => valuesOf(out.column(f), batch.n));
}

describe('columns of an overlay', () => {
  it('have fields that share octets where they are there', () => {
    // RFC 792, RFC 8335 §2: an echo, a redirect, an extended echo (8 bits of sequence number), a timestamp.
    const messages = ['0800000012340005', '05000000c0000207', '2a000000123405ff', '0d00000012340006000000010000000200000003'];
    const batch = batchOf(messages.map((m) => packet(Ether(), IP({ src: '192.0.2.1', dst: '192.0.2.2', proto: 1 }), fromHex(m)).bytes));
    expect(run(['icmp.ident', 'icmp.seq', 'icmp.redir_gw', 'ICMP.state', 'icmp.transmit_timestamp'], batch)).toEqual([
      [0x1234, undefined, 0x1234, 0x1234],
      [5, undefined, 5, 6],
      [undefined, 0xc0000207, undefined, undefined],
      [undefined, undefined, 255, undefined],
      [undefined, undefined, undefined, 3],
    ]);
  });
});

describe('columns', () => {
  it('have numbers for numbers, IPv4 addresses and MACs, and two words for IPv6 addresses', () => {
    const batch = batchOf([tcp, udp6]);
    expect(run(['tcp.dstport', 'TCP.sport', 'ip.src', 'eth.dst', 'udp.dstport', 'tcp.flags'], batch)).toEqual([
      [443, undefined],
      [50_000, undefined],
      [0xcb0071ff, undefined],
      [0xfffefdfcfbfa, 0xffffffffffff],
      [undefined, 2],
      [2, undefined],
    ]);
    const plan = columns(['ipv6.src', 'ipv6.dst']);
    const out = plan.output();
    plan.run(batch, out);
    expect(out.columns.map((c) => [c.type, c.present[0], c.high?.[1], c.values[1]])).toEqual([
      ['u128', 0, 0x20010db8_00000000n, 0xffffn],
      ['u128', 0, 0xfe800000_00000000n, 1n],
    ]);
  });

  it('say whether a layer is there, and what only a function of its spec knows', () => {
    const batch = batchOf([tcp, udp6]);
    expect(run(['udp', 'tcp', 'tcp.len', 'tcp.options.mss_val', 'tcp.flags.syn', 'TCP.options'], batch)).toEqual([
      [undefined, 1],
      [1, undefined],
      [3, undefined],
      [1460, undefined],
      [true, undefined],
      [['MSS', 1460], undefined],
    ]);
  });

  it('know the frame', () => {
    const batch = batchOf([tcp, udp6], { wire: 1000 });
    const fields = [
      'frame.number',
      'frame.len',
      'frame.cap_len',
      'frame.interface_id',
      'frame.encap_type',
      'frame.protocols',
      'frame.time_epoch',
    ];
    const plan = columns(fields);
    const out = plan.output();
    plan.run(batch, out);
    plan.run(batch, out);
    expect(fields.map((f) => valuesOf(out.column(f), 2))).toEqual([
      [3, 4],
      [1000, 1000],
      [tcp.length, udp6.length],
      [0, 0],
      [1, 1],
      ['eth:ethertype:ip:tcp:tls', 'eth:ethertype:ipv6:udp'],
      [1_700_000_000, 1_700_000_001],
    ]);
    expect(out.column('frame.time_epoch').nsec?.[1]).toBe(123_456_789);
    // pcapng's simple packets have no time.
    expect(run(['frame.time'], batchOf([tcp], { flags: 16 }))).toEqual([[undefined]]);
  });

  it('have the length that a cut packet had', () => {
    expect(run(['tcp.len'], batchOf([tcp.subarray(0, -2)], { wire: tcp.length }))).toEqual([[3]]);
    expect(run(['tcp.len'], batchOf([tcp.subarray(0, -2)]))).toEqual([[1]]);
  });

  it('begin with the layer of the interface', () => {
    const raw = nested.subarray(14);
    const batch = { ...batchOf([raw, tcp]), iface: Uint16Array.of(1, 0) };
    const interfaces: InterfaceInfo[] = [
      { name: 'eth0', linkType: 1 },
      { name: 'tun0', linkType: 101 },
    ];
    expect(run(['ip.src', 'frame.encap_type', 'frame.protocols'], batch, { interfaces })).toEqual([
      [0x01010101, 0xcb0071ff],
      [101, 1],
      ['raw:ip:ip:udp:data', 'eth:ethertype:ip:tcp:tls'],
    ]);
  });

  it('have the outermost value, or all of them', () => {
    const batch = batchOf([nested, tcp]);
    expect(run(['ip.dst', 'udp.dstport'], batch)).toEqual([
      [0x02020202, 0x0a000001],
      [9, undefined],
    ]);
    const fields = ['ip.dst', 'ip.addr', 'tcp.option_kind', 'udp', 'frame.len', 'udp.port'];
    expect(run(fields, batch, { occurrence: 'all' })).toEqual([
      [['2.2.2.2', '4.4.4.4'], ['10.0.0.1']],
      [
        ['1.1.1.1', '2.2.2.2', '3.3.3.3', '4.4.4.4'],
        ['203.0.113.255', '10.0.0.1'],
      ],
      [undefined, [2, 1, 3]],
      [[1], undefined],
      [[nested.length], [tcp.length]],
      [[1, 9], undefined],
    ]);
    const plan = columns(['ip.dst'], { occurrence: 'all' });
    const out = plan.output();
    for (let i = 0; i < 2; i++) plan.run(batch, out);
    // Nothing of the batch before stays.
    expect(valuesOf(out.column('ip.dst'), 2)).toEqual([['2.2.2.2', '4.4.4.4'], ['10.0.0.1']]);
  });

  it('refuse names that nobody has, with the nearest', () => {
    // @ts-expect-error no such field
    expect(() => columns(['tcp.dstprot'])).toThrow(
      expect.objectContaining({ code: 'ERR_FIELD', details: { field: 'tcp.dstprot', near: 'tcp.dstport' } }),
    );
    // @ts-expect-error no such field
    expect(() => columns(['TCP.flag'])).toThrow(/unknown field 'TCP\.flag'; did you mean 'TCP\.flags'\?/);
    // @ts-expect-error nor has the plan
    expect(() => columns(['tcp.len']).output().column('udp.length')).toThrow(/this plan has no column 'udp\.length'; it has tcp\.len/);
  });

  // RFC 5905 §6: 32 bits with the point in the middle.
  it('have a scaled number as packets do', () => {
    const octets = packet(
      Ether(),
      IP({ src: '192.0.2.1', dst: '192.0.2.2' }),
      UDP({ sport: 123, dport: 123 }),
      NTPHeader({ delay: 0.5, dispersion: 2.25 }),
    ).bytes;
    const plan = columns(['ntp.rootdelay', 'ntp.rootdispersion']);
    const out = plan.output();
    plan.run(batchOf([octets]), out);
    expect([out.column('ntp.rootdelay').values[0], out.column('ntp.rootdispersion').values[0]]).toEqual([0.5, 2.25]);
  });

  it.each([
    ['tcp.dstport', "'tcp.dstport'"],
    [undefined, 'undefined'],
    [['ip.src', 7], "['ip.src', 7]"],
  ])('refuse %j, which is no list of names', (given, text) => {
    expect(() => columns(given as never)).toThrow(`columns takes a list of names of fields, not ${text}`);
  });
});

/** The fields that a layer has, by their number in `every`. */
const sourcesIn = new Map<AnyLayer, { k: number; source: FieldSource }[]>();
every.forEach((field, k) => {
  for (const source of fieldNames(protocols).get(field) ?? [])
    sourcesIn.set(source.layer, [...(sourcesIn.get(source.layer) ?? []), { k, source }]);
});

/** Every value of every field in a packet, by way of its views. */
function fromPacket(p: PacketObject): Map<number, unknown[]> {
  const found = new Map<number, unknown[]>();
  const context = p.frame();
  p.layers().forEach((layer, depth) => {
    const view = p.view(depth);
    const at: LayerContext = context.at(depth);
    for (const { k, source } of sourcesIn.get(layer) ?? []) {
      const x = sourceReader(source)(view, at);
      const list = (Array.isArray(x) ? x : [x]).filter((v) => v !== undefined);
      if (list.length > 0) found.set(k, [...(found.get(k) ?? []), ...list]);
    }
  });
  return found;
}

/** A view's value as a column of that type has it. */
function asColumn(type: ColumnType, x: unknown): unknown {
  if (type === 'any') return x;
  if (x instanceof Flags || typeof x === 'boolean') return Number(x);
  if (typeof x !== 'string') return x;
  if (type === 'u32') return parseIpv4(x);
  if (type === 'f64') {
    const mac = new Uint8Array(6);
    parseMac(x, mac, 0);
    return mac.reduce((n, o) => n * 256 + o, 0);
  }
  const b = new Uint8Array(16);
  parseIpv6(x, b, 0);
  return b.reduce((n, o) => (n << 8n) | BigInt(o), 0n);
}

/** Plans of these fields, all values and first ones. */
function plansFor(interfaces: readonly InterfaceInfo[], asked: readonly number[]) {
  const o = { first: Ether as unknown as AnyLayer, interfaces: [...interfaces] };
  const names = asked.map((k) => every[k] as string);
  const lists = columnPlan(protocols, names, { ...o, occurrence: 'all' }),
    firsts = columnPlan(protocols, names, o);
  return { asked, lists, firsts, listed: lists.output(), first: firsts.output() };
}

const keyOf = (interfaces: readonly InterfaceInfo[]): string => interfaces.map((f) => f.linkType).join();

/** Every so many of the fields that no packet has is asked for, too. */
const OTHERS = 20;

/**
 * For the captures of each link type one plan, for it is large: of the fields of all layers that their packets have, and some others, which must have
 * nothing.
 */
class Plans {
  readonly #layers = new Map<string, Set<AnyLayer>>();
  readonly #made = new Map<string, ReturnType<typeof plansFor>>();

  see(interfaces: readonly InterfaceInfo[], packets: readonly PacketObject[]): void {
    const key = keyOf(interfaces);
    const layers = this.#layers.get(key) ?? new Set();
    for (const p of packets) for (const layer of p.layers()) layers.add(layer);
    this.#layers.set(key, layers);
  }

  of(interfaces: readonly InterfaceInfo[]): ReturnType<typeof plansFor> {
    const key = keyOf(interfaces);
    const theirs = [...(this.#layers.get(key) ?? [])].flatMap((layer) => (sourcesIn.get(layer) ?? []).map(({ k }) => k));
    const asked = [...new Set([...theirs, ...[...every.keys()].filter((k) => k % OTHERS === 0)])];
    const made = this.#made.get(key) ?? plansFor(interfaces, asked);
    this.#made.set(key, made);
    return made;
  }
}

/** The first packets of a capture, batch by batch; a damaged capture ends where the damage is. */
async function* firstBatches(path: string, most: number) {
  let packets = 0;
  const capture = await openCapture(path, { sync: true });
  try {
    for await (const whole of capture.batches()) {
      const batch = { ...whole, data: whole.data, n: Math.min(whole.n, most - packets) };
      yield {
        batch,
        interfaces: capture.interfaces,
        objects: Array.from({ length: batch.n }, (_, i) => objectOf(packetAt(batch, i, capture.interfaces, protocols))),
      };
      packets += batch.n;
      if (packets >= most) break;
    }
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_FILE') throw error;
  } finally {
    await capture.close();
  }
}

/** The fields in which columns and packets differ, over the first packets of a capture. */
async function differences(path: string, most: number, plans: Plans): Promise<{ packets: number; values: number; wrong: string[] }> {
  const wrong: string[] = [];
  let packets = 0,
    values = 0;
  for await (const { batch, interfaces, objects } of firstBatches(path, most)) {
    const { asked, lists, firsts, listed, first } = plans.of(interfaces);
    lists.run(batch, listed);
    firsts.run(batch, first);
    for (let i = 0; i < batch.n; i++, packets++) {
      const name = `${path} #${packets + 1}`;
      const found = fromPacket(objects[i] as PacketObject);
      asked.forEach((k, column) => {
        const field = every[k] as string;
        const want = found.get(k) ?? [];
        const all = listed.columns[column] as ColumnData,
          one = first.columns[column] as ColumnData;
        const got = all.present[i] === 1 ? all.values[i] : [];
        values += want.length;
        if (want.length + (all.present[i] as number) + (one.present[i] as number) === 0) return;
        if (!same(got, want)) wrong.push(`${name} ${field}: columns ${shown(got)}, packet ${shown(want)}`);
        const value = one.type === 'u128' ? ((one.high?.[i] ?? 0n) << 64n) | (one.values[i] as bigint) : one.values[i];
        if (one.present[i] === 0 ? want.length > 0 : !same(value, asColumn(one.type, want[0])))
          wrong.push(`${name} ${field}: column ${one.present[i]} ${shown(value)}, packet ${shown(want[0])}`);
      });
    }
  }
  return { packets, values, wrong: wrong.slice(0, 3) };
}

const shown = (x: unknown): string =>
  JSON.stringify(x, (_, v: unknown) =>
    typeof v === 'bigint' ? String(v) : v instanceof Uint8Array ? Buffer.from(v).toString('hex') : v,
  ) ?? 'nothing';
const same = (a: unknown, b: unknown): boolean => shown(a) === shown(b);

const capturesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => /\.(pcap|pcapng|cap|ntar)$/.test(path) && statSync(path).size > 24)
    .sort();

async function compare(paths: readonly string[], most: number): Promise<{ packets: number; values: number; wrong: string[] }> {
  const total = { packets: 0, values: 0, wrong: [] as string[] };
  const plans = new Plans();
  const captures: string[] = [];
  for (const path of paths) {
    try {
      for await (const { interfaces, objects } of firstBatches(path, most)) plans.see(interfaces, objects);
      captures.push(path);
    } catch (error) {
      if ((error as { code?: string }).code !== 'ERR_FILE') throw error; // no capture at all
    }
  }
  for (const path of captures) {
    const one = await differences(path, most, plans);
    total.packets += one.packets;
    total.values += one.values;
    total.wrong.push(...one.wrong);
  }
  return total;
}

describe('columns of captured packets', () => {
  it('are what packet objects give: every field of the captures kept here', async () => {
    const { packets, values, wrong } = await compare(capturesIn(fixtures), 20);
    expect(wrong).toEqual([]);
    expect(packets).toBeGreaterThan(300);
    expect(values).toBeGreaterThan(10_000);
  }, 300_000);

  it('frame.protocols too', async () => {
    const capture = await openCapture(join(fixtures, 'zeek+zeek/testing/btest/Traces/linux_dlt_sll2.pcap'), { sync: true });
    const plan = columns(['frame.protocols'], { interfaces: capture.interfaces });
    const out = plan.output();
    for await (const batch of capture.batches()) {
      plan.run(batch, out);
      const want = Array.from({ length: batch.n }, (_, i) => protocolChain(objectOf(packetAt(batch, i, capture.interfaces)).shape, 276));
      expect(valuesOf(out.column('frame.protocols'), batch.n)).toEqual(want);
      expect(firstLayer(protocols, 276).layerName).toBe('CookedLinuxV2');
    }
    expect(out.rows).toBeGreaterThan(0);
  });
});

describeIf(requireShared('corpus'), 'columns of a sample of the corpus', () => {
  it('are what packet objects give', async () => {
    const paths = capturesIn(sharedPath('corpus')).filter((_, i) => i % 15 === 0);
    const { packets, wrong } = await compare(paths, 10);
    expect(wrong).toEqual([]);
    expect(packets).toBeGreaterThan(150);
  }, 300_000);
});
