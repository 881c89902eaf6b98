/** Fields that count around: what is added past their end is 0 again, and no other field does that. */
import { describe, expect, it } from 'vitest';
import { FrameBuffer } from '../in-bulk/frame-buffer.ts';
import { headerWriter } from '../in-bulk/header-writer.ts';
import { stamp } from '../in-bulk/stamp.ts';
import { DNSRR } from '../../protocols/application/dns/dns.ts';
import { DNSRRSOA } from '../../protocols/application/dns/records.ts';
import { RTP } from '../../protocols/application/rtp/rtp.ts';
import { ICMP } from '../../protocols/network/icmp/icmp.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { dissect, packet, protocols } from '../../protocols/protocols.ts';
import { DCCP } from '../../protocols/transport/dccp.ts';
import { SCTPChunkData } from '../../protocols/transport/sctp.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { GRE } from '../../protocols/tunnel/gre.ts';
import type { AnyLayer, Crafted } from '../spec/spec.ts';
import { i32, u16, u32 } from './integers.ts';

const TOP = 0xffff_ffff;
/** As it comes from a wire. */
const read = <L extends AnyLayer>(crafted: Crafted, layer: L) => dissect(packet(crafted).bytes, layer as never).get(layer as never) as any;

describe('a number past the end of its field', () => {
  // RFC 9293 §3.4; RFC 9260 §1.6; RFC 3550 §5.1; RFC 4340 §7.1; RFC 2890 §2.2; RFC 1982 §3.1
  it.each<[string, Crafted, AnyLayer, object]>([
    ['TCP', TCP({ seq: TOP + 1, ack: TOP + 1461 }) as never, TCP as never, { seq: 0, ack: 1460 }],
    ['TCP, one before the first', TCP({ seq: -1 }) as never, TCP as never, { seq: TOP }],
    [
      'TCP options',
      TCP({ options: [['NOP'], ['NOP'], ['Timestamp', [TOP + 1, 2]]] }) as never,
      TCP as never,
      { options: [['NOP'], ['NOP'], ['Timestamp', [0, 2]]] },
    ],
    ['SCTP', SCTPChunkData({ tsn: TOP + 3, stream_seq: 65_536 }) as never, SCTPChunkData as never, { tsn: 2, stream_seq: 0 }],
    ['RTP', RTP({ sequence: 65_537, timestamp: TOP + 161 }) as never, RTP as never, { sequence: 1, timestamp: 160 }],
    ['DCCP, 48 bits', DCCP({ x: 1, seq: 1n << 48n }) as never, DCCP as never, { seq: 0n }],
    ['GRE', GRE({ seqnum_present: 1, sequence_number: TOP + 1 }) as never, GRE as never, { sequence_number: 0 }],
    ['SOA', DNSRRSOA({ rrname: 'a.', serial: TOP + 1 }) as never, DNSRR as never, { rdata: { serial: 0 } }],
  ])('goes on at its beginning: %s', (_what, crafted, layer, wanted) => {
    const view = read(crafted, layer);
    expect(Object.fromEntries(Object.keys(wanted).map((name) => [name, view[name]]))).toMatchObject(wanted);
  });

  it('does so in a change, in a stamp and in a header writer', () => {
    const p = packet(IP({ src: '192.0.2.1', dst: '192.0.2.2' }), TCP({ seq: TOP }));
    p.set(TCP, { ack: p.get(TCP).seq + 1, seq: -1 });
    expect([p.get(TCP).ack, p.get(TCP).seq]).toEqual([0, TOP]);
    const frames = new FrameBuffer();
    const put = stamp(p, [[TCP, 'seq']]);
    put.add(frames, TOP + 11);
    expect(dissect(frames.data.subarray(0, p.length), IP).get(TCP)?.seq).toBe(10);
    const b = new Uint8Array(40);
    headerWriter(TCP(), ['seq'])(b, 0, TOP + 2);
    expect(dissect(b, TCP).get(TCP)?.seq).toBe(1);
  });

  it('is an error where it was not counted there', () => {
    for (const seq of [2 * 2 ** 32, -(2 ** 32) - 1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => packet(TCP({ seq })).bytes, String(seq)).toThrow(/TCP.seq/);
    expect(() => packet(DCCP({ x: 1, seq: 2n << 48n })).bytes).toThrow(/does not fit/);
  });

  it('is an error in every field whose RFC does not say that it counts around', () => {
    for (const make of [
      () => packet(IP({ id: 65_536 })).bytes,
      () => packet(ICMP({ seq: 65_536 })).bytes,
      () => packet(TCP({ sport: 65_536 })).bytes,
      () => packet(TCP({ sport: -1 })).bytes,
      () => packet(IP(), TCP()).set(TCP, { window: -1 }).bytes,
    ])
      expect(make).toThrow(expect.objectContaining({ code: 'ERR_RANGE' }) as Error);
  });
});

describe('the option', () => {
  it('is for whole numbers without a sign', () => {
    expect(() => i32({ modular: true })).toThrow(/without a sign/);
    expect(() => u16({ modular: true })).not.toThrow();
    expect(u32({ modular: true }).kind).toMatchObject({ modular: true });
  });

  it('stands in the specs of these fields, and of no others', () => {
    const of = (name: string): string[] =>
      (protocols.layer(name) as AnyLayer).layout.slots.filter((s) => s.options.modular === true).map((s) => s.name);
    expect(of('TCP')).toEqual(['seq', 'ack']);
    expect(of('RTP')).toEqual(['sequence', 'timestamp']);
    expect(of('IP')).toEqual([]);
    expect(of('ESP')).toEqual([]);
  });
});
