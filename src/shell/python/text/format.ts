/** Python's mini-language of format specs: `{:>8.3f}`, `{:#x}`, `{:,}`. */
import { typeError, valueError } from '../errors.ts';
import { asInt, asNumber, type Int, isFloat, typeName, written } from '../kinds.ts';
import { linked } from '../linked.ts';
import { floatText, toFloat } from '../numbers.ts';
import { characters, lengthOf, part } from './characters.ts';
import { awaited } from '../waiting.ts';

interface Spec {
  readonly fill: string;
  readonly align: string;
  readonly sign: string;
  readonly alternate: boolean;
  readonly zero: boolean;
  readonly width: number;
  readonly grouping: string;
  readonly precision: number | undefined;
  readonly type: string;
}

const SPEC = /^(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?(.)?$/su;

function parse(spec: string, value: unknown): Spec {
  const found = SPEC.exec(spec);
  if (found === null) throw valueError(`Invalid format specifier '${spec}' for object of type '${typeName(value)}'`);
  const [, fill, align, sign, negativeZero, alternate, zero, width, grouping, precision, type] = found;
  if (negativeZero !== undefined && typeof value === 'string')
    throw valueError('Negative zero coercion (z) not allowed in string format specifier');
  return {
    fill: fill ?? (zero === undefined ? ' ' : '0'),
    align: align ?? (zero === undefined ? '' : '='),
    sign: sign ?? '-',
    alternate: alternate !== undefined,
    zero: zero !== undefined,
    width: Number(width ?? 0),
    grouping: grouping ?? '',
    precision: precision === undefined ? undefined : Number(precision),
    type: type ?? '',
  };
}

/** Fills a text up to a width. */
export function pad(text: string, width: number, align: string, fill: string): string {
  const missing = width - lengthOf(text);
  if (missing <= 0) return text;
  if (align === '>') return fill.repeat(missing) + text;
  if (align !== '^') return text + fill.repeat(missing);
  const before = Math.floor(missing / 2);
  return fill.repeat(before) + text + fill.repeat(missing - before);
}

/** `format(value, spec)`. */
export function formatValue(value: unknown, spec: string): string {
  const own = written(value, '__format__');
  if (own !== undefined) return String(awaited(() => linked.call(own, [value, spec])));
  if (spec === '') return linked.str(value);
  if (typeof value === 'string') return formatText(value, parse(spec, value));
  if (isFloat(value)) return formatFloat(asNumber(value)!, parse(spec, value), value);
  const number = asInt(value);
  if (number !== undefined) {
    const parsed = parse(spec, value);
    if (typeof value === 'boolean' && (parsed.type === '' || parsed.type === 's')) return formatText(value ? 'True' : 'False', parsed);
    return formatInt(number, parsed, value);
  }
  const other = (value as { strftime?: unknown } | null)?.strftime;
  if (typeof other === 'function') return String(other.call(value, spec));
  throw typeError(`unsupported format string passed to ${typeName(value)}.__format__`);
}

const badCode = (type: string, value: unknown) => valueError(`Unknown format code '${type}' for object of type '${typeName(value)}'`);

function formatText(text: string, spec: Spec): string {
  if (spec.type !== '' && spec.type !== 's') throw badCode(spec.type, text);
  if (spec.align === '=' && !spec.zero) throw valueError("'=' alignment not allowed in string format specifier");
  if (spec.sign !== '-') throw valueError('Sign not allowed in string format specifier');
  if (spec.grouping !== '') throw valueError(`Cannot specify '${spec.grouping}' with 's'.`);
  if (spec.alternate) throw valueError('Alternate form (#) not allowed in string format specifier');
  const cut = spec.precision === undefined ? text : part(text, 0, Math.min(spec.precision, characters(text).length));
  return pad(cut, spec.width, spec.align === '' || spec.align === '=' ? '<' : spec.align, spec.fill);
}

function formatInt(number: Int, spec: Spec, value: unknown): string {
  const { type } = spec;
  if ('eEfFgG%'.includes(type) && type !== '') return formatFloat(toFloat(number), spec, value);
  if (spec.precision !== undefined) throw valueError('Precision not allowed in integer format specifier');
  if (type === 'c') {
    if (spec.sign !== '-') throw valueError("Sign not allowed with integer format specifier 'c'");
    return pad(String.fromCodePoint(Number(number)), spec.width, spec.align === '' ? '<' : spec.align, spec.fill);
  }
  const radix = { '': 10, d: 10, n: 10, b: 2, o: 8, x: 16, X: 16 }[type];
  if (radix === undefined) throw badCode(type, value);
  const negative = number < 0;
  let digits = (negative ? -BigInt(number) : BigInt(number)).toString(radix);
  if (type === 'X') digits = digits.toUpperCase();
  const prefix = spec.alternate && radix !== 10 ? `0${type}` : '';
  return laid(negative, prefix, digits, '', spec, radix === 10 ? 3 : spec.grouping === ',' ? badComma(type) : 4);
}

function badComma(type: string): never {
  throw valueError(`Cannot specify ',' with '${type}'.`);
}

function formatFloat(number: number, spec: Spec, value: unknown): string {
  const { type } = spec;
  if (type !== '' && !'eEfFgGn%'.includes(type)) throw badCode(type, value);
  const negative = number < 0 || Object.is(number, -0);
  const text = floatDigits(Math.abs(number), type, spec.precision, spec.alternate);
  const [, digits = '', rest = ''] = /^([0-9]*)(.*)$/s.exec(text) ?? [];
  return laid(negative, '', digits, rest, spec, 3);
}

/** The digits of a double as a type of the mini-language writes them. `''` is repr's, or g's with at least one place. */
export function floatDigits(value: number, type: string, precision: number | undefined, alternate = false): string {
  const upper = type === 'E' || type === 'F' || type === 'G';
  const kind = type.toLowerCase();
  if (!Number.isFinite(value))
    return (Number.isNaN(value) ? 'nan' : 'inf').replace(/.*/, (text) => (upper ? text.toUpperCase() : text)) + (kind === '%' ? '%' : '');
  if (kind === '' && precision === undefined) return floatText(value);
  const places = precision ?? 6;
  if (kind === 'f') return fixed(value, places) + (alternate && places === 0 ? '.' : '');
  if (kind === '%') return `${fixed(value * 100, places)}%`;
  if (kind === 'e') return exponential(value, places, upper);
  return general(value, places, kind === '', alternate, upper);
}

/** toFixed without its limit of 1e21 and of 100 places; exact, as doubles are. */
export function fixed(value: number, places: number): string {
  if (value < 1e21 && places <= 100) return exactFixed(value, places);
  const whole = BigInt(Math.trunc(value)).toString();
  return places === 0 ? whole : `${whole}.${'0'.repeat(places)}`;
}

/** toFixed rounds by the exact value, but halves up; Python's halves go to even. */
function exactFixed(value: number, places: number): string {
  const text = value.toFixed(places);
  if (places > 22) return text;
  const below = value.toFixed(Math.min(100, places + 30));
  const tail = below.slice(below.length - 30);
  if (!/^50*$/.test(tail)) return text;
  const cut = below.slice(0, below.length - 30).replace(/\.$/, '');
  return Number(cut.at(-1)) % 2 === 0 ? cut : text;
}

/** toExponential halves up; Python's halves go to even. Halves are few: the exact digits of a double are known. */
function exactExponential(value: number, places: number): string {
  const text = value.toExponential(places);
  if (places > 50) return text;
  const [exact = '', power = '0'] = value.toExponential(Math.min(100, places + 50)).split('e');
  const digits = exact.replace('.', '');
  if (!/^50*$/.test(digits.slice(places + 1))) return text;
  const cut = digits.slice(0, places + 1);
  if (Number(cut.at(-1)) % 2 !== 0) return text;
  return `${cut[0]}${places === 0 ? '' : `.${cut.slice(1)}`}e${power}`;
}

function exponential(value: number, places: number, upper: boolean): string {
  const [mantissa = '', exponent = '0'] = exactExponential(value, Math.min(100, places)).split('e');
  const power = Number(exponent);
  return `${mantissa}${upper ? 'E' : 'e'}${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

function general(value: number, given: number, isRepr: boolean, alternate: boolean, upper: boolean): string {
  const digits = given === 0 ? 1 : given;
  const exponent = value === 0 ? 0 : Number(value.toExponential(Math.min(100, digits - 1)).split('e')[1]);
  const limit = isRepr ? digits - 1 : digits;
  if (exponent < -4 || exponent >= limit) {
    const text = exponential(value, digits - 1, upper);
    return alternate ? text : text.replace(/\.?0*(e)/i, (all, e: string) => (all.includes('.') ? e : all));
  }
  const text = fixed(value, Math.max(0, digits - 1 - exponent));
  const cut = alternate || !text.includes('.') ? text : text.replace(/\.?0+$/, '');
  return isRepr && !cut.includes('.') ? `${cut}.0` : cut;
}

function laid(negative: boolean, prefix: string, digits: string, rest: string, spec: Spec, every: number): string {
  const sign = negative ? '-' : spec.sign === '-' ? '' : spec.sign;
  const align = spec.align === '' ? '>' : spec.align;
  let body = digits;
  if (spec.grouping !== '') {
    // Zeros that fill the width are grouped too.
    const room = align === '=' && spec.fill === '0' ? spec.width - sign.length - prefix.length - lengthOf(rest) : 0;
    body = grouped(body, every, spec.grouping);
    while (body.length < room) body = grouped(`0${body.replaceAll(spec.grouping, '')}`, every, spec.grouping);
  }
  const number = body + rest;
  if (align === '=') return sign + prefix + pad(number, spec.width - sign.length - prefix.length, '>', spec.fill);
  return pad(sign + prefix + number, spec.width, align, spec.fill);
}

function grouped(digits: string, every: number, by: string): string {
  const parts: string[] = [];
  for (let end = digits.length; end > 0; end -= every) parts.unshift(digits.slice(Math.max(0, end - every), end));
  return parts.join(by);
}
