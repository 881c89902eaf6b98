/** Values: names, literals, brackets, calls, comprehensions; and what may be assigned to. */
import type { NotationError } from '../error.ts';
import { Operators } from './operators.ts';
import { Scope } from './scope.ts';
import { type Field, KEYWORDS, type Literal, PYTHON_ONLY, type Token } from './token.ts';
import { Tokenizer } from './tokenizer.ts';
import type { CallNode, Clause, ComprehensionNode, Expression, FormatPart, NameNode } from './tree.ts';

const CONSTANTS: Readonly<Record<string, string>> = { None: 'null', True: 'true', False: 'false' };
const SCRIPT_CONSTANTS: Readonly<Record<string, string>> = { null: 'null', undefined: 'undefined', true: 'true', false: 'false' };
const LONGEST = 1000;

export class Atoms extends Operators {
  postfix(): Expression {
    const first = this.peek();
    let value = this.#atom();
    let at = first.start;
    for (let count = 0; ; count++) {
      if (count > LONGEST)
        throw this.error(`more than ${LONGEST} calls and attributes in a row`, this.peek(), {
          suggestion: 'give a part a name of its own',
        });
      if (this.isScript('<')) this.#takeTypes();
      if (this.is('(')) {
        value = this.#call(value, at, false);
      } else if (this.is('[')) {
        value = this.#item(value, false);
      } else if (this.take('.')) {
        const name = this.#attributeName();
        at = name.start;
        value = { type: 'attribute', of: value, name: this.mangled(name.text), optional: false, at };
      } else if (this.isScript('?.')) {
        this.next();
        if (this.is('(')) value = this.#call(value, at, true);
        else if (this.is('[')) value = this.#item(value, true);
        else {
          const name = this.#attributeName();
          at = name.start;
          value = { type: 'attribute', of: value, name: name.text, optional: true, at };
        }
      } else return value;
    }
  }

