/** Writes statements as JavaScript's. */
import type { Scope } from '../read/scope.ts';
import type { Expression, Handler, Statement } from '../read/tree.ts';
import { Expressions } from './expressions.ts';
import { Frame } from './frame.ts';
import { quoted } from './names.ts';
import { writeMatch } from './patterns.ts';

/** What is awaited nowhere and has no effect: a value that can be written twice. */
const isSimple = ({ type }: Expression): boolean => type === 'plain' || type === 'int' || type === 'text';

export class Writer extends Expressions {
  /** Expressions of the outermost level are shown. */
  interactive = false;
  /** For `else` of loops: the variable that `break` sets. */
  #breaks: (string | undefined)[] = [];

  program(body: readonly Statement[]): undefined {
    const { out } = this;
    const prologue = out.gap();
    out.text('\n');
    const hoisted = body.filter((one) => one.type === 'native' && one.piece.hoisted);
    this.statements([...hoisted, ...body.filter((one) => !hoisted.includes(one))]);
    out.text('})');
    out.fill(this.frame.gap, this.frame.declarations([]));
    out.fill(prologue, "const NONE = Symbol('none'), unbound = (name) => { throw py.unbound(name); };");
  }

  statements(body: readonly Statement[]): undefined {
    for (const one of body) {
      this.statement(one);
      this.out.text('\n');
    }
  }

  /** A part that is not always reached: what it assigns may have no value afterwards. Gives what has one at its end. */
  maybeReached(what: () => void): Set<string> {
    const before = this.frame.assigned;
    this.frame.assigned = new Set(before);
    what();
    const after = this.frame.assigned;
    this.frame.assigned = before;
    return after;
  }

