/** Python 3.10's `match`. It is a word of its own only where a block of `case` follows. */
import { Blocks } from './blocks.ts';
import type { Token } from './token.ts';
import type { Expression, Pattern, Statement } from './tree.ts';

export class Patterns extends Blocks {
  override matched(token: Token): Statement | undefined {
    if (!this.#casesFollow()) return undefined;
    this.index++;
    const subject = this.list();
    this.expect(':', "behind 'match'");
    this.index += 2;
    const cases: { pattern: Pattern; guard?: Expression; body: readonly Statement[] }[] = [];
    while (this.is('case')) {
      this.index++;
      const pattern = this.#open();
      const guard = this.take('if') ? this.namedTest() : undefined;
      cases.push({ pattern, ...(guard === undefined ? {} : { guard }), body: this.block("'case'") });
    }
    if (this.peek().kind !== 'dedent')
      throw this.error(`'case' was expected${this.andNot(this.peek())}`, this.peek(), { expected: 'case' });
    this.index++;
    return { type: 'match', subject, cases, at: token.start };
  }

  /** `match x:`, a new line, and `case` in a block. */
  #casesFollow(): boolean {
    for (let at = this.index + 1; ; at++) {
      const token = this.tokens.at(at);
      if (token.kind === 'end' || token.kind === 'error') return false;
      if (token.kind === 'newline')
        return (
          at > this.index + 2 &&
          this.tokens.at(at - 1).text === ':' &&
          this.tokens.at(at + 1).kind === 'indent' &&
          this.tokens.at(at + 2).text === 'case'
        );
      if (token.kind === 'op' && /^[([{]$/.test(token.text)) at = this.tokens.closeOf(at) ?? at;
    }
  }

  /** `case a, b:` without brackets. */
  #open(): Pattern {
    const at = this.peek().start;
    const items: Pattern[] = [];
    let star = -1,
      comma = false;
    do {
      if (this.is(':') || this.is('if')) break;
      if (this.take('*')) star = items.length;
      items.push(this.#as());
      if (this.is(',')) comma = true;
    } while (this.take(','));
    return comma || star >= 0 ? { type: 'sequence', items, star, at } : items[0]!;
  }

  #as(): Pattern {
    return this.deeper(() => {
      const at = this.peek().start;
      const patterns = [this.#closed()];
      while (this.take('|')) patterns.push(this.#closed());
      const pattern: Pattern = patterns.length === 1 ? patterns[0]! : { type: 'either', patterns, at };
      if (!this.take('as')) return pattern;
      const name = this.name("a name behind 'as'");
      this.bindName(name);
      return { type: 'as', pattern, name, at };
    });
  }

  #closed(): Pattern {
    const token = this.peek();
    const at = token.start;
    if (token.text === '{' && token.kind === 'op')
      throw this.error('patterns of dicts are not supported', token, { suggestion: "write 'if' with 'in'" });
    const open = this.take('[') ?? this.take('(');
    if (open !== undefined) {
      const close = open.text === '[' ? ']' : ')';
      const items: Pattern[] = [];
      let star = -1,
        comma = open.text === '[';
      while (!this.is(close)) {
        if (this.take('*')) star = items.length;
        items.push(this.#as());
        if (!this.take(',')) break;
        comma = true;
      }
      this.expect(close, 'behind the pattern');
      return comma || items.length === 0 ? { type: 'sequence', items, star, at } : items[0]!;
    }
    if (!this.isName()) return { type: 'value', value: this.binary(5), at };
    const name = this.name('a name');
    if (!this.is('.') && !this.is('(')) {
      if (name.id === '_') return { type: 'capture', at };
      this.bindName(name);
      return { type: 'capture', name, at };
    }
    let value: Expression = name;
    while (this.take('.')) {
      const attribute = this.name("a name behind '.'");
      value = { type: 'attribute', of: value, name: attribute.id, optional: false, at: attribute.at };
    }
    if (!this.take('(')) return { type: 'value', value, at };
    if (!this.is(')'))
      throw this.error('patterns of what is in an object are not supported', this.peek(), { suggestion: "write X() as name, and 'if'" });
    this.index++;
    return { type: 'kind', value, at };
  }
}
