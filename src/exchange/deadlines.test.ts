import { describe, expect, it } from 'vitest';
import type { Clock } from '../host/host.ts';
import { type Deadline, Deadlines } from './deadlines.ts';

/** A clock that goes when it is told to, and counts the timers that were asked for. */
function handClock() {
  let now = 1000;
  const timers = new Set<{ at: number; f: () => void }>();
  let asked = 0;
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    sleep: () => Promise.reject(new Error('nobody sleeps here')),
    timer: (ms, f) => {
      asked++;
      const one = { at: now + ms, f };
      timers.add(one);
      return () => timers.delete(one);
    },
  };
  const go = (ms: number): void => {
    const until = now + ms;
    for (;;) {
      const next = [...timers].filter((t) => t.at <= until).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      timers.delete(next);
      now = next.at;
      next.f();
    }
    now = until;
  };
  return { clock, go, asked: () => asked, open: () => timers.size };
}

describe('deadlines', () => {
  it('come when they are due, and never when they were called off', () => {
    const { clock, go, open } = handClock();
    const all = new Deadlines(clock);
    const log: string[] = [];
    const one = (name: string, ms: number): Deadline => ({
      at: clock.monotonic() + ms,
      due: () => log.push(`${name} ${clock.monotonic()}`),
    });
    const off = one('off', 50);
    for (const d of [one('late', 300), off, one('soon', 100)]) all.add(d);
    all.callOff(off);
    go(99 - 1);
    expect(log).toEqual([]);
    go(500);
    expect(log).toEqual(['soon 1100', 'late 1300']);
    expect(open()).toBe(0);
    all.add(one('again', 10));
    go(10);
    expect(log.at(-1)).toBe('again 1608');
  });

  it('cost one timer for many that are called off', () => {
    const { clock, go, asked } = handClock();
    const all = new Deadlines(clock);
    for (let i = 0; i < 1000; i++) {
      const one = { at: clock.monotonic() + 2000, due: () => expect.unreachable() };
      all.add(one);
      go(1);
      all.callOff(one);
    }
    expect(asked()).toBe(1);
  });

  it('may be added by one that is due, and end with clear', () => {
    const { clock, go, open } = handClock();
    const all = new Deadlines(clock);
    let ticks = 0;
    const again = (): void => all.add({ at: clock.monotonic() + 100, due: () => ++ticks < 3 && again() });
    again();
    go(1000);
    expect([ticks, open()]).toEqual([3, 0]);
    ticks = 0;
    again();
    all.clear();
    go(1000);
    expect([ticks, open()]).toEqual([0, 0]);
  });
});
