/**
 * Damaged packets through all that follows streams: fragments, connections, messages, flows. PKW_MUTATIONS multiplies (100: 10⁸), PKW_SEED sets the seed.
 */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { seededRandom } from '../../src/bytes/random.ts';
import { dissectorOf } from '../../src/packet/object/dissector.ts';
import { protocols } from '../../src/protocols/protocols.ts';
import { Defragmenter, KEPT, WHOLE } from '../../src/streams/fragments/defragmenter.ts';
import { OVERLAP_POLICIES, type OverlapPolicy } from '../../src/streams/overlap-policy.ts';
import { TcpTracker } from '../../src/streams/tcp/tracker.ts';
import { captureInputs } from './inputs.ts';
import { Mutator } from './mutator.ts';

const TIMES = Math.round(1_000_000 * Number(process.env['PKW_MUTATIONS'] ?? 1));
const SEED = Number(process.env['PKW_SEED'] ?? 1);

it(`${TIMES} damaged packets throw nothing, each octet is told once, and what is kept stays in its limits`, async () => {
  const inputs = await captureInputs(join(import.meta.dirname, '../fixtures/captures'), 20);
  const random = seededRandom(SEED);
  const mutator = new Mutator(random);
  const dissect = dissectorOf(protocols);
  const next = new Map<object, number>();
  let tracker: TcpTracker;
  let defragmenter: Defragmenter;
  /** Anew with each policy: what is kept of before is told. */
  const begin = (round: number): void => {
    tracker?.end();
    next.clear();
    const policy = OVERLAP_POLICIES[round % OVERLAP_POLICIES.length] as OverlapPolicy;
    const told = (end: object, octets: number, at: number): void => {
      // In order, and nothing twice.
      if (at !== (next.get(end) ?? 0)) expect.fail(`octet ${at} follows ${next.get(end) ?? 0}`);
      next.set(end, at + octets);
    };
    tracker = new TcpTracker(
      {
        data: (c, from, octets, at) => told(c[from], octets.length, at),
        gap: (c, from, octets, at) => told(c[from], octets, at),
      },
      { policy, checksums: round % 2 === 0, maxConnections: 500, maxOpening: 100, maxOctets: 300_000, maxPerSide: 50_000 },
    );
    defragmenter = new Defragmenter({ policy, maxDatagrams: 200, maxOctets: 300_000 });
  };
  for (let i = 0; i < TIMES; i++) {
    if (i % 50_000 === 0) begin(i / 50_000);
    const { octets, first } = random.pick(inputs);
    const b = mutator.of(octets);
    const p = dissect(b, 0, b.length, first.id);
    const whole = defragmenter!.take(p, i);
    if (whole === KEPT) continue;
    tracker!.take(whole === WHOLE ? p : dissect(whole.data, whole.start, whole.end, whole.first), i);
    if (i % 1000 !== 0) continue;
    expect(tracker!.stats.kept).toBeLessThanOrEqual(500);
    expect(tracker!.stats.waiting).toBeLessThanOrEqual(300_000);
    expect(defragmenter!.stats.octets).toBeLessThanOrEqual(300_000 + 70_000);
  }
}, 480_000);
