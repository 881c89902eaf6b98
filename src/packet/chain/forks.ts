/** Places where one of several layers may stand. In the tables of numbers each has an id, as a layer has, and a step of its own. */
import { freeId } from '../layer/layer.ts';
import { beginsAt } from '../spec/begins.ts';
import type { AnyLayer } from '../spec/spec.ts';

/** Ids by the ids of the candidates: registries that differ in other things share them. */
const known = new Map<string, number>();

/** The forks of one registry. */
export class Forks {
  readonly #candidates = new Map<number, readonly AnyLayer[]>();
  /** One more than the highest id. */
  idLimit = 0;

  /** The id of the place: the layer's own where there is but one; 0 for none. */
  idOf(candidates: readonly AnyLayer[]): number {
    const [first] = candidates;
    if (first === undefined || candidates.length === 1) return first?.id ?? 0;
    const key = candidates.map((l) => l.id).join();
    const id = known.get(key) ?? freeId();
    known.set(key, id);
    this.#candidates.set(id, candidates);
    this.idLimit = Math.max(this.idLimit, id + 1);
    return id;
  }

  [Symbol.iterator](): IterableIterator<[id: number, candidates: readonly AnyLayer[]]> {
    return this.#candidates.entries();
  }
}

/** The first of the layers that begins at `o`; 0 for none. */
export function firstThatBegins(candidates: readonly AnyLayer[], b: Uint8Array, o: number, e: number): number {
  for (const layer of candidates) if (e - o >= layer.layout.minimum && beginsAt(layer, b, o, e)) return layer.id;
  return 0;
}
