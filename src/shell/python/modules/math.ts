/** The modules `math` and `statistics`. */
import { Tuple } from '../behaviour.ts';
import { functions } from '../callable.ts';
import { typeError, valueError } from '../errors.ts';
import { gather } from '../iterate.ts';
import { asInt, asNumber, float, type Int, int, typeName } from '../kinds.ts';
import { bitLength, intBinary, truncate } from '../numbers.ts';
import { binary } from '../operators.ts';
import { sorted } from '../methods/list.ts';

const number = (value: unknown): number => {
  const found = asNumber(value);
  if (found === undefined) throw typeError(`must be real number, not ${typeName(value)}`);
  return found;
};

const checked = (work: (x: number) => number) => (value: unknown) => {
  const x = number(value);
  const result = work(x);
  if (Number.isNaN(result) && !Number.isNaN(x)) throw valueError('math domain error');
  if (!Number.isFinite(result) && Number.isFinite(x)) throw valueError('math domain error');
  return float(result);
};

const whole = (value: unknown): bigint => {
  const found = asInt(value);
  if (found === undefined) throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  return BigInt(found);
};

const gcd = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
};

function squareRoot(n: bigint): bigint {
  if (n < 0n) throw valueError('isqrt() argument must be nonnegative');
  if (n < 2n) return n;
  let x = 1n << BigInt(Math.ceil(bitLength(n) / 2));
  for (;;) {
    const next = (x + n / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}

function logarithm(value: unknown, base: unknown): unknown {
  const one = (of: unknown): number => {
    const exact = asInt(of);
    if (typeof exact === 'bigint') {
      const bits = bitLength(exact) - 60;
      return Math.log(Number(exact >> BigInt(bits))) + bits * Math.LN2;
    }
    return Math.log(number(of));
  };
  const result = base === null ? one(value) : one(value) / one(base);
  if (number(value) <= 0) throw valueError('math domain error');
  return float(result);
}

function factorial(value: unknown): Int {
  const n = whole(value);
  if (n < 0n) throw valueError('factorial() not defined for negative values');
  let result = 1n;
  for (let i = 2n; i <= n; i++) result *= i;
  return int(result);
}

const rounded = (work: (x: number) => number) => (value: unknown) => asInt(value) ?? truncate(work(number(value)));

/** A sum without rounding errors on the way. */
function exactSum(values: readonly number[]): number {
  const partials: number[] = [];
  for (const value of values) {
    let x = value;
    let kept = 0;
    for (const one of partials) {
      let y = one;
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y;
      const low = y - (high - x);
      if (low !== 0) partials[kept++] = low;
      x = high;
    }
    partials.length = kept;
    partials.push(x);
  }
  return partials.reduceRight((sum, one) => sum + one, 0);
}

function close(a: unknown, b: unknown, relative: unknown, absolute: unknown): boolean {
  const [x, y] = [number(a), number(b)];
  return x === y || Math.abs(x - y) <= Math.max(number(relative) * Math.max(Math.abs(x), Math.abs(y)), number(absolute));
}

function combinations(n: bigint, k: bigint): bigint {
  if (k > n) return 0n;
  let result = 1n;
  for (let i = 1n; i <= k; i++) result = (result * (n - k + i)) / i;
  return result;
}

export function math(): Record<string, unknown> {
  const plain = [
    'sqrt',
    'exp',
    'sin',
    'cos',
    'tan',
    'asin',
    'acos',
    'atan',
    'sinh',
    'cosh',
    'tanh',
    'asinh',
    'acosh',
    'atanh',
    'log2',
    'log10',
    'log1p',
    'expm1',
  ] as const;
  return {
    pi: Math.PI,
    e: Math.E,
    tau: 2 * Math.PI,
    inf: Number.POSITIVE_INFINITY,
    nan: Number.NaN,
    ...functions({
      ...Object.fromEntries(plain.map((name) => [`${name}(x, /)`, checked(Math[name])])),
      'cbrt(x, /)': (x: unknown) => float(Math.cbrt(number(x))),
      'floor(x, /)': rounded(Math.floor),
      'ceil(x, /)': rounded(Math.ceil),
      'trunc(x, /)': rounded(Math.trunc),
      'fabs(x, /)': (x: unknown) => float(Math.abs(number(x))),
      'log(x, base=None, /)': logarithm,
      'pow(x, y, /)': (x: unknown, y: unknown) => float(number(x) ** number(y)),
      'fmod(x, y, /)': (x: unknown, y: unknown) => float(number(x) % number(y)),
      'atan2(y, x, /)': (y: unknown, x: unknown) => float(Math.atan2(number(y), number(x))),
      'hypot(*values)': (values: unknown[]) => float(Math.hypot(...values.map(number))),
      'degrees(x, /)': (x: unknown) => float(number(x) * (180 / Math.PI)),
      'radians(x, /)': (x: unknown) => float(number(x) * (Math.PI / 180)),
      'isnan(x, /)': (x: unknown) => Number.isNaN(number(x)),
      'isinf(x, /)': (x: unknown) => Math.abs(number(x)) === Number.POSITIVE_INFINITY,
      'isfinite(x, /)': (x: unknown) => Number.isFinite(number(x)),
      'isclose(a, b, *, rel_tol=1e-9, abs_tol=0)': close,
      'copysign(x, y, /)': (x: unknown, y: unknown) => {
        const negative = number(y) < 0 || Object.is(number(y), -0);
        return float(negative ? -Math.abs(number(x)) : Math.abs(number(x)));
      },
      'modf(x, /)': (x: unknown) => new Tuple([float(number(x) % 1), float(Math.trunc(number(x)))]),
      'ldexp(x, i, /)': (x: unknown, i: number) => float(number(x) * 2 ** i),
      'gcd(*integers)': (all: unknown[]) => int(all.map(whole).reduce(gcd, 0n)),
      'lcm(*integers)': (all: unknown[]) => int(all.map(whole).reduce((a, b) => (a === 0n || b === 0n ? 0n : (a / gcd(a, b)) * b), 1n)),
      'factorial(x, /)': factorial,
      'isqrt(n, /)': (n: unknown) => int(squareRoot(whole(n))),
      'comb(n, k, /)': (n: unknown, k: unknown) => int(combinations(whole(n), whole(k))),
      'perm(n, k=None, /)': (n: unknown, k: unknown) =>
        k === null ? factorial(n) : intBinary('*', int(combinations(whole(n), whole(k))), factorial(k)),
      'fsum(iterable, /)': async (of: unknown) => float(exactSum((await gather(of)).map(number))),
      'prod(iterable, /, *, start=1)': async (of: unknown, start: unknown) => (await gather(of)).reduce((a, b) => binary('*', a, b), start),
      'dist(p, q, /)': (p: unknown[], q: unknown[]) => float(Math.hypot(...p.map((one, i) => number(one) - number(q[i])))),
    }),
  };
}

export function statistics(): Record<string, unknown> {
  const numbers = async (of: unknown): Promise<number[]> => (await gather(of)).map(number);
  const average = (all: readonly number[]): number => exactSum(all) / all.length;
  const spread = (all: readonly number[], by: number): number => {
    const middle = average(all);
    return exactSum(all.map((one) => (one - middle) ** 2)) / by;
  };
  const same = async (of: unknown, work: (all: number[]) => number): Promise<unknown> => {
    const given = await gather(of);
    if (given.length === 0) throw valueError('mean requires at least one data point');
    const result = work(given.map(number));
    return given.every((one) => asInt(one) !== undefined) && Number.isInteger(result) ? result : float(result);
  };
  return functions({
    'mean(data)': (of: unknown) => same(of, average),
    'fmean(data)': async (of: unknown) => float(average(await numbers(of))),
    'median(data)': async (of: unknown) => {
      const all = await sorted(await gather(of), null, false);
      const half = all.length >> 1;
      return all.length % 2 === 1 ? all[half] : binary('/', binary('+', all[half - 1], all[half]), 2);
    },
    'variance(data)': (of: unknown) => same(of, (all) => spread(all, all.length - 1)),
    'pvariance(data)': (of: unknown) => same(of, (all) => spread(all, all.length)),
    'stdev(data)': async (of: unknown) => {
      const all = await numbers(of);
      return float(Math.sqrt(spread(all, all.length - 1)));
    },
    'pstdev(data)': async (of: unknown) => {
      const all = await numbers(of);
      return float(Math.sqrt(spread(all, all.length)));
    },
  });
}
