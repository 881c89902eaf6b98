/** The machine's own clock. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../host.ts';

/** @param now milliseconds since 1970, of the clock that packets are stamped with: Node's own drifts away from it when the clock is set */
export function systemClock(now: () => number): Clock {
  return {
    now,
    monotonic: () => performance.now(),
    sleep: async (ms, signal) => {
      try {
        await sleep(ms, undefined, signal === undefined ? {} : { signal });
      } catch (error) {
        // Node wraps the reason into an AbortError of its own.
        signal?.throwIfAborted();
        throw error;
      }
    },
    timer: (ms, f) => {
      const timer = setTimeout(f, ms);
      timer.unref();
      return () => clearTimeout(timer);
    },
  };
}
