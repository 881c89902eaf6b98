/** Modules as values: `import x`, `from x import y`. */
import { nearest } from '../../bytes/nearest.ts';
import { DIR, GET, REPR, SET } from './behaviour.ts';
import { attributeError, importError, importErrorType, PyError, suggestionOf } from './errors.ts';
import { isPlain } from './kinds.ts';
import { MODULES, REFUSED } from './modules/index.ts';
import type { Session } from './session.ts';
import { CLASS, moduleType, type Type } from './types.ts';

export class Module {
  readonly name: string;
  readonly names: Map<string, unknown>;
  constructor(name: string, names: Map<string, unknown>) {
    this.name = name;
    this.names = names;
  }
  get [CLASS](): Type {
    return moduleType;
  }
  [GET](name: string): unknown {
    if (this.names.has(name)) return this.names.get(name);
    if (name === '__name__') return this.name;
    if (name === '__doc__' || name === '__file__') return null;
    const near = nearest(name, this.names.keys());
    throw attributeError(`module '${this.name}' has no attribute '${name}'`, suggestionOf(near));
  }
  [SET](name: string, value: unknown): unknown {
    this.names.set(name, value);
    return value;
  }
  [DIR](): readonly string[] {
    return [...this.names.keys()];
  }
  [REPR](): string {
    return `<module '${this.name}' (built-in)>`;
  }
}

function asModule(name: string, loaded: unknown): Module {
  if (loaded instanceof Module) return loaded;
  if (loaded instanceof Map) return new Module(name, loaded);
  const entries = isPlain(loaded) || typeof loaded === 'object' ? Object.entries(loaded as object) : [];
  return new Module(name, new Map(entries));
}

/** The modules of one session: each is made when it is first asked for. */
export class Modules {
  readonly #session: Session;
  readonly #builtins: ReadonlyMap<string, unknown>;
  readonly #loaded = new Map<string, Module>();

  constructor(session: Session, builtins: ReadonlyMap<string, unknown>) {
    this.#session = session;
    this.#builtins = builtins;
  }

  async find(name: string): Promise<Module> {
    const has = this.#loaded.get(name);
    if (has !== undefined) return has;
    const given = Object.hasOwn(this.#session.modules, name) ? this.#session.modules[name] : undefined;
    if (given !== undefined) return this.#keep(name, asModule(name, await given()));
    const own = Object.hasOwn(MODULES, name) ? MODULES[name] : undefined;
    const refused = own === undefined ? (REFUSED[name] ?? REFUSED[name.split('.')[0]!]) : undefined;
    if (refused !== undefined) throw new PyError(importErrorType, [`${name} is not here: ${refused}`]);
    if (own !== undefined) {
      const module = this.#keep(name, asModule(name, await own(this.#session, this.#builtins)));
      for (const inner of Object.keys(MODULES))
        if (inner.startsWith(`${name}.`)) module.names.set(inner.slice(name.length + 1), await this.find(inner));
      return module;
    }
    return this.#absent(name);
  }

  /** `a.b` that nobody loads by that name may be a name of `a`. */
  async #absent(name: string): Promise<Module> {
    const dot = name.lastIndexOf('.');
    if (dot > 0) {
      const inner = (await this.find(name.slice(0, dot))).names.get(name.slice(dot + 1));
      if (inner instanceof Module) return inner;
    }
    const known = [...Object.keys(this.#session.modules), ...Object.keys(MODULES)];
    throw importError(`No module named '${name}'`, suggestionOf(nearest(name, known)));
  }

  #keep(name: string, module: Module): Module {
    this.#loaded.set(name, module);
    return module;
  }

  /** `import a.b`: `a`, which then has `b`; with `bound` (`as c`) the inner one. */
  async load(name: string, bound: boolean): Promise<Module> {
    const inner = await this.find(name);
    if (bound || !name.includes('.')) return inner;
    const parts = name.split('.');
    let outer: Module | undefined;
    for (let i = parts.length - 1; i > 0; i--) {
      const path = parts.slice(0, i).join('.');
      const above = await this.find(path).catch(() => this.#keep(path, new Module(path, new Map())));
      const below = outer ?? inner;
      if (!above.names.has(parts[i]!)) above.names.set(parts[i]!, below);
      outer = above;
    }
    return outer ?? inner;
  }

  async from(name: string, wanted: readonly string[]): Promise<unknown[]> {
    const module = await this.find(name);
    if (wanted[0] === '*') {
      for (const [key, value] of module.names) if (!key.startsWith('_')) this.#session.names.set(key, value);
      return [];
    }
    const values: unknown[] = [];
    for (const key of wanted) {
      if (module.names.has(key)) values.push(module.names.get(key));
      else values.push(await this.find(`${name}.${key}`).catch(() => this.#missing(module, key)));
    }
    return values;
  }

  #missing(module: Module, key: string): never {
    throw new PyError(
      importErrorType,
      [`cannot import name '${key}' from '${module.name}'`],
      suggestionOf(nearest(key, module.names.keys())),
    );
  }
}
