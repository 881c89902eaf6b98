/** Numbers of as many octets as they need: seven bits an octet, and one that says whether another octet follows. */
import { standsAt } from '../../bytes/equal-octets.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { type Field, type FieldOptions, field } from '../spec/field.ts';
import { orOctets } from '../spec/value-form.ts';

type ExtendedOptions = Omit<FieldOptions, 'names' | 'default'> & { readonly default?: number };
/** A number; octets where they are not the shortest form of one up to 2^53 - 1. Octets given stand as they are. */
type ExtendedField = Field<number | Uint8Array, number | bigint | Uint8Array>;

interface Form {
  readonly label: string;
  /** The bit that says that another octet follows. */
  readonly more: 0x80 | 0x01;
}

const groupOf = (x: number, { more }: Form): number => (more === 1 ? x >> 1 : x & 0x7f);

function decode(b: Uint8Array, at: number, end: number, form: Form): number {
  let n = 0;
  for (let i = at; i < end; i++) {
    const x = groupOf(b[i] as number, form);
    n = n * 128 + x;
  }
  return n;
}

function encode(n: number, form: Form): Uint8Array {
  const groups = [n % 128];
  for (let left = Math.floor(n / 128); left > 0; left = Math.floor(left / 128)) groups.push(left % 128);
  groups.reverse();
  return Uint8Array.from(groups, (group, i) => {
    const more = i < groups.length - 1 ? form.more : 0;
    return form.more === 1 ? (group << 1) | more : group | more;
  });
}

const isOctets = (b: Uint8Array, at: number, end: number, of: Uint8Array): boolean => of.length === end - at && standsAt(b, at, end, of);

function extended(form: Form): (o?: ExtendedOptions) => ExtendedField {
  return (o = {}) =>
    field(
      {
        form: 'variable',
        label: form.label,
        holds: orOctets({ whole: [0, Number.MAX_SAFE_INTEGER] }),
        initial: 0,
        end: (b, at, limit) => {
          for (let q = at; q < limit; q++) if (((b[q] as number) & form.more) === 0) return q + 1;
          return limit + 1;
        },
        read: (b, at, end) => {
          const n = decode(b, at, end, form);
          return end > at && Number.isSafeInteger(n) && isOctets(b, at, end, encode(n, form)) ? n : b.subarray(at, end);
        },
        write: (w, v) => {
          if (v instanceof Uint8Array) {
            w.octets(v);
            return;
          }
          const n = typeof v === 'bigint' ? Number(v) : v;
          if (typeof n !== 'number' || (!Number.isInteger(n) && Number.isFinite(n)))
            throw new PacketwrightError('ERR_VALUE', `${String(v)} is not a whole number`, { value: v });
          if (!Number.isSafeInteger(n) || n < 0)
            throw new PacketwrightError('ERR_RANGE', `${String(v)} is not between 0 and ${Number.MAX_SAFE_INTEGER}`, { value: v });
          w.octets(encode(n, form));
        },
        random: (r) => r.below(2 ** (7 * (1 + r.below(4)))),
      },
      o,
    );
}

/** Seven bits per octet, the most significant first; the top bit of an octet says that another follows. */
export const msbExtended = extended({ label: 'MSB-extended', more: 0x80 });
/** Seven bits per octet, the most significant first; the lowest bit of an octet says that another follows. */
export const lsbExtended = extended({ label: 'LSB-extended', more: 0x01 });
