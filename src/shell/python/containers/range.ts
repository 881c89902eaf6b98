/** `range(start, stop, step)`. */
import type { Comparison } from '../../runtime.ts';
import { COMPARE, CONTAINS, HASH, ITEM, ITERATE, LENGTH, REPR, Slice, UNKNOWN } from '../behaviour.ts';
import { indexError, typeError } from '../errors.ts';
import { asInt, type Int, typeName } from '../kinds.ts';
import { intBinary } from '../numbers.ts';
import { index, resolve } from './slices.ts';
import { CLASS, rangeType, type Type } from '../types.ts';

export class Range {
  readonly start: Int;
  readonly stop: Int;
  readonly step: Int;
  readonly length: number;

  constructor(start: Int, stop: Int, step: Int) {
    this.start = start;
    this.stop = stop;
    this.step = step;
    const [a, b, s] = [BigInt(start), BigInt(stop), BigInt(step)];
    const count = s > 0n ? (b - a + s - 1n) / s : (a - b - s - 1n) / -s;
    this.length = s > 0n ? (b > a ? Number(count) : 0) : a > b ? Number(count) : 0;
  }

  get [CLASS](): Type {
    return rangeType;
  }

  at(i: number): Int {
    return intBinary('+', this.start, intBinary('*', this.step, i) as Int) as Int;
  }

  [Symbol.iterator](): Iterator<Int> {
    const { start, step, length } = this;
    let i = 0;
    if (typeof start === 'number' && typeof step === 'number') {
      let value = start - step;
      return {
        next: () => {
          if (i >= length) return { done: true, value: undefined };
          i++;
          value += step;
          return { done: false, value };
        },
      };
    }
    return { next: () => (i < length ? { done: false, value: this.at(i++) } : { done: true, value: undefined }) };
  }

  [ITERATE](): Iterable<unknown> {
    return this;
  }

  [LENGTH](): number {
    return this.length;
  }

  [CONTAINS](what: unknown): boolean {
    const value = asInt(what);
    if (value === undefined) return false;
    const [v, a, s] = [BigInt(value), BigInt(this.start), BigInt(this.step)];
    return (v - a) % s === 0n && (v - a) / s >= 0n && (v - a) / s < BigInt(this.length);
  }

  [ITEM](key: unknown): unknown {
    if (key instanceof Slice) {
      const { start, step, count } = resolve(key, this.length);
      const by = intBinary('*', this.step, step) as Int;
      const from = this.at(start);
      return new Range(from, intBinary('+', from, intBinary('*', by, count) as Int) as Int, by);
    }
    const i = index(key);
    if (i === undefined) throw typeError(`range indices must be integers or slices, not ${typeName(key)}`);
    const place = i < 0 ? i + this.length : i;
    if (place < 0 || place >= this.length) throw indexError('range object index out of range');
    return this.at(place);
  }

  [COMPARE](operator: Comparison, other: unknown): unknown {
    if (!(other instanceof Range) || (operator !== '==' && operator !== '!=')) return UNKNOWN;
    const same =
      this.length === other.length &&
      (this.length === 0 || (this.start === other.start && (this.length === 1 || this.step === other.step)));
    return same === (operator === '==');
  }

  [HASH](): string {
    return `range ${this.length} ${this.length > 0 ? this.start : ''} ${this.length > 1 ? this.step : ''}`;
  }

  [REPR](): string {
    return this.step === 1 ? `range(${this.start}, ${this.stop})` : `range(${this.start}, ${this.stop}, ${this.step})`;
  }
}
