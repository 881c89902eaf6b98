/** Random values for templates, by the names that scapy gave them. All are drawn from the template's source, so a seed repeats them. */
import { PacketwrightError } from '../../bytes/errors.ts';
import type { Random } from '../../bytes/random.ts';
import { Volatile } from '../spec/several.ts';
import { perPass } from './volatile.ts';

/** A whole number from `low` to `high`, both included. @throws ERR_RANGE when there is none */
export function RandNum(low: number, high: number): Volatile<number> {
  return whole(`RandNum(${low}, ${high})`, low, high);
}

function whole(text: string, low: number, high: number): Volatile<number> {
  if (!(high >= low)) throw new PacketwrightError('ERR_RANGE', `${text}: there is no number from ${low} to ${high}`, { low, high });
  return new Volatile(text, (r) => low + r.below(high - low + 1));
}

/** Any number of 8 bits. */
export const RandByte = (): Volatile<number> => whole('RandByte()', 0, 0xff);
/** Any signed number of 8 bits. */
export const RandSByte = (): Volatile<number> => whole('RandSByte()', -0x80, 0x7f);
/** Any number of 16 bits. */
export const RandShort = (): Volatile<number> => whole('RandShort()', 0, 0xffff);
/** Any signed number of 16 bits. */
export const RandSShort = (): Volatile<number> => whole('RandSShort()', -0x8000, 0x7fff);
/** Any number of 32 bits. */
export const RandInt = (): Volatile<number> => whole('RandInt()', 0, 0xffff_ffff);
/** Any signed number of 32 bits. */
export const RandSInt = (): Volatile<number> => whole('RandSInt()', -0x8000_0000, 0x7fff_ffff);
/** Any number of 64 bits. */
export const RandLong = (): Volatile<bigint> => new Volatile('RandLong()', (r) => BigInt.asUintN(64, r.bigint64()));
/** Any signed number of 64 bits. */
export const RandSLong = (): Volatile<bigint> => new Volatile('RandSLong()', (r) => BigInt.asIntN(64, r.bigint64()));

/** `low` <= x < `high`. */
export const RandFloat = (low: number, high: number): Volatile<number> =>
  new Volatile(`RandFloat(${low}, ${high})`, (r) => low + r.float() * (high - low));

/** Whole numbers about `mu`, two thirds of them within `sigma` of it. */
export const RandNumGauss = (mu: number, sigma: number): Volatile<number> =>
  new Volatile(`RandNumGauss(${mu}, ${sigma})`, (r) => Math.round(mu + sigma * gauss(r)));

/** Whole numbers from `base` up, `1 / lambda` above it on average. */
export const RandNumExpo = (lambda: number, base = 0): Volatile<number> =>
  new Volatile(`RandNumExpo(${lambda}${base === 0 ? '' : `, ${base}`})`, (r) => exponential(r, lambda, base));

/** Whole numbers of a gamma distribution: `alpha × beta` on average. @throws ERR_RANGE unless both are above 0 */
export function RandNumGamma(alpha: number, beta: number): Volatile<number> {
  if (!(alpha > 0 && beta > 0))
    throw new PacketwrightError('ERR_RANGE', `RandNumGamma(${alpha}, ${beta}): both must be above 0`, { alpha, beta });
  return new Volatile(`RandNumGamma(${alpha}, ${beta})`, (r) => Math.round(gamma(r, alpha) * beta));
}

/** A whole number from `base` up, `1 / lambda` above it on average. */
export const exponential = (r: Random, lambda: number, base = 0): number => base + Math.round(-Math.log(1 - r.float()) / lambda);

/** Box and Muller. */
const gauss = (r: Random): number => Math.sqrt(-2 * Math.log(1 - r.float())) * Math.cos(2 * Math.PI * r.float());

