// Imports point one way: `node scripts/check-imports.mjs`.
//
// bytes ← packet ← protocols ← … ← cli: a folder may import any to its left. Up to `text` (and in `stack` but for
// node.ts) nothing needs Node, save `capture/node/`. Only `host/linux/` loads the addon. Tests may import anything.
import { dirname, join, relative } from 'node:path';
import { filesIn, finish, readText, root } from './lib/tree.mjs';

const ORDER = [
  'bytes',
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
  'shell',
  'cli',
];
const LAST_WITHOUT_NODE = ORDER.indexOf('text');
const IMPORT = /^\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

/** The specifiers that a source names, with comments left out, and whether only types come of it. */
function importsOf(text) {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' ')).replace(/^\s*\/\/.*$/gm, '');
  return [...code.matchAll(IMPORT)].map((found) => ({
    specifier: found[1] ?? found[2] ?? found[3],
    typeOnly: /^\s*(import|export)\s+type\b/.test(found[0]),
    line: code.slice(0, found.index + found[0].search(/\S/)).split('\n').length,
  }));
}

const problems = [];
for (const path of filesIn(['src'], (name) => /\.tsx?$/.test(name) && !/\.test\.ts$/.test(name))) {
  const [, folder, inner] = path.split('/');
  const rank = ORDER.indexOf(folder);
  const isEntry = path.split('/').length === 2;
  if (rank < 0 && !isEntry) problems.push(`${path}: src/${folder}/ has no place in the order of imports`);
  const withoutNode =
    (rank >= 0 && rank <= LAST_WITHOUT_NODE && path !== '' && !path.startsWith('src/capture/node/')) ||
    (folder === 'stack' && inner !== 'node.ts') ||
    path === 'src/core.ts';
  for (const { specifier, typeOnly, line } of importsOf(readText(path))) {
    const where = `${path}:${line}`;
    if (!specifier.startsWith('.')) {
      if (withoutNode) problems.push(`${where}: imports ${specifier}; what runs in a browser needs nothing but our own sources`);
      continue;
    }
    if (!/\.(ts|tsx|json)$/.test(specifier)) problems.push(`${where}: ${specifier} needs its ending (.ts)`);
    const target = relative(root, join(root, dirname(path), specifier));
    const [top, targetFolder] = target.split('/');
    if (top === 'native') {
      if (!path.startsWith('src/host/linux/')) problems.push(`${where}: only src/host/linux/ loads the addon`);
      continue;
    }
    if (top !== 'src') {
      problems.push(`${where}: ${specifier} leads out of src/`);
      continue;
    }
    if (withoutNode && target.startsWith('src/capture/node/') && !typeOnly)
      problems.push(`${where}: ${target} opens files; what runs in a browser cannot import it`);
    if (isEntry) continue;
    const targetRank = ORDER.indexOf(targetFolder);
    if (targetRank < 0) problems.push(`${where}: ${target} is an entry; import the file that has the name`);
    else if (targetRank > rank) problems.push(`${where}: ${folder} imports ${targetFolder}, which is to its right`);
  }
}
finish(problems, 'imports point one way');
