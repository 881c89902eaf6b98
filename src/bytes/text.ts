/** Octets as text. The core runs where there is no Buffer; Node's entry hands in its faster decoder. */

/** Gives `b` from `start` to `end` as text, one character an octet. */
export type Latin1Decoder = (b: Uint8Array, start: number, end: number) => string;

/** More arguments than this to one call could overflow the stack. */
const CHUNK = 4096;

let decodeLatin1: Latin1Decoder = (b, start, end) => {
  if (end - start <= 32) {
    let short = '';
    for (let i = start; i < end; i++) short += String.fromCharCode(b[i] as number);
    return short;
  }
  let text = '';
  for (let at = start; at < end; at += CHUNK) text += String.fromCharCode.apply(null, b.subarray(at, Math.min(end, at + CHUNK)) as unknown as number[]);
  return text;
};

/** Hands in a faster decoder for {@link latin1}, such as Node's `Buffer.prototype.latin1Slice`. */
export function setTextDecoder(decoder: Latin1Decoder): void {
  decodeLatin1 = decoder;
}

/** One character an octet, U+0000 … U+00FF (ISO 8859-1; not the windows-1252 that a TextDecoder of that name gives). */
export function latin1(b: Uint8Array, start = 0, end = b.length): string {
  return decodeLatin1(b, start, end);
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
