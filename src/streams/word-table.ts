/** A {@link KeyTable} that keeps all its entries in one list, oldest first. */
import { KeyTable, longer } from './key-table.ts';

const NONE = -1;

export class WordTable extends KeyTable {
  /** Neighbours in the list of all, from the oldest on. */
  #next = new Int32Array(this.capacity);
  #before = new Int32Array(this.capacity);
  #oldest = NONE;
  #youngest = NONE;

  /** The oldest entry, or -1. */
  get oldest(): number {
    return this.#oldest;
  }

  /** A new entry for `key`, which has none, as the youngest. Its number may be one that an entry had that was removed. */
  override add(): number {
    const entry = super.add();
    this.#append(entry);
    return entry;
  }

  override put(): number {
    const entry = super.put();
    if (this.added) this.#append(entry);
    return entry;
  }

  /** Makes the entry the youngest. */
  renew(entry: number): void {
    if (entry === this.#youngest) return;
    this.#unlink(entry);
    this.#link(entry);
  }

  /** The entry that came next behind it, or -1. */
  after(entry: number): number {
    return this.#next[entry] as number;
  }

  override remove(entry: number): void {
    super.remove(entry);
    this.#unlink(entry);
  }

  #append(entry: number): void {
    if (this.#next.length < this.capacity) {
      this.#next = longer(this.#next, this.capacity);
      this.#before = longer(this.#before, this.capacity);
    }
    this.#link(entry);
  }

  #link(entry: number): void {
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
