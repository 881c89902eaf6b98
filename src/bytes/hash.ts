/** Mixing of numbers for `match.hash`: cheap, and only as good as a hash table needs. */

/** `seed` with `n` stirred in; a signed 32-bit number. */
export function mix(seed: number, n: number): number {
  let h = Math.imul(seed ^ n, 0x9e3779b1);
  h ^= h >>> 15;
  return Math.imul(h, 0x85ebca6b) ^ (h >>> 13);
}

/** The same, whichever of two numbers comes first: for the two ends of a conversation. */
export const mixPair = (seed: number, a: number, b: number): number => mix(mix(seed, a ^ b), (a + b) | 0);

/** A number for a text (an address). */
export function textNumber(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h;
}
