/** What the data of several record types is made of. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { utf8 } from '../../../bytes/text.ts';
import { type Field, type FieldPlace, field, type Inside } from '../../../packet/spec/field.ts';
import { asVariable, wrap } from '../../../packet/fields/conditional.ts';
import { octetsFrom } from '../../../packet/fields/octets.ts';
import type { OctetWriter } from '../../../packet/spec/octet-writer.ts';
import { dnsTypes } from '../../registries/dns.ts';
import { orOctets, wholeForm } from '../../../packet/spec/value-form.ts';

/** Text when the octets are UTF-8, else the octets: either way nothing is lost. */
export function textOrOctets(b: Uint8Array, at: number, end: number): string | Uint8Array {
  for (let i = at; i < end; i++) {
    if ((b[i] as number) < 128) continue;
    const s = utf8(b, at, end);
    return s.includes('\ufffd') ? b.subarray(at, end) : s;
  }
  return utf8(b, at, end);
}

/** Text to the end of what is there. */
export const restText = (): Field<string | Uint8Array, string | Uint8Array> =>
  field({
    form: 'variable',
    label: 'text',
    value: 'text',
    holds: orOctets('text'),
    initial: '',
    end: (_b, _at, limit) => limit,
    read: (b, at, end) => textOrOctets(b, at, end),
    write: (w, v) => w.octets(octetsFrom(v)),
  });

/** A field in as many octets as the 1 or 2 octets before it say. What it does not use up is no such field. */
export function prefixed<R, G>(item: Field<R, G>, octets: 1 | 2 = 1): Field<R, G> {
  const kind = asVariable(item.kind, item.options);
  const lengthAt = (b: Uint8Array, at: number): number =>
    octets === 1 ? (b[at] as number) : ((b[at] as number) << 8) | (b[at + 1] as number);
  return field(
    wrap(item, {
      label: `length and ${item.kind.label}`,
      greedy: false,
      nothing: false,
      end: (b: Uint8Array, at: number, limit: number) => (at + octets > limit ? limit + 1 : at + octets + lengthAt(b, at)),
      read: (b: Uint8Array, at: number, end: number, place: FieldPlace) => {
        const from = at + octets;
        return kind.end(b, from, end, place) === end ? kind.read(b, from, end, place) : undefined;
      },
      ...(kind.inside && {
        inside: {
          ...kind.inside,
          gather: (search, b, at, end, place) => kind.inside?.gather(search, b, at + octets, end, place),
        } satisfies Inside,
      }),
      write: (w: OctetWriter, v: unknown, place: FieldPlace) => {
        const head = w.q - w.start;
        w.zeros(octets);
        kind.write(w, v ?? item.options.default ?? item.kind.initial, place);
        const n = w.q - w.start - head - octets,
          at = w.start + head;
        if (n >= 2 ** (8 * octets))
          throw new PacketwrightError('ERR_RANGE', `${n} octets do not fit a length of ${octets} octet${octets === 1 ? '' : 's'}`, {
            value: v,
          });
        if (octets === 2) w.b[at] = n >>> 8;
        w.b[at + octets - 1] = n;
      },
    }),
    item.options,
  );
}

/** <character-string>: up to 255 octets behind their number (RFC 1035 §3.3). Text, or octets where they are no UTF-8. */
export const characterString = (): Field<string | Uint8Array, string | Uint8Array> => prefixed(restText());

/** Strings to the end: TXT and its like. One alone may be given without the list; text longer than a string is cut into several. */
export const characterStrings = (): Field<readonly (string | Uint8Array)[], readonly (string | Uint8Array)[] | string> =>
  field({
    form: 'variable',
    label: 'strings',
    value: 'text',
    holds: { list: orOctets('text') },
    list: true,
    initial: [],
    end: (b, at, limit) => {
      let q = at;
      while (q < limit) q += 1 + (b[q] as number);
      return q;
    },
    read: (b, at, end) => {
      const strings: (string | Uint8Array)[] = [];
      for (let q = at; q < end; q += 1 + (b[q] as number)) strings.push(textOrOctets(b, q + 1, q + 1 + (b[q] as number)));
      return strings;
    },
    write: (w, v) => {
      for (const s of Array.isArray(v) ? v : [v]) {
        const data = octetsFrom(s);
        let at = 0;
        do {
          const part = data.subarray(at, at + 255);
          w.u8(part.length);
          w.octets(part);
          at += 255;
        } while (at < data.length);
      }
    },
  });

