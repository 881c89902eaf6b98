/** The options of all that sends or listens, checked in one place: their names, and numbers that are none. */
import { PacketwrightError } from '../bytes/errors.ts';
import { checkOptions, type OptionNames } from '../bytes/known-options.ts';
import { shown } from '../packet/spec/wants.ts';

interface Wanted {
  readonly fits: (n: number) => boolean;
  readonly give: string;
}

const WAIT: Wanted = { fits: (n) => n >= 0, give: 'give a number of milliseconds, 0 or more' };
const COUNT: Wanted = {
  fits: (n) => n >= 0 && (Number.isInteger(n) || n === Number.POSITIVE_INFINITY),
  give: 'give a whole number, 0 or more',
};

/** What must be a number, by its name. */
const NUMBERS: Readonly<Record<string, Wanted>> = {
  timeoutMs: WAIT,
  intervalMs: WAIT,
  everyMs: { ...WAIT, fits: (n) => n >= 0 && n < Number.POSITIVE_INFINITY },
  durationMs: WAIT,
  count: COUNT,
  rate: { fits: (n) => n > 0 && n < Number.POSITIVE_INFINITY, give: 'give a number of packets a second, more than 0' },
  retry: { fits: Number.isInteger, give: 'give a whole number' },
};

/** Refuses options that `what` does not have, and numbers that make no sense there. @throws ERR_VALUE, ERR_RANGE */
export function checkExchangeOptions<O extends object>(what: string, o: O, names: OptionNames<O>): void {
  checkOptions(what, o, names);
  for (const name in o) {
    const value: unknown = o[name];
    const wanted = NUMBERS[name];
    if (wanted === undefined || value === undefined || (typeof value === 'number' && wanted.fits(value))) continue;
    throw new PacketwrightError('ERR_RANGE', `${what}: ${name} is ${shown(value)}; ${wanted.give}`, { [name]: value });
  }
  const { intervalMs, rate } = o as { readonly intervalMs?: unknown; readonly rate?: unknown };
  if (intervalMs !== undefined && rate !== undefined)
    throw new PacketwrightError('ERR_VALUE', `${what}: intervalMs and rate both say how fast to send`, {
      intervalMs,
      rate,
      remedy: 'give one of them',
    });
}
