/** Writes expressions as calls of the runtime. */
import type { Scope } from '../read/scope.ts';
import type { CallNode, ComprehensionNode, Expression, FormatPart, FunctionNode } from '../read/tree.ts';
import { Frame } from './frame.ts';
import { quoted } from './names.ts';
import { Operators } from './operators.ts';

/** A key of an object literal; `__proto__` would set the prototype. */
const key = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) && name !== '__proto__' ? name : `[${quoted(name)}]`);
export class Expressions extends Operators {
  // Values.

  expression(node: Expression): undefined {
    const { out } = this;
    switch (node.type) {
      case 'name':
        return this.load(node.id, node.at);
      case 'plain':
        return out.text(
          node.code === 'null' || node.code === 'true' || node.code === 'false' || node.code === 'undefined' ? node.code : `(${node.code})`,
        );
      case 'int':
        return out.text(typeof node.value === 'bigint' ? `${node.value}n` : String(node.value));
      case 'float':
        return this.#float(node.value);
      case 'text':
        return out.text(quoted(node.value));
      case 'octets':
        return out.text(`py.octets(${quoted(node.value)})`);
      case 'joined':
        return this.#joined(node.parts);
      case 'tuple':
        out.text('py.tuple(');
        this.items(node.items);
        return out.text(')');
      case 'list':
        return this.items(node.items);
      case 'set':
        return this.maybe(() => {
          out.text('py.gathered(');
          this.items(node.items);
          out.text(')');
        });
      case 'dict':
        return this.#dict(node.entries);
      case 'object':
        return this.#object(node.entries);
      case 'star':
        throw this.source.error("'*' does not stand here", node.at, node.at + 1);
      case 'attribute':
      case 'item':
        return this.#member(node);
      case 'slice':
        out.text('py.slice(');
        for (const [index, part] of [0, 1, 2].entries()) {
          if (index > 0) out.text(', ');
          const one = node.parts[part];
          if (one === undefined) out.text('null');
          else this.expression(one);
        }
        return out.text(')');
      default:
        return this.#operation(node);
    }
  }

