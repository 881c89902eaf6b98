// What runs in a browser needs no Node: `node scripts/check-core.mjs`, after a build.
//
// Its sources are type-checked without Node's types, and the bundle dist/core.js is looked through, with its chunks.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { finish, root } from './lib/tree.mjs';

const problems = [];
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
const types = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.core.json'), '--noEmit'], { cwd: root, encoding: 'utf8' });
if (types.status !== 0) problems.push(types.stdout.trim());

/**
 * Every file that the bundle at `path` imports, itself included.
 *
 * @param {string} path
 * @param {Set<string>} found
 */
function reached(path, found = new Set()) {
  if (found.has(path)) return found;
  found.add(path);
  for (const { specifier } of importsOf(path)) if (specifier.startsWith('.')) reached(join(dirname(path), specifier), found);
  return found;
}

/** @param {string} path */
function importsOf(path) {
  const pattern = /\bfrom\s*["']([^"']+)["']|\bimport\s*\(?\s*["']([^"']+)["']/g;
  return [...readFileSync(path, 'utf8').matchAll(pattern)].map((match) => ({ specifier: match[1] ?? match[2] }));
}

const bundle = join(root, 'dist/core.js');
if (!existsSync(bundle)) problems.push('dist/core.js is not there; run: node scripts/build.mjs');
else {
  for (const path of reached(bundle)) {
    const name = relative(root, path);
    for (const { specifier } of importsOf(path)) if (!specifier.startsWith('.')) problems.push(`${name}: imports ${specifier}`);
    if (/\bprocess\.(env|platform|version|hrtime)|\bBuffer\.(from|alloc)|\brequire\(/.test(readFileSync(path, 'utf8')))
      problems.push(`${name}: uses a global of Node`);
  }
}
finish(problems, 'core needs no Node');
