/** A user's own keys: fields whose values tell flows apart, as words of a table's key. */
import type { InterfaceInfo, PacketBatch } from '../capture/batch.ts';
import { type ColumnPlan, columnPlan } from '../filter/columns.ts';
import type { ColumnData, Columns } from '../filter/column-data.ts';
import type { Registry } from '../packet/chain/registry.ts';
import type { AnyLayer } from '../packet/spec/spec.ts';
import { Ether } from '../protocols/link/ethernet.ts';

/** Different values that are no numbers, which are told apart. */
const MOST_VALUES = 65_536;
/** Words of a key: whether it is there, and 64 bits. */
const WORDS = 3;

export class UserKeys {
  /** Words that they take together. */
  readonly words: number;
  readonly #plan: ColumnPlan | undefined;
  readonly #columns: Columns | undefined;
  /** Numbers of values that are none themselves, and the values. */
  readonly #codes = new Map<string, number>();
  readonly #values: string[] = [];
  /** Values that had no number any more, and are taken for one. */
  crowded = 0;

  /** @throws ERR_FIELD for a name that no layer knows */
  constructor(registry: Registry, fields: readonly string[], interfaces: readonly InterfaceInfo[]) {
    this.words = WORDS * fields.length;
    if (fields.length === 0) return;
    this.#plan = columnPlan(registry, fields, { first: Ether as unknown as AnyLayer, interfaces });
    this.#columns = this.#plan.output();
  }

  /** Before the packets of a batch. */
  run(batch: PacketBatch): void {
    if (this.#columns !== undefined) this.#plan?.run(batch, this.#columns);
  }

  /** Writes the values of packet `i` to `key`, from word `at` on. */
  write(i: number, key: Uint32Array, at: number): void {
    if (this.#columns === undefined) return;
    let w = at;
    for (const column of this.#columns.columns) {
      key[w] = key[w + 1] = key[w + 2] = 0;
      if (column.present[i] === 1) this.#one(column, i, key, w);
      w += WORDS;
    }
  }

  #one(column: ColumnData, i: number, key: Uint32Array, w: number): void {
    const value = column.type === 'u128' ? undefined : (column.values[i] as unknown);
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) {
      key[w] = 1;
      key[w + 1] = value;
      key[w + 2] = value / 2 ** 32;
      return;
    }
    key[w] = 2;
    key[w + 1] = this.#codeOf(column.type === 'u128' ? `${column.high[i]} ${column.values[i]}` : String(value));
  }

  #codeOf(text: string): number {
    const known = this.#codes.get(text);
    if (known !== undefined) return known;
    if (this.#values.length >= MOST_VALUES) {
      this.crowded++;
      return MOST_VALUES;
    }
    this.#codes.set(text, this.#values.length);
    return this.#values.push(text) - 1;
  }

  /** The values that stand in a key. @param wordOf a word of the key by its number, from the first of these on */
  read(wordOf: (i: number) => number): (string | number | undefined)[] {
    return Array.from({ length: this.words / WORDS }, (_, k) => {
      const kind = wordOf(WORDS * k);
      if (kind === 0) return undefined;
      const low = wordOf(WORDS * k + 1);
      return kind === 1 ? low + wordOf(WORDS * k + 2) * 2 ** 32 : (this.#values[low] ?? 'other');
    });
  }
}
