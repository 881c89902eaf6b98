/**
 * Strangers who send a stack as much as they can: SYNs, segments by guess, fragments, questions and answers for neighbours, datagrams for nobody. An open connection goes on
 * and gives the right octets, new ones open, memory stays bounded, and nobody who does not see the traffic ends a connection.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { type Random, seededRandom } from '../../src/bytes/random.ts';
import { Ether } from '../../src/protocols/link/ethernet.ts';
import { ARP } from '../../src/protocols/network/arp.ts';
import { ICMP } from '../../src/protocols/network/icmp/icmp.ts';
import { ICMPv6ND_NA, ICMPv6ND_NS } from '../../src/protocols/network/icmpv6/neighbour-discovery.ts';
import { IP } from '../../src/protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../src/protocols/network/ipv6/ipv6.ts';
import { IPv6ExtHdrFragment } from '../../src/protocols/network/ipv6/ipv6-extensions.ts';
import { packet } from '../../src/protocols/protocols.ts';
import { TCP } from '../../src/protocols/transport/tcp/tcp.ts';
import { UDP } from '../../src/protocols/transport/udp.ts';
import type { Tcb } from '../../src/stack/tcp/tcb.ts';
import { TCP_SETTINGS } from '../../src/stack/tcp/tcp-settings.ts';
import { type StackPair, stackPair } from '../support/stack/stack-pair.ts';
import { transfer } from '../support/stack/transfer.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const MAC = '02:00:00:00:00:02';
const OURS = '10.0.0.2';
const OURS6 = 'fd00::2';
const FRAMES = 20_000;
/** What a flood may leave: tables at their limits, and what the engine compiles on the way. */
const MOST_LEFT = 48 * 2 ** 20;

