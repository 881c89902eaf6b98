/** Octets and text from the network, made safe to print: nothing of it moves the cursor, colours the screen or ends the line. */
import { utf8Octets } from './text.ts';

const SHORT_ESCAPES: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\' };

/** Whether a terminal may act on it: C0, DEL and C1 controls, line separators, and what turns the direction of writing. */
function isUnsafe(code: number): boolean {
  return (
    code < 32 ||
    (code >= 127 && code < 160) ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x206f) ||
    code === 0xfeff
  );
}

/** Text with backslashes and controls as `\\`, `\t`, `\n`, `\r`, `\xNN` or `\uNNNN`; all other characters stay. */
export function escapeText(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const short = SHORT_ESCAPES[code];
    if (short !== undefined) out += short;
    else if (!isUnsafe(code)) out += text[i] as string;
    else out += code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  }
  return out;
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
