/**
 * Domain names: labels on the wire, and presentation text with the final dot. Compression pointers are followed only
 * backwards, and only so often, so that no message can make a reader loop (RFC 1035 §3.1, §4.1.4, §5.1; RFC 4343 §2.1).
 */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { latin1, utf8Octets } from '../../../bytes/text.ts';

/** Octets of a name on the wire, root included (RFC 1035 §3.1). */
const LONGEST = 255;
/** A name has at most 127 labels, so more pointers than that lead nowhere. */
const MOST_POINTERS = 127;
/** What stands before the first name of a message: a pointer into it points at no name. */
export const HEADER_OCTETS = 12;

const DOT = 46;
const BACKSLASH = 92;

/**
 * Where the name at `at` ends in place (behind its pointer, when it ends in one); -1 when it cannot be read within
 * `limit`: cut short, a label of an unknown type, a pointer that does not point backwards at a name, more than 255 octets. `header`: octets
 * from the origin in which there are no names.
 */
export function nameEnd(b: Uint8Array, at: number, limit: number, origin: number, header = HEADER_OCTETS): number {
  let q = at;
  while (q < limit) {
    const n = b[q] as number;
    if (n === 0) return q + 1 - at > LONGEST ? -1 : q + 1;
    if (n < 64) q += n + 1;
    else return n >= 192 && q + 1 < limit && pointsAtName(b, at, q, origin + header, origin) ? q + 2 : -1;
  }
  return -1;
}

/** Why a name cannot be read: it is cut, has a label of an unknown type, a pointer that leads to no name before it, or over 255 octets. */
export type NameTrouble = 'cut' | 'label' | 'pointer' | 'long';

/** What is wrong with a name that {@link nameEnd} refuses. */
export function nameTrouble(b: Uint8Array, at: number, limit: number): NameTrouble {
  let q = at;
  while (q < limit) {
    const n = b[q] as number;
    if (n === 0) return 'long';
    if (n >= 64) return n < 192 ? 'label' : q + 1 < limit ? 'pointer' : 'cut';
    q += n + 1;
    if (q - at >= LONGEST) return 'long';
  }
  return 'cut';
}

/** Whether what the pointer at `q` of a name that began at `at` leads to is a name, which is not before `first`. */
function pointsAtName(b: Uint8Array, at: number, q: number, first: number, origin: number): boolean {
  let length = q - at,
    before = at,
    p = q;
  for (let i = 0; i < MOST_POINTERS; i++) {
    const target = origin + ((((b[p] as number) & 63) << 8) | (b[p + 1] as number));
    // "A prior occurrence of the same name": wholly before this run of labels, and not in the message's header (RFC 1035 §4.1.4).
    const limit = before;
    if (target >= limit || target < first) return false;
    before = p = target;
    for (;;) {
      if (p >= limit || length > LONGEST) return false;
      const n = b[p] as number;
      if (n === 0) return length + 1 <= LONGEST;
      if (n >= 64) break;
      length += n + 1;
      p += n + 1;
    }
    if ((b[p] as number) < 192 || p + 1 >= limit) return false;
  }
  return false;
}

/**
 * Characters of the name at `at` without its final dot, where these are as many as its octets say: labels of printable
 * ASCII, no pointer. Undefined for any other name (a plan asks this of each message, and most names are such).
 */
export function plainNameLength(b: Uint8Array, at: number, limit: number): number | undefined {
  let q = at;
  while (q < limit) {
    const n = b[q] as number;
    if (n === 0) return q > at && q - at < LONGEST ? q - at - 1 : undefined;
    if (n >= 64) return undefined;
    const end = q + n;
    if (end >= limit) return undefined;
    while (q < end) {
      const c = b[++q] as number;
      if (c <= 32 || c >= 127 || c === DOT || c === BACKSLASH) return undefined;
    }
    q++;
  }
  return undefined;
}

/** An octet becomes up to four characters (`\255`). */
const MOST_TEXT = 4 * LONGEST;
/** The text in work, with room for the label that exceeds it. */
const text = /* @__PURE__ */ new Uint8Array(MOST_TEXT + 4 * 192);

