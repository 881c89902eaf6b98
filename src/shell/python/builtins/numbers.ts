/** Built-in functions on numbers and letters: abs, bin, chr, divmod, hex, ord, pow, round … */
import { Tuple } from '../behaviour.ts';
import { functions } from '../callable.ts';
import { typeError, valueError, zeroDivisionError } from '../errors.ts';
import { asInt, asNumber, float, type Int, int, isFloat, typeName, written } from '../kinds.ts';
import { linked } from '../linked.ts';
import { floatDivmod, powerModulo, roundHalfEven } from '../numbers.ts';
import { fixed } from '../text/format.ts';
import { bytesOf } from '../containers/octets.ts';
import { binary, unary } from '../operators.ts';
import { integer } from '../containers/slices.ts';
import { awaited } from '../waiting.ts';

function whole(value: unknown): Int {
  const number = integer(value);
  if (number === undefined) throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  return number;
}

const inBase =
  (base: number, prefix: string) =>
  (value: unknown): string => {
    const number = whole(value);
    return number < 0 ? `-${prefix}${(-BigInt(number)).toString(base)}` : prefix + number.toString(base);
  };

function abs(value: unknown): unknown {
  const own = written(value, '__abs__');
  if (own !== undefined) return awaited(() => linked.call(own, [value]));
  const number = asInt(value);
  if (number !== undefined) return number < 0 ? unary('-', number) : number;
  if (isFloat(value)) return float(Math.abs(asNumber(value)!));
  if (typeof value === 'object' && value !== null && 'abs' in value && typeof value.abs === 'function') return value.abs();
  throw typeError(`bad operand type for abs(): '${typeName(value)}'`);
}

function ord(value: unknown): number {
  const octets = bytesOf(value);
  const length = octets?.length ?? (typeof value === 'string' ? Array.from(value).length : undefined);
  if (length === undefined) throw typeError(`ord() expected string of length 1, but ${typeName(value)} found`);
  if (length !== 1) throw typeError(`ord() expected a character, but string of length ${length} found`);
  return octets === undefined ? (value as string).codePointAt(0)! : octets[0]!;
}

function chr(value: unknown): string {
  const code = whole(value);
  if (code < 0 || code > 0x10ffff) throw valueError('chr() arg not in range(0x110000)');
  return String.fromCodePoint(Number(code));
}

function divmod(a: unknown, b: unknown): Tuple {
  if (isFloat(a) || isFloat(b)) {
    const [x, y] = [asNumber(a), asNumber(b)];
    if (x !== undefined && y !== undefined) {
      if (y === 0) throw zeroDivisionError('float divmod()');
      return new Tuple(floatDivmod(x, y).map(float));
    }
  }
  return new Tuple([binary('//', a, b), binary('%', a, b)]);
}

function round(value: unknown, digits: unknown): unknown {
  const own = written(value, '__round__');
  if (own !== undefined) return awaited(() => linked.call(own, digits === null ? [value] : [value, digits]));
  const number = asInt(value);
  const places = digits === null ? undefined : Number(whole(digits));
  if (number !== undefined) {
    if (places === undefined || places >= 0) return number;
    const unit = 10n ** BigInt(-places);
    const [big, half] = [BigInt(number), unit / 2n];
    const rest = ((big % unit) + unit) % unit;
    const floor = big - rest;
    return int(rest > half || (rest === half && (floor / unit) % 2n !== 0n) ? floor + unit : floor);
  }
  if (!isFloat(value)) throw typeError(`type ${typeName(value)} doesn't define __round__ method`);
  const double = asNumber(value)!;
  if (places === undefined) return roundHalfEven(double);
  if (!Number.isFinite(double)) return double;
  if (places > 300) return value;
  if (places >= 0) return float(Number((double < 0 ? '-' : '') + fixed(Math.abs(double), places)));
  const unit = 10 ** -places;
  return float(Number(roundHalfEven(double / unit)) * unit);
}

function pow(a: unknown, b: unknown, m: unknown): unknown {
  if (m === null) return binary('**', a, b);
  return powerModulo(whole(a), whole(b), whole(m));
}

export const numberFunctions = functions({
  'abs(x, /)': abs,
  'bin(number, /)': inBase(2, '0b'),
  'oct(number, /)': inBase(8, '0o'),
  'hex(number, /)': inBase(16, '0x'),
  'chr(i, /)': chr,
  'unichr(i, /)': chr,
  'ord(c, /)': ord,
  'divmod(x, y, /)': divmod,
  'pow(base, exp, mod=None)': pow,
  'round(number, ndigits=None)': round,
});
