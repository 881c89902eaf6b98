/** Octets and text. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { toHex } from '../../bytes/hex.ts';
import { latin1, utf8Octets } from '../../bytes/text.ts';
import { type Field, type FieldOptions, field } from '../spec/field.ts';
import { wantOptions } from '../spec/check-field-options.ts';
import { MOST_OCTETS, refuseMaker, shown, wantWhole } from '../spec/wants.ts';
import { decodeText, type Encoding, encodeText, isText, wantEncoding } from './shared/text-code.ts';
import { orOctets } from '../spec/value-form.ts';

type OctetOptions = Omit<FieldOptions, 'names' | 'default'> & { readonly default?: Uint8Array | string };
/** Octets of a field of fixed size. */
const wantSize = (maker: string, n: unknown): void => wantWhole(maker, 'its size', n, 0, MOST_OCTETS);

type TextOptions = Omit<FieldOptions, 'names' | 'default'> & { readonly default?: string };

/** Octets given as such or as text (UTF-8). */
export function octetsFrom(v: unknown): Uint8Array {
  if (v instanceof Uint8Array) return v;
  if (typeof v === 'string') return utf8Octets(v);
  if (v instanceof ArrayBuffer) return new Uint8Array(v);
  if (Array.isArray(v) && v.every((n) => Number.isInteger(n) && n >= 0 && n <= 255)) return Uint8Array.from(v as number[]);
  throw new PacketwrightError('ERR_VALUE', `octets must be a Uint8Array or text, not ${typeof v}`, { value: v });
}

/** Octets up to the length that another field gives, or to the end of the layer. Reading returns a view, not a copy. */
export function octets(o: OctetOptions = {}): Field<Uint8Array, Uint8Array | string> {
  return field(
    {
      form: 'variable',
      label: 'octets',
      value: 'octets',
      greedy: true,
      nothing: true,
      end: (_b, at, limit, { size }) => (size === undefined ? limit : Math.min(at + Math.max(size, 0), limit)),
      read: (b, at, end) => b.subarray(at, end),
      write: (w, v) => {
        if (v !== undefined) w.octets(octetsFrom(v));
      },
      random: (r) => r.octets(r.below(32)),
    },
    o,
  );
}

/** A fixed number of octets. Fewer are padded with zeros; more are refused. */
export function fixedOctets(n: number, o: OctetOptions = {}): Field<Uint8Array, Uint8Array | string> {
  wantSize('fixedOctets', n);
  return field(
    {
      form: 'fixed',
      octets: n,
      label: `${n} octets`,
      value: 'octets',
      initial: new Uint8Array(n),
      read: (b, at) => b.subarray(at, at + n),
      write: (b, at, v) => {
        const data = octetsFrom(v);
        if (data.length > n) throw new PacketwrightError('ERR_RANGE', `${data.length} octets do not fit a field of ${n}`, { value: v });
        b.set(data, at);
        b.fill(0, at + data.length, at + n);
      },
      random: (r) => r.octets(n),
    },
    o,
  );
}

/**
 * Text up to the length that another field gives, or to the end of the layer. Latin-1 by default: every octet is a character, so nothing is
 * lost. In UTF-8, an invalid octet becomes U+DC00 plus its value; UTF-16 of odd length is read as octets.
 */
export function text(o?: TextOptions & { readonly encoding?: 'latin1' | 'utf8' }): Field<string, string | Uint8Array>;
export function text(o: TextOptions & { readonly encoding: Encoding }): Field<string | Uint8Array, string | Uint8Array>;
export function text(o: TextOptions & { readonly encoding?: Encoding } = {}): Field<string, string | Uint8Array> {
  wantOptions('text', o, 'encoding');
  const { encoding = 'latin1', ...rest } = o;
  wantEncoding('text', encoding);
  return field(
    {
      form: 'variable',
      label: 'text',
      value: 'text',
      ...(encoding.startsWith('utf16') && { holds: orOctets('text') }),
      greedy: true,
      nothing: true,
      end: (_b, at, limit, { size }) => (size === undefined ? limit : Math.min(at + Math.max(size, 0), limit)),
      read: (b, at, end) => (isText(at, end, encoding) ? decodeText(b, at, end, encoding) : b.subarray(at, end)),
      write: (w, v) => {
        if (v !== undefined) w.octets(encodeText(v, encoding));
      },
      random: (r) => toHex(r.octets(r.below(8))),
    },
    rest,
  );
}

