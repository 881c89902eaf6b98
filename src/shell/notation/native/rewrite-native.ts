/**
 * A statement of TypeScript as JavaScript that runs in `with (py.scope()) { … }`: no types, outermost declarations are names of the session,
 * `/` stacks layers, `f(a=1)` gives an argument by name, and what the outermost level calls is awaited.
 */
import { PYTHON_ONLY } from '../read/token.ts';
import type { NativePiece } from '../read/tree.ts';
import { declaredNames, patternNames } from './declared.ts';
import type { Edits } from './edits.ts';
import { childrenOf, type Node, Refused } from './node.ts';
import { isTypeOnly, stripNode } from './types.ts';

/** What a node is to the one above it. */
interface Above {
  readonly node: Node;
  readonly above?: Above | undefined;
}

export class NativeRewriter {
  readonly #text: string;
  readonly #edits: Edits;
  /** Declared in the piece: plain JavaScript. */
  #local = new Set<string>();
  /** Names of arguments, which are no values. */
  readonly #names = new Set<Node>();
  readonly #loaded = new Set<string>();
  readonly #stored = new Set<string>();

  constructor(text: string, edits: Edits) {
    this.#text = text;
    this.#edits = edits;
  }

  statement(node: Node): NativePiece {
    this.#check(node);
    const inner = node.type.startsWith('Export') ? (node['declaration'] as Node | null) : node;
    const typeOnly = isTypeOnly(node) || inner === null;
    if (typeOnly) this.#edits.blank(node.start, node.end);
    else this.#outermost(node, inner);
    const expression =
      !typeOnly && inner.type === 'ExpressionStatement' && !/^(?:Assignment|Update)/.test((inner['expression'] as Node).type);
    const end = expression ? (inner['expression'] as Node).end : node.end;
    return {
      end: node.end,
      code: this.#edits.pieces(node.start, Math.max(end, this.#closing(inner, end))),
      hoisted: inner?.type === 'FunctionDeclaration' && !typeOnly,
      stored: [...this.#stored],
      loaded: [...this.#loaded],
      expression,
    };
  }

  /** Where an expression statement ends, its brackets included, but not its semicolon. */
  #closing(inner: Node | null, end: number): number {
    if (inner?.type !== 'ExpressionStatement') return end;
    return this.#text[inner.end - 1] === ';' ? inner.end - 1 : inner.end;
  }

  /** Python's words, and what is Python with a mistake in it rather than TypeScript. */
  #check(node: Node): undefined {
    if (node.type === 'LabeledStatement' && !/^(?:For|While|Do|Block)/.test((node['body'] as Node).type))
      throw new Refused('no loop', node.start);
    if (/^(?:If|While|For)/.test(node.type)) {
      const body = (node['consequent'] ?? node['body']) as Node;
      if (body.type !== 'BlockStatement' && this.#text.slice(node.start, body.start).includes('\n'))
        throw new Refused('no block', node.start);
    }
    if (node.type === 'Identifier' && PYTHON_ONLY.has(node['name'] as string)) throw new Refused('a word of Python', node.start);
    for (const child of childrenOf(node)) this.#check(child);
  }

  #outermost(node: Node, inner: Node): undefined {
    this.#local = declaredNames(inner);
    if (inner !== node) this.#edits.blank(node.start, inner.start);
    stripNode(inner, this.#text, this.#edits);
    switch (inner.type) {
      case 'VariableDeclaration':
        this.#variables(inner);
        break;
      case 'FunctionDeclaration':
      case 'ClassDeclaration': {
        const name = (inner['id'] as Node)['name'] as string;
        this.#stored.add(name);
        this.#edits.around(inner.start, `${name} = `, inner.end, ';');
        break;
      }
      case 'ImportDeclaration':
        this.#import(inner);
        return;
      case 'ExportAllDeclaration':
        throw new Refused("'export *' is not supported here", inner.start, 'write import');
      default:
    }
    this.#walk({ node: inner }, true);
  }

  /** `const { a } = x, b = y` → `({ a } = x, b = y);` */
  #variables(node: Node): undefined {
    const declarators = node['declarations'] as Node[];
    this.#edits.replace(node.start, declarators[0]!.start, ' ');
    if (this.#text[node.end - 1] !== ';') this.#edits.around(node.end, '', node.end, ';');
    this.#edits.around(declarators[0]!.start, '(', declarators.at(-1)!.end, ')');
    for (const one of declarators) {
      for (const name of patternNames(one['id'], new Set())) {
        this.#stored.add(name);
        this.#local.delete(name);
      }
      if (one['init'] == null) this.#edits.around(one.end, ' = undefined', one.end, '');
    }
  }

  #import(node: Node): undefined {
    const from = `await py.importScript(${JSON.stringify((node['source'] as Node)['value'])})`;
    const parts: string[] = [];
    let whole = '';
    for (const one of node['specifiers'] as Node[]) {
      if (one['importKind'] === 'type') continue;
      const local = (one['local'] as Node)['name'] as string;
      this.#stored.add(local);
      if (one.type === 'ImportNamespaceSpecifier') whole = `${local} = `;
      else {
        const imported = one['imported'] as Node | undefined;
        parts.push(`${JSON.stringify(imported === undefined ? 'default' : (imported['name'] ?? imported['value']))}: ${local}`);
      }
    }
    this.#edits.replace(node.start, node.end, parts.length === 0 ? `${whole}${from};` : `({ ${parts.join(', ')} } = ${whole}${from});`);
  }

