/** Octets as text. For names of some ten octets this is twice as fast as Node's Buffer, and runs where there is none. */

/** Up to this length, eight characters a call and the pieces concatenated are the fastest; beyond, one call a chunk. */
const SHORT = 128;
/** More arguments than this to one call could overflow the stack. */
const CHUNK = 4096;

/** One character an octet, U+0000 … U+00FF (ISO 8859-1; not the windows-1252 that a TextDecoder of that name gives). */
export function latin1(b: Uint8Array, start = 0, end = b.length): string {
  let text = '';
  let i = start;
  if (end - start > SHORT) {
    for (; i < end; i += CHUNK) text += String.fromCharCode.apply(null, b.subarray(i, Math.min(end, i + CHUNK)) as unknown as number[]);
    return text;
  }
  for (; i + 8 <= end; i += 8)
    text += String.fromCharCode(
      b[i] as number,
      b[i + 1] as number,
      b[i + 2] as number,
      b[i + 3] as number,
      b[i + 4] as number,
      b[i + 5] as number,
      b[i + 6] as number,
      b[i + 7] as number,
    );
  for (; i < end; i++) text += String.fromCharCode(b[i] as number);
  return text;
}

let decoder: { decode(b: Uint8Array): string } | undefined;
let encoder: { encode(text: string): Uint8Array } | undefined;

/** UTF-8; what is none becomes U+FFFD, a byte order mark stays. Never throws. */
export function utf8(b: Uint8Array, start = 0, end = b.length): string {
  decoder ??= new TextDecoder('utf-8', { ignoreBOM: true });
  return decoder.decode(b.subarray(start, end));
}

/** The text's octets in UTF-8. */
export function utf8Octets(text: string): Uint8Array {
  encoder ??= new TextEncoder();
  return encoder.encode(text);
}

/** The text, or its first characters and `…` where it has more than `most`. */
export const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
