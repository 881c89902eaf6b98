/** The module `random`. */
import { createHash, randomBytes } from 'node:crypto';
import { type Random, randomFrom } from '../../../bytes/random.ts';
import { GET, REPR, Tuple, UNKNOWN } from '../behaviour.ts';
import { type Builtin, functions } from '../callable.ts';
import { indexError, typeError, valueError } from '../errors.ts';
import { gather, withAll } from '../iterate.ts';
import { asInt, asNumber, float, type Int, int, isFloat, typeName } from '../kinds.ts';
import { item, length } from '../items.ts';
import { bitLength } from '../numbers.ts';
import { bytesOf, join } from '../containers/octets.ts';
import { hashNumber, keyOf } from '../containers/hash.ts';
import { integer } from '../containers/slices.ts';
import { encode } from '../text/codecs.ts';
import type { Session } from '../session.ts';
import { Mersenne } from './mersenne.ts';

class Source {
  readonly twister = new Mersenne();
  gaussNext: number | undefined;

  constructor(seed?: unknown) {
    this.seed(seed ?? null);
  }

  seed(seed: unknown): void {
    this.gaussNext = undefined;
    let value: bigint;
    const number = asInt(seed);
    const octets = typeof seed === 'string' ? encode(seed, 'utf-8', 'strict') : bytesOf(seed);
    if (seed === null || seed === undefined) value = BigInt(`0x${randomBytes(64).toString('hex')}`);
    else if (number !== undefined) value = BigInt(number);
    else if (octets !== undefined) {
      const digest = createHash('sha512').update(octets).digest();
      value = BigInt(`0x${Buffer.from(join([octets, digest])).toString('hex')}`);
    } else value = BigInt(hashNumber(keyOf(seed)));
    const words: number[] = [];
    for (let left = value < 0n ? -value : value; left > 0n; left >>= 32n) words.push(Number(left & 0xffffffffn));
    this.twister.seed(words.length === 0 ? [0] : words);
  }

  random(): number {
    return this.twister.random();
  }

  below(n: Int): Int {
    const [limit, bits] = [BigInt(n), bitLength(n)];
    let value = this.twister.bits(bits);
    while (value >= limit) value = this.twister.bits(bits);
    return int(value);
  }

  gauss(mu: number, sigma: number): number {
    let z = this.gaussNext;
    this.gaussNext = undefined;
    if (z === undefined) {
      const angle = this.random() * 2 * Math.PI;
      const radius = Math.sqrt(-2 * Math.log(1 - this.random()));
      z = Math.cos(angle) * radius;
      this.gaussNext = Math.sin(angle) * radius;
    }
    return mu + z * sigma;
  }

  normal(mu: number, sigma: number): number {
    const magic = (4 * Math.exp(-0.5)) / Math.sqrt(2);
    for (;;) {
      const u = this.random();
      const z = (magic * (u - 0.5)) / (1 - this.random());
      if ((z * z) / 4 <= -Math.log(1 - this.random())) return mu + z * sigma;
    }
  }

  sample(all: readonly unknown[], k: number): unknown[] {
    const n = all.length;
    if (k < 0 || k > n) throw valueError('Sample larger than population or is negative');
    const result: unknown[] = [];
    const size = 21 + (k > 5 ? 4 ** Math.ceil(Math.log(k * 3) / Math.log(4)) : 0);
    if (n <= size) {
      const pool = [...all];
      for (let i = 0; i < k; i++) {
        const j = Number(this.below(n - i));
        result.push(pool[j]);
        pool[j] = pool[n - i - 1];
      }
      return result;
    }
    const taken = new Set<number>();
    while (taken.size < k) {
      const j = Number(this.below(n));
      if (taken.has(j)) continue;
      taken.add(j);
      result.push(all[j]);
    }
    return result;
  }
}

function whole(value: unknown): Int {
  const number = integer(value);
  if (number !== undefined) return number;
  if (isFloat(value) && Number.isInteger(asNumber(value))) return int(BigInt(asNumber(value)!));
  throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
}

function range(source: Source, start: unknown, stop: unknown, step: unknown): Int {
  if (stop === null) {
    const end = whole(start);
    if (end <= 0) throw valueError('empty range for randrange()');
    return source.below(end);
  }
  const [a, b, by] = [BigInt(whole(start)), BigInt(whole(stop)), BigInt(whole(step))];
  if (by === 0n) throw valueError('zero step for randrange()');
  const count = by > 0n ? (b - a + by - 1n) / by : (b - a + by + 1n) / by;
  if (count <= 0n) throw valueError(by === 1n ? `empty range for randrange() (${a}, ${b}, ${b - a})` : 'empty range for randrange()');
  return int(a + by * BigInt(source.below(int(count))));
}

