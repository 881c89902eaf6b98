/** Characters and octets, so that no octet is lost that is no character. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { latin1, utf8, utf8Octets } from '../../../bytes/text.ts';

import { wantWord } from '../../spec/wants.ts';

/** How characters stand in octets. */
export type Encoding = 'latin1' | 'utf8' | 'utf16' | 'utf16le';

/** @throws ERR_SPEC for a word that names none */
export const wantEncoding = (maker: string, v: unknown): void => wantWord(maker, 'encoding', v, ['latin1', 'utf8', 'utf16', 'utf16le']);

/** Whether octets can be read as text at all: UTF-16 has two for each character. */
export const isText = (at: number, end: number, encoding: Encoding): boolean => !encoding.startsWith('utf16') || (end - at) % 2 === 0;

export const decodeText = (b: Uint8Array, at: number, end: number, encoding: Encoding): string => {
  if (encoding === 'latin1') return latin1(b, at, end);
  if (encoding === 'utf8') return readUtf8(b, at, end);
  let s = '';
  for (let i = at; i + 1 < end; i += 2)
    s += String.fromCharCode(
      encoding === 'utf16' ? ((b[i] as number) << 8) | (b[i + 1] as number) : ((b[i + 1] as number) << 8) | (b[i] as number),
    );
  return s;
};

export const encodeText = (v: unknown, encoding: Encoding): Uint8Array => {
  if (v instanceof Uint8Array) return v;
  const s = String(v);
  if (encoding === 'utf8') return utf8From(s);
  if (encoding === 'latin1')
    return Uint8Array.from(s, (c) => {
      const n = c.codePointAt(0) as number;
      if (n > 255) throw new PacketwrightError('ERR_VALUE', `'${c}' is not in Latin-1`, { value: v });
      return n;
    });
  const out = new Uint8Array(s.length * 2);
  for (let i = 0; i < s.length; i++) {
    const n = s.charCodeAt(i),
      high = n >> 8;
    out[2 * i] = encoding === 'utf16' ? high : n;
    out[2 * i + 1] = encoding === 'utf16' ? n : high;
  }
  return out;
};

/** An octet that is no UTF-8 stands in text as U+DC00 and itself, which no UTF-8 makes (Python's surrogateescape, PEP 383). */
const ESCAPE = 0xdc00;
const REPLACED = '\ufffd';

/** Octets of the character that begins so. */
const width = (first: number): number => (first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4);

function readUtf8(b: Uint8Array, at: number, end: number): string {
  const plain = utf8(b, at, end);
  if (!plain.includes(REPLACED)) return plain;
  let s = '';
  for (let q = at; q < end; ) {
    const next = Math.min(q + width(b[q] as number), end);
    const c = utf8(b, q, next);
    // The character that stands for errors may be meant itself.
    const isGood = !c.includes(REPLACED) || (c === REPLACED && next - q === 3 && b[q] === 0xef && b[q + 1] === 0xbf && b[q + 2] === 0xbd);
    s += isGood ? c : String.fromCharCode(ESCAPE + (b[q] as number));
    q = isGood ? next : q + 1;
  }
  return s;
}

function utf8From(s: string): Uint8Array {
  if (!/[\udc80-\udcff]/.test(s)) return utf8Octets(s);
  const pieces = Array.from(s, (c) => {
    const n = c.charCodeAt(0);
    return c.length === 1 && n >= ESCAPE + 0x80 && n <= ESCAPE + 0xff ? Uint8Array.of(n - ESCAPE) : utf8Octets(c);
  });
  const out = new Uint8Array(pieces.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of pieces) {
    out.set(p, at);
    at += p.length;
  }
  return out;
}
