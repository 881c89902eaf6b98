/** What the tokenizer gives and the parser takes. */
import type { NotationError } from '../error.ts';

export type Kind = 'name' | 'literal' | 'op' | 'newline' | 'indent' | 'dedent' | 'end' | 'error';

/** A part of an f-string or of a template: where its expression stands in the text. */
export interface Field {
  readonly start: number;
  readonly end: number;
  /** `{x=}`: the text of the expression, with the sign. */
  readonly told?: string;
  readonly conversion: string;
  readonly spec: readonly (string | Field)[];
}

export type Literal =
  | { readonly type: 'int'; readonly value: number | bigint }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'octets'; readonly value: string }
  | { readonly type: 'joined'; readonly parts: readonly (string | Field)[] }
  | { readonly type: 'template'; readonly parts: readonly (string | Field)[] }
  | { readonly type: 'regex'; readonly code: string };

export interface Token {
  readonly kind: Kind;
  /** As the grammar knows it: a typographic sign is the plain one. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly literal: Literal | undefined;
  readonly error: NotationError | undefined;
  /** Of an opening bracket: the place of its closing one among the tokens, once it is known. */
  close: number | undefined;
  /** The widths of the blocks that the token stands in. */
  readonly indents: readonly number[];
}

export const KEYWORDS: ReadonlySet<string> = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);

/** Python's words that TypeScript has not: code with them is no TypeScript. */
export const PYTHON_ONLY: ReadonlySet<string> = new Set(
  'False None True and assert def del elif except global is lambda nonlocal not or pass raise'.split(' '),
);
