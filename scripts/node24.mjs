// The same on Node 24: `node scripts/node24.mjs [VERSION]`. Build, unit tests, types and start, with
// a Node that npm brings into a folder outside the tree. PATH has that Node first, so children run on it too.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { run } from './lib/run.mjs';
import { finish, root } from './lib/tree.mjs';

const version = process.argv[2] ?? '24';
const folder = mkdtempSync(join(tmpdir(), 'packetwright-node-'));
const problems = [];
try {
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "allowScripts": { "node": true } }');
  // The package `node` puts the binary in place by a script of its own.
  run('npm', ['install', '--no-audit', '--no-fund', `node@${version}`], { cwd: folder });
  const binaries = join(folder, 'node_modules/node/bin');
  const node = join(binaries, 'node');
  if (!existsSync(node)) throw new Error(`npm did not install ${node}`);
  // Damaged packets were tried in plenty elsewhere, and other programs were asked.
  const env = { ...process.env, PATH: `${binaries}${delimiter}${process.env.PATH}`, PKW_ALONE: '1', PKW_MUTATIONS: '0.1' };
  console.log(`on ${run(node, ['--version']).trim()}`);
  /** @type {[string, string[]][]} */
  const steps = [
    ['build', ['scripts/build.mjs']],
    ['unit tests', ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit']],
    ['types', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit']],
    ['start', ['dist/cli/main.js', 'tour']],
  ];
  for (const [name, args] of steps) {
    const { status, signal } = spawnSync(node, args, { cwd: root, env, stdio: 'inherit', timeout: 15 * 60_000 });
    if (status !== 0) problems.push(`${name} on Node ${version}: ended with ${status ?? signal}`);
  }
} catch (error) {
  problems.push(error.message);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
finish(problems, `unit tests, types and start are well on Node ${version}`);
