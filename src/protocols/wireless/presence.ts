/** Words of 32 bits, the last of which has its highest bit clear. */
import { type Field, field } from '../../packet/spec/field.ts';
import { wholeForm } from '../../packet/spec/value-form.ts';

/** Radiotap's further presence words: numbers, least significant octet first. @see https://www.radiotap.org */
export function presenceWords(): Field<readonly number[], readonly number[]> {
  return field({
    form: 'variable',
    label: 'presence words',
    list: true,
    holds: { list: wholeForm(32) },
    nothing: true,
    initial: [],
    end: (b, at, limit) => {
      let q = at;
      while (q + 4 <= limit) {
        q += 4;
        if (((b[q - 1] as number) & 0x80) === 0) break;
      }
      // Of words that are cut off the whole ones; what is behind them is the next field's.
      return q;
    },
    read: (b, at, end) => {
      const words: number[] = [];
      for (let q = at; q + 4 <= end; q += 4)
        words.push(((b[q] as number) | ((b[q + 1] as number) << 8) | ((b[q + 2] as number) << 16) | ((b[q + 3] as number) << 24)) >>> 0);
      return words;
    },
    write: (w, v) => {
      for (const word of (v ?? []) as readonly number[]) w.octets(Uint8Array.of(word, word >>> 8, word >>> 16, word >>> 24));
    },
  });
}
