/** The lab's time: the real one, or one of its own that jumps from timer to timer. */
import { hold, letGo } from '../exchange/hold.ts';
import { anyTimer, sleepWith } from '../host/any-timer.ts';
import { type Due, DueHeap } from '../host/due-heap.ts';
import type { Clock } from '../host/host.ts';

// It keeps no process alive.
const realTimer: Clock['timer'] = (ms, f) => anyTimer(ms, f, false);

/** What the lab needs of its time. */
export interface LabClock extends Clock {
  /** Time that something took: a frame on its way. */
  pass?(ms: number): void;
  /** The same time for those who wait for nothing: its timers fire when time goes on, and make it go on for nobody. */
  readonly idle: Clock;
  /** Somebody waits for what time brings, until the returned function is called. */
  wait?(): () => void;
  /** A frame arrives in so many ms: time goes on for it. */
  arrival(ms: number, f: () => void): void;
}

/** Who waits for an answer keeps the process alive. */
function stayAlive(): () => void {
  let isDone = false;
  hold();
  return () => {
    if (!isDone) letGo();
    isDone = true;
  };
}

/** Real time. */
export function realClock(): LabClock {
  const clock: Clock = {
    now: () => performance.timeOrigin + performance.now(),
    monotonic: () => performance.now(),
    sleep: (ms, signal) => sleepWith(realTimer, ms, signal),
    timer: realTimer,
  };
  return { ...clock, idle: clock, wait: stayAlive, arrival: (ms, f) => void realTimer(ms, f) };
}

interface Timer extends Due {
  readonly f: () => void;
  /** Whether time goes on for it. */
  readonly isAwaited: boolean;
  /** Whether it is the lab's own, and not one of who uses it. */
  readonly isOurs: boolean;
  isOff: boolean;
}

/** Timers that were called off are swept out when they are as many as this, and more than half. */
const SWEEP = 256;

/**
 * Time that stands still while something happens, and jumps to the next timer when nothing does: a time-out of two seconds takes none. It goes on only while somebody
 * waits: who types at a prompt finds the world as he left it, however long he thinks.
 *
 * What the lab does between two timers is promises, microtasks and turns of the event loop with frames in them, so a turn without a frame is one in which nothing happened.
 */
export class VirtualClock implements LabClock {
  #ms: number;
  readonly #start: number;
  readonly #timers = new DueHeap<Timer>();
  #off = 0;
  #order = 0;
  #waiting = 0;
  #turning = false;
  /** Frames that passed. */
  #passed = 0;
  readonly idle: Clock;

  /** @param start milliseconds since 1970 */
  constructor(start: number) {
    this.#ms = start;
    this.#start = start;
    const timer: Clock['timer'] = (ms, f) => this.#set(ms, f, false, true);
    this.idle = {
      now: () => this.now(),
      monotonic: () => this.monotonic(),
      sleep: (ms, signal) => sleepWith(timer, ms, signal),
      timer,
    };
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

  pass(ms: number): void {
    this.#ms += ms;
    this.#passed++;
  }

  timer(ms: number, f: () => void): () => void {
    return this.#set(ms, f, true, false);
  }

  arrival(ms: number, f: () => void): void {
    this.#set(ms, f, true, true);
  }

  wait(): () => void {
    let isDone = false;
    this.#waiting++;
    this.#turn();
    return () => {
      if (isDone) return;
      isDone = true;
      this.#waiting--;
    };
  }

  #set(ms: number, f: () => void, isAwaited: boolean, isOurs: boolean): () => void {
    const timer: Timer = { at: this.#ms + Math.max(0, ms), order: this.#order++, f, isAwaited, isOurs, isOff: false };
    this.#timers.add(timer);
    if (isAwaited) this.#waiting++;
    this.#turn();
    return () => {
      if (timer.isOff) return;
      this.#end(timer);
      if (++this.#off >= SWEEP && 2 * this.#off > this.#timers.size) this.#sweep();
    };
  }

  #end(timer: Timer): void {
    timer.isOff = true;
    if (timer.isAwaited) this.#waiting--;
  }

  #sweep(): void {
    this.#timers.keep(({ isOff }) => !isOff);
    this.#off = 0;
  }

  /** What the lab does by itself is over after a turn of the event loop; who uses it may have more to do before his next timer. */
  #turn(): void {
    if (this.#turning || this.#waiting === 0) return;
    const next = this.#next();
    if (next === undefined) return;
    this.#turning = true;
    const before = this.#passed;
    const isQuick = next.isOurs;
    (isQuick ? soon : later)(() => {
      this.#turning = false;
      const now = this.#next();
      if (now !== undefined && this.#passed === before && this.#waiting > 0 && (now.isOurs || !isQuick)) {
        this.#timers.take();
        this.#end(now);
        this.#ms = Math.max(this.#ms, now.at);
        now.f();
      }
      this.#turn();
    });
  }

  #next(): Timer | undefined {
    while (this.#timers.first?.isOff === true) {
      this.#timers.take();
      this.#off--;
    }
    return this.#timers.first;
  }
}

const { setImmediate: immediate } = globalThis as { setImmediate?: (f: () => void) => unknown };

const later = (f: () => void): unknown => setTimeout(f, 0);
/** A browser has no `setImmediate`. */
const soon: (f: () => void) => unknown = immediate === undefined ? later : (f) => immediate(f);
