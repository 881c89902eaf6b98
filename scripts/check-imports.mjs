// Imports point one way: `node scripts/check-imports.mjs`.
//
// bytes ← vendors ← packet ← protocols ← … ← cli: a folder may import any to its left. Up to `text` (and in `stack`)
// nothing needs Node, save `capture/node/`, `streams/messages/node/` and `stack/node/`. Only `host/linux/` loads the addon. Some folders have floors of their
// own. No file reaches itself, imports of types included. Tests may import anything.
import { dirname, join } from 'node:path';
import { circlesOf, importGraph, importsOf } from './lib/imports.mjs';
import { filesIn, finish, isTest, readText } from './lib/tree.mjs';

const ORDER = [
  'bytes',
  'vendors',
  'packet',
  'protocols',
  'capture',
  'filter',
  'streams',
  'flows',
  'text',
  'host',
  'exchange',
  'stack',
  'lab',
  'tools',
  'matchers',
  'shell',
  'cli',
];
const LAST_WITHOUT_NODE = ORDER.indexOf('text');

/** Floors within a folder, ground first; `.` is what lies in the folder itself. A floor imports only what stands before it. */
const FLOORS = {
  'src/packet': ['spec', 'fields', 'code', 'layer', 'chain', 'laid', 'display', 'object', 'templates', 'in-bulk', '.'],
  'src/filter/bpf': ['program', 'conditions', 'text', 'link', 'terms', '.'],
};

/**
 * @typedef {import('./lib/imports.mjs').Import} Import
 * @typedef {Import & { path: string, target: string | undefined }} Edge an import, and where it leads when it is no package
 */

/** What there is for Node alone. */
const NODE_FOLDERS = /^src\/(?:capture|streams\/messages|stack)\/node\//;

/** @param {string} path */
function needsNoNode(path) {
  const [, folder] = path.split('/');
  const rank = ORDER.indexOf(folder ?? '');
  if ((rank >= 0 && rank <= LAST_WITHOUT_NODE) || folder === 'stack') return !NODE_FOLDERS.test(path);
  return path === 'src/core.ts';
}

/** What an import breaks of the order of src's folders. @param {Edge} edge @returns {string | undefined} */
function brokenOrder({ path, specifier, typeOnly, target }) {
  if (target === undefined)
    return needsNoNode(path) ? `imports ${specifier}; what runs in a browser needs nothing but our own sources` : undefined;
  if (!/\.(ts|tsx|json)$/.test(specifier)) return `${specifier} needs its ending (.ts)`;
  const [top, folder] = target.split('/');
  if (top === 'native') return path.startsWith('src/host/linux/') ? undefined : 'only src/host/linux/ loads the addon';
  if (top !== 'src') return `${specifier} leads out of src/`;
  if (needsNoNode(path) && NODE_FOLDERS.test(target) && !typeOnly) return `${target} opens files; what runs in a browser cannot import it`;
  const parts = path.split('/');
  if (parts.length === 2) return undefined;
  const rank = ORDER.indexOf(folder ?? '');
  // What the shell offers is what a program can import.
  if (parts[1] === 'shell' && target === 'src/index.ts') return undefined;
  if (rank < 0) return `${target} is an entry; import the file that has the name`;
  return rank > ORDER.indexOf(parts[1] ?? '') ? `${parts[1]} imports ${folder}, which is to its right` : undefined;
}

/** The floor of a path under `folder`; undefined when it is not under it. @param {string} folder @param {string} path */
function floorOf(folder, path) {
  if (!path.startsWith(`${folder}/`)) return undefined;
  const [first, ...more] = path.slice(folder.length + 1).split('/');
  return more.length === 0 ? '.' : first;
}

/** What an import breaks of the floors within a folder. @param {Edge} edge @returns {string | undefined} */
function brokenFloors({ path, target = '' }) {
  for (const [folder, floors] of Object.entries(FLOORS)) {
    const [from, to] = [floorOf(folder, path), floorOf(folder, target)];
    if (from === undefined || to === undefined || floors.indexOf(to) <= floors.indexOf(from)) continue;
    return `imports ${target.slice(folder.length + 1)}, which stands above it (${floors.join(' ← ')}); name in ${from}/ what it needs of it, or move one of them`;
  }
  return undefined;
}

/** A folder that has no place. @param {string} path @returns {string | undefined} */
function placeless(path) {
  const parts = path.split('/');
  if (parts.length > 2 && !ORDER.includes(parts[1] ?? '')) return `${path}: src/${parts[1]}/ has no place in the order of imports`;
  for (const [folder, floors] of Object.entries(FLOORS)) {
    const floor = floorOf(folder, path);
    if (floor !== undefined && !floors.includes(floor)) return `${path}: ${folder}/${floor}/ has no place among its floors`;
  }
  return undefined;
}

const sources = filesIn(['src'], (name) => /\.tsx?$/.test(name) && !isTest(name));
/** @type {Edge[]} */
const edges = sources.flatMap((path) =>
  importsOf(readText(path)).map((one) => ({
    ...one,
    path,
    target: one.specifier.startsWith('.') ? join(dirname(path), one.specifier) : undefined,
  })),
);

finish(
  [
    ...sources.flatMap((path) => placeless(path) ?? []),
    ...edges.flatMap((edge) => {
      const broken = [brokenOrder(edge), brokenFloors(edge)].filter((words) => words !== undefined);
      return broken.map((words) => `${edge.path}:${edge.line}: ${words}`);
    }),
    ...circlesOf(importGraph(sources)).map(
      ({ files, chain }) =>
        `${files[0]}: a circle of ${files.length} files, types included: ${chain.join(' → ')}; put what both sides need into a file that imports neither`,
    ),
  ],
  'imports point one way, in no circle',
);
