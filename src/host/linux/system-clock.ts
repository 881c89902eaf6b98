/** The machine's own clock. */
import { anyTimer, sleepWith } from '../any-timer.ts';
import type { Clock } from '../host.ts';

/** @param now milliseconds since 1970, of the clock that packets are stamped with: Node's own drifts away from it when the clock is set */
export function systemClock(now: () => number): Clock {
  return {
    now,
    monotonic: () => performance.now(),
    sleep: (ms, signal) => sleepWith((after, f) => anyTimer(after, f, true), ms, signal),
    timer: (ms, f) => anyTimer(ms, f, false),
  };
}
