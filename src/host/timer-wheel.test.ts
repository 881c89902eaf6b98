import { seconds } from '../../test/support/growth.ts';
import { expect, it } from 'vitest';
import { seededRandom } from '../bytes/random.ts';
import { systemClock } from '../host/linux/system-clock.ts';
import { TimerWheel, type WheelTimer } from './timer-wheel.ts';

/** A clock that the test moves, with one timer, as the host's has many. */
class HandClock {
  ms = 0;
  /** When its timer is due; how often one was set. */
  due: { readonly ms: number; readonly f: () => void } | undefined;
  set = 0;
  monotonic = (): number => this.ms;
  timer = (ms: number, f: () => void): (() => void) => {
    if (this.due !== undefined) throw new Error('a second timer');
    const due = { ms: this.ms + ms, f };
    this.due = due;
    this.set++;
    return () => {
      if (this.due === due) this.due = undefined;
    };
  };
  /** Goes on, and fires its timer on the way at the very time at which it is due. */
  goTo(ms: number): void {
    while (this.due !== undefined && this.due.ms <= ms) {
      const { ms: at, f } = this.due;
      this.due = undefined;
      this.ms = Math.max(this.ms, at);
      f();
    }
    this.ms = ms;
  }
}

interface Known {
  readonly number: number;
  readonly timer: WheelTimer;
  dueMs: number;
  tick: number;
  order: number;
  ms: number;
}

const TICKS = [1, 0.25, 7];

it.each(TICKS)('does with random timers what a sorted list does (tick %f ms)', (tickMs) => {
  const random = seededRandom(tickMs * 4);
  const clock = new HandClock();
  clock.ms = 1234.5678;
  const began = clock.ms;
  const wheel = new TimerWheel(clock, { tickMs });
  const fired: string[] = [];
  let list: Known[] = [];
  const all: Known[] = [];
  let order = 0;
  // From none to 3 rounds of the whole wheel.
  const part = (): number => random.below(1 << 20) / (1 << 20);
  const length = (): number => random.pick([0, 1, 10, 100, 1e4, 1e6, 1e8, 3.3e9 * tickMs]) * part();
  for (let step = 0; step < 5000; step++) {
    const what = random.below(10);
    if (what < 5) {
      const ms = length();
      const number = all.length;
      const timer = wheel.set(ms, () => fired.push(`${number} at ${tickOf(clock.ms)}`));
      const known = { number, timer, dueMs: clock.ms + ms, tick: tickFor(ms), order: order++, ms };
      all.push(known);
      list.push(known);
    } else if (what < 7 && all.length > 0) {
      const known = random.pick(all);
      known.timer.cancel();
      list = list.filter((one) => one !== known);
      expect(known.timer.isSet).toBe(false);
    } else if (what < 8 && all.length > 0) {
      const known = random.pick(all);
      const ms = random.below(2) === 0 ? undefined : length();
      known.timer.renew(ms);
      known.ms = ms ?? known.ms;
      known.dueMs = clock.ms + known.ms;
      known.tick = tickFor(known.ms);
      known.order = order++;
      list = [...list.filter((one) => one !== known), known];
    } else {
      const to = clock.ms + random.pick([0, 0.1, 1, 50, 5000, 1e6, random.below(300) === 0 ? 2e9 * tickMs : 3]) * part();
      clock.goTo(to);
      const isDue = ({ tick }: Known): boolean => tick <= Math.floor((to - began) / tickMs);
      const expected = list.filter(isDue).sort((a, b) => a.tick - b.tick || a.dueMs - b.dueMs || a.order - b.order);
      list = list.filter((one) => !isDue(one));
      expect(fired.splice(0)).toEqual(expected.map(({ number, tick }) => `${number} at ${tick}`));
    }
    if (step % 64 === 0) expect(wheel.size).toBe(list.length);
  }
  /** Up to a tick late; one that is due now, with the next tick. */
  function tickFor(ms: number): number {
    return Math.max(Math.ceil((clock.ms + ms - began) / tickMs), Math.floor((clock.ms - began) / tickMs) + 1);
  }
  function tickOf(ms: number): number {
    return Math.round((ms - began) / tickMs);
  }
});

