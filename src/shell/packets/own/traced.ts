/**
 * What a lambda of `fields_desc` says of other fields: `lambda pkt: pkt.n - 4`. It is called once, with a packet that only notes what is
 * asked of it; so the library's reader, which never waits, knows the rule and need not call the lambda.
 */
import { Flags } from '../../../packet/spec/flags.ts';
import { type Behaviour, BINARY, COMPARE, GET, LENGTH, REPR, TRUTH, UNARY, UNKNOWN } from '../../python/behaviour.ts';
import { notImplementedError } from '../../python/errors.ts';
import type { BinaryOperator, Comparison, UnaryOperator } from '../../runtime.ts';

/** The fields of a packet that is read or built. */
export type FieldValues = Readonly<Record<string, unknown>>;

const numberOf = (v: unknown): number => (v instanceof Flags ? v.value : Number(v ?? 0));

/** `value = (x - bias) / unit`, turned round: `(value + bias) × unit` octets. */
export interface Linear {
  readonly field: string | undefined;
  readonly unit: number;
  readonly bias: number;
}

export class Traced implements Behaviour {
  readonly value: (self: FieldValues) => number;
  /** Set while it is one field, moved and multiplied. */
  readonly linear: Linear | undefined;
  /** The packet itself, of which fields are asked. */
  readonly isPacket: boolean;

  constructor(value: (self: FieldValues) => number, linear?: Linear, isPacket = false) {
    this.value = value;
    this.linear = linear;
    this.isPacket = isPacket;
  }

  static packet(): Traced {
    return new Traced(() => 0, undefined, true);
  }
  /** A number that is not known yet: the second argument of `adjust`. */
  static number(): Traced {
    return new Traced(() => 0, { field: undefined, unit: 1, bias: 0 });
  }

  [GET](name: string): unknown {
    if (!this.isPacket || name.startsWith('__')) return UNKNOWN;
    return new Traced((self) => numberOf(self[name]), { field: name, unit: 1, bias: 0 });
  }
  [BINARY](operator: BinaryOperator, other: unknown, reversed: boolean): unknown {
    const theirs = other instanceof Traced ? other.value : typeof other === 'number' ? () => other : undefined;
    if (theirs === undefined || this.isPacket) return UNKNOWN;
    const [a, b] = reversed ? [theirs, this.value] : [this.value, theirs];
    return new Traced(ARITHMETIC[operator]?.(a, b) ?? refuse(`the operator ${operator}`), this.#moved(operator, other, reversed));
  }
  /** What stays a field that is moved and multiplied. */
  #moved(operator: BinaryOperator, other: unknown, reversed: boolean): Linear | undefined {
    const { linear } = this;
    if (linear === undefined || typeof other !== 'number') return undefined;
    if (operator === '+') return { ...linear, bias: linear.bias + other / linear.unit };
    if (operator === '-' && !reversed) return { ...linear, bias: linear.bias - other / linear.unit };
    if (operator === '*') return { ...linear, unit: linear.unit * other };
    if (operator === '<<' && !reversed) return { ...linear, unit: linear.unit * 2 ** other };
    if ((operator === '//' || operator === '/') && !reversed) return { ...linear, unit: linear.unit / other };
    return operator === '>>' && !reversed ? { ...linear, unit: linear.unit / 2 ** other } : undefined;
  }
  [COMPARE](operator: Comparison, other: unknown): unknown {
    const theirs = other instanceof Traced ? other.value : typeof other === 'number' ? () => other : undefined;
    const compare = COMPARING[operator];
    if (theirs === undefined || compare === undefined) return refuse(`a comparison with ${String(other)}`);
    return new Traced((self) => Number(compare(this.value(self), theirs(self))));
  }
  [UNARY](operator: UnaryOperator): unknown {
    return operator === '-' ? new Traced((self) => -this.value(self)) : refuse(`the operator ${operator}`);
  }
  [TRUTH](): boolean {
    return refuse('and, or, not and if');
  }
  [LENGTH](): number {
    return refuse('len()');
  }
  [REPR](): string {
    return '<field of a packet that is not there yet>';
  }
}

function refuse(what: string): never {
  throw notImplementedError(
    `functions of fields_desc are read once, when the class is made, and may only calculate and compare fields: ${what} cannot be read; ` +
      'write such as lambda pkt: pkt.size - 4, or (pkt.kind == 1) | (pkt.kind == 2)',
  );
}

type Value = Traced['value'];
const ARITHMETIC: Readonly<Partial<Record<BinaryOperator, (a: Value, b: Value) => Value>>> = {
  '+': (a, b) => (self) => a(self) + b(self),
  '-': (a, b) => (self) => a(self) - b(self),
  '*': (a, b) => (self) => a(self) * b(self),
  '/': (a, b) => (self) => a(self) / b(self),
  '//': (a, b) => (self) => Math.floor(a(self) / b(self)),
  '%': (a, b) => (self) => a(self) % b(self),
  '&': (a, b) => (self) => a(self) & b(self),
  '|': (a, b) => (self) => a(self) | b(self),
  '^': (a, b) => (self) => a(self) ^ b(self),
  '<<': (a, b) => (self) => a(self) * 2 ** b(self),
  '>>': (a, b) => (self) => Math.floor(a(self) / 2 ** b(self)),
};
const COMPARING: Readonly<Partial<Record<Comparison, (a: number, b: number) => boolean>>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};
