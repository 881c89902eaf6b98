/** Indexes and slices: where they lead in something of a length. */
import { INTEGER, type Slice } from '../behaviour.ts';
import { typeError, valueError } from '../errors.ts';
import { asInt, having, written } from '../kinds.ts';
import { linked } from '../linked.ts';
import { awaited } from '../waiting.ts';

/** The number that can be an index; undefined when the value is none. */
export function index(value: unknown): number | undefined {
  const number = integer(value);
  return number === undefined ? undefined : Number(number);
}

/** The int that a value stands for, with its `__index__`. */
export function integer(value: unknown): number | bigint | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  const plain = asInt(value);
  if (plain !== undefined) return plain;
  const own = written(value, '__index__');
  if (own !== undefined) return asInt(awaited(() => linked.call(own, [value])));
  const number = having(value, INTEGER)?.[INTEGER]();
  return number;
}

export interface Places {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
  readonly count: number;
}

/** Where a slice leads in something of `length` items. */
export function resolve(slice: Slice, length: number): Places {
  const given = (value: unknown): number | undefined => {
    if (value === null || value === undefined) return undefined;
    const number = index(value);
    if (number === undefined) throw typeError('slice indices must be integers or None or have an __index__ method');
    return number;
  };
  const step = given(slice.step) ?? 1;
  if (step === 0) throw valueError('slice step cannot be zero');
  const [low, high] = step > 0 ? [0, length] : [-1, length - 1];
  const place = (value: number | undefined, absent: number): number => {
    if (value === undefined) return absent;
    return value < 0 ? Math.max(value + length, low) : Math.min(value, high);
  };
  const start = place(given(slice.start), step > 0 ? low : high);
  const stop = place(given(slice.stop), step > 0 ? high : low);
  const count = step > 0 ? Math.max(0, Math.ceil((stop - start) / step)) : Math.max(0, Math.ceil((start - stop) / -step));
  return { start, stop, step, count };
}

/** The places themselves, in the slice's order. */
export const placesOf = ({ start, step, count }: Places): number[] => Array.from({ length: count }, (_, i) => start + i * step);
