/**
 * What a filter means, between its syntax and instructions: conditions over values of 32 bits. An optimiser and other back ends start here.
 *
 * The order of evaluation is part of the meaning: a load beyond the packet's end ends the whole program with "no match", so the left
 * side of `and` and `or` is evaluated first and the right one only when it matters.
 */
import { calculate } from '../program/calculate.ts';
import * as op from '../program/codes.ts';

export const OPERATORS = {
  '+': op.ADD,
  '-': op.SUB,
  '*': op.MUL,
  '/': op.DIV,
  '%': op.MOD,
  '&': op.AND,
  '|': op.OR,
  '^': op.XOR,
  '<<': op.LSH,
  '>>': op.RSH,
} as const;
type Operator = keyof typeof OPERATORS;

/** A word that the program keeps; the assembler gives it a place in the scratch memory. */
export interface Register {
  readonly name: string;
}

/** An offset into the packet: a fixed part, and one that is known only when the packet is there. */
export interface Position {
  readonly base?: Value | undefined;
  readonly offset: number;
}

export type Value =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'load'; readonly at: Position; readonly size: number }
  /** 4 * (octet & 15), the length of an IPv4 header; the machine has an instruction for it. */
  | { readonly kind: 'headerLength'; readonly at: number }
  | { readonly kind: 'length' }
  | { readonly kind: 'fact'; readonly number: number; readonly size: number }
  | { readonly kind: 'register'; readonly register: Register }
  | { readonly kind: 'binary'; readonly operator: Operator; readonly left: Value; readonly right: Value }
  | { readonly kind: 'negate'; readonly of: Value };

export type Comparison = 'equal' | 'greater' | 'greaterOrEqual' | 'anyBit';

export type Condition =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'test'; readonly comparison: Comparison; readonly left: Value; readonly right: Value }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  /** Does something first. */
  | { readonly kind: 'after'; readonly steps: readonly Step[]; readonly of: Condition };

export type Step =
  | { readonly kind: 'assign'; readonly register: Register; readonly value: Value }
  | { readonly kind: 'when'; readonly condition: Condition; readonly steps: readonly Step[]; readonly otherwise?: readonly Step[] }
  /** Ends the program with "no match" unless the condition holds. */
  | { readonly kind: 'require'; readonly condition: Condition };

export const always: Condition = { kind: 'constant', value: true };
export const never: Condition = { kind: 'constant', value: false };

export const constant = (value: number): Value => ({ kind: 'constant', value: value >>> 0 });
export const fromRegister = (register: Register): Value => ({ kind: 'register', register });

/** @param size octets: 1, 2 or 4 */
export const load = (at: Position, size: number): Value => ({ kind: 'load', at, size });

/** What is known of the packet beside its octets. @param size octets: 1, 2 or 4 */
export const fact = (name: op.AncillaryFact, size: number): Value => ({ kind: 'fact', number: op.ANCILLARY_FACTS[name], size });

export const moved = ({ base, offset }: Position, by: number): Position => ({ base, offset: offset + by });

/** Arithmetic on constants is done at once. Division by a constant 0 is the caller's to refuse. */
export function binary(operator: Operator, left: Value, right: Value): Value {
  if (left.kind === 'constant' && right.kind === 'constant' && !((operator === '/' || operator === '%') && right.value === 0))
    return constant(calculate(OPERATORS[operator], left.value, right.value));
  return { kind: 'binary', operator, left, right };
}

export const plus = (left: Value | undefined, right: Value): Value => (left === undefined ? right : binary('+', left, right));
export const masked = (value: Value, mask: number): Value => (mask >>> 0 === 0xffffffff ? value : binary('&', value, constant(mask)));

export function test(comparison: Comparison, left: Value, right: Value): Condition {
  if (left.kind === 'constant' && right.kind === 'constant') return holds(comparison, left.value, right.value) ? always : never;
  // The machine has one instruction for "any of these bits".
  if (comparison === 'equal' && right.kind === 'constant' && right.value === 0 && left.kind === 'binary' && left.operator === '&')
    return { kind: 'not', of: { kind: 'test', comparison: 'anyBit', left: left.left, right: left.right } };
  return { kind: 'test', comparison, left, right };
}

export function holds(comparison: Comparison, left: number, right: number): boolean {
  switch (comparison) {
    case 'equal':
      return left === right;
    case 'greater':
      return left > right;
    case 'greaterOrEqual':
      return left >= right;
    case 'anyBit':
      return (left & right) !== 0;
  }
}

/** An octet, two or four are equal to a number. */
export const equal = (at: Position, size: number, value: number): Condition => test('equal', load(at, size), constant(value));
export const equalMasked = (at: Position, size: number, value: number, mask: number): Condition =>
  test('equal', masked(load(at, size), mask), constant(value));

export function not(of: Condition): Condition {
  if (of.kind === 'constant') return of.value ? never : always;
  return of.kind === 'not' ? of.of : { kind: 'not', of };
}

/** Each is asked only when all before it hold. */
export function and(first: Condition, ...rest: readonly Condition[]): Condition {
  return rest.reduce((left, right) => join('and', left, right), first);
}

/** Each is asked only when none before it holds. */
export function or(first: Condition, ...rest: readonly Condition[]): Condition {
  return rest.reduce((left, right) => join('or', left, right), first);
}

export const anyOf = (conditions: readonly Condition[]): Condition => or(never, ...conditions);
export const allOf = (conditions: readonly Condition[]): Condition => and(always, ...conditions);

/** A side that is constant decides, or leaves the other alone; what the other would have loaded is then not loaded, as in libpcap. */
function join(kind: 'and' | 'or', left: Condition, right: Condition): Condition {
  const decides = kind === 'or';
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const)
    if (one.kind === 'constant') return one.value === decides ? one : other;
  return { kind, left, right };
}
