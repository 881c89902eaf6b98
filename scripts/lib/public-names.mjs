// The public names, read from the declarations that the build makes: where each is declared, its comment and its declaration.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { root } from './tree.mjs';

/**
 * @typedef {object} Declaration
 * @property {string} kind `const`, `function`, `class`, `interface`, `type` …
 * @property {string | undefined} comment the comment before it, as it stands there
 * @property {string} text the declaration, without `export`; of a function with several forms all of them
 *
 * @typedef {object} PassedOn names of another file: passed on (all of them where `names` is not there), or imported
 * @property {string[] | undefined} [names]
 * @property {string[]} [imported]
 * @property {string | undefined} from
 *
 * @typedef {Declaration & { name: string, path: string }} PublicName `path`: the source file, below the root
 */

/** @type {Map<string, { declared: Map<string, Declaration>, passedOn: PassedOn[] }>} */
const readBefore = new Map();

/** @param {string} list @returns {string[]} */
const wordsOf = (list) =>
  list
    .split(',')
    .map((word) => word.trim().replace(/^type /, ''))
    .filter((word) => word !== '');

/**
 * Where the declaration that begins at `start` ends: behind its `;`, or behind the last brace of an interface or a class.
 *
 * @param {string} text
 * @param {number} start
 * @param {boolean} isBlock
 */
function endOf(text, start, isBlock) {
  const token = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`|[([{}\]);]/g;
  token.lastIndex = start;
  let depth = 0;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const [mark] = found;
    if (mark === '(' || mark === '[' || mark === '{') depth++;
    else if (mark === ')' || mark === ']' || mark === '}') {
      depth--;
      if (depth === 0 && isBlock && mark === '}') return token.lastIndex;
    } else if (mark === ';' && depth === 0) return token.lastIndex;
  }
  return text.length;
}

/**
 * What a file declares, and what it passes on from other files.
 *
 * @param {string} path
 */
function readDeclarations(path) {
  const before = readBefore.get(path);
  if (before !== undefined) return before;
  const text = readFileSync(path, 'utf8');
  /** @type {Map<string, Declaration>} */
  const declared = new Map();
  /** @type {PassedOn[]} */
  const passedOn = [];
  const declaration =
    /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*)?^export (?:declare )?(?:abstract )?(const|let|function|class|interface|type)\s+([\w$]+)/gm;
  for (const found of text.matchAll(declaration)) {
    const [whole, comment, kind = '', name = ''] = found;
    const start = found.index + (comment?.length ?? 0);
    const end = endOf(text, found.index + whole.length, kind === 'class' || kind === 'interface');
    const own = text.slice(start, end).replace(/^export (?:declare )?/, '');
    const other = declared.get(name);
    declared.set(name, {
      kind: other?.kind ?? kind,
      comment: other?.comment ?? comment?.trim(),
      text: other === undefined ? own : `${other.text}\n${own}`,
    });
  }
  for (const [, names = '', from] of text.matchAll(/^export (?:type )?(\*|\{[^}]*\})\s*(?:from\s*['"]([^'"]+)['"])?/gm))
    passedOn.push({ names: names === '*' ? undefined : wordsOf(names.slice(1, -1)).map((word) => word.replace(/\s+as\s.*$/, '')), from });
  for (const [, names = '', from] of text.matchAll(/^import (?:type )?\{([^}]*)\}\s*from\s*['"]([^'"]+)['"]/gm))
    passedOn.push({ imported: wordsOf(names).map((word) => word.replace(/^.*\s+as\s+/, '')), from });
  const read = { declared, passedOn };
  readBefore.set(path, read);
  return read;
}

/** @param {string} from @param {string} specifier */
export const declarationOf = (from, specifier) => resolve(dirname(from), specifier.replace(/\.([cm]?)[jt]s$/, '.d.$1ts'));

/**
 * Where `name`, as the file `path` gives it, is declared; undefined when it is not found.
 *
 * @param {string} path
 * @param {string} name
 * @param {Set<string>} seen
 * @returns {PublicName | undefined}
 */
function findDeclaration(path, name, seen = new Set()) {
  if (seen.has(path) || !existsSync(path)) return undefined;
  seen.add(path);
  const { declared, passedOn } = readDeclarations(path);
  const here = declared.get(name);
  if (here !== undefined) return { name, path: relative(join(root, 'dist/types'), path).replace(/\.d\.ts$/, '.ts'), ...here };
  for (const { names, imported, from } of passedOn) {
    if (from?.startsWith('.') && (imported ?? names ?? [name]).includes(name)) {
      const answer = findDeclaration(declarationOf(path, from), name, seen);
      if (answer !== undefined) return answer;
    }
  }
  return undefined;
}

/**
 * The names that a file declares or passes on.
 *
 * @param {string} path
 * @param {Set<string>} seen
 * @returns {string[]}
 */
function namesOf(path, seen = new Set()) {
  if (seen.has(path) || !existsSync(path)) return [];
  seen.add(path);
  const { declared, passedOn } = readDeclarations(path);
  const names = [...declared.keys()];
  for (const { names: listed, imported, from } of passedOn) {
    if (imported !== undefined) continue;
    names.push(...(listed ?? (from === undefined ? [] : namesOf(declarationOf(path, from), seen))));
  }
  return names;
}

/**
 * The public names of an entry, each with its declaration; `undefined` where it is passed on and nowhere declared.
 *
 * @param {string} types the entry's declaration file
 * @returns {Map<string, PublicName | undefined>}
 */
export const publicNames = (types) => new Map(namesOf(types).map((name) => [name, findDeclaration(types, name)]));
