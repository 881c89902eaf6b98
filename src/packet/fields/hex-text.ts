/** Octets as hexadecimal text: identifiers, keys and digests, which nobody reads as characters. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { fromHex, toHex } from '../../bytes/hex.ts';
import { type Field, type FieldOptions, field } from '../spec/field.ts';

type HexOptions = Omit<FieldOptions, 'names' | 'default'> & { readonly default?: string };

/** Hexadecimal text of whole octets. */
export const HEX = /([\da-f]{2})*/;

const octetsOf = (v: unknown): Uint8Array => (v instanceof Uint8Array ? v : fromHex(String(v)));

/**
 * Hexadecimal text of as many octets as another field measures, or to the layer's end: `'00ff'`. Given with or without colons, or as
 * octets.
 */
export function hexText(o: HexOptions = {}): Field<string, string | Uint8Array> {
  return field(
    {
      form: 'variable',
      label: 'hex',
      holds: HEX,
      greedy: true,
      nothing: true,
      end: (_b, at, limit, { size }) => (size === undefined ? limit : Math.min(at + Math.max(size, 0), limit)),
      read: (b, at, end) => toHex(b.subarray(at, end)),
      write: (w, v) => {
        if (v !== undefined) w.octets(octetsOf(v));
      },
      format: String,
      random: (r) => toHex(r.octets(r.below(16))),
    },
    o,
  );
}

/** A fixed number of octets as hexadecimal text. Fewer are padded with zeros; more are refused. */
export function fixedHex(n: number, o: HexOptions = {}): Field<string, string | Uint8Array> {
  return field(
    {
      form: 'fixed',
      octets: n,
      label: `hex, ${n} octets`,
      holds: HEX,
      initial: '',
      read: (b, at) => toHex(b.subarray(at, at + n)),
      write: (b, at, v) => {
        const octets = octetsOf(v);
        if (octets.length > n) throw new PacketwrightError('ERR_RANGE', `${octets.length} octets do not fit a field of ${n}`, { value: v });
        b.set(octets, at);
        b.fill(0, at + octets.length, at + n);
      },
      format: String,
      random: (r) => toHex(r.octets(n)),
    },
    o,
  );
}
