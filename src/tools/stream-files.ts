/**
 * Many files that grow side by side. Octets are gathered and written in blocks; memory and open files are bounded. It writes at once,
 * while the caller waits: who reads packets faster than a disk takes their octets is held up, and nothing piles up.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './make-folder.ts';

export interface StreamFilesOptions {
  /** Files that are open at a time. Default 200: systems allow 1,024 and fewer. */
  readonly maxOpen?: number;
  /** Octets of memory for what is gathered. Default 32 MB. */
  readonly maxOctets?: number;
  /** A file that was there before is emptied, and names are as they are given. Default false: each gets a name that no file has. */
  readonly replace?: boolean;
}

const MOST_OPEN = 200;
const OCTETS = 32 << 20;
const FIRST_BLOCK = 2048;
const BLOCK = 65_536;
const MOST_SPARE = 64;
/** Names of which it is remembered how many there are; of others the folder is asked. */
const MOST_NAMES = 200_000;

/** A file of {@link StreamFiles}. */
export interface StreamFile {
  /** What it is called in the folder; undefined until it has octets. */
  readonly name: string | undefined;
  /** Octets that were given, holes included. */
  readonly size: number;
}

class OneFile implements StreamFile {
  readonly names: (number: number) => string;
  readonly key: string;
  name: string | undefined;
  size = 0;
  block: Uint8Array | undefined;
  used = 0;
  /** Place in the file of the block. */
  at = 0;
  fd = -1;

  constructor(key: string, names: (number: number) => string) {
    this.key = key;
    this.names = names;
  }
}

export class StreamFiles {
  readonly #folder: string;
  readonly #maxOpen: number;
  readonly #maxOctets: number;
  readonly #replace: boolean;
  /** The one that was not written to for longest comes first. */
  readonly #open = new Set<OneFile>();
  readonly #gathering = new Set<OneFile>();
  /** Blocks of files that have ended, for others. */
  readonly #spare: Uint8Array[] = [];
  readonly #used = new Map<string, number>();
  #octets = 0;
  #written = 0;
  #files = 0;

  /** @throws the system's error where the folder cannot be made */
  constructor(folder: string, { maxOpen = MOST_OPEN, maxOctets = OCTETS, replace = false }: StreamFilesOptions = {}) {
    makeFolder(folder);
    this.#folder = folder;
    this.#maxOpen = maxOpen;
    this.#maxOctets = maxOctets;
    this.#replace = replace;
  }

  /** Files that were made, and octets in them without holes. */
  get files(): number {
    return this.#files;
  }

  get written(): number {
    return this.#written;
  }

  /**
   * A file, which is made with its first octets.
   *
   * @param name what it is to be called
   * @param numbered what it is called where that many files have the name already, from 1
   */
  file(name: string, numbered: (name: string, number: number) => string): StreamFile {
    return new OneFile(name, (number) => (number === 0 ? name : numbered(name, number)));
  }

  /** Octets at its end. A view may be given. @throws the system's error */
  append(to: StreamFile, octets: Uint8Array): void {
    const file = to as OneFile;
    const { length } = octets;
    file.size += length;
    if (file.used + length > BLOCK) this.#flush(file);
    if (length >= BLOCK) {
      this.#write(file, octets, length);
      return;
    }
    let { block } = file;
    if (block === undefined || file.used + length > block.length) block = this.#room(file, file.used + length);
    block.set(octets, file.used);
    file.used += length;
    if (this.#octets > this.#maxOctets) this.#flushAll();
  }

  /** Leaves a hole at its end: zeros that take no room on most disks. */
  skip(to: StreamFile, octets: number): void {
    const file = to as OneFile;
    this.#flush(file);
    file.at += octets;
    file.size += octets;
  }

  /** Nothing more comes for it. @throws the system's error */
  end(to: StreamFile): void {
    const file = to as OneFile;
    this.#flush(file);
    this.#drop(file);
    this.#shut(file);
  }

  /** Writes what is gathered. @throws the system's error */
  flush(): void {
    this.#flushAll();
  }

  /** Writes what is gathered, and lets go of everything. @throws the system's error */
  close(): void {
    try {
      this.#flushAll();
    } finally {
      for (const file of [...this.#open]) this.#shut(file);
    }
  }

  #room(file: OneFile, wanted: number): Uint8Array {
    let size = Math.max(FIRST_BLOCK, (file.block?.length ?? 0) * 4);
    while (size < wanted) size *= 4;
    size = Math.min(size, BLOCK);
    const block = (size === BLOCK ? this.#spare.pop() : undefined) ?? new Uint8Array(size);
    if (file.block !== undefined) block.set(file.block.subarray(0, file.used));
    this.#octets += size - (file.block?.length ?? 0);
    file.block = block;
    this.#gathering.add(file);
    return block;
  }

  #flushAll(): void {
    for (const file of this.#gathering) {
      this.#flush(file);
      this.#drop(file);
    }
  }

  #flush(file: OneFile): void {
    const { block, used } = file;
    if (block === undefined || used === 0) return;
    file.used = 0;
    this.#write(file, block, used);
  }

  #drop(file: OneFile): void {
    this.#octets -= file.block?.length ?? 0;
    if (file.block?.length === BLOCK && this.#spare.length < MOST_SPARE) this.#spare.push(file.block);
    file.block = undefined;
    file.used = 0;
    this.#gathering.delete(file);
  }

  #write(file: OneFile, octets: Uint8Array, length: number): void {
    const fd = this.#fdOf(file);
    for (let done = 0; done < length; ) done += writeSync(fd, octets, done, length - done, file.at + done);
    file.at += length;
    this.#written += length;
  }

  #fdOf(file: OneFile): number {
    if (file.fd >= 0) {
      this.#open.delete(file);
      this.#open.add(file);
      return file.fd;
    }
    if (this.#open.size >= this.#maxOpen) {
      const [oldest] = this.#open;
      if (oldest !== undefined) this.#shut(oldest);
    }
    file.fd = file.name === undefined ? this.#make(file) : openSync(join(this.#folder, file.name), 'r+');
    this.#open.add(file);
    return file.fd;
  }

  /** With a name that no file has. */
  #make(file: OneFile): number {
    if (this.#replace) {
      file.name = file.key;
      this.#files++;
      return openSync(join(this.#folder, file.name), 'w', 0o666);
    }
    for (let number = this.#used.get(file.key) ?? 0; ; number++) {
      const name = file.names(number);
      const fd = openNew(join(this.#folder, name));
      if (fd === undefined) continue;
      if (this.#used.size >= MOST_NAMES) this.#used.clear();
      this.#used.set(file.key, number + 1);
      file.name = name;
      this.#files++;
      return fd;
    }
  }

  #shut(file: OneFile): void {
    if (file.fd < 0) return;
    const { fd } = file;
    file.fd = -1;
    this.#open.delete(file);
    closeSync(fd);
  }
}

/** Undefined: something has that name, be it a link to elsewhere. */
function openNew(path: string): number | undefined {
  try {
    return openSync(path, 'wx', 0o666);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw error;
  }
}
