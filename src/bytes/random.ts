/** Random numbers that are passed in: seeded, so that a run can be repeated, or the platform's, where they must not be guessed. */
import { PacketwrightError } from './errors.ts';
import { xoshiro128 } from './xoshiro.ts';

/** A source of random numbers. One source is one sequence: do not share it where order must be reproducible. */
export interface Random {
  /** 0 … 2^32 - 1. */
  u32(): number;
  /** 0 … n - 1, all equally likely; `n` is a whole number from 1 to 2^53. @throws ERR_RANGE */
  below(n: number): number;
  /** 0 <= x < 1, with 53 random bits. */
  float(): number;
  /** `n` fresh octets. */
  octets(n: number): Uint8Array;
  /** 0 … 2^64 - 1. */
  bigint64(): bigint;
  /** A random element. @throws ERR_RANGE when the list is empty. */
  pick<T>(list: readonly T[]): T;
  /** Shuffles in place (Fisher and Yates) and gives the same list back. */
  shuffle<T>(list: T[]): T[];
}

/** The seed of a sequence of random numbers. */
export type Seed = number | string | bigint | Uint8Array;

/** A reproducible sequence: the seed determines it. */
export interface SeededRandom extends Random {
  /** Mixes in more seed: from now on the sequence depends on the seed, on how many numbers were drawn, and on this. */
  add(more: Seed): this;
}

/**
 * The same seed gives the same sequence, in every version and on every platform (tested against fixed values). A whole number and the
 * bigint of the same value are the same seed; text is always a different seed.
 * @throws ERR_VALUE for what is no seed
 */
export function seededRandom(seed: Seed): SeededRandom {
  const begin = (words: readonly number[]): (() => number) => {
    const next = mixer(words);
    return xoshiro128(next(), next(), next(), next());
  };
  let u32 = begin(seedWords(seed));
  return {
    ...randomFrom(() => u32()),
    add(more) {
      u32 = begin([u32(), u32(), u32(), u32(), ...seedWords(more)]);
      return this;
    },
  };
}

/** Numbers that cannot be guessed, from `crypto.getRandomValues` in blocks; the platform is not asked for any before the first call. */
export function secureRandom(): Random {
  const platform = (globalThis as unknown as { crypto: { getRandomValues(into: Uint32Array): unknown } }).crypto;
  let block: Uint32Array | undefined;
  let used = 0;
  return randomFrom(() => {
    if (block === undefined || used === block.length) {
      block ??= new Uint32Array(256);
      platform.getRandomValues(block);
      used = 0;
    }
    const value = block[used] as number;
    // What was given out is not kept.
    block[used++] = 0;
    return value;
  });
}

/** All that a {@link Random} does, from a function that gives 32 random bits. */
export function randomFrom(u32: () => number): Random {
  const below = (n: number): number => {
    if (!(n >= 1 && n <= Number.MAX_SAFE_INTEGER + 1 && Number.isInteger(n)))
      throw new PacketwrightError('ERR_RANGE', `random number below ${n}: expected a whole number from 1 to 2^53`, { n });
    // Drawn anew above the largest multiple of n: a plain remainder would favour the small numbers.
    if (n <= 0x1_0000_0000) {
      const limit = 0x1_0000_0000 - (0x1_0000_0000 % n);
      let value = u32();
      while (value >= limit) value = u32();
      return value % n;
    }
    const limit = 2 ** 53 - (2 ** 53 % n);
    let value = bits53();
    while (value >= limit) value = bits53();
    return value % n;
  };
  const bits53 = (): number => (u32() >>> 11) * 0x1_0000_0000 + u32();
  return {
    u32,
    below,
    float: () => bits53() / 2 ** 53,
    octets(n) {
      const out = new Uint8Array(n);
      for (let i = 0; i < n; i += 4) {
        const value = u32();
        out[i] = value;
        if (i + 1 < n) out[i + 1] = value >>> 8;
        if (i + 2 < n) out[i + 2] = value >>> 16;
        if (i + 3 < n) out[i + 3] = value >>> 24;
      }
      return out;
    },
    bigint64: () => (BigInt(u32()) << 32n) | BigInt(u32()),
    pick<T>(list: readonly T[]): T {
      if (list.length === 0) throw new PacketwrightError('ERR_RANGE', 'random element of an empty list: expected at least one');
      return list[below(list.length)] as T;
    },
    shuffle(list) {
      for (let i = list.length - 1; i > 0; i--) {
        const j = below(i + 1);
        const kept = list[i] as (typeof list)[number];
        list[i] = list[j] as (typeof list)[number];
        list[j] = kept;
      }
      return list;
    },
  };
}

/** A seed as 32-bit words, the first of which says its kind, so that 1 and '1' differ. */
function seedWords(seed: Seed): number[] {
  if (seed instanceof Uint8Array) return [4, ...seed];
  if (typeof seed === 'string') return [2, ...Array.from({ length: seed.length }, (_, i) => seed.charCodeAt(i))];
  if ((typeof seed !== 'number' && typeof seed !== 'bigint') || Number.isNaN(seed)) {
    const what = seed === null || Number.isNaN(seed) ? String(seed) : typeof seed;
    throw new PacketwrightError('ERR_VALUE', `a seed is a number, a bigint, text or octets, not ${what}`, { value: seed });
  }
  if (typeof seed === 'number' && !Number.isInteger(seed)) {
    const bits = new DataView(new ArrayBuffer(8));
    bits.setFloat64(0, seed);
    return [3, bits.getUint32(0), bits.getUint32(4)];
  }
  let rest = BigInt(seed);
  const out = [rest < 0n ? 1 : 0];
  if (rest < 0n) rest = -rest;
  do {
    out.push(Number(rest & 0xffff_ffffn));
    rest >>= 32n;
  } while (rest > 0n);
  return out;
}

/** Spreads any number of words over as many as are wanted: a multiply and xor-shift mix of each word in, then a counter mixed the same way. */
function mixer(words: readonly number[]): () => number {
  let state = 0x9e37_79b9;
  const stir = (word: number): number => {
    let mixed = Math.imul(state ^ word, 0x85eb_ca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
    mixed ^= mixed >>> 16;
    state = (mixed + 0x9e37_79b9) | 0;
    return mixed;
  };
  for (const word of words) stir(word);
  stir(words.length);
  let counter = 0;
  return () => stir(counter++);
}
