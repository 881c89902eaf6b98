/** What the kernel makes of fragments that overlap, and what the policy `linux` does. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seededRandom } from '../../../src/bytes/random.ts';
import { linuxHost } from '../../../src/host/linux/linux-host.ts';
import type { Packet } from '../../../src/packet/laid/packet.ts';
import { Ether } from '../../../src/protocols/link/ethernet.ts';
import { IP } from '../../../src/protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../../src/protocols/network/ipv6/ipv6.ts';
import { IPv6ExtHdrFragment } from '../../../src/protocols/network/ipv6/ipv6-extensions.ts';
import { packet } from '../../../src/protocols/protocols.ts';
import { defragment } from '../../../src/streams/fragments/defragment.ts';
import { packed, requireLive, run, type TwoNamespaces } from '../../support/live-links.ts';
import { describeIf } from '../../support/require.ts';
import { twoPairs } from '../../support/two-pairs.ts';

/** Puzzles of each version. */
const PUZZLES = 1000;
/** RFC 3692: for experiments; nobody else listens. */
const PROTOCOL = 253;

/** Prints the payload of each datagram of the protocol that the kernel hands over, by the number of its puzzle, until number 0 comes. */
const LISTENER = `
import socket, sys, select
four = socket.socket(socket.AF_INET, socket.SOCK_RAW, ${PROTOCOL})
six = socket.socket(socket.AF_INET6, socket.SOCK_RAW, ${PROTOCOL})
for s in (four, six): s.setsockopt(socket.SOL_SOCKET, 33, 1 << 25)
print('ready', flush=True)
ended = set()
while len(ended) < 2:
    for s in select.select([four, six], [], [])[0]:
        data, address = s.recvfrom(65536)
        if s is four: version, number, data = 4, int.from_bytes(data[4:6], 'big'), data[(data[0] & 15) * 4:]
        else: version, number = 6, int.from_bytes(socket.inet_pton(socket.AF_INET6, address[0].split('%')[0])[14:], 'big')
        if number == 0: ended.add(version)
        else: print(version, number, data.decode('latin1'), flush=True)
`;

interface Piece {
  readonly from: number;
  readonly to: number;
  readonly more: boolean;
  readonly letter: string;
}

const random = seededRandom(20);

/** Fragments of one datagram, in units of 8 octets: a division of the whole, copies of some, and some that overlap; in any order. */
function puzzle(): Piece[] {
  const units = 2 + random.below(10);
  const pieces: Piece[] = [];
  for (let from = 0; from < units; ) {
    const to = Math.min(units, from + 1 + random.below(4));
    pieces.push({ from: 8 * from, to: 8 * to, more: to < units, letter: String.fromCharCode(65 + pieces.length) });
    from = to;
  }
  const extra: Piece[] = Array.from({ length: random.below(3) }, (_, i) => {
    const copied = random.pick(pieces);
    if (random.below(2) === 0) return copied;
    const from = random.below(units);
    const to = from + 1 + random.below(units - from);
    return { from: 8 * from, to: 8 * to, more: to < units || random.below(8) === 0, letter: String.fromCharCode(97 + i) };
  });
  const all = [...pieces, ...extra];
  return random.below(3) === 0 ? all : random.shuffle(all);
}

const frames = (version: 4 | 6, number: number, pieces: readonly Piece[]): Packet[] =>
  pieces.map(({ from, to, more, letter }) => {
    const data = letter.repeat(to - from);
    return version === 4
      ? packet(
          Ether({ src: '02:00:00:00:00:0a', dst: '02:00:00:00:00:0b' }),
          IP({ src: '10.77.0.1', dst: '10.77.0.2', id: number, proto: PROTOCOL, frag: from / 8, flags: more ? 'MF' : 0 }),
          data,
        )
      : packet(
          Ether({ src: '02:00:00:00:79:01', dst: '02:00:00:00:79:02' }),
          IPv6({ src: `fd00:79::1:${number.toString(16)}`, dst: 'fd00:79::2' }),
          IPv6ExtHdrFragment({ nh: PROTOCOL, id: number, offset: from / 8, m: more ? 1 : 0 }),
          data,
        );
  });

describeIf(requireLive('python3'), 'overlapping fragments', () => {
  let net: TwoNamespaces;
  beforeAll(() => {
    net = twoPairs();
    const room = ['net.ipv4.ipfrag_high_thresh=100000000', 'net.ipv4.ipfrag_max_dist=0', 'net.ipv6.ip6frag_high_thresh=100000000'];
    run('ip', 'netns', 'exec', net.b, 'sysctl', '-qw', ...room);
  });
  afterAll(() => net?.remove());

  it(`${2 * PUZZLES} puzzles: the kernel delivers what the policy linux puts together, and nothing else`, async () => {
    const listener = spawn('ip', ['netns', 'exec', net.b, 'python3', '-c', LISTENER], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(listener.stdout, 'readable');
    const said = text(listener.stdout);
    await using host = linuxHost({ netns: net.a });
    const expected: string[] = [];
    for (const [version, device] of [
      [4, 'va'],
      [6, 'vc'],
    ] as const) {
      await using link = await host.open(device);
      for (let number = 1; number <= PUZZLES; number++) {
        const pieces = puzzle();
        const sent = frames(version, number, pieces);
        await link.send(packed(sent.map(({ bytes }) => bytes)));
        for (const made of defragment(sent, { policy: 'linux' })) {
          // What is still a fragment is not delivered. One that is all by itself is, and keeps its fragment header here (RFC 6946).
          const given = pieces[sent.indexOf(made)];
          if (given !== undefined && (given.from > 0 || given.more)) continue;
          const payload = made.bytes.subarray(version === 4 ? 34 : given === undefined ? 54 : 62);
          expected.push(`${version} ${number} ${Buffer.from(payload).toString('latin1')}`);
        }
      }
      await link.send(packed(frames(version, 0, [{ from: 0, to: 8, more: false, letter: 'z' }]).map(({ bytes }) => bytes)));
    }
    const delivered = (await said).trim().split('\n').slice(1);
    expect(delivered.sort()).toEqual(expected.sort());
    // Some are whole and some are not: both were tried.
    expect(expected.length).toBeGreaterThan(PUZZLES / 2);
    expect(expected.length).toBeLessThan(2 * PUZZLES);
  });
});
