/** Whether two pieces have the same octets. */
export function equalOctets(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}

/** Whether `of` stands at `at` of `b`, all of it before `limit`. */
export const standsAt = (b: Uint8Array, at: number, limit: number, of: Uint8Array): boolean =>
  at + of.length <= limit && of.every((x, i) => b[at + i] === x);

/** Where `of` stands first in `b`; -1 where it does not. `of` has an octet at least. */
export function placeOf(b: Uint8Array, of: Uint8Array): number {
  const first = of[0] as number;
  for (let at = b.indexOf(first); at >= 0; at = b.indexOf(first, at + 1)) if (standsAt(b, at, b.length, of)) return at;
  return -1;
}
