/** Which function a name belongs to: Python's rules. A name that is assigned in a function is the function's own in all of it. */
export class Scope {
  readonly kind: 'top' | 'function' | 'class' | 'comprehension';
  readonly parent: Scope | undefined;
  /** Assigned here. */
  readonly bound = new Set<string>();
  readonly parameters = new Set<string>();
  readonly globals = new Set<string>();
  readonly nonlocals = new Set<string>();
  /** Set by `:=` within this comprehension, for its home. */
  readonly walrus = new Set<string>();
  /** Where a `yield` stands in brackets. */
  yielded: number | undefined;
  /** It has a `yield`. */
  generator = false;
  /** A class's name, for `__x` in it. */
  readonly name: string;

  constructor(kind: Scope['kind'], parent?: Scope, name = '') {
    this.kind = kind;
    this.parent = parent;
    this.name = name;
  }

  bind(name: string): void {
    this.bound.add(name);
  }

  /** The function, class or text that a comprehension stands in. */
  get home(): Scope {
    let scope: Scope = this;
    while (scope.kind === 'comprehension' && scope.parent !== undefined) scope = scope.parent;
    return scope;
  }

  get inFunction(): boolean {
    return this.home.kind === 'function';
  }

  /** Whose a name is; undefined: the session's. */
  find(name: string): Scope | undefined {
    let first = true;
    for (let scope: Scope | undefined = this; scope !== undefined && scope.kind !== 'top'; scope = scope.parent) {
      if (scope.globals.has(name)) return undefined;
      if (scope.bound.has(name) && !scope.nonlocals.has(name) && (scope.kind !== 'class' || first)) return scope;
      first = false;
    }
    return undefined;
  }
}