it('fires never before its time, by the clock of this machine', async () => {
  const clock = systemClock(Date.now);
  const wheel = new TimerWheel(clock);
  const early: number[] = [];
  await new Promise<void>((resolve) => {
    let left = 2000;
    for (let i = 0; i < 2000; i++) {
      const ms = (i * 37) % 150.5;
      const due = clock.monotonic() + ms;
      wheel.set(ms, () => {
        if (clock.monotonic() < due) early.push(ms);
        if (--left === 0) resolve();
      });
    }
    // The wheel's timer keeps no process alive; this test does.
    const alive = setInterval(() => left === 0 && clearInterval(alive), 10);
  });
  expect(early).toEqual([]);
  expect(wheel.size).toBe(0);
});

it('uses one timer of the clock, and none when it has none', () => {
  const clock = new HandClock();
  const wheel = new TimerWheel(clock);
  expect(clock.due).toBeUndefined();
  const timers = Array.from({ length: 1000 }, () => wheel.set(200, () => undefined));
  expect(clock.set).toBe(1);
  for (const timer of timers) timer.renew();
  expect(clock.set).toBe(1);
  for (const timer of timers) timer.cancel();
  expect(clock.due).toBeUndefined();
  clock.goTo(1e6);
  wheel.set(5, () => undefined);
  expect(clock.due?.ms, 'the time without timers is not looked at').toBe(1e6 + 5);
});

it('lets a function set, renew and cancel', () => {
  const clock = new HandClock();
  const wheel = new TimerWheel(clock);
  const said: string[] = [];
  const other = wheel.set(10, () => said.push('other'));
  const again = wheel.set(10, () => {
    said.push(`again ${clock.ms}`);
    if (clock.ms < 25) again.renew();
  });
  const first = wheel.set(9.5, () => {
    said.push('first');
    other.cancel();
    wheel.set(0, () => said.push(`soon ${clock.ms}`));
  });
  clock.goTo(100);
  expect(said).toEqual(['first', 'again 10', 'soon 11', 'again 20', 'again 30']);
  expect([first.isSet, wheel.size]).toEqual([false, 0]);
});

it('goes on after a function that throws', () => {
  const clock = new HandClock();
  const wheel = new TimerWheel(clock);
  const said: string[] = [];
  wheel.set(5, () => {
    throw new Error('mine');
  });
  wheel.set(5, () => said.push('the next one'));
  expect(() => clock.goTo(5)).toThrow('mine');
  clock.goTo(5);
  expect(said).toEqual(['the next one']);
});

it('runs by the time of packets', () => {
  let ms = 1_700_000_000_000;
  const wheel = new TimerWheel({ monotonic: () => ms });
  const said: number[] = [];
  wheel.set(3_600_000, () => said.push(ms));
  ms += 3_599_999;
  expect(wheel.advance()).toBe(0);
  ms += 2;
  expect(wheel.advance()).toBe(1);
  wheel.set(1, () => said.push(ms));
  wheel.close();
  ms += 2;
  expect(wheel.advance()).toBe(0);
  expect(said).toEqual([1_700_003_600_001]);
});

it('costs the same with many timers', () => {
  const renewed = (timers: number): number => {
    const clock = new HandClock();
    const wheel = new TimerWheel(clock);
    const all = Array.from({ length: timers }, (_, i) => wheel.set(200 + (i % 1000), () => undefined));
    let best = Infinity;
    for (let run = 0; run < 5; run++) {
      best = Math.min(
        best,
        seconds(() => {
          for (let i = 0; i < 20_000; i++) (all[(i * 7919) % timers] as WheelTimer).renew();
        }),
      );
    }
    return best;
  };
  renewed(100);
  // A sorted list would take 1000 times as long; caches take some four times.
  expect(renewed(100_000)).toBeLessThan(50 * renewed(100) + 0.02);
});

it.each([
  [-1, /0 to/],
  [NaN, /0 to/],
  [Infinity, /0 to/],
])('refuses a time of %f ms', (ms, message) => {
  expect(() => new TimerWheel(new HandClock()).set(ms, () => undefined)).toThrow(message);
});

it('refuses a tick that is none', () => {
  expect(() => new TimerWheel(new HandClock(), { tickMs: 0 })).toThrow(/more than 0/);
  expect(() => new TimerWheel(new HandClock(), { tick: 1 } as never)).toThrow(/tickMs/);
});
