/** A thousand patterns, each cut at every place, in order and shuffled; and what has no streams. */
import { describe, expect, it } from 'vitest';
import { batchOf } from '../../../test/support/batch-of.ts';
import type { PacketSource } from '../../capture/batch.ts';
import { type Random, seededRandom } from '../../bytes/random.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { packet } from '../../protocols/protocols.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { Pattern } from './pattern.ts';
import { type FlowMatch, searchFlows } from './search-flows.ts';

const sourceOf = (frames: readonly Uint8Array[]): PacketSource<Packet> =>
  ({
    interfaces: [{ name: 'test', linkType: 1 }],
    async *batches() {
      yield await Promise.resolve(batchOf(frames));
    },
  }) as unknown as PacketSource<Packet>;

const A = '192.0.2.1';
const Z = '192.0.2.2';
const template = packet(
  Ether({ src: '02:00:5e:00:53:01', dst: '02:00:5e:00:53:02' }),
  IP({ src: A, dst: Z }),
  TCP({ flags: 'A' }),
).bytes.slice();
const [AT, HEADERS] = [34, 54];

/** A segment without sums: whoever made it left them to its card. */
function segment(sport: number, seq: number, flags: number, data: Uint8Array): Uint8Array {
  const frame = new Uint8Array(HEADERS + data.length);
  frame.set(template);
  frame.set(data, HEADERS);
  const view = new DataView(frame.buffer);
  view.setUint16(16, frame.length - 14);
  view.setUint16(AT, sport);
  view.setUint16(AT + 2, 80);
  view.setUint32(AT + 4, seq);
  view.setUint8(AT + 13, flags);
  return frame;
}

const NOTHING = new Uint8Array(0);
const SYN = 2;
const ACK = 16;

/** A connection whose client sends the text in these pieces, in this order. */
function connection(port: number, pieces: readonly (readonly [at: number, data: Uint8Array])[]): Uint8Array[] {
  const isn = 1000 * port;
  return [segment(port, isn, SYN, NOTHING), ...pieces.map(([at, data]) => segment(port, isn + 1 + at, ACK, data))];
}

const cutAt = (octets: Uint8Array, places: readonly number[]): (readonly [number, Uint8Array])[] =>
  [0, ...places].map((from, i) => [from, octets.subarray(from, places[i] ?? octets.length)] as const);

async function matchesIn(frames: readonly Uint8Array[], pattern: Pattern): Promise<(FlowMatch & { text: string })[]> {
  const found: (FlowMatch & { text: string })[] = [];
  const on = {
    match: (m: FlowMatch) => void found.push({ ...m, text: String.fromCharCode(...m.octets.subarray(m.spans[0], m.spans[1])) }),
  };
  await searchFlows(sourceOf(frames), { client: pattern, server: pattern, datagrams: pattern }, on);
  return found;
}

/** Letters that make repeats and near misses likely. */
const word = (random: Random, length: number): string => Array.from({ length }, () => random.pick(['a', 'b', '\x00', '\xff'])).join('');
const escaped = (text: string): string => text.replace(/[^a-z]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);

describe('a pattern in a stream', () => {
  it('is found wherever it is cut, in order and shuffled: 1,000 of them', async () => {
    const random = seededRandom('cut at every place');
    let cuts = 0;
    for (let i = 0; i < 1000; i++) {
      const sought = word(random, 2 + random.below(10));
      // The marks are in no pattern: it stands there once, and may begin sooner only where its own beginning comes before it.
      const text = `${word(random, random.below(6))}|${sought}|${word(random, random.below(6))}`;
      const octets = Uint8Array.from(text, (c) => c.charCodeAt(0));
      const pattern = new Pattern(`\\|${escaped(sought)}\\|`);
      const frames: Uint8Array[] = [];
      const ports: number[] = [];
      const begin = text.indexOf('|');
      for (let cut = begin + 1; cut < begin + sought.length + 2; cut++) {
        const places = [...new Set([cut, ...Array.from({ length: random.below(4) }, () => 1 + random.below(octets.length - 1))])].sort(
          (x, y) => x - y,
        );
        for (const isShuffled of [false, true]) {
          const pieces = cutAt(octets, places);
          ports.push(1000 + ports.length);
          frames.push(...connection(ports.at(-1) as number, isShuffled ? random.shuffle(pieces) : pieces));
        }
      }
      cuts += ports.length;
      const found = await matchesIn(frames, pattern);
      expect(found.map(({ sourcePort }) => sourcePort)).toEqual(ports);
      for (const { text: shown, at, spans } of found) expect([shown, at + (spans[0] as number)]).toEqual([`|${sought}|`, begin]);
    }
    expect(cuts).toBeGreaterThan(10_000);
  });

  it('is found octet by octet, backwards', async () => {
    const octets = Uint8Array.from('GET /secret HTTP/1.1', (c) => c.charCodeAt(0));
    const pieces = cutAt(
      octets,
      Array.from({ length: octets.length - 1 }, (_, i) => i + 1),
    );
    for (const sent of [pieces, [...pieces].reverse()]) {
      const found = await matchesIn(connection(5000, sent), new Pattern('/sec[a-z]+ '));
      expect(found).toMatchObject([
        { text: '/secret ', protocol: 'tcp', source: A, sourcePort: 5000, destination: Z, destinationPort: 80 },
      ]);
    }
  });

  it('is none where octets between are missing', async () => {
    const octets = Uint8Array.from('abcdef', (c) => c.charCodeAt(0));
    const [first, , last] = cutAt(octets, [2, 4]);
    expect(await matchesIn(connection(5000, [first, last] as never), new Pattern('ab.*ef|abef'))).toEqual([]);
  });
});

describe('packets that are no TCP', () => {
  const ends = { src: A, dst: Z };

  it.each([
    [
      'UDP',
      packet(Ether(), IP(ends), UDP({ sport: 1, dport: 53 }), 'a secret'),
      { protocol: 'udp', sourcePort: 1, destinationPort: 53, text: 'secret' },
    ],
    ['protocol 89', packet(Ether(), IP({ ...ends, proto: 89 }), 'a secret'), { protocol: 89, source: A, destination: Z, text: 'secret' }],
    ['protocol 253', packet(Ether(), IP({ ...ends, proto: 253 }), 'secret'), { protocol: 253, text: 'secret' }],
  ])('are searched: %s', async (_, p, wanted) => {
    expect(await matchesIn([p.bytes], new Pattern('secret$'))).toMatchObject([wanted]);
    expect(await matchesIn([p.bytes], new Pattern('public'))).toEqual([]);
  });

  it('are searched without what is behind the datagram', async () => {
    const p = packet(Ether(), IP(ends), UDP({ sport: 1, dport: 9 }), 'short').bytes;
    const padded = new Uint8Array(p.length + 6);
    padded.set(p);
    padded.set(
      Uint8Array.from('secret', (c) => c.charCodeAt(0)),
      p.length,
    );
    expect(await matchesIn([padded], new Pattern('secret'))).toEqual([]);
  });
});
