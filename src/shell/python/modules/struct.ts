/** The module `struct`: numbers and octets by a format. */
import { GET, REPR, Tuple, UNKNOWN } from '../behaviour.ts';
import { type Builtin, functions } from '../callable.ts';
import { exception, exceptionType, PyError } from '../errors.ts';
import { asNumber, float, type Int, int } from '../kinds.ts';
import { bitLength } from '../numbers.ts';
import { bytesOf, ByteArray, latin1, needBytes } from '../containers/octets.ts';
import { integer } from '../containers/slices.ts';
import { truth } from '../operators.ts';
import { textRepr } from '../text/repr.ts';

export const structError = exceptionType('error', exception, 'struct');
const fail = (text: string): PyError => new PyError(structError, [text]);

/** Octets of each letter: standard, and native with its alignment. */
const SIZES: Readonly<Record<string, readonly [number, number]>> = {
  x: [1, 1],
  c: [1, 1],
  b: [1, 1],
  B: [1, 1],
  '?': [1, 1],
  h: [2, 2],
  H: [2, 2],
  i: [4, 4],
  I: [4, 4],
  l: [4, 8],
  L: [4, 8],
  q: [8, 8],
  Q: [8, 8],
  n: [0, 8],
  N: [0, 8],
  P: [0, 8],
  e: [2, 2],
  f: [4, 4],
  d: [8, 8],
  s: [1, 1],
  p: [1, 1],
};

interface Item {
  readonly letter: string;
  readonly size: number;
  readonly at: number;
  /** Octets of one `s` or `p`. */
  readonly length: number;
}

interface Layout {
  readonly little: boolean;
  readonly native: boolean;
  readonly items: readonly Item[];
  readonly size: number;
}

const layouts = new Map<string, Layout>();

function layoutOf(given: unknown): Layout {
  const format = typeof given === 'string' ? given : latin1(needBytes(given));
  let layout = layouts.get(format);
  if (layout === undefined) layouts.set(format, (layout = parse(format)));
  return layout;
}

function parse(format: string): Layout {
  const order = /^[@=<>!]/.exec(format)?.[0] ?? '@';
  const native = order === '@';
  const items: Item[] = [];
  let at = 0;
  const rest = /^[@=<>!]/.test(format) ? format.slice(1) : format;
  const letters = /\s*(\d*)([^\d\s])?/gy;
  for (let found = letters.exec(rest); found !== null && found[0] !== ''; found = letters.exec(rest)) {
    const [, count = '', letter] = found;
    if (letter === undefined) {
      if (count !== '') throw fail('repeat count given without format specifier');
      break;
    }
    const size = SIZES[letter]?.[native ? 1 : 0] ?? 0;
    if (size === 0) throw fail('bad char in struct format');
    if (native) at = Math.ceil(at / size) * size;
    const times = count === '' ? 1 : Number(count);
    if (letter === 's' || letter === 'p') {
      items.push({ letter, size: times, at, length: times });
      at += times;
    } else {
      for (let i = 0; i < times; i++) if (letter !== 'x') items.push({ letter, size, at: at + i * size, length: 1 });
      at += times * size;
    }
  }
  return { little: order === '@' || order === '=' || order === '<', native, items, size: at };
}

/** What C calls them, for errors. */
const NATIVE_NAMES: Readonly<Record<string, string>> = { b: 'byte', B: 'ubyte', h: 'short', H: 'ushort' };