  #operation(
    node: Exclude<
      Expression,
      {
        type:
          | 'name'
          | 'plain'
          | 'int'
          | 'float'
          | 'text'
          | 'octets'
          | 'joined'
          | 'tuple'
          | 'list'
          | 'set'
          | 'dict'
          | 'object'
          | 'star'
          | 'attribute'
          | 'item'
          | 'slice';
      }
    >,
  ): undefined {
    const { out } = this;
    switch (node.type) {
      case 'call':
        return this.#call(node);
      case 'new':
        out.mark(node.at);
        this.await(() => {
          out.text('py.construct(');
          this.expression(node.callee);
          out.text(', ');
          this.items(node.positions);
          out.text(')');
        });
        return;
      case 'binary':
        return this.binary(node);
      case 'unary':
        return this.unary(node);
      case 'compare':
        return this.compare(node);
      case 'logic':
        return this.logic(node);
      case 'choice':
        out.text('(');
        this.condition(node.test);
        out.text(' ? ');
        this.expression(node.yes);
        out.text(' : ');
        this.expression(node.no);
        return out.text(')');
      case 'lambda':
        return this.lambda(node);
      case 'arrow':
        return this.#arrow(node);
      case 'walrus':
        out.text('(');
        if (this.scope.find(node.name.id) === undefined) {
          const temporary = this.frame.temporary();
          this.store(node.name.id, node.at, () => {
            out.text(`${temporary} = `);
            this.expression(node.value);
          });
          return out.text(`, ${temporary})`);
        }
        this.#walrus(node);
        return out.text(')');
      case 'await':
        return this.await(() => this.expression(node.value));
      case 'yield':
        out.mark(node.at);
        if (node.from) out.text('(yield* py.iterate(');
        else out.text('(yield ');
        if (node.value === undefined) out.text('null');
        else this.expression(node.value);
        return out.text(node.from ? '))' : ')');
      case 'comprehension':
        return this.#comprehension(node);
    }
  }

  /** It may stand where it is not always reached: afterwards nobody counts on the name. */
  #walrus(node: Expression & { type: 'walrus' }): undefined {
    const known = this.frame.assigned.has(node.name.id);
    this.store(node.name.id, node.at, () => this.expression(node.value));
    if (!known) this.frame.assigned.delete(node.name.id);
  }

  #float(value: number): undefined {
    if (Number.isInteger(value)) this.out.text(`py.float(${value})`);
    else this.out.text(Number.isFinite(value) ? String(value) : `py.float(${value})`);
  }

  items(items: readonly Expression[]): undefined {
    this.out.text('[');
    for (const [index, item] of items.entries()) {
      if (index > 0) this.out.text(', ');
      if (item.type === 'star') {
        this.out.mark(item.at);
        this.out.text('...');
        this.await(() => {
          this.out.text('py.list(');
          this.expression(item.value);
          this.out.text(')');
        });
      } else this.expression(item);
    }
    this.out.text(']');
  }

  #joined(parts: readonly FormatPart[]): undefined {
    this.out.text('(""');
    for (const part of parts) {
      this.out.text(' + ');
      if (typeof part === 'string') this.out.text(quoted(part));
      else {
        this.maybe(() => {
          this.out.text('py.format(');
          this.expression(part.value);
          this.out.text(`, ${quoted(part.conversion)}, `);
          this.#joined(part.spec);
          this.out.text(')');
        });
      }
    }
    this.out.text(')');
  }

  #dict(entries: readonly { readonly key?: Expression; readonly value: Expression }[]): undefined {
    const { out } = this;
    const spread = entries.findIndex((entry) => entry.key === undefined);
    const plain = spread < 0 ? entries : entries.slice(0, spread);
    const temporary = spread < 0 ? '' : this.frame.temporary();
    if (spread >= 0) out.text(`(${temporary} = `);
    // A key may be an object of a class with its own `__hash__`.
    this.maybe(() => {
      out.text('py.dict([');
      for (const [index, entry] of plain.entries()) {
        out.text(index > 0 ? ', [' : '[');
        this.expression(entry.key!);
        out.text(', ');
        this.expression(entry.value);
        out.text(']');
      }
      out.text('])');
    });
    if (spread < 0) return;
    for (const entry of entries.slice(spread)) {
      out.text(', ');
      if (entry.key === undefined)
        this.await(() => {
          out.text(`py.method(${temporary}, "update", [`);
          this.expression(entry.value);
          out.text('])');
        });
      else {
        const { key: named, value } = entry;
        this.maybe(() => {
          out.text(`py.setItem(${temporary}, `);
          this.expression(named);
          out.text(', ');
          this.expression(value);
          out.text(')');
        });
      }
    }
    out.text(`, ${temporary})`);
  }

  #object(entries: readonly { readonly key?: string | Expression; readonly value: Expression }[]): undefined {
    const { out } = this;
    out.text('({');
    for (const entry of entries) {
      if (entry.key === undefined) out.text('...');
      else if (typeof entry.key === 'string') out.text(`${key(entry.key)}: `);
      else {
        out.text('[');
        this.expression(entry.key);
        out.text(']: ');
      }
      this.expression(entry.value);
      out.text(', ');
    }
    out.text('})');
  }

  #member(node: Expression & { type: 'attribute' | 'item' }): undefined {
    const { out } = this;
    const temporary = node.optional ? this.frame.temporary() : '';
    if (node.optional) {
      out.text(`((${temporary} = `);
      this.expression(node.of);
      out.text(') == null ? undefined : ');
    }
    out.mark(node.at);
    this.maybe(() => {
      out.mark(node.at);
      out.text(node.type === 'attribute' ? 'py.get(' : 'py.item(');
      if (node.optional) out.text(temporary);
      else this.expression(node.of);
      out.text(', ');
      if (node.type === 'attribute') out.text(quoted(node.name));
      else this.expression(node.key);
      out.text(')');
    });
    if (node.optional) out.text(')');
  }

  // Calls and functions.

  #call(node: CallNode): undefined {
    const { out } = this;
    const { callee } = node;
    if (callee.type === 'name' && callee.id === 'super' && node.positions.length === 0 && this.#super(node.at)) return;
    const temporary = node.optional ? this.frame.temporary() : '';
    if (node.optional) {
      out.text(`((${temporary} = `);
      this.expression(callee);
      out.text(') == null ? undefined : ');
    }
    out.mark(node.at);
    this.await(() => {
      if (callee.type === 'attribute' && !callee.optional && !node.optional) {
        out.text('py.method(');
        this.expression(callee.of);
        out.mark(callee.at);
        out.text(`, ${quoted(callee.name)}, `);
      } else {
        out.text('py.call(');
        if (node.optional) out.text(temporary);
        else this.expression(callee);
        out.text(', ');
      }
      this.items(node.positions);
      if (node.named.length > 0) this.#named(node.named);
      out.text(')');
    });
    if (node.optional) out.text(')');
  }

  #named(named: CallNode['named']): undefined {
    this.out.text(', {');
    for (const [index, { name, value }] of named.entries()) {
      if (index > 0) this.out.text(', ');
      this.out.text(name === undefined ? '...py.named(' : `${key(name)}: `);
      this.expression(value);
      if (name === undefined) this.out.text(')');
    }
    this.out.text('}');
  }

  /** `super()`, with the class and the object that it means. */
  #super(at: number): boolean {
    const own = this.classOf();
    let method: Scope | undefined = this.scope;
    while (method !== undefined && method.kind !== 'function') method = method.parent;
    const self = method?.parameters.values().next().value;
    if (own === undefined || self === undefined) return false;
    this.out.mark(at);
    this.loaded.add('super');
    this.await(() => this.out.text(`py.call(py.load("super"), [${own}k, $${self}])`));
    return true;
  }

  /** `[{ name, kind, value }, …]`: what `py.func` takes. Values are computed where the function is defined. */
  parameters(node: FunctionNode): undefined {
    this.out.text('[');
    for (const { name, kind, value } of node.parameters) {
      this.out.text(`{name: ${quoted(name)}${kind === undefined ? '' : `, kind: "${kind}"`}`);
      if (value !== undefined) {
        this.out.text(', value: ');
        this.expression(value);
      }
      this.out.text('}, ');
    }
    this.out.text(']');
  }

  /** Writes a function's inside in a frame of its own. */
  lambda(node: Expression & { type: 'lambda' }): undefined {
    const { out } = this;
    out.mark(node.at);
    out.text('py.func("<lambda>", ');
    this.parameters(node);
    out.text(', ');
    const asynchronous = out.gap();
    out.text(`(${node.parameters.map(({ name }) => `$${name}`).join(', ')})${node.scope.generator ? '' : ' =>'} {`);
    const frame = new Frame(node.scope, out.gap(), node.scope.parameters, !node.scope.generator);
    this.inFrame(frame, this.ownNames(node.scope), () => {
      out.text('return ');
      this.expression(node.body);
      out.text(';})');
      this.decide(frame);
    });
    out.fill(asynchronous, node.scope.generator ? 'async function* ' : frame.awaits ? 'async ' : '');
  }

  /** An arrow is a plain function of JavaScript. */
  #arrow(node: Expression & { type: 'arrow' }): undefined {
    const { out } = this;
    out.mark(node.at);
    out.text('(');
    const asynchronous = out.gap();
    out.text('(');
    const patterns: { from: string; target: Expression }[] = [];
    const names = node.parameters.map(({ target, rest }, index) => {
      const name = target.type === 'name' ? `$${target.id}` : this.fresh('p');
      if (target.type !== 'name') patterns.push({ from: name, target });
      return `${rest ? '...' : ''}${name}${index < node.parameters.length - 1 ? ', ' : ''}`;
    });
    out.text(`${names.join('')}) => {`);
    const frame = new Frame(node.scope, out.gap(), node.scope.parameters, true);
    this.inFrame(frame, this.ownNames(node.scope), () => {
      for (const { target, value } of node.parameters) {
        if (value === undefined || target.type !== 'name') continue;
        out.text(`if ($${target.id} === undefined) $${target.id} = `);
        this.expression(value);
        out.text('; ');
      }
      for (const { from, target } of patterns) {
        this.assign(target, from);
        out.text(' ');
      }
      out.text('return ');
      this.expression(node.body);
      out.text(';})');
      this.decide(frame);
    });
    out.fill(asynchronous, frame.awaits ? 'async ' : '');
  }

  // Comprehensions.

  #comprehension(node: ComprehensionNode): undefined {
    const { out } = this;
    const generator = node.kind === 'generator';
    out.mark(node.at);
    out.text(generator ? '(async function* (it) {' : '(await (async (it) => {');
    if (!generator) this.frame.awaits = true;
    const frame = new Frame(node.scope, out.gap());
    this.inFrame(frame, this.ownNames(node.scope), () => {
      if (!generator) out.text('const r = [];');
      for (const [index, { target, of, tests }] of node.clauses.entries()) {
        const item = this.fresh('i');
        out.text(`for await (const ${item} of `);
        if (index === 0) out.text('it');
        else this.#iterate(of);
        out.text(') {');
        this.pause();
        this.assign(target, item);
        for (const test of tests) {
          out.text('if (!');
          this.condition(test, true);
          out.text(') continue;');
        }
      }
      out.text(generator ? 'yield ' : 'r.push(');
      if (node.kind === 'dict') out.text('[');
      this.expression(node.element);
      if (node.kind === 'dict') {
        out.text(', ');
        this.expression(node.value!);
        out.text(']');
      }
      out.text((generator ? ';' : ');') + '}'.repeat(node.clauses.length));
      const made = { list: 'r', set: 'py.gathered(r)', dict: 'py.dict(r)', generator: '' }[node.kind];
      out.text(generator ? '})(' : `return ${made};})(`);
    });
    this.#iterate(node.clauses[0]!.of);
    out.text(generator ? ')' : '))');
  }

  #iterate(of: Expression): undefined {
    this.out.mark(of.at);
    this.out.text('py.iterate(');
    this.expression(of);
    this.out.text(')');
  }

  pause(): undefined {
    this.frame.awaits = true;
    this.out.text('const w = py.pause(); if (w !== undefined) await w;');
  }

  // What is assigned to. `value` is a variable of the code.

  assign(target: Expression, value: string): undefined {
    const { out } = this;
    switch (target.type) {
      case 'name':
        this.store(target.id, target.at, () => out.text(value));
        return out.text(';');
      case 'attribute':
        out.mark(target.at);
        this.maybe(() => {
          out.mark(target.at);
          out.text('py.set(');
          this.expression(target.of);
          out.text(`, ${quoted(target.name)}, ${value})`);
        });
        return out.text(';');
      case 'item':
        out.mark(target.at);
        this.maybe(() => {
          out.mark(target.at);
          out.text('py.setItem(');
          this.expression(target.of);
          out.text(', ');
          this.expression(target.key);
          out.text(`, ${value})`);
        });
        return out.text(';');
      case 'tuple':
      case 'list': {
        const star = target.items.findIndex((item) => item.type === 'star');
        const list = this.fresh('u');
        const counts = star < 0 ? `${target.items.length}, false, 0` : `${star}, true, ${target.items.length - star - 1}`;
        out.mark(target.at);
        out.text(`const ${list} = `);
        this.await(() => out.text(`py.unpack(${value}, ${counts})`));
        out.text(';');
        for (const [index, item] of target.items.entries()) this.assign(item.type === 'star' ? item.value : item, `${list}[${index}]`);
        return;
      }
      default:
        throw this.source.error('this cannot be assigned to', target.at, target.at + 1);
    }
  }
}
