/** A file that gets whole lines, or nothing: a full disk and a limit on file sizes let write(2) take a part. */
import { closeSync, constants, fstatSync, ftruncateSync, openSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import type { JournalFolder } from './folder.ts';

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_WRONLY } = constants;

export class WholeLines {
  readonly #fd: number;
  #size: number;
  /** A part of a line stands at the end, and could not be taken away: the next line must begin anew. */
  #torn = false;

  /** @param fd of a file that appends; closed by {@link close} */
  constructor(fd: number) {
    this.#fd = fd;
    this.#size = fstatSync(fd).size;
  }

  /** Nobody finds the file any more: another has taken its name. */
  get replaced(): boolean {
    return fstatSync(this.#fd).nlink === 0;
  }

  /** @throws what the kernel says; then nothing of it stands there, or a line that readers skip */
  append(lines: readonly object[]): void {
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    const octets = Buffer.from(this.#torn ? `\n${text}` : text);
    let at = 0;
    try {
      // One write(2) as a rule: who reads this after a SIGKILL finds whole lines.
      while (at < octets.length) {
        const n = writeSync(this.#fd, octets, at);
        if (n === 0) throw Object.assign(new Error('nothing was written'), { code: 'EIO' });
        at += n;
      }
    } catch (error) {
      if (at > 0) this.#takeAway(at);
      throw error;
    }
    this.#size += octets.length;
    this.#torn = false;
  }

  close(): void {
    closeSync(this.#fd);
  }

  #takeAway(octets: number): void {
    try {
      ftruncateSync(this.#fd, this.#size);
    } catch {
      this.#size += octets;
      this.#torn = true;
    }
  }
}

/** @throws EEXIST among others */
export const createLines = (path: string): WholeLines =>
  new WholeLines(openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600));

export const reopenLines = (path: string): WholeLines => new WholeLines(openSync(path, O_WRONLY | O_APPEND | O_NOFOLLOW | O_NONBLOCK));

/**
 * Puts a new file with these lines in the place of another. The old one is there until the new one takes its name, whole.
 *
 * @param passing the new file's name until then
 * @throws what the kernel says; then all is as it was
 */
export function replaceLines(folder: JournalFolder, name: string, passing: string, lines: readonly object[]): WholeLines {
  const fresh = folder.at(passing);
  // What a process left that was killed just there.
  removeFile(fresh);
  const file = createLines(fresh);
  try {
    file.append(lines);
    renameSync(fresh, folder.at(name));
  } catch (error) {
    file.close();
    removeFile(fresh);
    throw error;
  }
  return file;
}

/** A file that is not there is fine. */
export function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
