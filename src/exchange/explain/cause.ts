/** What looks for causes: it sees every packet in order, and at the end says what the silence meant. Its memory is bounded. */
import type { Findings } from './finding.ts';
import type { Seen } from './seen.ts';

export interface Looker {
  see(seen: Seen, findings: Findings): void;
  /** No more packets come. @param ms when the last one was seen */
  end?(findings: Findings, ms: number): void;
}

/** A map that forgets what was put first when it is full. */
export class BoundedMap<K, V> {
  readonly #map = new Map<K, V>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get(key: K): V | undefined {
    return this.#map.get(key);
  }

  has(key: K): boolean {
    return this.#map.has(key);
  }

  set(key: K, value: V): void {
    if (!this.#map.has(key) && this.#map.size >= this.#most) this.#map.delete(this.#map.keys().next().value as K);
    this.#map.set(key, value);
  }

  delete(key: K): void {
    this.#map.delete(key);
  }

  values(): IterableIterator<V> {
    return this.#map.values();
  }

  entries(): IterableIterator<[K, V]> {
    return this.#map.entries();
  }
}
