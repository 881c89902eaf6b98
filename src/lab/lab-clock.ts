/** The lab's time: the real one, or one of its own that jumps from timer to timer. */
import { anyTimer, sleepWith } from '../host/any-timer.ts';
import type { Clock } from '../host/host.ts';

// It keeps no process alive.
const realTimer: Clock['timer'] = (ms, f) => anyTimer(ms, f, false);

/** Real time. */
export function realClock(): Clock {
  return {
    now: () => performance.timeOrigin + performance.now(),
    monotonic: () => performance.now(),
    sleep: (ms, signal) => sleepWith(realTimer, ms, signal),
    timer: realTimer,
  };
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly f: () => void;
}

/**
 * Time that stands still while something happens, and jumps to the next timer when nothing does: a time-out of two
 * seconds takes none. What the lab does between two timers is promises, microtasks and turns of the event loop with
 * frames in them, so a turn without a frame is one in which nothing happened.
 */
export class VirtualClock implements Clock {
  #ms: number;
  readonly #start: number;
  #timers: Timer[] = [];
  #order = 0;
  #turning = false;
  /** Frames that passed. */
  #passed = 0;

  /** @param start milliseconds since 1970 */
  constructor(start: number) {
    this.#ms = start;
    this.#start = start;
  }

  now(): number {
    return this.#ms;
  }

  monotonic(): number {
    return this.#ms - this.#start;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return sleepWith((after, f) => this.timer(after, f), ms, signal);
  }

  /** Time that something took: a frame on its way. */
  pass(ms: number): void {
    this.#ms += ms;
    this.#passed++;
  }

  timer(ms: number, f: () => void): () => void {
    const timer = { at: this.#ms + Math.max(0, ms), order: this.#order++, f };
    const i = this.#timers.findIndex((t) => t.at > timer.at);
    this.#timers.splice(i < 0 ? this.#timers.length : i, 0, timer);
    this.#turn();
    return () => {
      this.#timers = this.#timers.filter((t) => t !== timer);
    };
  }

  #turn(): void {
    if (this.#turning || this.#timers.length === 0) return;
    this.#turning = true;
    const before = this.#passed;
    setTimeout(() => {
      this.#turning = false;
      if (this.#passed === before) this.#jump();
      this.#turn();
    }, 0);
  }

  #jump(): void {
    const next = this.#timers.shift();
    if (next === undefined) return;
    this.#ms = Math.max(this.#ms, next.at);
    next.f();
  }
}
