/** Timers of any length, and sleep on them. */
import type { Clock } from './host.ts';

/** The longest that a timer of JavaScript takes, ms, some 25 days; a longer one would fire at once. */
const LONGEST_MS = 0x7fff_ffff;

/**
 * Calls `f` once after `ms`, however long that is.
 *
 * @param keepsAlive whether the process waits for it, where there is one
 * @returns what calls it off
 */
export function anyTimer(ms: number, f: () => void, keepsAlive: boolean): () => void {
  let timer: unknown;
  const wait = (left: number): void => {
    timer = setTimeout(() => (left > LONGEST_MS ? wait(left - LONGEST_MS) : f()), Math.min(left, LONGEST_MS));
    // A browser's timers are numbers, and keep nothing alive.
    if (!keepsAlive && typeof timer === 'object') (timer as { unref?(): void }).unref?.();
  };
  wait(ms);
  return () => clearTimeout(timer as number);
}

/** @throws the signal's reason, when it comes first */
export function sleepWith(timer: Clock['timer'], ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason as Error);
      return;
    }
    const cancel = timer(ms, () => {
      signal?.removeEventListener('abort', aborted);
      resolve();
    });
    const aborted = (): void => {
      cancel();
      reject(signal?.reason as Error);
    };
    signal?.addEventListener('abort', aborted, { once: true });
  });
}
