/** Flags by the rules of Wireshark's User's Guide, "TCP Analysis", with segments of our own builder. */
import { describe, expect, it } from 'vitest';
import type { Packet } from '../../../packet/laid/packet.ts';
import { objectOf } from '../../../packet/object/packet-object.ts';
import { Ether } from '../../../protocols/link/ethernet.ts';
import { IP } from '../../../protocols/network/ipv4/ipv4.ts';
import { dissect, packet } from '../../../protocols/protocols.ts';
import { TCP } from '../../../protocols/transport/tcp/tcp.ts';
import { type AnalysedPacket, tcpAnalysis } from './analyse.ts';
import { TcpAnalyser } from './analyser.ts';
import { ANALYSIS_FLAGS } from './analysis-flags.ts';
import { MOST_UNACKED, Unacked } from './unacked.ts';

const CLIENT = 0xfffffff0; // its octets go beyond 2^32
const SERVER = 5000;

interface Fields {
  /** Sequence and acknowledgment number, from those of the SYNs. */
  readonly seq: number;
  readonly ack?: number;
  readonly octets?: number;
  readonly window?: number;
  readonly flags?: string;
  /** ms since the segment before; default 50. */
  readonly afterMs?: number;
  /** Bits that the window is to be shifted by. */
  readonly scale?: number;
  /** A block of a SACK option, from the other end's SYN. */
  readonly sack?: readonly [number, number];
}

/** Gives segments of one connection their times: flags by packet, without the prefix. */
class Talk {
  readonly packets: Packet[] = [];
  #ms = 1_600_000_000_000;

  c(fields: Fields): this {
    return this.#put(true, fields);
  }

  s(fields: Fields): this {
    return this.#put(false, fields);
  }

  handshake(scale?: number): this {
    const with_ = scale === undefined ? {} : { scale };
    return this.c({ seq: 0, flags: 'S', ...with_ })
      .s({ seq: 0, ack: 1, flags: 'SA', ...with_ })
      .c({ seq: 1, ack: 1 });
  }

  get all(): AnalysedPacket[] {
    return tcpAnalysis(this.packets);
  }

  /** Flags of the last packet. */
  get flags(): string[] {
    return (this.all.at(-1)?.flags ?? []).map((name) => name.replace('tcp.analysis.', ''));
  }

