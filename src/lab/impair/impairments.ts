/** What a bad line does to frames: loses, delays, reorders, repeats and damages them. All by chance that a seed decides, so every run is the same. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { checkOptions, type OptionNames } from '../../bytes/known-options.ts';
import type { Random } from '../../bytes/random.ts';
import type { LineEvent, LineScript } from './line-events.ts';

/** Losses that come together: the line is good or bad, and goes from one to the other by chance (E. N. Gilbert, "Capacity of a burst-noise channel", 1960). */
export interface BurstLoss {
  /** Chance that a frame turns a good line bad, and a bad one good: 0 … 1. */
  readonly begin: number;
  readonly end: number;
  /** Chance that a bad line loses a frame. Default 1. */
  readonly loss?: number;
}

/** How bad a line is. Chances are 0 … 1, and hold for each frame. */
export interface Impairments {
  readonly loss?: number;
  readonly burst?: BurstLoss;
  /** How long a frame is on its way, ms; and how much longer or shorter by chance. With jitter frames can overtake each other. */
  readonly delayMs?: number;
  readonly jitterMs?: number;
  /** Chance that a frame is held back behind others, and for how long, ms. Default of the time: 10. */
  readonly reorder?: number;
  readonly reorderMs?: number;
  readonly duplicate?: number;
  /** Chance that one bit, behind the link header, is turned. */
  readonly corrupt?: number;
  /** Bits a second; frames wait for those before them. */
  readonly rate?: number;
  /** Octets that may wait for the rate; what is more is lost. Default 256 kB. */
  readonly queue?: number;
  /** Larger IP packets are lost, octets. */
  readonly mtu?: number;
  /** Changes a frame that it is given as its own, or loses it (undefined). */
  readonly rewrite?: (octets: Uint8Array) => Uint8Array | undefined;
}

/** What became of the frames. */
export interface ImpairmentCounters {
  passed: number;
  lost: number;
  /** Lost for want of room before the rate. */
  crowdedOut: number;
  tooLarge: number;
  duplicated: number;
  reordered: number;
  corrupted: number;
}

const NAMES: OptionNames<Impairments> = {
  loss: true,
  burst: true,
  delayMs: true,
  jitterMs: true,
  reorder: true,
  reorderMs: true,
  duplicate: true,
  corrupt: true,
  rate: true,
  queue: true,
  mtu: true,
  rewrite: true,
};
const BURST_NAMES: OptionNames<NonNullable<Impairments['burst']>> = { begin: true, end: true, loss: true };
const REORDER_MS = 10;
const QUEUE = 256_000;
const ETHERNET_HEADER = 14;

/** One direction of a line. */
export class ImpairedLine {
  readonly counters: ImpairmentCounters = { passed: 0, lost: 0, crowdedOut: 0, tooLarge: 0, duplicated: 0, reordered: 0, corrupted: 0 };
  readonly #o: Impairments;
  readonly #random: Random;
  readonly #script: LineScript | undefined;
  #frame = 0;
  #isBad = false;
  /** When the last frame has left, by the rate, ms. */
  #freeMs = 0;

  /** @param script what befalls which frame, where it is noted or given. @throws ERR_OPTION, ERR_RANGE */
  constructor(o: Impairments, random: Random, script?: LineScript) {
    checkImpairments('a line', o);
    this.#o = o;
    this.#random = random;
    this.#script = script;
  }

  /** A frame comes. `deliver` is called at once for each frame that comes of it, with how long it is on its way. Its octets are shared with nobody who changes them. */
  pass(octets: Uint8Array, nowMs: number, deliver: (octets: Uint8Array, afterMs: number) => void): void {
    const { mtu, duplicate, rewrite } = this.#o;
    const number = this.#frame++;
    if (this.#befalls(number, 'lost', this.#isLost())) {
      this.counters.lost++;
      return;
    }
    if (mtu !== undefined && octets.length > mtu + ETHERNET_HEADER) {
      this.counters.tooLarge++;
      return;
    }
    const damage = this.#befalls(number, 'corrupted', this.#happens(this.#o.corrupt), () => this.#anyBit(octets));
    let frame = damage === undefined ? octets : this.#corrupted(octets, damage.bit ?? 0);
    if (rewrite !== undefined) {
      const other = rewrite(frame.slice());
      if (other === undefined) {
        this.counters.lost++;
        return;
      }
      frame = other;
    }
    this.#leave(frame, nowMs, deliver, number, 'reordered');
    if (this.#befalls(number, 'duplicated', this.#happens(duplicate))) {
      this.counters.duplicated++;
      this.#leave(frame, nowMs, deliver, number, 'copy reordered');
    }
  }

