/** The names that a piece of TypeScript declares anywhere in it. All others are the session's. */
import { childrenOf, type Node } from './node.ts';

/** The names in what is assigned to: `{ a, b: [c = 1] }`. */
export function patternNames(node: Node | null, into: Set<string>): Set<string> {
  if (node === null) return into;
  switch (node.type) {
    case 'Identifier':
      into.add(node['name'] as string);
      break;
    case 'ObjectPattern':
      for (const one of node['properties'] as Node[]) patternNames(one.type === 'RestElement' ? one['argument'] : one['value'], into);
      break;
    case 'ArrayPattern':
      for (const one of node['elements'] as (Node | null)[]) patternNames(one, into);
      break;
    case 'AssignmentPattern':
      patternNames(node['left'], into);
      break;
    case 'RestElement':
      patternNames(node['argument'], into);
      break;
    default:
  }
  return into;
}

export function declaredNames(node: Node, into = new Set<string>()): Set<string> {
  if (node.type === 'VariableDeclarator') patternNames(node['id'], into);
  else if (Array.isArray(node['params'])) for (const one of node['params'] as Node[]) patternNames(one, into);
  else if (node.type === 'CatchClause') patternNames(node['param'], into);
  if (/^(?:Function|Class)/.test(node.type) && node['id'] != null) into.add((node['id'] as Node)['name']);
  for (const child of childrenOf(node)) declaredNames(child, into);
  return into;
}