function putInt(view: DataView, { letter, size, at }: Item, value: unknown, layout: Layout): void {
  const number = integer(value);
  if (number === undefined) throw fail('required argument is not an integer');
  const signed = letter === letter.toLowerCase();
  const bits = BigInt(size * 8);
  const [low, high] = signed ? [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n] : [0n, (1n << bits) - 1n];
  const exact = BigInt(number);
  if (exact < low || exact > high) {
    if (size === 8 || (size > 1 && !signed && exact < 0n) || bitLength(exact) > 63)
      throw fail(
        size === 8 && !layout.little
          ? exact < 0n && !signed
            ? "can't convert negative int to unsigned"
            : 'int too large to convert'
          : 'argument out of range',
      );
    const native = size === 1 || (size === 2 && layout.native) ? NATIVE_NAMES[letter] : undefined;
    throw fail(`${native ?? `'${letter}'`} format requires ${low} <= number <= ${high}`);
  }
  if (size === 1) view.setUint8(at, Number(exact & 255n));
  else if (size === 2) view.setUint16(at, Number(exact & 0xffffn), layout.little);
  else if (size === 4) view.setUint32(at, Number(exact & 0xffffffffn), layout.little);
  else view.setBigUint64(at, BigInt.asUintN(64, exact), layout.little);
}

function putFloat(view: DataView, { size, at }: Item, value: unknown, little: boolean): void {
  const number = asNumber(value);
  if (number === undefined) throw fail('required argument is not a float');
  if (size === 8) view.setFloat64(at, number, little);
  else if (size === 4) view.setFloat32(at, number, little);
  else view.setUint16(at, toHalf(number), little);
}

function toHalf(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (magnitude === Number.POSITIVE_INFINITY) return sign | 0x7c00;
  if (magnitude < 2 ** -14) return sign | roundEven(magnitude / 2 ** -24);
  const exponent = Math.floor(Math.log2(magnitude));
  const bits = (exponent + 15) * 1024 + roundEven((magnitude / 2 ** exponent - 1) * 1024);
  if (bits >= 0x7c00) throw new PyError(structError, ['float too large to pack with e format']);
  return sign | bits;
}