/** Marsaglia and Tsang, "A Simple Method for Generating Gamma Variables" (2000); below 1 by raising `alpha` by one. */
function gamma(r: Random, alpha: number): number {
  if (alpha < 1) return gamma(r, alpha + 1) * (1 - r.float()) ** (1 / alpha);
  const d = alpha - 1 / 3,
    c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = gauss(r),
      v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - r.float()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** One of these. */
export const RandChoice = <const T>(...values: readonly T[]): Volatile<T> =>
  new Volatile(`RandChoice(${values.map(String).join(', ')})`, (r) => r.pick(values));

/** One of a table's names. */
export const RandEnumKeys = <K extends string>(table: Readonly<Record<K, unknown>>): Volatile<K> => {
  const keys = Object.keys(table) as K[];
  return new Volatile('RandEnumKeys()', (r) => r.pick(keys));
};

/** One of these, or a value drawn from one of them; a pair `[entry, weight]` gives a weight. */
export function RandPool<const T>(...entries: readonly (Volatile<T> | readonly [Volatile<T>, number])[]): Volatile<T> {
  const pool = entries.map((e) => (e instanceof Volatile ? { from: e, weight: 1 } : { from: e[0], weight: e[1] }));
  const sum = pool.reduce((n, e) => n + e.weight, 0);
  if (!(sum > 0)) throw new PacketwrightError('ERR_RANGE', 'RandPool: the weights must add up to more than 0');
  return new Volatile(`RandPool(${pool.map((e) => e.from.text).join(', ')})`, (r) => {
    let left = r.float() * sum;
    return (pool.find((e) => (left -= e.weight) < 0) ?? (pool[0] as (typeof pool)[0])).from.draw(r);
  });
}

/** Every number from `low` to `high` once in random order, then all of them again in another order. */
export function RandEnum(low: number, high: number): Volatile<number> {
  return inTurn(`RandEnum(${low}, ${high})`, low, high);
}
/** Each number of 8 bits once, in random order. */
export const RandEnumByte = (): Volatile<number> => inTurn('RandEnumByte()', 0, 0xff);
/** Each signed number of 8 bits once, in random order. */
export const RandEnumSByte = (): Volatile<number> => inTurn('RandEnumSByte()', -0x80, 0x7f);
/** Each number of 16 bits once, in random order. */
export const RandEnumShort = (): Volatile<number> => inTurn('RandEnumShort()', 0, 0xffff);
/** Each signed number of 16 bits once, in random order. */
export const RandEnumSShort = (): Volatile<number> => inTurn('RandEnumSShort()', -0x8000, 0x7fff);
/** Each number of 32 bits once, in random order. */
export const RandEnumInt = (): Volatile<number> => inTurn('RandEnumInt()', 0, 0xffff_ffff);
/** Each signed number of 32 bits once, in random order. */
export const RandEnumSInt = (): Volatile<number> => inTurn('RandEnumSInt()', -0x8000_0000, 0x7fff_ffff);

function inTurn(text: string, low: number, high: number): Volatile<number> {
  const count = high - low + 1;
  if (!(count >= 1)) throw new PacketwrightError('ERR_RANGE', `${text}: there is no number from ${low} to ${high}`, { low, high });
  const state = perPass((r) => ({ i: 0, order: permutation(count, r) }));
  return new Volatile(text, (r) => {
    const pass = state(r);
    if (pass.i === count) {
      pass.i = 0;
      pass.order = permutation(count, r);
    }
    return low + pass.order(pass.i++);
  });
}

/**
 * A random order of 0 … count - 1 that is computed, not stored: a Feistel network of four rounds over the next even number of
 * bits; what falls outside is mixed again until it falls inside (Black and Rogaway, "Ciphers with Arbitrary Finite Domains", 2002).
 */
function permutation(count: number, r: Random): (i: number) => number {
  let half = 1;
  while (4 ** half < count) half++;
  const size = 2 ** half;
  const keys = [r.u32(), r.u32(), r.u32(), r.u32()];
  const mixed = (i: number): number => {
    let left = Math.floor(i / size),
      right = i % size;
    for (const key of keys) {
      let f = Math.imul(right ^ key, 0x9e37_79b1);
      f = Math.imul(f ^ (f >>> 15), 0x85eb_ca77);
      [left, right] = [right, (left ^ (f >>> (32 - half))) % size];
    }
    return left * size + right;
  };
  return (i) => {
    let x = mixed(i);
    while (x >= count) x = mixed(x);
    return x;
  };
}

/**
 * Numbers that often break programs: the limits, 0, powers of two and their neighbours, as far as they lie between `low` and `high`.
 */
export function RandSingNum(low: number, high: number): Volatile<number> {
  return singular(`RandSingNum(${low}, ${high})`, low, high);
}
/** A number of 8 bits that often breaks programs: limits, powers of two, their neighbours. */
export const RandSingByte = (): Volatile<number> => singular('RandSingByte()', 0, 0xff);
/** A signed number of 8 bits that often breaks programs: limits, powers of two, their neighbours. */
export const RandSingSByte = (): Volatile<number> => singular('RandSingSByte()', -0x80, 0x7f);
/** A number of 16 bits that often breaks programs: limits, powers of two, their neighbours. */
export const RandSingShort = (): Volatile<number> => singular('RandSingShort()', 0, 0xffff);
/** A signed number of 16 bits that often breaks programs: limits, powers of two, their neighbours. */
export const RandSingSShort = (): Volatile<number> => singular('RandSingSShort()', -0x8000, 0x7fff);
/** A number of 32 bits that often breaks programs: limits, powers of two, their neighbours. */
export const RandSingInt = (): Volatile<number> => singular('RandSingInt()', 0, 0xffff_ffff);
/** A signed number of 32 bits that often breaks programs: limits, powers of two, their neighbours. */
export const RandSingSInt = (): Volatile<number> => singular('RandSingSInt()', -0x8000_0000, 0x7fff_ffff);
/** A number of 64 bits that often breaks programs: limits, powers of two, their neighbours. */
export const RandSingLong = (): Volatile<bigint> => {
  const edges = [...new Set(Array.from({ length: 65 }, (_, i) => 1n << BigInt(i)).flatMap((n) => [n - 1n, n, n + 1n]))].filter(
    (n) => n < 1n << 64n,
  );
  return new Volatile('RandSingLong()', (r) => r.pick([0n, ...edges]));
};

function singular(text: string, low: number, high: number): Volatile<number> {
  const edges = new Set([low, high, 0, low + 1, high - 1]);
  for (let n = 1; n <= Math.max(Math.abs(low), Math.abs(high)); n *= 2) for (const x of [n - 1, n, n + 1]) edges.add(x).add(-x || 0);
  const values = [...edges].filter((n) => n >= low && n <= high);
  if (values.length === 0) throw new PacketwrightError('ERR_RANGE', `${text}: there is no number from ${low} to ${high}`, { low, high });
  return new Volatile(text, (r) => r.pick(values));
}