/** Numbers below `most`: bit n of the map stands for n. Octets that end in zeros, or that are more than that needs, are no such list. */
export const numberMap = (
  most: number,
  numberOf: (v: unknown) => number = Number,
): Field<readonly number[], readonly (number | string)[]> =>
  field({
    form: 'variable',
    label: 'bit map',
    holds: { list: { whole: [0, most - 1] } },
    list: true,
    initial: [],
    end: (_b, _at, limit) => limit,
    read: (b, at, end) => {
      if (end > at && (b[end - 1] === 0 || (end - at) * 8 > most)) return undefined;
      const numbers: number[] = [];
      for (let i = 0; i < (end - at) * 8; i++) if (((b[at + (i >> 3)] as number) << (i & 7)) & 128) numbers.push(i);
      return numbers;
    },
    write: (w, v) => {
      const numbers = (v as readonly unknown[]).map(numberOf);
      if (numbers.some((n) => !Number.isInteger(n) || n < 0 || n >= most))
        throw new PacketwrightError('ERR_RANGE', `a bit map has numbers from 0 to ${most - 1}`, { value: v });
      const map = new Uint8Array(numbers.length === 0 ? 0 : (Math.max(...numbers) >> 3) + 1);
      for (const n of numbers) map[n >> 3] = (map[n >> 3] as number) | (128 >> (n & 7));
      w.octets(map);
    },
  });

/**
 * Record types as windows and bitmaps (RFC 4034 §4.1.2), read as numbers in rising order. Types may be given by name.
 * Octets that are not in the one canonical form are no such list.
 */
export const typeBitmap = (): Field<readonly number[], readonly (number | string)[]> =>
  field({
    form: 'variable',
    label: 'type bitmap',
    holds: { list: wholeForm(16) },
    list: true,
    initial: [],
    end: (_b, _at, limit) => limit,
    read: (b, at, end) => {
      const types: number[] = [];
      let q = at,
        window = -1;
      while (q < end) {
        const n = b[q + 1] ?? 0;
        // Windows rise; none is empty or ends in zeros.
        if ((b[q] as number) <= window || n === 0 || n > 32 || q + 2 + n > end || b[q + 1 + n] === 0) return undefined;
        window = b[q] as number;
        for (let i = 0; i < n * 8; i++) if (((b[q + 2 + (i >> 3)] as number) << (i & 7)) & 128) types.push(window * 256 + i);
        q += 2 + n;
      }
      return types;
    },
    write: (w, v) => {
      const types = (v as readonly (number | string)[]).map(typeNumber).sort((x, y) => x - y);
      for (const window of new Set(types.map((t) => t >> 8))) {
        const mine = types.filter((t) => t >> 8 === window).map((t) => t & 255);
        const octets = new Uint8Array(((mine.at(-1) as number) >> 3) + 1);
        for (const t of mine) octets[t >> 3] = (octets[t >> 3] as number) | (128 >> (t & 7));
        w.u8(window);
        w.u8(octets.length);
        w.octets(octets);
      }
    },
  });

/** A type by number, by name (`MX`), or as RFC 3597 §5 writes unknown ones (`TYPE731`). */
export function typeNumber(type: number | string): number {
  const n = typeof type === 'number' ? type : (dnsTypes.value(type) ?? Number(/^TYPE(\d+)$/.exec(type)?.[1] ?? Number.NaN));
  if (!Number.isInteger(n) || n < 0 || n > 65_535)
    throw new PacketwrightError('ERR_VALUE', `${JSON.stringify(type)} is not a record type`, { value: type });
  return n;
}

/** A time in 48 bits as seconds since 1970 (RFC 8945 §4.2). */
export const seconds48 = (): Field<number, number> =>
  field({
    form: 'fixed',
    octets: 6,
    label: 'u48',
    holds: wholeForm(48),
    initial: 0,
    read: (b, o) =>
      ((b[o] as number) * 256 + (b[o + 1] as number)) * 2 ** 32 +
      (((b[o + 2] as number) << 24) | ((b[o + 3] as number) << 16) | ((b[o + 4] as number) << 8) | (b[o + 5] as number)) +
      ((b[o + 2] as number) >= 128 ? 2 ** 32 : 0),
    write: (b, o, v) => {
      const n = Number(v);
      if (!Number.isInteger(n) || n < 0 || n >= 2 ** 48)
        throw new PacketwrightError('ERR_RANGE', `${String(v)} does not fit 48 bits`, { value: v });
      for (let i = 0; i < 6; i++) b[o + i] = Math.floor(n / 2 ** (8 * (5 - i)));
    },
  });
