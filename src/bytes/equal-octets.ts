/** Whether two pieces have the same octets. */
export function equalOctets(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}

/** Whether `of` stands at `at` of `b`, all of it before `limit`. */
export const standsAt = (b: Uint8Array, at: number, limit: number, of: Uint8Array): boolean =>
  at + of.length <= limit && of.every((x, i) => b[at + i] === x);
