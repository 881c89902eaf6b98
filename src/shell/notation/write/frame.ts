/** What the writer knows of the JavaScript function that it is writing. */
import type { Scope } from '../read/scope.ts';

export class Frame {
  readonly scope: Scope;
  /** Where `let …` stands. */
  readonly gap: number;
  /** It has an `await`: it must be async. */
  awaits = false;
  /** Its names that have a value here in any case. */
  assigned: Set<string>;
  /** The variable of the innermost `except`. */
  caught: string | undefined;
  #used = 0;
  #most = 0;
  #shared = false;
  /** Of a lambda, which is async only if it calls something: where what may be a promise begins and ends. */
  readonly undecided: { readonly before: number; readonly after: number }[] | undefined;

  constructor(scope: Scope, gap: number, assigned: Iterable<string> = [], undecided = false) {
    this.scope = scope;
    this.gap = gap;
    this.assigned = new Set(assigned);
    this.undecided = undecided ? [] : undefined;
  }

  /** A variable for a value that is needed twice, until the next statement. */
  temporary(): string {
    this.#used++;
    if (this.#used > this.#most) this.#most = this.#used;
    return `t${this.#used}`;
  }

  /** A variable for a value that may be a promise. One is enough: it is read as soon as it is set. */
  shared(): string {
    this.#shared = true;
    return 'q';
  }

  /** A statement begins: what the ones before kept is needed no more. */
  restart(): void {
    this.#used = 0;
  }

  /** The declarations of its names and temporaries. */
  declarations(own: Iterable<string>): string {
    const all = [...[...own].map((name) => `$${name} = NONE`), ...Array.from({ length: this.#most }, (_, index) => `t${index + 1}`)];
    if (this.#shared) all.push('q');
    return all.length === 0 ? '' : `let ${all.join(', ')};`;
  }
}
