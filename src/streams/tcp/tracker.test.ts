/** Connections as RFC 9293, 5961, 7323 and 6093 have them, with segments of our own builder. */
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../bytes/random.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { Ether, Dot1Q } from '../../protocols/link/ethernet.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { dissect, packet } from '../../protocols/protocols.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { VXLAN } from '../../protocols/tunnel/vxlan.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import type { OverlapPolicy } from '../overlap-policy.ts';
import { eventHandlers } from './event-list.ts';
import type { TcpEvent } from './events.ts';
import type { TcpOptions } from './tcp-options.ts';
import { TcpTracker } from './tracker.ts';

const A = { src: '192.0.2.1', dst: '192.0.2.2' };
const Z = { src: '192.0.2.2', dst: '192.0.2.1' };

/** Initial sequence numbers of both ends. */
const ISN_A = 1000;
const ISN_Z = 5000;

interface Fields {
  readonly data?: string | Uint8Array;
  readonly at?: number;
  readonly ackAt?: number;
  readonly flags?: string;
  readonly seq?: number;
  readonly ack?: number;
  readonly window?: number;
  readonly urgptr?: number;
  readonly chksum?: number;
  readonly options?: readonly (readonly ['WScale', number])[];
}

/** A segment from A to Z (`at` and `ackAt` are places in the streams), or the other way. */
function segment(from: 'A' | 'Z', { data = '', at, ackAt, ...fields }: Fields = {}): Packet {
  const [mine, other] = from === 'A' ? [ISN_A, ISN_Z] : [ISN_Z, ISN_A];
  const [sport, dport] = from === 'A' ? [40_000, 80] : [80, 40_000];
  const seq = at === undefined ? {} : { seq: (mine + 1 + at) >>> 0 };
  const ack = ackAt === undefined ? {} : { ack: (other + 1 + ackAt) >>> 0 };
  const tcp = TCP({ sport, dport, flags: 'A', window: 65_535, ...seq, ...ack, ...fields });
  return packet(Ether(), IP(from === 'A' ? A : Z), tcp, data);
}

const syn = (more: Fields = {}): Packet => segment('A', { flags: 'S', seq: ISN_A, ...more });
const synAck = (more: Fields = {}): Packet => segment('Z', { flags: 'SA', seq: ISN_Z, ackAt: 0, ...more });
const HANDSHAKE = [syn(), synAck(), segment('A', { at: 0, ackAt: 0 })];

const shown = (e: TcpEvent): string => {
  if (e.kind === 'data') return `${e.from} ${e.at}: ${Buffer.from(e.octets).toString('latin1')}`;
  if (e.kind === 'gap') return `${e.from} ${e.at}: ${e.octets} ${e.reason}`;
  if (e.kind === 'finish') return `${e.from} finish`;
  if (e.kind === 'reset') return `${e.by} reset`;
  if (e.kind === 'urgent') return `${e.from} urgent ${e.at}`;
  if (e.kind === 'anomaly') return `${e.anomaly.from} ${e.anomaly.kind}`;
  return e.kind;
};

/** What is told of these packets, a millisecond apart; without states. */
function told(packets: readonly Packet[], o: TcpOptions = {}, end = true): string[] {
  const { handlers, events } = eventHandlers();
  const tracker = new TcpTracker(handlers, o);
  packets.forEach((p, i) => void tracker.packet(p, i));
  if (end) tracker.end();
  return events.filter((e) => e.kind !== 'state').map(shown);
}

/** The states of both ends behind each packet. */
function states(packets: readonly Packet[]): string[] {
  const tracker = new TcpTracker({});
  return packets.map((p, i) => {
    const c = tracker.packet(p, i);
    return c === undefined ? '-' : `${c.client.state} ${c.server.state}`;
  });
}

