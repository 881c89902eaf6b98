/**
 * Every packet of every capture that others made: dissected it keeps its octets, and a new packet made of the values that were
 * read has the same octets. Damaged copies of some of them are no less kept.
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PacketwrightError } from '../../src/bytes/errors.ts';
import { firstLayer } from '../../src/capture/dissect-batch.ts';
import { openCapture } from '../../src/capture/node/open-capture.ts';
import { dissect, protocols } from '../../src/protocols/protocols.ts';
import { seededRandom } from '../../src/bytes/random.ts';
import { readEveryField } from '../support/exercise.ts';
import { damaged, holds } from '../support/layer-suite.ts';
import { difference, rebuilt, rebuiltDeeply, touched } from '../support/rebuild.ts';
import { capturesBelow } from '../support/packets/captures-below.ts';
import { describeIf, requireShared, sharedPath } from '../support/require.ts';

/** Of the largest captures the first packets are enough; PKW_CORPUS_PACKETS=0 takes all. */
const MOST = Number(process.env['PKW_CORPUS_PACKETS'] ?? 2000) || Number.POSITIVE_INFINITY;

/** Of each capture so many packets are damaged, and so many times each. */
const DAMAGED = 10,
  COPIES = 3 * Number(process.env['PKW_MUTATIONS'] ?? 1);
const random = seededRandom(1);

interface Outcome {
  packets: number;
  mutations: number;
  readonly lost: string[];
}

async function check(path: string, out: Outcome): Promise<void> {
  try {
    const source = await openCapture(path, { sync: true });
    let n = 0;
    for await (const batch of source.batches()) {
      for (let i = 0; i < batch.n && n < MOST; i++, n++) {
        const at = batch.offset[i] as number;
        const octets = batch.data.subarray(at, at + (batch.captured[i] as number));
        const iface = source.interfaces[batch.iface[i] as number];
        out.packets++;
        const where = (what: string): string => `${path} packet ${n + 1}: ${what}`;
        const first = firstLayer(protocols, iface?.linkType ?? 1);
        try {
          const p = dissect(octets, first);
          readEveryField(p);
          if (p.bytes.length !== octets.length || !p.bytes.every((x, j) => x === octets[j])) out.lost.push(where('dissecting changed it'));
          const lost = difference(p, octets, rebuilt(p));
          if (lost !== undefined) out.lost.push(where(lost));
          const deeply = difference(p, octets, rebuiltDeeply(p));
          if (deeply !== undefined) out.lost.push(where(`of plain values, ${deeply}`));
          const judged = difference(p, octets, touched(octets, first));
          if (judged !== undefined) out.lost.push(where(`touched, ${judged}`));
          for (let k = 0; n < DAMAGED && k < COPIES; k++, out.mutations++) holds(damaged(octets, random), first, k === 0 && n === 0);
        } catch (error) {
          out.lost.push(where(String((error as Error).stack)));
        }
      }
      if (n >= MOST) break;
    }
    await source.close();
  } catch (error) {
    // Damaged on purpose, or of a form that is not read: the tests of captures judge that.
    if (!(error instanceof PacketwrightError) || error.code !== 'ERR_FILE') throw error;
  }
}

const captures = (folder: string): string[] => capturesBelow(folder).map((name) => join(folder, name));

describeIf(requireShared('corpus'), 'captures of ../shared/corpus', () => {
  it('lose nothing', { timeout: 300_000 }, async () => {
    const out: Outcome = { packets: 0, mutations: 0, lost: [] };
    for (const path of captures(sharedPath('corpus'))) await check(path, out);
    expect(out.packets).toBeGreaterThan(10_000);
    expect(out.mutations).toBeGreaterThan(5_000);
    expect(out.lost.slice(0, 20), `${out.lost.length} of ${out.packets} packets`).toEqual([]);
  });
});

describe('captures of test/fixtures', () => {
  it('lose nothing', { timeout: 60_000 }, async (context) => {
    const folder = join(import.meta.dirname, '../fixtures/captures');
    let found: string[] = [];
    try {
      found = captures(folder);
    } catch {
      context.skip('no captures there yet');
    }
    const out: Outcome = { packets: 0, mutations: 0, lost: [] };
    for (const path of found) await check(path, out);
    expect(out.lost.slice(0, 20), `${out.lost.length} of ${out.packets} packets`).toEqual([]);
  });
});