  #befalls(frame: number, what: LineEvent['what'], chance: boolean, bit?: () => number): Pick<LineEvent, 'bit'> | undefined {
    if (this.#script !== undefined) return this.#script.decide(frame, what, chance, bit);
    return chance ? { ...(bit && { bit: bit() }) } : undefined;
  }

  #leave(
    frame: Uint8Array,
    nowMs: number,
    deliver: (octets: Uint8Array, afterMs: number) => void,
    number: number,
    what: LineEvent['what'],
  ): void {
    const { rate, queue = QUEUE, delayMs = 0, jitterMs = 0, reorder, reorderMs = REORDER_MS } = this.#o;
    let afterMs = delayMs;
    if (rate !== undefined) {
      const waitMs = Math.max(0, this.#freeMs - nowMs);
      if ((waitMs * rate) / 8000 > queue) {
        this.counters.crowdedOut++;
        return;
      }
      this.#freeMs = Math.max(this.#freeMs, nowMs) + (frame.length * 8000) / rate;
      afterMs += this.#freeMs - nowMs;
    }
    if (jitterMs > 0) afterMs += (2 * this.#chance() - 1) * jitterMs;
    if (this.#befalls(number, what, this.#happens(reorder))) {
      this.counters.reordered++;
      afterMs += reorderMs;
    }
    this.counters.passed++;
    deliver(frame, Math.max(0, afterMs));
  }

  #isLost(): boolean {
    const { loss, burst } = this.#o;
    if (burst !== undefined) {
      if (this.#happens(this.#isBad ? burst.end : burst.begin)) this.#isBad = !this.#isBad;
      if (this.#isBad && this.#happens(burst.loss ?? 1)) return true;
    }
    return this.#happens(loss);
  }

  #anyBit(octets: Uint8Array): number {
    const bits = 8 * Math.max(0, octets.length - ETHERNET_HEADER);
    return bits === 0 ? 0 : Math.floor(this.#chance() * bits);
  }

  #corrupted(octets: Uint8Array, bit: number): Uint8Array {
    this.counters.corrupted++;
    const frame = octets.slice();
    const at = ETHERNET_HEADER + (bit >> 3);
    if (at < frame.length) frame[at]! ^= 1 << (bit & 7);
    return frame;
  }

  #chance(): number {
    return this.#random.u32() / 2 ** 32;
  }

  /** Asks chance only where something is to be decided: what is 0 changes no run. */
  #happens(chance: number | undefined): boolean {
    return chance !== undefined && chance > 0 && this.#chance() < chance;
  }
}

/** @throws ERR_OPTION, ERR_RANGE */
export function checkImpairments(who: string, o: Impairments): void {
  checkOptions(`the impairments of ${who}`, o, NAMES);
  if (o.burst !== undefined) {
    checkOptions(`burst of ${who}`, o.burst, BURST_NAMES);
    if (o.burst.begin === undefined || o.burst.end === undefined)
      throw new PacketwrightError(
        'ERR_VALUE',
        `burst of ${who} needs begin and end: the chances of a frame to be the first and the last of it`,
        {
          remedy: 'burst: { begin: 0.01, end: 0.3 }',
        },
      );
  }
  const chances = {
    loss: o.loss,
    reorder: o.reorder,
    duplicate: o.duplicate,
    corrupt: o.corrupt,
    'burst.begin': o.burst?.begin,
    'burst.end': o.burst?.end,
    'burst.loss': o.burst?.loss,
  };
  for (const [name, value] of Object.entries(chances))
    if (value !== undefined && !(value >= 0 && value <= 1))
      throw new PacketwrightError('ERR_RANGE', `${name} of ${who} is ${value}: expected a chance from 0 to 1`, {
        value,
        remedy: '0.05 for 5 %',
      });
  if (o.rewrite !== undefined && typeof o.rewrite !== 'function')
    throw new PacketwrightError('ERR_VALUE', `rewrite of ${who} is no function`, { remedy: 'rewrite: (octets) => octets' });
  if (o.rate === 0)
    throw new PacketwrightError('ERR_RANGE', `rate of ${who} is 0: nothing would ever pass`, { value: 0, remedy: 'loss: 1' });
  const sizes = { delayMs: o.delayMs, jitterMs: o.jitterMs, reorderMs: o.reorderMs, rate: o.rate, queue: o.queue, mtu: o.mtu };
  for (const [name, value] of Object.entries(sizes))
    if (value !== undefined && !(value >= 0 && value < Infinity))
      throw new PacketwrightError('ERR_RANGE', `${name} of ${who} is ${value}: expected 0 or more`, { value });
}
