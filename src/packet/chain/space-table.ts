/** A number space as a table from number to layer id, 0 for none. */
import type { Registry } from './registry.ts';

const NOTHING = new Int16Array(256);

/** Up to 8 bits: an array. Up to 16: pages of 256 numbers; those that hold nothing are one page. More: a map. */
export type SpaceTable = Int16Array | readonly Int16Array[] | Map<number, number>;

/**
 * Clients' ports hit a table of 65,536 numbers at random, and 128 kB of it push other things out of the processor's cache: with pages
 * some kilobytes are all that is ever looked at.
 */
export function spaceTable(registry: Registry, space: string, bits: number): SpaceTable {
  const numbers = [...registry.space(space)]
    .filter(([n]) => n >= 0 && n < 2 ** bits)
    .map(([n, candidates]) => [n, registry.forks.idOf(candidates)] as const);
  if (bits > 16) return new Map(numbers);
  if (bits <= 8) {
    const table = new Int16Array(256);
    for (const [n, id] of numbers) table[n] = id;
    return table;
  }
  const pages = Array.from({ length: 2 ** (bits - 8) }, () => NOTHING);
  for (const [n, id] of numbers) {
    if (pages[n >> 8] === NOTHING) pages[n >> 8] = new Int16Array(256);
    (pages[n >> 8] as Int16Array)[n & 255] = id;
  }
  return pages;
}
