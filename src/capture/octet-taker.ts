/** Octets of an input, so many at a time: for formats that say how many come next. */
import type { OctetInput } from './octet-input.ts';

const PIECE = 16 * 1024;

export class OctetTaker {
  readonly #input: OctetInput;
  #ready: Uint8Array;
  #position = 0;
  /** What the input threw. */
  failure: unknown;

  /** @param first what was read of the input already */
  constructor(input: OctetInput, first: Uint8Array) {
    this.#input = input;
    this.#ready = first.slice();
  }

  /** Octets taken so far. */
  get position(): number {
    return this.#position;
  }

  /** The next octets, at most `n`, in memory of their own; none at the end. */
  async some(n: number): Promise<Uint8Array> {
    if (this.#ready.length === 0) {
      const piece = new Uint8Array(PIECE);
      try {
        this.#ready = piece.subarray(0, await this.#input.read(piece));
      } catch (error) {
        this.failure = error;
        throw error;
      }
    }
    const octets = this.#ready.subarray(0, n);
    this.#ready = this.#ready.subarray(octets.length);
    this.#position += octets.length;
    return octets;
  }

  /** `n` octets, fewer at the end. */
  async upTo(n: number): Promise<Uint8Array> {
    const first = await this.some(n);
    if (first.length === n || first.length === 0) return first;
    const octets = new Uint8Array(n);
    octets.set(first);
    let had = first.length;
    while (had < n) {
      const next = await this.some(n - had);
      if (next.length === 0) break;
      octets.set(next, had);
      had += next.length;
    }
    return octets.subarray(0, had);
  }

  /** @throws Error when the input ends before */
  async exactly(n: number): Promise<Uint8Array> {
    if (n === 0) return new Uint8Array(0);
    const octets = await this.upTo(n);
    if (octets.length < n) throw new Error(`it ends after ${octets.length} of ${n} octets`);
    return octets;
  }

  /** @throws Error when the input ends before */
  async skip(n: number): Promise<void> {
    for (let left = n; left > 0; ) {
      const { length } = await this.some(left);
      if (length === 0) throw new Error(`it ends ${left} octets before the end of a skippable frame`);
      left -= length;
    }
  }
}
