/** Packing and unpacking by a short format, after libdnet's blob_pack and blob_unpack. */
import type { Cursor } from './cursor.ts';
import { PacketwrightError } from './errors.ts';
import { latin1, utf8Octets } from './text.ts';

/** The value that a letter of a format writes or reads. */
export type FormatValue = number | bigint | string | Uint8Array;

/** How one letter of a format is written and read. `length` is the number before the letter, if there is one. */
export interface FormatKind {
  pack(cursor: Cursor, value: FormatValue, length: number | undefined): void;
  unpack(cursor: Cursor, length: number | undefined): FormatValue;
}

const octetsOf = (value: FormatValue): Uint8Array => {
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string') return utf8Octets(value);
  throw new PacketwrightError('ERR_VALUE', `format: ${value} is not octets: expected text or a Uint8Array`);
};

const integer = (bits: number, put: (cursor: Cursor, value: number) => void, get: (cursor: Cursor) => number): FormatKind => ({
  pack(cursor, value) {
    const limit = 2 ** bits;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < -limit / 2 || value >= limit)
      throw new PacketwrightError('ERR_RANGE', `format: ${String(value)} does not fit ${bits} bits`, { value });
    put(cursor, value);
  },
  unpack: get,
});

const wide = (put: (cursor: Cursor, value: bigint) => void, get: (cursor: Cursor) => bigint): FormatKind => ({
  pack(cursor, value) {
    const n = typeof value === 'bigint' ? value : typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : undefined;
    if (n === undefined || n < -(1n << 63n) || n >= 1n << 64n)
      throw new PacketwrightError('ERR_RANGE', `format: ${String(value)} does not fit 64 bits`, { value });
    put(cursor, n);
  },
  unpack: get,
});

/**
 * libdnet's letters: `D` and `d` 32 bits, `H` and `h` 16 bits, `b` octets, `c` one octet as a number, `s` text that ends with a zero octet.
 * Added to those: `Q` and `q` 64 bits. Capital letters are in network byte order, small letters little-endian (libdnet's "host order" on
 * every machine in use).
 */
export const FORMAT_KINDS: Readonly<Record<string, FormatKind>> = {
  c: integer(
    8,
    (cursor, value) => cursor.putU8(value),
    (cursor) => cursor.u8(),
  ),
  H: integer(
    16,
    (cursor, value) => cursor.putU16(value),
    (cursor) => cursor.u16(),
  ),
  h: integer(
    16,
    (cursor, value) => cursor.putU16le(value),
    (cursor) => cursor.u16le(),
  ),
  D: integer(
    32,
    (cursor, value) => cursor.putU32(value),
    (cursor) => cursor.u32(),
  ),
  d: integer(
    32,
    (cursor, value) => cursor.putU32le(value),
    (cursor) => cursor.u32le(),
  ),
  Q: wide(
    (cursor, value) => cursor.putU64(value),
    (cursor) => cursor.u64(),
  ),
  q: wide(
    (cursor, value) => cursor.putU64le(value),
    (cursor) => cursor.u64le(),
  ),
  // Octets: exactly as many as the length says, all that are left without one.
  b: {
    pack(cursor, value, length) {
      const octets = octetsOf(value);
      if (length !== undefined && octets.length !== length)
        throw new PacketwrightError('ERR_VALUE', `format: expected ${length} octets, found ${octets.length}`, {
          expected: length,
          found: octets.length,
        });
      cursor.put(octets);
    },
    unpack: (cursor, length) => (length === undefined ? cursor.rest() : cursor.octets(length)),
  },
  // A text and its zero octet; with a length, in a field of just that many octets, filled with zeros.
  s: {
    pack(cursor, value, length) {
      const octets = octetsOf(value);
      if (length !== undefined && octets.length >= length)
        throw new PacketwrightError(
          'ERR_VALUE',
          `format: text of ${octets.length} octets and its terminating zero do not fit ${length} octets`,
          {
            expected: length,
          },
        );
      cursor.put(octets).put(new Uint8Array((length ?? octets.length + 1) - octets.length));
    },
    unpack(cursor, length) {
      const start = cursor.position;
      const zero = cursor.index(Uint8Array.of(0));
      if (length !== undefined) {
        const field = cursor.octets(length);
        const end = field.indexOf(0);
        return latin1(field, 0, end < 0 ? field.length : end);
      }
      if (zero < 0)
        throw new PacketwrightError('ERR_TRUNCATED', `text at ${start}: no terminating zero octet`, {
          needed: cursor.left + 1,
          had: cursor.left,
          offset: start,
        });
      const text = cursor.text(zero - start);
      cursor.skip(1);
      return text;
    },
  },
};

