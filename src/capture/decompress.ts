/** Compressed captures: told by their first octets, whatever the file is called. What decompresses is handed in. */

import { PacketwrightError } from '../bytes/errors.ts';
import { fileError } from './file-error.ts';
import type { OctetInput } from './octet-input.ts';

/**
 * Makes a decompressor that gives its output to `out`. Fits fflate's `(out) => new Gunzip(out)` and fzstd's
 * `(out) => new Decompress(out)`; one that works elsewhere returns promises.
 */
export type MakeDecompressor = (out: (octets: Uint8Array, final?: boolean) => void) => {
  push(octets: Uint8Array, final: boolean): unknown;
};

export interface Decompressors {
  readonly gunzip?: MakeDecompressor;
  readonly unzstd?: MakeDecompressor;
}

// Small pieces: deflate makes at most 1,032 octets of one, so what one step can fill is bounded.
const PIECE = 16 * 1024;

/** The input as it is, or its decompressed content. `first` are octets that were read from it to look at. */
export function decompressed(input: OctetInput, first: Uint8Array, decompressors: Decompressors, name: string): OctetInput | undefined {
  const kind = compressionOf(first);
  if (kind === undefined) return undefined;
  const make = kind === 'gzip' ? decompressors.gunzip : decompressors.unzstd;
  if (make === undefined) throw fileError(name, 0, `compressed by ${kind}, and no decompressor for it was given`);
  return new DecompressedInput(input, first, make, kind, name);
}

function compressionOf(first: Uint8Array): 'gzip' | 'zstd' | undefined {
  if (first[0] === 0x1f && first[1] === 0x8b) return 'gzip'; // RFC 1952 §2.3.1
  if (first[0] === 0x28 && first[1] === 0xb5 && first[2] === 0x2f && first[3] === 0xfd) return 'zstd'; // RFC 8878 §3.1.1
  return undefined;
}

class DecompressedInput implements OctetInput {
  readonly #input: OctetInput;
  readonly #name: string;
  readonly #kind: string;
  readonly #decompressor: ReturnType<MakeDecompressor>;
  readonly #piece = new Uint8Array(PIECE);
  #first: Uint8Array;
  #ready: Uint8Array[] = [];
  #taken = 0;
  #ended = false;
  #failed: PacketwrightError | undefined;
  #position = 0;

  constructor(input: OctetInput, first: Uint8Array, make: MakeDecompressor, kind: string, name: string) {
    this.#input = input;
    this.#first = first;
    this.#kind = kind;
    this.#name = name;
    this.#decompressor = make((octets) => {
      if (octets.length > 0) this.#ready.push(octets);
    });
  }

  read(into: Uint8Array): number | Promise<number> {
    return this.#ready.length > 0 ? this.#take(into) : this.#wait(into);
  }

  close(): void | Promise<void> {
    this.#ready = [];
    this.#ended = true;
    return this.#input.close();
  }

  async #wait(into: Uint8Array): Promise<number> {
    while (this.#ready.length === 0) {
      // What came out before the damage was given out first.
      if (this.#failed !== undefined) throw this.#failed;
      if (this.#ended) return 0;
      await this.#step();
    }
    return this.#take(into);
  }

  async #step(): Promise<void> {
    const piece = await this.#next();
    this.#position += piece.length;
    this.#ended = piece.length === 0;
    try {
      await this.#decompressor.push(piece, this.#ended);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#failed = new PacketwrightError(
        'ERR_FILE',
        `${this.#name}: ${this.#kind} data damaged or cut short before offset ${this.#position} of the compressed file: ${why}`,
        {
          file: this.#name,
          offset: this.#position,
          cause: error,
        },
      );
    }
  }

  /** A copy: decompressors keep what they are given. */
  async #next(): Promise<Uint8Array> {
    const first = this.#first;
    if (first.length > 0) {
      this.#first = first.subarray(PIECE);
      return first.slice(0, PIECE);
    }
    return this.#piece.slice(0, await this.#input.read(this.#piece));
  }

  #take(into: Uint8Array): number {
    let n = 0;
    while (n < into.length) {
      const next = this.#ready[0];
      if (next === undefined) break;
      const part = Math.min(into.length - n, next.length - this.#taken);
      into.set(next.subarray(this.#taken, this.#taken + part), n);
      n += part;
      this.#taken += part;
      if (this.#taken === next.length) {
        this.#ready.shift();
        this.#taken = 0;
      }
    }
    return n;
  }
}
