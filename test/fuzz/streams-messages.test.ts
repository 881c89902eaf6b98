/** Captures with some of their packets damaged, left out or twice, through fragments, connections and messages. PKW_MUTATIONS multiplies, PKW_SEED sets the seed. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { seededRandom } from '../../src/bytes/random.ts';
import { Followed } from './followed.ts';
import { captureInputs } from './inputs.ts';
import { Mutator } from './mutator.ts';

const FRAMES = Math.round(300_000 * Number(process.env['PKW_MUTATIONS'] ?? 1));
const SEED = Number(process.env['PKW_SEED'] ?? 1);
const ROUND = 20_000;

it(`${FRAMES} frames of captures, every third damaged, throw nothing and stay in their limits`, async () => {
  // In their order, so that messages are there to be damaged.
  const inputs = await captureInputs(join(import.meta.dirname, '../fixtures/captures'), 60);
  const random = seededRandom(SEED);
  const mutator = new Mutator(random);
  let [messages, content, damaged] = [0, 0, 0];
  for (let done = 0; done < FRAMES; done += ROUND) {
    const followed = new Followed(done / ROUND);
    // Most of a capture's frames follow each other; the begin is another one in each round.
    for (let i = 0, at = random.below(inputs.length); i < ROUND; i++) {
      const { octets, first } = inputs[at++ % inputs.length] as (typeof inputs)[number];
      if (random.below(50) === 0) at += random.pick([-1, 1, 1]);
      const isDamaged = random.below(3) === 0;
      if (isDamaged) damaged++;
      followed.take(isDamaged ? mutator.of(octets) : octets.slice(), first, i);
      if (i % 1000 === 0) expect(followed.beyond()).toBeUndefined();
    }
    const told = followed.end();
    messages += told.messages;
    content += told.content;
  }
  expect(damaged).toBeGreaterThan(FRAMES / 4);
  expect(messages).toBeGreaterThan(FRAMES / 100);
  expect(content).toBeGreaterThan(FRAMES / 10);
}, 480_000);
