// Another Node, which npm brings into a folder outside the tree.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';

/**
 * Its folder of programs: with that first in PATH, children run on it too.
 *
 * @param {string} version
 * @param {string} folder where it is put; it belongs to this alone
 */
export function otherNode(version, folder) {
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "allowScripts": { "node": true } }');
  // The package `node` puts the binary in place by a script of its own.
  run('npm', ['install', '--no-audit', '--no-fund', `node@${version}`], { cwd: folder });
  const binaries = join(folder, 'node_modules/node/bin');
  const node = join(binaries, 'node');
  if (!existsSync(node)) throw new Error(`npm did not install ${node}`);
  console.log(`on ${run(node, ['--version']).trim()}`);
  return binaries;
}