describe('states of both ends', () => {
  it('of a handshake and a close in order (RFC 9293 figures 6 and 12)', () => {
    const close = [
      segment('A', { flags: 'FA', at: 0, ackAt: 0 }),
      segment('Z', { at: 0, ackAt: 1 }),
      segment('Z', { flags: 'FA', at: 0, ackAt: 1 }),
      segment('A', { at: 1, ackAt: 1 }),
    ];
    expect(states([...HANDSHAKE, ...close])).toEqual([
      'SYN-SENT LISTEN',
      'SYN-SENT SYN-RECEIVED',
      'ESTABLISHED ESTABLISHED',
      'FIN-WAIT-1 ESTABLISHED',
      'FIN-WAIT-2 CLOSE-WAIT',
      'FIN-WAIT-2 LAST-ACK',
      'TIME-WAIT CLOSED',
    ]);
    expect(told([...HANDSHAKE, ...close])).toEqual(['open', 'client finish', 'server finish', 'close']);
  });

  it('of a simultaneous open (figure 7)', () => {
    const both = [
      syn(),
      segment('Z', { flags: 'S', seq: ISN_Z, ack: 0 }),
      segment('A', { flags: 'SA', seq: ISN_A, ackAt: 0 }),
      segment('Z', { flags: 'SA', seq: ISN_Z, ackAt: 0 }),
      segment('A', { at: 0, ackAt: 0 }),
      segment('Z', { at: 0, ackAt: 0 }),
    ];
    expect(states(both).at(-1)).toBe('ESTABLISHED ESTABLISHED');
    expect(told(both)).toEqual(['open', 'end']);
  });

  it('of a simultaneous close (figure 13)', () => {
    const close = [
      segment('A', { flags: 'FA', at: 0, ackAt: 0 }),
      segment('Z', { flags: 'FA', at: 0, ackAt: 0 }),
      segment('A', { at: 1, ackAt: 1 }),
      segment('Z', { at: 1, ackAt: 1 }),
    ];
    expect(states([...HANDSHAKE, ...close]).slice(3)).toEqual([
      'FIN-WAIT-1 ESTABLISHED',
      'FIN-WAIT-1 FIN-WAIT-1',
      'CLOSING FIN-WAIT-2',
      'TIME-WAIT TIME-WAIT',
    ]);
    expect(told([...HANDSHAKE, ...close]).at(-1)).toBe('close');
  });

  it('half closed: the other side goes on', () => {
    const rest = [segment('A', { flags: 'FA', at: 0, ackAt: 0 }), segment('Z', { at: 0, ackAt: 1, data: 'still here' })];
    expect(states([...HANDSHAKE, ...rest]).at(-1)).toBe('FIN-WAIT-2 CLOSE-WAIT');
    expect(told([...HANDSHAKE, ...rest])).toEqual(['open', 'client finish', 'server 0: still here', 'end']);
  });
});

