/** The words of `pkw bridge`: chances, times, rates, and what is none. What it does is in test/live/stack/bridge.test.ts. */
import { describe, expect, it } from 'vitest';
import { chanceOption, durationOption, rateOption } from '../../src/cli/commands/exchange/line-words.ts';
import { runCli } from '../support/run-cli.ts';

describe('pkw bridge', () => {
  it('reads chances, times and rates', () => {
    expect(['5%', '0.05', '100%', '.1%', '0', '1'].map(chanceOption('--loss'))).toEqual([0.05, 0.05, 1, 0.001, 0, 1]);
    expect(['20ms', '1.5s', '300us', '7'].map(durationOption('--delay'))).toEqual([20, 1500, 0.3, 7]);
    expect(['10mbit', '500kbit', '1Gbit', '9600', '9600bit', '2.5mbps', '10m'].map(rateOption('--rate'))).toEqual([
      10e6, 500e3, 1e9, 9600, 9600, 2.5e6, 10e6,
    ]);
  });

  it.each([
    [['--loss', '101%'], '--loss 101%: expected a chance, as in 5% or 0.05'],
    [['--loss', '5'], '--loss 5: expected a chance, as in 5% or 0.05'],
    [['--delay', '20 minutes'], '--delay 20 minutes: expected a time, as in 20ms or 1.5s'],
    [['--rate', '0'], '--rate 0: expected bits a second, as in 10mbit or 500kbit'],
    [['--there', '--back'], '--there and --back cannot be used together; without them both ways are bad'],
  ])('%j', async (words, said) => {
    const { status, out, err } = await runCli(['bridge', 'xa', 'xb', ...words]);
    expect([status, out, err]).toEqual([2, '', `pkw bridge: ${said}\n`]);
  });

  it('wants two interfaces that differ', async () => {
    const alone = await runCli(['bridge', 'xa']);
    expect([alone.status, alone.err.split('\n').length]).toEqual([2, 2]);
    const same = await runCli(['bridge', 'lo', 'lo']);
    expect([same.status, same.err]).toEqual([1, expect.stringMatching(/both sides are the same/)]);
  });
});