/** Text in a field of `n` octets, padded with zeros (or `fill`); reading leaves the padding out. */
export function fixedText(n: number, o: Omit<TextOptions, 'fill'> & { readonly fill?: number } = {}): Field<string, string | Uint8Array> {
  wantOptions('fixedText', o, 'fill');
  const { fill = 0, ...rest } = o;
  wantSize('fixedText', n);
  wantWhole('fixedText', 'fill', fill, 0, 255);
  return field(
    {
      form: 'fixed',
      octets: n,
      label: `text in ${n} octets`,
      value: 'text',
      initial: '',
      read: (b, at) => {
        let end = at + n;
        while (end > at && b[end - 1] === fill) end--;
        return latin1(b, at, end);
      },
      write: (b, at, v) => {
        const data = encodeText(v, 'latin1');
        if (data.length > n)
          throw new PacketwrightError('ERR_RANGE', `'${String(v)}' (${data.length} octets) does not fit a field of ${n}`, { value: v });
        b.set(data, at);
        b.fill(fill, at + data.length, at + n);
      },
      random: (r) => toHex(r.octets(r.below((n >> 1) + 1))),
    },
    rest,
  );
}

/**
 * Text that ends with an octet (NUL by default), or with the given octets (CR LF). Without a terminator it runs to the layer's end and is
 * read as octets. Octets given are written unchanged: they must include the terminator.
 */
export function terminatedText(
  o: TextOptions & { readonly terminator?: Uint8Array; readonly encoding?: Encoding } = {},
): Field<string | Uint8Array, string | Uint8Array> {
  wantOptions('terminatedText', o, 'terminator', 'encoding');
  wantEncoding('terminatedText', o.encoding ?? 'latin1');
  if (o.terminator !== undefined && !(o.terminator instanceof Uint8Array && o.terminator.length > 0))
    refuseMaker('terminatedText', `terminator is ${shown(o.terminator)}; give a Uint8Array of one or more: Uint8Array.of(0)`);
  const { encoding = 'latin1', terminator = new Uint8Array(encoding.startsWith('utf16') ? 2 : 1), ...rest } = o;
  // A character of two octets may have a zero in its second, and the next one in its first.
  const step = encoding.startsWith('utf16') ? 2 : 1;
  const find = (b: Uint8Array, at: number, limit: number): number => {
    for (let i = at; i + terminator.length <= limit; i += step) if (terminator.every((t, j) => b[i + j] === t)) return i;
    return -1;
  };
  return field(
    {
      form: 'variable',
      label: 'text up to a terminator',
      value: 'text',
      holds: orOctets('text'),
      initial: '',
      end: (b, at, limit) => {
        const i = find(b, at, limit);
        return i < 0 ? limit : i + terminator.length;
      },
      read: (b, at, end) => {
        const i = find(b, at, end);
        return i < 0 ? b.subarray(at, end) : decodeText(b, at, i, encoding);
      },
      write: (w, v) => {
        const data = encodeText(v, encoding);
        if (!(v instanceof Uint8Array) && find(data, 0, data.length) >= 0)
          throw new PacketwrightError('ERR_VALUE', 'the text contains its own terminator', { value: v });
        w.octets(data);
        if (!(v instanceof Uint8Array)) w.octets(terminator);
      },
      random: (r) => toHex(r.octets(r.below(8))),
    },
    rest,
  );
}

/**
 * Padding to a multiple of `n` octets from the layer's start, before or after a field, with zeros or octets `fill`. Read as the octets that
 * are there.
 */
export function padding(n: number, o: Omit<OctetOptions, 'fill'> & { readonly fill?: number } = {}): Field<Uint8Array, Uint8Array> {
  wantOptions('padding', o, 'fill');
  const { fill = 0, ...rest } = o;
  wantWhole('padding', 'the multiple', n, 1, MOST_OCTETS);
  wantWhole('padding', 'fill', fill, 0, 255);
  const missing = (length: number): number => (n - (length % n)) % n;
  return field(
    {
      form: 'variable',
      label: `padding to ${n} octets`,
      value: 'octets',
      end: (_b, at, limit, { start }) => Math.min(at + missing(at - start), limit),
      read: (b, at, end) => b.subarray(at, end),
      write: (w, v, { start }) => w.octets(v === undefined ? new Uint8Array(missing(w.q - start)).fill(fill) : octetsFrom(v)),
    },
    rest,
  );
}

/** 16 octets as a UUID: `f81d4fae-7dec-11d0-a765-00a0c91e6bf6`. */
export function uuid(o: TextOptions = {}): Field<string, string | Uint8Array> {
  return field(
    {
      form: 'fixed',
      octets: 16,
      label: 'uuid',
      value: 'uuid',
      initial: new Uint8Array(16),
      read: (b, at) => toHex(b.subarray(at, at + 16)).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
      write: (b, at, v) => {
        if (v instanceof Uint8Array && v.length === 16) {
          b.set(v, at);
          return;
        }
        const digits = String(v).replaceAll('-', '');
        if (!/^[0-9a-f]{32}$/i.test(digits)) throw new PacketwrightError('ERR_VALUE', `'${String(v)}' is not a UUID`, { value: v });
        for (let i = 0; i < 16; i++) b[at + i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
      },
      random: (r) => toHex(r.octets(16)).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
    },
    o,
  );
}
