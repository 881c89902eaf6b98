// Completes package-lock.json for other platforms: `node scripts/complete-lock.mjs`, after dependencies changed.
//
// Where a registry mirror has the optional packages of one platform only, npm writes a lock without the others, and
// then `npm ci` refuses that lock. Their names say for which system they are; npm fetches them there and nowhere else.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, root } from './lib/tree.mjs';

const LOCK = 'package-lock.json';
const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32', 'sunos', 'netbsd', 'openbsd', 'aix'];
/** @type {Readonly<Record<string, string>>} */
const PROCESSORS = {
  x64: 'x64',
  arm64: 'arm64',
  arm: 'arm',
  ia32: 'ia32',
  ppc64: 'ppc64',
  s390x: 's390x',
  riscv64: 'riscv64',
  loong64: 'loong64',
  wasm32: 'wasm32',
};

/** `@rolldown/binding-linux-arm-gnueabihf` -> what npm compares with the machine. @param {string} name */
function platformOf(name) {
  const words = (name.split('/').at(-1) ?? '').split('-');
  const cpu = words.map((word) => PROCESSORS[word]).find((word) => word !== undefined);
  const os = SYSTEMS.find((system) => words.includes(system));
  if (cpu === undefined || (os === undefined && cpu !== 'wasm32')) return undefined;
  const libc =
    os !== 'linux'
      ? undefined
      : words.some((word) => word.startsWith('musl'))
        ? 'musl'
        : words.some((word) => word.startsWith('gnu'))
          ? 'glibc'
          : undefined;
  return { cpu: [cpu], ...(libc === undefined ? {} : { libc: [libc] }), ...(os === undefined ? {} : { os: [os] }) };
}

const lock = readJson(LOCK);

/**
 * Where a package at `path` finds `name`: beside its own dependencies, else further up.
 *
 * @param {string} name
 * @param {string} path
 */
function placeOf(name, path) {
  for (let folder = path; folder !== ''; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (lock.packages[`${folder}/node_modules/${name}`] !== undefined) return `${folder}/node_modules/${name}`;
  }
  return `node_modules/${name}`;
}

let added = 0;
for (const [path, parent] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const platform = platformOf(name);
    const place = placeOf(name, path);
    const there = lock.packages[place];
    if (platform === undefined || there?.version === version) continue;
    lock.packages[there === undefined ? place : `${path}/node_modules/${name}`] = {
      version,
      ...(parent.dev ? { dev: true } : {}),
      optional: true,
      ...platform,
    };
    added++;
  }
}
const [top, ...others] = Object.keys(lock.packages);
lock.packages = Object.fromEntries([top, ...others.sort()].map((path) => [path, lock.packages[path]]));
writeFileSync(join(root, LOCK), `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${LOCK}: ${added} packages of other platforms added`);
