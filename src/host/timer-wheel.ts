/**
 * Many timers on one: a hierarchical timing wheel, for the timers of retransmissions. Setting, renewing and cancelling one costs the same however many there are.
 *
 * @see G. Varghese and T. Lauck, "Hashed and Hierarchical Timing Wheels", 1987, scheme 7
 */
import { PacketwrightError } from '../bytes/errors.ts';
import { checkOptions, type OptionNames } from '../bytes/known-options.ts';
import type { Clock } from './host.ts';

/**
 * What a wheel is driven by: a host's clock, or one of the user's. Without `timer` nothing happens until {@link TimerWheel.advance} is called; with the time of packets
 * as `monotonic`, the wheel runs by theirs.
 */
export type WheelClock = Pick<Clock, 'monotonic'> & Partial<Pick<Clock, 'timer'>>;

/** Options of {@link TimerWheel}. */
export interface TimerWheelOptions {
  /** How exact it is, ms: a timer is up to this much late. Default 1. */
  readonly tickMs?: number;
}

/** One timer of a wheel. */
export interface WheelTimer {
  /** Whether it is still to come. */
  readonly isSet: boolean;
  /** When it is due, by the wheel's clock, ms. */
  readonly dueMs: number;
  /** Sets it again, `ms` from now (default: as many as the last time), whether or not it has fired. @throws ERR_VALUE */
  renew(ms?: number): void;
  /** It will not fire. */
  cancel(): void;
}

const NAMES: OptionNames<TimerWheelOptions> = { tickMs: true };
/** Slots of a level, as bits; levels; ticks until all levels have gone around. */
const BITS = 6;
const SLOTS = 1 << BITS;
const LEVELS = 5;
const ROUND = 2 ** (BITS * LEVELS);
/** Some 31 years. */
const LONGEST_MS = 1e12;

/** A place in a ring of timers; the ring's own begins and ends it. */
interface Link {
  before: Link;
  next: Link;
}

function emptyRing(): Link {
  const ring = {} as Link;
  ring.before = ring;
  ring.next = ring;
  return ring;
}

/** What a timer needs of its wheel. */
interface Wheel {
  put(timer: OneTimer, ms: number): void;
  take(timer: OneTimer): void;
}

class OneTimer implements WheelTimer, Link {
  before: Link = this;
  next: Link = this;
  isSet = false;
  dueMs = 0;
  /** Which slot of all, or {@link FAR}, or {@link FIRING}. */
  slot = FAR;
  tick = 0;
  order = 0;
  ms: number;
  readonly call: () => void;
  readonly #wheel: Wheel;

  constructor(wheel: Wheel, ms: number, call: () => void) {
    this.#wheel = wheel;
    this.ms = ms;
    this.call = call;
  }

  renew(ms: number = this.ms): void {
    this.#wheel.put(this, ms);
  }

  cancel(): void {
    this.#wheel.take(this);
  }
}

/** Behind the last round of the wheel. */
const FAR = LEVELS * SLOTS;
/** Due, and about to be called. */
const FIRING = FAR + 1;

/**
 * Timers, many thousands of them. None fires early. They fire in the order in which they are due; those of the same time in the order in which they were set.
 *
 *     const wheel = new TimerWheel(host.clock);
 *     const resend = wheel.set(200, () => link.send(frames));
 *     resend.renew(400); // or resend.cancel()
 *
 * It uses one timer of the clock, and none while it has none itself. As the clock's, it does not keep the process alive.
 */
export class TimerWheel {
  readonly #clock: WheelClock;
  readonly #own: Wheel = { put: (timer, ms) => this.#put(timer, ms), take: (timer) => this.#take(timer) };
  readonly #tickMs: number;
  readonly #beganMs: number;
  readonly #rings: Link[] = Array.from({ length: FIRING + 1 }, emptyRing);
  /** Which slots of each level have timers: two words of 32 bits. */
  readonly #used = new Int32Array(2 * LEVELS);
  /** All that was due up to this tick has been called. */
  #tick = 0;
  #size = 0;
  #order = 0;
  #armedTick = Infinity;
  #disarm: (() => void) | undefined;
  #isAdvancing = false;

  /** @throws ERR_VALUE for options that there are not */
  constructor(clock: WheelClock, o: TimerWheelOptions = {}) {
    checkOptions('TimerWheel', o, NAMES);
    const { tickMs = 1 } = o;
    if (!(tickMs > 0 && tickMs < Infinity))
      throw new PacketwrightError('ERR_VALUE', `a tick of ${tickMs} ms: expected more than 0`, { value: tickMs });
    this.#clock = clock;
    this.#tickMs = tickMs;
    this.#beganMs = clock.monotonic();
  }

  /** Timers that are still to come. */
  get size(): number {
    return this.#size;
  }

