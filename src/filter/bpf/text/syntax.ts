/** The tree that a filter is parsed to. Positions (`at`) count octets of the text from 0. */
import type { Direction, IdType, PrimitiveWord, Protocol } from './words.ts';

/** What stands before an id. Absent: not said. */
export interface Qualifiers {
  readonly protocol?: Protocol | undefined;
  readonly direction?: Direction | undefined;
  readonly type?: IdType | undefined;
}

/** What is compared with. */
export type Id =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'dotted'; readonly text: string; readonly length?: number; readonly mask?: string }
  | { readonly kind: 'ipv6'; readonly text: string; readonly length?: number }
  | { readonly kind: 'mac'; readonly text: string }
  | { readonly kind: 'short'; readonly value: number };

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '&' | '|' | '^' | '<<' | '>>';
export type RelationOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';

export type Arithmetic =
  | { readonly kind: 'number'; readonly value: number; readonly at: number }
  | { readonly kind: 'length'; readonly at: number }
  | { readonly kind: 'load'; readonly protocol: Protocol; readonly offset: Arithmetic; readonly size: number; readonly at: number }
  | { readonly kind: 'negate'; readonly of: Arithmetic; readonly at: number }
  | {
      readonly kind: 'binary';
      readonly operator: ArithmeticOperator;
      readonly left: Arithmetic;
      readonly right: Arithmetic;
      readonly at: number;
    };

/** A comparison of a field that the language knows by name: `vpi > 5`, `opc 7`. */
export interface FieldValue {
  readonly operator: RelationOperator | '&' | '|';
  readonly value: number;
  readonly at: number;
}

/** What stands behind a primitive's word. */
export interface PrimitiveArguments {
  readonly protocol?: Protocol | undefined;
  readonly number?: number;
  readonly name?: string;
  /** Of `type … subtype …`. */
  readonly subtype?: { readonly name?: string; readonly number?: number; readonly at: number };
  /** Of byte, vpi, opc …: any of these. */
  readonly values?: readonly FieldValue[];
}

export type Expression =
  | {
      readonly kind: 'chain';
      readonly first: Expression;
      readonly rest: readonly { readonly operator: 'and' | 'or'; readonly of: Expression }[];
    }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'id'; readonly id: Id; readonly qualifiers: Qualifiers; readonly at: number }
  | { readonly kind: 'protocol'; readonly protocol: Protocol; readonly at: number }
  | {
      readonly kind: 'relation';
      readonly operator: RelationOperator;
      readonly left: Arithmetic;
      readonly right: Arithmetic;
      readonly at: number;
    }
  | { readonly kind: 'primitive'; readonly word: PrimitiveWord; readonly given: PrimitiveArguments; readonly at: number };

export type IdExpression = Extract<Expression, { kind: 'id' }>;

/** How an id was written, for messages. */
export function idText(id: Id): string {
  switch (id.kind) {
    case 'number':
      return `${id.value}`;
    case 'name':
      return id.name;
    case 'short':
      return `$${id.value.toString(16)}`;
    case 'dotted':
      return id.mask === undefined ? slashed(id.text, id.length) : `${id.text} mask ${id.mask}`;
    case 'ipv6':
      return slashed(id.text, id.length);
    case 'mac':
      return id.text;
  }
}

const slashed = (text: string, length: number | undefined): string => (length === undefined ? text : `${text}/${length}`);