/**
 * The name at `at`: `www.example.com.`, `.` for the root. Octets that are no printable ASCII are `\DDD`; a dot or
 * backslash inside a label has a backslash before it. Of a name that {@link nameEnd} refuses it gives some part, and ends.
 */
export function readName(b: Uint8Array, at: number, origin: number): string {
  let q = at,
    w = 0,
    pointers = 0;
  // No step without an end: past the octets `n` is undefined, and no comparison holds.
  for (let n = b[q] as number; n > 0 && w < MOST_TEXT; n = b[q] as number) {
    if (n >= 192) {
      if (++pointers > MOST_POINTERS) break;
      q = origin + (((n & 63) << 8) | (b[q + 1] as number));
      continue;
    }
    const end = q + n;
    while (q < end) {
      const c = b[++q] as number;
      if (c > 32 && c < 127 && c !== DOT && c !== BACKSLASH) text[w++] = c;
      else w = escapeInto(w, c);
    }
    text[w++] = DOT;
    q++;
  }
  return w === 0 ? '.' : latin1(text, 0, w);
}

function escapeInto(at: number, c: number): number {
  let w = at;
  text[w++] = BACKSLASH;
  if (c === DOT || c === BACKSLASH) text[w++] = c;
  else {
    text[w++] = 48 + Math.floor(c / 100);
    text[w++] = 48 + (Math.floor(c / 10) % 10);
    text[w++] = 48 + (c % 10);
  }
  return w;
}

/**
 * The labels of a name in presentation form, their octets without lengths. The final dot may be missing; `''` and `.` are
 * the root. Characters above ASCII are UTF-8 (a name for the world's resolvers wants Punycode).
 * @throws ERR_VALUE for an empty label or a broken escape; ERR_RANGE for a label of over 63 octets or a name of over 255.
 */
export function parseName(name: string): Uint8Array[] {
  if (name === '' || name === '.') return [];
  const octets = utf8Octets(name);
  const labels: Uint8Array[] = [];
  let label: number[] = [];
  const endLabel = (): void => {
    if (label.length === 0) throw new PacketwrightError('ERR_VALUE', `'${name}' has an empty label`, { value: name });
    if (label.length > 63)
      throw new PacketwrightError('ERR_RANGE', `'${name}': a label of ${label.length} octets; the most is 63`, {
        value: name,
        remedy: 'to send it anyway, give the name as octets',
      });
    labels.push(Uint8Array.from(label));
    label = [];
  };
  for (let i = 0; i < octets.length; i++) {
    const c = octets[i] as number;
    if (c === DOT) endLabel();
    else if (c !== BACKSLASH) label.push(c);
    else {
      const digits = /^\\(\d{3})/.exec(latin1(octets, i, Math.min(i + 4, octets.length)));
      const value = digits === null ? octets[i + 1] : Number(digits[1]);
      if (value === undefined || value > 255)
        throw new PacketwrightError('ERR_VALUE', `'${name}': \\ must be followed by a character, or by three digits up to 255`, {
          value: name,
        });
      label.push(value);
      i += digits === null ? 1 : 3;
    }
  }
  if (octets.at(-1) !== DOT || label.length > 0) endLabel();
  const length = labels.reduce((sum, l) => sum + l.length + 1, 1);
  if (length > LONGEST)
    throw new PacketwrightError('ERR_RANGE', `'${name}' takes ${length} octets; the most is ${LONGEST}`, {
      value: name,
      remedy: 'to send it anyway, give the name as octets',
    });
  return labels;
}

/** The labels of the name at `at`, as {@link parseName} gives them. */
export function readLabels(b: Uint8Array, at: number, origin: number): Uint8Array[] {
  const labels: Uint8Array[] = [];
  for (let q = at; ; ) {
    const n = b[q] as number;
    if (n === 0) return labels;
    if (n >= 192) q = origin + (((n & 63) << 8) | (b[q + 1] as number));
    else {
      labels.push(b.subarray(q + 1, q + 1 + n));
      q += n + 1;
    }
  }
}
