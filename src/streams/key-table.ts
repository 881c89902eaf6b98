/**
 * A table whose keys are a few 32-bit words: connections, datagrams, flows. Open addressing over typed arrays, exact (no key is taken for another), with a seed of
 * its own, so that nobody can choose keys that collide. Entries are small numbers, which stay the same while the entry lives: whoever uses the table keeps what
 * belongs to them in arrays of its own.
 */
import { mix } from '../bytes/hash.ts';

const NONE = -1;
/** Slots at first; a power of two. Twice as many as entries at least. */
const FEW_SLOTS = 1024;
/**
 * Room for entries grows by so much. What is not used of it costs addresses and no memory: the kernel gives a page when it is first written to, and that costs more
 * than all that a table does with it. So as little as possible is copied to new pages.
 */
const GROWTH = 8;

export class KeyTable {
  /** Words of a key. */
  readonly words: number;
  /** Where the caller writes the key that `find`, `add` and `put` mean. */
  readonly key: Uint32Array;
  /** Whether the last `put` made the entry. */
  added = false;
  readonly #seed: number;
  /** The key's words as signed numbers, which V8 compares without making doubles of them. */
  readonly #key: Int32Array;
  /** Entry number + 1 in the bits that count slots, the hash's own in those above; 0 for none. So an entry is looked at only where it is likely to be the one. */
  #slots = new Int32Array(FEW_SLOTS);
  #keys: Int32Array;
  /** Of free entries: the next one that is free; -1 ends it. */
  #hashes = new Int32Array(FEW_SLOTS >> 1);
  #free = NONE;
  /** Entries that were ever used. */
  #used = 0;
  #size = 0;

  /** @param seed any number; of a program that faces strangers a random one */
  constructor(words: number, seed: number) {
    this.words = words;
    this.key = new Uint32Array(words);
    this.#key = new Int32Array(this.key.buffer);
    this.#seed = seed;
    this.#keys = new Int32Array(words * (FEW_SLOTS >> 1));
  }

  get size(): number {
    return this.#size;
  }

  /** Entries that it has room for before it grows: arrays beside it need as many places. */
  get capacity(): number {
    return this.#hashes.length;
  }

  /** Entries ever in use at once: their numbers are below. */
  get used(): number {
    return this.#used;
  }

  /** The entry of `key`, or -1. */
  find(): number {
    return this.#find(this.#hash());
  }

  /** A new entry for `key`, which has none. Its number may be one that an entry had that was removed. */
  add(): number {
    return this.#add(this.#hash());
  }

  /** The entry of `key`, or a new one: `added` tells which. */
  put(): number {
    const hash = this.#hash();
    const entry = this.#find(hash);
    this.added = entry < 0;
    return this.added ? this.#add(hash) : entry;
  }

  /** Word `i` of an entry's key. */
  wordOf(entry: number, i: number): number {
    return (this.#keys[entry * this.words + i] as number) >>> 0;
  }

  remove(entry: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let hole = (this.#hashes[entry] as number) & mask;
    while (((slots[hole] as number) & mask) !== entry + 1) hole = (hole + 1) & mask;
    // What stands behind the hole and would be looked for before it moves into it.
    for (let i = (hole + 1) & mask; slots[i] !== 0; i = (i + 1) & mask) {
      const home = (this.#hashes[((slots[i] as number) & mask) - 1] as number) & mask;
      if (((i - home) & mask) >= ((i - hole) & mask)) {
        slots[hole] = slots[i] as number;
        hole = i;
      }
    }
    slots[hole] = 0;
    this.#hashes[entry] = this.#free;
    this.#free = entry;
    this.#size--;
  }

  /** Takes all entries out. */
  clear(): void {
    this.#slots.fill(0);
    this.#free = NONE;
    this.#used = 0;
    this.#size = 0;
  }

  #find(hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let i = hash & mask; ; i = (i + 1) & mask) {
      const slot = slots[i] as number;
      if (slot === 0) return NONE;
      const entry = (slot & mask) - 1;
      if (((slot ^ hash) & ~mask) === 0 && this.#is(entry)) return entry;
    }
  }

  #add(hash: number): number {
    if (2 * (this.#size + 1) > this.#slots.length) this.#grow();
    let entry = this.#free;
    if (entry === NONE) {
      entry = this.#used++;
      if (entry === this.#hashes.length) this.#makeRoom();
    } else this.#free = this.#hashes[entry] as number;
    const { words } = this;
    const at = entry * words;
    for (let i = 0; i < words; i++) this.#keys[at + i] = this.#key[i] as number;
    this.#hashes[entry] = hash;
    this.#place(this.#slots, entry, hash);
    this.#size++;
    return entry;
  }

  #hash(): number {
    const key = this.#key;
    let h = this.#seed;
    for (let i = 0; i < this.words; i++) h = mix(h, key[i] as number);
    return h;
  }

  #is(entry: number): boolean {
    const key = this.#key;
    const keys = this.#keys;
    const at = entry * this.words;
    for (let i = 0; i < this.words; i++) if (keys[at + i] !== key[i]) return false;
    return true;
  }

  #place(slots: Int32Array, entry: number, hash: number): void {
    const mask = slots.length - 1;
    let i = hash & mask;
    while (slots[i] !== 0) i = (i + 1) & mask;
    slots[i] = (hash & ~mask) | (entry + 1);
  }

  #grow(): void {
    const old = this.#slots;
    const slots = new Int32Array(2 * old.length);
    const mask = old.length - 1;
    for (let i = 0; i < old.length; i++) {
      const slot = old[i] as number;
      if (slot !== 0) this.#place(slots, (slot & mask) - 1, this.#hashes[(slot & mask) - 1] as number);
    }
    this.#slots = slots;
  }

  #makeRoom(): void {
    const room = GROWTH * this.#hashes.length;
    this.#keys = longer(this.#keys, room * this.words);
    this.#hashes = longer(this.#hashes, room);
  }
}

/** The same numbers, with room for more. */
export function longer(old: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const made = new Int32Array(length);
  made.set(old);
  return made;
}
