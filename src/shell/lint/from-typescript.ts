/** A program in TypeScript as the nodes that rules look at: calls, their named values, names that are set. All else is only gone through. */
import { childrenOf, isNode, type Node as Parsed } from '../notation/native/node.ts';
import type { CallNode, Expression, Statement } from '../notation/read/tree.ts';

/** What no rule looks at: its parts. */
interface Parts {
  readonly parts: readonly unknown[];
}

/** @param program acorn's tree */
export const statementsOf = (program: Parsed): readonly Statement[] => childrenOf(program).map(nodeOf) as unknown as Statement[];

function nodeOf(x: Parsed): Expression | Statement | Parts {
  const at = x.start;
  switch (x.type) {
    case 'Identifier':
      return { type: 'name', id: String(x['name']), at };
    case 'Literal':
      if (typeof x['value'] === 'number' || typeof x['value'] === 'bigint') return { type: 'int', value: x['value'], at };
      return typeof x['value'] === 'string' ? { type: 'text', value: x['value'], at } : { parts: [] };
    case 'CallExpression':
      return callOf(x);
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      // A body of its own, as that of def.
      return { type: 'def', at, body: childrenOf(x).map(nodeOf) } as unknown as Statement;
    default:
      return { parts: childrenOf(x).map(nodeOf) };
  }
}

/** `TCP({ sport: 5 }, more)`: the first object's fields are what names are in `TCP(sport=5)`. */
function callOf(x: Parsed): CallNode {
  const given = (x['arguments'] as Parsed[]).filter(isNode);
  const [first, ...rest] = given;
  const fields = first?.type === 'ObjectExpression' ? (first['properties'] as Parsed[]) : undefined;
  const named = (fields ?? []).map((field) => ({
    ...(field['key']?.type === 'Identifier' && field['computed'] !== true && { name: String(field['key'].name) }),
    value: nodeOf((field['value'] ?? field['argument']) as Parsed) as Expression,
  }));
  const positions = (fields === undefined ? given : rest).map((one) => nodeOf(one) as Expression);
  return { type: 'call', callee: nodeOf(x['callee'] as Parsed) as Expression, positions, named, optional: false, at: x.start };
}
