/** The Mersenne Twister MT19937, seeded and read as CPython's `random` does: the same seed gives the same numbers. */

const N = 624;
const M = 397;

export class Mersenne {
  readonly #state = new Uint32Array(N);
  #at = N;

  /** Seeds by 32-bit words, least first. */
  seed(words: readonly number[]): void {
    const state = this.#state;
    state[0] = 19650218;
    for (let i = 1; i < N; i++) state[i] = Math.imul(1812433253, state[i - 1]! ^ (state[i - 1]! >>> 30)) + i;
    let [i, j] = [1, 0];
    for (let k = Math.max(N, words.length); k > 0; k--) {
      state[i] = (state[i]! ^ Math.imul(state[i - 1]! ^ (state[i - 1]! >>> 30), 1664525)) + words[j]! + j;
      i++;
      j++;
      if (i >= N) {
        state[0] = state[N - 1]!;
        i = 1;
      }
      if (j >= words.length) j = 0;
    }
    for (let k = N - 1; k > 0; k--) {
      state[i] = (state[i]! ^ Math.imul(state[i - 1]! ^ (state[i - 1]! >>> 30), 1566083941)) - i;
      i++;
      if (i >= N) {
        state[0] = state[N - 1]!;
        i = 1;
      }
    }
    state[0] = 0x80000000;
    this.#at = N;
  }

  /** The next 32 bits. */
  next(): number {
    const state = this.#state;
    if (this.#at >= N) {
      for (let k = 0; k < N; k++) {
        const y = (state[k]! & 0x80000000) | (state[(k + 1) % N]! & 0x7fffffff);
        state[k] = state[(k + M) % N]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
      }
      this.#at = 0;
    }
    let y = state[this.#at++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  /** In [0, 1), with 53 bits. */
  random(): number {
    const [a, b] = [this.next() >>> 5, this.next() >>> 6];
    return (a * 67108864 + b) / 9007199254740992;
  }

  bits(count: number): bigint {
    let value = 0n;
    for (let got = 0; got < count; got += 32) {
      const word = this.next();
      value |= BigInt(count - got < 32 ? word >>> (32 - (count - got)) : word) << BigInt(got);
    }
    return value;
  }

  /** The 624 words and the place in them, to be put back later. */
  save(): { words: Uint32Array; at: number } {
    return { words: this.#state.slice(), at: this.#at };
  }

  restore({ words, at }: { words: Uint32Array; at: number }): void {
    this.#state.set(words);
    this.#at = at;
  }
}
