/** The module `time`. */
import { GET, REPR, Tuple, UNKNOWN } from '../behaviour.ts';
import { functions } from '../callable.ts';
import { keyboardInterrupt, PyError, typeError, valueError } from '../errors.ts';
import { asNumber, float, int, typeName } from '../kinds.ts';
import type { Session } from '../session.ts';
import { dayOfYear, type Moment, strftime, strptime, weekday } from './strftime.ts';

const FIELDS = ['tm_year', 'tm_mon', 'tm_mday', 'tm_hour', 'tm_min', 'tm_sec', 'tm_wday', 'tm_yday', 'tm_isdst'] as const;

/** `time.localtime()`: a tuple whose places have names. */
class StructTime extends Tuple {
  [GET](name: string): unknown {
    const at = FIELDS.indexOf(name as (typeof FIELDS)[number]);
    return at < 0 ? UNKNOWN : this[at];
  }
  [REPR](): string {
    return `time.struct_time(${FIELDS.map((name, i) => `${name}=${String(this[i])}`).join(', ')})`;
  }
}

const structTime = (m: Moment, summer: number): StructTime =>
  new StructTime([m.year, m.month, m.day, m.hour, m.minute, m.second, weekday(m), dayOfYear(m), summer]);

export function localMoment(seconds: number): Moment {
  const date = new Date(Math.floor(seconds) * 1000);
  const microsecond = Math.round((seconds - Math.floor(seconds)) * 1e6);
  return {
    year: date.getFullYear(),
    month: date.getMonth() + 1,
    day: date.getDate(),
    hour: date.getHours(),
    minute: date.getMinutes(),
    second: date.getSeconds(),
    microsecond,
  };
}

export function utcMoment(seconds: number): Moment {
  const date = new Date(Math.floor(seconds) * 1000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    microsecond: Math.round((seconds - Math.floor(seconds)) * 1e6),
  };
}

const seconds = (value: unknown): number => {
  if (value === null) return Date.now() / 1000;
  const number = asNumber(value);
  if (number === undefined) throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  return number;
};

const momentOf = (value: unknown): Moment => {
  if (value === null) return localMoment(Date.now() / 1000);
  const [year = 1900, month = 1, day = 1, hour = 0, minute = 0, second = 0] = (value as readonly unknown[]).map(Number);
  return { year, month, day, hour, minute, second, microsecond: 0 };
};

/** Waits; Ctrl-C ends it. */
export function sleep(session: Session, secondsToWait: number): Promise<null> {
  if (secondsToWait < 0) throw valueError('sleep length must be non-negative');
  const signal = session.signal();
  if (signal?.aborted) throw new PyError(keyboardInterrupt);
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new PyError(keyboardInterrupt));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve(null);
    }, secondsToWait * 1000);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

export function names(session: Session): Record<string, unknown> {
  const began = performance.now();
  return {
    timezone: new Date(2020, 0, 1).getTimezoneOffset() * 60,
    tzname: new Tuple(['UTC', 'UTC']),
    ...functions({
      'time()': () => float(Date.now() / 1000),
      'time_ns()': () => int(BigInt(Date.now()) * 1000000n),
      'sleep(secs, /)': (value: unknown) => sleep(session, seconds(value)),
      'perf_counter()': () => float(performance.now() / 1000),
      'perf_counter_ns()': () => int(BigInt(Math.round(performance.now() * 1e6))),
      'monotonic()': () => float(performance.now() / 1000),
      'process_time()': () => float(process.cpuUsage().user / 1e6),
      'clock()': () => float((performance.now() - began) / 1000),
      'localtime(secs=None, /)': (value: unknown) => structTime(localMoment(seconds(value)), 0),
      'gmtime(secs=None, /)': (value: unknown) => structTime(utcMoment(seconds(value)), 0),
      'mktime(t, /)': (value: unknown) => {
        const m = momentOf(value);
        return float(new Date(m.year, m.month - 1, m.day, m.hour, m.minute, m.second).getTime() / 1000);
      },
      'ctime(secs=None, /)': (value: unknown) => strftime(localMoment(seconds(value)), '%c'),
      'asctime(t=None, /)': (value: unknown) => strftime(momentOf(value), '%c'),
      'strftime(format, t=None, /)': (format: string, value: unknown) => strftime(momentOf(value), format),
      'strptime(text, format, /)': (text: string, format: string) => structTime(strptime(text, format), -1),
    }),
  };
}
