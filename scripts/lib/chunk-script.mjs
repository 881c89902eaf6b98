// An ES chunk as a script that gives a function. What it imports stands in its own scope, as in an ES module, so that nothing is looked up
// in an object when code runs; what it exports is one object, made at the end.
import { parseSync } from 'rolldown/utils';
import { edited } from './edited.mjs';

/** @typedef {import('rolldown').OutputChunk} Chunk */
/** @typedef {import('./edited.mjs').Edit} Edit */

/** @param {{ name?: string, value?: string }} name */
const written = (name) => name.name ?? JSON.stringify(name.value);

/** What a chunk is called by the others: `./NAME`; packages keep their names. @param {string} from chunk @param {string} specifier */
function nameOf(from, specifier) {
  if (!specifier.startsWith('.')) return JSON.stringify(specifier);
  const { pathname } = new URL(specifier, `file:///${from}`);
  return JSON.stringify(`.${decodeURIComponent(pathname)}`);
}

/** @param {any} node @param {string} from */
function importLine({ source, specifiers }, from) {
  const load = `$load(${nameOf(from, source.value)})`;
  const whole = specifiers.find((/** @type {any} */ one) => one.type !== 'ImportSpecifier');
  if (whole !== undefined && specifiers.length > 1)
    throw new Error(`${from}: imports ${source.value} both as a whole and by names, which this script cannot translate`);
  if (whole !== undefined) return `const ${whole.local.name}=${load};`;
  const names = specifiers.map((/** @type {any} */ { imported, local }) => `${written(imported)}:${local.name}`);
  return names.length === 0 ? `${load};` : `const{${names.join(',')}}=${load};`;
}

/** @param {any} node @param {string} from @returns {string[]} */
function exportsOf({ source, declaration, specifiers }, from) {
  if (source !== null || declaration !== null) throw new Error(`${from}: expected all exports in one list: export { … }`);
  return specifiers.map((/** @type {any} */ { local, exported }) => `${written(exported)}:${written(local)}`);
}

/** What a literal says, be it in quotes or backticks. @param {any} node @returns {string} */
const textOf = (node) => node.value ?? node.quasis[0].value.cooked;

/** Calls `visit` with each node below. @param {any} node @param {(node: any) => void} visit */
function walk(node, visit) {
  if (node === null || typeof node !== 'object') return;
  if (typeof node.type === 'string') visit(node);
  for (const value of Object.values(node)) if (typeof value === 'object') walk(value, visit);
}

/** @param {Chunk} chunk @param {import('./edited.mjs').LineMap} [map] */
export function scriptOf({ code, fileName }, map) {
  const { program } = parseSync('chunk.js', code);
  /** @type {Edit[]} */
  const edits = [];
  /** @type {string[]} */
  const exported = [];
  for (const node of program.body) {
    const { start, end, type } = node;
    if (type === 'ImportDeclaration') edits.push({ start, end, text: importLine(node, fileName) });
    else if (type === 'ExportNamedDeclaration') {
      exported.push(...exportsOf(node, fileName));
      edits.push({ start, end, text: '' });
    } else if (type.startsWith('Export')) throw new Error(`${fileName}: ${type}`);
  }
  /** A part of ours by its name; what somebody else names, by the machine's own import. @param {any} node */
  const laterOf = ({ source }) =>
    source.type === 'Literal' || source.expressions?.length === 0
      ? `$later(${nameOf(fileName, textOf(source))})`
      : `$meta.import(${code.slice(source.start, source.end)})`;
  walk(program, (node) => {
    const { start, end } = node;
    if (node.type === 'ImportExpression') edits.push({ start, end, text: laterOf(node) });
    else if (node.type === 'MetaProperty' && node.meta.name === 'import') edits.push({ start, end, text: '$meta' });
  });
  // Marks for bundlers, a tenth of the text.
  for (const { index: start, 0: mark } of code.matchAll(/\/\* @__PURE__ \*\/ /g))
    edits.push({ start, end: start + mark.length, text: ' ' });
  // The first line has none of the code: load.js may put words before it.
  edits.push({ start: 0, end: 0, text: '(function($load,$later,$meta){"use strict";\n' });
  edits.push({ start: code.length, end: code.length, text: `\nreturn{${exported.join(',')}}})` });
  return edited(code, map, edits);
}

/**
 * What a chunk passes on that has nothing of its own: chunk -> the names here -> the names there.
 *
 * @param {Chunk} chunk
 */
export function passedOn({ code, fileName }) {
  const { program } = parseSync('chunk.js', code);
  /** @type {Map<string, { from: string, name: string }>} */
  const known = new Map();
  /** @type {Map<string, Map<string, string>>} */
  const given = new Map();
  for (const node of /** @type {any[]} */ (program.body)) {
    if (node.type === 'ImportDeclaration') {
      for (const { imported, local } of node.specifiers)
        known.set(local.name, { from: nameOf(fileName, node.source.value), name: written(imported) });
    } else if (node.type === 'ExportNamedDeclaration' && node.declaration === null && node.source === null) {
      for (const { local, exported } of node.specifiers) {
        const origin = known.get(local.name);
        if (origin === undefined)
          throw new Error(`${fileName}: declares ${local.name} itself; an entry may only export what other files have`);
        const names = given.get(origin.from) ?? new Map();
        given.set(origin.from, names);
        names.set(written(exported), origin.name);
      }
    } else throw new Error(`${fileName}: has ${node.type}; an entry may only export what other files have`);
  }
  return given;
}

/** The ES module of an entry. @param {Chunk} chunk */
export function entryOf(chunk) {
  const lines = [...passedOn(chunk)].map(([from, names]) => {
    const list = [...names].map(([here, there]) => `${there}:${here}`);
    return `export const{${list.join(',')}}=load(${from});\n`;
  });
  return `import{load}from"./load.js";${lines.join('')}`;
}
