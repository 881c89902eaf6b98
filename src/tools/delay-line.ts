/** Frames that wait for their time: one timer for all of them. */
import { type Due, DueHeap } from '../host/due-heap.ts';
import type { Clock } from '../host/host.ts';

interface Waiting extends Due {
  readonly octets: Uint8Array;
}

export class DelayLine {
  readonly #clock: Pick<Clock, 'monotonic' | 'timer'>;
  readonly #deliver: (frames: readonly Uint8Array[]) => void;
  readonly #waiting = new DueHeap<Waiting>();
  #order = 0;
  #cancel: (() => void) | undefined;
  #timerMs = Number.POSITIVE_INFINITY;

  /** @param deliver called with all that are due, in the order of their times */
  constructor(clock: Pick<Clock, 'monotonic' | 'timer'>, deliver: (frames: readonly Uint8Array[]) => void) {
    this.#clock = clock;
    this.#deliver = deliver;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** The octets are the line's from now on. */
  add(octets: Uint8Array, dueMs: number): void {
    const one = { at: dueMs, order: this.#order++, octets };
    this.#waiting.add(one);
    if (this.#waiting.first === one) this.#arm();
  }

  end(): void {
    this.#cancel?.();
    this.#waiting.clear();
  }

  #arm(): void {
    const next = this.#waiting.first;
    if (next === undefined || next.at >= this.#timerMs) return;
    this.#cancel?.();
    this.#timerMs = next.at;
    this.#cancel = this.#clock.timer(Math.max(0, next.at - this.#clock.monotonic()), () => this.#due());
  }

  #due(): void {
    this.#timerMs = Number.POSITIVE_INFINITY;
    this.#cancel = undefined;
    const nowMs = this.#clock.monotonic();
    const frames: Uint8Array[] = [];
    for (let next = this.#waiting.first; next !== undefined && next.at <= nowMs; next = this.#waiting.first) {
      frames.push(next.octets);
      this.#waiting.take();
    }
    if (frames.length > 0) this.#deliver(frames);
    this.#arm();
  }
}
