/** Names of NetBIOS, as they stand in its name and datagram services. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { latin1 } from '../../../bytes/text.ts';
import { type Field, type FieldOptions, field } from '../../spec/field.ts';
import { orOctets } from '../../spec/value-form.ts';

type NameOptions = Omit<FieldOptions, 'names' | 'default'> & { readonly default?: string };

/** Characters of a name before its suffix, and octets of its encoded form. */
const CHARACTERS = 15,
  ENCODED = 32;

/** Where the labels that begin at `at` end, the root's included; -1 when that is not there, or a pointer is. */
function labelsEnd(b: Uint8Array, at: number, limit: number): number {
  for (let q = at; q < limit; q += 1 + (b[q] as number)) {
    if (b[q] === 0) return q + 1;
    if ((b[q] as number) > 63) return -1;
  }
  return -1;
}

/** RFC 1001 §14.1: each half octet as a letter from A to P, then the scope's labels. Undefined for what is no such name. */
function decode(b: Uint8Array, at: number, end: number): string | undefined {
  if (b[at] !== ENCODED || labelsEnd(b, at, end) !== end) return undefined;
  let name = '';
  for (let q = at + 1; q <= at + ENCODED; q += 2) {
    const high = (b[q] as number) - 65,
      low = (b[q + 1] as number) - 65;
    if (high < 0 || high > 15 || low < 0 || low > 15) return undefined;
    name += String.fromCharCode(high * 16 + low);
  }
  let scope = '';
  for (let q = at + 1 + ENCODED; b[q] !== 0; q += 1 + (b[q] as number)) {
    const label = latin1(b, q + 1, q + 1 + (b[q] as number));
    if (label.includes('.')) return undefined;
    scope += `.${label}`;
  }
  const suffix = name.charCodeAt(CHARACTERS).toString(16).padStart(2, '0');
  return `${name.slice(0, CHARACTERS).replace(/ +$/, '')}<${suffix}>${scope}`;
}

function encode(text: string): Uint8Array {
  const found = /^(.*?)(?:<([0-9a-f]{2})>((?:\.[^.<>]+)*))?$/is.exec(text);
  const name = found?.[1] ?? '';
  const labels = (found?.[3] ?? '').split('.').slice(1);
  if (name.length > CHARACTERS || /[^\0-\xff]/.test(text) || labels.some((l) => l.length > 63))
    throw new PacketwrightError('ERR_VALUE', `'${text}' is not a NetBIOS name: expected up to ${CHARACTERS} characters, as in FILES<20>`, {
      value: text,
    });
  const suffix = String.fromCharCode(Number.parseInt(found?.[2] ?? '00', 16));
  const octets = [ENCODED];
  for (const c of name.padEnd(CHARACTERS, ' ') + suffix) octets.push(65 + (c.charCodeAt(0) >> 4), 65 + (c.charCodeAt(0) & 15));
  for (const label of labels) octets.push(label.length, ...Array.from(label, (c) => c.charCodeAt(0)));
  return Uint8Array.from([...octets, 0]);
}

/**
 * A NetBIOS name with its length, suffix and scope (RFC 1001 §14.1, RFC 1002 §4.1): `FILES<20>`, `FILES<20>.example.org`. The default
 * suffix is `<00>`, a workstation. Anything else (a pointer to another name) is read as octets; octets given are written unchanged.
 */
export function netbiosName(o: NameOptions = {}): Field<string | Uint8Array, string | Uint8Array> {
  return field(
    {
      form: 'variable',
      label: 'NetBIOS name',
      value: 'name',
      holds: orOctets('text'),
      initial: '',
      end: (b, at, limit) => {
        // A pointer is two octets and ends the name (RFC 1002 §4.1 has RFC 883's).
        for (let q = at; q < limit; q += 1 + (b[q] as number)) {
          if (b[q] === 0) return q + 1;
          if ((b[q] as number) > 63) return q + 2;
        }
        return limit + 1;
      },
      read: (b, at, end) => decode(b, at, end) ?? b.subarray(at, end),
      write: (w, v) => w.octets(v instanceof Uint8Array ? v : encode(String(v))),
      random: (r) => `${r.u32().toString(36).toUpperCase()}<20>`,
    },
    o,
  );
}
