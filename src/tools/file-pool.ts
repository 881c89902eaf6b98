/** Many files that grow side by side, of which few are open. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Files that are open at a time: systems allow 1,024 and fewer. */
const MOST_OPEN = 200;

export class FilePool {
  readonly #folder: string;
  /** The one that was not written to for longest comes first. */
  readonly #open = new Map<string, number>();
  readonly #begun = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Writes octets to the end of a file, which is made anew with its first ones.
   *
   * @param head what a new file begins with
   * @throws the system's error
   */
  append(name: string, octets: Uint8Array, head?: Uint8Array): void {
    const isNew = !this.#begun.has(name);
    const fd = this.#fdOf(name, isNew);
    if (isNew && head !== undefined) writeAll(fd, head);
    writeAll(fd, octets);
  }

  #fdOf(name: string, isNew: boolean): number {
    let fd = this.#open.get(name);
    if (fd !== undefined) this.#open.delete(name);
    else {
      const [oldest] = this.#open.keys();
      if (this.#open.size >= MOST_OPEN && oldest !== undefined) this.release(oldest);
      fd = openSync(join(this.#folder, name), isNew ? 'w' : 'a');
      this.#begun.add(name);
    }
    this.#open.set(name, fd);
    return fd;
  }

  /** Nothing more comes for it, as far as anybody knows. */
  release(name: string): void {
    const fd = this.#open.get(name);
    if (fd === undefined) return;
    this.#open.delete(name);
    closeSync(fd);
  }

  close(): void {
    for (const name of [...this.#open.keys()]) this.release(name);
  }
}

function writeAll(fd: number, octets: Uint8Array): void {
  for (let at = 0; at < octets.length; ) at += writeSync(fd, octets, at);
}
