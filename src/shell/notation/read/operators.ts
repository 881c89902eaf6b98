/** Expressions from the outside in: conditions, logic, comparisons, operators. */
import type { BinaryOperator, Comparison } from '../../runtime.ts';
import { Cursor } from './cursor.ts';
import { Scope } from './scope.ts';
import type { ArrowParameter, Expression, ParameterNode } from './tree.ts';

/** How tightly an operator binds: Python's order. */
const POWERS: Readonly<Record<string, number>> = {
  '|': 1,
  '^': 2,
  '&': 3,
  '<<': 4,
  '>>': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '//': 6,
  '%': 6,
  '@': 6,
};
const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '==': '==',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  '===': '==',
  '!==': '!=',
  in: 'in',
  is: 'is',
};
/** Nodes that stand left in each other, as in `a + b + c`: the writer goes as deep. */
const LONGEST = 1000;

export abstract class Operators extends Cursor {
  /** A value with what stands behind it: `.x`, `[x]`, `(x)`. */
  abstract postfix(): Expression;
  abstract bind(target: Expression, forWhat: string): void;
  /** `{ a: 1 }` behind `=` of const, or as the body of an arrow. */
  abstract scriptValue(): Expression;

  /** `a, *b` without brackets: a tuple when there is a comma. */
  list(): Expression {
    const at = this.peek().start;
    const first = this.starred();
    if (!this.is(',')) {
      if (first.type === 'star') throw this.errorAt(first.at, "'*' needs a list around it", 'write [*x]');
      return first;
    }
    const items = [first];
    while (this.take(',')) {
      if (this.endsList()) break;
      items.push(this.starred());
    }
    return { type: 'tuple', items, at, bare: true };
  }

