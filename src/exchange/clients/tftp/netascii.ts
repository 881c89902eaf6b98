/** Text on its way: lines end with CR LF, and a CR alone is CR NUL. @see RFC 764; RFC 1350 §1 */

const CR = 13;
const LF = 10;

/** Of this system's text. */
export function toNetascii(text: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (const octet of text) {
    if (octet === LF) out.push(CR, LF);
    else if (octet === CR) out.push(CR, 0);
    else out.push(octet);
  }
  return Uint8Array.from(out);
}

/** To this system's text. A CR before anything else stays. */
export function fromNetascii(text: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const next = text[i + 1];
    if (text[i] === CR && (next === LF || next === 0)) {
      out.push(next === LF ? LF : CR);
      i++;
    } else out.push(text[i] as number);
  }
  return Uint8Array.from(out);
}
