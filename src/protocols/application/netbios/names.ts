/** Names of NetBIOS as fields: 15 characters and a suffix, each octet as two letters. @see RFC 1001 §14.1; RFC 1002 §4.1 */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { latin1 } from '../../../bytes/text.ts';
import { u16 } from '../../../packet/fields/integers.ts';
import { type Field, type FieldOptions, field } from '../../../packet/spec/field.ts';
import { names } from '../../../packet/spec/names.ts';
import { dnsName } from '../dns/name-field.ts';
import { SUFFIXES } from './suffixes.ts';
import { orOctets } from '../../../packet/spec/value-form.ts';

/** Octets of a name: characters before the suffix. */
const CHARACTERS = 15;
/** Octets of the first label: both letters of the name and of its suffix. */
export const LABEL = 32;
/** The length of the label, and the letters of the characters. */
const OCTETS = 1 + 2 * CHARACTERS;
const A = 65;

/** The octet that two letters stand for; -1 where they are none of A to P. */
function octetAt(b: Uint8Array, at: number): number {
  const high = (b[at] as number) - A,
    low = (b[at + 1] as number) - A;
  return high >= 0 && high < 16 && low >= 0 && low < 16 ? (high << 4) | low : -1;
}

function read(b: Uint8Array, at: number): string | Uint8Array {
  const whole = b.subarray(at, at + OCTETS);
  if (whole[0] !== LABEL) return whole;
  const name = new Uint8Array(CHARACTERS);
  for (let i = 0; i < CHARACTERS; i++) {
    const x = octetAt(b, at + 1 + 2 * i);
    if (x < 0) return whole;
    name[i] = x;
  }
  let n = CHARACTERS;
  while (n > 0 && name[n - 1] === 0x20) n--;
  return latin1(name, 0, n);
}

function write(b: Uint8Array, at: number, v: unknown): void {
  if (v instanceof Uint8Array && v.length === OCTETS) {
    b.set(v, at);
    return;
  }
  const name = typeof v === 'string' ? Uint8Array.from(v, (c) => Math.min(c.charCodeAt(0), 256)) : (v as Uint8Array);
  if (name.length > CHARACTERS || (typeof v === 'string' && [...v].some((c) => c.charCodeAt(0) > 255)))
    throw new PacketwrightError('ERR_VALUE', `${JSON.stringify(v)} is no NetBIOS name: give up to ${CHARACTERS} characters of Latin-1`, {
      value: v,
    });
  b[at] = LABEL;
  for (let i = 0; i < CHARACTERS; i++) {
    const x = name[i] ?? 0x20;
    b[at + 1 + 2 * i] = A + (x >> 4);
    b[at + 2 + 2 * i] = A + (x & 15);
  }
}

/**
 * The 15 characters of a name, without the spaces that fill it up; 31 octets where they are no letters of such a name. The suffix behind it
 * is a field of its own, as in scapy.
 */
export const netbiosName = (
  o: Omit<FieldOptions, 'names' | 'default'> & { readonly default?: string } = {},
): Field<string | Uint8Array, string | Uint8Array> =>
  field({ form: 'fixed', octets: OCTETS, label: 'NetBIOS name', value: 'name', holds: orOctets('text'), initial: '', read, write }, o);

/** A pointer leads to no octet behind this one: there are none in the scopes of names (RFC 1002 §4.1). */
export const NO_POINTERS = 0x4000;
/** The labels behind the first. */
export const scope = () => dnsName({ header: NO_POINTERS, about: 'the scope of the name; the root where it has none' });

/** What a suffix says, as two letters. Names as scapy has them. */
const LETTERS = /* @__PURE__ */ names({
  workstation: 0x4141,
  'messenger service': 0x4144,
  'file server service': 0x4341,
  'domain master browser': 0x424c,
  'domain controller': 0x424d,
  'browser election service': 0x424f,
});

/** The suffix, as the two letters that stand in the packet. */
export const suffix = () => u16({ default: 0x4141, hex: true, names: LETTERS, about: 'what the name is of, as two letters' });

/** 16 octets of a name as Wireshark shows them: what is not printable in hexadecimal, the suffix behind the name. */
function shownOctets(name: readonly number[]): string {
  let n = CHARACTERS;
  while (n > 0 && name[n - 1] === 0x20) n--;
  const text = name.slice(0, n).map((x) => (x >= 0x20 && x < 0x7f ? String.fromCharCode(x) : `<${hex2(x)}>`));
  return `${text.join('')}<${hex2(name[CHARACTERS] as number)}>`;
}

const hex2 = (x: number): string => x.toString(16).padStart(2, '0');

const isLetter = (x: number | undefined): boolean => x !== undefined && x >= A && x <= A + 25;

/** The encoded name at `at` as Wireshark shows it. Letters behind P are read as well: their bits run into one another. */
export function shownName(b: Uint8Array, at: number): string {
  const name: number[] = [];
  for (let q = at + 1; q < at + 1 + LABEL; q += 2) {
    const which = !isLetter(b[q]) ? '1st' : !isLetter(b[q + 1]) ? '2nd' : undefined;
    if (which !== undefined) return `Illegal NetBIOS name (${which} character not between A and Z in first-level encoding)`;
    name.push(((((b[q] as number) - A) << 4) | ((b[q + 1] as number) - A)) & 255);
  }
  return shownOctets(name);
}

/** The same, and what its suffix says. */
export function describedName(b: Uint8Array, at: number): string {
  const name = shownName(b, at);
  const code = /<([0-9a-f]{2})>$/.exec(name)?.[1];
  return code === undefined ? name : `${name} (${SUFFIXES[Number.parseInt(code, 16)] ?? 'Unknown'})`;
}
