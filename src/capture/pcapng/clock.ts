/** An interface's time stamps (64-bit counts of ticks) to seconds and nanoseconds, without BigInt where it is hot. */

import { PacketwrightError } from '../../bytes/errors.ts';
import { epochText } from '../../bytes/time.ts';
import { checkTime, laterTimes, OLD_TIMES } from '../packet-record.ts';
import { ticksPerSecond } from './options.ts';

export interface PcapngClock {
  /** Ticks a second, when these are a power of ten from 10⁴ to 10⁹; 0: the slow path. */
  readonly fast: number;
  readonly ticks: number;
  /** if_tsoffset: seconds to add. */
  readonly offset: number;
}

/** A clock for if_tsresol (6 when the file has none: microseconds) and if_tsoffset. */
export function makeClock(resolution = 6, offset = 0n): PcapngClock {
  return { fast: resolution >= 4 && resolution <= 9 ? 10 ** resolution : 0, ticks: ticksPerSecond(resolution), offset: Number(offset) };
}

/** Writes the time of packet `i` into the columns. */
export function splitTime(clock: PcapngClock, high: number, low: number, sec: Float64Array, nsec: Uint32Array, i: number): void {
  const { fast, offset } = clock;
  if (fast === 0) {
    splitSlowly(clock, high, low, sec, nsec, i);
    return;
  }
  // The quotient of doubles is off by one at most (2⁶⁴ has 11 bits more than a double holds, the quotient fewer). The remainder is below
  // 2³², so modulo 2³² it is exact; where it leaves 0 … fast - 1 the quotient was the wrong one.
  let quotient = Math.floor((high * 4_294_967_296 + low) / fast);
  let rest = (low - Math.imul(quotient >>> 0, fast)) >>> 0;
  if (rest >= fast) {
    if (rest >= 0x8000_0000) {
      quotient--;
      rest = (rest + fast) >>> 0;
    } else {
      quotient++;
      rest -= fast;
    }
  }
  sec[i] = quotient + offset;
  nsec[i] = rest * (1_000_000_000 / fast);
}

function splitSlowly(clock: PcapngClock, high: number, low: number, sec: Float64Array, nsec: Uint32Array, i: number): void {
  const perSecond = BigInt(clock.ticks);
  const ticks = (BigInt(high) << 32n) | BigInt(low);
  sec[i] = Number(ticks / perSecond) + clock.offset;
  nsec[i] = Number(((ticks % perSecond) * 1_000_000_000n) / perSecond);
}

/** Seconds and nanoseconds to ticks; what a coarser clock cannot hold is cut off. @throws ERR_RANGE for what 64 bits of ticks do not hold */
export function joinTime(clock: PcapngClock, sec: number, nsec: number): bigint {
  checkTime(sec, nsec);
  const ticks = BigInt(sec - clock.offset) * BigInt(clock.ticks) + (BigInt(nsec) * BigInt(clock.ticks)) / 1_000_000_000n;
  if (ticks >= 0n && ticks < 1n << 64n) return ticks;
  const last = (1n << 64n) / BigInt(clock.ticks) + BigInt(clock.offset);
  // Of the last second it holds a part.
  const refused = BigInt(sec) === last ? epochText(sec, nsec) : sec;
  throw new PacketwrightError('ERR_RANGE', `this interface's clock holds seconds from ${clock.offset} to ${last}, not ${refused}`, {
    value: sec,
    remedy: ticks < 0n ? OLD_TIMES : laterTimes(sec - clock.offset),
  });
}
