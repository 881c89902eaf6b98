import { describe, expect, it } from 'vitest';
import { Pace } from './pace.ts';

/** A clock that the test moves, and what was shown. */
function paced() {
  const clock = { ms: 0 };
  const shown: (string | undefined)[] = [];
  const pace = new Pace({ progress: (text) => shown.push(text) }, () => clock.ms);
  return { clock, shown, pace };
}

describe('a pace', () => {
  it('gives way every 20 ms, so that what waits for a turn of the loop has it', async () => {
    const { clock, pace } = paced();
    clock.ms = 19;
    expect(pace.step()).toBeUndefined();
    clock.ms = 20;
    let heard = false;
    setImmediate(() => {
      heard = true;
    });
    await pace.step();
    expect(heard).toBe(true);
    clock.ms = 39;
    expect(pace.step()).toBeUndefined();
  });

  it('tells from a second on how much has passed, five times a second, with the part where it is known', async () => {
    const { clock, pace, shown } = paced();
    pace.took({ n: 2, captured: Uint32Array.of(1_000_000, 250_000, 9) });
    clock.ms = 999;
    await pace.step();
    expect(shown).toEqual([]);
    for (clock.ms = 1020; clock.ms < 1400; clock.ms += 20) await pace.step();
    expect(shown).toEqual(['2 packets, 1.3 MB', '2 packets, 1.3 MB']);
    pace.position = { at: 455, size: 1000 };
    await pace.step();
    clock.ms = 2000;
    await pace.step();
    expect(shown.at(-1)).toBe('2 packets, 1.3 MB, 45 %');
  });
});
