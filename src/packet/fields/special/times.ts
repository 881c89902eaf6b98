/** Points in time: numbers that show as dates. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { wantNames } from '../../spec/check-field-options.ts';
import { type Field, type FieldOptions, field, type FixedKind, type IntegerKind, type Kind } from '../../spec/field.ts';
import { refuseMaker, shown, wantField } from '../../spec/wants.ts';
import { bigForm } from '../../spec/value-form.ts';

/** Seconds from 1900 to 1970 (RFC 5905 §6). */
const NTP_TO_UNIX = 2_208_988_800;
/** Seconds of an era of NTP: 2^32. */
const ERA = 4_294_967_296;

/** `Sat, 21 Nov 2026 10:47:03 +0000`; undefined for what no calendar has. */
function dateText(unixSeconds: number): string | undefined {
  const date = new Date(unixSeconds * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date.toUTCString().replace('GMT', '+0000');
}

/** What the number of a {@link timestamp} counts. */
export interface TimestampOptions {
  /** Seconds from 1970 to the time that the value 0 means; negative before 1970: -2,208,988,800 for 1900. Default 0. */
  readonly epoch?: number;
  /** Ticks per second: 1000 for milliseconds. Default 1. */
  readonly ticks?: number;
}

/** A number (`u32()`, `u64()` …) that counts time. Read as the number; given as number or Date; shown as a date. */
export function timestamp<R extends number | bigint, G>(base: Field<R, G>, o: TimestampOptions = {}): Field<R, G | Date> {
  wantField('timestamp', 'the number', base);
  wantNames('timestamp', o, ['epoch', 'ticks']);
  const { epoch = 0, ticks = 1 } = o;
  if (!Number.isFinite(epoch) || !Number.isFinite(ticks) || ticks <= 0)
    refuseMaker('timestamp', `epoch is ${shown(epoch)} and ticks ${shown(ticks)}; give numbers, ticks more than 0`);
  const counted = (v: unknown): unknown => {
    if (!(v instanceof Date)) return v;
    const n = Math.floor((v.getTime() / 1000 - epoch) * ticks);
    if (Number.isNaN(n)) throw new PacketwrightError('ERR_VALUE', 'the date given is invalid', { value: v });
    return n;
  };
  const kind = base.kind as (IntegerKind | FixedKind) & Kind;
  const taking =
    kind.form === 'integer'
      ? { ...kind, encode: (v: unknown) => kind.encode(counted(v)) }
      : { ...kind, write: (b: Uint8Array, at: number, v: unknown) => kind.write(b, at, counted(v)) };
  const format = (v: unknown): string => {
    const seconds = Math.floor(Number(v) / ticks) + epoch;
    const text = dateText(seconds);
    return text === undefined ? String(v) : `${text} (${seconds})`;
  };
  return field({ ...taking, label: `time, ${kind.label}`, format } as Kind, base.options);
}

/** ms from 1970 to a 64-bit NTP time stamp, with a fraction. The top bit clear: 2036 or later (RFC 4330 §3). */
export function ntpMs(value: bigint): number {
  const seconds = Number(value >> 32n);
  const era = seconds < ERA / 2 ? ERA : 0;
  return (seconds + era - NTP_TO_UNIX) * 1000 + (Number(value & 0xffff_ffffn) * 1000) / ERA;
}

/** The NTP time stamp of a time in ms since 1970; the fraction is rounded down. */
export function ntpAt(ms: number): bigint {
  const seconds = Math.floor(ms / 1000);
  return (BigInt.asUintN(32, BigInt(seconds + NTP_TO_UNIX)) << 32n) | BigInt(Math.floor(((ms - seconds * 1000) * ERA) / 1000));
}

/** The date of a 64-bit NTP time stamp, to the millisecond; undefined for 0. The top bit clear: 2036 or later (RFC 4330 §3). */
export function ntpDate(value: bigint): Date | undefined {
  return value === 0n ? undefined : new Date(Math.floor(ntpMs(value)));
}

function ntpOf(v: unknown): bigint {
  if (v instanceof Date) {
    const ms = v.getTime();
    if (Number.isNaN(ms)) throw new PacketwrightError('ERR_VALUE', 'the date given is invalid', { value: v });
    const seconds = Math.floor(ms / 1000);
    // Rounded up, so that the millisecond comes back.
    return (BigInt.asUintN(32, BigInt(seconds + NTP_TO_UNIX)) << 32n) | BigInt(Math.ceil(((ms - seconds * 1000) * ERA) / 1000));
  }
  // JSON has bigints as text.
  const isText = typeof v === 'string' && /^\d{1,20}$/.test(v);
  if (typeof v !== 'bigint' && !Number.isInteger(v) && !isText)
    throw new PacketwrightError('ERR_VALUE', `${String(v)} is neither a whole number nor a Date`, { value: v });
  const n = BigInt(v as bigint | string);
  if (n !== BigInt.asUintN(64, n)) throw new PacketwrightError('ERR_RANGE', `${n} does not fit 64 bits`, { value: v });
  return n;
}

/**
 * NTP's time stamp: 32 bits of seconds since 1900 and 32 of their fraction (RFC 5905 §6), as one bigint, so no precision is lost; {@link
 * ntpDate} makes a Date of it. Given as bigint or Date.
 */
export function ntpTime(
  o: Omit<FieldOptions, 'names' | 'default'> & { readonly default?: bigint } = {},
): Field<bigint, bigint | number | Date> {
  return field(
    {
      form: 'fixed',
      octets: 8,
      label: 'NTP time',
      holds: bigForm(64, false),
      initial: 0n,
      read: (b, at) => {
        let n = 0n;
        for (let i = 0; i < 8; i++) n = (n << 8n) | BigInt(b[at + i] as number);
        return n;
      },
      write: (b, at, v) => {
        const n = ntpOf(v);
        for (let i = 0; i < 8; i++) b[at + i] = Number((n >> BigInt(56 - 8 * i)) & 0xffn);
      },
      format: (v) => {
        const date = ntpDate(v as bigint);
        return date === undefined ? '--' : (dateText(Math.floor(date.getTime() / 1000)) as string);
      },
      random: (r) => BigInt.asUintN(64, r.bigint64()),
    },
    o,
  );
}
