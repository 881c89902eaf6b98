/** One trial: octets, and all that is asked of them. The tests and the soak share it. */
import { toHex } from '../../src/bytes/hex.ts';
import { seededRandom } from '../../src/bytes/random.ts';
import type { AnyLayer } from '../../src/packet/spec/spec.ts';
import { dissect } from '../../src/protocols/protocols.ts';
import { keepsItsOctets, readEveryField, showEveryWay } from '../support/exercise.ts';
import type { Input } from './inputs.ts';
import { Mutator } from './mutator.ts';

/** In so many packets one is shown in every way, and made anew of its values. */
export const SHOWN_OF = 100;

/** Dissects, reads every field; when `all`, shows it in every way and makes it anew. Throws with the octets in the message. */
export function tryOctets(octets: Uint8Array, first: AnyLayer, all: boolean): void {
  try {
    const p = dissect(octets, first);
    readEveryField(p);
    if (!all) return;
    showEveryWay(p);
    keepsItsOctets(p, octets, first);
  } catch (error) {
    throw new Error(`${first.layerName} on ${toHex(octets)}: ${(error as Error).message}`, { cause: error });
  }
}

/** Damages each of the inputs in turn, so many times in all. */
export function tryMutations(inputs: readonly Input[], times: number, seed: number | string): void {
  const mutator = new Mutator(seededRandom(seed));
  for (let i = 0; i < times; i++) {
    const { first, octets } = inputs[i % inputs.length] as Input;
    tryOctets(mutator.of(octets), first, i % SHOWN_OF === 0);
  }
}
