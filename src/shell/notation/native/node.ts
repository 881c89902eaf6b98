/** Nodes of acorn's tree, as far as this folder looks at them, and a walk through them. */

export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: any;
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** The nodes right below one, in the order of their fields. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (const [field, value] of Object.entries(node)) {
    if (field === 'loc' || field === 'parent') continue;
    if (Array.isArray(value)) children.push(...value.filter(isNode));
    else if (isNode(value)) children.push(value);
  }
  return children;
}

/** Code that cannot be taken, and where it stands. */
export class Refused extends Error {
  readonly at: number;
  readonly suggestion: string | undefined;
  constructor(text: string, at: number, suggestion?: string) {
    super(text);
    this.at = at;
    this.suggestion = suggestion;
  }
}
