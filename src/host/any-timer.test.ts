import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { anyTimer } from './any-timer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const DAY = 86_400_000;

it('fires after a hundred days and no sooner: JavaScript has timers of 25 days at most', () => {
  const fired = vi.fn();
  anyTimer(100 * DAY, fired, true);
  vi.advanceTimersByTime(100 * DAY - 1);
  expect(fired).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(fired).toHaveBeenCalledTimes(1);
});

it('is called off in its second part, too', () => {
  const fired = vi.fn();
  const cancel = anyTimer(60 * DAY, fired, true);
  vi.advanceTimersByTime(30 * DAY);
  cancel();
  vi.advanceTimersByTime(60 * DAY);
  expect(fired).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});
