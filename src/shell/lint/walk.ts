/** Goes through all nodes of a text. */
import type { CallNode, Expression, Statement } from '../notation/read/tree.ts';

export type Node = Expression | Statement;

const isNode = (x: object): x is Node => 'type' in x && 'at' in x;

/** Every node, from the outside in, in the order of the text. A scope is no node, and is not entered. */
export function* nodesIn(x: unknown): Generator<Node> {
  if (typeof x !== 'object' || x === null) return;
  if (Array.isArray(x)) {
    for (const item of x) yield* nodesIn(item);
    return;
  }
  if (isNode(x)) yield x;
  for (const [key, value] of Object.entries(x)) if (key !== 'scope') yield* nodesIn(value);
}

/** `TCP(…)`: the name that is called. */
export const calledName = (node: CallNode): string | undefined =>
  node.callee.type === 'name' ? node.callee.id : node.callee.type === 'attribute' ? node.callee.name : undefined;

/** Bodies that run as one: the text itself, and each function's. What stands in a function is not the text's. */
export function* bodiesIn(statements: readonly Statement[]): Generator<readonly Node[]> {
  const inner: (readonly Statement[])[] = [];
  const own: Node[] = [];
  const gather = (x: unknown): void => {
    if (typeof x !== 'object' || x === null) return;
    if (Array.isArray(x)) {
      x.forEach(gather);
      return;
    }
    if (isNode(x)) {
      own.push(x);
      if (x.type === 'def') {
        inner.push(x.body);
        return;
      }
    }
    for (const [key, value] of Object.entries(x)) if (key !== 'scope') gather(value);
  };
  gather(statements);
  yield own;
  for (const body of inner) yield* bodiesIn(body);
}