const roundEven = (value: number): number => {
  const floor = Math.floor(value);
  return value - floor > 0.5 || (value - floor === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
};

function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function putOctets(octets: Uint8Array, { letter, at, length }: Item, value: unknown): void {
  const given = bytesOf(value);
  if (given === undefined) throw fail(`argument for '${letter}' must be a bytes object`);
  if (letter === 's') octets.set(given.subarray(0, length), at);
  else if (length > 0) {
    const part = given.subarray(0, Math.min(255, length - 1));
    octets[at] = part.length;
    octets.set(part, at + 1);
  }
}

function pack(format: unknown, values: readonly unknown[]): Uint8Array {
  const layout = layoutOf(format);
  if (values.length !== layout.items.length) throw fail(`pack expected ${layout.items.length} items for packing (got ${values.length})`);
  const octets = new Uint8Array(layout.size);
  const view = new DataView(octets.buffer);
  for (const [i, item] of layout.items.entries()) {
    const value = values[i];
    if (item.letter === 's' || item.letter === 'p') putOctets(octets, item, value);
    else if (item.letter === 'c') {
      const one = bytesOf(value);
      if (one?.length !== 1) throw fail('char format requires a bytes object of length 1');
      octets[item.at] = one[0]!;
    } else if (item.letter === '?') octets[item.at] = truth(value) ? 1 : 0;
    else if ('efd'.includes(item.letter)) putFloat(view, item, value, layout.little);
    else putInt(view, item, value, layout);
  }
  return octets;
}

function read(view: DataView, item: Item, little: boolean): unknown {
  const { letter, size, at, length } = item;
  const octets = (from: number, count: number) => new Uint8Array(view.buffer, view.byteOffset + from, count).slice();
  switch (letter) {
    case 's':
      return octets(at, length);
    case 'p':
      return length === 0 ? new Uint8Array() : octets(at + 1, Math.min(view.getUint8(at), length - 1));
    case 'c':
      return octets(at, 1);
    case '?':
      return view.getUint8(at) !== 0;
    case 'e':
      return float(fromHalf(view.getUint16(at, little)));
    case 'f':
      return float(view.getFloat32(at, little));
    case 'd':
      return float(view.getFloat64(at, little));
  }
  const signed = letter === letter.toLowerCase();
  if (size === 1) return signed ? view.getInt8(at) : view.getUint8(at);
  if (size === 2) return signed ? view.getInt16(at, little) : view.getUint16(at, little);
  if (size === 4) return signed ? view.getInt32(at, little) : view.getUint32(at, little);
  return int(signed ? view.getBigInt64(at, little) : view.getBigUint64(at, little));
}

function unpackAt({ items, little }: Layout, octets: Uint8Array, at: number): Tuple {
  const view = new DataView(octets.buffer, octets.byteOffset + at, octets.length - at);
  return new Tuple(items.map((item) => read(view, item, little)));
}

function unpack(format: unknown, given: unknown): Tuple {
  const [layout, octets] = [layoutOf(format), needBytes(given)];
  if (octets.length !== layout.size) throw fail(`unpack requires a buffer of ${layout.size} bytes`);
  return unpackAt(layout, octets, 0);
}

function unpackFrom(format: unknown, given: unknown, offset: Int): Tuple {
  const [layout, octets] = [layoutOf(format), needBytes(given)];
  const at = Number(offset) < 0 ? octets.length + Number(offset) : Number(offset);
  if (at < 0 || octets.length - at < layout.size)
    throw fail(
      `unpack_from requires a buffer of at least ${at + layout.size} bytes for unpacking ${layout.size} bytes at offset ${at} (actual buffer size is ${octets.length})`,
    );
  return unpackAt(layout, octets, at);
}

function packInto(format: unknown, into: unknown, offset: Int, values: readonly unknown[]): null {
  const octets = pack(format, values);
  if (!(into instanceof ByteArray)) throw fail('pack_into needs a bytearray');
  if (Number(offset) + octets.length > into.octets.length)
    throw fail(
      `pack_into requires a buffer of at least ${Number(offset) + octets.length} bytes for packing ${octets.length} bytes at offset ${offset} (actual buffer size is ${into.octets.length})`,
    );
  into.octets.set(octets, Number(offset));
  return null;
}

function iterUnpack(format: unknown, given: unknown): Tuple[] {
  const [layout, octets] = [layoutOf(format), needBytes(given)];
  if (layout.size === 0) throw fail('cannot iteratively unpack with a struct of length 0');
  if (octets.length % layout.size !== 0) throw fail(`iterative unpacking requires a buffer of a multiple of ${layout.size} bytes`);
  return Array.from({ length: octets.length / layout.size }, (_, i) => unpackAt(layout, octets, i * layout.size));
}

/** `struct.Struct('>HH')`. */
class Struct {
  readonly #format: string;
  readonly #functions: Record<string, Builtin>;
  constructor(format: unknown) {
    const text = typeof format === 'string' ? format : latin1(needBytes(format));
    layoutOf(text);
    this.#format = text;
    this.#functions = functions({
      'pack(*values)': (values: unknown[]) => pack(text, values),
      'unpack(buffer)': (octets: unknown) => unpack(text, octets),
      'unpack_from(buffer, offset=0)': (octets: unknown, at: number) => unpackFrom(text, octets, at),
      'pack_into(buffer, offset, *values)': (into: unknown, at: number, values: unknown[]) => packInto(text, into, at, values),
      'iter_unpack(buffer)': (octets: unknown) => iterUnpack(text, octets),
    });
  }
  [GET](name: string): unknown {
    if (name === 'size') return layoutOf(this.#format).size;
    if (name === 'format') return this.#format;
    return Object.hasOwn(this.#functions, name) ? this.#functions[name] : UNKNOWN;
  }
  [REPR](): string {
    return `Struct(${textRepr(this.#format)})`;
  }
}

export function names(): Record<string, unknown> {
  return {
    error: structError,
    ...functions({
      'pack(format, *values)': pack,
      'unpack(format, buffer, /)': unpack,
      'calcsize(format, /)': (format: unknown) => layoutOf(format).size,
      'unpack_from(format, buffer, offset=0)': unpackFrom,
      'pack_into(format, buffer, offset, *values)': packInto,
      'iter_unpack(format, buffer, /)': iterUnpack,
      'Struct(format)': (format: unknown) => new Struct(format),
    }),
  };
}
