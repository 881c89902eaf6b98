/**
 * Addresses as text and as octets: IPv4, IPv6, MAC. Parsers are strict and throw `ERR_ADDRESS`; the `read…` functions
 * expect their 4, 16 or 6 octets to be there, which the caller has checked.
 */
import { PacketwrightError } from './errors.ts';
import { hexDigit } from './hex.ts';

/** 0 … 255 in decimal, and with the dot that follows: concatenating four pieces from tables is far faster than formatting numbers. */
const DECIMAL: readonly string[] = /* @__PURE__ */ Array.from({ length: 256 }, (_, value) => String(value));
const DECIMAL_DOT: readonly string[] = /* @__PURE__ */ DECIMAL.map((text) => `${text}.`);
/** 00 … ff, always two digits, and with the colon that follows. */
const HEX_PAIR: readonly string[] = /* @__PURE__ */ Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));
const HEX_PAIR_COLON: readonly string[] = /* @__PURE__ */ HEX_PAIR.map((text) => `${text}:`);
/** 0 … ff without a leading zero. */
const HEX_SHORT: readonly string[] = /* @__PURE__ */ Array.from({ length: 256 }, (_, value) => value.toString(16));

/** The eight words of the IPv6 address that was scanned last: nothing is written to the caller's octets before all is known to be right. */
const words = /* @__PURE__ */ new Uint16Array(8);
/** The six octets of the MAC that was scanned last. */
const macOctets = /* @__PURE__ */ new Uint8Array(6);

// IPv4

/** Dotted quad from `from` to the text's end; -1 when it is none. Leading zeros are refused, as inet_pton does: some read them as octal. */
function scanIpv4(text: string, from: number): number {
  let address = 0;
  let part = -1;
  let dots = 0;
  for (let i = from; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit >= 0 && digit <= 9) {
      if (part === 0) return -1;
      part = part < 0 ? digit : part * 10 + digit;
      if (part > 255) return -1;
    } else if (digit === -2 && part >= 0 && dots < 3) {
      address = address * 256 + part;
      part = -1;
      dots++;
    } else return -1;
  }
  return dots === 3 && part >= 0 ? address * 256 + part : -1;
}

/**
 * `'192.0.2.1'` as an unsigned 32-bit number. @throws ERR_ADDRESS unless the text is four decimal numbers from 0 to 255 without leading
 * zeros.
 */
export function parseIpv4(text: string): number {
  const address = scanIpv4(text, 0);
  if (address < 0) throw noAddress(text, 'an IPv4 address', '192.0.2.1');
  return address;
}

/** A 32-bit number, signed or unsigned, as a dotted quad. */
export function formatIpv4(address: number): string {
  return (
    (DECIMAL_DOT[address >>> 24] as string) +
    (DECIMAL_DOT[(address >>> 16) & 255] as string) +
    (DECIMAL_DOT[(address >>> 8) & 255] as string) +
    (DECIMAL[address & 255] as string)
  );
}

/** The IPv4 address at `o`, as a dotted quad. */
export function readIpv4(b: Uint8Array, o: number): string {
  return (
    (DECIMAL_DOT[b[o] as number] as string) +
    (DECIMAL_DOT[b[o + 1] as number] as string) +
    (DECIMAL_DOT[b[o + 2] as number] as string) +
    (DECIMAL[b[o + 3] as number] as string)
  );
}

// IPv6

/** Scans all forms of RFC 4291 §2.2 into `words`; false when the text is none. */
function scanIpv6(text: string): boolean {
  const end = text.length;
  let count = 0;
  let gap = -1;
  let i = 0;
  if (text.startsWith('::')) {
    gap = 0;
    i = 2;
  }
  while (i < end) {
    if (count === 8) return false;
    const start = i;
    let value = 0;
    for (; i < end && i - start < 4; i++) {
      const digit = hexDigit(text.charCodeAt(i));
      if (digit < 0) break;
      value = value * 16 + digit;
    }
    if (i === start) return false;
    const next = i < end ? text.charCodeAt(i) : -1;
    if (next === 46) {
      // §2.2 (3): the last 32 bits as a dotted quad.
      const address = count <= 6 ? scanIpv4(text, start) : -1;
      if (address < 0) return false;
      words[count++] = address >>> 16;
      words[count++] = address;
      i = end;
      break;
    }
    words[count++] = value;
    if (next === -1) break;
    if (next !== 58) return false;
    i++;
    if (i < end && text.charCodeAt(i) === 58) {
      if (gap >= 0) return false;
      gap = count;
      i++;
    } else if (i === end) return false;
  }
  if (gap < 0) return count === 8;
  // "::" stands for one or more groups of zeros (RFC 4291 §2.2), so eight groups beside it are too many.
  if (count === 8) return false;
  words.copyWithin(8 - (count - gap), gap, count);
  words.fill(0, gap, 8 - (count - gap));
  return true;
}

/**
 * An IPv6 address in any form of RFC 4291 §2.2 as 16 octets, written at `o` of `out` when given.
 * @returns `out`. @throws ERR_ADDRESS; also for a zone (`fe80::1%eth0`), which names an interface and is not part of the address.
 */
export function parseIpv6(text: string, out: Uint8Array = new Uint8Array(16), o = 0): Uint8Array {
  if (!scanIpv6(text)) {
    const zone = text.indexOf('%');
    if (zone >= 0 && scanIpv6(text.slice(0, zone)))
      throw new PacketwrightError('ERR_ADDRESS', `'${text}' has a zone ('${text.slice(zone)}'): expected an IPv6 address without a zone`, {
        text,
        remedy: 'give the interface separately',
      });
    throw noAddress(text, 'an IPv6 address', '2001:db8::1');
  }
  for (let i = 0; i < 8; i++) {
    const word = words[i] as number;
    out[o + 2 * i] = word >> 8;
    out[o + 2 * i + 1] = word;
  }
  return out;
}