describe('octets', () => {
  const random = seededRandom(5);
  const stream = random.octets(20_000);

  /** Pieces of random length that cover the stream, with some twice and some that overlap. */
  function pieces(isn: number): Packet[] {
    const made: Packet[] = [];
    for (let at = 0; at < stream.length; ) {
      const length = 1 + random.below(400);
      const from = Math.max(0, at - (random.below(4) === 0 ? random.below(300) : 0));
      const data = stream.subarray(from, Math.min(stream.length, at + length));
      const p = segment('A', { seq: (isn + 1 + from) >>> 0, ackAt: 0, data });
      made.push(p);
      if (random.below(5) === 0) made.push(p);
      at += length;
    }
    return made;
  }

  it.each([ISN_A, 0xffff_ffff, 0xffff_f000, 0x7fff_fff0])('in whatever order they come, from %i on, are the stream', (isn) => {
    for (let i = 0; i < 10; i++) {
      const parts: Uint8Array[] = [];
      const places: number[] = [];
      const tracker = new TcpTracker({
        data(_, from, octets, at) {
          expect(from).toBe('client');
          parts.push(octets.slice());
          places.push(at);
        },
        gap: () => expect.fail('nothing is missing'),
      });
      const handshake = [
        segment('A', { flags: 'S', seq: isn }),
        segment('Z', { flags: 'SA', seq: ISN_Z, ack: (isn + 1) >>> 0 }),
        segment('A', { seq: (isn + 1) >>> 0, ackAt: 0 }),
      ];
      [...handshake, ...random.shuffle(pieces(isn))].forEach((p, time) => void tracker.packet(p, time));
      tracker.end();
      expect(Buffer.concat(parts).equals(Buffer.from(stream))).toBe(true);
      places.forEach((at, k) => void expect(at).toBe(k === 0 ? 0 : (places[k - 1] as number) + (parts[k - 1] as Uint8Array).length));
      expect(tracker.stats).toMatchObject({ told: stream.length, missing: 0, waiting: 0 });
    }
  });

  it('say which packet brought them', () => {
    const brought: [number, string][] = [];
    const tracker = new TcpTracker({ data: (_c, _f, octets, _a, number) => void brought.push([number, Buffer.from(octets).toString()]) });
    const rest = [
      segment('A', { at: 3, ackAt: 0, data: 'def' }),
      segment('A', { at: 6, ackAt: 0, data: 'ghi' }),
      segment('A', { at: 0, ackAt: 0, data: 'abcde' }),
    ];
    [...HANDSHAKE, ...rest].forEach((p, i) => void tracker.packet(p, i));
    expect(brought).toEqual([
      [6, 'abc'],
      [4, 'def'],
      [5, 'ghi'],
    ]);
  });

  it('with a SYN wait until the connection is open (RFC 9293 §3.4; RFC 7413)', () => {
    expect(told([syn({ data: 'early' }), synAck({ ackAt: 5 }), segment('A', { at: 5, ackAt: 0, data: ' bird' })])).toEqual([
      'open',
      'client 0: early',
      'client 5:  bird',
      'end',
    ]);
    // A server that does not take them gets them once more.
    expect(told([syn({ data: 'early' }), synAck(), segment('A', { at: 0, ackAt: 0, data: 'early bird' })])).toEqual([
      'open',
      'client 0: early',
      'client 5:  bird',
      'end',
    ]);
  });

  it('of keep-alives and zero-window probes are none (RFC 9293 §3.8.4, §3.8.6.1)', () => {
    const rest = [
      segment('A', { at: 0, ackAt: 0, data: 'abc' }),
      segment('A', { at: 2, ackAt: 0, data: 'c' }),
      segment('A', { at: 2, ackAt: 0 }),
      segment('A', { at: 3, ackAt: 0, data: 'd' }),
    ];
    expect(told([...HANDSHAKE, ...rest])).toEqual(['open', 'client 0: abc', 'client 3: d', 'end']);
  });

  it('that urgent data is a part of stay in the stream (RFC 6093)', () => {
    const rest = [segment('A', { at: 0, ackAt: 0, flags: 'UA', urgptr: 4, data: 'stop now' })];
    expect(told([...HANDSHAKE, ...rest])).toEqual(['open', 'client urgent 4', 'client 0: stop now', 'end']);
  });

  it('behind a FIN are not believed', () => {
    const rest = [segment('A', { at: 0, ackAt: 0, flags: 'FA', data: 'end' }), segment('A', { at: 3, ackAt: 0, data: 'more' })];
    expect(told([...HANDSHAKE, ...rest])).toEqual(['open', 'client 0: end', 'client finish', 'client behind-fin', 'end']);
  });

  it('that come again with other contents: the policy decides among those not yet told', () => {
    const puzzle = [
      segment('A', { at: 1, ackAt: 0, data: 'BBB' }),
      segment('A', { at: 1, ackAt: 0, data: 'CCC' }),
      segment('A', { at: 0, ackAt: 0, data: 'A' }),
    ];
    const withPolicy = (policy: OverlapPolicy): string =>
      told([...HANDSHAKE, ...puzzle], { policy })
        .slice(2, -1)
        .join('|');
    expect(withPolicy('first')).toBe('client 0: A|client 1: BBB');
    expect(withPolicy('last')).toBe('client 0: A|client 1: CCC');
    expect(withPolicy('linux')).toBe('client 0: A|client 1: BBB');
    expect(told([...HANDSHAKE, ...puzzle])[1]).toBe('client overlap');
  });

  it('for which the receiver has no room are not believed (RFC 9293 §3.4)', () => {
    expect(told([...HANDSHAKE, segment('A', { at: 200_000, ackAt: 0, data: 'far' })])).toEqual(['open', 'client out-of-window', 'end']);
    const scaled = [
      syn({ options: [['WScale', 2]] }),
      synAck({ options: [['WScale', 4]] }),
      segment('A', { at: 0, ackAt: 0 }),
      segment('Z', { at: 0, ackAt: 0, window: 20_000 }),
    ];
    expect(told([...scaled, segment('A', { at: 200_000, ackAt: 0, data: 'near' })])).toEqual([
      'open',
      'client 0: 200000 ended',
      'client 200000: near',
      'end',
    ]);
  });
});

