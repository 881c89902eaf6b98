// What a binary of the addon must be, as readelf says: loadable by any Node of its architecture, on glibc and musl alike.
import { spawnSync } from 'node:child_process';

/** readelf's name of the machine of each prebuild. */
const MACHINES = { x64: 'Advanced Micro Devices X86-64', arm64: 'AArch64' };

/** Every function of it that Node looks for. */
const ENTRIES = ['napi_register_module_v1'];

/** readelf shows any architecture. Undefined: it is not here. @param {string} path */
function readelf(path) {
  const run = spawnSync(
    'readelf',
    ['--wide', '--file-header', '--program-headers', '--dynamic', '--version-info', '--sections', '--dyn-syms', path],
    {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    },
  );
  if (run.error !== undefined) return undefined;
  if (run.status !== 0) throw new Error(`readelf ${path}: ${run.stderr}`);
  return run.stdout;
}

/**
 * What is wrong with it, a line each.
 *
 * @param {string} path
 * @param {keyof typeof MACHINES} arch
 */
export function binaryProblems(path, arch) {
  const text = readelf(path);
  if (text === undefined) return ['readelf is not here (Debian: apt-get install binutils)'];
  const stack = /^ +GNU_STACK .*$/m.exec(text)?.[0];
  /** @type {[boolean, string][]} */
  const rules = [
    [text.includes(`Machine:                           ${MACHINES[arch]}`), `it is not for ${arch}`],
    [!text.includes('(NEEDED)'), 'it needs a library'],
    [!/\((RPATH|RUNPATH)\)/.test(text), 'it names a folder of libraries'],
    [!/GLIBC_|\.gnu\.version_r/.test(text), 'it needs a version of glibc'],
    [!text.includes('(TEXTREL)'), 'it has relocations in code'],
    [stack !== undefined && !/\bRWE\b/.test(stack), 'its stack is executable'],
    [!/ LOAD .* (RWE|WE) /.test(text), 'a part of it is writable and executable'],
    [!/ \.(symtab|debug_\w+) /.test(text), 'it is not stripped'],
    ...ENTRIES.map(
      (name) => /** @type {[boolean, string]} */ ([new RegExp(` GLOBAL +DEFAULT +\\d+ ${name}$`, 'm').test(text), `it has no ${name}`]),
    ),
  ];
  return rules.filter(([holds]) => !holds).map(([, problem]) => `${path}: ${problem}`);
}
