/** Whole numbers in as many octets as there are for them. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { type Field, type FieldOptions, field } from '../spec/field.ts';

/** Beyond, a JavaScript number is not exact. */
const MOST = 6;

/**
 * A whole number in all octets that an option or a sibling's length gives it: none for 0, up to 6 (CoAP, RFC 7252 §3.2). One in more octets than
 * it needs, or of more than 6, is read as octets; octets given stand as they are.
 */
export function shortestUint(o: Omit<FieldOptions, 'names'> = {}): Field<number | Uint8Array, number | Uint8Array> {
  return field(
    {
      form: 'variable',
      label: 'shortest uint',
      scalar: true,
      initial: 0,
      end: (_b, at, limit, { size }) => (size === undefined ? limit : Math.min(at + Math.max(size, 0), limit)),
      read: (b, at, end) => {
        if (end - at > MOST || (end > at && b[at] === 0)) return b.subarray(at, end);
        let n = 0;
        for (let i = at; i < end; i++) n = n * 256 + (b[i] as number);
        return n;
      },
      write: (w, v) => {
        if (v instanceof Uint8Array) w.octets(v);
        else w.octets(octetsOf(v));
      },
      random: (r) => r.below(2 ** (8 * r.below(4))),
    },
    o,
  );
}

function octetsOf(v: unknown): Uint8Array {
  if (typeof v !== 'number' || !Number.isInteger(v))
    throw new PacketwrightError('ERR_VALUE', `${String(v)} is no whole number`, { value: v });
  if (v < 0 || v >= 2 ** (8 * MOST))
    throw new PacketwrightError('ERR_RANGE', `${v} does not fit ${MOST} octets`, { value: v, high: 2 ** (8 * MOST) - 1 });
  const out: number[] = [];
  for (let n = v; n > 0; n = Math.floor(n / 256)) out.unshift(n % 256);
  return Uint8Array.from(out);
}
