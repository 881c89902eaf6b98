/** Values that are another each time without being random: counters, the time; and octets with damage. */
import { octetsFrom } from '../fields/octets.ts';
import type { Random } from '../../bytes/random.ts';
import { Volatile } from '../spec/several.ts';

/**
 * What a volatile value remembers while one template is gone through. Each pass has a source of random numbers of its own,
 * and begins anew: the same seed gives the same packets.
 */
export function perPass<S extends object>(begin: (random: Random) => S): (random: Random) => S {
  const states = new WeakMap<Random, S>();
  return (random) => {
    let state = states.get(random);
    if (state === undefined) {
      state = begin(random);
      states.set(random, state);
    }
    return state;
  };
}

/** `start`, `start + step`, … for each packet; returns to `start` instead of reaching `restart`. */
export function IncrementalValue(start = 0, step = 1, restart?: number): Volatile<number> {
  const state = perPass(() => ({ next: start }));
  return new Volatile(`IncrementalValue(${[start, step, ...(restart === undefined ? [] : [restart])].join(', ')})`, (random) => {
    const pass = state(random);
    const value = pass.next;
    pass.next = value + step === restart ? start : value + step;
    return value;
  });
}

/**
 * Whole seconds since 1970 when the packet is made, or since `base` (seconds); `now` is a clock in milliseconds. Differs in each run,
 * unless `now` is the same.
 */
export function AutoTime({ base = 0, now = Date.now }: { readonly base?: number; readonly now?: () => number } = {}): Volatile<number> {
  return new Volatile('AutoTime()', () => Math.floor(now() / 1000 - base));
}

/** How much to damage: `n` octets or bits, or each with probability `p` (0 to 1), but at least one. Default: 1 %. */
export interface Damage {
  readonly n?: number;
  readonly p?: number;
}

/** How many of `count` are hit, and which. */
function hits(count: number, { n, p = 0.01 }: Damage, random: Random): number[] {
  if (count === 0) return [];
  const many = Math.min(count, n ?? Math.max(1, Math.round(count * p)));
  const found = new Set<number>();
  while (found.size < many) found.add(random.below(count));
  return [...found];
}

/** A copy of the octets with some of them changed. */
export function corruptBytes(octets: Uint8Array | string, random: Random, damage: Damage = {}): Uint8Array {
  const out = Uint8Array.from(octetsFrom(octets));
  for (const i of hits(out.length, damage, random)) out[i] = (out[i] as number) ^ (1 + random.below(255));
  return out;
}

/** A copy of the octets with some bits flipped. */
export function corruptBits(octets: Uint8Array | string, random: Random, damage: Damage = {}): Uint8Array {
  const out = Uint8Array.from(octetsFrom(octets));
  for (const i of hits(out.length * 8, damage, random)) out[i >> 3] = (out[i >> 3] as number) ^ (0x80 >> (i & 7));
  return out;
}

/** Octets, with other octets damaged each time. */
export const CorruptedBytes = (octets: Uint8Array | string, damage: Damage = {}): Volatile<Uint8Array> =>
  new Volatile('CorruptedBytes()', (r) => corruptBytes(octets, r, damage));

/** Octets, with other bits flipped each time. */
export const CorruptedBits = (octets: Uint8Array | string, damage: Damage = {}): Volatile<Uint8Array> =>
  new Volatile('CorruptedBits()', (r) => corruptBits(octets, r, damage));
