/** Segments that overlap: what systems made of them, as others measured it; the tree that Linux's rules need; and what is kept for them. */
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../bytes/random.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { packet } from '../../protocols/protocols.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import type { OverlapPolicy } from '../overlap-policy.ts';
import type { TcpOptions } from './tcp-options.ts';
import { SegmentTree, TreeSegment } from './segment-tree.ts';
import { Told } from './told.ts';
import { TcpTracker } from './tracker.ts';

const A = { src: '192.0.2.1', dst: '192.0.2.2' };
const Z = { src: '192.0.2.2', dst: '192.0.2.1' };
const ends = { sport: 40_000, dport: 80 };

/** What is told of the client's segments: each a place from 1 and its text. */
function told(segments: readonly (readonly [at: number, text: string])[], policy: OverlapPolicy): string {
  let text = '';
  const tracker = new TcpTracker({ data: (_c, _from, octets) => void (text += Buffer.from(octets).toString('latin1')) }, { policy });
  const said = (at: number, data: string): Packet => packet(Ether(), IP(A), TCP({ ...ends, flags: 'A', seq: 1000 + at, ack: 501 }), data);
  for (const p of [
    packet(Ether(), IP(A), TCP({ ...ends, flags: 'S', seq: 1000 })),
    packet(Ether(), IP(Z), TCP({ sport: 80, dport: 40_000, flags: 'SA', seq: 500, ack: 1001 })),
    ...segments.map(([at, data]) => said(at, data)),
  ])
    tracker.packet(p, 0);
  expect(tracker.stats.waiting).toBe(0);
  return text;
}

/**
 * The puzzle of J. Novak and S. Sturges, "Target-Based TCP Stream Reassembly" (Sourcefire, 2007), as Suricata's tests have it, with their answers: a letter for each octet. Of
 * BSD-right they have no system; `linux-2.4` is their old Linux, and Windows of their time is as BSD.
 */
const PUZZLE = '2 AAA, 6 BB, 8 CCC, 12 D, 15 EE, 17 FFF, 20 GG, 22 HH, 24 I, 3 JJJJ, 8 KKK, 11 LLL, 14 MMM, 18 N, 21 O, 22 P, 24 QQ, 1 0';
const ANSWERS = {
  first: '0AAAJBBCCCLDLMEEFFFGGHHIQ',
  last: '0AJJJJBKKKLLLMMMFNFGOPHQQ',
  bsd: '0AAAJJBCCCLLLMMMFFFGGHHIQ',
  windows: '0AAAJJBCCCLLLMMMFFFGGHHIQ',
  'linux-2.4': '0AAAJJBKKKLLLMMMFFFGGHHQQ',
  // In 2007 Q took the place of I; today I is joined with what is before it (so test/live/streams/tcp-overlaps-linux.test.ts).
  linux: '0AAAJJBCCCLLLMMMFFFGGHHIQ',
  solaris: '0AJJJBBKKKLLLMMMFFFGGHHQQ',
} satisfies Partial<Record<OverlapPolicy, string>>;

describe('segments that overlap', () => {
  it.each(Object.entries(ANSWERS))('policy %s gives what was measured of such systems', (policy, answer) => {
    const segments = PUZZLE.split(', ').map((one) => [Number(one.split(' ')[0]), one.split(' ')[1] as string] as const);
    expect(told(segments, policy as OverlapPolicy)).toBe(answer);
  });

  it('where one follows another that waits, Linux makes them one: what overlaps both is believed less', () => {
    // The second covers the last one's begin only because it was joined with the first.
    expect(
      told(
        [
          [2, 'AA'],
          [4, 'BB'],
          [3, 'cccccc'],
          [1, '-'],
        ],
        'linux',
      ),
    ).toBe('-AABBccc');
    expect(
      told(
        [
          [2, 'AA'],
          [5, 'BB'],
          [3, 'cccccc'],
          [1, '-'],
        ],
        'linux',
      ),
    ).toBe('-AAccccc');
  });
});

describe('octets that were told', () => {
  const ACK_OF_ALL = packet(Ether(), IP(Z), TCP({ sport: 80, dport: 40_000, flags: 'A', seq: 501, ack: 1001 }));

  /** `overlap` anomalies of the client's segments, by place and length. */
  function overlaps(segments: readonly (readonly [at: number, text: string])[], o: TcpOptions): string[] {
    const found: string[] = [];
    const tracker = new TcpTracker({ anomaly: ({ kind, at, octets }) => void found.push(`${kind} ${at} ${octets}`) }, o);
    for (const p of [
      packet(Ether(), IP(A), TCP({ ...ends, flags: 'S', seq: 1000 })),
      packet(Ether(), IP(Z), TCP({ sport: 80, dport: 40_000, flags: 'SA', seq: 500, ack: 1001 })),
      ACK_OF_ALL,
      ...segments.map(([at, data]) => packet(Ether(), IP(A), TCP({ ...ends, flags: 'A', seq: 1001 + at, ack: 501 }), data)),
    ])
      tracker.packet(p, 0);
    return found;
  }

  it('and come again with other contents are noticed as far as they are kept', () => {
    const segments = [
      [0, 'GET /good'],
      [0, 'GET /good'],
      [4, '/evil HTTP'],
      [9, '_rest'],
      [2, 'T /go'],
    ] as const;
    expect(overlaps(segments, { keepTold: 100 })).toEqual(['overlap 4 5', 'overlap 9 5']);
    expect(overlaps(segments, {})).toEqual([]);
    const long = [
      ...Array.from({ length: 5 }, (_, i) => [1000 * i, 'x'.repeat(1000)] as const),
      [0, 'y'.repeat(500)],
      [4500, 'y'],
    ] as const;
    expect(overlaps(long, { keepTold: 2000 })).toEqual(['overlap 4500 1']);
    expect(overlaps(long, { keepTold: 10_000, maxOctets: 1000 })).toEqual([]);
  });

  it('are kept as a ring: whatever their number, the last ones', () => {
    const random = seededRandom(4);
    const told = new Told(7);
    const stream = random.octets(50_000);
    for (let at = 0; at < stream.length; ) {
      const piece = stream.subarray(at, at + 1 + random.below(3 * (1 + random.below(1500))));
      told.add(piece, 7 + at, 3000);
      at += piece.length;
      expect(told.to).toBe(7 + at);
      expect(told.octets.length).toBeLessThanOrEqual(3000);
      const from = Math.max(0, told.from - 7);
      expect(at - from).toBeGreaterThanOrEqual(Math.min(at, 3000));
      expect(told.differs(stream.subarray(from, at), told.from)).toBe(false);
      const changed = stream.slice(from, at);
      const at0 = random.below(changed.length);
      changed[at0] = (changed[at0] as number) ^ 1;
      expect(told.differs(changed, told.from)).toBe(true);
    }
  });
});

