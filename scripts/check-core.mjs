// What runs in a browser needs no Node, and is no larger than docs/browser.md says: `node scripts/check-core.mjs`, after a build.
//
// Its sources are type-checked without Node's types, and the bundle dist/core.js is looked through, with its chunks. Each entry is bundled and
// made small as a user's bundler does it: a page of the docs says what comes of it.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { importsOf, reached } from './lib/bundle-files.mjs';
import { finish, root } from './lib/tree.mjs';

const problems = [];
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
const types = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.core.json'), '--noEmit'], { cwd: root, encoding: 'utf8' });
if (types.status !== 0) problems.push(types.stdout.trim());

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

/** Sizes that docs/browser.md states, in kB by gzip. */
const stated = new Map(
  [...readFileSync(join(root, 'docs/browser.md'), 'utf8').matchAll(/^\| `packetwright\/(\w+)` \|.*\| (\d+) kB \|$/gm)].map((row) => [
    row[1],
    Number(row[2]),
  ]),
);
/** By how much an entry may differ from what is stated. */
const ROOM = 0.03;

/** @param {string} entry octets by gzip of all that it loads at some time */
async function sizeOf(entry) {
  const bundle = await rolldown({ input: join(root, 'dist', `${entry}.js`), platform: 'browser', logLevel: 'silent' });
  const { output } = await bundle.generate({ format: 'esm', minify: true });
  await bundle.close();
  return output.reduce((sum, part) => sum + (part.type === 'chunk' ? gzipSync(part.code).length : 0), 0);
}

if (stated.size < 3) problems.push('docs/browser.md states no sizes of ./core, ./lab and ./vendors');
for (const [entry = '', kB = 0] of stated) {
  const size = (await sizeOf(entry)) / 1000;
  if (Math.abs(size - kB) > ROOM * kB)
    problems.push(`packetwright/${entry} is ${Math.round(size)} kB by gzip, docs/browser.md says ${kB} kB`);
}
finish(problems, 'core needs no Node, and entries are as large as docs/browser.md says');
