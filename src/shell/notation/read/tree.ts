/** What a text means: the nodes that the parser gives and the writer takes. `at` is an offset into the source. */
import type { BinaryOperator, Comparison, UnaryOperator } from '../../runtime.ts';
import type { Scope } from './scope.ts';

interface Placed {
  readonly at: number;
}

export interface NameNode extends Placed {
  readonly type: 'name';
  readonly id: string;
}

export type FormatPart = string | { readonly value: Expression; readonly conversion: string; readonly spec: readonly FormatPart[] };

export interface ParameterNode extends Placed {
  readonly name: string;
  readonly kind?: 'positions' | 'names' | 'named';
  readonly value?: Expression;
}

/** A parameter of an arrow function. */
export interface ArrowParameter extends Placed {
  readonly target: Expression;
  readonly value?: Expression;
  readonly rest: boolean;
}

export interface Clause {
  readonly target: Expression;
  readonly of: Expression;
  readonly tests: readonly Expression[];
}

export interface CallNode extends Placed {
  readonly type: 'call';
  readonly callee: Expression;
  readonly positions: readonly Expression[];
  /** Without a name: `**x`. */
  readonly named: readonly { readonly name?: string; readonly value: Expression }[];
  readonly optional: boolean;
}

export interface ComprehensionNode extends Placed {
  readonly type: 'comprehension';
  readonly kind: 'list' | 'set' | 'dict' | 'generator';
  readonly element: Expression;
  readonly value?: Expression;
  readonly clauses: readonly Clause[];
  readonly scope: Scope;
}

export interface FunctionNode extends Placed {
  readonly parameters: readonly ParameterNode[];
  readonly scope: Scope;
}

export type Expression =
  | NameNode
  | CallNode
  | ComprehensionNode
  | (Placed & { readonly type: 'plain'; readonly code: string })
  | (Placed & { readonly type: 'int'; readonly value: number | bigint })
  | (Placed & { readonly type: 'float'; readonly value: number })
  | (Placed & { readonly type: 'text' | 'octets'; readonly value: string })
  | (Placed & { readonly type: 'joined'; readonly parts: readonly FormatPart[] })
  | (Placed & { readonly type: 'tuple' | 'list' | 'set'; readonly items: readonly Expression[]; readonly bare?: boolean })
  | (Placed & { readonly type: 'dict'; readonly entries: readonly { readonly key?: Expression; readonly value: Expression }[] })
  | (Placed & { readonly type: 'object'; readonly entries: readonly { readonly key?: string | Expression; readonly value: Expression }[] })
  | (Placed & { readonly type: 'star'; readonly value: Expression })
  | (Placed & { readonly type: 'attribute'; readonly of: Expression; readonly name: string; readonly optional: boolean })
  | (Placed & { readonly type: 'item'; readonly of: Expression; readonly key: Expression; readonly optional: boolean })
  | (Placed & { readonly type: 'slice'; readonly parts: readonly (Expression | undefined)[] })
  | (Placed & { readonly type: 'new'; readonly callee: Expression; readonly positions: readonly Expression[] })
  | (Placed & { readonly type: 'binary'; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression })
  | (Placed & { readonly type: 'unary'; readonly operator: UnaryOperator | 'not'; readonly value: Expression })
  | (Placed & {
      readonly type: 'compare';
      readonly left: Expression;
      readonly rest: readonly { readonly operator: Comparison; readonly value: Expression; readonly at: number }[];
    })
  | (Placed & { readonly type: 'logic'; readonly operator: 'and' | 'or' | '??'; readonly values: readonly Expression[] })
  | (Placed & { readonly type: 'choice'; readonly test: Expression; readonly yes: Expression; readonly no: Expression })
  | (Placed & FunctionNode & { readonly type: 'lambda'; readonly body: Expression })
  | (Placed & { readonly type: 'arrow'; readonly parameters: readonly ArrowParameter[]; readonly scope: Scope; readonly body: Expression })
  | (Placed & { readonly type: 'walrus'; readonly name: NameNode; readonly value: Expression })
  | (Placed & { readonly type: 'await'; readonly value: Expression })
  | (Placed & { readonly type: 'yield'; readonly value?: Expression; readonly from: boolean });

