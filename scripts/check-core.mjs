// What runs in a browser needs no Node: `node scripts/check-core.mjs`, after a build.
//
// Its sources are type-checked without Node's types, and the bundle dist/core.js is looked through, with its chunks.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
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
finish(problems, 'core needs no Node');
