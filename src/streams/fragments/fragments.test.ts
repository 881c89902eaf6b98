import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../bytes/random.ts';
import { IPv6ExtHdrFragment, IPv6ExtHdrHopByHop } from '../../protocols/network/ipv6/ipv6-extensions.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { Dot1Q } from '../../protocols/link/ethernet.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { dissect, packet } from '../../protocols/protocols.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { GRE } from '../../protocols/tunnel/gre.ts';
import { VXLAN } from '../../protocols/tunnel/vxlan.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { overlapRule, OVERLAP_POLICIES, type OverlapPolicy } from '../overlap-policy.ts';
import { Pieces } from '../pieces.ts';
import type { FragmentAnomaly } from './anomalies.ts';
import { defragment } from './defragment.ts';
import { fragment, fragment6, overlapFragments } from './fragment.ts';

const random = seededRandom(11);
const data = random.octets(4000);
const ip = { src: '192.0.2.1', dst: '192.0.2.2', id: 7 };
const ip6 = { src: '2001:db8::1', dst: '2001:db8::2' };
const outer = { src: '198.51.100.1', dst: '198.51.100.2' };

const WHOLE: readonly (readonly [string, Packet, 4 | 6])[] = [
  ['IPv4', packet(Ether(), IP(ip), UDP({ sport: 5, dport: 9 }), data), 4],
  ['IPv4 without a link header', packet(IP(ip), UDP({ sport: 5, dport: 9 }), data), 4],
  ['IPv4 behind a tag', packet(Ether(), Dot1Q({ vlan: 5 }), IP({ ...ip, flags: 'DF' }), UDP({ sport: 5, dport: 9 }), data), 4],
  ['IPv6', packet(Ether(), IPv6(ip6), UDP({ sport: 5, dport: 9 }), data), 6],
  ['IPv6 with hop-by-hop options', packet(Ether(), IPv6(ip6), IPv6ExtHdrHopByHop(), UDP({ sport: 5, dport: 9 }), data), 6],
  ['IPv6 in IPv4', packet(Ether(), IP(outer), IPv6(ip6), UDP({ sport: 5, dport: 9 }), data), 6],
];

const fragmentsOf = (p: Packet, version: 4 | 6, mtu = 1500): Packet[] => (version === 4 ? fragment : fragment6)(p, { mtu });

describe.each(WHOLE)('%s', (_, whole, version) => {
  const pieces = fragmentsOf(whole, version);

  it('in fragments has no issues, each no larger than the MTU, and is itself again in whatever order they come', () => {
    expect(pieces).toHaveLength(3);
    for (const one of pieces) expect(one.issues).toEqual([]);
    for (let i = 0; i < 20; i++) {
      const order = random.shuffle([...pieces, random.pick(pieces)]);
      const made = defragment(order.map((p) => dissect(p.bytes, whole.layers()[0] as never)));
      const [first, ...others] = made;
      expect(first?.bytes).toEqual(whole.bytes);
      expect(first?.issuesWith({ checksums: true })).toEqual([]);
      // One that came once more after all were there waits for others of a datagram of its own.
      expect(others.length).toBeLessThanOrEqual(1);
    }
  });

  it('says which packets it came from', () => {
    const [a, b, c] = pieces as [Packet, Packet, Packet];
    const other = packet(Ether(), IP({ ...ip, id: 8 }), UDP(), 'x');
    expect(defragment([c, other, a, b]).map((p) => p.meta.madeOf)).toEqual([undefined, [1, 3, 4]]);
  });

  it('is small enough: it stays as it is', () => {
    expect(fragmentsOf(whole, version, 9000)).toEqual([whole]);
  });
});