export interface Handler extends Placed {
  readonly by?: Expression;
  readonly name?: NameNode;
  readonly body: readonly Statement[];
}

export type Pattern =
  | (Placed & { readonly type: 'value' | 'kind'; readonly value: Expression })
  | (Placed & { readonly type: 'capture'; readonly name?: NameNode })
  | (Placed & { readonly type: 'sequence'; readonly items: readonly Pattern[]; readonly star: number })
  | (Placed & { readonly type: 'either'; readonly patterns: readonly Pattern[] })
  | (Placed & { readonly type: 'as'; readonly pattern: Pattern; readonly name: NameNode });

export type Statement =
  | (Placed & { readonly type: 'expression'; readonly value: Expression })
  | (Placed & { readonly type: 'assign'; readonly targets: readonly Expression[]; readonly value: Expression })
  | (Placed & { readonly type: 'augment'; readonly target: Expression; readonly operator: BinaryOperator; readonly value: Expression })
  | (Placed & {
      readonly type: 'if';
      readonly branches: readonly { readonly test: Expression; readonly body: readonly Statement[] }[];
      readonly otherwise: readonly Statement[];
    })
  | (Placed & {
      readonly type: 'while';
      readonly test: Expression;
      readonly body: readonly Statement[];
      readonly otherwise: readonly Statement[];
    })
  | (Placed & {
      readonly type: 'for';
      readonly target: Expression;
      readonly of: Expression;
      readonly body: readonly Statement[];
      readonly otherwise: readonly Statement[];
    })
  | (Placed & {
      readonly type: 'try';
      readonly body: readonly Statement[];
      readonly handlers: readonly Handler[];
      readonly otherwise: readonly Statement[];
      readonly last: readonly Statement[];
    })
  | (Placed & {
      readonly type: 'with';
      readonly items: readonly { readonly manager: Expression; readonly target?: Expression }[];
      readonly body: readonly Statement[];
    })
  | (Placed &
      FunctionNode & {
        readonly type: 'def';
        readonly name: NameNode;
        readonly decorators: readonly Expression[];
        readonly body: readonly Statement[];
        readonly doc?: string;
      })
  | (Placed & {
      readonly type: 'class';
      readonly name: NameNode;
      readonly decorators: readonly Expression[];
      readonly bases: readonly Expression[];
      readonly scope: Scope;
      readonly body: readonly Statement[];
      readonly doc?: string;
    })
  | (Placed & {
      readonly type: 'import';
      readonly modules: readonly { readonly module: string; readonly name: NameNode; readonly bound: boolean }[];
    })
  | (Placed & {
      readonly type: 'from';
      readonly module: string;
      readonly names: readonly { readonly from: string; readonly name: NameNode }[];
    })
  | (Placed & { readonly type: 'return'; readonly value?: Expression })
  | (Placed & { readonly type: 'raise'; readonly value?: Expression; readonly cause?: Expression })
  | (Placed & { readonly type: 'delete'; readonly targets: readonly Expression[] })
  | (Placed & { readonly type: 'assert'; readonly test: Expression; readonly message?: Expression })
  | (Placed & { readonly type: 'pass' | 'break' | 'continue' })
  | (Placed & {
      readonly type: 'match';
      readonly subject: Expression;
      readonly cases: readonly { readonly pattern: Pattern; readonly guard?: Expression; readonly body: readonly Statement[] }[];
    })
  | (Placed & { readonly type: 'native'; readonly piece: NativePiece; readonly scope: Scope });

/** A statement of TypeScript, as JavaScript: pieces of code, with the offset that each comes from. */
export interface NativePiece {
  readonly end: number;
  readonly code: readonly { readonly text: string; readonly at: number }[];
  /** A function's declaration, which counts from the beginning. */
  readonly hoisted: boolean;
  /** It has a value, which a prompt shows; then it ends without a semicolon. */
  readonly expression: boolean;
  readonly stored: readonly string[];
  readonly loaded: readonly string[];
}
