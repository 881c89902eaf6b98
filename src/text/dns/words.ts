/** Words of master files: names, strings, numbers, and octets in base 16, 32 and 64. @see RFC 1035 §5.1; RFC 3597 §5; RFC 4648 */
import { toHex } from '../../bytes/hex.ts';
import { utf8Octets } from '../../bytes/text.ts';
import { dnsClasses, dnsTypes } from '../../protocols/registries/dns.ts';

/** Characters in a word of base 16 or 64, as `dig` cuts them. */
const WORD = 56;
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BASE32HEX = '0123456789ABCDEFGHIJKLMNOPQRSTUV';

/** As master files write it: `ANY` for what scapy shows as ALL, `TYPE731` for types without a name (RFC 3597 §5). */
export const typeText = (type: number): string => (type === ANY ? 'ANY' : (dnsTypes.name(type) ?? `TYPE${type}`));
export const classText = (c: number): string => dnsClasses.name(c) ?? `CLASS${c}`;
const ANY = 255;

/** A name as a master file has it: what means something there gets a backslash, too. */
export const nameText = (name: string): string =>
  name.replace(/\\\d{3}|\\?./gs, (c) => (c.length === 1 && /["();@$]/.test(c) ? `\\${c}` : c));

const octetsOf = (s: string | Uint8Array): Uint8Array => (typeof s === 'string' ? utf8Octets(s) : s);

/** A string in quotes. `comma`: as an item of a list of SVCB, where commas and backslashes are escaped once more (RFC 9460 §A.1). */
export function quoted(s: string | Uint8Array): string {
  return `"${escaped(s)}"`;
}

export function escaped(s: string | Uint8Array): string {
  let text = '';
  for (const c of octetsOf(s)) {
    if (c < 0x20 || c >= 0x7f) text += `\\${String(c).padStart(3, '0')}`;
    else text += c === 0x22 || c === 0x5c ? `\\${String.fromCharCode(c)}` : String.fromCharCode(c);
  }
  return text;
}

/** Cut into words, with spaces between them. */
const inWords = (text: string): string => (text.match(new RegExp(`.{1,${WORD}}`, 'g')) ?? []).join(' ');

export const hexText = (b: Uint8Array): string => toHex(b).toUpperCase();
export const hexWords = (b: Uint8Array): string => inWords(hexText(b));
export const base64Words = (b: Uint8Array): string => inWords(base64(b));

export function base64(b: Uint8Array): string {
  let text = '';
  for (let i = 0; i < b.length; i += 3) {
    const n = ((b[i] as number) << 16) | ((b[i + 1] ?? 0) << 8) | (b[i + 2] ?? 0);
    for (let k = 0; k < 4; k++) text += k <= b.length - i ? BASE64[(n >> (18 - 6 * k)) & 63] : '=';
  }
  return text;
}

/** Without padding, as NSEC3 has it (RFC 5155 §3.3). */
export function base32hex(b: Uint8Array): string {
  let text = '',
    bits = 0,
    n = 0;
  for (const c of b) {
    n = ((n << 8) | c) & 0xffff;
    for (bits += 8; bits >= 5; bits -= 5) text += BASE32HEX[(n >> (bits - 5)) & 31];
  }
  return bits > 0 ? text + (BASE32HEX[(n << (5 - bits)) & 31] as string) : text;
}

/** Data of whatever type (RFC 3597 §5). */
export const unknownText = (b: Uint8Array): string => `\\# ${b.length}${b.length === 0 ? '' : ` ${hexWords(b)}`}`;

/** Seconds since 1970 as RRSIG has them: `20260101000000` (RFC 4034 §3.2). */
export const timeText = (seconds: number): string => new Date(seconds * 1000).toISOString().replace(/\D/g, '').slice(0, 14);
