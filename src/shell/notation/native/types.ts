/** Takes TypeScript's types out of a tree's text: blanks in their place, so that lines and columns stay. What is more than a type is refused. */
import type { Edits } from './edits.ts';
import { childrenOf, type Node, Refused } from './node.ts';

const NOT_ERASABLE: Readonly<Record<string, string>> = {
  TSEnumDeclaration: "'enum' is more than a type",
  TSParameterProperty: 'a field among the parameters is more than a type',
  TSImportEqualsDeclaration: "'import x = …' is more than a type",
  TSExportAssignment: "'export =' is more than a type",
};
const INSTEAD: Readonly<Record<string, string>> = {
  TSEnumDeclaration: 'write const X = { A: 0, B: 1 }',
  TSParameterProperty: 'write the field, and this.x = x in the constructor',
  TSImportEqualsDeclaration: "write import x from '…'",
  TSExportAssignment: 'write export default',
};
/** Nothing of them is left. */
const TYPES =
  /^TS(?:InterfaceDeclaration|TypeAliasDeclaration|DeclareFunction|DeclareMethod|Abstract\w*|IndexSignature|ParameterInstantiation|NamespaceExportDeclaration)/;
const TYPE_FIELDS = [
  'typeAnnotation',
  'returnType',
  'typeParameters',
  'typeArguments',
  'superTypeParameters',
  'superTypeArguments',
  'predicate',
];

export function stripNode(node: Node, text: string, edits: Edits): undefined {
  if (node.type in NOT_ERASABLE) throw new Refused(NOT_ERASABLE[node.type]!, node.start, INSTEAD[node.type]);
  if (node.type === 'TSModuleDeclaration' && node['declare'] !== true)
    throw new Refused("'namespace' is more than a type", node.start, 'put it into a file of its own');
  if (isTypeOnly(node)) {
    edits.blank(node.start, node.end);
    return;
  }
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
      edits.blank(behind(node['expression'] as Node, text, node.end), node.end);
      return stripNode(node['expression'], text, edits);
    case 'TSTypeAssertion':
      edits.blank(node.start, (node['typeAnnotation'] as Node).end);
      edits.blank(text.indexOf('>', (node['typeAnnotation'] as Node).end), text.indexOf('>', (node['typeAnnotation'] as Node).end) + 1);
      return stripNode(node['expression'], text, edits);
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
      for (const one of node['specifiers'] as Node[])
        if (one['importKind'] === 'type' || one['exportKind'] === 'type') blankItem(one, text, edits);
      break;
    default:
  }
  if (/^(?:Class|Method|Property)/.test(node.type)) modifiers(node, text, edits);
  if (Array.isArray(node['params'])) parameterThis(node['params'] as Node[], text, edits);
  if (node['optional'] === true || node['definite'] === true) sign(node, text, edits);
  for (const field of TYPE_FIELDS) {
    const type = node[field] as Node | undefined;
    if (type !== undefined && type !== null) annotation(type, text, edits);
  }
  const types = new Set(TYPE_FIELDS.map((field) => node[field]));
  for (const child of childrenOf(node)) if (!types.has(child)) stripNode(child, text, edits);
}

export const isTypeOnly = (node: Node): boolean =>
  TYPES.test(node.type) ||
  node['declare'] === true ||
  (node['importKind'] === 'type' && node.type === 'ImportDeclaration') ||
  (node['exportKind'] === 'type' && node.type.startsWith('Export')) ||
  (node.type === 'ExportNamedDeclaration' && node['declaration'] != null && isTypeOnly(node['declaration'])) ||
  (/^(?:MethodDefinition|PropertyDefinition)$/.test(node.type) && node['abstract'] === true) ||
  (node.type === 'MethodDefinition' && (node['value'] as Node | null)?.['body'] == null);

/** `: T`, with its colon; `<T>`. */
function annotation(type: Node, text: string, edits: Edits): undefined {
  let { start } = type;
  if (text[start] !== ':' && text[start] !== '<') {
    const before = /:\s*$/.exec(text.slice(Math.max(0, start - 50), start));
    if (before !== null) start -= before[0].length;
  }
  edits.blank(start, type.end);
}

/** Behind an expression and the brackets around it. */
function behind(expression: Node, text: string, end: number): number {
  let at = expression.end;
  for (;;) {
    const bracket = /^\s*\)/.exec(text.slice(at, Math.min(end, at + 200)));
    if (bracket === null) return at;
    at += bracket[0].length;
  }
}

/** `private readonly x`, `abstract class`, `class X implements Y`. */
function modifiers(node: Node, text: string, edits: Edits): undefined {
  const key = (node['key'] ?? node['id'] ?? node['body']) as Node;
  const words = /\b(?:public|private|protected|readonly|override|abstract)\b/g;
  const head = text.slice(node.start, node.type.startsWith('Class') ? Math.max(node.start, text.indexOf('class', node.start)) : key.start);
  for (const word of head.matchAll(words)) edits.blank(node.start + word.index, node.start + word.index + word[0].length);
  const list = node['implements'] as Node[] | undefined;
  if (list === undefined || list === null || list.length === 0) return;
  const start = text.lastIndexOf('implements', list[0]!.start);
  edits.blank(start, list.at(-1)!.end);
}

function parameterThis(params: readonly Node[], text: string, edits: Edits): undefined {
  const first = params[0];
  if (first?.type === 'Identifier' && first['name'] === 'this') blankItem(first, text, edits);
}

/** With the comma behind it. */
function blankItem(node: Node, text: string, edits: Edits): undefined {
  const comma = /^\s*,/.exec(text.slice(node.end, node.end + 200));
  edits.blank(node.start, node.end + (comma?.[0].length ?? 0));
}

/** `x?: T`, `x!: T`. A call's `?.` is none. */
function sign(node: Node, text: string, edits: Edits): undefined {
  if (!/^(?:Identifier|ObjectPattern|ArrayPattern|MethodDefinition|PropertyDefinition|VariableDeclarator)$/.test(node.type)) return;
  const named = node.type === 'VariableDeclarator' ? (node['id'] as Node) : node;
  const end = named.type === 'Identifier' ? named.start + (named['name'] as string).length : (named['key'] as Node | undefined)?.end;
  const from = end ?? named.start;
  const found = /^\s*\]?\s*([?!])/.exec(text.slice(from, from + 200));
  if (found === null) return;
  const at = from + found[0].length - 1;
  edits.blank(at, at + 1);
}
