/** What decompresses, and what feeds it. */

/** What decompresses: takes the octets of one file (or one zstd frame) in order. */
export interface Decompressor {
  push(octets: Uint8Array, final: boolean): unknown;
}

/**
 * Makes a decompressor that gives its output to `out`. Fits fflate's `(out) => new Gunzip(out)` and fzstd's
 * `(out) => new Decompress(out)`; one that works elsewhere returns promises.
 */
export type MakeDecompressor = (out: (octets: Uint8Array, final?: boolean) => void) => Decompressor;

export interface Decompressors {
  readonly gunzip?: MakeDecompressor;
  readonly unzstd?: MakeDecompressor;
  /** Largest window of zstd, in octets: so much memory may a file ask for. 8 MB when not given; `zstd --ultra` and `--long` use more. */
  readonly zstdWindow?: number;
}

/** Feeds a decompressor. */
export interface Steps {
  /** Hands on what gives a bounded piece of output; false at the end. */
  step(): Promise<boolean>;
}

export type Compression = 'gzip' | 'zstd';
