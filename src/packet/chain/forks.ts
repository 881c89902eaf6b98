/** Places where one of several layers may stand. In the tables of numbers each has an id, as a layer has, and a step of its own. */
import { freeId } from '../layer/layer.ts';
import { beginsAt, surelyBeginsAt } from '../spec/begins.ts';
import type { AnyLayer } from '../spec/spec.ts';

/** Ids by the ids of the candidates: registries that differ in other things share them. */
const known = new Map<string, number>();

/** Who may stand at a place. */
export interface Fork {
  readonly candidates: readonly AnyLayer[];
  /** No number names them. */
  readonly areGuesses: boolean;
}

/** The forks of one registry. */
export class Forks {
  readonly #forks = new Map<number, Fork>();
  /** One more than the highest id. */
  idLimit = 0;

  /** The id of the place: the layer's own where there is but one; 0 for none. */
  idOf(candidates: readonly AnyLayer[], areGuesses = false): number {
    const [first] = candidates;
    // A guess asks for more than a number does (`surely`), and whether a spec does is not looked at here: that would make the specs of all guesses.
    if (first === undefined || (candidates.length === 1 && !areGuesses)) return first?.id ?? 0;
    const key = `${areGuesses ? '?' : ''}${candidates.map((l) => l.id).join()}`;
    const id = known.get(key) ?? freeId();
    known.set(key, id);
    this.#forks.set(id, { candidates, areGuesses });
    this.idLimit = Math.max(this.idLimit, id + 1);
    return id;
  }

  [Symbol.iterator](): IterableIterator<[id: number, fork: Fork]> {
    return this.#forks.entries();
  }
}

/** The first of the layers that begins at `o`; 0 for none. */
export function firstThatBegins({ candidates, areGuesses }: Fork, b: Uint8Array, o: number, e: number): number {
  const doesBegin = areGuesses ? surelyBeginsAt : beginsAt;
  for (const layer of candidates) if (e - o >= layer.layout.minimum && doesBegin(layer, b, o, e)) return layer.id;
  return 0;
}
