/** Captures of other projects in which tshark has nothing to remark: explain blames nobody in any of them. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeIf, requireShared, sharedPath } from '../../../test/support/require.ts';
import { explainCapture, openCapture } from '../../index.ts';

/** Made by scripts/clean-captures.mjs, which tells what clean means: by tshark alone, and all that are, whatever explain says of them. */
const CLEAN = readFileSync(new URL('../../../test/fixtures/clean-captures.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

describeIf(requireShared('corpus'), 'a clean capture', () => {
  it('blames nobody', async () => {
    expect(CLEAN.length).toBeGreaterThanOrEqual(50);
    const blamed: unknown[] = [];
    for (const file of CLEAN) {
      const capture = await openCapture(sharedPath(`corpus/${file}`));
      for (const { blames, code, sentence, number } of await explainCapture(capture))
        if (blames) blamed.push([file, code, number, sentence]);
      await capture.close();
    }
    expect(blamed).toEqual([]);
  });
});
