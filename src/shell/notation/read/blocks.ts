/** The whole text, and statements with a block. */
import { NotationError } from '../error.ts';
import { Scope } from './scope.ts';
import { Statements } from './statements.ts';
import { PYTHON_ONLY, type Token } from './token.ts';
import type { Expression, Handler, NativePiece, Statement } from './tree.ts';

/** Reads one statement of TypeScript from an offset. */
export type NativeReader = (text: string, offset: number, inFunction: boolean) => NativePiece | NativeFailure;

export interface NativeFailure {
  readonly error: string;
  readonly at: number;
  readonly suggestion?: string | undefined;
}

/** Words that begin statements of TypeScript only. */
const SCRIPT = /^(?:function|const|let|var|switch|throw|interface|enum|export|do|new|typeof|declare|abstract|namespace|type)$/;

const COMPOUND = new Set(['if', 'while', 'for', 'try', 'with', 'def', 'class', 'async', '@', 'match']);

export class Blocks extends Statements {
  native: NativeReader | undefined;

  program(): Statement[] {
    const body: Statement[] = [];
    while (this.peek().kind !== 'end') this.statement(body);
    return body;
  }

  /** One line, or one statement with its block. */
  statement(into: Statement[]): void {
    if (this.peek().kind === 'newline' || this.isScript(';')) {
      this.index++;
      return;
    }
    const start = this.index;
    const { length } = into;
    const { depth, scope } = this;
    try {
      this.#one(into);
    } catch (error) {
      if (!(error instanceof NotationError) || this.native === undefined || this.python || error === this.#told) throw error;
      this.#told = error;
      into.length = length;
      this.depth = depth;
      this.scope = scope;
      this.#script(start, into);
    }
  }
  /** The error that native code was tried for already. */
  #told: NotationError | undefined;

  #script(start: number, into: Statement[]): void {
    const first = this.tokens.at(start);
    if (first.kind === 'name' && PYTHON_ONLY.has(first.text)) throw this.#told!;
    const failed = this.tokens.at(this.index);
    const sure =
      failed.text === '{' ||
      (first.kind === 'name' && (SCRIPT.test(first.text) || (first.text === 'for' && this.tokens.at(start + 1).text === '(')));
    const piece = this.native!(this.source.text, first.start, this.scope.kind === 'function');
    if ('error' in piece) {
      if (!sure) throw this.#told!;
      this.#told = this.source.error(
        piece.error,
        piece.at,
        piece.at + 1,
        piece.suggestion === undefined ? {} : { suggestion: piece.suggestion },
      );
      throw this.#told;
    }
    this.tokens.resume(start, piece.end);
    this.index = start;
    for (const name of piece.stored) this.scope.bind(name);
    into.push({ type: 'native', piece, scope: this.scope, at: first.start });
    this.take(';');
    if (this.peek().kind === 'newline') this.index++;
  }

  #one(into: Statement[]): void {
    const token = this.peek();
    if (token.kind === 'indent')
      throw this.error('this line is indented, and no block begins before it', this.peek(1), {
        suggestion: 'begin it where the line before begins',
      });
    if ((token.kind === 'name' || token.text === '@') && COMPOUND.has(token.text)) {
      const compound = this.deeper(() => this.#compound(token));
      if (compound !== undefined) {
        into.push(compound);
        return;
      }
    }
    if (token.kind === 'name' && /^(?:elif|else|except|finally)$/.test(token.text)) {
      const before = token.text === 'elif' || token.text === 'else' ? "'if'" : "'try'";
      throw this.error(`'${token.text}' stands behind ${before} only`, token, { suggestion: `indent it as its ${before}` });
    }
    for (;;) {
      into.push(this.simple());
      if (!this.take(';') || this.peek().kind === 'newline' || this.peek().kind === 'end') break;
    }
    this.#endOfLine(token);
  }

  #endOfLine(first: Token): void {
    const token = this.peek();
    if (token.kind === 'newline') this.index++;
    else if (token.kind === 'indent')
      throw this.error('this line is indented, and no block begins before it', token, {
        suggestion: 'begin it where the line before begins',
      });
    else if (token.kind !== 'end' && token.kind !== 'dedent') throw this.sideBySide(first, token);
  }

  #compound(token: Token): Statement | undefined {
    switch (token.text) {
      case 'if':
        return this.#if(token);
      case 'while':
        return this.#while(token);
      case 'for':
        return this.#for(token);
      case 'try':
        return this.#try(token);
      case 'with':
        return this.#with(token);
      case 'def':
        return this.#def([]);
      case 'class':
        return this.#class([]);
      case 'async': {
        if (!this.is('def', 1) && !this.is('for', 1) && !this.is('with', 1)) return undefined;
        this.index++;
        const next = this.peek();
        return next.text === 'def' ? this.#def([]) : next.text === 'for' ? this.#for(next) : this.#with(next);
      }
      case '@':
        return this.#decorated();
      default:
        return this.matched(token);
    }
  }

  /** Python 3.10's `match`; undefined when it is a name. */
  matched(_token: Token): Statement | undefined {
    return undefined;
  }

  /** `:` and what belongs to it. */
  block(what: string): Statement[] {
    const body: Statement[] = [];
    const header = this.peek();
    this.expect(':', `behind ${what}`);
    if (this.peek().kind !== 'newline') {
      // `if x: y; z` in one line.
      const first = this.peek();
      if (first.kind === 'end') throw this.#noBlock(what, header);
      if (first.kind === 'name' && COMPOUND.has(first.text) && first.text !== 'match' && first.text !== 'async')
        throw this.error(`'${first.text}' does not stand behind another ':' in one line`, first, { suggestion: 'begin a new line' });
      for (;;) {
        body.push(this.simple());
        if (!this.take(';') || this.peek().kind === 'newline' || this.peek().kind === 'end') break;
      }
      this.#endOfLine(first);
      return body;
    }
    this.index++;
    if (this.peek().kind !== 'indent') throw this.#noBlock(what, header);
    this.index++;
    while (this.peek().kind !== 'dedent' && this.peek().kind !== 'end') this.statement(body);
    if (this.peek().kind === 'dedent') this.index++;
    return body;
  }

  #noBlock(what: string, header: Token): NotationError {
    const { line } = this.source.place(header.start);
    return this.error(`an indented line was expected behind ${what} of line ${line}`, this.peek(), {
      expected: 'an indented line',
      suggestion: "indent what belongs to it, or write 'pass'",
    });
  }

  inLoop(what: () => Statement[]): Statement[] {
    this.loops++;
    try {
      return what();
    } finally {
      this.loops--;
    }
  }

  #otherwise(): Statement[] {
    return this.take('else') ? this.block("'else'") : [];
  }

  #if({ start }: Token): Statement {
    this.index++;
    const branches = [{ test: this.namedTest(), body: this.block("'if' and its condition") }];
    while (this.take('elif')) branches.push({ test: this.namedTest(), body: this.block("'elif' and its condition") });
    if (this.is('else') && this.is('if', 1)) throw this.error("'else if' is one word here", this.peek(), { suggestion: "write 'elif'" });
    return { type: 'if', branches, otherwise: this.#otherwise(), at: start };
  }

  #while({ start }: Token): Statement {
    this.index++;
    const test = this.namedTest();
    const body = this.inLoop(() => this.block("'while' and its condition"));
    return { type: 'while', test, body, otherwise: this.#otherwise(), at: start };
  }

  #for({ start }: Token): Statement {
    this.index++;
    const target = this.targets('for');
    this.expect('in', "behind the names of 'for'");
    const of = this.list();
    const body = this.inLoop(() => this.block("'for' and its list"));
    return { type: 'for', target, of, body, otherwise: this.#otherwise(), at: start };
  }

  #try({ start }: Token): Statement {
    this.index++;
    const body = this.block("'try'");
    const handlers: Handler[] = [];
    while (this.is('except')) {
      if (handlers.at(-1) !== undefined && handlers.at(-1)!.by === undefined)
        throw this.error("'except:' alone comes last", this.peek(), { suggestion: 'put it behind the others' });
      handlers.push(this.#handler());
    }
    const otherwise = this.is('else') && handlers.length > 0 ? this.#otherwise() : [];
    const last = this.take('finally') ? this.block("'finally'") : [];
    if (handlers.length === 0 && last.length === 0)
      throw this.error("'except' or 'finally' was expected behind 'try'", this.peek(), {
        expected: 'except',
        suggestion: 'write except Exception as e:',
      });
    return { type: 'try', body, handlers, otherwise, last, at: start };
  }

  #handler(): Handler {
    const { start } = this.next();
    if (this.is('*')) throw this.error("'except*' is not supported", this.peek(), { suggestion: "write 'except'" });
    if (this.is(':')) return { body: this.block("'except'"), at: start };
    const by = this.test();
    const sign = this.peek();
    // `except X, e:` is Python 2's.
    const name = (this.take('as') ?? this.take(',')) ? this.name('a name for the error') : undefined;
    if (sign.text === ',') this.source.note(sign.start, "'except X, e' is Python 2's: it is read as 'except X as e'");
    if (name !== undefined) this.bindName(name);
    return { by, body: this.block("'except' and its error"), at: start, ...(name === undefined ? {} : { name }) };
  }

  #with({ start }: Token): Statement {
    this.index++;
    const items: { manager: Expression; target?: Expression }[] = [];
    const bracket = this.is('(') && this.#bracketed() ? this.next() : undefined;
    do {
      if (bracket !== undefined && this.is(')')) break;
      const manager = this.test();
      if (this.take('as')) {
        const target = this.postfix();
        this.bind(target, 'with');
        items.push({ manager, target });
      } else items.push({ manager });
    } while (this.take(','));
    if (bracket !== undefined) this.expect(')', "behind what 'with' opens");
    return { type: 'with', items, body: this.block("'with'"), at: start };
  }

  /** `with (a as b, c as d):`. */
  #bracketed(): boolean {
    const close = this.tokens.closeOf(this.index);
    return (
      close !== undefined &&
      this.tokens.at(close + 1).text === ':' &&
      this.tokens.tokens.slice(this.index, close).some(({ text }) => text === 'as')
    );
  }

  #decorated(): Statement {
    const decorators: Expression[] = [];
    while (this.take('@')) {
      decorators.push(this.namedTest());
      if (this.peek().kind !== 'newline') throw this.sideBySide(this.peek(-1), this.peek());
      this.index++;
    }
    if (this.is('async')) this.index++;
    if (this.is('def')) return this.#def(decorators);
    if (this.is('class')) return this.#class(decorators);
    throw this.error(`'def' or 'class' was expected behind '@'${this.andNot(this.peek())}`, this.peek(), { expected: 'def' });
  }

  #def(decorators: Expression[]): Statement {
    const { start } = this.next();
    const name = this.name('the name of the function');
    this.bindName(name);
    const scope = new Scope('function', this.scope);
    this.expect('(', `behind '${name.id}'`);
    const parameters = this.parameters(')', scope, true);
    this.next();
    if (this.take('->')) this.test();
    const body = this.#own(scope, () => this.block(`'def ${name.id}(…)'`));
    return { type: 'def', name, decorators, parameters, scope, body, at: start, ...docOf(body) };
  }

  #class(decorators: Expression[]): Statement {
    const { start } = this.next();
    const name = this.name('the name of the class');
    this.bindName(name);
    const bases: Expression[] = [];
    if (this.take('('))
      while (!this.take(')')) {
        if (this.is('=', 1)) throw this.error('named arguments of a class are not supported', this.peek(), { suggestion: 'leave it out' });
        bases.push(this.starred());
        if (!this.is(')')) this.expect(',', 'between classes');
      }
    const scope = new Scope('class', this.scope, name.id);
    const body = this.#own(scope, () => this.block(`'class ${name.id}'`));
    return { type: 'class', name, decorators, bases, scope, body, at: start, ...docOf(body) };
  }

  /** A function's body: loops around it are none of its own. */
  #own(scope: Scope, what: () => Statement[]): Statement[] {
    const { loops } = this;
    this.loops = 0;
    try {
      return this.within(scope, what);
    } finally {
      this.loops = loops;
    }
  }
}

export function docOf(body: readonly Statement[]): { doc?: string } {
  const first = body[0];
  return first?.type === 'expression' && first.value.type === 'text' ? { doc: first.value.value } : {};
}