describe('what is missing', () => {
  const after = segment('A', { at: 10, ackAt: 0, data: 'after' });

  it('is told once the receiver has acknowledged it, and more has come', () => {
    const acks = Array.from({ length: 9 }, () => segment('Z', { at: 0, ackAt: 15 }));
    expect(told([...HANDSHAKE, after, ...acks], {}, false)).toEqual(['open', 'client 0: 10 lost', 'client 10: after']);
    // It may be late only.
    const late = segment('A', { at: 0, ackAt: 0, data: '0123456789' });
    expect(told([...HANDSHAKE, after, ...acks.slice(0, 3), late], {}, false)).toEqual(['open', 'client 0: 0123456789', 'client 10: after']);
  });

  it('is told at the end', () => {
    expect(told([...HANDSHAKE, after])).toEqual(['open', 'client 0: 10 ended', 'client 10: after', 'end']);
  });

  it('of a packet that was cut is told at once', () => {
    const whole = segment('A', { at: 0, ackAt: 0, data: 'abcdefgh' });
    const cut = dissect(whole.bytes.subarray(0, whole.bytes.length - 3));
    expect(told([...HANDSHAKE, cut, segment('A', { at: 8, ackAt: 0, data: 'i' })])).toEqual([
      'open',
      'client 0: abcde',
      'client 5: 3 cut',
      'client 8: i',
      'end',
    ]);
  });

  it('is given up where what waits for it takes too much room', () => {
    const rest = Array.from({ length: 5 }, (_, i) => segment('A', { at: 1 + 1000 * i, ackAt: 0, data: 'x'.repeat(1000) }));
    expect(told([...HANDSHAKE, ...rest], { maxPerSide: 3000 }, false).slice(0, 2)).toEqual(['open', 'client 0: 1 crowded-out']);
  });
});

