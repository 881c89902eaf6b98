/** Values of BER that have no members: numbers, octets, text, object identifiers. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { toHex } from '../../../bytes/hex.ts';
import type { FieldOptions } from '../../spec/field.ts';
import { didYouMeanName, isNames, type Names, names as namesOf } from '../../spec/names.ts';
import { isObject, refuseMaker, shown as said } from '../../spec/wants.ts';
import { mixedForm } from '../../spec/value-form.ts';
import { octetsFrom } from '../octets.ts';
import { decodeText, type Encoding, encodeText } from '../shared/text-code.ts';
import { type BerField, berField, type BerGive, type BerRead, isBerOctets } from './tlv.ts';

type BerOptions = Omit<FieldOptions, 'names' | 'default'> & { readonly default?: unknown };

/** Shown as it is, with a hint where only the octets say all. */
const shown = (plain: (v: unknown) => string) => (v: unknown) =>
  isBerOctets(v) ? `${v.value === undefined ? '' : `${plain(v.value)} `}(${toHex(v.octets)})` : plain(v);

const hexOf = (b: Uint8Array, at: number, end: number): bigint => (at === end ? 0n : BigInt(`0x${toHex(b.subarray(at, end))}`));

/** A whole number, or the name of one. */
function wholeOf(v: unknown, names: Names | undefined): bigint {
  const named = typeof v === 'string' ? names?.value(v) : undefined;
  try {
    return BigInt(named ?? (v as bigint));
  } catch {
    const meant = names === undefined ? '' : ` or known name${didYouMeanName(names, String(v))}`;
    throw new PacketwrightError('ERR_VALUE', `${String(v)} is not a whole number${meant}`, { value: v });
  }
}

