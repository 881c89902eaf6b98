/** Compressed captures: told by their first octets, whatever the file is called. What decompresses is handed in. */

import { PacketwrightError } from '../bytes/errors.ts';
import type { Compression, Decompressor, Decompressors, Steps } from './decompressor.ts';
import { fileError } from './file-error.ts';
import type { OctetInput } from './octet-input.ts';
import { OctetTaker } from './octet-taker.ts';
import { beginsZstd, ZstdFrames } from './zstd-frames.ts';

// Deflate makes at most 1,032 octets of one, so a step fills 4 MB.
const PIECE = 4 * 1024;

/** How the content is compressed that begins with these octets. */
export function compressionOf(first: Uint8Array): Compression | undefined {
  if (first[0] === 0x1f && first[1] === 0x8b) return 'gzip'; // RFC 1952 §2.3.1
  if (first.length < 4) return undefined;
  return beginsZstd(new DataView(first.buffer, first.byteOffset).getUint32(0, true)) ? 'zstd' : undefined;
}

/** The decompressed content of an input. `first` are octets that were read from it to look at. */
export function decompressed(
  input: OctetInput,
  first: Uint8Array,
  kind: Compression,
  decompressors: Decompressors,
  name: string,
): OctetInput {
  const make = kind === 'gzip' ? decompressors.gunzip : decompressors.unzstd;
  if (make === undefined)
    throw fileError(name, 0, `compressed with ${kind}, but no decompressor for it was given`, {
      remedy: 'decompress it first',
    });
  const from = new OctetTaker(input, first);
  const steps = (out: (octets: Uint8Array) => void): Steps =>
    kind === 'gzip' ? gzipSteps(from, make(out)) : new ZstdFrames(from, make, out, name, decompressors.zstdWindow);
  return new DecompressedInput(input, from, steps, kind, name);
}

function gzipSteps(from: OctetTaker, decompressor: Decompressor): Steps {
  return {
    async step() {
      const piece = await from.some(PIECE);
      await decompressor.push(piece, piece.length === 0);
      return piece.length > 0;
    },
  };
}

class DecompressedInput implements OctetInput {
  readonly #input: OctetInput;
  readonly #from: OctetTaker;
  readonly #steps: Steps;
  readonly #kind: Compression;
  readonly #name: string;
  #ready: Uint8Array[] = [];
  #taken = 0;
  #ended = false;
  #failed: PacketwrightError | undefined;

  constructor(input: OctetInput, from: OctetTaker, steps: (out: (octets: Uint8Array) => void) => Steps, kind: Compression, name: string) {
    this.#input = input;
    this.#from = from;
    this.#kind = kind;
    this.#name = name;
    this.#steps = steps((octets) => {
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
    try {
      this.#ended = !(await this.#steps.step());
    } catch (error) {
      if (error === this.#from.failure) throw error;
      if (error instanceof PacketwrightError) {
        this.#failed = error;
        return;
      }
      const why = error instanceof Error ? error.message : String(error);
      const { position } = this.#from;
      this.#failed = new PacketwrightError(
        'ERR_FILE',
        `${this.#name}: ${this.#kind} data damaged or cut short before offset ${position} of the compressed file: ${why}`,
        { file: this.#name, offset: position, cause: error },
      );
    }
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