/**
 * Writes values at the cursor. A format is `%`, an optional length (`*` takes it from the values), and a letter of `kinds`. All other
 * characters are written unchanged; `%%` is a percent sign. `packValues(cursor, 'GET %s%H', ['x', 80])`. For letters of your own, give `{
 * ...FORMAT_KINDS, a: … }`.
 * @throws ERR_VALUE for a broken format or a value of the wrong form, ERR_RANGE for a number that does not fit.
 */
export function packValues(
  cursor: Cursor,
  format: string,
  values: readonly FormatValue[],
  kinds: Readonly<Record<string, FormatKind>> = FORMAT_KINDS,
): void {
  let next = 0;
  const take = (position: number): FormatValue => {
    const value = values[next++];
    if (value === undefined)
      throw new PacketwrightError('ERR_VALUE', `format '${format}', position ${position}: there are only ${values.length} values`, {
        position,
      });
    return value;
  };
  for (const part of parseFormat(format, kinds)) {
    if (part.kind === undefined) cursor.put(part.literal);
    else {
      const length = part.length === '*' ? lengthOf(take(part.position)) : part.length;
      part.kind.pack(cursor, take(part.position), length);
    }
  }
  if (next < values.length) throw new PacketwrightError('ERR_VALUE', `format '${format}' takes ${next} values, found ${values.length}`);
}

/**
 * Reads values at the cursor with the same formats. Characters outside `%` must match the octets. `lengths` are the lengths for each `*`.
 * Octets are views.
 * @throws ERR_TRUNCATED; ERR_VALUE when the octets do not match the format.
 */
export function unpackValues(
  cursor: Cursor,
  format: string,
  lengths: readonly number[] = [],
  kinds: Readonly<Record<string, FormatKind>> = FORMAT_KINDS,
): FormatValue[] {
  const out: FormatValue[] = [];
  let next = 0;
  for (const part of parseFormat(format, kinds)) {
    if (part.kind !== undefined) {
      out.push(part.kind.unpack(cursor, part.length === '*' ? lengthOf(lengths[next++]) : part.length));
      continue;
    }
    const offset = cursor.position;
    const wanted = utf8Octets(part.literal);
    const found = cursor.octets(wanted.length);
    if (wanted.some((octet, i) => octet !== found[i]))
      throw new PacketwrightError('ERR_VALUE', `octets at ${offset}: expected '${part.literal}', as the format says`, { offset });
  }
  return out;
}

interface FormatPart {
  readonly position: number;
  readonly literal: string;
  readonly kind?: FormatKind;
  readonly length?: number | '*';
}

function* parseFormat(format: string, kinds: Readonly<Record<string, FormatKind>>): Generator<FormatPart> {
  const pattern = /%(?:(%)|(\d+|\*)?(.))|([^%]+)|%/gsu;
  for (const match of format.matchAll(pattern)) {
    const [, percent, length, letter, literal] = match;
    const position = match.index;
    if (percent !== undefined || literal !== undefined) yield { position, literal: literal ?? '%' };
    else {
      const kind = letter !== undefined && Object.hasOwn(kinds, letter) ? kinds[letter] : undefined;
      if (kind === undefined)
        throw new PacketwrightError(
          'ERR_VALUE',
          `format '${format}', position ${position}: expected one of ${Object.keys(kinds).join(' ')} after %`,
          { position },
        );
      yield { position, literal: '', kind, ...(length === undefined ? {} : { length: length === '*' ? length : Number(length) }) };
    }
  }
}

function lengthOf(value: FormatValue | undefined): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw new PacketwrightError('ERR_VALUE', `format: expected a length for *, found ${String(value)}`);
}