  /** The types of a call, `add<number>(3)`: nothing runs of them. With a space before it or behind, `<` compares. */
  #takeTypes(): void {
    if (this.index === 0 || this.tokens.at(this.index - 1).end !== this.peek().start || !this.isName(1)) return;
    let open = 0;
    for (let ahead = 0; ahead < LONGEST; ahead++) {
      const { kind, text, end } = this.tokens.at(this.index + ahead);
      if (text === '<') open++;
      else if (text === '>' || text === '>>') open -= text.length;
      else if (!(kind === 'name' && !PYTHON_ONLY.has(text)) && !/^[.,|&[\]]$/.test(text)) return;
      if (open > 0) continue;
      if (open === 0 && this.is('(', ahead + 1) && this.tokens.at(this.index + ahead + 1).start === end) this.index += ahead + 1;
      return;
    }
  }

  #attributeName(): Token {
    const token = this.peek();
    // TypeScript's names may be words of Python's.
    if (token.kind !== 'name' || (KEYWORDS.has(token.text) && this.python))
      throw this.error(`a name was expected behind '.'${this.andNot(token)}`, token, { expected: 'a name' });
    this.index++;
    return token;
  }

  #atom(): Expression {
    const token = this.peek();
    if (token.kind === 'literal') return this.#literal();
    if (token.kind === 'name') {
      if (Object.hasOwn(CONSTANTS, token.text)) return this.#plain(CONSTANTS[token.text]!);
      if (!this.python && Object.hasOwn(SCRIPT_CONSTANTS, token.text)) return this.#plain(SCRIPT_CONSTANTS[token.text]!);
      if (this.isScript('new') && this.isName(1)) return this.#new();
      if (KEYWORDS.has(token.text)) throw this.noExpression();
      this.index++;
      return { type: 'name', id: this.mangled(token.text), at: token.start };
    }
    if (token.kind !== 'op') throw this.noExpression();
    if (token.text === '(') return this.deeper(() => this.#round());
    if (token.text === '[') return this.deeper(() => this.#square());
    if (token.text === '{') return this.deeper(() => this.#curly());
    if (token.text === '...') {
      this.index++;
      return { type: 'name', id: 'Ellipsis', at: token.start };
    }
    throw this.noExpression();
  }

  #plain(code: string): Expression {
    return { type: 'plain', code, at: this.next().start };
  }

  #new(): Expression {
    const { start } = this.next();
    let callee: Expression = this.name('a class');
    while (this.take('.')) {
      const name = this.#attributeName();
      callee = { type: 'attribute', of: callee, name: name.text, optional: false, at: name.start };
    }
    if (this.isScript('<')) this.#takeTypes();
    if (!this.is('(')) return { type: 'new', callee, positions: [], at: start };
    const call = this.#call(callee, start, false);
    if (call.named.length > 0) throw this.errorAt(start, "'new' takes no named arguments", 'write { name: value }');
    return { type: 'new', callee, positions: call.positions, at: start };
  }

  // Literals.

  #literal(): Expression {
    const token = this.next();
    const literal = token.literal!;
    if (literal.type === 'int' || literal.type === 'float') return { ...literal, at: token.start } as Expression;
    if (literal.type === 'regex') return { type: 'plain', code: literal.code, at: token.start };
    if (literal.type === 'template') return { type: 'joined', parts: this.#parts(literal.parts), at: token.start };
    const all: Literal[] = [literal];
    while (this.peek().kind === 'literal' && /^(?:text|octets|joined)$/.test(this.peek().literal!.type)) {
      const more = this.next();
      if ((more.literal!.type === 'octets') !== (literal.type === 'octets'))
        throw this.error('text and octets do not join', more, { suggestion: 'give both a b, or none' });
      all.push(more.literal!);
    }
    if (all.every((one) => one.type !== 'joined'))
      return {
        type: literal.type === 'octets' ? 'octets' : 'text',
        value: all.map((one) => (one as { value: string }).value).join(''),
        at: token.start,
      };
    const parts = all.flatMap((one): FormatPart[] => (one.type === 'joined' ? this.#parts(one.parts) : [(one as { value: string }).value]));
    return { type: 'joined', parts, at: token.start };
  }

  #parts(parts: readonly (string | Field)[]): FormatPart[] {
    return parts.flatMap((part): FormatPart[] => {
      if (typeof part === 'string') return [part];
      const value = this.deeper(() => {
        const inner = new Atoms(new Tokenizer(this.source, this.python, part), this.scope, this.depth);
        const found = inner.list();
        if (inner.peek().kind !== 'end') throw inner.sideBySide(inner.tokens.at(0), inner.peek());
        return found;
      });
      const field = { value, conversion: part.conversion, spec: this.#parts(part.spec) };
      return part.told === undefined ? [field] : [part.told, field];
    });
  }

  // Brackets.

  /** The first thing in brackets stands in a scope of its own: a comprehension's, if `for` follows. */
  #first(kind: ComprehensionNode['kind'], element: () => Expression): { value: Expression; comprehension?: ComprehensionNode } {
    const at = this.peek().start;
    const scope = new Scope('comprehension', this.scope);
    const value = this.within(scope, element);
    if (!this.is('for') && !(this.is('async') && this.is('for', 1))) return { value };
    if (value.type === 'star') throw this.errorAt(value.at, "'*' does not stand in a comprehension", "write a second 'for'");
    return { value, comprehension: { type: 'comprehension', kind, element: value, clauses: this.#clauses(scope), scope, at } };
  }

  #clauses(scope: Scope): Clause[] {
    const clauses: Clause[] = [];
    while (this.is('for') || (this.is('async') && this.is('for', 1))) {
      this.take('async');
      if (scope.yielded !== undefined) throw this.errorAt(scope.yielded, "'yield' does not stand in a comprehension", 'write a loop');
      this.next();
      const target = this.within(scope, () => this.targets('for'));
      for (const name of scope.walrus)
        if (scope.bound.has(name))
          throw this.errorAt(target.at, `':=' cannot set '${name}', which 'for' sets`, 'give one of them another name');
      this.expect('in', "behind the names of 'for'");
      const of = clauses.length === 0 ? this.logic() : this.within(scope, () => this.logic());
      const tests: Expression[] = [];
      while (this.take('if')) tests.push(this.within(scope, () => this.#condition()));
      clauses.push({ target, of, tests });
    }
    return clauses;
  }

  #condition(): Expression {
    return this.is(':=', 1) ? this.namedTest() : this.logic();
  }

  #round(): Expression {
    const open = this.next();
    if (this.take(')')) return { type: 'tuple', items: [], at: open.start };
    if (!this.python && this.is('{') && this.objectAhead(true)) {
      const value = this.object();
      this.expect(')', 'behind the object');
      return value;
    }
    const { value, comprehension } = this.#first('generator', () => this.starred());
    if (comprehension !== undefined) {
      this.#closeBracket(')', open);
      return comprehension;
    }
    if (!this.is(',')) {
      this.#closeBracket(')', open);
      if (value.type === 'star') throw this.errorAt(value.at, "'*' needs a list around it", 'write [*x]');
      return value.type === 'name' || value.type === 'tuple' ? ({ ...value, bare: false } as Expression) : value;
    }
    const items = [value, ...this.#items(')', open)];
    return { type: 'tuple', items, at: open.start };
  }

  #square(): Expression {
    const open = this.next();
    if (this.take(']')) return { type: 'list', items: [], at: open.start };
    const { value, comprehension } = this.#first('list', () => this.starred());
    if (comprehension !== undefined) {
      this.#closeBracket(']', open);
      return comprehension;
    }
    return { type: 'list', items: [value, ...this.#items(']', open)], at: open.start };
  }

  /** What follows the first one, up to the bracket. */
  #items(close: string, open: Token): Expression[] {
    const items: Expression[] = [];
    while (this.take(',')) {
      if (this.is(close)) break;
      items.push(this.starred());
    }
    this.#closeBracket(close, open);
    return items;
  }

  #closeBracket(close: string, open: Token): void {
    if (this.take(close)) return;
    const token = this.peek();
    if (token.text === '=') throw this.noExpression();
    if (token.kind === 'end') this.expect(close, '');
    const from = this.source.place(open.start);
    // On one line it is in sight.
    const opened =
      from.line === this.source.place(token.start).line
        ? {}
        : { suggestion: `'${open.text}' was opened at line ${from.line}, column ${from.column}` };
    throw this.error(`',' or '${close}' was expected${this.andNot(token)}`, token, { expected: close, ...opened });
  }

  #curly(): Expression {
    const open = this.next();
    if (this.take('}')) return { type: 'dict', entries: [], at: open.start };
    if (this.is('**')) return this.#dict(open, []);
    let valued: Expression | undefined;
    const { value, comprehension } = this.#first('set', () => {
      const key = this.starred();
      if (key.type !== 'star' && this.take(':')) valued = this.test();
      return key;
    });
    const element = valued as Expression | undefined;
    if (comprehension !== undefined) {
      this.#closeBracket('}', open);
      return element === undefined ? comprehension : { ...comprehension, kind: 'dict', value: element };
    }
    if (element !== undefined) {
      const first = { key: value, value: element };
      if (this.take(',')) return this.#dict(open, [first]);
      this.#closeBracket('}', open);
      return { type: 'dict', entries: [first], at: open.start };
    }
    return { type: 'set', items: [value, ...this.#items('}', open)], at: open.start };
  }

  #dict(open: Token, entries: { key?: Expression; value: Expression }[]): Expression {
    while (!this.is('}')) {
      if (this.take('**')) entries.push({ value: this.binary(1) });
      else {
        const key = this.test();
        this.expect(':', 'behind a key');
        entries.push({ key, value: this.test() });
      }
      if (!this.take(',')) break;
    }
    this.#closeBracket('}', open);
    return { type: 'dict', entries, at: open.start };
  }

  /** Whether the `{` here begins an object of TypeScript's. `sure`: where Python has none, so that `{}` and `{ a }` are objects too. */
  objectAhead(sure: boolean): boolean {
    if (this.is('...', 1)) return true;
    const { kind, text } = this.peek(1);
    if (text === '}' && kind === 'op') return sure;
    if (kind === 'literal') return sure && this.is(':', 2);
    if (text === '[' && sure) return true;
    if (kind !== 'name' || (KEYWORDS.has(text) && !/^(?:from|in|is|as|class|with)$/.test(text))) return false;
    if (this.is(':', 2)) return !this.#comprehends();
    if (!this.is(',', 2) && !this.is('}', 2)) return false;
    if (sure) return true;
    // `{ iface, timeout: 2 }`: names, and then a key.
    for (let ahead = 3; ; ahead += 2) {
      if (this.is('...', ahead)) return true;
      if (!this.isName(ahead)) return false;
      if (this.is(':', ahead + 1)) return true;
      if (!this.is(',', ahead + 1)) return false;
    }
  }

  /** `{x: y for x in z}`. */
  #comprehends(): boolean {
    const close = this.tokens.closeOf(this.index) ?? 0;
    for (let at = this.index + 1; at < close; at++) {
      const token = this.tokens.at(at);
      if (token.text === 'for' && token.kind === 'name') return true;
      at = token.close ?? at;
    }
    return false;
  }

  object(): Expression {
    return this.deeper(() => {
      const open = this.next();
      const entries: { key?: string | Expression; value: Expression }[] = [];
      while (!this.is('}')) {
        entries.push(this.#property());
        if (!this.take(',')) break;
      }
      this.#closeBracket('}', open);
      return { type: 'object', entries, at: open.start };
    });
  }

  #property(): { key?: string | Expression; value: Expression } {
    if (this.take('...')) return { value: this.test() };
    const token = this.next();
    if (token.text === '[' && token.kind === 'op') {
      const key = this.test();
      this.expect(']', 'behind a computed key');
      this.expect(':', 'behind a key');
      return { key, value: this.scriptValue() };
    }
    const key = token.kind === 'name' ? token.text : literalKey(token);
    if (key === undefined) throw this.error(`a key was expected${this.andNot(token)}`, token, { expected: 'a key' });
    if (this.take(':')) return { key, value: this.scriptValue() };
    if (token.kind !== 'name') this.expect(':', 'behind a key');
    return { key, value: { type: 'name', id: token.text, at: token.start } };
  }

  scriptValue(): Expression {
    return !this.python && this.is('{') && this.objectAhead(true) ? this.object() : this.test();
  }

  // Calls and items.

  #call(callee: Expression, at: number, optional: boolean): CallNode {
    return this.deeper(() => {
      const open = this.next();
      const positions: Expression[] = [];
      const named: { name?: string; value: Expression }[] = [];
      const seen = new Set<string>();
      while (!this.is(')')) {
        this.#argument(positions, named, seen);
        if (!this.take(',')) break;
        if (positions.at(-1)?.type === 'comprehension' && positions.length + named.length > 1) this.#lonely(positions);
      }
      this.#closeBracket(')', open);
      this.#lonely(positions, named.length);
      return { type: 'call', callee, positions, named, optional, at };
    });
  }

  /** A comprehension without brackets of its own is a call's only argument. */
  #lonely(positions: readonly Expression[], others = 0): void {
    const bare = positions.find((one) => one.type === 'comprehension' && this.#bare.has(one));
    if (bare !== undefined && positions.length + others > 1)
      throw this.errorAt(bare.at, 'a generator beside other arguments needs brackets', 'write (x for x in …)');
  }
  readonly #bare = new WeakSet<Expression>();

  #argument(positions: Expression[], named: { name?: string; value: Expression }[], seen: Set<string>): void {
    const token = this.peek();
    if (this.take('**')) {
      named.push({ value: this.test() });
      return;
    }
    if (this.is('=', 1) && token.kind === 'name') {
      if (KEYWORDS.has(token.text))
        throw this.error(`'${token.text}' is a word of Python's and no name of an argument`, token, {
          suggestion: `write **{'${token.text}': …}`,
        });
      if (seen.has(token.text))
        throw this.error(`the argument '${token.text}' stands twice`, token, { suggestion: 'leave one of them out' });
      seen.add(token.text);
      this.index += 2;
      named.push({ name: token.text, value: this.is('{') && !this.python && this.objectAhead(false) ? this.object() : this.test() });
      return;
    }
    if (!this.python && this.is('{') && this.objectAhead(false)) {
      positions.push(this.object());
      return;
    }
    const { value, comprehension } = this.#first('generator', () => this.starred());
    if (this.is('=')) throw this.error("the name of an argument was expected before '='", token, { suggestion: "write '==' to compare" });
    if (comprehension !== undefined) this.#bare.add(comprehension);
    if (named.length > 0 && value.type !== 'star' && comprehension === undefined) {
      const first = named[0]!.name;
      throw this.error('an argument without a name stands behind one with a name', token, {
        suggestion: first === undefined ? 'put it before **' : `put it before '${first}='`,
      });
    }
    positions.push(comprehension ?? value);
  }

  #item(of: Expression, optional: boolean): Expression {
    return this.deeper(() => {
      const open = this.next();
      if (this.is(']')) throw this.error("an index was expected before ']'", this.peek(), { expected: 'an index' });
      const first = this.#subscript();
      let key = first;
      if (this.is(',')) {
        const items = [first];
        while (this.take(',')) {
          if (this.is(']')) break;
          items.push(this.#subscript());
        }
        key = { type: 'tuple', items, at: first.at };
      }
      this.#closeBracket(']', open);
      return { type: 'item', of, key, optional, at: open.start };
    });
  }

  #subscript(): Expression {
    const at = this.peek().start;
    if (!this.is(':')) {
      const value = this.starred();
      if (!this.is(':')) return value;
      return this.#slice([value], at);
    }
    return this.#slice([undefined], at);
  }

  #slice(parts: (Expression | undefined)[], at: number): Expression {
    while (parts.length < 3 && this.take(':')) parts.push(this.is(':') || this.is(']') || this.is(',') ? undefined : this.test());
    return { type: 'slice', parts, at };
  }

  // What is assigned to.

  /** `a, b` of `for a, b in …`. */
  targets(forWhat: string): Expression {
    const at = this.peek().start;
    const one = (): Expression => {
      const star = this.take('*');
      const value = this.postfix();
      return star === undefined ? value : { type: 'star', value, at: star.start };
    };
    let target = one();
    if (this.is(',')) {
      const items = [target];
      while (this.take(',')) {
        if (this.is('in') || this.is('=')) break;
        items.push(one());
      }
      target = { type: 'tuple', items, at };
    }
    this.bind(target, forWhat);
    return target;
  }

  bind(target: Expression, forWhat: string): void {
    if (target.type === 'name') this.bindName(target);
    else if (target.type === 'tuple' || target.type === 'list') {
      if (target.items.filter((item) => item.type === 'star').length > 1)
        throw this.errorAt(target.at, "two '*' in one assignment", 'leave one of them out');
      for (const item of target.items) this.bind(item.type === 'star' ? item.value : item, forWhat);
    } else if ((target.type !== 'attribute' && target.type !== 'item') || target.optional) throw this.#noTarget(target, forWhat);
  }

  bindName(name: NameNode): void {
    this.scope.bind(name.id);
  }

  #noTarget(target: Expression, forWhat: string): NotationError {
    if (target.type === 'star') return this.errorAt(target.at, "'*' alone takes nothing", 'write *x, = …');
    const what = WHAT[target.type] ?? 'an expression';
    if (forWhat === 'del') return this.errorAt(target.at, `'del' takes away names, attributes and items, and not ${what}`);
    const suggestion = forWhat === '=' ? "write '==' to compare" : 'write a name';
    return this.errorAt(target.at, `${what} cannot be assigned to`, suggestion);
  }
}

const WHAT: Readonly<Record<string, string>> = {
  call: 'a call',
  int: 'a number',
  float: 'a number',
  text: 'a string',
  octets: 'a string',
  joined: 'a string',
  plain: 'a constant',
  compare: 'a comparison',
  binary: 'an operation',
  unary: 'an operation',
  lambda: 'a function',
  arrow: 'a function',
  dict: 'a dict',
  object: 'an object',
  set: 'a set',
  comprehension: 'a comprehension',
  attribute: "a '?.'",
  item: "a '?.'",
};

function literalKey({ literal }: Token): string | undefined {
  if (literal?.type === 'text') return literal.value;
  return literal?.type === 'int' ? String(literal.value) : undefined;
}