describe('time stamps (RFC 7323 §5)', () => {
  const stamped = (from: 'A' | 'Z', flags: string, at: number, ackAt: number, stamp: number, data = ''): Packet => {
    const [mine, other] = from === 'A' ? [1000, 500] : [500, 1000];
    const [sport, dport] = from === 'A' ? [40_000, 80] : [80, 40_000];
    const ack = flags === 'S' ? {} : { ack: other + 1 + ackAt };
    const tcp = TCP({ sport, dport, flags, seq: mine + at, ...ack, options: [['Timestamp', [stamp, 0]]] });
    return packet(Ether(), IP(from === 'A' ? A : Z), tcp, data);
  };
  const run = (packets: readonly Packet[], o: TcpOptions = {}): { text: string; anomalies: string[]; tracker: TcpTracker } => {
    let text = '';
    const anomalies: string[] = [];
    const tracker = new TcpTracker(
      {
        data: (_c, _f, octets) => void (text += Buffer.from(octets).toString()),
        anomaly: ({ kind, at }) => void anomalies.push(`${kind} ${at}`),
      },
      o,
    );
    packets.forEach((p, i) => void tracker.packet(p, i));
    return { text, anomalies, tracker };
  };
  const open = [stamped('A', 'S', 0, 0, 100), stamped('Z', 'SA', 0, 0, 7000), stamped('A', 'A', 1, 0, 101)];

  it('that are older than the last are not believed', () => {
    const old = [stamped('A', 'A', 1, 0, 50, 'evil'), stamped('A', 'A', 1, 0, 102, 'good')];
    const { text, anomalies, tracker } = run([...open, ...old]);
    expect([text, anomalies, tracker.stats.oldStamps]).toEqual(['good', ['old 0'], 1]);
    expect(run([...open, ...old], { oldStamps: false }).text).toBe('evil');
  });

  it('count only of what was acknowledged: segments that overtook each other pass', () => {
    const late = [stamped('A', 'A', 4, 0, 120, 'two'), stamped('A', 'A', 1, 0, 110, 'one')];
    expect(run([...open, ...late])).toMatchObject({ text: 'onetwo', anomalies: [] });
  });

  it('mean nothing where the other side sends none', () => {
    const answer = packet(Ether(), IP(Z), TCP({ sport: 80, dport: 40_000, flags: 'SA', seq: 500, ack: 1001 }));
    const all = [open[0] as Packet, answer, open[2] as Packet, stamped('A', 'A', 1, 0, 50, 'fine')];
    expect(run(all)).toMatchObject({ text: 'fine', anomalies: [] });
  });
});

describe('the tree of segments', () => {
  const depths = (n: TreeSegment | undefined): number => {
    if (n === undefined) return 1;
    expect(n.isRed && (n.left?.isRed === true || n.right?.isRed === true)).toBe(false);
    for (const child of [n.left, n.right]) if (child !== undefined) expect(child.parent).toBe(n);
    const [left, right] = [depths(n.left), depths(n.right)];
    expect(left).toBe(right);
    return left + (n.isRed ? 0 : 1);
  };

  it('is ordered and balanced whatever is added and removed', () => {
    const random = seededRandom(3);
    const tree = new SegmentTree();
    const there: TreeSegment[] = [];
    for (let k = 0; k < 4000; k++) {
      if (there.length > 0 && random.below(k < 2000 ? 3 : 2) === 0) {
        const [gone] = there.splice(random.below(there.length), 1);
        tree.remove(gone as TreeSegment);
      } else {
        const made = new TreeSegment(random.below(1e9), new Uint8Array(1), 0);
        let parent: TreeSegment | undefined;
        for (let n = tree.root; n !== undefined; n = made.start < n.start ? n.left : n.right) parent = n;
        tree.insert(made, parent, parent !== undefined && made.start < parent.start);
        there.push(made);
      }
      if (k % 50 !== 0) continue;
      depths(tree.root);
      expect(tree.root?.isRed ?? false).toBe(false);
      const listed: TreeSegment[] = [];
      for (let n = tree.first; n !== undefined; n = tree.after(n)) listed.push(n);
      expect(listed).toEqual([...there].sort((a, z) => a.start - z.start));
      expect(tree.last).toBe(listed.at(-1));
      expect(tree.size).toBe(there.length);
    }
  });
});
