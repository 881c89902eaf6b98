/** Octets and text from the network, made safe to print: nothing of it moves the cursor, colours the screen or ends the line. */
import { utf8Octets } from './text.ts';

const SHORT_ESCAPES: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\' };

/**
 * What a terminal may act on, or a reader cannot see: C0, DEL and C1 controls, line separators, what turns the direction of writing, and
 * what has no width (Unicode 15, chapters 23.1 to 23.9).
 */
const UNSAFE_CHARACTERS = '\\x00-\\x1f\\x7f-\\x9f\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb';
const UNSAFE = new RegExp(`[${UNSAFE_CHARACTERS}]|\\udb40[\\udc00-\\udc7f]`, 'g');
/** The same without the ends of lines and tabs of lines that are ours. */
const UNSAFE_IN_LINES = new RegExp(`(?![\\t\\n])[${UNSAFE_CHARACTERS}]|\\udb40[\\udc00-\\udc7f]`, 'g');

const unicodeEscapes = (text: string): string => {
  let out = '';
  for (let i = 0; i < text.length; i++) out += `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return out;
};

/**
 * Text for a terminal, whoever gave parts of it (packets, files, the kernel, the command line): each unsafe character as `\uNNNN`; ends of
 * lines and tabs stay. Of JSON this is the same JSON.
 */
export function printable(text: string): string {
  // Nearly always nothing: a search is cheaper than a copy.
  return text.search(UNSAFE_IN_LINES) === -1 ? text : text.replace(UNSAFE_IN_LINES, unicodeEscapes);
}

/** The same for a text that is one line: ends of lines and tabs are escaped, too. */
export function printableLine(text: string): string {
  return text.search(UNSAFE) === -1 ? text : text.replace(UNSAFE, unicodeEscapes);
}

/** A value as JSON on one line that a terminal may show. */
export function jsonText(value: unknown): string {
  return printable(JSON.stringify(value));
}

/** Text with backslashes and unsafe characters as `\\`, `\t`, `\n`, `\r`, `\xNN` or `\uNNNN`; all other characters stay. */
export function escapeText(text: string): string {
  return text.replaceAll('\\', '\\\\').replace(UNSAFE, (unsafe) => {
    const code = unsafe.charCodeAt(0);
    return SHORT_ESCAPES[code] ?? (code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : unicodeEscapes(unsafe));
  });
}

/** Octets as ASCII, all others as `\\`, `\t`, `\n`, `\r` or `\xNN`: unambiguous, {@link unescapeOctets} gives the octets back. */
export function escapeOctets(b: Uint8Array, start = 0, end = b.length): string {
  let out = '';
  for (let i = start; i < end; i++) {
    const octet = b[i] as number;
    out += SHORT_ESCAPES[octet] ?? (octet < 32 || octet > 126 ? `\\x${octet.toString(16).padStart(2, '0')}` : String.fromCharCode(octet));
  }
  return out;
}

/** The octets of {@link escapeOctets}'s text. Characters above U+00FF and broken escapes give the octets of their UTF-8. */
export function unescapeOctets(text: string): Uint8Array {
  const out: number[] = [];
  const pattern = /\\x([0-9a-fA-F]{2})|\\([tnr\\])|./gsu;
  for (const [whole, hex, letter] of text.matchAll(pattern)) {
    if (hex !== undefined) out.push(Number.parseInt(hex, 16));
    else if (letter !== undefined) out.push({ t: 9, n: 10, r: 13, '\\': 92 }[letter] as number);
    else out.push(...utf8Octets(whole));
  }
  return Uint8Array.from(out);
}

/** Octets as Python shows them, `b'GET /\r\n'`: so scapy shows payloads. */
export function pythonBytes(b: Uint8Array): string {
  const body = escapeOctets(b);
  if (!body.includes("'")) return `b'${body}'`;
  return body.includes('"') ? `b'${body.replaceAll("'", "\\'")}'` : `b"${body}"`;
}