  #block(body: readonly Statement[]): Set<string> {
    this.out.text('{');
    const after = this.maybeReached(() => this.statements(body));
    this.out.text('}');
    return after;
  }

  statement(node: Statement): undefined {
    const { out } = this;
    this.frame.restart();
    out.mark(node.at);
    switch (node.type) {
      case 'expression':
        return this.#expression(node.value);
      case 'assign':
        return this.#assign(node.targets, node.value);
      case 'augment':
        return this.#augment(node);
      case 'if':
        return this.#if(node);
      case 'while':
        return this.#loop(node.otherwise, () => {
          out.text('while (');
          this.condition(node.test);
          out.text(') {');
          this.pause();
          this.maybeReached(() => this.statements(node.body));
          out.text('}');
        });
      case 'for':
        return this.#for(node);
      case 'try':
        return this.#try(node);
      case 'with':
        return this.#with(node.items, node.body);
      case 'def':
        return this.#def(node);
      case 'class':
        return this.#class(node);
      case 'match':
        return writeMatch(this, node);
      case 'native':
        return this.#native(node);
      default:
        return this.#simple(node);
    }
  }

  #simple(
    node: Exclude<
      Statement,
      { type: 'expression' | 'assign' | 'augment' | 'if' | 'while' | 'for' | 'try' | 'with' | 'def' | 'class' | 'match' | 'native' }
    >,
  ): undefined {
    const { out } = this;
    switch (node.type) {
      case 'import':
        for (const { module, name, bound } of node.modules) {
          this.store(name.id, name.at, () => this.await(() => out.text(`py.importModule(${quoted(module)}, ${bound})`)));
          out.text(';');
        }
        return;
      case 'from': {
        const list = this.fresh('m');
        const names = node.names.length === 0 ? ['*'] : node.names.map(({ from }) => from);
        out.text(`const ${list} = `);
        this.await(() => out.text(`py.importFrom(${quoted(node.module)}, ${JSON.stringify(names)})`));
        out.text(';');
        for (const [index, { name }] of node.names.entries()) {
          this.store(name.id, name.at, () => out.text(`${list}[${index}]`));
          out.text(';');
        }
        return;
      }
      case 'return':
        out.text('return ');
        if (node.value === undefined) out.text('null');
        else this.expression(node.value);
        return out.text(';');
      case 'raise':
        return this.#raise(node);
      case 'delete':
        for (const target of node.targets) this.#delete(target);
        return;
      case 'assert':
        out.text('if (!');
        this.condition(node.test, true);
        out.text(') ');
        out.mark(node.at);
        out.text('py.assert(false, ');
        if (node.message === undefined) out.text('undefined');
        else this.expression(node.message);
        return out.text(');');
      case 'break': {
        const flag = this.#breaks.at(-1);
        return out.text(flag === undefined ? 'break;' : `{${flag} = false; break;}`);
      }
      case 'continue':
        return out.text('continue;');
      case 'pass':
        return out.text(';');
    }
  }

  #expression(value: Expression): undefined {
    const { out } = this;
    if (this.interactive && this.scope.kind === 'top') {
      this.await(() => {
        out.text('py.show(');
        this.expression(value);
        out.text(')');
      });
    } else {
      // In brackets, since "use strict" alone would mean something to JavaScript.
      out.text('(');
      this.expression(value);
      out.text(')');
    }
    out.text(';');
  }

  #assign(targets: readonly Expression[], value: Expression): undefined {
    const { out } = this;
    const [first] = targets;
    if (targets.length === 1 && first?.type === 'name') {
      this.store(first.id, first.at, () => this.expression(value));
      return out.text(';');
    }
    // The value comes first, then what it is given to, from the left.
    const variable = isSimple(value) ? undefined : this.fresh('v');
    out.text('{');
    if (variable !== undefined) {
      out.text(`const ${variable} = `);
      this.expression(value);
      out.text(';');
    }
    for (const target of targets) {
      if (variable !== undefined) this.assign(target, variable);
      else if (target.type === 'name' || target.type === 'attribute' || target.type === 'item') this.assign(target, this.#literal(value));
      else {
        const copy = this.fresh('v');
        out.text(`const ${copy} = ${this.#literal(value)};`);
        this.assign(target, copy);
      }
    }
    out.text('}');
  }

  #literal(value: Expression): string {
    if (value.type === 'int') return `${value.value}${typeof value.value === 'bigint' ? 'n' : ''}`;
    if (value.type === 'text') return quoted(value.value);
    return value.type === 'plain' ? `(${value.code})` : '';
  }

  #augment(node: Statement & { type: 'augment' }): undefined {
    const { out } = this;
    const { target, operator } = node;
    const combine = (left: () => void): void => {
      out.mark(node.at);
      this.maybe(() => {
        out.mark(node.at);
        out.text(`py.inPlace(${quoted(operator)}, `);
        left();
        out.text(', ');
        this.expression(node.value);
        out.text(')');
      });
    };
    if (target.type === 'name') {
      this.store(target.id, target.at, () => combine(() => this.load(target.id, target.at)));
      return out.text(';');
    }
    if (target.type !== 'attribute' && target.type !== 'item')
      throw this.source.error('this cannot be assigned to', target.at, target.at + 1);
    const of = this.fresh('v');
    out.text(`{const ${of} = `);
    this.expression(target.of);
    out.text(';');
    const key = this.fresh('v');
    if (target.type === 'item') {
      out.text(`const ${key} = `);
      this.expression(target.key);
      out.text(';');
    }
    const place = target.type === 'item' ? `${of}, ${key}` : `${of}, ${quoted(target.name)}`;
    out.mark(target.at);
    this.maybe(() => {
      out.text(target.type === 'item' ? `py.setItem(${place}, ` : `py.set(${place}, `);
      combine(() => this.maybe(() => out.text(target.type === 'item' ? `py.item(${place})` : `py.get(${place})`)));
      out.text(')');
    });
    out.text(';}');
  }

  #delete(target: Expression): undefined {
    const { out } = this;
    out.mark(target.at);
    if (target.type === 'name') {
      const home = this.scope.find(target.id);
      if (home === undefined) out.text(`py.unload(${quoted(target.id)});`);
      else if (home.kind === 'class') out.text(`delete ${this.classNames(home)}[${quoted(target.id)}];`);
      else {
        // Also a parameter can be without a value from now on.
        home.parameters.delete(target.id);
        this.frame.assigned.delete(target.id);
        this.load(target.id, target.at);
        out.text(`; $${target.id} = NONE;`);
      }
    } else if (target.type === 'attribute') {
      this.maybe(() => {
        out.text('py.remove(');
        this.expression(target.of);
        out.text(`, ${quoted(target.name)})`);
      });
      out.text(';');
    } else if (target.type === 'item') {
      this.maybe(() => {
        out.text('py.removeItem(');
        this.expression(target.of);
        out.text(', ');
        this.expression(target.key);
        out.text(')');
      });
      out.text(';');
    } else if (target.type === 'tuple' || target.type === 'list') for (const item of target.items) this.#delete(item);
  }

  #raise(node: Statement & { type: 'raise' }): undefined {
    const { out } = this;
    if (node.value === undefined && this.frame.caught !== undefined) return out.text(`throw ${this.frame.caught};`);
    out.text('throw ');
    out.mark(node.at);
    this.maybe(() => {
      out.mark(node.at);
      out.text('py.raise(');
      if (node.value === undefined) out.text('undefined');
      else this.expression(node.value);
      if (node.cause !== undefined) {
        out.text(', ');
        this.expression(node.cause);
      }
      out.text(')');
    });
    out.text(';');
  }

  // Blocks.

  #if(node: Statement & { type: 'if' }): undefined {
    const { out } = this;
    const ends: Set<string>[] = [];
    for (const [index, { test, body }] of node.branches.entries()) {
      out.text(index === 0 ? 'if (' : ' else if (');
      this.condition(test);
      out.text(') ');
      ends.push(this.#block(body));
    }
    if (node.otherwise.length === 0) return;
    out.text(' else ');
    ends.push(this.#block(node.otherwise));
    for (const name of ends[0]!) if (ends.every((names) => names.has(name))) this.frame.assigned.add(name);
  }

  /** A loop, and what is done when no `break` ended it. */
  #loop(otherwise: readonly Statement[], what: () => void): undefined {
    const flag = otherwise.length === 0 ? undefined : this.fresh('e');
    if (flag !== undefined) this.out.text(`let ${flag} = true;`);
    this.#breaks.push(flag);
    what();
    this.#breaks.pop();
    if (flag === undefined) return;
    this.out.text(`if (${flag}) `);
    this.#block(otherwise);
  }

  #for(node: Statement & { type: 'for' }): undefined {
    const { out } = this;
    this.#loop(node.otherwise, () => {
      const item = this.fresh('i');
      this.frame.awaits = true;
      out.text(`for await (const ${item} of `);
      out.mark(node.of.at);
      out.text('py.iterate(');
      this.expression(node.of);
      out.text(')) {');
      this.pause();
      this.maybeReached(() => {
        this.assign(node.target, item);
        this.statements(node.body);
      });
      out.text('}');
    });
  }

  #try(node: Statement & { type: 'try' }): undefined {
    const { out } = this;
    if (node.last.length > 0) out.text('try {');
    const inner = (): void => {
      if (node.handlers.length === 0) {
        this.statements(node.body);
        return;
      }
      const flag = node.otherwise.length > 0 ? this.fresh('e') : undefined;
      if (flag !== undefined) out.text(`let ${flag} = false;`);
      out.text('try {');
      const after = this.maybeReached(() => this.statements(node.body));
      if (flag !== undefined) out.text(`${flag} = true;`);
      const error = this.fresh('x');
      out.text(`} catch (${error}) {`);
      this.#handlers(node.handlers, error);
      out.text('}');
      if (flag === undefined) return;
      out.text(`if (${flag}) `);
      const before = this.frame.assigned;
      this.frame.assigned = after;
      this.#block(node.otherwise);
      this.frame.assigned = before;
    };
    if (node.last.length === 0) {
      inner();
      return;
    }
    this.maybeReached(inner);
    out.text('} finally {');
    this.statements(node.last);
    out.text('}');
  }

  #handlers(handlers: readonly Handler[], error: string): undefined {
    const { out } = this;
    const before = this.frame.caught;
    for (const [index, { by, name, body, at }] of handlers.entries()) {
      if (index > 0) out.text(' else ');
      out.mark(at);
      out.text(`if (py.catches(${error}`);
      if (by !== undefined) {
        out.text(', ');
        this.expression(by);
      }
      out.text(')) {');
      this.frame.caught = error;
      this.maybeReached(() => {
        if (name === undefined) {
          this.statements(body);
          return;
        }
        this.store(name.id, name.at, () => out.text(`py.caught(${error})`));
        out.text('; try {');
        this.statements(body);
        // Python forgets the name behind the block.
        out.text('} finally {');
        if (this.scope.find(name.id)?.kind === 'function') out.text(`$${name.id} = NONE;`);
        else {
          this.store(name.id, name.at, () => out.text('null'));
          out.text(';');
          this.#delete(name);
        }
        out.text('}');
      });
      this.frame.caught = before;
      out.text('}');
    }
    out.text(` else throw ${error};`);
  }

  #with(items: readonly { readonly manager: Expression; readonly target?: Expression }[], body: readonly Statement[]): undefined {
    const { out } = this;
    const [first, ...more] = items;
    if (first === undefined) return this.statements(body);
    const manager = this.fresh('m'),
      normal = this.fresh('e'),
      error = this.fresh('x'),
      value = this.fresh('v');
    this.frame.awaits = true;
    out.text(`{const ${manager} = `);
    this.expression(first.manager);
    out.text(`; const ${value} = `);
    out.mark(first.manager.at);
    out.text(`await py.enter(${manager}); let ${normal} = true; try {`);
    this.maybeReached(() => {
      if (first.target !== undefined) this.assign(first.target, value);
      this.#with(more, body);
    });
    out.text(`} catch (${error}) {${normal} = false; if (!(await py.exit(${manager}, ${error}))) throw ${error};}`);
    out.text(` finally {if (${normal}) await py.exit(${manager});}}`);
  }

  // Functions and classes.

  #decorate(decorators: readonly Expression[], what: () => void): undefined {
    const { out } = this;
    for (const decorator of decorators) {
      this.frame.awaits = true;
      out.mark(decorator.at);
      out.text('(await py.call(');
      this.expression(decorator);
      out.text(', [');
    }
    what();
    out.text(']))'.repeat(decorators.length));
  }

  #def(node: Statement & { type: 'def' }): undefined {
    const { out } = this;
    const breaks = this.#breaks;
    this.#breaks = [];
    this.store(node.name.id, node.name.at, () =>
      this.#decorate(node.decorators, () => {
        out.text(`py.func(${quoted(node.name.id)}, `);
        this.parameters(node);
        const names = node.parameters.map(({ name }) => `$${name}`).join(', ');
        out.text(node.scope.generator ? `, async function* (${names}) {` : `, async (${names}) => {`);
        const frame = new Frame(node.scope, out.gap(), node.scope.parameters);
        const own = this.ownNames(node.scope);
        this.inFrame(frame, own, () => {
          this.statements(node.body);
          out.text(`return null;}${node.doc === undefined ? '' : `, ${quoted(node.doc)}`})`);
        });
      }),
    );
    out.text(';');
    this.#breaks = breaks;
  }

  #class(node: Statement & { type: 'class' }): undefined {
    const { out } = this;
    const breaks = this.#breaks;
    this.#breaks = [];
    const names = this.classNames(node.scope);
    // Methods that say super() mean this variable.
    out.text(`let ${names}k;`);
    this.frame.awaits = true;
    this.store(node.name.id, node.name.at, () =>
      this.#decorate(node.decorators, () => {
        out.text(`${names}k = await py.classOf(${quoted(node.name.id)}, `);
        this.items(node.bases);
        out.text(`, async (${names}) => {`);
        const frame = new Frame(node.scope, out.gap());
        this.inFrame(frame, [], () => {
          this.statements(node.body);
          out.text(`}${node.doc === undefined ? '' : `, ${quoted(node.doc)}`})`);
        });
      }),
    );
    out.text(';');
    this.#breaks = breaks;
  }

  /** A statement of TypeScript, among the session's names and those of the functions around it. */
  #native({ piece }: Statement & { type: 'native' }): undefined {
    const { out } = this;
    const own = new Set<string>();
    for (let scope: Scope | undefined = this.scope; scope !== undefined; scope = scope.parent)
      if (scope.kind === 'function' || scope.kind === 'comprehension')
        for (const name of scope.bound) if (this.scope.find(name) !== undefined) own.add(name);
    for (const name of piece.stored) if (!own.has(name)) this.stored.add(name);
    for (const name of piece.loaded) if (!own.has(name)) this.loaded.add(name);
    this.frame.awaits = true;
    out.text(own.size === 0 ? 'with (py.scope(' : 'with (py.scope({');
    for (const name of own) {
      out.text(`get ${name}() { return `);
      this.load(name, piece.code[0]?.at ?? 0);
      out.text(`; }, set ${name}(v) { $${name} = v; }, `);
    }
    out.text(own.size === 0 ? ')) {' : '})) {');
    const shown = piece.expression && this.interactive && this.scope.kind === 'top';
    if (shown) out.text('await py.show(');
    for (const { text, at } of piece.code) {
      out.mark(at);
      out.text(text);
    }
    out.text(shown ? ');}' : ';}');
  }
}
