import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../bytes/random.ts';
import {
  RandChoice,
  RandEnum,
  RandEnumByte,
  RandEnumInt,
  RandEnumKeys,
  RandFloat,
  RandInt,
  RandLong,
  RandNum,
  RandNumExpo,
  RandNumGamma,
  RandNumGauss,
  RandPool,
  RandSByte,
  RandSingByte,
  RandSingLong,
  RandSingNum,
  RandSLong,
} from './random-values.ts';
import type { Volatile } from '../spec/several.ts';

const draws = <T>(v: Volatile<T>, n = 2000, seed = 1): T[] => {
  const r = seededRandom(seed);
  return Array.from({ length: n }, () => v.draw(r));
};
const mean = (xs: number[]): number => xs.reduce((a, b) => a + b, 0) / xs.length;

describe('random numbers', () => {
  it('stay within their range, both ends included', () => {
    const small = draws(RandNum(3, 5));
    expect(new Set(small)).toEqual(new Set([3, 4, 5]));
    const signed = draws(RandSByte(), 20_000);
    expect(Math.min(...signed)).toBe(-128);
    expect(Math.max(...signed)).toBe(127);
    expect(draws(RandInt()).some((x) => x > 2 ** 31)).toBe(true);
    expect(draws(RandLong()).every((x) => x >= 0n && x < 1n << 64n)).toBe(true);
    expect(draws(RandSLong()).some((x) => x < 0n)).toBe(true);
    expect(draws(RandFloat(-1, 1)).every((x) => x >= -1 && x < 1)).toBe(true);
    expect(() => RandNum(5, 3)).toThrow(/from 5 to 3/);
  });

  it('have the mean of their distribution', () => {
    expect(mean(draws(RandNumGauss(100, 10)))).toBeCloseTo(100, -1);
    expect(mean(draws(RandNumExpo(0.01, 5), 20_000))).toBeGreaterThan(95);
    expect(mean(draws(RandNumExpo(0.01, 5), 20_000))).toBeLessThan(115);
    expect(mean(draws(RandNumGamma(9, 20)))).toBeGreaterThan(170);
    expect(mean(draws(RandNumGamma(9, 20)))).toBeLessThan(190);
    expect(draws(RandNumGamma(0.5, 20)).every((x) => x >= 0)).toBe(true);
  });

  it('RandEnum gives each value once before it begins anew', () => {
    const xs = draws(RandEnum(10, 16), 14);
    expect([...xs.slice(0, 7)].sort()).toEqual([10, 11, 12, 13, 14, 15, 16]);
    expect([...xs.slice(7)].sort()).toEqual([10, 11, 12, 13, 14, 15, 16]);
    expect(new Set(draws(RandEnumByte(), 256)).size).toBe(256);
    const big = draws(RandEnumInt(), 5000);
    expect(new Set(big).size).toBe(5000);
    expect(Math.max(...big)).toBeLessThan(2 ** 32);
    expect(draws(RandEnum(7, 7), 3)).toEqual([7, 7, 7]);
  });

  it('choose among what is given', () => {
    expect(new Set(draws(RandChoice('a', 'b')))).toEqual(new Set(['a', 'b']));
    expect(new Set(draws(RandEnumKeys({ x: 1, y: 2 })))).toEqual(new Set(['x', 'y']));
    const pool = draws(RandPool([RandNum(0, 9), 9], RandNum(100, 109)));
    const large = pool.filter((x) => x >= 100).length / pool.length;
    expect(large).toBeGreaterThan(0.06);
    expect(large).toBeLessThan(0.14);
  });

  it('RandSing gives edges', () => {
    const xs = new Set(draws(RandSingByte()));
    for (const edge of [0, 1, 127, 128, 129, 254, 255]) expect(xs.has(edge), String(edge)).toBe(true);
    expect(xs.has(77)).toBe(false);
    expect(new Set(draws(RandSingNum(-2, 2)))).toEqual(new Set([-2, -1, 0, 1, 2]));
    expect(draws(RandSingLong()).every((x) => x >= 0n && x < 1n << 64n)).toBe(true);
  });

  it('the same seed gives the same numbers', () => {
    for (const make of [() => RandInt(), () => RandEnumByte(), () => RandNumGauss(0, 99)])
      expect(draws(make(), 50, 9)).toEqual(draws(make(), 50, 9));
    expect(draws(RandInt(), 5, 1)).not.toEqual(draws(RandInt(), 5, 2));
    // One value in two passes begins anew in each.
    const shared = RandEnumByte();
    expect(draws(shared, 20)).toEqual(draws(shared, 20));
  });
});
