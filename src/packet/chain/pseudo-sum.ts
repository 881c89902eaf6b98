/** The addresses that a pseudo-header has. */
import { sumOctets } from '../../bytes/checksum.ts';
import type { PseudoAddresses } from '../spec/context.ts';

/** The octets of source and final destination of the header from `start` to `end`. */
export function pseudoRanges({ from, to, final }: PseudoAddresses, b: Uint8Array, start: number, end: number): [number, number][] {
  if (final === undefined || end - start <= to) return [[start + from, start + to]];
  const size = (to - from) / 2,
    at = final(b, start, end);
  return [
    [start + from, start + from + size],
    [at, at + size],
  ];
}

/** Their sum. */
export function pseudoSum(p: PseudoAddresses, b: Uint8Array, start: number, end: number): number {
  let sum = 0;
  for (const [from, to] of pseudoRanges(p, b, start, end)) sum += sumOctets(b, from, to);
  return sum;
}