const memory = (): number => {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

/** Somebody on the link's network, or far away. */
const stranger = (r: Random): string => (r.below(2) === 0 ? `10.0.0.${3 + r.below(250)}` : `198.51.${r.below(256)}.${1 + r.below(254)}`);
const stranger6 = (r: Random): string => `fd00::${(3 + r.below(0xfff0)).toString(16)}:${r.below(0x10000).toString(16)}`;
const ether = (r: Random) => Ether({ src: `02:99:00:00:${hex(r)}:${hex(r)}`, dst: MAC });
const hex = (r: Random): string => r.below(256).toString(16).padStart(2, '0');
const number = (r: Random): number => r.u32();

type Flood = (r: Random, t: Tcb) => Uint8Array;

/** Segments between the ends of an open connection, by someone who knows both addresses and ports, and neither number. */
const GUESSES = ['R', 'RA', 'S', 'SA', 'A', 'PA', '', 'SFRPAU'];
const guess = (r: Random, t: Tcb, most = 100, flags: readonly string[] = [...GUESSES, 'F', 'FA']): Uint8Array =>
  packet(
    ether(r),
    IP({ src: '10.0.0.1', dst: OURS }),
    TCP({
      sport: t.remotePort,
      dport: t.localPort,
      seq: number(r),
      ack: number(r),
      flags: r.pick(flags),
      window: r.below(65_536),
      urgptr: r.below(65_536),
    } as never),
    new Uint8Array(r.below(most)),
  ).bytes;

const FLOODS: Readonly<Record<string, Flood>> = {
  SYNs: (r) =>
    packet(ether(r), IP({ src: stranger(r), dst: OURS }), TCP({ sport: 1024 + r.below(60_000), dport: 80, seq: number(r), flags: 'S' }))
      .bytes,
  'segments of no connection': (r) =>
    packet(
      ether(r),
      IP({ src: stranger(r), dst: OURS }),
      TCP({
        sport: r.below(65_536),
        dport: r.below(65_536),
        seq: number(r),
        ack: number(r),
        flags: r.pick(['A', 'FA', 'PA', 'R', 'SA']),
      } as never),
      new Uint8Array(r.below(100)),
    ).bytes,
  'segments by guess': (r, t) => guess(r, t),
  fragments: (r) =>
    packet(
      ether(r),
      IP({ src: stranger(r), dst: OURS, id: r.below(65_536), flags: 'MF', frag: r.below(1000), proto: r.pick([6, 17]) } as never),
      new Uint8Array(8 * (1 + r.below(150))),
    ).bytes,
  'IPv6 fragments': (r) =>
    packet(
      ether(r),
      IPv6({ src: stranger6(r), dst: OURS6 }),
      IPv6ExtHdrFragment({ id: number(r), m: 1, offset: r.below(1000), nh: 6 } as never),
      new Uint8Array(8 * (1 + r.below(150))),
    ).bytes,
  'ARP questions and answers': (r) => {
    const from = ether(r);
    return packet(
      from,
      ARP({
        op: r.pick([1, 2]),
        psrc: `10.0.0.${3 + r.below(250)}`,
        hwsrc: (from as { src?: string }).src ?? MAC,
        pdst: OURS,
        hwdst: MAC,
      } as never),
    ).bytes;
  },
  'ND questions and answers': (r) =>
    packet(
      ether(r),
      IPv6({ src: stranger6(r), dst: OURS6, hlim: 255 }),
      r.below(2) === 0 ? ICMPv6ND_NS({ tgt: OURS6 }) : ICMPv6ND_NA({ tgt: stranger6(r) }),
    ).bytes,
  'datagrams for nobody': (r) =>
    packet(ether(r), IP({ src: stranger(r), dst: OURS }), UDP({ sport: r.below(65_536), dport: 1 + r.below(65_535) }), new Uint8Array(20))
      .bytes,
  'ICMP errors by guess': (r, t) =>
    packet(
      ether(r),
      IP({ src: stranger(r), dst: OURS }),
      ICMP({ type: 3, code: r.pick([0, 1, 2, 3, 4]), nexthopmtu: 68 + r.below(100) } as never),
      IP({ src: OURS, dst: '10.0.0.1' }),
      TCP({ sport: t.localPort, dport: t.remotePort, seq: number(r) }),
    ).bytes,
  octets: (r) => {
    const octets = new Uint8Array(20 + r.below(1500));
    for (let i = 0; i < octets.length; i++) octets[i] = r.below(256);
    octets.set([2, 0, 0, 0, 0, 2]);
    octets.set(
      r.pick([
        [0x08, 0x00, 0x45],
        [0x86, 0xdd, 0x60],
        [0x08, 0x06, 0],
        [0x88, 0xcc, 0],
      ] as const),
      12,
    );
    return octets;
  },
};

/** A connection from a to b that is open and idle. */
function connected(pair: StackPair): { client: Tcb; server: Tcb } {
  let server: Tcb | undefined;
  pair.b.tcp.listen({ port: 22, backlog: 16, settings: TCP_SETTINGS, onConnection: (t) => (server = t) });
  const client = pair.a.tcp.connect(pair.a.paths.to(OURS), 22, TCP_SETTINGS);
  expect(pair.time.run(() => server !== undefined && client.state === 'ESTABLISHED', 1000)).toBe(true);
  return { client, server: server as Tcb };
}

describe('a flood', () => {
  it.each(Object.entries(FLOODS))('of %s', (name, flood) => {
    const pair = stackPair({ seed: name, line: { delayMs: 1 } });
    const { client, server } = connected(pair);
    const errors: unknown[] = [];
    client.events = { close: (error) => errors.push(error) };
    server.events = { close: (error) => errors.push(error) };
    const stopListening = pair.b.tcp.listen({ port: 80, backlog: 128, settings: TCP_SETTINGS, onConnection: () => undefined });
    const r = seededRandom(name);
    const pour = (n: number): void => {
      for (let i = 0; i < n; i++) {
        pair.b.receiveFrame(flood(r, server));
        // A hundred thousand a second.
        if (i % 100 === 99) pair.time.pass(1);
      }
    };
    pour(FRAMES / 10);
    const before = memory();
    pour(FRAMES);
    expect(memory() - before).toBeLessThan(MOST_LEFT);
    expect([...pair.b.tcp.connections].length).toBeLessThanOrEqual(1 + 128);
    expect([...pair.b.neighbours.all].length).toBeLessThanOrEqual(1024);
    stopListening();
    // The open connection has lost nothing, and neither end was told of an end.
    expect([client.state, server.state, errors]).toEqual(['ESTABLISHED', 'ESTABLISHED', []]);
    const got: number[] = [];
    server.events = {
      ...server.events,
      readable: () => {
        for (let octets = pair.b.tcp.read(server); octets !== undefined; octets = pair.b.tcp.read(server)) got.push(...octets);
      },
    };
    pair.a.tcp.write(client, Uint8Array.of(1, 2, 3));
    pour(100);
    pair.time.pass(10_000);
    expect(got).toEqual([1, 2, 3]);
    // And a new one carries what it should, with the flood going on.
    pair.time.at(5, () => pour(2000));
    expect(transfer(pair, { up: 50_000, down: 50_000, limitMs: 600_000 })).toMatchObject({ isDone: true, wrongAt: -1, errors: [] });
    // What waited for strangers is forgotten in time.
    pair.time.pass(300_000);
    expect([...pair.b.tcp.connections].filter(({ state }) => state !== 'TIME-WAIT')).toHaveLength(1);
  });

  it('of SYNs: who means it is let in all the same, by a cookie', () => {
    const pair = stackPair({ seed: 3, line: { delayMs: 1 } });
    const opened: Tcb[] = [];
    pair.b.tcp.listen({ port: 80, backlog: 64, settings: TCP_SETTINGS, onConnection: (t) => opened.push(t) });
    const r = seededRandom(3);
    for (let i = 0; i < 1000; i++) pair.b.receiveFrame((FLOODS['SYNs'] as Flood)(r, undefined as never));
    // To the others there is no way back.
    expect(pair.b.tcp.counters.cookies).toBeGreaterThan(300);
    const t = pair.a.tcp.connect(pair.a.paths.to(OURS), 80, TCP_SETTINGS);
    pair.a.tcp.write(t, new Uint8Array(5000).fill(7));
    pair.time.pass(1000);
    expect([t.state, opened.length, opened[0]?.receiving.length]).toEqual(['ESTABLISHED', 1, 5000]);
  });

  // Data or an end that the other end sent again is answered each time (RFC 9293 §3.10.7.4); it cannot be told from a guess.
  it('of guesses without data is answered slowly: few challenges a second', () => {
    const pair = stackPair({ seed: 4, line: { delayMs: 1 }, keep: true });
    const { server } = connected(pair);
    pair.frames.length = 0;
    const r = seededRandom(4);
    for (let i = 0; i < 20_000; i++) {
      pair.b.receiveFrame(guess(r, server, 1, GUESSES));
      if (i % 20 === 19) pair.time.pass(1);
    }
    // A second of 20,000 frames.
    expect(pair.frames.filter(({ from }) => from === 'b').length).toBeLessThan(20);
  });
});