describe('who may end or begin a connection', () => {
  it('of two answers to a SYN the first (RFC 9293 §3.10.7.3)', () => {
    const other = segment('Z', { flags: 'SA', seq: 900_000, ackAt: 0 });
    const rest = [segment('A', { at: 0, ackAt: 0 }), segment('Z', { at: 0, ackAt: 0, data: 'first' })];
    expect(told([syn(), synAck(), other, ...rest])).toEqual(['server blind-syn', 'open', 'server 0: first', 'end']);
  });

  it('a reset with the next number; no other (RFC 5961 §3)', () => {
    const data = segment('A', { at: 0, ackAt: 0, data: 'abc' });
    const reset = (at: number): Packet => segment('A', { flags: 'R', at });
    expect(told([...HANDSHAKE, data, reset(3)])).toEqual(['open', 'client 0: abc', 'client reset']);
    expect(told([...HANDSHAKE, data, reset(100)])).toEqual(['open', 'client 0: abc', 'client blind-reset', 'end']);
    expect(told([...HANDSHAKE, data, reset(-1000)])).toEqual(['open', 'client 0: abc', 'client blind-reset', 'end']);
  });

  it('the answer to a SYN (RFC 9293 §3.10.7.3)', () => {
    const refused = segment('Z', { flags: 'RA', seq: 0, ackAt: 0 });
    expect(told([syn(), refused])).toEqual(['server reset']);
    expect(states([syn(), refused])).toEqual(['SYN-SENT LISTEN', 'CLOSED CLOSED']);
    expect(told([syn(), segment('Z', { flags: 'RA', seq: 0, ackAt: 77 })])).toEqual(['server blind-reset']);
  });

  it('a SYN in a connection that stands is nobody’s, until it is answered (RFC 5961 §4)', () => {
    const other = segment('A', { flags: 'S', seq: 900_000 });
    const data = segment('A', { at: 0, ackAt: 0, data: 'abc' });
    expect(told([...HANDSHAKE, other, data])).toEqual(['open', 'client blind-syn', 'client 0: abc', 'end']);
    const answer = segment('Z', { flags: 'SA', seq: 7000, ack: 900_001 });
    const next = segment('A', { seq: 900_001, ack: 7001, data: 'new' });
    expect(told([...HANDSHAKE, other, answer, next])).toEqual(['open', 'client blind-syn', 'timeout', 'open', 'client 0: new', 'end']);
  });

  it('the same ends may begin another once it is over', () => {
    const reset = segment('Z', { flags: 'R', at: 0 });
    const again = [
      segment('A', { flags: 'S', seq: 9000 }),
      segment('Z', { flags: 'SA', seq: 8000, ack: 9001 }),
      segment('A', { seq: 9001, ack: 8001, data: 'second' }),
    ];
    expect(told([...HANDSHAKE, reset, ...again])).toEqual(['open', 'server reset', 'open', 'client 0: second', 'end']);
  });

  it('a segment with a wrong checksum says nothing, of an end whose sums were right', () => {
    const bad = segment('A', { flags: 'R', at: 0, chksum: 0x1234 });
    expect(told([...HANDSHAKE, bad])).toEqual(['open', 'client bad-checksum', 'end']);
    expect(told([...HANDSHAKE, bad], { checksums: false })).toEqual(['open', 'client reset']);
  });

  it('wrong checksums of an end whose sums never were right are its network card’s', () => {
    const sums = (p: Packet): Packet => p.copy().set(TCP, { chksum: 0xbad });
    const rest = [segment('A', { at: 0, ackAt: 0, data: 'abc' })];
    expect(told([sums(HANDSHAKE[0] as Packet), HANDSHAKE[1] as Packet, sums(HANDSHAKE[2] as Packet), sums(rest[0] as Packet)])).toEqual([
      'open',
      'client 0: abc',
      'end',
    ]);
  });
});

describe('what was not seen', () => {
  it('the begin: it is followed from the first data on, the lower port as the server', () => {
    const rest = [segment('Z', { at: 500, ackAt: 40, data: 'mid' }), segment('A', { at: 40, ackAt: 503, data: 'dle' })];
    expect(told(rest)).toEqual(['open', 'server 0: mid', 'client 0: dle', 'end']);
    expect(told(rest, { midstream: false })).toEqual([]);
  });

  it('one side', () => {
    const rest = [segment('A', { at: 0, ackAt: 0, data: 'abc' }), segment('A', { at: 3, ackAt: 90, data: 'def', flags: 'FA' })];
    expect(told([syn(), HANDSHAKE[2] as Packet, ...rest])).toEqual(['open', 'client 0: abc', 'client 3: def', 'client finish', 'end']);
  });

  it('the end of what a side said: the other has acknowledged it, or its FIN stands behind it', () => {
    const begun = [...HANDSHAKE, segment('A', { at: 0, ackAt: 0, data: 'abc' })];
    const acked = segment('Z', { at: 0, ackAt: 13 });
    const fin = segment('A', { at: 13, ackAt: 0, flags: 'FA' });
    expect(told([...begun, acked])).toEqual(['open', 'client 0: abc', 'client 3: 10 lost', 'end']);
    expect(told([...begun, fin])).toEqual(['open', 'client 0: abc', 'client 3: 10 ended', 'client finish', 'end']);
    const both = [fin, segment('Z', { at: 0, ackAt: 14, flags: 'FA' }), segment('A', { at: 14, ackAt: 1 })];
    expect(told([...begun, ...both])).toEqual(['open', 'client 0: abc', 'server finish', 'client 3: 10 lost', 'client finish', 'close']);
    // It may be the FIN alone that was not seen.
    expect(told([...begun, segment('Z', { at: 0, ackAt: 4 })])).toEqual(['open', 'client 0: abc', 'end']);
  });

  it('any more of it: it times out, by the packets’ time', () => {
    const { handlers, events } = eventHandlers();
    const tracker = new TcpTracker(handlers, { idleMs: 1000 });
    HANDSHAKE.forEach((p, i) => void tracker.packet(p, i));
    tracker.packet(packet(Ether(), IP({ src: '192.0.2.9', dst: '192.0.2.2' }), TCP()), 1002);
    expect(events.filter((e) => e.kind !== 'state').map(shown)).toEqual(['open']);
    tracker.packet(packet(Ether(), IP({ src: '192.0.2.9', dst: '192.0.2.2' }), TCP()), 1003);
    expect(events.filter((e) => e.kind !== 'state').map(shown)).toEqual(['open', 'timeout']);
  });
});

