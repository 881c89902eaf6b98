/** Pieces of generated JavaScript: how an integer field is loaded from octets and stored into them. */
import type { IntegerKind } from '../spec/field.ts';
import type { Slot } from '../spec/slot.ts';

/** `b[o + n]` */
export const at = (b: string, o: string, n: number): string => (n === 0 ? `${b}[${o}]` : `${b}[${o}+${n}]`);

const isSigned = (s: Slot): boolean => (s.kind as IntegerKind).signed;

/** The part of an integer field that lies in one octet. */
export interface Piece {
  /** The octet, counted from the anchor. */
  readonly octet: number;
  /** Bits that the number is shifted right by, so that its part stands where it does in the octet; negative: left. */
  readonly right: number;
  /** The octet's bits that are the field's. */
  readonly mask: number;
}

/**
 * Where a field's bits are, octet by octet. Network order counts bits from an octet's most significant one, and what comes
 * first counts most; little order counts both from the other end, as if the octets were one little-endian word.
 */
export function piecesOf(s: Slot): Piece[] {
  const { little } = s.kind as IntegerKind;
  const pieces: Piece[] = [];
  for (let octet = s.bit >> 3; octet < (s.bit + s.bits + 7) >> 3; octet++) {
    const from = Math.max(s.bit, 8 * octet) - 8 * octet,
      to = Math.min(s.bit + s.bits, 8 * octet + 8) - 8 * octet;
    pieces.push(
      little
        ? { octet, right: 8 * octet - s.bit, mask: (0xff << from) & (0xff >> (8 - to)) }
        : { octet, right: s.bit + s.bits - 8 * (octet + 1), mask: (0xff >> from) & (0xff << (8 - to)) & 0xff },
    );
  }
  return pieces;
}

/** An expression for the number of integer field `s`, whose anchor is at `o`. */
export function loadText(s: Slot, b: string, o: string): string {
  const { little } = s.kind as IntegerKind;
  const pieces = piecesOf(s);
  // The octet with the lowest bits first.
  const octets = (little ? pieces : pieces.toReversed()).map((p) => at(b, o, p.octet));
  const n = octets.length,
    shift = little ? s.bit & 7 : -(s.bit + s.bits) & 7;
  let x: string;
  if (n > 4) {
    // 26 to 32 bits that lie across five octets: more than an int32 can be shifted.
    const sum = octets.map((t, i) => (i === 0 ? t : `${t}*${2 ** (8 * i)}`)).join('+');
    x = `Math.floor((${sum})/${2 ** shift})%${2 ** s.bits}`;
    if (!isSigned(s)) return `(${x})`;
  } else {
    x = octets
      .map((t, i) => (i === 0 ? t : `${t}<<${8 * i}`))
      .reverse()
      .join('|');
    if (s.bits === 32 && !isSigned(s)) return `((${x})>>>0)`;
    if (shift > 0) x = `(${x})>>>${shift}`;
    if (s.bits < n * 8 - shift || (shift > 0 && n === 4)) x = `(${x})&${2 ** s.bits - 1}`;
  }
  return isSigned(s) ? (s.bits === 32 ? `((${x})|0)` : `((${x})<<${32 - s.bits}>>${32 - s.bits})`) : `(${x})`;
}

/** Statements that store number `x` into field `s`, leaving its octets' other bits alone. */
export function storeText(s: Slot, b: string, o: string, x: string): string {
  return piecesOf(s)
    .map(({ octet, right, mask }) => {
      const to = at(b, o, octet);
      return mask === 0xff ? `${to}=${partText(x, right)};` : `${to}=${to}&${~mask & 0xff}|${partText(x, right)}&${mask};`;
    })
    .join('');
}

/** `x` shifted so that the octet that ends `right` bits before its last one is lowest. */
export const partText = (x: string, right: number): string => (right === 0 ? x : right > 0 ? `(${x}>>>${right})` : `(${x}<<${-right})`);

/** The test that `x` does not fit field `s`. */
export function misfitText(s: Slot, x: string): string {
  if (isSigned(s)) return s.bits === 32 ? `(${x}|0)!==${x}` : `(${x}<<${32 - s.bits}>>${32 - s.bits})!==${x}`;
  return s.bits === 32 ? `${x}>>>0!==${x}` : `(${x}&${2 ** s.bits - 1})!==${x}`;
}

/** The text of a claim: where the layer ends by its own length field. `h` is the header's end. */
export function claimText(s: Slot, b: string, o: string, h: string): string {
  const from = s.options.measures === 'payload' ? h : o;
  return `${from}+(${loadText(s, b, o)}+${s.options.bias ?? 0})*${s.options.unit ?? 1}`;
}
