/** Opens captures that lie in files or come through pipes. */

import type { MakeDecompressor } from '../decompressor.ts';
import type { OctetChunks, OctetInput } from '../octet-input.ts';
import { type CaptureSource, readCapture, type ReadOptions } from '../read-capture.ts';
import { openFileInput } from './file-input.ts';
import { gunzip } from './gunzip.ts';

export interface OpenOptions<P> extends Omit<ReadOptions<P>, 'gunzip' | 'unzstd'> {
  /** Reads a file while the program waits: fastest, for commands that do nothing else meanwhile. */
  readonly sync?: boolean;
}

/** A capture that was opened from a file or stream. */
export type CaptureFile<P> = CaptureSource<P>;

/**
 * Opens a capture of any format that {@link readCapture} knows, as it is or compressed by gzip or zstd.
 * @param source a path, `-` (standard input), a stream, or octets
 * @throws ERR_FILE when it cannot be read or is no capture
 */
export async function openCapture<P = never>(
  source: string | Uint8Array | OctetChunks | OctetInput,
  options: OpenOptions<P> = {},
): Promise<CaptureFile<P>> {
  const { sync = false, ...rest } = options;
  const given = typeof source !== 'string' ? source : source === '-' ? process.stdin : await openFileInput(source, sync);
  const name = options.name ?? (typeof source === 'string' ? source : 'capture');
  return readCapture(given, { ...rest, name, gunzip, unzstd });
}

/** zstd, which Node 20 has not; loaded when the first such capture is met. */
const unzstd: MakeDecompressor = (out) => {
  let made: Promise<{ push(octets: Uint8Array, final: boolean): unknown }> | undefined;
  return {
    async push(octets, final) {
      made ??= import('fzstd').then(({ Decompress }) => new Decompress(out));
      (await made).push(octets, final);
    },
  };
};
