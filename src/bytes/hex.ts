/** Octets as hexadecimal text, and the hexdump that scapy's users know. */
import { checkOptions } from './known-options.ts';
import { PacketwrightError } from './errors.ts';

const LOWER: readonly string[] = /* @__PURE__ */ Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));
const UPPER: readonly string[] = /* @__PURE__ */ LOWER.map((pair) => pair.toUpperCase());

/** Lower-case hexadecimal, two digits per octet, with `separator` between octets. */
export function toHex(b: Uint8Array, separator = ''): string {
  let text = '';
  for (let i = 0; i < b.length; i++) text += (i === 0 ? '' : separator) + (LOWER[b[i] as number] as string);
  return text;
}

/**
 * Octets from hexadecimal digits. White space, colons and `0x` may come before or after each pair of digits, never inside a pair.
 * @throws ERR_VALUE with the position of the first wrong character, or of a single digit.
 */
export function fromHex(text: string): Uint8Array {
  const out = new Uint8Array(text.length >> 1);
  let length = 0;
  let i = 0;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (code === 32 || (code >= 9 && code <= 13) || code === 58) {
      i++;
      continue;
    }
    if (code === 48 && (text.charCodeAt(i + 1) | 32) === 120) {
      i += 2;
      continue;
    }
    const high = hexDigit(code);
    const low = hexDigit(text.charCodeAt(i + 1));
    if (high < 0 || low < 0) {
      const position = high < 0 ? i : i + 1;
      const found = position < text.length ? `'${text[position] as string}'` : 'the end';
      throw new PacketwrightError('ERR_VALUE', `hexadecimal text, position ${position}: expected a digit, found ${found}`, { position });
    }
    out[length++] = high * 16 + low;
    i += 2;
  }
  // Shorter when there were separators: a copy, so that the result does not keep the larger buffer.
  return length === out.length ? out : out.slice(0, length);
}

/** The text of scapy's `hexdump(p, dump=True)`: offset, 16 octets in capitals, ASCII; no newline at the end. */
export function hexdump(b: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < b.length; at += 16) {
    const end = Math.min(at + 16, b.length);
    let line = `${at.toString(16).padStart(4, '0')}  `;
    for (let i = at; i < end; i++) line += `${UPPER[b[i] as number] as string} `;
    lines.push(`${line.padEnd(line.length + 3 * (16 - (end - at)))} ${asciiOrDots(b, at, end)}`);
  }
  return lines.join('\n');
}

/** What {@link hexstr} shows. */
export interface HexstrOptions {
  /** Only the ASCII half. */
  readonly onlyAscii?: boolean;
  /** Only the hexadecimal half. */
  readonly onlyHex?: boolean;
}

/** The text of scapy's `hexstr` and of `linehexdump(p, dump=True)`: all octets on one line, then their ASCII. */
export function hexstr(b: Uint8Array, options: HexstrOptions = {}): string {
  checkOptions('hexstr', options, { onlyAscii: true, onlyHex: true });
  const parts: string[] = [];
  if (options.onlyAscii !== true) parts.push(Array.from(b, (octet) => UPPER[octet] as string).join(' '));
  if (options.onlyHex !== true) parts.push(asciiOrDots(b, 0, b.length));
  return parts.join('  ');
}

/** {@link hexstr} by the name under which scapy prints it. */
export const linehexdump = hexstr;

/** Printable ASCII as it is, a dot for all else. */
export function asciiOrDots(b: Uint8Array, start = 0, end = b.length): string {
  let text = '';
  for (let i = start; i < end; i++) {
    const octet = b[i] as number;
    text += octet >= 32 && octet < 127 ? String.fromCharCode(octet) : '.';
  }
  return text;
}

/** The value of a hexadecimal digit's character code; -1 for any other. */
export function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