async function choices(source: Source, population: unknown, weights: unknown, cumulative: unknown, k: number): Promise<unknown[]> {
  const all = await gather(population);
  if (weights === null && cumulative === null) return Array.from({ length: k }, () => all[Math.floor(source.random() * all.length)]);
  const given = (await gather(weights ?? cumulative)).map((one) => asNumber(one) ?? 0);
  const sums = cumulative === null ? given.map((_, i) => given.slice(0, i + 1).reduce((a, b) => a + b, 0)) : given;
  if (sums.length !== all.length) throw valueError('The number of weights does not match the population');
  const total = sums.at(-1)!;
  return Array.from({ length: k }, () => {
    const x = source.random() * total;
    const at = sums.findIndex((sum) => x < sum);
    return all[at < 0 ? all.length - 1 : Math.min(at, all.length - 1)];
  });
}

function choice(source: Source, of: unknown): unknown {
  const size = length(of);
  if (size === 0) throw indexError('Cannot choose from an empty sequence');
  return item(of, source.below(size));
}

function functionsOf(source: Source): Record<string, Builtin> {
  const number = (value: unknown) => asNumber(value) ?? Number.NaN;
  return functions({
    'seed(a=None, version=2)': (seed: unknown) => {
      source.seed(seed);
      return null;
    },
    'random()': () => float(source.random()),
    'getrandbits(k, /)': (k: number) => int(source.twister.bits(k)),
    'randbytes(n)': (n: number) => {
      const value = source.twister.bits(n * 8);
      return Uint8Array.from({ length: n }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
    },
    'randrange(start, stop=None, step=1)': (start: unknown, stop: unknown, step: unknown) => range(source, start, stop, step),
    'randint(a, b)': (a: unknown, b: unknown) => range(source, a, int(BigInt(whole(b)) + 1n), 1),
    'choice(seq)': (of: unknown) => choice(source, of),
    'choices(population, weights=None, *, cum_weights=None, k=1)': (all: unknown, weights: unknown, cumulative: unknown, k: number) =>
      choices(source, all, weights, cumulative, k),
    'shuffle(x)': (all: unknown[]) => {
      for (let i = all.length - 1; i > 0; i--) {
        const j = Number(source.below(i + 1));
        [all[i], all[j]] = [all[j], all[i]];
      }
      return null;
    },
    'sample(population, k)': (of: unknown, k: number) => withAll(of, (all) => source.sample(all, k)),
    'uniform(a, b)': (a: unknown, b: unknown) => float(number(a) + (number(b) - number(a)) * source.random()),
    'triangular(low=0, high=1, mode=None)': (low: unknown, high: unknown, mode: unknown) => {
      let [a, b, u] = [number(low), number(high), source.random()];
      let c = mode === null ? 0.5 : (number(mode) - a) / (b - a);
      if (u > c) [u, c, a, b] = [1 - u, 1 - c, b, a];
      return float(a + (b - a) * Math.sqrt(u * c));
    },
    'gauss(mu=0, sigma=1)': (mu: unknown, sigma: unknown) => float(source.gauss(number(mu), number(sigma))),
    'normalvariate(mu=0, sigma=1)': (mu: unknown, sigma: unknown) => float(source.normal(number(mu), number(sigma))),
    'lognormvariate(mu, sigma)': (mu: unknown, sigma: unknown) => float(Math.exp(source.normal(number(mu), number(sigma)))),
    'expovariate(lambd)': (rate: unknown) => float(-Math.log(1 - source.random()) / number(rate)),
    'paretovariate(alpha)': (alpha: unknown) => float((1 - source.random()) ** (-1 / number(alpha))),
    'getstate()': () => new Tuple([3, source.twister.save(), source.gaussNext ?? null]),
    'setstate(state)': (state: Tuple) => {
      source.twister.restore(state[1] as ReturnType<Mersenne['save']>);
      source.gaussNext = (state[2] as number | null) ?? undefined;
      return null;
    },
  });
}

/** `random.Random(seed)`. */
class RandomObject {
  readonly #functions: Record<string, Builtin>;
  constructor(seed: unknown) {
    this.#functions = functionsOf(new Source(seed));
  }
  [GET](name: string): unknown {
    return Object.hasOwn(this.#functions, name) ? this.#functions[name] : UNKNOWN;
  }
  [REPR](): string {
    return '<random.Random object>';
  }
}

/** What the library draws from: the same sequence, and whole numbers below a limit as randrange() has them. */
const asRandom = (source: Source): Random => ({
  ...randomFrom(() => Number(source.twister.bits(32))),
  below: (n) => Number(source.below(n)),
  float: () => source.random(),
});

export function names(session: Pick<Session, 'seeded'>): Record<string, unknown> {
  const source = new Source();
  return {
    ...functionsOf(source),
    ...functions({
      'seed(a=None, version=2)': (seed: unknown) => {
        source.seed(seed);
        session.seeded(seed === null ? undefined : asRandom(source));
        return null;
      },
    }),
    ...functions({ 'Random(x=None)': (seed: unknown) => new RandomObject(seed), 'SystemRandom(x=None)': () => new RandomObject(null) }),
  };
}
