import { describe, expect, it } from 'vitest';
import { secureRandom, seededRandom } from './random.ts';
import { xoshiro128 } from './xoshiro.ts';

describe('xoshiro128', () => {
  it('is the published generator', () => {
    // As in the tests of Rust's rand_xoshiro, whose values come from the authors' C (version 1.1).
    const next = xoshiro128(1, 2, 3, 4);
    expect(Array.from({ length: 10 }, next)).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  it('does not stand still at the state of zeros', () => {
    const next = xoshiro128(0, 0, 0, 0);
    expect(new Set(Array.from({ length: 20 }, next)).size).toBeGreaterThan(10);
  });
});

describe('more seed', () => {
  it('turns the sequence to another one, the same for the same', () => {
    const sequence = (...more: (number | string | Uint8Array)[]): number[] => {
      const random = seededRandom('start');
      for (const one of more) random.add(one);
      return [random.u32(), random.below(1000), ...random.octets(3)];
    };
    expect(sequence('x', 1)).toEqual(sequence('x', 1));
    const distinct = [sequence(), sequence('x'), sequence('y'), sequence('x', 'x'), sequence(Uint8Array.of(120)), sequence(1)];
    expect(new Set(distinct.map(String)).size).toBe(distinct.length);
  });

  it('counts from where the sequence is', () => {
    const random = seededRandom(1);
    random.u32();
    expect(random.add(2).u32()).not.toBe(seededRandom(1).add(2).u32());
  });

  it('takes octets as a seed', () => {
    expect(seededRandom(Uint8Array.of(1, 2)).u32()).toBe(seededRandom(Uint8Array.of(1, 2)).u32());
    expect(seededRandom(Uint8Array.of(1, 2)).u32()).not.toBe(seededRandom(Uint8Array.of(2, 1)).u32());
  });
});

describe('seededRandom', () => {
  // These sequences are promised for ever: users keep seeds.
  it('gives the same sequence for ever', () => {
    const first = (seed: number | string | bigint): number[] => {
      const random = seededRandom(seed);
      return [random.u32(), random.u32(), random.u32()];
    };
    expect([first(0), first(1), first(-1), first(0.5), first('1'), first('packet'), first(2n ** 64n)]).toMatchInlineSnapshot(`
      [
        [
          3201897985,
          3683114429,
          861655400,
        ],
        [
          3769826468,
          442100006,
          2140061711,
        ],
        [
          1979160253,
          3137106684,
          1835950342,
        ],
        [
          230570684,
          1138279837,
          3209892127,
        ],
        [
          756807692,
          317878323,
          2647242521,
        ],
        [
          1986423776,
          2867252230,
          789487980,
        ],
        [
          192939056,
          495960086,
          297901153,
        ],
      ]
    `);
    expect(first(1)).toEqual(first(1n));
  });

  it('gives the same of every kind for ever', () => {
    const random = seededRandom('kinds');
    expect([
      random.below(6),
      random.below(2 ** 40),
      random.float(),
      [...random.octets(7)],
      random.bigint64(),
      random.pick(['a', 'b', 'c']),
      random.shuffle([1, 2, 3, 4, 5, 6]),
    ]).toMatchInlineSnapshot(`
      [
        2,
        51965838592,
        0.27366335791601104,
        [
          198,
          135,
          169,
          124,
          87,
          2,
          45,
        ],
        785463372901720684n,
        "a",
        [
          3,
          6,
          4,
          1,
          5,
          2,
        ],
      ]
    `);
  });

  it('differs for seeds that differ little', () => {
    const seeds: (number | string | bigint)[] = ['', '0', '1', 'a', 'b', 'ab', 'ba', 0.5, 1.5, 2n ** 32n, 2n ** 33n, -2];
    for (let i = 0; i < 2000; i++) seeds.push(i);
    const firsts = new Set(seeds.map((seed) => seededRandom(seed).bigint64()));
    expect(firsts.size).toBe(seeds.length);
  });
});

describe.each([
  ['seeded', seededRandom('spread')],
  ['secure', secureRandom()],
])('%s numbers', (_, random) => {
  it('below n: in range, and each as often', () => {
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) {
      const value = random.below(10);
      counts[value] = (counts[value] as number) + 1;
    }
    // Ten times the standard deviation of 95.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(950);
  });

  it('below n: unbiased where a plain remainder would be far off', () => {
    const n = 3 * 2 ** 30;
    let low = 0;
    for (let i = 0; i < 30_000; i++) if (random.below(n) < 2 ** 30) low++;
    // A remainder would give half instead of a third.
    expect(Math.abs(low - 10_000)).toBeLessThan(850);
  });

  it('float, octets, bigint64 keep their ranges', () => {
    let highest = 0;
    for (let i = 0; i < 1000; i++) {
      const x = random.float();
      expect(x >= 0 && x < 1).toBe(true);
      highest = Math.max(highest, x);
      const b = random.bigint64();
      expect(b >= 0n && b < 1n << 64n).toBe(true);
    }
    expect(highest).toBeGreaterThan(0.9);
    for (const n of [0, 1, 2, 3, 4, 5, 1000]) expect(random.octets(n).length).toBe(n);
    expect(new Set(random.octets(4000)).size).toBe(256);
  });

  it('shuffle keeps all elements and reaches every order', () => {
    const orders = new Set<string>();
    for (let i = 0; i < 600; i++) orders.add(random.shuffle([1, 2, 3]).join(''));
    expect([...orders].sort()).toEqual(['123', '132', '213', '231', '312', '321']);
  });

  it('refuses what cannot be', () => {
    for (const n of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) expect(() => random.below(n)).toThrow(/from 1 to 2\^53/);
    expect(() => random.pick([])).toThrow(/empty list/);
    expect(random.below(1)).toBe(0);
  });
});
