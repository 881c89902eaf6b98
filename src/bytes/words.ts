/** 16-bit numbers in octets, most significant octet first. */

export const word = (b: Uint8Array, at: number): number => ((b[at] as number) << 8) | (b[at + 1] as number);

/** The low 16 bits of `value`. */
export function setWord(b: Uint8Array, at: number, value: number): void {
  b[at] = value >>> 8;
  b[at + 1] = value;
}
