/** Text as octets and back: utf-8, latin-1, ascii, utf-16, hex (Python 2's), base64. */
import { PyError, unicodeDecode, unicodeEncode, lookupErrorType, valueError } from '../errors.ts';
import { fromLatin1, latin1 } from '../containers/octets.ts';
import { escapeCode } from './repr.ts';

const plain = (name: string): string => name.toLowerCase().replaceAll(/[-_ ]/g, '');
const unknown = (name: string): Error => new PyError(lookupErrorType, [`unknown encoding: ${name}`]);

export function encode(text: string, encoding: string, errors: string): Uint8Array {
  switch (plain(encoding)) {
    case 'utf8':
    case 'utf':
    case 'u8':
      return utf8(text, errors);
    case 'ascii':
    case 'usascii':
      return narrow(text, 0x80, 'ascii', errors);
    case 'latin1':
    case 'iso88591':
    case 'l1':
    case 'raw':
      return narrow(text, 0x100, 'latin-1', errors);
    case 'utf16le':
      return Buffer.from(text, 'utf16le').subarray().slice();
    case 'utf16be':
      return new Uint8Array(Buffer.from(text, 'utf16le').swap16());
    case 'utf16':
      return new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
    case 'hex':
    case 'hexcodec':
      return fromLatin1(hex(fromLatin1(text)));
    case 'unhex':
      return unhex(text);
    case 'base64':
      return fromLatin1(`${Buffer.from(text, 'latin1').toString('base64')}\n`);
    case 'unicodeescape':
      return fromLatin1(text.replace(/[^ -~]/gu, (one) => escapeCode(one.codePointAt(0)!)));
    case 'idna':
      return fromLatin1(text.toLowerCase());
    default:
      throw unknown(encoding);
  }
}

function utf8(text: string, errors: string): Uint8Array {
  const lone = /(?<![\ud800-\udbff])[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])/.exec(text);
  if (lone === null) return new Uint8Array(Buffer.from(text, 'utf8'));
  if (errors === 'ignore' || errors === 'replace' || errors === 'surrogateescape')
    return new Uint8Array(Buffer.from(text.replace(/[\ud800-\udfff]/g, errors === 'replace' ? '?' : ''), 'utf8'));
  throw encodeError('utf-8', lone[0], lone.index, 'surrogates not allowed');
}

function narrow(text: string, limit: number, name: string, errors: string): Uint8Array {
  const octets: number[] = [];
  let at = 0;
  for (const one of text) {
    const code = one.codePointAt(0)!;
    if (code < limit) octets.push(code);
    else if (errors === 'strict') throw encodeError(name, one, at, `ordinal not in range(${limit})`);
    else if (errors === 'backslashreplace') for (const letter of escapeCode(code)) octets.push(letter.charCodeAt(0));
    else if (errors === 'replace') octets.push(63);
    at++;
  }
  return Uint8Array.from(octets);
}

const encodeError = (codec: string, one: string, at: number, why: string): Error =>
  new PyError(unicodeEncode, [`'${codec}' codec can't encode character '${escapeCode(one.codePointAt(0)!)}' in position ${at}: ${why}`]);

export function decode(octets: Uint8Array, encoding: string, errors: string): unknown {
  switch (plain(encoding)) {
    case 'utf8':
    case 'utf':
    case 'u8':
      return fromUtf8(octets, errors);
    case 'ascii':
    case 'usascii':
      return fromAscii(octets, errors);
    case 'latin1':
    case 'iso88591':
    case 'l1':
      return latin1(octets);
    case 'utf16le':
      return Buffer.from(octets).toString('utf16le');
    case 'utf16be':
      return Buffer.from(octets).swap16().toString('utf16le');
    case 'utf16':
      return octets[0] === 0xfe
        ? Buffer.from(octets.subarray(2)).swap16().toString('utf16le')
        : Buffer.from(octets)
            .toString('utf16le')
            .replace(/^\ufeff/, '');
    case 'hex':
    case 'hexcodec':
      return unhex(latin1(octets));
    case 'base64':
      return new Uint8Array(Buffer.from(latin1(octets), 'base64'));
    case 'unicodeescape':
    case 'stringescape':
      return latin1(octets).replace(/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|(.))/gi, (_, x, u, c) =>
        c === undefined ? String.fromCodePoint(Number.parseInt(x ?? u, 16)) : ({ n: '\n', r: '\r', t: '\t', '0': '\0' }[c as string] ?? c),
      );
    default:
      throw unknown(encoding);
  }
}

function fromAscii(octets: Uint8Array, errors: string): string {
  const bad = octets.findIndex((one) => one > 127);
  if (bad < 0) return latin1(octets);
  if (errors === 'strict') throw decodeError('ascii', octets[bad]!, bad, 'ordinal not in range(128)');
  const by = (one: number) => (errors === 'replace' ? '\ufffd' : errors === 'backslashreplace' ? escapeCode(one) : '');
  return Array.from(octets, (one) => (one > 127 ? by(one) : String.fromCharCode(one))).join('');
}

/** How long the sequence at a place is; what is wrong with it, and how many octets that takes. */
function sequence(octets: Uint8Array, at: number): { size: number; why?: string } {
  const first = octets[at]!;
  if (first < 0x80) return { size: 1 };
  const size = first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
  if (size === 0) return { size: 1, why: 'invalid start byte' };
  for (let i = 1; i < size; i++) {
    const next = octets[at + i];
    if (next === undefined) return { size: i, why: 'unexpected end of data' };
    const low = i === 1 ? ({ 0xe0: 0xa0, 0xf0: 0x90 }[first] ?? 0x80) : 0x80;
    const high = i === 1 ? ({ 0xed: 0x9f, 0xf4: 0x8f }[first] ?? 0xbf) : 0xbf;
    if (next < low || next > high) return { size: i, why: 'invalid continuation byte' };
  }
  return { size };
}

function fromUtf8(octets: Uint8Array, errors: string): string {
  const parts: string[] = [];
  let good = 0;
  for (let at = 0; at < octets.length; ) {
    const { size, why } = sequence(octets, at);
    if (why !== undefined) {
      if (errors === 'strict') {
        const where =
          size === 1 ? `byte 0x${octets[at]!.toString(16).padStart(2, '0')} in position ${at}` : `bytes in position ${at}-${at + size - 1}`;
        throw new PyError(unicodeDecode, [`'utf-8' codec can't decode ${where}: ${why}`]);
      }
      parts.push(Buffer.from(octets.subarray(good, at)).toString('utf8'));
      if (errors === 'replace') parts.push('\ufffd');
      else if (errors === 'backslashreplace') parts.push(...Array.from(octets.subarray(at, at + size), escapeCode));
      else if (errors === 'surrogateescape')
        parts.push(...Array.from(octets.subarray(at, at + size), (one) => String.fromCharCode(0xdc00 + one)));
      good = at + size;
    }
    at += size;
  }
  parts.push(Buffer.from(octets.subarray(good)).toString('utf8'));
  return parts.join('');
}

const decodeError = (codec: string, one: number, at: number, why: string): Error =>
  new PyError(unicodeDecode, [`'${codec}' codec can't decode byte 0x${one.toString(16).padStart(2, '0')} in position ${at}: ${why}`]);

export const hex = (octets: Uint8Array): string => Array.from(octets, (one) => one.toString(16).padStart(2, '0')).join('');

export function unhex(text: string): Uint8Array {
  if (text.length % 2 !== 0) throw valueError('Odd-length string');
  if (!/^[0-9a-f]*$/i.test(text)) throw valueError('Non-hexadecimal digit found');
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16));
}
