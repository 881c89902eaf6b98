/** Names, and what every part of the writer needs: variables of the code, and waiting for what may be a promise. */
import type { Scope } from '../read/scope.ts';
import type { Source } from '../read/source.ts';
import type { Expression } from '../read/tree.ts';
import { Frame } from './frame.ts';
import { Output } from './output.ts';

export const quoted = (text: string): string => JSON.stringify(text);

export abstract class Names {
  abstract expression(node: Expression): undefined;
  readonly out = new Output();
  readonly source: Source;
  frame: Frame;
  scope: Scope;
  /** Names of the session that the text asks for and sets. */
  readonly loaded = new Set<string>();
  readonly stored = new Set<string>();
  #classes = 0;
  #labels = 0;

  constructor(source: Source, scope: Scope) {
    this.source = source;
    this.scope = scope;
    this.out.text('(async (py) => {');
    this.frame = new Frame(scope, this.out.gap());
  }

  /** A variable of the code's own that is declared where it stands. */
  fresh(letter: string): string {
    return `${letter}${++this.#labels}`;
  }

  /** The variable that holds a class's own names while its body runs. */
  classNames(scope: Scope): string {
    let name = this.#names.get(scope);
    if (name === undefined) this.#names.set(scope, (name = `c${++this.#classes}`));
    return name;
  }
  readonly #names = new Map<Scope, string>();

  // Names.

  load(name: string, at: number): undefined {
    const { out } = this;
    out.mark(at);
    const home = this.scope.find(name);
    if (home === undefined) this.#session(name);
    else if (home.kind === 'class') {
      const own = this.classNames(home);
      out.text(`(Object.hasOwn(${own}, ${quoted(name)}) ? ${own}[${quoted(name)}] : `);
      const before = this.scope;
      this.scope = home.parent!;
      this.load(name, at);
      this.scope = before;
      out.text(')');
    } else if (home.parameters.has(name) || (home === this.frame.scope && this.frame.assigned.has(name))) out.text(`$${name}`);
    else out.text(`(($${name} === NONE) ? unbound(${quoted(name)}) : $${name})`);
  }

  #session(name: string): undefined {
    if (name === '__class__' && this.classOf() !== undefined) {
      this.out.text(`${this.classOf()}k`);
      return;
    }
    this.loaded.add(name);
    this.out.text(`py.load(${quoted(name)})`);
  }

  /** The class whose method is written. */
  protected classOf(): string | undefined {
    let inMethod = false;
    for (let scope: Scope | undefined = this.scope; scope !== undefined; scope = scope.parent) {
      if (scope.kind === 'class' && inMethod) return this.classNames(scope);
      if (scope.kind === 'function') inMethod = true;
    }
    return undefined;
  }

  /** `name = VALUE`, as an expression; what writes the value is called in between. */
  store(name: string, at: number, value: () => void): undefined {
    const home = this.scope.find(name);
    this.out.mark(at);
    if (home === undefined) {
      this.stored.add(name);
      this.out.text(`py.store(${quoted(name)}, `);
      value();
      this.out.text(')');
    } else {
      this.out.text(home.kind === 'class' ? `${this.classNames(home)}[${quoted(name)}] = ` : `$${name} = `);
      value();
      if (home === this.frame.scope) this.frame.assigned.add(name);
    }
  }

  await(what: () => void): undefined {
    this.frame.awaits = true;
    this.out.text('(await ');
    what();
    this.out.text(')');
  }

  /** What is a promise where a class of the session stands behind it, and mostly is none: awaited in that case only. */
  maybe(what: () => void): undefined {
    const { out, frame } = this;
    if (frame.undecided !== undefined) {
      const before = out.gap();
      what();
      frame.undecided.push({ before, after: out.gap() });
      return;
    }
    frame.awaits = true;
    const shared = frame.shared();
    out.text(`((${shared} = `);
    what();
    out.text(`) instanceof Promise ? await ${shared} : ${shared})`);
  }

  /** A lambda is written: now it is known whether it can await. */
  protected decide(frame: Frame): undefined {
    if (!frame.awaits) return;
    for (const { before, after } of frame.undecided ?? []) {
      const shared = frame.shared();
      this.out.fill(before, `((${shared} = `);
      this.out.fill(after, `) instanceof Promise ? await ${shared} : ${shared})`);
    }
  }

  inFrame(frame: Frame, own: Iterable<string>, what: () => void): undefined {
    const { frame: before, scope } = this;
    this.frame = frame;
    this.scope = frame.scope;
    what();
    this.out.fill(frame.gap, frame.declarations(own));
    this.frame = before;
    this.scope = scope;
  }

  /** The names of a function that are neither parameters nor somebody else's. */
  ownNames(scope: Scope): string[] {
    return [...scope.bound].filter((name) => !scope.parameters.has(name) && !scope.globals.has(name) && !scope.nonlocals.has(name));
  }
}
