// Builds the native addon with the C compiler alone: `node native/build.mjs [--prebuilds]`.
//
// Without a compiler it says so in one line and ends well: the package works without the addon, except for live traffic.
// --prebuilds makes native/prebuilds/linux-{x64,arm64}/packetwright.node, which a release packs, and looks at each with
// readelf: one that is not as it must be is a failure.
// --sanitize makes native/build/ with gcc's address and undefined-behaviour sanitizers, which then have to be loaded with LD_PRELOAD: for
// scripts/check-sanitizers.mjs.
import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { binaryProblems } from './binary-check.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const headers = join(dirname(createRequire(import.meta.url).resolve('node-api-headers/package.json')), 'include');

const sources = ['packetwright.c', 'handle.c', 'calls.c'].map((name) => join(here, 'src', name));
// -nostdlib: node brings libc, so the binary names no library and no version of one (glibc and musl alike).
const sanitized = process.argv.includes('--sanitize');
const kind = sanitized
  ? ['-O1', '-g', '-fno-omit-frame-pointer', '-fsanitize=address,undefined', '-fno-sanitize-recover=undefined']
  : ['-O2', '-s'];
const flags = ['-std=gnu11', ...kind, '-Wall', '-Wextra', '-fPIC', '-fvisibility=hidden', '-shared', '-nostdlib'];

/** Compiles into `out`. Gives what went wrong, or undefined. */
function compile(compiler, out) {
  const words = compiler.split(/\s+/).filter((word) => word !== '');
  if (spawnSync(words[0], ['--version']).error !== undefined) return `no C compiler (${compiler})`;
  mkdirSync(dirname(out), { recursive: true });
  // Into its place at the end, in one step: another process may be loading the old one.
  const made = `${out}.${process.pid}`;
  const run = spawnSync(words[0], [...words.slice(1), ...flags, '-I', headers, ...sources, '-o', made], { encoding: 'utf8' });
  if (run.status !== 0) {
    rmSync(made, { force: true });
    return `${compiler} failed\n${run.stderr}`;
  }
  if (run.stderr !== '') console.error(run.stderr);
  renameSync(made, out);
  return undefined;
}

if (process.platform !== 'linux') {
  console.log('native addon not built: live traffic needs Linux; everything else works');
} else if (process.argv.includes('--prebuilds')) {
  const native = process.env.CC || 'cc';
  const compilers = {
    x64: process.arch === 'x64' ? native : 'x86_64-linux-gnu-gcc',
    arm64: process.arch === 'arm64' ? native : 'aarch64-linux-gnu-gcc',
  };
  for (const [arch, compiler] of Object.entries(compilers)) {
    const out = join(here, `prebuilds/linux-${arch}/packetwright.node`);
    const problem = compile(compiler, out);
    console.log(problem === undefined ? `native/prebuilds/linux-${arch}/packetwright.node` : `linux-${arch} not built: ${problem}`);
    const wrong = problem === undefined ? binaryProblems(out, arch) : [];
    for (const line of wrong) console.error(line);
    if (wrong.length > 0 || (problem !== undefined && !problem.startsWith('no C compiler'))) process.exitCode = 1;
  }
} else {
  const problem = compile(process.env.CC || 'cc', join(here, 'build/packetwright.node'));
  if (problem !== undefined) console.log(`native addon not built: ${problem}; live traffic will not work here`);
}
