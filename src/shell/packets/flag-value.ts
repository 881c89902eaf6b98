/** The value of a flags field: `tcp.flags == "SA"`, `tcp.flags.S`, `tcp.flags & 2`. */
import { type Flags, flagBits } from '../../packet/spec/flags.ts';
import {
  type Behaviour,
  BINARY,
  COMPARE,
  CONTAINS,
  GET,
  INTEGER,
  REPR,
  SET,
  STR,
  TRUTH,
  TYPE_NAME,
  UNARY,
  UNKNOWN,
} from '../python/behaviour.ts';
import type { BinaryOperator, Comparison, UnaryOperator } from '../runtime.ts';

/** One of a packet writes what is set back into it. */
export class FlagValue implements Behaviour {
  readonly flags: Flags;
  readonly #changed: ((flags: number) => void) | undefined;
  constructor(flags: Flags, changed?: (flags: number) => void) {
    this.flags = flags;
    this.#changed = changed;
  }
  get value(): number {
    return this.flags.value;
  }
  get [TYPE_NAME](): string {
    return 'FlagValue';
  }
  valueOf(): number {
    return this.value;
  }
  toString(): string {
    return this.flags.text;
  }
  [REPR](): string {
    return `<Flag ${this.value} (${this.flags.text})>`;
  }
  [STR](): string {
    return this.flags.text;
  }
  [INTEGER](): number {
    return this.value;
  }
  [TRUTH](): boolean {
    return this.value !== 0;
  }
  #bits(other: unknown): number | undefined {
    if (typeof other === 'number') return other;
    if (other instanceof FlagValue) return other.value;
    if (typeof other !== 'string') return undefined;
    try {
      return flagBits(other, this.#names(), this.#separator());
    } catch {
      return undefined;
    }
  }
  #names(): readonly string[] {
    return this.flags.$names;
  }
  #separator(): string {
    return this.flags.$separator;
  }
  [GET](name: string): unknown {
    const bit = this.#names().indexOf(name);
    if (bit >= 0) return Math.floor(this.value / 2 ** bit) % 2 === 1;
    if (name === 'value') return this.value;
    if (name === 'names') return this.#names();
    // Several of them at once: `flags.SA`.
    const bits = /^[A-Z]+$/.test(name) ? this.#bits(name) : undefined;
    return bits === undefined ? UNKNOWN : (this.value & bits) === bits;
  }
  [SET](name: string, value: unknown): unknown {
    const bits = this.#bits(name);
    if (bits === undefined || this.#changed === undefined) return UNKNOWN;
    this.#changed(value === false || value === 0 || value === null ? this.value & ~bits : this.value | bits);
    return undefined;
  }
  [CONTAINS](what: unknown): boolean {
    const bits = this.#bits(what);
    return bits !== undefined && (this.value & bits) === bits;
  }
  [COMPARE](operator: Comparison, other: unknown): unknown {
    const bits = this.#bits(other);
    if (operator === '==' || operator === '!=') return (bits === this.value) === (operator === '==');
    if (bits === undefined) return UNKNOWN;
    if (operator === '<') return this.value < bits;
    if (operator === '<=') return this.value <= bits;
    if (operator === '>') return this.value > bits;
    if (operator === '>=') return this.value >= bits;
    return UNKNOWN;
  }
  [BINARY](operator: BinaryOperator, other: unknown): unknown {
    const bits = this.#bits(other);
    if (bits === undefined) return UNKNOWN;
    const made = (value: number): FlagValue => new FlagValue(this.flags.$of(value >>> 0));
    if (operator === '&') return made(this.value & bits);
    if (operator === '|') return made(this.value | bits);
    if (operator === '^') return made(this.value ^ bits);
    if (operator === '+') return typeof other === 'string' ? made(this.value | bits) : this.value + bits;
    if (operator === '-') return this.value - bits;
    if (operator === '>>') return this.value >>> bits;
    if (operator === '<<') return this.value * 2 ** bits;
    return UNKNOWN;
  }
  [UNARY](operator: UnaryOperator): unknown {
    return operator === '~' ? new FlagValue(this.flags.$of(~this.value & (2 ** this.#names().length - 1))) : UNKNOWN;
  }
}
