/** What is due, the next first: a binary heap. Of two that are due at once the one that was put in first stays the first. */

/** Something that is due. */
export interface Due {
  /** ms, by whatever clock. */
  readonly at: number;
  /** In which order they were made. */
  readonly order: number;
}

export class DueHeap<T extends Due> {
  #all: T[] = [];

  get size(): number {
    return this.#all.length;
  }

  get first(): T | undefined {
    return this.#all[0];
  }

  add(one: T): void {
    const heap = this.#all;
    let i = heap.length;
    heap.push(one);
    while (i > 0) {
      const up = (i - 1) >> 1;
      if (!isBefore(one, heap[up] as T)) break;
      heap[i] = heap[up] as T;
      i = up;
    }
    heap[i] = one;
  }

  /** Takes the first out. */
  take(): T | undefined {
    const heap = this.#all;
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let i = 0;
    for (;;) {
      let down = 2 * i + 1;
      if (down >= heap.length) break;
      if (down + 1 < heap.length && isBefore(heap[down + 1] as T, heap[down] as T)) down++;
      if (!isBefore(heap[down] as T, last)) break;
      heap[i] = heap[down] as T;
      i = down;
    }
    heap[i] = last;
    return first;
  }

  /** Keeps those for which `isKept` says so. */
  keep(isKept: (one: T) => boolean): void {
    // What is in order is a heap.
    this.#all = this.#all.filter(isKept).sort((a, b) => a.at - b.at || a.order - b.order);
  }

  clear(): void {
    this.#all.length = 0;
  }
}

const isBefore = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
