// Compiles the C and C++ programs of peers/, once for each state of their sources.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from './paths.mjs';

/** Name: compiler, source, headers of ours, flags, libraries, and the Debian package that has them. */
const programs = {
  runit: ['cc', 'runit.c', [], ['-O2'], [], 'gcc'],
  gen: ['cc', 'gen.c', ['wire.h', 'text.h'], ['-O2'], [], 'gcc'],
  gen_streams: ['cc', 'gen_streams.c', ['wire.h', 'text.h'], ['-O2'], [], 'gcc'],
  floor: ['cc', 'floor.c', [], ['-O3', '-march=native'], ['-lpcap'], 'libpcap-dev'],
  watch: ['cc', 'watch.c', [], ['-O2'], ['-lpcap'], 'libpcap-dev'],
  tins: ['c++', 'tins.cpp', [], ['-O3', '-march=native', '-std=c++17'], ['-ltins', '-lpcap'], 'libtins-dev'],
  nids: ['cc', 'nids.c', [], ['-O3', '-march=native'], ['-lnids', '-lpcap'], 'libnids-dev'],
  rawtx: ['cc', 'rawtx.c', [], ['-O2'], [], 'gcc'],
};

/** What the generator's sources hash to: a capture made by another state of them is made again. */
export const sourceHash = (name) => {
  const [compiler, source, headers, flags, libraries] = programs[name];
  const hash = createHash('sha256').update(JSON.stringify([compiler, flags, libraries]));
  for (const file of [source, ...headers]) hash.update(readFileSync(join(paths.peers, file)));
  return hash.digest('hex').slice(0, 12);
};

const done = new Map();

/** `{ path }`, or `{ missing }` with the reason in one line. */
export function program(name) {
  if (!done.has(name)) done.set(name, compile(name));
  return done.get(name);
}

function compile(name) {
  const [compiler, source, , flags, libraries, debian] = programs[name];
  const bin = join(paths.work, 'bin');
  const path = join(bin, `${name}-${sourceHash(name)}`);
  if (existsSync(path)) return { path };
  mkdirSync(bin, { recursive: true });
  const part = `${path}.${process.pid}`;
  const made = spawnSync(compiler, [...flags, '-o', part, join(paths.peers, source), ...libraries], { encoding: 'utf8' });
  if (made.error) return { missing: `no ${compiler} (Debian: apt-get install build-essential)` };
  if (made.status !== 0) {
    const line = made.stderr.split('\n').find((l) => l.includes('error:')) ?? made.stderr.trim();
    return { missing: `${source} does not compile (Debian: apt-get install ${debian}): ${line}` };
  }
  renameSync(part, path);
  return { path };
}
