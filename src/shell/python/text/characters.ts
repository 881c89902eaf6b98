/** Python's strings count code points, JavaScript's count halves of some. */

const SURROGATES = /[\ud800-\udfff]/;

/** The characters to count by: the text itself where all are of one unit, else an array. */
export const characters = (text: string): string | readonly string[] => (SURROGATES.test(text) ? Array.from(text) : text);

export const lengthOf = (text: string): number => characters(text).length;

/** Characters `start` to `stop`. */
export function part(text: string, start: number, stop: number): string {
  const all = characters(text);
  return typeof all === 'string' ? all.slice(start, stop) : all.slice(start, stop).join('');
}

/** Compares by code point. */
export function order(a: string, b: string): number {
  if (!SURROGATES.test(a) && !SURROGATES.test(b)) return a < b ? -1 : a > b ? 1 : 0;
  const [x, y] = [Array.from(a, (one) => one.codePointAt(0)!), Array.from(b, (one) => one.codePointAt(0)!)];
  for (let i = 0; i < Math.min(x.length, y.length); i++) if (x[i] !== y[i]) return x[i]! - y[i]!;
  return x.length - y.length;
}
