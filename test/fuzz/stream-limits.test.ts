/** What strangers may send without end takes neither all memory nor more time each: connections, fragments, tiny segments, overlaps. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dissectorOf } from '../../src/packet/object/dissector.ts';
import { Ether } from '../../src/protocols/link/ethernet.ts';
import { IP } from '../../src/protocols/network/ipv4/ipv4.ts';
import { packet, protocols } from '../../src/protocols/protocols.ts';
import { TCP } from '../../src/protocols/transport/tcp/tcp.ts';
import { UDP } from '../../src/protocols/transport/udp.ts';
import { Defragmenter } from '../../src/streams/fragments/defragmenter.ts';
import type { OverlapPolicy } from '../../src/streams/overlap-policy.ts';
import { TcpTracker } from '../../src/streams/tcp/tracker.ts';

const MOST_MB = 400;
/**
 * How much V8 lets garbage pile up before it looks for it is its own decision (Node 24 keeps pages that were free once, up to 150 MB of them here), and depends on the
 * machine's speed. With a bound for its heap only what is kept counts: whatever needs more than that ends with "out of memory".
 */
const HEAP_MB = 128;

/** A program of its own, so that nothing else is in its memory; `set(i)` writes another source address each time. */
const program = (made: string, keeper: string, take: string): string => `
  const { packet, dissectAt, Ether, IP, TCP, UDP, TcpTracker, Defragmenter, FlowTable } = await import(process.argv[1]);
  const data = ${made}.bytes.slice();
  const batch = { data, n: 1, offset: [0], captured: [data.length], wire: [data.length], sec: [0], nsec: [0], iface: [0], flags: [0] };
  const keeper = ${keeper};
  const view = new DataView(data.buffer, data.byteOffset);
  for (let i = 0; i < 1e6; i++) {
    view.setUint32(26, 0x0a000000 + i);
    ${take};
  }
  console.log(JSON.stringify({ ...keeper.stats, mb: process.resourceUsage().maxRSS / 1000 }));`;

function run(made: string, keeper: string, take = 'keeper.take(dissectAt(batch, 0), i / 100)'): Record<string, number> {
  const library = join(import.meta.dirname, '../../dist/index.js');
  return JSON.parse(
    execFileSync(process.execPath, [`--max-old-space-size=${HEAP_MB}`, '--input-type=module', '-e', program(made, keeper, take), library], {
      encoding: 'utf8',
    }),
  );
}

describe('a million, with the usual limits, in a heap of 128 MB', () => {
  it('connections that nobody answers', () => {
    const stats = run(
      `packet(Ether(), IP({ src: '10.0.0.1', dst: '192.0.2.1' }), TCP({ flags: 'S' }))`,
      'new TcpTracker({}, { checksums: false })',
    );
    expect(stats).toMatchObject({ connections: 1e6, kept: 16_384, dropped: 1e6 - 16_384 });
    expect(stats['mb']).toBeLessThan(MOST_MB);
  });

  it('connections met in the middle', () => {
    const stats = run(
      `packet(Ether(), IP({ src: '10.0.0.1', dst: '192.0.2.1' }), TCP({ sport: 40000, flags: 'A' }), 'x')`,
      'new TcpTracker({}, { checksums: false })',
    );
    expect(stats).toMatchObject({ connections: 1e6, kept: 65_536, dropped: 1e6 - 65_536 });
    expect(stats['mb']).toBeLessThan(MOST_MB);
  });

  it('flows that go on', () => {
    const stats = run(
      `packet(Ether(), IP({ src: '10.0.0.1', dst: '192.0.2.1' }), UDP())`,
      'new FlowTable({}, () => undefined, [{ linkType: 1 }])',
      'keeper.take(batch)',
    );
    expect(stats).toMatchObject({ packets: 1e6, active: 1e6 });
    expect(stats['mb']).toBeLessThan(MOST_MB);
  });

  it('datagrams that never get whole', () => {
    const stats = run(
      `packet(Ether(), IP({ src: '10.0.0.1', dst: '192.0.2.1', flags: 'MF' }), UDP(), new Uint8Array(1000))`,
      'new Defragmenter()',
    );
    expect(stats).toMatchObject({ fragments: 1e6, datagrams: 0 });
    expect(stats['waiting']! + stats['timedOut']! + stats['crowdedOut']!).toBe(1e6);
    expect(stats['mb']).toBeLessThan(MOST_MB);
  });
});

/** A segment whose sequence number is written for each, given to a tracker that met its connection before. */
function segments(n: number, octets: number, policy: OverlapPolicy, seqOf: (i: number) => number): void {
  const dissect = dissectorOf(protocols);
  const b = packet(Ether(), IP({ src: '10.0.0.1', dst: '192.0.2.1' }), TCP({ flags: 'A' }), new Uint8Array(octets)).bytes.slice();
  const view = new DataView(b.buffer, b.byteOffset);
  const tracker = new TcpTracker({}, { checksums: false, policy });
  for (let i = -1; i < n; i++) {
    view.setUint32(38, i < 0 ? 1000 - octets : seqOf(i));
    // Octets that come again differ.
    b[b.length - 1] = i;
    tracker.take(dissect(b, 0, b.length, Ether.id), i);
  }
}

const RUNS = 4000;
const ATTACKS: Readonly<Record<string, (n: number) => void>> = {
  'one octet in two': (n) => segments(n, 1, 'first', (i) => 1001 + 2 * ((i * 7919) % 20_000)),
  'one octet each, holes filled one by one': (n) =>
    segments(n, 1, 'first', (i) => {
      const [block, k] = [Math.floor(i / (2 * RUNS)), i % (2 * RUNS)];
      return 1000 + block * 2 * RUNS + (k < RUNS ? 2 * k + 1 : 2 * (k - RUNS));
    }),
  'overlaps that count': (n) => segments(n, 1400, 'last', (i) => 1001 + ((i * 7919) % 60_000)),
  'overlaps that do not': (n) => segments(n, 1400, 'first', (i) => 1001 + ((i * 7919) % 60_000)),
  'fragments of 8 octets that overlap': (n) => {
    const dissect = dissectorOf(protocols);
    const b = packet(Ether(), IP({ src: '10.0.0.1', dst: '192.0.2.1', flags: 'MF' }), UDP(), new Uint8Array(24)).bytes.slice();
    const view = new DataView(b.buffer, b.byteOffset);
    const defragmenter = new Defragmenter({ policy: 'last' });
    for (let i = 0; i < n; i++) {
      view.setUint16(20, 0x2000 | (1 + ((i * 7919) % 8000)));
      defragmenter.take(dissect(b, 0, b.length, Ether.id), i / 1000);
    }
  },
};

describe('eight times as much takes eight times as long at most', () => {
  const cost = (attack: (n: number) => void, n: number): number => {
    const before = process.cpuUsage();
    attack(n);
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };

  it.each(Object.entries(ATTACKS))('%s', (_, attack) => {
    attack(20_000);
    const [few, many] = [Math.min(cost(attack, 20_000), cost(attack, 20_000)), cost(attack, 160_000)];
    // Twice that for noise: what is quadratic takes 64 times as long.
    expect(many / few).toBeLessThan(16);
  });
});
