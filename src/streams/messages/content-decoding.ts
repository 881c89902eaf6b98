/** Content that was coded to be sent: gzip, deflate, brotli (RFC 9110 §8.4.1). What decodes is handed in. */
import type { Decompressor, MakeDecompressor } from '../../capture/decompressor.ts';
import type { MessageProblem } from './message.ts';

/**
 * What decodes, by the name of the coding in small letters: `gzip`, `deflate`, `br`. Each is a function that takes where its output goes, and gives an object whose
 * `push(octets, isLast)` has told all that it can when it returns; it throws what it cannot decode. fflate's classes are such: `gzip: (out) => new Gunzip(out)`.
 */
export type ContentDecoders = Readonly<Record<string, MakeDecompressor>>;

/** Other names of the same (RFC 9110 §8.4.1.3). */
const SAME: Readonly<Record<string, string>> = { 'x-gzip': 'gzip', 'x-deflate': 'deflate', 'x-compress': 'compress' };
/** More codings one on another are an attack. */
const MOST_CODINGS = 4;
/** How many octets may be made of one, once a content is as long as no honest one needs to be for that. Deflate's most is 1032. */
const MOST_GROWTH = 200;
const GROWS_FREELY = 8 << 20;

class Bomb extends Error {}

export class ContentDecoding {
  readonly #first: Decompressor;
  readonly #most: number;
  #came = 0;
  #made = 0;
  problem: MessageProblem | undefined;

  private constructor(makers: readonly MakeDecompressor[], tell: (octets: Uint8Array) => void, most: number) {
    this.#most = most;
    let out = (octets: Uint8Array): void => {
      this.#made += octets.length;
      if (this.#made > this.#most || (this.#made > GROWS_FREELY && this.#made > MOST_GROWTH * this.#came)) throw new Bomb();
      if (octets.length > 0) tell(octets);
    };
    // The last coding was applied last, and is undone first.
    for (const make of [...makers].reverse().slice(0, -1)) {
      const next = make(out);
      let made = 0;
      out = (octets) => {
        made += octets.length;
        if (made > GROWS_FREELY && made > MOST_GROWTH * this.#came) throw new Bomb();
        if (octets.length > 0) next.push(octets, false);
      };
    }
    const [first] = makers;
    this.#first = (first as MakeDecompressor)(out);
  }

  /** For these codings, the last one first; undefined where one of them has no decoder. */
  static of(
    codings: readonly string[],
    decoders: ContentDecoders,
    tell: (octets: Uint8Array) => void,
    most: number,
  ): ContentDecoding | undefined {
    const makers = codings.map((name) => (Object.hasOwn(decoders, SAME[name] ?? name) ? decoders[SAME[name] ?? name] : undefined));
    if (makers.length > MOST_CODINGS || makers.some((make) => make === undefined)) return undefined;
    return new ContentDecoding(makers as MakeDecompressor[], tell, most);
  }

  push(octets: Uint8Array): void {
    if (this.problem !== undefined) return;
    this.#came += octets.length;
    this.#try(() => this.#first.push(octets, false));
  }

  /** No more will come. */
  end(): void {
    if (this.problem !== undefined || this.#came === 0) return;
    this.#try(() => this.#first.push(new Uint8Array(0), true));
  }

  /** Octets are missing: nothing behind them can be decoded. */
  gap(): void {
    this.end();
    this.problem ??= 'gap';
  }

  #try(decode: () => unknown): void {
    try {
      decode();
    } catch (error) {
      this.problem = error instanceof Bomb ? 'bomb' : 'damaged';
    }
  }
}
