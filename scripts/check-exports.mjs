// What package.json promises is there, both builds of the library are the same, and every public name says what it is:
// `node scripts/check-exports.mjs`, after a build.
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { furtherEntries, libraryEntries } from './lib/bundles.mjs';
import { declarationOf, publicNames } from './lib/public-names.mjs';
import { filesIn, finish, readJson, root } from './lib/tree.mjs';

const manifest = readJson('package.json');
/** @type {string[]} */
const problems = [];

/** @param {string | object} value @returns {string[]} */
const pathsIn = (value) => (typeof value === 'string' ? [value] : Object.values(value).flatMap(pathsIn));
for (const path of [...pathsIn(manifest.exports), ...pathsIn(manifest.bin)]) {
  if (!existsSync(join(root, path))) problems.push(`package.json: ${path} is not there`);
}

const seenNames = new Set();
for (const [entry, target] of Object.entries(manifest.exports)) {
  if (typeof target === 'string' || !existsSync(join(root, target.types.default))) continue;
  const types = join(root, target.types.default);
  const inCommonjs = publicNames(join(root, target.types.require));
  for (const [name, found] of publicNames(types)) {
    if (!inCommonjs.has(name)) problems.push(`${target.types.require} has no ${name}`);
    if (found === undefined) problems.push(`${entry}: ${name} is exported again, but the file that it comes from does not have it`);
    else if (!seenNames.has(`${found.path} ${name}`)) {
      seenNames.add(`${found.path} ${name}`);
      if (found.comment === undefined) problems.push(`${found.path}: ${name} has no doc comment`);
    }
  }
  if (existsSync(join(root, target.default))) await import(pathToFileURL(join(root, target.default)).href);
}

// The two builds of the library: the same names of the same kinds, and one set of objects for all entries. On Node each layer's file loads
// when it is asked for its spec: all are asked.
/** @param {any} layer */
const fieldsOf = (layer) => `${layer.layerName}: ${Object.keys(layer.spec.fields)}`;
/** @param {any} module */
const namesIn = ({ protocols }) => [...protocols.layers.values()].map((layer) => layer.layerName).join();
/** @param {unknown} value */
const kind = (value) => (typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value)) ? 'class' : typeof value);
/** @param {object} module */
const kinds = (module) => Object.entries(module).map(([name, value]) => `${name}: ${kind(value)}`);
/** @type {Record<string, any>} */
const builds = {};
for (const entry of Object.keys(libraryEntries)) {
  const [modules, node] = await Promise.all(
    ['', 'node/'].map((folder) => import(pathToFileURL(join(root, `dist/${folder}${entry}.js`)).href)),
  );
  // As every program does: the registry first. What it has must be what is exported, with a spec, whatever was loaded on the way.
  for (const layer of node.protocols?.layers.values() ?? []) {
    try {
      fieldsOf(layer);
    } catch (error) {
      problems.push(`dist/node/${entry}.js: ${error instanceof Error ? error.message : error}`);
    }
  }
  const there = new Set(kinds(node));
  for (const name of kinds(modules)) if (!there.delete(name)) problems.push(`dist/node/${entry}.js has no ${name}`);
  for (const name of there) problems.push(`dist/node/${entry}.js has ${name}, and dist/${entry}.js has not`);
  for (const [name, value] of Object.entries(modules)) {
    if (typeof value !== 'function') continue;
    if (value.length !== node[name]?.length)
      problems.push(`dist/node/${entry}.js: ${name} takes ${node[name]?.length} parameters, not ${value.length}`);
    if ('layerName' in value && fieldsOf(value) !== fieldsOf(node[name]))
      problems.push(`dist/node/${entry}.js: the layer ${name} has other fields than in dist/${entry}.js`);
  }
  if (entry === 'index' && namesIn(modules) !== namesIn(node))
    problems.push('dist/node: the registry has other layers, or in another order');
  builds[entry] = node;
}
const { load } = await import(pathToFileURL(join(root, 'dist/node/load.js')).href);
for (const path of filesIn(['dist/node'], (name) => name.endsWith('.js') && name !== 'load.js')) {
  const name = relative(join(root, 'dist/node'), join(root, path));
  if (name.replace('.js', '') in { ...libraryEntries, ...furtherEntries }) continue;
  try {
    load(`./${name.replace(/\.js$/, '')}`);
  } catch (error) {
    problems.push(`dist/node/${name}: ${error.message}`);
  }
}
if (builds['core'].Ether !== builds['index'].Ether) problems.push('dist/node: core.js and index.js do not share one library');

// A declaration that names a file which is not published would not compile for a user.
for (const path of filesIn(['dist/types'], (name) => /\.d\.c?ts$/.test(name))) problems.push(...missingTargets(path));
/** @param {string} path */
function missingTargets(path) {
  const text = readFileSync(join(root, path), 'utf8');
  return [...text.matchAll(/(?:from\s*|import\()['"](\.[^'"]+)['"]/g)]
    .map(([, specifier]) => declarationOf(join(root, path), specifier))
    .filter((target) => !existsSync(target))
    .map((target) => `${path}: needs ${relative(root, target)}, which is not there`);
}
finish(problems, `${seenNames.size} public names, each described`);
