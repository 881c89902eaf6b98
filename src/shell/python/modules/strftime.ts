/** Times by Python's letters: `strftime`, `strptime`. Years, months from 1, the rest as calendars count. */
import { valueError } from '../errors.ts';
import { textRepr } from '../text/repr.ts';

export interface Moment {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  /** Seconds east of Greenwich; undefined where nobody said. */
  readonly offset?: number | undefined;
  readonly zone?: string | undefined;
}

export const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const DAY_MS = 86_400_000;

/** Days since 1 January of the year 1, which is day 1. */
export function ordinal(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / DAY_MS) + 719163;
}

export function fromOrdinal(days: number): { year: number; month: number; day: number } {
  const date = new Date((days - 719163) * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** 0 is Monday. */
export const weekday = (m: Moment): number => (ordinal(m.year, m.month, m.day) + 6) % 7;
export const dayOfYear = (m: Moment): number => ordinal(m.year, m.month, m.day) - ordinal(m.year, 1, 1) + 1;

/** ISO's year, week and day. */
export function isoWeek(m: Moment): readonly [number, number, number] {
  const day = weekday(m);
  const thursday = fromOrdinal(ordinal(m.year, m.month, m.day) - day + 3);
  const week = Math.floor((ordinal(thursday.year, thursday.month, thursday.day) - ordinal(thursday.year, 1, 1)) / 7) + 1;
  return [thursday.year, week, day + 1];
}

export const two = (value: number): string => String(value).padStart(2, '0');
const short = (name: string): string => name.slice(0, 3);

/** `+01:00`. */
export function offsetText(seconds: number, colon: boolean): string {
  const magnitude = Math.abs(seconds);
  const by = colon ? ':' : '';
  const rest = magnitude % 60 === 0 ? '' : `${by}${two(magnitude % 60)}`;
  return `${seconds < 0 ? '-' : '+'}${two(Math.floor(magnitude / 3600))}${by}${two(Math.floor(magnitude / 60) % 60)}${rest}`;
}

export function strftime(m: Moment, format: string): string {
  return format.replace(/%(-?)([a-zA-Z%])/g, (all: string, bare: string, letter: string) => {
    const text = letterOf(m, letter);
    if (text === undefined) return all;
    return bare === '' ? text : text.replace(/^0+(?=\d)/, '');
  });
}

function letterOf(m: Moment, letter: string): string | undefined {
  const time = `${two(m.hour)}:${two(m.minute)}:${two(m.second)}`;
  switch (letter) {
    case 'Y':
      return String(m.year);
    case 'y':
      return two(m.year % 100);
    case 'm':
      return two(m.month);
    case 'd':
      return two(m.day);
    case 'e':
      return String(m.day).padStart(2);
    case 'H':
      return two(m.hour);
    case 'I':
      return two(m.hour % 12 === 0 ? 12 : m.hour % 12);
    case 'M':
      return two(m.minute);
    case 'S':
      return two(m.second);
    case 'f':
      return String(m.microsecond).padStart(6, '0');
    case 'p':
      return m.hour < 12 ? 'AM' : 'PM';
    case 'a':
      return short(DAYS[weekday(m)]!);
    case 'A':
      return DAYS[weekday(m)]!;
    case 'b':
    case 'h':
      return short(MONTHS[m.month - 1]!);
    case 'B':
      return MONTHS[m.month - 1]!;
    case 'j':
      return String(dayOfYear(m)).padStart(3, '0');
    case 'w':
      return String((weekday(m) + 1) % 7);
    case 'u':
      return String(weekday(m) + 1);
    case 'U':
      return two(Math.floor((dayOfYear(m) + 6 - ((weekday(m) + 1) % 7)) / 7));
    case 'W':
      return two(Math.floor((dayOfYear(m) + 6 - weekday(m)) / 7));
    case 'V':
      return two(isoWeek(m)[1]);
    case 'G':
      return String(isoWeek(m)[0]);
    case 'c':
      return `${short(DAYS[weekday(m)]!)} ${short(MONTHS[m.month - 1]!)} ${String(m.day).padStart(2)} ${time} ${m.year}`;
    case 'x':
    case 'D':
      return `${two(m.month)}/${two(m.day)}/${two(m.year % 100)}`;
    case 'X':
    case 'T':
      return time;
    case 'R':
      return `${two(m.hour)}:${two(m.minute)}`;
    case 'F':
      return `${m.year}-${two(m.month)}-${two(m.day)}`;
    case 'z':
      return m.offset === undefined ? '' : offsetText(m.offset, false);
    case 'Z':
      return m.zone ?? '';
    case 's':
      return String(Math.floor(new Date(m.year, m.month - 1, m.day, m.hour, m.minute, m.second).getTime() / 1000));
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case '%':
      return '%';
    default:
      return undefined;
  }
}

const PATTERNS: Readonly<Record<string, string>> = {
  Y: '(?<Y>\\d{4})',
  y: '(?<y>\\d{2})',
  m: '(?<m>1[0-2]|0?[1-9])',
  d: '(?<d>3[01]|[12]\\d|0?[1-9]| [1-9])',
  H: '(?<H>2[0-3]|[01]?\\d)',
  I: '(?<I>1[0-2]|0?[1-9])',
  M: '(?<M>[0-5]?\\d)',
  S: '(?<S>6[01]|[0-5]?\\d)',
  f: '(?<f>\\d{1,6})',
  p: '(?<p>am|pm)',
  j: '(?<j>\\d{1,3})',
  b: `(?<b>${MONTHS.map(short).join('|')})`,
  B: `(?<B>${MONTHS.join('|')})`,
  a: `(?:${DAYS.map(short).join('|')})`,
  A: `(?:${DAYS.join('|')})`,
  z: '(?<z>[+-]\\d\\d:?\\d\\d(?::?\\d\\d)?|Z)',
  Z: '(?<Z>UTC|GMT|)',
  w: '[0-6]',
  '%': '%',
};
const WHOLE: Readonly<Record<string, string>> = {
  T: '%H:%M:%S',
  X: '%H:%M:%S',
  F: '%Y-%m-%d',
  D: '%m/%d/%y',
  x: '%m/%d/%y',
  R: '%H:%M',
  c: '%a %b %d %H:%M:%S %Y',
};

export function strptime(text: string, format: string): Moment {
  const spelt = format.replace(/%([TXFDxRc])/g, (_, letter: string) => WHOLE[letter]!);
  const pattern = spelt.replace(/%(.)|([.*+?^${}()|[\]\\])|(\s+)/g, (_, letter, special, space) => {
    if (special !== undefined) return `\\${special}`;
    if (space !== undefined) return '\\s+';
    const one = PATTERNS[letter as string];
    if (one === undefined) throw valueError(`'${letter}' is a bad directive in format '${format}'`);
    return one;
  });
  const found = new RegExp(`^${pattern}`, 'i').exec(text);
  if (found === null) throw valueError(`time data ${textRepr(text)} does not match format ${textRepr(format)}`);
  if (found[0].length !== text.length) throw valueError(`unconverted data remains: ${text.slice(found[0].length)}`);
  return moment(found.groups ?? {});
}

function moment(g: Readonly<Record<string, string | undefined>>): Moment {
  const number = (value: string | undefined, absent: number): number => (value === undefined ? absent : Number(value));
  const name = (g['b'] ?? g['B'])?.toLowerCase().slice(0, 3);
  const month = name === undefined ? number(g['m'], 1) : MONTHS.findIndex((one) => one.toLowerCase().startsWith(name)) + 1;
  const short2 = number(g['y'], 0);
  const year = g['Y'] !== undefined ? Number(g['Y']) : g['y'] !== undefined ? short2 + (short2 < 69 ? 2000 : 1900) : 1900;
  let hour = number(g['H'], 0);
  if (g['I'] !== undefined) hour = (Number(g['I']) % 12) + (g['p']?.toLowerCase() === 'pm' ? 12 : 0);
  const date = g['j'] === undefined ? { year, month, day: number(g['d'], 1) } : fromOrdinal(ordinal(year, 1, 1) + Number(g['j']) - 1);
  if (g['j'] === undefined && fromOrdinal(ordinal(year, month, date.day)).day !== date.day)
    throw valueError('day is out of range for month');
  const z = g['z'];
  const parts = z === undefined ? null : /([+-])(\d\d):?(\d\d):?(\d\d)?/.exec(z);
  const offset =
    z === undefined
      ? undefined
      : parts === null
        ? 0
        : (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 3600 + Number(parts[3]) * 60 + Number(parts[4] ?? 0));
  return {
    ...date,
    hour,
    minute: number(g['M'], 0),
    second: number(g['S'], 0),
    microsecond: Number((g['f'] ?? '0').padEnd(6, '0')),
    offset,
  };
}
