/** The addresses that a pseudo-header has. */
import { sumOctets } from '../../bytes/checksum.ts';
import type { PseudoAddresses } from '../spec/context.ts';

/** Where the final destination stands of the header from `start` to `end`; -1: its addresses are the packet's. */
const finalAt = ({ to, final }: PseudoAddresses, b: Uint8Array, start: number, end: number): number =>
  final === undefined || end - start <= to ? -1 : final(b, start, end);

/** The octets of source and final destination of the header from `start` to `end`. */
export function pseudoRanges(p: PseudoAddresses, b: Uint8Array, start: number, end: number): [number, number][] {
  const at = finalAt(p, b, start, end);
  if (at < 0) return [[start + p.from, start + p.to]];
  const size = (p.to - p.from) / 2;
  return [
    [start + p.from, start + p.from + size],
    [at, at + size],
  ];
}

/** Their sum. Nothing is allocated. */
export function pseudoSum(p: PseudoAddresses, b: Uint8Array, start: number, end: number): number {
  const at = finalAt(p, b, start, end);
  if (at < 0) return sumOctets(b, start + p.from, start + p.to);
  const size = (p.to - p.from) / 2;
  return sumOctets(b, start + p.from, start + p.from + size) + sumOctets(b, at, at + size);
}
