/** Files as sinks, compressed when their name ends in `.gz` or `.zst`. */

import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { once } from 'node:events';
import type { Transform } from 'node:stream';
import { PacketwrightError } from '../../bytes/errors.ts';
import type { OctetSink } from '../octet-sink.ts';
import { storedZstd } from '../zstd-stored.ts';
import { compressionOfName } from './capture-name.ts';
import { fileErrorWords } from './file-words.ts';
import { refuseReadFile } from './read-files.ts';

const { O_CREAT, O_WRONLY } = constants;

/**
 * Makes a file anew, or adds to its end. `-` is standard output.
 * @throws ERR_FILE when it cannot be written, or a capture is being read from it
 */
export async function openFileSink(path: string, o: { append?: boolean } = {}): Promise<OctetSink> {
  if (path === '-') return streamSink(process.stdout);
  let file: FileHandle;
  try {
    // Loaded with the first file: its streams cost an importing program 3 ms.
    const { open } = await import('node:fs/promises');
    file = await open(path, o.append === true ? 'a' : O_WRONLY | O_CREAT);
  } catch (error) {
    throw cannotWrite(path, error);
  }
  await prepare(path, file, o.append !== true).catch(async (error: unknown) => {
    await file.close();
    throw error;
  });
  const compression = compressionOfName(path);
  if (compression === undefined) return handleSink(path, file);
  // Loaded with the first compressed file, since it costs an importing program 3 ms.
  const zlib: Zlib = process.getBuiltinModule('node:zlib');
  if (compression === 'gzip') return compressedSink(path, file, zlib.createGzip());
  // Node has zstd's encoder from 22.15 on.
  return zlib.createZstdCompress === undefined ? storedZstd(handleSink(path, file)) : compressedSink(path, file, zlib.createZstdCompress());
}

/** What was in the file goes only when it is known that nothing reads it, by the open file itself: a name may become another file's meanwhile. */
async function prepare(path: string, file: FileHandle, anew: boolean): Promise<void> {
  const about = await file.stat({ bigint: true });
  refuseReadFile(path, about);
  // Pipes and devices have no length.
  if (anew && about.isFile()) await file.truncate().catch((error: unknown) => Promise.reject(cannotWrite(path, error)));
}

type Zlib = typeof import('node:zlib') & { readonly createZstdCompress?: () => Transform };

function compressedSink(path: string, file: FileHandle, compressor: Transform): OctetSink {
  const { pipeline } = process.getBuiltinModule('node:stream/promises');
  // The file is whole when the last of the two streams has ended, not when the compressor has; and either can fail.
  const whole = pipeline(compressor, file.createWriteStream());
  let failure: unknown;
  whole.catch((error: unknown) => {
    failure = error;
  });
  return {
    async write(chunk) {
      if (failure !== undefined) throw cannotWrite(path, failure);
      if (!compressor.write(chunk.slice()))
        await Promise.race([once(compressor, 'drain'), whole]).catch((error: unknown) => Promise.reject(cannotWrite(path, error)));
    },
    async close() {
      compressor.end();
      await whole.catch((error: unknown) => Promise.reject(cannotWrite(path, error)));
    },
  };
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

/**
 * A Node stream as a sink, for a writer whose capture goes into a socket, another program, an upload. Closing the writer does not end the
 * stream; the caller does that. Octets are copied, because a stream may keep them for a while.
 */
export function streamSink(stream: NodeJS.WritableStream): OctetSink {
  return {
    async write(chunk) {
      if (!stream.write(chunk.slice())) await once(stream, 'drain');
    },
    async close() {
      // It is not ours to end.
    },
  };
}

function cannotWrite(path: string, error: unknown): PacketwrightError {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  return new PacketwrightError('ERR_FILE', `${path}: cannot write: ${fileErrorWords(code) ?? code}`, {
    file: path,
    errno: code,
    cause: error,
  });
}
