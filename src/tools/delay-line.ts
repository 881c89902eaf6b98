/** Frames that wait for their time: one timer for all of them. */
import type { Clock } from '../host/host.ts';

interface Waiting {
  readonly dueMs: number;
  /** Of two that are due at once the first stays the first. */
  readonly order: number;
  readonly octets: Uint8Array;
}

export class DelayLine {
  readonly #clock: Pick<Clock, 'monotonic' | 'timer'>;
  readonly #deliver: (frames: readonly Uint8Array[]) => void;
  /** A binary heap. */
  readonly #waiting: Waiting[] = [];
  #order = 0;
  #cancel: (() => void) | undefined;
  #timerMs = Number.POSITIVE_INFINITY;

  /** @param deliver called with all that are due, in the order of their times */
  constructor(clock: Pick<Clock, 'monotonic' | 'timer'>, deliver: (frames: readonly Uint8Array[]) => void) {
    this.#clock = clock;
    this.#deliver = deliver;
  }

  get size(): number {
    return this.#waiting.length;
  }

  /** The octets are the line's from now on. */
  add(octets: Uint8Array, dueMs: number): void {
    const heap = this.#waiting;
    const one = { dueMs, order: this.#order++, octets };
    let i = heap.length;
    heap.push(one);
    while (i > 0) {
      const up = (i - 1) >> 1;
      if (!isBefore(one, heap[up] as Waiting)) break;
      heap[i] = heap[up] as Waiting;
      i = up;
    }
    heap[i] = one;
    if (i === 0) this.#arm();
  }

  end(): void {
    this.#cancel?.();
    this.#waiting.length = 0;
  }

  #arm(): void {
    const [next] = this.#waiting;
    if (next === undefined || next.dueMs >= this.#timerMs) return;
    this.#cancel?.();
    this.#timerMs = next.dueMs;
    this.#cancel = this.#clock.timer(Math.max(0, next.dueMs - this.#clock.monotonic()), () => this.#due());
  }

  #due(): void {
    this.#timerMs = Number.POSITIVE_INFINITY;
    this.#cancel = undefined;
    const nowMs = this.#clock.monotonic();
    const frames: Uint8Array[] = [];
    for (let next = this.#waiting[0]; next !== undefined && next.dueMs <= nowMs; next = this.#waiting[0]) {
      frames.push(next.octets);
      this.#take();
    }
    if (frames.length > 0) this.#deliver(frames);
    this.#arm();
  }

  #take(): void {
    const heap = this.#waiting;
    const last = heap.pop() as Waiting;
    if (heap.length === 0) return;
    let i = 0;
    for (;;) {
      let down = 2 * i + 1;
      if (down >= heap.length) break;
      if (down + 1 < heap.length && isBefore(heap[down + 1] as Waiting, heap[down] as Waiting)) down++;
      if (!isBefore(heap[down] as Waiting, last)) break;
      heap[i] = heap[down] as Waiting;
      i = down;
    }
    heap[i] = last;
  }
}

const isBefore = (a: Waiting, b: Waiting): boolean => a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);
