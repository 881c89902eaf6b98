/** Pieces of generated JavaScript: how an integer field is loaded from octets and stored into them. */
import type { IntegerKind } from '../field.ts';
import type { Slot } from '../layout.ts';

/** `b[o + n]` */
export const at = (b: string, o: string, n: number): string => (n === 0 ? `${b}[${o}]` : `${b}[${o}+${n}]`);

const isLittle = (s: Slot): boolean => (s.kind as IntegerKind).little && s.bits > 8;
const isSigned = (s: Slot): boolean => (s.kind as IntegerKind).signed;

/** An expression for the number of integer field `s`, whose anchor is at `o`. */
export function loadText(s: Slot, b: string, o: string): string {
  const first = s.bit >> 3,
    last = (s.bit + s.bits + 7) >> 3,
    shift = last * 8 - s.bit - s.bits,
    octets = last - first;
  let x: string;
  if (isLittle(s)) {
    x = Array.from({ length: octets }, (_, i) => (i === 0 ? at(b, o, first) : `${at(b, o, first + i)}<<${8 * i}`)).join('|');
    if (s.bits === 32 && !isSigned(s)) return `((${x})>>>0)`;
  } else if (octets > 4) {
    // 25 to 32 bits that lie across five octets: more than an int32 can be shifted.
    const high = Array.from({ length: octets - 1 }, (_, i) => `${at(b, o, first + i)}*${2 ** (8 * (octets - 1 - i))}`).join('+');
    return `(Math.floor((${high}+${at(b, o, last - 1)})/${2 ** shift})%${2 ** s.bits})`;
  } else {
    x = Array.from({ length: octets }, (_, i) => {
      const left = 8 * (octets - 1 - i);
      return left === 0 ? at(b, o, first + i) : `${at(b, o, first + i)}<<${left}`;
    }).join('|');
    if (octets === 4 && s.bits === 32 && !isSigned(s)) return `((${x})>>>0)`;
    if (shift > 0) x = `(${x})>>>${shift}`;
    if (s.bits < octets * 8 - shift || (shift > 0 && octets === 4)) x = `(${x})&${2 ** s.bits - 1}`;
    if (s.bits === 32) x = `(${x})|0`;
    else if (s.bits === 31 && !isSigned(s)) x = `(${x})&0x7fffffff`;
  }
  return isSigned(s) && s.bits < 32 ? `((${x})<<${32 - s.bits}>>${32 - s.bits})` : `(${x})`;
}

/** Statements that store number `x` into field `s`, leaving its octets' other bits alone. */
export function storeText(s: Slot, b: string, o: string, x: string): string {
  const first = s.bit >> 3,
    last = (s.bit + s.bits + 7) >> 3;
  if (isLittle(s)) return Array.from({ length: last - first }, (_, i) => `${at(b, o, first + i)}=${x}${i ? `>>>${8 * i}` : ''};`).join('');
  let out = '';
  for (let j = first; j < last; j++) {
    const right = s.bit + s.bits - 8 * (j + 1);
    const from = Math.max(s.bit, 8 * j) - 8 * j,
      to = Math.min(s.bit + s.bits, 8 * j + 8) - 8 * j;
    const mask = (0xff >> from) & (0xff << (8 - to)) & 0xff;
    const part = partText(x, right);
    out += mask === 0xff ? `${at(b, o, j)}=${part};` : `${at(b, o, j)}=${at(b, o, j)}&${~mask & 0xff}|${part}&${mask};`;
  }
  return out;
}

/** `x` shifted so that the octet that ends `right` bits before its last one is lowest. */
export const partText = (x: string, right: number): string => (right === 0 ? x : right > 0 ? `(${x}>>>${right})` : `(${x}<<${-right})`);

/** The test that `x` does not fit field `s`. */
export function misfitText(s: Slot, x: string): string {
  if (isSigned(s)) return s.bits === 32 ? `(${x}|0)!==${x}` : `(${x}<<${32 - s.bits}>>${32 - s.bits})!==${x}`;
  return s.bits === 32 ? `${x}>>>0!==${x}` : `(${x}&${2 ** s.bits - 1})!==${x}`;
}