  /** Behind a comma that nothing follows. */
  endsList(): boolean {
    const { kind, text } = this.peek();
    if (kind === 'newline' || kind === 'end') return true;
    return kind === 'op' ? /^(?:[)\]}:;=]|[-+*/%&|^@]=)$/.test(text) : kind === 'name' && text === 'in';
  }

  starred(): Expression {
    const token = this.peek();
    if (!this.is('*') && !(this.isScript('...') && !this.ellipsis())) return this.namedTest();
    this.next();
    return { type: 'star', value: this.binary(1), at: token.start };
  }

  /** `...` is a value of Python's when nothing that it could spread follows. */
  ellipsis(): boolean {
    const { kind, text } = this.peek(1);
    return kind !== 'name' && kind !== 'literal' && !/^[([{]$/.test(text);
  }

  namedTest(): Expression {
    const token = this.peek();
    if (!this.is(':=', 1)) return this.test();
    const name = this.name('a name');
    this.next();
    if (this.scope.kind === 'comprehension' && this.scope.bound.has(name.id))
      throw this.error(`':=' cannot set '${name.id}', which 'for' sets`, token);
    const home = this.scope.home;
    home.bind(name.id);
    for (let scope: Scope | undefined = this.scope; scope !== home && scope !== undefined; scope = scope.parent) scope.walrus.add(name.id);
    return { type: 'walrus', name, value: this.test(), at: token.start };
  }

  test(): Expression {
    return this.deeper(() => this.#test());
  }

  #test(): Expression {
    if (this.is('lambda')) return this.#lambda();
    if (!this.python && this.#arrowStarts()) return this.#arrow();
    if (this.is('yield')) return this.yielded();
    const value = this.logic();
    if (this.is('if')) {
      const { start } = this.next();
      const test = this.logic();
      this.expect('else', "behind 'if' in an expression");
      return { type: 'choice', test, yes: value, no: this.test(), at: start };
    }
    if (this.isScript('?')) {
      const { start } = this.next();
      const yes = this.test();
      this.expect(':', "behind '?'");
      return { type: 'choice', test: value, yes, no: this.test(), at: start };
    }
    return value;
  }

  yielded(): Expression {
    const token = this.next();
    if (!this.scope.inFunction) throw this.error("'yield' stands in a function only", token);
    // Brackets may turn out to be a comprehension, which has none.
    for (let scope = this.scope; scope.kind === 'comprehension'; scope = scope.parent!) scope.yielded = token.start;
    this.scope.home.generator = true;
    if (this.take('from')) return { type: 'yield', from: true, value: this.test(), at: token.start };
    const { kind, text } = this.peek();
    const none = kind === 'newline' || kind === 'end' || (kind === 'op' && /^[)\]};=,]$/.test(text));
    return { type: 'yield', from: false, at: token.start, ...(none ? {} : { value: this.list() }) };
  }

  logic(): Expression {
    const first = this.#and();
    const nullish = this.isScript('??');
    if (!this.is('or') && !this.isScript('||') && !nullish) return first;
    const at = this.peek().start;
    const values = [first];
    while (nullish ? this.isScript('??') : this.is('or') || this.isScript('||')) {
      this.next();
      values.push(this.#and());
    }
    if (this.is('or') || this.isScript('||') || this.isScript('??'))
      throw this.error("'??' and 'or' need brackets between them", this.peek(), { suggestion: 'write (a ?? b) or c' });
    return { type: 'logic', operator: nullish ? '??' : 'or', values, at };
  }

  #and(): Expression {
    const first = this.#not();
    if (!this.is('and') && !this.isScript('&&')) return first;
    const at = this.peek().start;
    const values = [first];
    while (this.take('and') ?? (this.isScript('&&') ? this.next() : undefined)) values.push(this.#not());
    return { type: 'logic', operator: 'and', values, at };
  }

  #not(): Expression {
    if (!this.is('not')) return this.#comparison();
    const { start } = this.next();
    return this.deeper(() => ({ type: 'unary', operator: 'not', value: this.#not(), at: start }));
  }

  #comparison(): Expression {
    const left = this.binary(1);
    const rest: { operator: Comparison; value: Expression; at: number }[] = [];
    for (;;) {
      const token = this.peek();
      const operator = this.#comparisonOperator();
      if (operator === undefined) break;
      rest.push({ operator, at: token.start, value: this.binary(1) });
    }
    return rest.length === 0 ? left : { type: 'compare', left, rest, at: rest[0]!.at };
  }

  #comparisonOperator(): Comparison | undefined {
    const { kind, text } = this.peek();
    if (kind !== 'op' && kind !== 'name') return undefined;
    if (text === 'not' && this.is('in', 1)) {
      this.index += 2;
      return 'not in';
    }
    const operator = Object.hasOwn(COMPARISONS, text) ? COMPARISONS[text] : undefined;
    if (operator === undefined) return undefined;
    this.index++;
    if (operator === 'is' && this.take('not')) return 'is not';
    return operator;
  }

  /** Operators that bind at least so tightly. */
  binary(least: number): Expression {
    let left = this.#unary();
    for (let count = 0; ; count++) {
      const token = this.peek();
      const power = token.kind === 'op' && Object.hasOwn(POWERS, token.text) ? POWERS[token.text]! : 0;
      if (power < least || power === 0) return left;
      if (count > LONGEST)
        throw this.error(`more than ${LONGEST} operators in a row`, token, { suggestion: 'give a part a name of its own' });
      this.index++;
      const right = this.binary(power + 1);
      left = { type: 'binary', operator: token.text as BinaryOperator, left, right, at: token.start };
    }
  }

  #unary(): Expression {
    const token = this.peek();
    if (token.kind === 'op') {
      if (token.text === '-' || token.text === '+' || token.text === '~') {
        const operator = token.text;
        this.index++;
        return this.deeper(() => ({ type: 'unary', operator, value: this.#unary(), at: token.start }));
      }
      if (token.text === '!' && !this.python) {
        this.index++;
        return this.deeper(() => ({ type: 'unary', operator: 'not', value: this.#unary(), at: token.start }));
      }
    }
    const value = this.#awaited();
    if (!this.is('**')) return value;
    const { start } = this.next();
    return this.deeper(() => ({ type: 'binary', operator: '**', left: value, right: this.#unary(), at: start }));
  }

  #awaited(): Expression {
    if (!this.is('await')) return this.postfix();
    const { start } = this.next();
    return this.deeper(() => ({ type: 'await', value: this.#awaited(), at: start }));
  }

  // Functions that are expressions.

  #lambda(): Expression {
    const token = this.next();
    const scope = new Scope('function', this.scope);
    const parameters = this.parameters(':', scope, false);
    this.expect(':', "behind lambda's names");
    const body = this.within(scope, () => this.test());
    return { type: 'lambda', parameters, body, scope, at: token.start };
  }

  /** The parameters of `def` or `lambda`, up to a sign, which is not taken. */
  parameters(close: string, scope: Scope, annotated: boolean): ParameterNode[] {
    const list: ParameterNode[] = [];
    let named = false,
      valued = false;
    while (!this.is(close)) {
      const token = this.peek();
      if (this.take('/')) {
        if (list.length === 0) throw this.error("a name was expected before '/'", token);
      } else if (this.is('*') && (this.is(',', 1) || this.is(close, 1))) {
        this.next();
        if (named) throw this.error("'*' stands twice", token);
        named = true;
        if (this.is(close)) throw this.error("a name was expected behind '*'", token);
      } else {
        const star = this.take('**') ?? this.take('*');
        const name = this.name('the name of a parameter');
        if (scope.parameters.has(name.id)) throw this.error(`the parameter '${name.id}' stands twice`, token);
        scope.parameters.add(name.id);
        scope.bind(name.id);
        if (annotated && this.take(':')) this.test();
        const value = star === undefined && this.take('=') ? this.test() : undefined;
        if (star === undefined && value === undefined && valued && !named)
          throw this.error(`'${name.id}' needs a value, since a parameter before it has one`, token, {
            suggestion: `write ${name.id}=None`,
          });
        if (list.at(-1)?.kind === 'names') throw this.error(`nothing stands behind '**${list.at(-1)!.name}'`, token);
        if (value !== undefined && !named) valued = true;
        const kind =
          star?.text === '**' ? ('names' as const) : star === undefined ? (named ? ('named' as const) : undefined) : ('positions' as const);
        if (kind === 'positions') {
          if (named) throw this.error("'*' stands twice", token);
          named = true;
        }
        list.push({ name: name.id, at: name.at, ...(kind === undefined ? {} : { kind }), ...(value === undefined ? {} : { value }) });
      }
      if (!this.is(close) && !this.take(','))
        throw this.error(`',' or '${close}' was expected${this.andNot(this.peek())}`, this.peek(), { expected: close });
    }
    return list;
  }

  #arrowStarts(): boolean {
    const first = this.is('async') && !this.is('=>', 1) ? 1 : 0;
    if (this.isName(first)) return this.is('=>', first + 1);
    if (!this.is('(', first)) return false;
    const close = this.tokens.closeOf(this.index + first);
    return close !== undefined && this.tokens.at(close + 1).text === '=>';
  }

  #arrow(): Expression {
    this.take('async');
    const scope = new Scope('function', this.scope);
    const parameters: ArrowParameter[] = [];
    if (this.take('(')) {
      while (!this.is(')')) {
        parameters.push(this.#arrowParameter(scope));
        if (!this.is(')')) this.expect(',', 'between parameters');
      }
      this.next();
    } else parameters.push(this.#arrowParameter(scope));
    const { start } = this.expect('=>', 'behind the parameters');
    if (this.is('{')) throw this.error('the body in { } is TypeScript', this.peek(), { suggestion: 'write an expression, or def' });
    const body = this.within(scope, () => this.scriptValue());
    return { type: 'arrow', parameters, body, scope, at: start };
  }

  #arrowParameter(scope: Scope): ArrowParameter {
    const { start } = this.peek();
    const rest = this.take('...') !== undefined;
    const target = this.within(scope, () => this.postfix());
    this.within(scope, () => this.bind(target, 'a parameter'));
    if (target.type === 'name') scope.parameters.add(target.id);
    const value = this.take('=') ? this.within(scope, () => this.test()) : undefined;
    return { target, rest, at: start, ...(value === undefined ? {} : { value }) };
  }
}