describe('in tunnels', () => {
  it.each([
    ['GRE with a checksum', packet(Ether(), IP(outer), GRE({ chksum: 0 }), IP(ip), UDP({ dport: 9 }), data)],
    [
      'VXLAN, whose UDP has a checksum',
      packet(Ether(), IP(outer), UDP({ sport: 99, dport: 4789 }), VXLAN(), Ether(), IP(ip), UDP({ dport: 9 }), data),
    ],
  ])('fragments of the inner packet of %s are put together, and the outer lengths and sums are those of the whole', (_, whole) => {
    const inner = whole.layers().lastIndexOf(IP as never);
    const small = [1, 2, 3].map((n) => n);
    expect(inner).toBeGreaterThan(1);
    // Made by hand: the outer packet of each fragment, anew.
    const bytes = whole.bytes;
    const at = bytes.length - 4000 - 8 - 20;
    const pieces = fragment(dissect(bytes.slice(at), IP), { mtu: 1500 });
    const frames = pieces.map((p) => outerOf(whole, p));
    expect(frames).toHaveLength(small.length);
    const [made] = defragment(random.shuffle(frames));
    expect(made?.bytes).toEqual(bytes);
  });

  it('fragments of the outer packet have the inner one when they are together', () => {
    const whole = packet(Ether(), IP({ ...outer, id: 3 }), GRE(), IP(ip), UDP({ sport: 5, dport: 9 }), data);
    const [made] = defragment(fragment(whole));
    expect(made?.layers().map(({ layerName }) => layerName)).toEqual(['Ether', 'IP', 'GRE', 'IP', 'UDP', 'Raw']);
  });
});

/** The layers of `whole` around its last IP, around another inner packet. */
function outerOf(whole: Packet, inner: Packet): Packet {
  return whole.has(VXLAN)
    ? packet(Ether(), IP(outer), UDP({ sport: 99, dport: 4789 }), VXLAN(), Ether(), inner as never)
    : packet(Ether(), IP(outer), GRE({ chksum: 0 }), inner as never);
}

/**
 * The puzzle of S. Sturges and J. Novak, "Target-Based TCP Stream Reassembly" (Sourcefire, 2007), table 1: a letter, its place, its octets; and what each system makes of it, a letter
 * for 8 octets. For BSD-right, of which they have no system, what the rule of Paxson and Shankar gives.
 */
const PUZZLE =
  'A 0 24, B 32 16, C 48 24, D 80 8, E 104 16, F 120 24, G 144 16, H 160 16, I 176 8, J 8 32, K 48 24, L 72 24, M 96 24, N 128 8, O 152 8, P 160 8, Q 176 16'
    .split(', ')
    .map((one) => one.split(' '))
    .map(([letter, at, length]) => ({ letter: letter as string, at: Number(at), length: Number(length) }));

const ANSWERS: Readonly<Record<Exclude<OverlapPolicy, 'linux'>, string>> = {
  first: 'AAAJBBCCCLDLMEEFFFGGHHIQ',
  last: 'AJJJJBKKKLLLMMMFNFGOPHQQ',
  bsd: 'AAAJJBCCCLLLMMMFFFGGHHIQ',
  'bsd-right': 'AJJJBBKKKLDLMEEFNFGOPHQQ',
  'linux-2.4': 'AAAJJBKKKLLLMMMFFFGGPHQQ',
  windows: 'AAAJBBCCCLLLMEEFFFGGHHIQ',
  solaris: 'AAAJBBCCCLLLMMMFFFGGHHIQ',
};

