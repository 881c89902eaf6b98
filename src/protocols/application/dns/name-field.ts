/** A domain name as a field. */
import { type Field, type FieldOptions, type FieldPlace, field } from '../../../packet/spec/field.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { OctetWriter } from '../../../packet/spec/octet-writer.ts';
import { nameEnd, parseName, readName } from './names.ts';

/** Appends a name: text in presentation form (a missing final dot is added), or its octets as they are to stand on the wire. */
export function writeName(w: OctetWriter, name: unknown): void {
  if (name instanceof Uint8Array) {
    w.octets(name);
    return;
  }
  if (typeof name !== 'string')
    throw new PacketwrightError('ERR_VALUE', `a name must be text or octets, not ${typeof name}`, { value: name });
  if (!writePlain(w, name)) {
    for (const label of parseName(name)) {
      w.u8(label.length);
      w.octets(label);
    }
    w.u8(0);
  }
}

/** Writes a name of plain labels, as nearly all are; false, and nothing written, for any other. */
function writePlain(w: OctetWriter, name: string): boolean {
  const n = name.length;
  if (n === 0 || n > 253) return false;
  const q = w.room(n + 2);
  const { b } = w;
  let label = q,
    p = q + 1;
  for (let i = 0; i < n; i++) {
    const c = name.charCodeAt(i);
    if (c === 46) {
      const length = p - label - 1;
      if (length === 0 || length > 63) return false;
      b[label] = length;
      label = p++;
    } else if (c === 92 || c > 126) return false;
    else b[p++] = c;
  }
  const length = p - label - 1;
  if (length > 63) return false;
  b[label] = length;
  // Without the final dot the root's label is still to come.
  if (length > 0) b[p++] = 0;
  w.q = p;
  return true;
}

type NameOptions = Omit<FieldOptions, 'names' | 'default'> & {
  readonly default?: string;
  /** Octets from the origin in which there are no names. Default: those of DNS's header. */
  readonly header?: number;
};

/**
 * A domain name. Read as presentation text with the final dot; compression pointers are followed. Written in full; `compress()` shortens
 * names. Octets given are written unchanged, including pointers.
 */
export function dnsName({ header, ...o }: NameOptions = {}): Field<string, string | Uint8Array> {
  return field(
    {
      form: 'variable',
      label: 'domain name',
      value: 'name',
      initial: '.',
      end: (b: Uint8Array, at: number, limit: number, { origin }: FieldPlace) => {
        const end = nameEnd(b, at, limit, origin, header);
        return end < 0 ? limit + 1 : end;
      },
      read: (b, at, _end, { origin }) => readName(b, at, origin),
      write: (w, v) => writeName(w, v ?? '.'),
      random: (r) => `${Array.from({ length: 1 + r.below(3) }, () => r.u32().toString(36)).join('.')}.`,
    },
    o,
  );
}
