/**
 * A table whose keys are a few 32-bit words: connections, datagrams, flows. Open addressing over typed arrays, exact (no key is taken for another), with a seed of
 * its own, so that nobody can choose keys that collide. Entries are small numbers, which stay the same while the entry lives: whoever uses the table keeps what
 * belongs to them in arrays of its own. All entries are in one list, oldest first.
 */
import { mix } from '../bytes/hash.ts';

const NONE = -1;
/** Slots at first; a power of two. Twice as many as entries at least. */
const FEW_SLOTS = 1024;

export class WordTable {
  /** Words of a key. */
  readonly words: number;
  /** Where the caller writes the key that `find` and `add` mean. */
  readonly key: Uint32Array;
  readonly #seed: number;
  /** Entry number + 1; 0 for none. */
  #slots = new Int32Array(FEW_SLOTS);
  #keys: Uint32Array;
  #hashes = new Int32Array(FEW_SLOTS >> 1);
  /** Neighbours in the list of all, from the oldest on; of free entries `#next` alone. */
  #next = new Int32Array(FEW_SLOTS >> 1);
  #before = new Int32Array(FEW_SLOTS >> 1);
  #oldest = NONE;
  #youngest = NONE;
  #free = NONE;
  /** Entries that were ever used. */
  #used = 0;
  #size = 0;

  /** @param seed any number; of a program that faces strangers a random one */
  constructor(words: number, seed: number) {
    this.words = words;
    this.key = new Uint32Array(words);
    this.#seed = seed;
    this.#keys = new Uint32Array(words * (FEW_SLOTS >> 1));
  }

  get size(): number {
    return this.#size;
  }

  /** The oldest entry, or -1. */
  get oldest(): number {
    return this.#oldest;
  }

  /** The entry of `key`, or -1. */
  find(): number {
    const hash = this.#hash();
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let i = hash & mask; ; i = (i + 1) & mask) {
      const entry = (slots[i] as number) - 1;
      if (entry < 0) return NONE;
      if (this.#hashes[entry] === hash && this.#is(entry)) return entry;
    }
  }

  /** A new entry for `key`, which has none, as the youngest. Its number may be one that an entry had that was removed. */
  add(): number {
    if (2 * (this.#size + 1) > this.#slots.length) this.#grow();
    const entry = this.#free === NONE ? this.#used++ : this.#free;
    if (entry === this.#free) this.#free = this.#next[entry] as number;
    const hash = this.#hash();
    this.#keys.set(this.key, entry * this.words);
    this.#hashes[entry] = hash;
    this.#place(entry, hash);
    this.#append(entry);
    this.#size++;
    return entry;
  }

  /** Makes the entry the youngest. */
  renew(entry: number): void {
    if (entry === this.#youngest) return;
    this.#unlink(entry);
    this.#append(entry);
  }

  /** Word `i` of an entry's key. */
  wordOf(entry: number, i: number): number {
    return this.#keys[entry * this.words + i] as number;
  }

  /** The entry that came next behind it, or -1. */
  after(entry: number): number {
    return this.#next[entry] as number;
  }

  remove(entry: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let hole = (this.#hashes[entry] as number) & mask;
    while (slots[hole] !== entry + 1) hole = (hole + 1) & mask;
    // What stands behind the hole and would be looked for before it moves into it.
    for (let i = (hole + 1) & mask; slots[i] !== 0; i = (i + 1) & mask) {
      const home = (this.#hashes[(slots[i] as number) - 1] as number) & mask;
      if (((i - home) & mask) >= ((i - hole) & mask)) {
        slots[hole] = slots[i] as number;
        hole = i;
      }
    }
    slots[hole] = 0;
    this.#unlink(entry);
    this.#next[entry] = this.#free;
    this.#free = entry;
    this.#size--;
  }

  #hash(): number {
    let h = this.#seed;
    for (let i = 0; i < this.words; i++) h = mix(h, this.key[i] as number);
    return h;
  }

  #is(entry: number): boolean {
    const at = entry * this.words;
    for (let i = 0; i < this.words; i++) if (this.#keys[at + i] !== this.key[i]) return false;
    return true;
  }

  #place(entry: number, hash: number): void {
    const mask = this.#slots.length - 1;
    let i = hash & mask;
    while (this.#slots[i] !== 0) i = (i + 1) & mask;
    this.#slots[i] = entry + 1;
  }

  #grow(): void {
    const longer = <A extends Int32Array | Uint32Array>(made: A, old: A): A => {
      made.set(old);
      return made;
    };
    this.#slots = new Int32Array(2 * this.#slots.length);
    const room = this.#slots.length >> 1;
    this.#keys = longer(new Uint32Array(room * this.words), this.#keys);
    this.#hashes = longer(new Int32Array(room), this.#hashes);
    this.#next = longer(new Int32Array(room), this.#next);
    this.#before = longer(new Int32Array(room), this.#before);
    for (let entry = this.#oldest; entry !== NONE; entry = this.#next[entry] as number) this.#place(entry, this.#hashes[entry] as number);
  }

  #append(entry: number): void {
    this.#before[entry] = this.#youngest;
    this.#next[entry] = NONE;
    if (this.#youngest === NONE) this.#oldest = entry;
    else this.#next[this.#youngest] = entry;
    this.#youngest = entry;
  }

  #unlink(entry: number): void {
    const before = this.#before[entry] as number;
    const next = this.#next[entry] as number;
    if (before === NONE) this.#oldest = next;
    else this.#next[before] = next;
    if (next === NONE) this.#youngest = before;
    else this.#before[next] = before;
  }
}
