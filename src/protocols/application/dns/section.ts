/**
 * The four sections of a message: records one behind another, with names that point back into the message. Their own list
 * kind, because a record's end is found without reading it, and because of what keeps compressed names right.
 */
import { type Field, type FieldOptions, type FieldPlace, field } from '../../../packet/spec/field.ts';
import { gatherRecord, namesOfRecord } from '../../../packet/spec/inside.ts';
import { Region } from '../../../packet/spec/view.ts';
import type { View, Layer, ViewOf } from '../../../packet/spec/spec.ts';
import { type GivenRecord, listOf } from '../../../packet/fields/lists.ts';
import { writeRecord } from '../../../packet/fields/nested.ts';
import { HEADER_OCTETS, nameEnd } from './names.ts';
import { typeNotMet } from './rdata.ts';

/** Octets behind the name: type and class of a question; type, class, ttl and length of a record. */
export const QUESTION_OCTETS = 4;
export const RECORD_OCTETS = 10;

/** Where the pointer leads in which the labels at `at` end; -1: they end in none. */
function pointerOf(b: Uint8Array, at: number, limit: number): number {
  let q = at;
  while (q + 1 < limit && (b[q] as number) > 0 && (b[q] as number) < 64) q += (b[q] as number) + 1;
  return q + 1 < limit && (b[q] as number) >= 192 ? (((b[q] as number) & 63) << 8) | (b[q + 1] as number) : -1;
}

/** Where the record (or question) whose name ends at `n` ends; -1 when it is not all there. */
export function recordEnd(b: Uint8Array, n: number, limit: number, fixed: number): number {
  if (n < 0) return -1;
  const end = n + fixed;
  if (end > limit) return -1;
  if (fixed === QUESTION_OCTETS) return end;
  const data = end + (((b[end - 2] as number) << 8) | (b[end - 1] as number));
  return data > limit ? -1 : data;
}

/**
 * As many records as the header counts. Reading stops at the first that is not all there or whose owner name cannot be
 * read; what follows is the message's `rest`.
 */
export function section<L extends Layer<any, any, any>>(
  layer: () => L,
  what: 'questions' | 'records',
  o: Omit<FieldOptions, 'names'> = {},
): Field<readonly Readonly<ViewOf<L>>[], GivenRecord<L> | readonly GivenRecord<L>[]> {
  const fixed = what === 'questions' ? QUESTION_OCTETS : RECORD_OCTETS;
  const forEach = (b: Uint8Array, at: number, end: number, origin: number, put: (record: View) => void): void => {
    const record = layer();
    const region = new Region(b, end, origin);
    for (let q = at; q < end; ) {
      const n = nameEnd(b, q, end, origin);
      const next = recordEnd(b, n, end, fixed);
      if (next < 0) break;
      put(record.make(region, q, 0).$hand(fixed === QUESTION_OCTETS ? [q, n] : [q, n, n + RECORD_OCTETS, next]));
      q = next;
    }
  };
  return field(
    {
      form: 'variable',
      label: what,
      value: 'record',
      holds: { list: { record: layer } },
      list: true,
      initial: [],
      nothing: true,
      rewrites: true,
      complaints: (b, at, end, limit, { origin, count = 0 }) => {
        const found: { at: number; what: string }[] = [];
        let n = 0;
        forEach(b, at, end, origin, (record) => {
          n++;
          const { type, rdata } = record as unknown as { type?: number; rdata?: unknown };
          const name = type === undefined ? undefined : typeNotMet(type, rdata);
          if (name !== undefined) found.push({ at: record.$o, what: `the data of record ${n} is not valid for type ${name}` });
        });
        // The first record that could not be read ends the list.
        const to = n < count ? pointerOf(b, end, limit) : -1;
        if (to >= 0 && nameEnd(b, end, limit, origin) < 0)
          found.push({ at: end, what: `a compression pointer leads to octet ${to} of the message, where there is no name` });
        return found;
      },
      end: (b, at, limit, { origin, count = 0 }: FieldPlace) => {
        let q = at;
        for (let i = 0; i < count; i++) {
          const end = recordEnd(b, nameEnd(b, q, limit, origin), limit, fixed);
          if (end < 0) break;
          q = end;
        }
        return q;
      },
      read: (b, at, end, { origin }) => {
        const items: View[] = [];
        forEach(b, at, end, origin, (record) => items.push(record));
        return items;
      },
      inside: {
        names: (seen) => namesOfRecord(layer(), seen),
        gather: (search, b, at, end, { origin }) => forEach(b, at, end, origin, (record) => gatherRecord(search, record)),
      },
      write: (w, v, place) => {
        const origin = place.origin - w.start;
        // Pointers lead to names, so the header may differ from the one a record was read behind.
        for (const x of listOf(v)) writeRecord(w, layer(), x, origin, HEADER_OCTETS);
      },
      items: (b, at, end, { origin }) => {
        const found: { name: string; start: number; end: number }[] = [];
        for (let q = at; q < end; ) {
          const next = recordEnd(b, nameEnd(b, q, end, origin), end, fixed);
          if (next < 0) break;
          found.push({ name: layer().layerName, start: q, end: next });
          q = next;
        }
        return found;
      },
    },
    o,
  );
}
