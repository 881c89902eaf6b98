/** Statements that take one line. Those with a block are in blocks.ts. */
import { nearest } from '../../../bytes/nearest.ts';
import type { BinaryOperator } from '../../runtime.ts';
import { Atoms } from './atoms.ts';
import type { Token } from './token.ts';
import type { Expression, NameNode, Statement } from './tree.ts';

const AUGMENTED = /^(?:[-+*/%&|^@]|\*\*|\/\/|<<|>>)=$/;

export class Statements extends Atoms {
  /** Loops that `break` and `continue` could mean. */
  protected loops = 0;

  /** Whether nothing more stands in the statement. */
  ends(): boolean {
    const token = this.peek();
    return token.kind === 'newline' || token.kind === 'end' || token.text === ';';
  }

  simple(): Statement {
    const token = this.peek();
    if (token.kind === 'name') {
      const one = this.#byWord(token);
      if (one !== undefined) return one;
    }
    return this.#expression(token);
  }

  #byWord(token: Token): Statement | undefined {
    const at = token.start;
    switch (token.text) {
      case 'pass':
        this.index++;
        return { type: 'pass', at };
      case 'break':
      case 'continue':
        if (this.loops === 0) throw this.error(`'${token.text}' stands in a loop only`, token);
        this.index++;
        return { type: token.text, at };
      case 'return':
        return this.#return(token);
      case 'raise':
        return this.#raise(token);
      case 'del':
        return this.#delete(token);
      case 'assert':
        return this.#assert(token);
      case 'global':
      case 'nonlocal':
        return this.#scoped(token);
      case 'import':
        return this.#import(token);
      case 'from':
        return this.#from(token);
      case 'print':
        return this.#printAhead() ? this.#print(token) : undefined;
      case 'exec':
        if (this.peek(1).kind === 'literal' || this.is('(', 1))
          throw this.error("'exec' is not supported", token, { suggestion: 'write the code itself, or put it into a file for pkw run' });
        return undefined;
      case 'const':
      case 'let':
      case 'var':
        return !this.python && (this.isName(1) || this.is('[', 1)) ? this.#declare(token) : undefined;
      default:
        return undefined;
    }
  }

  #return(token: Token): Statement {
    if (this.scope.kind !== 'function')
      throw this.error("'return' stands in a function only", token, { suggestion: 'leave it out, or write def' });
    this.index++;
    return { type: 'return', at: token.start, ...(this.ends() ? {} : { value: this.list() }) };
  }

  #raise(token: Token): Statement {
    this.index++;
    if (this.ends()) return { type: 'raise', at: token.start };
    const value = this.test();
    if (this.is(',')) throw this.error('this is how Python 2 raises', this.peek(), { suggestion: 'write raise Error(text)' });
    return { type: 'raise', value, at: token.start, ...(this.take('from') ? { cause: this.test() } : {}) };
  }

  #delete(token: Token): Statement {
    this.index++;
    const list = this.list();
    const targets = list.type === 'tuple' || list.type === 'list' ? list.items : [list];
    for (const target of targets) this.bind(target, 'del');
    return { type: 'delete', targets, at: token.start };
  }

  #assert(token: Token): Statement {
    this.index++;
    const test = this.test();
    if (this.is('=')) throw this.noExpression();
    return { type: 'assert', test, at: token.start, ...(this.take(',') ? { message: this.test() } : {}) };
  }

  #scoped(token: Token): Statement {
    const global = token.text === 'global';
    this.index++;
    do {
      const name = this.name('a name');
      if (this.scope.parameters.has(name.id)) throw this.errorAt(name.at, `'${name.id}' is a parameter`, `leave it out of '${token.text}'`);
      if (this.scope.bound.has(name.id) && !this.scope.globals.has(name.id) && !this.scope.nonlocals.has(name.id))
        throw this.errorAt(name.at, `'${name.id}' is assigned before '${token.text}'`, `write '${token.text} ${name.id}' first`);
      if (global) this.scope.globals.add(name.id);
      else {
        // It may be assigned further down in the function around this one.
        let around = this.scope.parent;
        while (around !== undefined && around.kind !== 'function') around = around.parent;
        if (around === undefined || this.scope.kind === 'top')
          throw this.errorAt(name.at, `no function around this one has the name '${name.id}'`, `write 'global ${name.id}'`);
        this.scope.nonlocals.add(name.id);
      }
    } while (this.take(','));
    return { type: 'pass', at: token.start };
  }

  // import

  #dotted(): { module: string; first: NameNode } {
    const first = this.name('the name of a module');
    let module = first.id;
    while (this.take('.')) module += `.${this.name('the name of a module').id}`;
    return { module, first };
  }

  #import(token: Token): Statement {
    this.index++;
    const modules: { module: string; name: NameNode; bound: boolean }[] = [];
    do {
      const { module, first } = this.#dotted();
      const bound = this.take('as') !== undefined;
      const name = bound ? this.name("a name behind 'as'") : first;
      this.bindName(name);
      modules.push({ module, name, bound });
    } while (this.take(','));
    return { type: 'import', modules, at: token.start };
  }

  #from(token: Token): Statement {
    this.index++;
    let module = '';
    while (this.is('.') || this.is('...')) module += this.next().text;
    if (!this.is('import') || module === '') module += this.#dotted().module;
    this.expect('import', 'behind the module');
    const names: { from: string; name: NameNode }[] = [];
    const star = this.peek();
    if (this.take('*')) {
      if (this.scope.kind === 'function')
        throw this.error("'import *' does not stand in a function", star, { suggestion: 'name what you need' });
      return { type: 'from', module, names, at: token.start };
    }
    const bracket = this.take('(');
    do {
      if (bracket !== undefined && this.is(')')) break;
      const from = this.name('a name');
      const name = this.take('as') ? this.name("a name behind 'as'") : from;
      this.bindName(name);
      names.push({ from: from.id, name });
    } while (this.take(','));
    if (bracket !== undefined) this.expect(')', 'behind the names');
    return { type: 'from', module, names, at: token.start };
  }

  // Python 2's print.

  #printAhead(): boolean {
    const { kind, text, start } = this.peek(1);
    if (kind === 'newline' || kind === 'end' || text === ';') return false;
    if (kind === 'literal') return true;
    if (kind === 'name') return !/^(?:and|or|in|is|if|else|for|not|as)$/.test(text) || (text === 'not' && !this.is('in', 2));
    if (text === '(') {
      const close = this.tokens.closeOf(this.index + 1);
      return close !== undefined && this.tokens.at(close + 1).text === '%' && this.tokens.at(close + 1).kind === 'op';
    }
    if (text === '>>' || text === '~' || text === '{') return true;
    // `print -1` and `print [1]`: of the function they would make no sense. `print - 1` is left to it.
    return (text === '-' || text === '[') && start > this.peek().end && this.peek(2).start === this.peek(1).end;
  }

  #print(token: Token): Statement {
    this.index++;
    const positions: Expression[] = [];
    const named: { name: string; value: Expression }[] = [];
    const at = token.start;
    let more = true;
    if (this.take('>>')) {
      named.push({ name: 'file', value: this.test() });
      more = this.take(',') !== undefined;
    }
    while (more && !this.ends()) {
      positions.push(this.test());
      more = this.take(',') !== undefined;
    }
    if (more && positions.length > 0) named.push({ name: 'end', value: { type: 'text', value: ' ', at } });
    this.source.note(at, "'print x' is Python 2's: it is read as print(x)");
    const callee: Expression = { type: 'name', id: 'print', at };
    return { type: 'expression', at, value: { type: 'call', callee, positions, named, optional: false, at } };
  }

  // Assignments.

  #declare(token: Token): Statement {
    this.index++;
    const target = this.postfix();
    this.bind(target, 'const');
    if (!this.is('=') && token.text !== 'const' && this.ends() && target.type === 'name')
      return { type: 'assign', targets: [target], value: { type: 'plain', code: 'undefined', at: token.start }, at: token.start };
    this.expect('=', 'behind the name');
    return { type: 'assign', targets: [target], value: this.scriptValue(), at: token.start };
  }

  #expression(token: Token): Statement {
    const at = token.start;
    if (this.is(':=', 1)) {
      const { text } = this.peek();
      throw this.error("':=' stands within brackets or behind 'if' and 'while' only", this.peek(1), { suggestion: `write '${text} = …'` });
    }
    const first = this.list();
    const sign = this.peek();
    if (sign.kind === 'op' && AUGMENTED.test(sign.text)) {
      if (first.type === 'tuple' || first.type === 'list') throw this.error(`'${sign.text}' takes one name`, sign);
      this.bind(first, sign.text);
      this.index++;
      const value = this.is('yield') ? this.yielded() : this.list();
      return { type: 'augment', target: first, operator: sign.text.slice(0, -1) as BinaryOperator, value, at: sign.start };
    }
    if (this.is(':') && !this.#misspelt(token)) return this.#annotated(first);
    if (!this.is('=')) return { type: 'expression', value: first, at };
    const all = [first];
    while (this.take('=')) all.push(this.is('yield') ? this.yielded() : this.list());
    const value = all.pop()!;
    for (const target of all) this.bind(target, '=');
    return { type: 'assign', targets: all, value, at };
  }

  /** `esle:` is no annotation: nothing stands behind it. */
  #misspelt(token: Token): boolean {
    const next = this.peek(1);
    if (next.kind !== 'newline' && next.kind !== 'end') return false;
    throw this.sideBySide(token, this.peek());
  }

  /** `x: int = 5`. The annotation is read and means nothing. */
  #annotated(target: Expression): Statement {
    if (target.type !== 'name' && target.type !== 'attribute' && target.type !== 'item')
      throw this.error("an operator or the end of the line was expected before ':'", this.peek());
    this.bind(target, ':');
    this.index++;
    this.test();
    const near =
      target.type === 'name' && !this.is('=') ? nearest(target.id, ['else', 'try', 'finally', 'except', 'elif', 'lambda']) : undefined;
    if (near !== undefined) throw this.errorAt(target.at, `unknown word '${(target as NameNode).id}': did you mean '${near}'?`);
    if (!this.take('=')) return { type: 'pass', at: target.at };
    return { type: 'assign', targets: [target], value: this.list(), at: target.at };
  }
}
