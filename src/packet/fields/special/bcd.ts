/** Decimal digits, two an octet (binary-coded decimal). */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { toHex } from '../../../bytes/hex.ts';
import { type Field, type FieldOptions, field } from '../../spec/field.ts';
import { MOST_OCTETS, wantWhole } from '../../spec/wants.ts';

type BcdOptions = Omit<FieldOptions, 'names' | 'default'> & { readonly default?: string };
type DigitField = Field<string, string | number | Uint8Array>;

const swapped = (digits: string): string => digits.replace(/(.)(.)/g, '$2$1');

/** Text of digits, `a` to `f` for half octets that are none. */
function digitsFrom(v: unknown): string {
  const digits = String(v);
  if (!/^[0-9a-f]*$/i.test(digits)) throw new PacketwrightError('ERR_VALUE', `'${digits}' is not a string of digits`, { value: v });
  return digits.toLowerCase();
}

function put(b: Uint8Array, at: number, digits: string): void {
  for (let i = 0; 2 * i < digits.length; i++) b[at + i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
}

/** A number of `2n` decimal digits as text, with leading zeros: `bcd(3)` reads 00 12 34 as `'001234'`. */
export function bcd(n: number, o: BcdOptions = {}): DigitField {
  wantWhole('bcd', 'its size', n, 0, MOST_OCTETS);
  return field(
    {
      form: 'fixed',
      octets: n,
      label: `${2 * n} digits`,
      holds: /[\da-f]*/,
      initial: '',
      read: (b, at) => toHex(b.subarray(at, at + n)),
      write: (b, at, v) => {
        const digits = v instanceof Uint8Array ? toHex(v) : digitsFrom(v);
        if (digits.length > 2 * n)
          throw new PacketwrightError('ERR_RANGE', `'${digits}' has more than ${2 * n} digits`, { value: v, high: 2 * n });
        put(b, at, digits.padStart(2 * n, '0'));
      },
      random: (r) => Array.from({ length: 2 * n }, () => r.below(10)).join(''),
    },
    o,
  );
}

/**
 * As many digits as another field measures, or to the layer's end, the first in the lower half of the first octet; `f` pads an odd number
 * of digits (telephony's TBCD, 3GPP TS 29.002 §17.7.8).
 */
export function swappedBcd(o: BcdOptions = {}): DigitField {
  return field(
    {
      form: 'variable',
      label: 'digits',
      holds: /[\da-f]*/,
      greedy: true,
      nothing: true,
      end: (_b, at, limit, { size }) => (size === undefined ? limit : Math.min(at + Math.max(size, 0), limit)),
      read: (b, at, end) => swapped(toHex(b.subarray(at, end))).replace(/f$/, ''),
      write: (w, v) => {
        if (v === undefined) return;
        if (v instanceof Uint8Array) {
          w.octets(v);
          return;
        }
        const digits = digitsFrom(v);
        const octets = new Uint8Array((digits.length + 1) >> 1);
        put(octets, 0, swapped(digits.length % 2 === 0 ? digits : `${digits}f`));
        w.octets(octets);
      },
      random: (r) => Array.from({ length: r.below(16) }, () => r.below(10)).join(''),
    },
    o,
  );
}