describe('overlaps', () => {
  const octetsOf = (letter: string, length: number): Uint8Array => new Uint8Array(length).fill(letter.charCodeAt(0));
  const puzzle = (version: 4 | 6): Packet[] =>
    PUZZLE.map(({ letter, at, length }) => {
      const more = letter !== 'Q';
      return version === 4
        ? packet(IP({ ...ip, proto: 253, frag: at / 8, flags: more ? 'MF' : 0 }), octetsOf(letter, length))
        : packet(IPv6(ip6), IPv6ExtHdrFragment({ nh: 253, id: 4, offset: at / 8, m: more ? 1 : 0 }), octetsOf(letter, length));
    });

  it.each(Object.entries(ANSWERS))('policy %s gives what was measured of such systems', (policy, answer) => {
    for (const version of [4, 6] as const) {
      const anomalies: FragmentAnomaly[] = [];
      const made = defragment(puzzle(version), { policy: policy as OverlapPolicy, onAnomaly: (one) => anomalies.push(one) });
      const octets = (made[0] as Packet).bytes.subarray(version === 4 ? 20 : 40);
      expect(Buffer.from(octets.filter((_, i) => i % 8 === 0)).toString()).toBe(answer);
      expect(octets).toHaveLength(192);
      expect(anomalies.filter(({ differs }) => differs)).toHaveLength(8);
    }
  });

  it('of exact duplicates nobody speaks', () => {
    const anomalies: FragmentAnomaly[] = [];
    const [a, b, c] = fragment(WHOLE[0]?.[1] as Packet) as [Packet, Packet, Packet];
    for (const policy of OVERLAP_POLICIES)
      expect(defragment([a, a, b, a, b, c], { policy, onAnomaly: (one) => anomalies.push(one) })[0]?.bytes).toEqual(WHOLE[0]?.[1].bytes);
    expect(anomalies).toEqual([]);
  });

  it('overlapFragments shows which one a host believes', () => {
    const p = packet(IP(ip), UDP({ sport: 1, dport: 2 }), 'A'.repeat(24));
    const over = packet(UDP({ sport: 1, dport: 2 }), 'B'.repeat(8));
    const text = (policy: OverlapPolicy): string =>
      Buffer.from((defragment(overlapFragments(p, over), { policy })[0] as Packet).bytes.subarray(28)).toString();
    expect(text('first')).toBe('B'.repeat(8) + 'A'.repeat(16));
    expect(text('last')).toBe('A'.repeat(24));
  });

  it('octet by octet, the rules are those of the table', () => {
    // What each octet holds, by asking the rule for the run that it belongs to: slow, and by another way.
    for (let n = 0; n < 300; n++) {
      const policy = random.pick(OVERLAP_POLICIES);
      const wins = overlapRule(policy);
      const pieces = new Pieces(0);
      const owner: (number | undefined)[] = [];
      let runs: { start: number; end: number }[] = [];
      for (let k = 0; k < 12; k++) {
        const from = 8 * random.below(12);
        const to = from + 8 * (1 + random.below(6));
        pieces.add(from, to, octetsOf(String.fromCharCode(65 + k), to - from), 0, wins);
        const kept: typeof runs = [];
        const mine = Array.from({ length: to - from }, () => true);
        for (const { start, end } of runs) {
          if (end <= from || start >= to) kept.push({ start, end });
          else if (wins(start, end, from, to)) {
            if (start < from) kept.push({ start, end: from });
            if (end > to) kept.push({ start: to, end });
          } else {
            kept.push({ start, end });
            mine.fill(false, Math.max(0, start - from), Math.min(to, end) - from);
          }
        }
        for (let i = 0; i < mine.length; ) {
          let j = i;
          while (j < mine.length && mine[j] === mine[i]) j++;
          if (mine[i] === true) {
            kept.push({ start: from + i, end: from + j });
            owner.fill(k, from + i, from + j);
            for (let o = from + i; o < from + j; o++) owner[o] = k;
          }
          i = j;
        }
        runs = kept;
      }
      runs.sort((a, b) => a.start - b.start);
      expect(pieces.starts, policy).toEqual(runs.map(({ start }) => start));
      expect(pieces.ends, policy).toEqual(runs.map(({ end }) => end));
      for (const { start, end } of runs) for (let o = start; o < end; o++) expect(pieces.data[o]).toBe(65 + (owner[o] as number));
      expect(pieces.have).toBe(runs.reduce((sum, { start, end }) => sum + end - start, 0));
    }
  });
});
