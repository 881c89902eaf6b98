/**
 * What rewritten code calls: Python's meaning of names, attributes, operators and calls. The rewriter (notation/) writes these calls and
 * nothing else; python/ gives them their meaning; packets and functions of the toolkit join in through {@link Behaviour}.
 */

export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**' | '@' | '&' | '|' | '^' | '<<' | '>>';
export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'is' | 'is not' | 'in' | 'not in';
export type UnaryOperator = '-' | '+' | '~';

/** One parameter of a `def` or a `lambda`. */
export interface Parameter {
  readonly name: string;
  /** `*args` gathers positions, `**kw` names; `named` stands behind a `*`. Default: by position or by name. */
  readonly kind?: 'positions' | 'names' | 'named';
  /** Absent when it must be given. Computed when the function is defined, as Python does. */
  readonly value?: unknown;
}

/** Arguments given by name. */
export type Named = Readonly<Record<string, unknown>>;

/**
 * The object `py` of rewritten code. What may wait gives a promise, and the code awaits it: `call`, `method`, `iterate`, `list`, `show`,
 * `pause`, `enter`, `exit`, `importFrom`.
 *
 * Functions of the notation are async, and a class may write its own `__add__`, `__eq__`, `__getitem__`, `__bool__` or a property. So the
 * operators, comparisons, attributes, items, `truth`, `format`, `dict`, `gathered` and `raise` give a promise too when such a method of the session's own
 * stands behind them, and their value at once in all other cases: the code awaits what is a promise (`await x`, or
 * `x instanceof Promise ? await x : x` where speed counts).
 */
export interface Runtime {
  // Names of the session, which functions see too; `unload` is `del x`.
  load(name: string): unknown;
  store(name: string, value: unknown): void;
  unload(name: string): void;
  /** What is thrown when a function asks for a name of its own that has no value yet. */
  unbound(name: string): Error;
  /** The session's names for TypeScript's statements (`with (scope) { … }`), behind a function's own, which have getters and setters in `own`. */
  scope(own?: object): object;
  // Attributes and items.
  get(of: unknown, name: string): unknown;
  set(of: unknown, name: string, value: unknown): void | Promise<void>;
  remove(of: unknown, name: string): void | Promise<void>;
  item(of: unknown, key: unknown): unknown;
  setItem(of: unknown, key: unknown, value: unknown): void | Promise<void>;
  removeItem(of: unknown, key: unknown): void | Promise<void>;
  /** `a:b:c`; null where nothing stands. */
  slice(start: unknown, stop: unknown, step: unknown): unknown;
  // Calls. `method(of, 'name', …)` is `call(get(of, 'name'), …)`, and may know more for its errors.
  call(what: unknown, positions: readonly unknown[], named?: Named): unknown;
  method(of: unknown, name: string, positions: readonly unknown[], named?: Named): unknown;
  /** `new X(…)`; a class of the notation is called. */
  construct(what: unknown, positions: readonly unknown[]): unknown;
  /** What `*x` stands for; what `**x` stands for. */
  list(of: unknown): Promise<unknown[]>;
  named(of: unknown): Named;
  // Operators. `truth` decides `if`, `while`, `not`, `and`, `or`.
  binary(operator: BinaryOperator, a: unknown, b: unknown): unknown;
  /** `a += b`: a list grows in place. */
  inPlace(operator: BinaryOperator, a: unknown, b: unknown): unknown;
  compare(operator: Comparison, a: unknown, b: unknown): boolean | Promise<boolean>;
  unary(operator: UnaryOperator, a: unknown): unknown;
  truth(of: unknown): boolean | Promise<boolean>;
  // Values.
  float(value: number): unknown;
  /** A whole number too large for a double is written as a bigint by the rewriter. */
  octets(latin1: string): Uint8Array;
  tuple(items: readonly unknown[]): unknown;
  dict(entries: readonly (readonly [unknown, unknown])[]): unknown;
  gathered(items: readonly unknown[]): unknown;
  /** A part of an f-string: `{x!r:>5}`. */
  format(value: unknown, conversion: string, spec: string): string | Promise<string>;
  // Statements.
  /** What `for` goes through. */
  iterate(of: unknown): AsyncIterable<unknown> | Iterable<unknown>;
  /** `a, *b = x`: `before` names, then maybe a starred one, then `after` names. Gives the values in order. */
  unpack(of: unknown, before: number, starred: boolean, after: number): Promise<unknown[]>;
  /** Called once in each round of a loop: lets others run now and then, and ends the loop when the user pressed Ctrl-C. */
  pause(): Promise<void> | undefined;
  /** A function of the notation: `body` gets a value for each parameter. It can be called from JavaScript too, by position. */
  func(name: string, parameters: readonly Parameter[], body: (...values: never[]) => unknown, doc?: string): unknown;
  /**
   * `body` gets the class's own names and fills them. Once the class is made it stands in `names.__class__`, so that a method's `super()` is
   * `py.call(py.load('super'), [names.__class__, self])`, with the method's first parameter.
   */
  classOf(name: string, bases: readonly unknown[], body: (names: Record<string, unknown>) => Promise<void>, doc?: string): Promise<unknown>;
  /** What is thrown by `raise x` (or `raise x from y`). */
  raise(what: unknown, cause?: unknown): Error | Promise<Error>;
  /** Whether `except X` (a class or a tuple of them; undefined for a bare `except`) catches it. Ctrl-C is caught by name only. */
  catches(error: unknown, by?: unknown): boolean;
  /** What `as e` names. */
  caught(error: unknown): unknown;
  assert(holds: boolean, message: unknown): void;
  /** `with x as y`: gives y; and at its end, with the error if there was one: whether it is swallowed. */
  enter(manager: unknown): Promise<unknown>;
  exit(manager: unknown, error?: unknown): Promise<boolean>;
  /** `import a.b as c` (gives a when `bound` is false and the name has a dot), `from a import b, c` (gives them in order; `['*']` gives none and fills the session). */
  importModule(name: string, bound: boolean): Promise<unknown>;
  importFrom(module: string, names: readonly string[]): Promise<unknown[]>;
  /** TypeScript's `import … from 'x'`: all that the module exports. */
  importScript(from: string): Promise<Readonly<Record<string, unknown>>>;
  /** Prints the value of a statement that is an expression, as the prompt does. */
  show(value: unknown): Promise<void>;
}
