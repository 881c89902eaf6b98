/** Opens captures that lie in files or come through pipes. */

import { fstatSync } from 'node:fs';
import type { MakeDecompressor } from '../decompressor.ts';
import { inputFromChunks, type OctetChunks, type OctetInput } from '../octet-input.ts';
import { type CaptureSource, readCapture, type ReadOptions } from '../read-capture.ts';
import { openFileInput } from './file-input.ts';
import { gunzip } from './gunzip.ts';
import { holdFile } from './read-files.ts';

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
  return readCapture(isOpenStream(given) ? held(given) : given, { ...rest, name, gunzip, unzstd });
}

type OpenStream = NodeJS.ReadableStream & { readonly fd: number };

/** Standard input is one; a shell may have opened a file for it. */
const isOpenStream = (source: object): source is OpenStream =>
  Symbol.asyncIterator in source && 'fd' in source && typeof source.fd === 'number' && source.fd >= 0;

function held(stream: OpenStream): OctetInput {
  const input = inputFromChunks(stream as AsyncIterable<Buffer>);
  const release = holdFile(fstatSync(stream.fd, { bigint: true }));
  return {
    read: (into) => input.read(into),
    close: () => {
      release();
      return input.close();
    },
  };
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
