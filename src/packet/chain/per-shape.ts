/** What is known of a shape, found once for all packets that have it. */
import type { Shape } from './shape.ts';

/** @param find what is known of a shape; asked once for each. Packets that follow each other mostly have the same: the last answer is at hand. */
export function perShape<T>(find: (shape: Shape) => T): (shape: Shape) => T {
  let lastShape: Shape | undefined;
  let last: T;
  const all = new WeakMap<Shape, { readonly known: T }>();
  return (shape) => {
    if (shape === lastShape) return last;
    let found = all.get(shape);
    if (found === undefined) all.set(shape, (found = { known: find(shape) }));
    lastShape = shape;
    last = found.known;
    return last;
  };
}