  /** Calls `f` once, `ms` from now or a little later. @throws ERR_VALUE for a time that is none */
  set(ms: number, f: () => void): WheelTimer {
    const timer = new OneTimer(this.#own, ms, f);
    this.#put(timer, ms);
    return timer;
  }

  /**
   * Calls all that is due by the clock. Only needed without the clock's `timer`. What `f` throws comes out of here (with the clock's own timer, as from any timer); the
   * others that are due fire the next time.
   *
   * @returns how many were called
   */
  advance(): number {
    // A timer's function may call this.
    if (this.#isAdvancing) return 0;
    this.#isAdvancing = true;
    // What its functions set meanwhile is for the next time: else one that sets itself again, and is slow, would never let go.
    const untilMs = this.#clock.monotonic();
    let called = 0;
    try {
      for (;;) {
        called += this.#fire();
        const next = this.#nextTick();
        if (this.#msOf(next) > untilMs) break;
        this.#turnTo(next);
      }
    } finally {
      this.#isAdvancing = false;
      this.#arm();
    }
    return called;
  }

  /** Cancels all. */
  close(): void {
    for (const ring of this.#rings) while (ring.next !== ring) this.#take(ring.next as OneTimer);
  }

  #put(timer: OneTimer, ms: number): void {
    if (!(ms >= 0 && ms <= LONGEST_MS))
      throw new PacketwrightError('ERR_VALUE', `a timer of ${ms} ms: expected 0 to ${LONGEST_MS}`, { value: ms });
    if (timer.isSet) this.#unlink(timer);
    else this.#size++;
    const nowMs = this.#clock.monotonic();
    // With nothing to call in between, the time that has passed needs no looking at.
    if (this.#size === 1 && !this.#isAdvancing) this.#tick = Math.max(this.#tick, this.#tickOf(nowMs));
    timer.isSet = true;
    timer.ms = ms;
    timer.dueMs = nowMs + ms;
    timer.order = this.#order++;
    timer.tick = Math.max(Math.ceil((timer.dueMs - this.#beganMs) / this.#tickMs), this.#tickOf(nowMs) + 1, this.#tick + 1);
    // A division may round down what is due in a while.
    if (this.#msOf(timer.tick) < timer.dueMs) timer.tick++;
    this.#link(timer);
    if (!this.#isAdvancing && timer.tick < this.#armedTick) this.#arm();
  }

  #take(timer: OneTimer): void {
    if (!timer.isSet) return;
    this.#unlink(timer);
    timer.isSet = false;
    if (--this.#size === 0 && !this.#isAdvancing) this.#arm();
  }

  #msOf(tick: number): number {
    return this.#beganMs + tick * this.#tickMs;
  }

  #tickOf(ms: number): number {
    return Math.floor((ms - this.#beganMs) / this.#tickMs);
  }

  /** Its slot is of the highest level at which its tick is not the present one's: there it waits, until the wheel has come so far. */
  #link(timer: OneTimer): void {
    const far = Math.floor(timer.tick / ROUND) !== Math.floor(this.#tick / ROUND);
    let slot = FAR;
    if (!far) {
      const tick = timer.tick % ROUND;
      const differs = tick ^ (this.#tick % ROUND);
      const level = differs === 0 ? 0 : Math.floor((31 - Math.clz32(differs)) / BITS);
      const place = (tick >>> (BITS * level)) & (SLOTS - 1);
      slot = level * SLOTS + place;
      this.#used[slot >>> 5]! |= 1 << (place & 31);
    }
    append(this.#rings[slot] as Link, timer);
    timer.slot = slot;
  }

  #unlink(timer: OneTimer): void {
    const { slot } = timer;
    timer.before.next = timer.next;
    timer.next.before = timer.before;
    const ring = this.#rings[slot] as Link;
    if (slot < FAR && ring.next === ring) this.#used[slot >>> 5]! &= ~(1 << (slot & 31));
  }

  /** The tick at which there is something to do; Infinity: none. */
  #nextTick(): number {
    const slot = this.#firstSlot();
    const round = this.#tick - (this.#tick % ROUND);
    if (slot === FAR) {
      const ring = this.#rings[FAR] as Link;
      return ring.next === ring ? Infinity : round + ROUND;
    }
    const level = Math.floor(slot / SLOTS);
    const width = 2 ** (BITS * level);
    const above = this.#tick - (this.#tick % (width * SLOTS));
    return above + (slot % SLOTS) * width;
  }

  /** All slots of a level are ahead, and those of a lower level come before those of a higher one. */
  #firstSlot(): number {
    for (let word = 0; word < 2 * LEVELS; word++) {
      const bits = this.#used[word] as number;
      if (bits !== 0) return 32 * word + (31 - Math.clz32(bits & -bits));
    }
    return FAR;
  }

  /** Timers of the slot that this tick begins move to lower levels, or are due. */
  #turnTo(tick: number): void {
    const slot = this.#firstSlot();
    this.#tick = tick;
    const ring = this.#rings[slot] as Link;
    const due: OneTimer[] = [];
    const all: OneTimer[] = [];
    for (let at = ring.next; at !== ring; at = at.next) all.push(at as OneTimer);
    for (const timer of all) {
      this.#unlink(timer);
      if (timer.tick <= tick) due.push(timer);
      else this.#link(timer);
    }
    due.sort((a, b) => a.dueMs - b.dueMs || a.order - b.order);
    for (const timer of due) {
      append(this.#rings[FIRING] as Link, timer);
      timer.slot = FIRING;
    }
  }

  #fire(): number {
    const ring = this.#rings[FIRING] as Link;
    let called = 0;
    while (ring.next !== ring) {
      const timer = ring.next as OneTimer;
      this.#take(timer);
      called++;
      timer.call();
    }
    return called;
  }

  #arm(): void {
    this.#disarm?.();
    this.#disarm = undefined;
    const firing = this.#rings[FIRING] as Link;
    this.#armedTick = firing.next !== firing ? this.#tick : this.#nextTick();
    if (this.#armedTick === Infinity || this.#clock.timer === undefined) return;
    const ms = Math.max(0, this.#msOf(this.#armedTick) - this.#clock.monotonic());
    this.#disarm = this.#clock.timer(ms, () => {
      this.#disarm = undefined;
      this.#armedTick = Infinity;
      this.advance();
    });
  }
}

function append(ring: Link, timer: OneTimer): void {
  timer.before = ring.before;
  timer.next = ring;
  ring.before.next = timer;
  ring.before = timer;
}
