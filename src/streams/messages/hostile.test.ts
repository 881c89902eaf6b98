/** Streams that nobody honest sends: nothing throws, all octets are told once, memory and time are bounded. */
import { describe, expect, it } from 'vitest';
import { seconds, SOON } from '../../../test/support/growth.ts';
import { connectionTo, latin1Octets, type Said, talkedOf } from '../../../test/support/streams/talk.ts';
import { seededRandom } from '../../bytes/random.ts';
import { contentDecoders } from './decoders/content-decoders.ts';
import { StreamMessages } from './stream-messages.ts';

/** Octets one by one, as segments. */
function drip(octets: Uint8Array, port: number, piece = 1): StreamMessages['stats'] {
  const messages = new StreamMessages({}, { decode: contentDecoders });
  const connection = connectionTo(port);
  for (let at = 0; at < octets.length; at += piece)
    messages.handlers.data(connection, 'server', octets.subarray(at, at + piece), at, at + 1);
  messages.handlers.end(connection);
  return messages.stats;
}

const QUARTER = 1 << 18;

describe('segments of one octet', () => {
  const headers = `HTTP/1.1 200 OK\r\n${'a:b\r\n'.repeat(50_000)}\r\n`;
  for (const [what, port, text] of [
    ['a head of a quarter of a MB', 80, headers],
    ['a line of a quarter of a MB', 80, `HTTP/1.1 200 ${'x'.repeat(QUARTER)}`],
    ['chunks of one octet', 80, `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${'1\r\nx\r\n'.repeat(42_000)}0\r\n\r\n`],
    ['a chunk’s line without end', 80, `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;${'x'.repeat(QUARTER)}`],
    ['a reply of lines without end', 21, '250-x\r\n'.repeat(37_000)],
    ['a mail’s dots', 25, `220 x\r\n${'.\r'.repeat(QUARTER / 2)}`],
    ['what nobody knows', 5555, '\0'.repeat(QUARTER)],
  ] as const)
    it(`take time as their number: ${what}`, () => {
      expect(seconds(() => drip(latin1Octets(text), port))).toBeLessThan(SOON);
    });
});

describe('what waits', () => {
  it('is bounded, of all connections: the oldest make room', () => {
    const uncut: string[] = [];
    const messages = new StreamMessages(
      { uncut: (c, _from, octets, _at, reason) => void uncut.push(`${c.server.port} ${octets.length} ${reason}`) },
      { maxOctets: 1e6 },
    );
    const head = latin1Octets(`GET / HTTP/1.1\r\nA: ${'x'.repeat(900)}`);
    for (let i = 0; i < 5000; i++) messages.handlers.data(connectionTo(80), 'client', head, 0, i + 1);
    const { waiting, crowdedOut } = messages.stats;
    expect(waiting).toBeLessThanOrEqual(1e6);
    expect(crowdedOut).toBeGreaterThan(3000);
    expect(uncut.length).toBe(crowdedOut);
    expect(uncut[0]).toBe(`80 ${head.length} crowded-out`);
  });

  it('is bounded for one message: its first octets are told, the rest is passed over', () => {
    const big = new Uint8Array(5 + 2000).fill(7);
    big.set([23, 3, 3, 2000 >> 8, 2000 & 255]);
    const told = talkedOf(
      443,
      [
        ['client', big],
        ['client', Uint8Array.of(21, 3, 3, 0, 2, 2, 40)],
      ],
      { maxMessage: 1000, piece: 100 },
    );
    expect(told.messages.map((m) => [m.octets.length, m.length, m.problem])).toEqual([
      [1000, 2005, 'too-long'],
      [7, 7, undefined],
    ]);
  });
});

describe('mutated streams', () => {
  const SAID: readonly Said[] = [
    [
      'client',
      'GET /a HTTP/1.1\r\nHost: x\r\n\r\nPOST /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nCONNECT x:443 HTTP/1.1\r\n\r\n',
    ],
    [
      'server',
      'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 20\r\n\r\n01234567890123456789HTTP/1.1 101 x\r\nUpgrade: websocket\r\n\r\n',
    ],
    ['server', 'HTTP/1.1 200 OK\r\n\r\n250-x\r\n250 y\r\n354 z\r\n'],
    ['client', 'EHLO x\r\nDATA\r\n'],
    ['client', Uint8Array.of(22, 3, 1, 0, 4, 1, 0, 0, 0)],
  ];

  it('throw nothing, and every octet is in one message or in none', () => {
    const random = seededRandom(14);
    for (let round = 0; round < 3000; round++) {
      const said: Said[] = [];
      for (const [from, what] of SAID) {
        if (random.u32() % 8 === 0) said.push([from, 1 + (random.u32() % 40)]);
        const octets = typeof what === 'string' ? latin1Octets(what) : Uint8Array.from(what as Uint8Array);
        for (let k = random.u32() % 4; k > 0; k--) octets[random.u32() % octets.length] = random.u32();
        if (random.u32() % 6 > 0) said.push([from, octets.subarray(0, 1 + (random.u32() % octets.length))]);
        said.push([from, octets]);
      }
      const port = [80, 25, 21, 443, 53, 5555, 139, 6379, 1883][round % 9] as number;
      const told = talkedOf(port, said, { piece: 1 + (random.u32() % 200), decode: contentDecoders, isMidstream: round % 5 === 0 });
      for (const side of ['client', 'server'] as const) {
        const parts = [
          ...told.messages.filter((m) => m.from === side).map((m) => [m.at, m.at + (m.hasContent ? m.length : m.octets.length)] as const),
          ...told.uncut
            .filter((line) => line.startsWith(side))
            .map((line) => line.split(' ').map(Number))
            .map(([, at = 0, n = 0]) => [at, at + n] as const),
        ].sort((a, b) => a[0] - b[0]);
        let end = 0;
        for (const [at, to] of parts) {
          expect(at, `round ${round}`).toBeGreaterThanOrEqual(end);
          end = to;
        }
      }
      expect(told.stats.waiting).toBe(0);
    }
  });
});