describe('limits', () => {
  it('SYNs without an answer do not push out what stands', () => {
    const { handlers, events } = eventHandlers();
    const tracker = new TcpTracker(handlers, { maxConnections: 100, maxOpening: 50 });
    HANDSHAKE.forEach((p, i) => void tracker.packet(p, i));
    for (let i = 0; i < 1000; i++)
      tracker.packet(packet(Ether(), IP({ src: `192.0.2.${i % 250}`, dst: '192.0.2.2' }), TCP({ sport: 1000 + i })), 10);
    expect(tracker.stats).toMatchObject({ connections: 1001, kept: 51, dropped: 950 });
    expect([...tracker.connections()].some((c) => c.isOpen)).toBe(true);
    tracker.end();
    expect(events.map(shown)).not.toContain('drop');
  });

  it('of one client: its oldest goes', () => {
    const tracker = new TcpTracker({}, { maxPerHost: 10 });
    for (let i = 0; i < 30; i++) tracker.packet(packet(Ether(), IP(A), TCP({ sport: 1000 + i })), 10);
    expect(tracker.stats).toMatchObject({ kept: 10, dropped: 20 });
  });

  it('are numbers above 0, and options are known', () => {
    expect(() => new TcpTracker({}, { maxConnections: 0 })).toThrow('maxConnections is 0: a number above 0 was expected');
    expect(() => new TcpTracker({}, { polcy: 'first' } as never)).toThrow(/'polcy'/);
    expect(() => new TcpTracker({}, { policy: 'lst' as never })).toThrow("no policy for overlaps is called 'lst'");
  });
});

describe('what distinguishes connections', () => {
  const inVlan = (vlan: number, p: Packet): Packet => packet(Ether(), Dot1Q({ vlan, type: 0x800 }), p.bytes.subarray(14));
  const inTunnel = (vni: number, p: Packet): Packet =>
    packet(Ether(), IP({ src: '198.51.100.1', dst: '198.51.100.2' }), UDP({ dport: 4789 }), VXLAN({ vni }), p.bytes);
  const opened = (packets: readonly Packet[], o: TcpOptions): number => {
    let n = 0;
    const tracker = new TcpTracker({ open: () => void n++ }, o);
    packets.forEach((p, i) => void tracker.packet(dissect(p.bytes), i));
    return n;
  };

  it('VLANs and tunnels, if that is asked for', () => {
    const twice = (wrap: (n: number, p: Packet) => Packet): Packet[] => HANDSHAKE.flatMap((p) => [wrap(1, p), wrap(2, p)]);
    expect(opened(twice(inVlan), {})).toBe(1);
    expect(opened(twice(inVlan), { byVlan: true })).toBe(2);
    expect(opened(twice(inTunnel), {})).toBe(1);
    expect(opened(twice(inTunnel), { byTunnel: true })).toBe(2);
  });

  it('addresses of IPv6', () => {
    const ends = [
      { src: '2001:db8::1', dst: '2001:db8::2' },
      { src: '2001:db8::2', dst: '2001:db8::1' },
    ] as const;
    const six = HANDSHAKE.map((p, i) => packet(Ether(), IPv6(ends[i % 2]), p.bytes.subarray(34)).set(IPv6, { nh: 6 }));
    expect(opened(six, { checksums: false })).toBe(1);
  });
});
