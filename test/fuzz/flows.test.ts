/**
 * Damaged packets through the table of flows, and damaged messages through the reader of a collector. PKW_MUTATIONS multiplies (500: 10⁸), PKW_SEED sets the seed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../../src/bytes/hex.ts';
import { seededRandom } from '../../src/bytes/random.ts';
import type { InterfaceInfo, PacketBatch } from '../../src/capture/batch.ts';
import { LINKTYPE } from '../../src/capture/link-types.ts';
import { flowJson } from '../../src/flows/flow-json.ts';
import type { FlowOptions } from '../../src/flows/flow-options.ts';
import { FlowTable } from '../../src/flows/flow-table.ts';
import { FlowMessages } from '../../src/flows/messages/flow-messages.ts';
import { collectedJson } from '../../src/flows/reader/collected-json.ts';
import { FlowReader } from '../../src/flows/reader/flow-reader.ts';
import { Ether } from '../../src/protocols/link/ethernet.ts';
import { all, requireShared, sharedPath } from '../support/require.ts';
import { captureInputs } from './inputs.ts';
import { Mutator } from './mutator.ts';

const MULTIPLE = Number(process.env['PKW_MUTATIONS'] ?? 1);
const PACKETS = Math.round(200_000 * MULTIPLE);
/** A message has some thirty records. */
const MESSAGES = Math.round(30_000 * MULTIPLE);
const SEED = Number(process.env['PKW_SEED'] ?? 1);
/** Packets and messages until options or reader are other ones. */
const ROUND = 10_000;

const OPTIONS: readonly FlowOptions[] = [
  { bidirectional: true, maxFlows: 100 },
  { track: 'ether', keys: ['ip.ttl', 'dns.qry.name'], maxOctets: 5000 },
  { track: 'ip', bidirectional: true, sampling: 3, idleMs: 5, activeMs: 20 },
  { track: 'vlan', idleMs: { general: 50, tcpFin: 1, tcpRst: 1 }, maxFlows: 1000 },
];
const INTERFACES = [{ linkType: LINKTYPE.ETHERNET }] as unknown as readonly InterfaceInfo[];

const inputs = await captureInputs(join(import.meta.dirname, '../fixtures/captures'), 20);
const frames = inputs.filter(({ first }) => (first as unknown) === Ether).map(({ octets }) => octets);

/** A batch with one packet, whose octets change. */
function oneByOne(): { take(table: FlowTable, octets: Uint8Array, ms: number, wire: number): void } {
  const [offset, captured, wire, sec, nsec] = [[0], [0], [0], [0], [0]];
  const zero = [0];
  const batch = { data: new Uint8Array(0) as Uint8Array, n: 1, offset, captured, wire, sec, nsec, iface: zero, flags: zero };
  return {
    take: (table, octets, ms, onWire) => {
      batch.data = octets;
      captured[0] = octets.length;
      wire[0] = onWire;
      sec[0] = 1.7e9 + Math.floor(ms / 1000);
      nsec[0] = (ms % 1000) * 1e6;
      table.take(batch as unknown as PacketBatch);
    },
  };
}

describe('flows', () => {
  it(`${PACKETS} damaged packets throw nothing, and flows have all that packets have`, () => {
    const random = seededRandom(SEED);
    const mutator = new Mutator(random);
    const batch = oneByOne();
    for (let done = 0, round = 0; done < PACKETS; done += ROUND, round++) {
      const o = OPTIONS[round % OPTIONS.length] as FlowOptions;
      const told = { packets: 0, octets: 0 };
      const messages = ([1, 5, 9, 10] as const).map((version) => new FlowMessages({ version, biflow: version === 10 }, () => undefined));
      const table = new FlowTable(
        o,
        (flow) => {
          told.packets += flow.packets;
          told.octets += flow.octets;
          expect(flow.firstUs).toBeLessThanOrEqual(flow.lastUs);
          for (const one of messages) one.add(flow);
          if (random.below(100) === 0) JSON.stringify(flowJson(flow, o.keys));
        },
        INTERFACES,
      );
      for (let i = 0; i < ROUND; i++) {
        const octets = mutator.of(random.pick(frames));
        // Now and then a clock goes wrong.
        const ms = random.below(500) === 0 ? random.below(1e9) : i;
        batch.take(table, octets, ms, random.below(20) === 0 ? random.below(70_000) : octets.length);
        if (i % 1000 === 0 && o.maxFlows !== undefined) expect(table.stats.active).toBeLessThanOrEqual(o.maxFlows);
      }
      const { packets, octets, otherPackets, notSampled } = table.stats;
      expect(packets + otherPackets + notSampled).toBe(ROUND);
      table.flush();
      expect(told).toEqual({ packets, octets });
      expect(table.stats.active).toBe(0);
    }
  }, 240_000);
});

