/** Files as sinks, compressed by gzip when their name ends in `.gz`. */

import { open, type FileHandle } from 'node:fs/promises';
import { once } from 'node:events';
import { createGzip } from 'node:zlib';
import { PacketwrightError } from '../../bytes/errors.ts';
import type { OctetSink } from '../octet-sink.ts';

/**
 * Makes a file anew, or adds to its end. `-` is standard output.
 * @throws ERR_FILE when it cannot be written
 */
export async function openFileSink(path: string, o: { append?: boolean } = {}): Promise<OctetSink> {
  if (path === '-') return streamSink(process.stdout, false);
  let file: FileHandle;
  try {
    file = await open(path, o.append === true ? 'a' : 'w');
  } catch (error) {
    throw cannotWrite(path, error);
  }
  if (!path.endsWith('.gz')) return handleSink(path, file);
  const gzip = createGzip();
  gzip.pipe(file.createWriteStream());
  return streamSink(gzip, true);
}

function handleSink(path: string, file: FileHandle): OctetSink {
  return {
    async write(chunk) {
      try {
        for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at, chunk.length - at)).bytesWritten;
      } catch (error) {
        throw cannotWrite(path, error);
      }
    },
    close: () => file.close(),
  };
}

/** Any writable stream; the writer's memory is copied, because a stream may keep it for a while. */
export function streamSink(stream: NodeJS.WritableStream, end: boolean): OctetSink {
  return {
    async write(chunk) {
      if (!stream.write(chunk.slice())) await once(stream, 'drain');
    },
    async close() {
      if (!end) return;
      const done = once(stream, 'close');
      stream.end();
      await done;
    },
  };
}

function cannotWrite(path: string, error: unknown): PacketwrightError {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  return new PacketwrightError('ERR_FILE', `${path}: cannot be written (${code})`, { file: path, errno: code, cause: error });
}
