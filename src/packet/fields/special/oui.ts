/** Numbers of organisations. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { fromHex, toHex } from '../../../bytes/hex.ts';
import { type Field, type FieldOptions, field } from '../../spec/field.ts';

/** An organisation's three octets, as in the first half of a MAC: `00:00:5e`. Given as text, number or octets. */
export function oui(
  o: Omit<FieldOptions, 'names' | 'default'> & { readonly default?: string | number } = {},
): Field<string, string | number | Uint8Array> {
  return field(
    {
      form: 'fixed',
      octets: 3,
      label: 'oui',
      holds: /[\da-f]{2}:[\da-f]{2}:[\da-f]{2}/,
      initial: 0,
      read: (b, at) => toHex(b.subarray(at, at + 3), ':'),
      write: (b, at, v) => {
        let octets: Uint8Array;
        if (typeof v === 'number') {
          if (!Number.isInteger(v) || v < 0 || v > 0xff_ffff)
            throw new PacketwrightError('ERR_RANGE', `${v} does not fit 24 bits (0 to 16777215)`, { value: v });
          octets = Uint8Array.of(v >>> 16, v >>> 8, v);
        } else octets = v instanceof Uint8Array ? v : fromHex(String(v).replaceAll('-', ':'));
        if (octets.length !== 3)
          throw new PacketwrightError('ERR_VALUE', `${String(v)} is not three octets: expected the form 00:00:5e`, { value: v });
        b.set(octets, at);
      },
      format: String,
      random: (r) => toHex(r.octets(3), ':'),
    },
    o,
  );
}