  #put(isClient: boolean, f: Fields): this {
    const { seq, ack = 0, octets = 0, window = 1000, flags = 'A', afterMs = 50, scale, sack } = f;
    const [mine, other] = isClient ? [CLIENT, SERVER] : [SERVER, CLIENT];
    const [sport, dport] = isClient ? [40_000, 80] : [80, 40_000];
    const [src, dst] = isClient ? ['192.0.2.1', '192.0.2.2'] : ['192.0.2.2', '192.0.2.1'];
    const numbers = { seq: (mine + seq) >>> 0, ack: flags.includes('A') ? (other + ack) >>> 0 : 0 };
    const blocks = sack?.map((n) => (other + n) >>> 0);
    const options = [
      ...(scale === undefined ? [] : [['WScale', scale] as const]),
      ...(blocks === undefined ? [] : [['SAck', blocks] as const]),
    ];
    const made = packet(Ether(), IP({ src, dst }), TCP({ sport, dport, flags, window, ...numbers, options }), new Uint8Array(octets));
    this.#ms += afterMs;
    const one = dissect(made.bytes, Ether);
    Object.assign(one.meta, { sec: Math.floor(this.#ms / 1000), nsec: (this.#ms % 1000) * 1e6 });
    this.packets.push(one);
    return this;
  }
}

const talk = (): Talk => new Talk().handshake();

describe('octets that come again', () => {
  it('are a retransmission, after the oldest that waits', () => {
    const all = talk().c({ seq: 1, ack: 1, octets: 10 }).c({ seq: 1, ack: 1, octets: 10, afterMs: 300 }).all;
    expect(all.at(-1)).toMatchObject({ flags: ['tcp.analysis.retransmission'], rtoMs: 300, rtoPacket: 4 });
  });

  it('are a fast one, where two duplicates asked for them less than 20 ms ago', () => {
    const asked = () => talk().s({ seq: 1, ack: 1, octets: 10 }).c({ seq: 1, ack: 1 }).c({ seq: 1, ack: 1 });
    expect(asked().s({ seq: 1, ack: 1, octets: 10, afterMs: 19 }).flags).toEqual(['retransmission', 'fast_retransmission']);
    expect(asked().s({ seq: 1, ack: 1, octets: 10, afterMs: 200 }).flags).toEqual(['retransmission']);
  });

  it('are a spurious one, where they were acknowledged', () => {
    const t = talk().c({ seq: 1, ack: 1, octets: 20 }).s({ seq: 1, ack: 21 }).c({ seq: 1, ack: 1, octets: 20 });
    expect(t.flags).toEqual(['retransmission', 'spurious_retransmission']);
  });

  it('are out of order, where they were missing and come within the first round trip', () => {
    const gap = () => talk().c({ seq: 1, ack: 1, octets: 10 }).c({ seq: 21, ack: 1, octets: 10 });
    expect(gap().flags).toEqual(['lost_segment']);
    expect(gap().c({ seq: 11, ack: 1, octets: 10, afterMs: 90 }).flags).toEqual(['out_of_order']);
    expect(gap().c({ seq: 11, ack: 1, octets: 10, afterMs: 110 }).flags).toEqual(['retransmission']);
  });
});

describe('acknowledgments', () => {
  it('that come again are counted, and tell where they came first', () => {
    const all = talk().c({ seq: 1, ack: 1 }).c({ seq: 1, ack: 1 }).all;
    expect(all.slice(-2)).toMatchObject([
      { flags: ['tcp.analysis.duplicate_ack'], duplicateAckNumber: 1, duplicateAckPacket: 3 },
      { flags: ['tcp.analysis.duplicate_ack'], duplicateAckNumber: 2, duplicateAckPacket: 3 },
    ]);
  });

  it('of what the capture does not have are told once', () => {
    const t = talk().c({ seq: 1, ack: 1, octets: 5 }).s({ seq: 1, ack: 11 });
    expect(t.flags).toEqual(['ack_lost_segment']);
    expect(t.s({ seq: 1, ack: 16 }).flags).toEqual([]);
  });

  it('say which packet they mean, and how long it took', () => {
    const all = talk().c({ seq: 1, ack: 1, octets: 50 }).s({ seq: 1, ack: 51, afterMs: 7 }).all;
    expect(all.at(-1)).toMatchObject({ acksPacket: 4, ackRttMs: 7, initialRttMs: 100, flags: [] });
    expect(all.map((p) => p.completeness)).toEqual([1, 3, 7, 15, 15]);
  });

  it('take what they say has come out of flight, not what came twice', () => {
    const t = () => talk().c({ seq: 1, ack: 1, octets: 10 }).c({ seq: 11, ack: 1, octets: 10 });
    expect(t().all.at(-1)).toMatchObject({ bytesInFlight: 20, pushBytesSent: 20 });
    expect(
      t()
        .s({ seq: 1, ack: 1, sack: [11, 21] })
        .c({ seq: 21, ack: 1, octets: 10 })
        .all.at(-1)?.bytesInFlight,
    ).toBe(20);
    expect(
      t()
        .s({ seq: 1, ack: 11, sack: [1, 11] })
        .c({ seq: 21, ack: 1, octets: 10 })
        .all.at(-1)?.bytesInFlight,
    ).toBe(20);
  });
});

describe('windows', () => {
  it('are closed, probed, still closed, open again', () => {
    const t = talk().s({ seq: 1, ack: 1, window: 0 });
    expect(t.flags).toEqual(['zero_window']);
    expect(t.c({ seq: 1, ack: 1, octets: 1 }).flags).toEqual(['zero_window_probe']);
    expect(t.s({ seq: 1, ack: 1, window: 0 }).flags).toEqual(['zero_window', 'zero_window_probe_ack']);
    expect(t.s({ seq: 1, ack: 1, window: 500 }).flags).toEqual(['window_update']);
    // The octet comes again, with others: it was not taken.
    expect(t.c({ seq: 1, ack: 1, octets: 10 }).flags).toEqual([]);
  });

  it('are full to the octet, as they are scaled', () => {
    const scaled = () => new Talk().handshake(2).s({ seq: 1, ack: 1, window: 10 });
    expect(scaled().c({ seq: 1, ack: 1, octets: 40 }).flags).toEqual(['window_full']);
    expect(scaled().c({ seq: 1, ack: 1, octets: 39 }).flags).toEqual([]);
    const plain = talk().s({ seq: 1, ack: 1, window: 10 });
    expect(plain.c({ seq: 1, ack: 1, octets: 10 }).flags).toEqual(['window_full']);
  });
});

it('tells keep-alives and their answers', () => {
  const t = talk().c({ seq: 1, ack: 1, octets: 5 }).s({ seq: 1, ack: 6 }).c({ seq: 5, ack: 1 });
  expect(t.flags).toEqual(['keep_alive']);
  expect(t.s({ seq: 1, ack: 6 }).flags).toEqual(['keep_alive_ack']);
});

it('counts another connection where a SYN has another number', () => {
  const again = talk().c({ seq: 0, flags: 'S' }).all.at(-1);
  expect(again).toMatchObject({ stream: 0, flags: ['tcp.analysis.retransmission'] });
  const all = talk().c({ seq: 90_000, flags: 'S' }).s({ seq: 70_000, ack: 90_001, flags: 'SA' }).all;
  expect(all.slice(-2)).toMatchObject([
    { stream: 1, from: 'client', flags: ['tcp.analysis.reused_ports'] },
    { stream: 1, from: 'server', flags: [] },
  ]);
});

it('has words of its own for each flag', () => {
  expect(ANALYSIS_FLAGS.map(({ bit }) => bit)).toEqual(ANALYSIS_FLAGS.map((_, i) => 1 << i));
  expect(talk().c({ seq: 1, ack: 1 }).all.at(-1)?.texts).toEqual(['The same acknowledgment again: the receiver waits for these octets']);
});

describe('memory', () => {
  it('of segments that wait is bounded, and what is in flight stays right', () => {
    const waiting = new Unacked();
    const count = 3 * MOST_UNACKED;
    for (let i = 0; i < count; i++) waiting.add(10 * i, 10 * i + 10, i + 1, i);
    expect([waiting.size, waiting.dropped, waiting.span]).toEqual([MOST_UNACKED, count - MOST_UNACKED, 10 * count]);
    expect(waiting.acknowledge(10 * count - 10)).toBe(true);
    expect([waiting.packet, waiting.size, waiting.span]).toEqual([count - 1, 1, 10]);
  });

  it('of connections is bounded: the one that was quiet for longest is forgotten', () => {
    const analyser = new TcpAnalyser(2);
    const streams = [1, 2, 1, 3, 1, 2].map((sport, i) => {
      const p = packet(IP({ src: '192.0.2.1', dst: '192.0.2.2' }), TCP({ sport, dport: 80, flags: 'S', seq: 7 }));
      void p.bytes;
      analyser.take(objectOf(p), i, i + 1);
      return analyser.stream;
    });
    expect(streams).toEqual([0, 1, 0, 2, 0, 3]);
    expect(analyser.dropped).toBe(2);
  });
});
