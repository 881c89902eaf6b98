/** Values that stand for several, or for another each time: what makes a Template. */
import type { Random } from '../../bytes/random.ts';
import { showsAs } from '../../bytes/shows-as.ts';

/** A set of values: iterated in order, counted without making them. */
export class ValueSet<T> {
  readonly count: number;
  readonly at: (i: number) => T;
  /** As it is written: `net('10.0.0.0/30')`. */
  readonly text: string | undefined;
  constructor(count: number, at: (i: number) => T, text?: string) {
    this.count = count;
    this.at = at;
    this.text = text;
  }
  *[Symbol.iterator](): Generator<T> {
    for (let i = 0; i < this.count; i++) yield this.at(i);
  }
}

/** A value drawn again for each packet, from the template's source of random numbers. */
export class Volatile<T> {
  readonly draw: (random: Random) => T;
  /** As it is written: `RandShort()`. */
  readonly text: string;
  constructor(text: string, draw: (random: Random) => T) {
    this.text = text;
    this.draw = draw;
  }
  toString(): string {
    return this.text;
  }
}

/** Several values of a field: a list of them (sets may stand in it), a set, a random value. */
export type Several<T> = readonly (T | ValueSet<T>)[] | ValueSet<T> | Volatile<T>;

const setText = ({ text, count }: ValueSet<unknown>): string => text ?? `[set of ${count} value${count === 1 ? '' : 's'}]`;
showsAs(ValueSet.prototype, setText, setText);
showsAs(Volatile.prototype, String, String);
