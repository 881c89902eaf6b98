// On Node 24, as root: `node scripts/node24.mjs [VERSION]`. Build, types, start, and the unit tests of what the addon and the machine do. All unit
// tests run on it as nobody: check-nobody.mjs.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { otherNode } from './lib/other-node.mjs';
import { finish, root } from './lib/tree.mjs';

const version = process.argv[2] ?? '24';
const folder = mkdtempSync(join(tmpdir(), 'packetwright-node-'));
/** Where the addon and the machine are asked. */
const MACHINE = ['native', 'src/host', 'src/exchange', 'src/capture/node', 'src/lab', 'src/cli'];
const problems = [];
try {
  const binaries = otherNode(version, folder);
  const env = { ...process.env, PATH: `${binaries}${delimiter}${process.env.PATH}`, PKW_ALONE: '1' };
  /** @type {[string, string[]][]} */
  const steps = [
    ['build', ['scripts/build.mjs']],
    ['unit tests', ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', ...MACHINE]],
    ['types', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit']],
    ['start', ['dist/cli/main.js', 'tour']],
  ];
  for (const [name, args] of steps) {
    const { status, signal } = spawnSync(join(binaries, 'node'), args, { cwd: root, env, stdio: 'inherit', timeout: 15 * 60_000 });
    if (status !== 0) problems.push(`${name} on Node ${version}: ended with ${status ?? signal}`);
  }
} catch (error) {
  problems.push(error.message);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
finish(problems, `unit tests, types and start are well on Node ${version}`);