/** Messages of all versions of the fixtures' flows. */
function ownMessages(): Uint8Array[] {
  const batch = oneByOne();
  return ([1, 5, 9, 10] as const).flatMap((version) => {
    const made: Uint8Array[] = [];
    const o = { version, maxOctets: 500, ...(version >= 9 && { vlan: true, ether: true }), ...(version > 1 && { sampling: 3 }) };
    const messages = new FlowMessages({ ...o, biflow: version === 10 }, (octets) => made.push(octets.slice()));
    const table = new FlowTable({ track: 'ether', bidirectional: true }, (flow) => messages.add(flow), INTERFACES);
    for (const [i, octets] of frames.slice(0, 300).entries()) batch.take(table, octets, i, octets.length);
    table.flush();
    messages.flush();
    return made;
  });
}

/** sFlow.org: sFlow Version 5 §5: a sampled packet, as seladb/PcapPlusPlus (Unlicense) recorded it, and counters of an interface. */
const SFLOW = [
  '0000000500000001c0a8960200000000000446151115b7540000000100000001000000a0001cfcf70000000d0000003c12e4717b000be2270000000d80000002000000010000000100000078000000010000006b000000040000006714109fd490db00907f3e02d00800452000599f8340003306c477d873d9c6ac10853901bbe733319f387ac07aaab58018003687b700000101080a10e1c9921e70a0ee17030100202f7d4fe3f131388e894082bf01a387f7185b072b722dab3431d2a608a64c16b000',
  '0000000500000001c0a8960200000000000446151115b754000000010000000200000030000000010000000d00000001000000050000001c0000000a0000000000000064000000010000000200000003000000ff',
].map(fromHex);

const DAT = ['corpus', 'logstash-plugins+logstash-codec-netflow'];

describe('collecting', () => {
  it(`${MESSAGES} damaged messages throw nothing, and their records can be written`, () => {
    const random = seededRandom(SEED);
    const mutator = new Mutator(random);
    const messages = [...ownMessages(), ...SFLOW];
    if (all(requireShared(...DAT)).ok)
      for (const name of readdirSync(sharedPath(...DAT)).filter((one) => one.endsWith('.dat')))
        messages.push(new Uint8Array(readFileSync(join(sharedPath(...DAT), name))));
    // 42 of them are our own.
    expect(messages.length).toBeGreaterThan(40);
    for (let done = 0; done < MESSAGES; done += ROUND) {
      // Templates, damaged ones too, are remembered for what follows.
      const reader = new FlowReader({ most: 50 });
      let records = 0;
      for (let i = 0; i < ROUND; i++) {
        const octets = mutator.of(random.pick(messages));
        const read = reader.read(octets, random.below(2) === 0 ? '192.0.2.1' : '2001:db8::1');
        records += read.length;
        if (random.below(50) === 0) for (const record of read) JSON.stringify(collectedJson(record));
      }
      const { stats } = reader;
      expect(stats.messages + stats.notFlows).toBe(ROUND);
      expect(stats.records).toBe(records);
      expect(stats.lost).toBeGreaterThanOrEqual(0);
    }
  }, 240_000);
});