/**
 * The IPv6 address at `o` in the canonical form of RFC 5952. As inet_ntop does (§5 leaves it open), the last 32 bits of
 * ::ffff:0:0/96, and of ::/96 where they exceed 16 bits, are shown as dotted quad.
 */
export function readIpv6(b: Uint8Array, o: number): string {
  // §4.2.3: the longest run of zero groups is shortened, of equals the first; §4.2.2: never a single one.
  let gap = 8;
  let gapEnd = 9;
  for (let i = 0; i < 8; i++) {
    const start = i;
    while (i < 8 && b[o + 2 * i] === 0 && b[o + 2 * i + 1] === 0) i++;
    if (i - start > gapEnd - gap) {
      gap = start;
      gapEnd = i;
    }
  }
  if (gap === 8) return groups(b, o, 0, 8);
  if (gap === 0) {
    if (gapEnd === 6) return `::${readIpv4(b, o + 12)}`;
    if (gapEnd === 5 && b[o + 10] === 255 && b[o + 11] === 255) return `::ffff:${readIpv4(b, o + 12)}`;
  }
  return `${groups(b, o, 0, gap)}::${groups(b, o, gapEnd, 8)}`;
}

/** The groups `from` … `to - 1` of the IPv6 address at `o`, without leading zeros (RFC 5952 §4.1), colons between them. */
function groups(b: Uint8Array, o: number, from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i++) {
    const high = b[o + 2 * i] as number;
    const low = b[o + 2 * i + 1] as number;
    if (i + 1 === to) text += high === 0 ? (HEX_SHORT[low] as string) : (HEX_SHORT[high] as string) + (HEX_PAIR[low] as string);
    else text += high === 0 ? `${HEX_SHORT[low] as string}:` : (HEX_SHORT[high] as string) + (HEX_PAIR_COLON[low] as string);
  }
  return text;
}

// MAC

/** Scans 02:00:5e:00:53:01, 02-00-5E-00-53-01 (one or two digits a group) or 0200.5e00.5301 into `macOctets`. */
function scanMac(text: string): boolean {
  const end = text.length;
  const dotted = text.charCodeAt(4) === 46;
  const separator = dotted ? 46 : text.charCodeAt(text.charCodeAt(1) === 58 || text.charCodeAt(1) === 45 ? 1 : 2);
  if (dotted) {
    if (end !== 14 || text.charCodeAt(9) !== 46) return false;
    for (let i = 0; i < 6; i++) {
      const at = 2 * i + (i >> 1);
      const high = hexDigit(text.charCodeAt(at));
      const low = hexDigit(text.charCodeAt(at + 1));
      if (high < 0 || low < 0) return false;
      macOctets[i] = high * 16 + low;
    }
    return true;
  }
  if (separator !== 58 && separator !== 45) return false;
  let at = 0;
  for (let i = 0; i < 6; i++) {
    if (i > 0 && text.charCodeAt(at++) !== separator) return false;
    let value = at < end ? hexDigit(text.charCodeAt(at)) : -1;
    if (value < 0) return false;
    at++;
    const low = at < end ? hexDigit(text.charCodeAt(at)) : -1;
    if (low >= 0) {
      value = value * 16 + low;
      at++;
    }
    macOctets[i] = value;
  }
  return at === end;
}

/**
 * A MAC address as 6 octets, written at `o` of `out` when given: colons, dashes, or Cisco's dots (`0200.5e00.5301`), in either case.
 * @returns `out`. @throws ERR_ADDRESS.
 */
export function parseMac(text: string, out: Uint8Array = new Uint8Array(6), o = 0): Uint8Array {
  if (!scanMac(text)) throw noAddress(text, 'a MAC address', '02:00:5e:00:53:01');
  for (let i = 0; i < 6; i++) out[o + i] = macOctets[i] as number;
  return out;
}

/** The MAC address at `o`: lower case, colons. */
export function readMac(b: Uint8Array, o: number): string {
  return (
    (HEX_PAIR_COLON[b[o] as number] as string) +
    (HEX_PAIR_COLON[b[o + 1] as number] as string) +
    (HEX_PAIR_COLON[b[o + 2] as number] as string) +
    (HEX_PAIR_COLON[b[o + 3] as number] as string) +
    (HEX_PAIR_COLON[b[o + 4] as number] as string) +
    (HEX_PAIR[b[o + 5] as number] as string)
  );
}

// Questions

/** Whether {@link parseIpv4} accepts the text. */
export function isIpv4(text: string): boolean {
  return scanIpv4(text, 0) >= 0;
}

/** Whether {@link parseIpv6} accepts the text; a zone makes it false. */
export function isIpv6(text: string): boolean {
  return scanIpv6(text);
}

/** Whether {@link parseMac} accepts the text. */
export function isMac(text: string): boolean {
  return scanMac(text);
}

function noAddress(text: string, what: string, example: string): PacketwrightError {
  return new PacketwrightError('ERR_ADDRESS', `'${text}' is not ${what}: expected the form ${example}`, { text });
}

/** 127.0.0.0/8 and ::1. @see RFC 1122 §3.2.1.3 (g), RFC 4291 §2.5.3 */
export function isLoopbackAddress(text: string): boolean {
  if (isIpv4(text)) return text.startsWith('127.');
  return isIpv6(text) && readIpv6(parseIpv6(text), 0) === '::1';
}
