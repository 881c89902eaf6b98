/** Files as octet inputs. Streams of Node are slow for files (a chunk a turn); reading into our own memory is not. */

import { type BigIntStats, constants } from 'node:fs';
import { close, fstat, open, read, readSync } from 'node:fs';
import { promisify } from 'node:util';
import { PacketwrightError } from '../../bytes/errors.ts';
import type { OctetInput } from '../octet-input.ts';
import { fileErrorWords } from './file-words.ts';
import { holdFile } from './read-files.ts';

const openFile = promisify(open);
const closeFile = promisify(close);
const stat = promisify(fstat);

const AHEAD = 4 * 1024 * 1024;

/**
 * Opens a file, pipe or device for reading.
 * @param sync reads a regular file while the program waits: fastest, and right for a command that does nothing else
 * @throws ERR_FILE when there is no such file, or it may not be read
 */
export async function openFileInput(path: string, sync: boolean): Promise<OctetInput> {
  let descriptor: number;
  let about: BigIntStats;
  try {
    descriptor = await openFile(path, constants.O_RDONLY);
    about = await stat(descriptor, { bigint: true });
  } catch (error) {
    throw cannotRead(path, error);
  }
  if (about.isDirectory()) {
    await closeFile(descriptor);
    throw new PacketwrightError('ERR_FILE', `${path}: is a directory, not a capture`, { file: path });
  }
  return descriptorInput(path, descriptor, about, sync);
}

function descriptorInput(path: string, descriptor: number, about: BigIntStats, sync: boolean): OctetInput {
  const isFile = about.isFile();
  const release = holdFile(about);
  let closed = false;
  const finish = async (): Promise<void> => {
    if (closed) return;
    closed = true;
    release();
    await closeFile(descriptor);
  };
  if (sync && isFile) {
    return {
      read(into) {
        try {
          return readSync(descriptor, into, 0, into.length, null);
        } catch (error) {
          throw cannotRead(path, error);
        }
      },
      close: finish,
    };
  }
  return {
    ...(isFile ? { ahead: AHEAD } : {}),
    read: (into) =>
      new Promise((resolve, reject) => {
        read(descriptor, into, 0, into.length, null, (error, n) => (error ? reject(cannotRead(path, error)) : resolve(n)));
      }),
    close: finish,
  };
}

function cannotRead(path: string, error: unknown): PacketwrightError {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  const why = fileErrorWords(code) ?? `cannot be read (${code})`;
  return new PacketwrightError('ERR_FILE', `${path}: ${why}`, { file: path, errno: code, cause: error });
}
