/**
 * What lower parts ask of higher ones: a list's text asks for its items' texts, a dict's key for a class's own `__hash__`. The files that
 * answer fill it; so imports go one way.
 */
export interface Linked {
  call(what: unknown, positions: readonly unknown[], named?: Readonly<Record<string, unknown>>): unknown;
  get(of: unknown, name: string): unknown;
  repr(value: unknown): string;
  str(value: unknown): string;
  equal(a: unknown, b: unknown): boolean;
  /** How many arguments a function takes by position. */
  places(func: unknown): number;
  /** An object of the library as one with Behaviour; others as they are. */
  lift(value: unknown): unknown;
}

export const linked: Linked = {
  call: unlinked,
  get: unlinked,
  repr: unlinked,
  str: unlinked,
  equal: unlinked,
  places: unlinked,
  lift: (value) => value,
};

function unlinked(): never {
  throw new Error('python/runtime.ts was not loaded');
}
