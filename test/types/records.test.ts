/** What was read can be given: records, meta, whole views. tsc judges this file, under exactOptionalPropertyTypes; vitest runs it. */
import { expect, expectTypeOf, it } from 'vitest';
import type * as layers from '../../src/protocols/layers.ts';
import {
  DNS,
  DNSQR,
  DNSRR,
  dissect,
  type GivenOf,
  IP,
  memorySink,
  packet,
  type PacketMeta,
  type PacketRecord,
  PcapngWriter,
  UDP,
  type ViewOf,
} from '../../src/index.ts';

/** Fields of a layer whose values, as read, may not be given. */
type Unfit<L> = { [K in keyof ViewOf<L> & keyof GivenOf<L>]: ViewOf<L>[K] extends GivenOf<L>[K] ? never : K }[keyof ViewOf<L> &
  keyof GivenOf<L>];
type UnfitOf<T> = { [N in keyof T]: Unfit<T[N]> }[keyof T];

const answer = dissect(
  packet(
    IP(),
    UDP({ sport: 53 }),
    DNS({
      qd: [DNSQR({ qname: 'example.org', qtype: 'AAAA' })],
      an: [DNSRR({ rrname: 'example.org', type: 'A', ttl: 60, rdata: '192.0.2.1' })],
    }),
  ).bytes,
  IP,
);

it('every field of every layer takes what it reads', () => {
  expectTypeOf<UnfitOf<typeof layers>>().toEqualTypeOf<never>();
});

it('a record that was read is given back, changed or as it is', () => {
  const dns = answer.get(DNS);
  const q = dns?.qd[0],
    r = dns?.an[0];
  if (q === undefined || r === undefined) throw new Error('they are there');
  const asked = packet(DNS({ qd: [{ ...q, qname: 'example.net' }], an: [r, { ...r, ttl: 9 }] })).get(DNS);
  expect(asked.qd.map(({ qname, qtype }) => [qname, qtype])).toEqual([['example.net.', 28]]);
  expect(asked.an.map(({ ttl, rdata }) => [ttl, rdata])).toEqual([
    [60, '192.0.2.1'],
    [9, '192.0.2.1'],
  ]);
});

it('what a packet knows of its capture is a record for a writer', async () => {
  const { meta } = answer;
  const record: PacketRecord = {
    octets: answer.bytes,
    sec: meta.sec ?? 0,
    nsec: meta.nsec ?? 0,
    wire: meta.wireLength,
    linkType: meta.linkType,
  };
  const writer = new PcapngWriter(memorySink());
  await writer.addInterface({ name: '', linkType: 101, snaplen: 0 });
  await writer.write({ ...record, iface: undefined, comments: undefined });
  expect(writer.written).toBe(1);
  const copy: PacketMeta = { ...meta, comment: undefined };
  expect(copy).toEqual({ comment: undefined });
});
