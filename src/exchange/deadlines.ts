/**
 * Time-outs of many that wait, over one timer. Nearly all are called off long before they are due: that costs a set's entry
 * and no timer.
 */
import type { Clock } from '../host/host.ts';

/** What is to happen, and when, by the clock's monotonic time. */
export interface Deadline {
  readonly at: number;
  due(): void;
}

export class Deadlines {
  readonly #clock: Clock;
  readonly #waiting = new Set<Deadline>();
  /** When the timer fires; it may find nothing due by then. */
  #armedFor = Number.POSITIVE_INFINITY;
  #disarm: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(deadline: Deadline): void {
    this.#waiting.add(deadline);
    if (deadline.at < this.#armedFor) this.#arm(deadline.at);
  }

  callOff(deadline: Deadline): void {
    this.#waiting.delete(deadline);
  }

  /** Nothing is due any more. */
  clear(): void {
    this.#waiting.clear();
    this.#disarm?.();
    this.#disarm = undefined;
    this.#armedFor = Number.POSITIVE_INFINITY;
  }

  #arm(at: number): void {
    this.#disarm?.();
    this.#armedFor = at;
    this.#disarm = this.#clock.timer(Math.max(0, at - this.#clock.monotonic()), this.#look);
  }

  readonly #look = (): void => {
    this.#disarm = undefined;
    this.#armedFor = Number.POSITIVE_INFINITY;
    // Timers may be early by a fraction of a millisecond.
    const now = this.#clock.monotonic() + 1;
    let next = Number.POSITIVE_INFINITY;
    for (const one of this.#waiting) {
      if (one.at > now) next = Math.min(next, one.at);
      else {
        this.#waiting.delete(one);
        one.due();
      }
    }
    if (next < this.#armedFor) this.#arm(next);
  };
}
