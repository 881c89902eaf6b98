// The examples of tests run: `node scripts/check-test-examples.mjs`, after a build.
//
// Each file of examples/tests runs as a user's project has it, the package by its name, with its runner: vitest, Node's own, and jest's `expect`
// (jest itself has an install script, so it is no dependency; `test` is five lines here). It must pass, and fail when a claim in it is false.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './lib/run.mjs';
import { finish, readText, root } from './lib/tree.mjs';

/** What jest gives its files: a global `expect`, and `test`, whose failures end the process with 1. */
const JEST = `import { expect } from 'expect';
const tests = [];
Object.assign(globalThis, { expect, test: (name, f) => tests.push(f) });
await import('./jest.test.mjs');
for (const f of tests) await f();
`;
const RUNNERS = {
  vitest: ['node_modules/vitest/vitest.mjs', 'run', 'vitest.test.mjs'],
  node: ['--test', 'node.test.mjs'],
  jest: ['jest.mjs'],
};
const [TRUE, FALSE] = ["TCP({ dport: 80, flags: 'S' })", "TCP({ dport: 81, flags: 'S' })"];

/** @type {string[]} */
const problems = [];
const folder = mkdtempSync(join(tmpdir(), 'packetwright-test-examples-'));
try {
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/packetwright'));
  for (const name of ['vitest', 'expect']) symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }');
  writeFileSync(join(folder, 'jest.mjs'), JEST);
  for (const [name, words] of Object.entries(RUNNERS)) {
    const path = `examples/tests/${name}.test.mjs`;
    const code = readText(path);
    if (!code.includes(TRUE)) problems.push(`${path}: does not say ${TRUE}`);
    for (const isTrue of [true, false]) {
      writeFileSync(join(folder, `${name}.test.mjs`), isTrue ? code : code.replace(TRUE, FALSE));
      try {
        run(process.execPath, words, { cwd: folder, timeout: 60_000, killSignal: 'SIGKILL' });
        if (!isTrue) problems.push(`${path}: passes with a false claim`);
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        if (isTrue) problems.push(`${path}: ${text}`);
        else if (!/TCP\.dport: http, not 81/.test(text)) problems.push(`${path}: does not tell why a false claim is false:\n${text}`);
      }
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
finish(problems, `${Object.keys(RUNNERS).length} examples of tests pass, and fail where they should`);
