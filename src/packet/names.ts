/** Names for numbers. */
export interface Names { name(value: number): string | undefined; value(name: string): number | undefined; entries(): Iterable<[number, string]> }
export function names(table: Readonly<Record<string, number>>): Names { return lazyNames(() => Object.entries(table).map(([n, v]) => [v, n])); }
export function lazyNames(load: () => Iterable<[number, string]>): Names {
  let by: Map<number, string> | undefined, back: Map<string, number> | undefined;
  const get = (): Map<number, string> => { if (by === undefined) { by = new Map(); back = new Map(); for (const [v, n] of load()) { if (!by.has(v)) by.set(v, n); if (!back.has(n)) back.set(n, v); } } return by; };
  return { name: (v) => get().get(v), value: (n) => { get(); return back?.get(n); }, entries: () => get().entries() };
}
