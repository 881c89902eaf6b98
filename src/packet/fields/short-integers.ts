/** Numbers in as few octets as they need, none for 0, in a place whose size is told elsewhere. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { type Field, type FieldOptions, field } from '../spec/field.ts';
import { orOctets, wholeForm } from '../spec/value-form.ts';

/**
 * A whole number in as few octets as it needs (none for 0), up to `most` octets: CoAP's options (RFC 7252 §3.2). The field that measures it
 * gives their number. Leading zeros, or more than `most` octets, are read as octets.
 */
export function shortInteger(
  most: 1 | 2 | 3 | 4,
  o: Omit<FieldOptions, 'names' | 'default'> & { readonly default?: number } = {},
): Field<number | Uint8Array, number | Uint8Array> {
  return field(
    {
      form: 'variable',
      label: `number of 0 to ${most} octets`,
      holds: orOctets(wholeForm(8 * most)),
      scalar: true,
      greedy: true,
      initial: 0,
      end: (_b, at, limit, { size }) => (size === undefined ? limit : Math.min(at + Math.max(size, 0), limit)),
      read: (b, at, end) => {
        if (end - at > most || (end > at && b[at] === 0)) return b.subarray(at, end);
        let n = 0;
        for (let i = at; i < end; i++) n = n * 256 + (b[i] as number);
        return n;
      },
      write: (w, v) => {
        if (v instanceof Uint8Array) {
          w.octets(v);
          return;
        }
        if (typeof v !== 'number' || !Number.isInteger(v) || v < 0 || v >= 2 ** (8 * most))
          throw new PacketwrightError('ERR_RANGE', `${String(v)} does not fit a number of ${most} octets`, { value: v });
        const octets: number[] = [];
        for (let n = v; n > 0; n = Math.floor(n / 256)) octets.unshift(n & 0xff);
        w.octets(Uint8Array.from(octets));
      },
      random: (r) => r.below(2 ** (8 * Math.min(most, 3))),
    },
    o,
  );
}