/** The octets of a whole number, as few as hold it and its sign (X.690 §8.3). */
function wholeOctets(n: bigint): Uint8Array {
  // A positive number begins with a bit of 0, a negative one with 1.
  const bits = (n < 0n ? -n - 1n : n).toString(2).length + (n === 0n || n === -1n ? 0 : 1);
  const octets = Math.max(1, Math.ceil(bits / 8));
  const digits = BigInt.asUintN(8 * octets, n)
    .toString(16)
    .padStart(2 * octets, '0');
  return Uint8Array.from({ length: octets }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}

/** Numbers of so many octets are read, and no more: what a bigint costs grows faster than its octets. */
const MOST_OCTETS = 1024;
/** What fits them: 2^8191 and more has 2466 digits. */
const MOST = 10n ** 2466n - 1n;

const isMinimal = (b: Uint8Array, at: number, end: number): boolean =>
  end - at === 1 || !((b[at] === 0 && (b[at + 1] as number) < 0x80) || (b[at] === 0xff && (b[at + 1] as number) >= 0x80));

/**
 * INTEGER: a number, a bigint beyond 2^53; with `names` it may be given by name, and is shown so. With another tag ENUMERATED (0x0a) as well. One in
 * more octets than it needs is read as `{ value, octets }`, and written as it was.
 * @see X.690 §8.3, §8.4
 */
export function integer(
  o: BerOptions & { readonly tag?: number; readonly names?: Names | Readonly<Record<string, number>> } = {},
): BerField<BerRead<number | bigint>, BerGive<number | bigint | string>> {
  const { tag = 0x02, names: given, ...rest } = o;
  const names = given === undefined ? undefined : tableOf(given);
  return berField(
    tag,
    {
      holds: mixedForm(-MOST, MOST),
      read: (b, at, end) => {
        if (end === at || end - at > MOST_OCTETS) return undefined;
        const n = BigInt.asIntN(8 * (end - at), hexOf(b, at, end));
        const value = BigInt(Number(n)) === n && Number.isSafeInteger(Number(n)) ? Number(n) : n;
        return { value, odd: !isMinimal(b, at, end) };
      },
      write: (w, v) => w.octets(wholeOctets(wholeOf(v ?? 0, names))),
    },
    {
      label: 'BER integer',
      scalar: true,
      initial: 0,
      format: shown((v) => (typeof v === 'number' ? names?.name(v) : undefined) ?? String(v)),
      random: (r) => r.below(2 ** 31) - 2 ** 30,
    },
    names === undefined ? rest : { ...rest, names },
  );
}

function tableOf(given: Names | Readonly<Record<string, number>>): Names {
  if (!isObject(given)) refuseMaker('ber.integer', `names is ${said(given)}; give numbers by their names: { NAME: 1 }`);
  if (isNames(given)) return given;
  for (const [name, n] of Object.entries(given))
    if (!Number.isSafeInteger(n)) refuseMaker('ber.integer', `its name '${name}' is for ${said(n)}; give whole numbers`);
  return namesOf(given);
}

/** BOOLEAN. Any octet but 0 is true (X.690 §8.2); ours is 0xff. */
export function boolean(o: BerOptions = {}): BerField<BerRead<boolean>, BerGive<boolean>> {
  return berField(
    0x01,
    {
      holds: 'boolean',
      read: (b, at, end) => (end - at === 1 ? { value: b[at] !== 0, odd: b[at] !== 0 && b[at] !== 0xff } : undefined),
      write: (w, v) => w.u8(v ? 0xff : 0),
    },
    { label: 'BER boolean', scalar: true, initial: false, format: shown(String), random: (r) => r.below(2) === 1 },
    o,
  );
}

/** OCTET STRING, as octets. The constructed form is kept as `{ octets }`. @see X.690 §8.7 */
export function octetString(o: BerOptions = {}): BerField<BerRead<Uint8Array>, BerGive<Uint8Array | string>> {
  return berField(
    0x04,
    { holds: 'octets', read: (b, at, end) => ({ value: b.subarray(at, end) }), write: (w, v) => w.octets(octetsFrom(v ?? '')) },
    { label: 'BER octets', initial: new Uint8Array(0), random: (r) => r.octets(r.below(32)) },
    o,
  );
}

/** OCTET STRING (or, with another tag, UTF8String 0x0c, IA5String 0x16 …), as text. Latin-1 by default, which has a character for each octet. */
export function text(
  o: BerOptions & { readonly encoding?: Extract<Encoding, 'latin1' | 'utf8'>; readonly tag?: number } = {},
): BerField<BerRead<string>, BerGive<string | Uint8Array>> {
  const { encoding = 'latin1', tag = 0x04, ...rest } = o;
  return berField(
    tag,
    {
      holds: 'text',
      read: (b, at, end) => ({ value: decodeText(b, at, end, encoding) }),
      write: (w, v) => w.octets(encodeText(v ?? '', encoding)),
    },
    { label: 'BER text', value: 'text', initial: '', random: (r) => r.u32().toString(36) },
    rest,
  );
}

/** NULL; read as null. @see X.690 §8.8 */
export function nothing(o: BerOptions = {}): BerField<BerRead<null>, BerGive<null>> {
  return berField(
    0x05,
    { holds: 'null', read: (_b, at, end) => (end === at ? { value: null } : undefined), write: () => undefined },
    { label: 'BER null', initial: null, format: shown(() => 'null') },
    o,
  );
}

/** An object identifier's numbers (X.690 §8.19); undefined where the octets are none. */
function oidText(b: Uint8Array, at: number, end: number): { readonly value: string; readonly odd: boolean } | undefined {
  if (end === at || (b[end - 1] as number) >= 0x80) return undefined;
  const parts: bigint[] = [];
  let n = 0n,
    isFirst = true,
    odd = false,
    octets = 0;
  for (let q = at; q < end; q++) {
    const x = b[q] as number;
    // A number that begins with zeros.
    if (octets === 0 && x === 0x80) odd = true;
    // No number of an arc is that long (X.667: 128 bits).
    if (++octets > 19) return undefined;
    n = (n << 7n) | BigInt(x & 0x7f);
    if (x >= 0x80) continue;
    if (isFirst) {
      const top = n < 40n ? 0n : n < 80n ? 1n : 2n;
      parts.push(top, n - 40n * top);
    } else parts.push(n);
    isFirst = false;
    n = 0n;
    octets = 0;
  }
  return { value: parts.join('.'), odd };
}

function oidOctets(v: unknown): Uint8Array {
  const text = String(v);
  const parts = text.split('.');
  const [top = 0n, second = 0n, ...more] = /^\.?\d+(\.\d+)+$/.test(text) ? parts.filter((p) => p !== '').map(BigInt) : [-1n];
  if (top < 0n || top > 2n || (top < 2n && second > 39n) || [second, ...more].some((n) => n >= 1n << 128n))
    throw new PacketwrightError('ERR_VALUE', `'${text}' is not an object identifier, such as 1.3.6.1.2.1`, { value: v });
  const out: number[] = [];
  for (const n of [40n * top + second, ...more]) {
    const groups = [Number(n & 0x7fn)];
    for (let left = n >> 7n; left > 0n; left >>= 7n) groups.unshift(Number(left & 0x7fn) | 0x80);
    out.push(...groups);
  }
  return Uint8Array.from(out);
}

/** OBJECT IDENTIFIER as dotted text: `1.3.6.1.2.1.1.1.0`. @see X.690 §8.19 */
export function oid(o: BerOptions = {}): BerField<BerRead<string>, BerGive<string>> {
  return berField(
    0x06,
    { holds: /[0-2](\.\d+)+/, read: oidText, write: (w, v) => w.octets(oidOctets(v ?? '0.0')) },
    { label: 'BER object identifier', initial: '0.0', format: shown(String), random: (r) => `1.3.6.1.${r.u32()}.${r.below(300)}` },
    o,
  );
}