  /** `waits`: outside of all functions, where `await` is. */
  #walk(here: Above, waits: boolean): undefined {
    const { node } = here;
    if (/^TS(?!AsExpression|SatisfiesExpression|NonNull|TypeAssertion|Instantiation)/.test(node.type)) return;
    this.#edits.mark(node.start);
    const inside = waits && !/Function|^Class|^MethodDefinition|^StaticBlock/.test(node.type);
    this.#change(here, waits);
    for (const child of childrenOf(node)) this.#walk({ node: child, above: here }, inside);
  }

  #change(here: Above, waits: boolean): undefined {
    const { node } = here;
    const edits = this.#edits;
    switch (node.type) {
      case 'Identifier':
        if (!this.#local.has(node['name'] as string) && !this.#names.has(node) && this.#isValue(here))
          this.#loaded.add(node['name'] as string);
        return;
      case 'BinaryExpression':
        if (node['operator'] !== '/') return;
        edits.around(node.start, '$divided(', node.end, ')');
        return this.#comma(node['left'], node['right'], '/');
      case 'ForOfStatement':
        if (waits && node['await'] !== true) edits.around(node.start + 3, ' await', node.start + 3, '');
        edits.around((node['right'] as Node).start, '$each(', (node['right'] as Node).end, ')');
        return;
      case 'MemberExpression':
        return this.#member(here, waits);
      case 'CallExpression':
        return this.#call(here, waits);
      case 'NewExpression': {
        const callee = node['callee'] as Node;
        if (
          callee.type !== 'Identifier' ||
          this.#local.has(callee['name'] as string) ||
          !this.#text.slice(node.start, node.end).endsWith(')')
        )
          return;
        edits.replace(node.start, callee.start, '');
        edits.around(node.start, '$new(', node.start, '');
        this.#arguments(node, callee.end, '', '');
        return;
      }
      default:
    }
  }

  /** Whether an identifier means a value, and no key or name of an attribute. */
  #isValue({ node, above }: Above): boolean {
    const over = above?.node;
    if (over === undefined) return true;
    if (over.type === 'MemberExpression') return over['object'] === node || over['computed'] === true;
    return (
      !/^(?:Property|MethodDefinition|PropertyDefinition|LabeledStatement|BreakStatement|ContinueStatement)$/.test(over.type) ||
      over['value'] === node
    );
  }

  #comma(left: Node, right: Node, sign: string): undefined {
    let at = left.end;
    const end = right.start;
    while (at < end && this.#text[at] !== sign) {
      // A comment may stand between.
      if (this.#text.startsWith('/*', at)) at = this.#text.indexOf('*/', at) + 2;
      else at++;
    }
    if (sign === '/' && this.#text[at + 1] === '*') at = this.#text.indexOf(sign, this.#text.indexOf('*/', at) + 2);
    this.#edits.replace(at, at + 1, ',');
  }

  /** `p.x` and `p[TCP]`, read: objects of the session have attributes and items that JavaScript does not see. */
  #member({ node, above }: Above, _waits: boolean): undefined {
    const over = above?.node;
    const object = node['object'] as Node;
    if (object.type === 'Super' || object.type === 'ThisExpression' || (node['property'] as Node).type === 'PrivateIdentifier') return;
    if (this.#inChain(above) || over === undefined) return;
    if (
      /^(?:Update|Rest|ArrayPattern|AssignmentPattern|Tagged|New)/.test(over.type) ||
      (over.type === 'UnaryExpression' && over['operator'] === 'delete')
    )
      return;
    if (/^For/.test(over.type) && over['left'] === node) return;
    if (over.type === 'Property' && above!.above?.node.type === 'ObjectPattern') return;
    if (over.type === 'CallExpression' && over['callee'] === node) return;
    if (over.type === 'AssignmentExpression' && over['left'] === node) {
      if (over['operator'] !== '=') return;
      this.#edits.around(over.start, '$set(', over.end, ')');
      this.#key(node);
      // The bracket of an item is gone already; only the sign is left.
      return this.#comma(node, over['right'], '=');
    }
    this.#edits.around(node.start, '$get(', node.end, ')');
    this.#key(node);
  }

  /** `.x` → `, "x"`; `[x]` → `, x`. */
  #key(node: Node): undefined {
    const property = node['property'] as Node;
    const from = this.#behind(node['object'], property.start);
    if (node['computed'] === true) {
      this.#edits.replace(this.#text.indexOf('[', from), this.#text.indexOf('[', from) + 1, ', $item, ');
      const close = this.#text.indexOf(']', this.#behind(property, node.end));
      this.#edits.replace(close, close + 1, '');
    } else this.#edits.replace(from, property.end, `, ${JSON.stringify(property['name'])}`);
  }

  #behind(node: Node, end: number): number {
    let at = node.end;
    for (;;) {
      const bracket = /^\s*\)/.exec(this.#text.slice(at, Math.min(end, at + 100)));
      if (bracket === null) return at;
      at += bracket[0].length;
    }
  }

  #inChain(above: Above | undefined): boolean {
    for (let one = above; one !== undefined; one = one.above) {
      if (one.node.type === 'ChainExpression') return true;
      if (one.node.type !== 'MemberExpression' && one.node.type !== 'CallExpression') return false;
    }
    return false;
  }

  #call(here: Above, waits: boolean): undefined {
    const { node, above } = here;
    const callee = node['callee'] as Node;
    if (callee.type === 'Super' || callee.type === 'Import' || node['optional'] === true || this.#inChain(above))
      return this.#unnamed(node);
    if (
      callee.type === 'MemberExpression' &&
      (/^(?:Super|ThisExpression)$/.test((callee['object'] as Node).type) ||
        (callee['property'] as Node).type === 'PrivateIdentifier' ||
        callee['optional'] === true)
    )
      return this.#unnamed(node);
    const awaited = waits && !this.#isPromise(above);
    const [open, close] = awaited ? ['(await ', ')'] : ['', ''];
    if (callee.type === 'MemberExpression') {
      this.#edits.around(node.start, `${open}$method(`, node.end, close);
      this.#key(callee);
      return this.#arguments(node, callee.end, ', ', '');
    }
    const session = callee.type === 'Identifier' && !this.#local.has(callee['name'] as string);
    if (!session && !this.#namedOf(node)) {
      if (awaited) this.#edits.around(node.start, open, node.end, close);
      return;
    }
    this.#edits.around(node.start, `${open}$call(`, node.end, close);
    this.#arguments(node, callee.end, ', ', '');
  }

  /** `f(x).then(…)`: who writes so wants the promise. */
  #isPromise(above: Above | undefined): boolean {
    const over = above?.node;
    if (over?.type === 'AwaitExpression') return true;
    return over?.type === 'MemberExpression' && /^(?:then|catch|finally)$/.test(String((over['property'] as Node)['name']));
  }

  #namedOf(node: Node): boolean {
    return (node['arguments'] as Node[]).some((one) => this.#isNamed(one));
  }

  #isNamed(argument: Node): boolean {
    return argument.type === 'AssignmentExpression' && argument['operator'] === '=' && (argument['left'] as Node).type === 'Identifier';
  }

  #unnamed(node: Node): undefined {
    const named = (node['arguments'] as Node[]).find((one) => this.#isNamed(one));
    if (named !== undefined) throw new Refused('an argument cannot have a name here', named.start, 'write { name: value }');
  }

  /** `(x, a=1)` → `, [x], { a: 1 })`. */
  #arguments(node: Node, from: number, before: string, after: string): undefined {
    const list = node['arguments'] as Node[];
    const open = this.#text.indexOf('(', this.#behind(node['callee'], list[0]?.start ?? node.end));
    void from;
    const first = list.findIndex((one) => this.#isNamed(one));
    this.#edits.replace(open, open + 1, `${before === '' ? ', ' : before}[`);
    if (first < 0) this.#edits.replace(node.end - 1, node.end, `]${after})`);
    else {
      const seen = new Set<string>();
      for (const one of list.slice(first)) {
        if (!this.#isNamed(one)) throw new Refused('an argument without a name stands behind one with a name', one.start, 'put it first');
        const left = one['left'] as Node;
        const name = left['name'] as string;
        if (seen.has(name)) throw new Refused(`the argument '${name}' stands twice`, one.start, 'leave one of them out');
        seen.add(name);
        this.#names.add(left);
        const sign = this.#text.indexOf('=', left.end);
        this.#edits.replace(sign, sign + 1, ':');
      }
      this.#edits.around(list[first]!.start, first === 0 ? '], {' : '], {', node.end - 1, '}');
      this.#edits.replace(node.end - 1, node.end, ')');
    }
  }
}
