/** `'%-5s|%04x' % (a, b)`, for text and for bytes. */
import { Tuple } from '../behaviour.ts';
import { Dict } from '../containers/dict.ts';
import { overflowError, typeError, valueError } from '../errors.ts';
import { floatDigits, pad } from './format.ts';
import { asInt, asNumber, isFloat, isPlain, typeName } from '../kinds.ts';
import { nativeItem } from '../items.ts';
import { linked } from '../linked.ts';
import { bytesOf, fromLatin1, latin1, needBytes } from '../containers/octets.ts';
import { asciiOf } from './repr.ts';
import { truncate } from '../numbers.ts';

const DIRECTIVE = /%(?:\(([^)]*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+)?)?[hlL]?(.)?/gsu;

/** A way to write what `%s` stands for. */
type Texts = (value: unknown, letter: string) => string | undefined;

const asText: Texts = (value, letter) =>
  letter === 's' ? linked.str(value) : letter === 'r' ? linked.repr(value) : letter === 'a' ? asciiOf(value) : undefined;

export const percent = (format: string, given: unknown): string => filled(format, given, asText, 'string');

export function bytesPercent(format: Uint8Array, given: unknown): Uint8Array {
  const texts: Texts = (value, letter) => {
    if (letter === 's' || letter === 'b') return latin1(needBytes(value));
    return letter === 'r' || letter === 'a' ? asciiOf(value) : undefined;
  };
  return fromLatin1(filled(latin1(format), given, texts, 'bytes'));
}

function filled(format: string, given: unknown, texts: Texts, kind: string): string {
  const values: unknown[] = given instanceof Tuple ? [...given] : [given];
  const mapping = given instanceof Dict || isPlain(given);
  let next = 0;
  let byName = false;
  const take = (): unknown => {
    if (next >= values.length) throw typeError(`not enough arguments for format ${kind}`);
    return values[next++];
  };
  const text = format.replace(DIRECTIVE, (all: string, key: string | undefined, flags: string, width, precision, letter, at: number) => {
    if (letter === '%') return '%';
    if (letter === undefined) throw valueError('incomplete format');
    const room = width === '*' ? Number(take()) : Number(width ?? 0);
    const places =
      all.includes('.') && /\.(\*|\d*)[hlL]?.$/su.test(all) ? (precision === '*' ? Number(take()) : Number(precision ?? 0)) : undefined;
    if (key !== undefined) {
      if (!mapping) throw typeError('format requires a mapping');
      byName = true;
    }
    const value = key === undefined ? take() : nativeItem(given, kind === 'bytes' ? fromLatin1(key) : key);
    return directive({ value, flags, width: room, precision: places, letter, at: at + all.length - 1 }, texts);
  });
  if (!byName && next < values.length && !mapping && !(next === 0 && Array.isArray(given) && !(given instanceof Tuple)))
    throw typeError(`not all arguments converted during ${kind} formatting`);
  return text;
}

interface Directive {
  readonly value: unknown;
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly letter: string;
  readonly at: number;
}

function directive({ value, flags, width, precision, letter, at }: Directive, texts: Texts): string {
  const left = flags.includes('-') || width < 0;
  const room = Math.abs(width);
  const plain = texts(value, letter);
  if (plain !== undefined)
    return pad(precision === undefined ? plain : Array.from(plain).slice(0, precision).join(''), room, left ? '<' : '>', ' ');
  if (letter === 'c') return pad(character(value), room, left ? '<' : '>', ' ');
  const { negative, prefix, digits } = 'diuxXo'.includes(letter)
    ? whole(value, letter, precision, flags)
    : 'eEfFgG'.includes(letter)
      ? real(value, letter, precision, flags)
      : unknownLetter(letter, at);
  const sign = negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  if (flags.includes('0') && !left) return sign + prefix + digits.padStart(room - sign.length - prefix.length, '0');
  return pad(sign + prefix + digits, room, left ? '<' : '>', ' ');
}

function unknownLetter(letter: string, at: number): never {
  throw valueError(`unsupported format character '${letter}' (0x${letter.codePointAt(0)!.toString(16)}) at index ${at}`);
}

function character(value: unknown): string {
  const octets = bytesOf(value);
  if (octets?.length === 1) return latin1(octets);
  const code = asInt(value);
  if (code !== undefined) {
    if (code < 0 || code > 0x10ffff) throw overflowError('%c arg not in range(0x110000)');
    return String.fromCodePoint(Number(code));
  }
  if (typeof value === 'string' && Array.from(value).length === 1) return value;
  throw typeError('%c requires int or char');
}

interface Digits {
  readonly negative: boolean;
  readonly prefix: string;
  readonly digits: string;
}

function whole(value: unknown, letter: string, precision: number | undefined, flags: string): Digits {
  let number = asInt(value);
  if (number === undefined && isFloat(value) && 'diu'.includes(letter)) number = truncate(asNumber(value)!);
  if (number === undefined) {
    const wanted = 'diu'.includes(letter) ? 'a real number' : 'an integer';
    throw typeError(`%${letter} format: ${wanted} is required, not ${typeName(value)}`);
  }
  const magnitude = number < 0 ? -BigInt(number) : BigInt(number);
  let digits = magnitude.toString(letter === 'o' ? 8 : letter.toLowerCase() === 'x' ? 16 : 10);
  if (letter === 'X') digits = digits.toUpperCase();
  if (precision !== undefined) digits = digits.padStart(precision, '0');
  const prefix = flags.includes('#') && 'xXo'.includes(letter) ? `0${letter}` : '';
  return { negative: number < 0, prefix, digits };
}

function real(value: unknown, letter: string, precision: number | undefined, flags: string): Digits {
  const number = asNumber(value);
  if (number === undefined) throw typeError(`must be real number, not ${typeName(value)}`);
  const negative = number < 0 || Object.is(number, -0);
  return { negative, prefix: '', digits: floatDigits(Math.abs(number), letter, precision, flags.includes('#')) };
}
