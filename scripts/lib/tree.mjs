// What the checks know of the tree: its root, its files, and how a check ends.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const given = process.argv.indexOf('--root');

/** The package's folder; of a check, another tree with `--root DIR`, which is how the checks themselves are tested. */
export const root =
  given < 0 ? dirname(dirname(dirname(fileURLToPath(import.meta.url)))) : resolve(/** @type {string} */ (process.argv[given + 1]));

/** @param {string} path relative to the root */
export const readText = (path) => readFileSync(join(root, path), 'utf8');
/** Whether a file is there with this text. @param {string} path relative to the root @param {string} text */
export const standsAs = (path, text) => existsSync(join(root, path)) && readText(path) === text;
/** @param {string} path relative to the root */
export const readJson = (path) => JSON.parse(readText(path));

const NOT_OURS = new Set(['node_modules', 'dist', '.git', '.bench', 'build', 'prebuilds']);

/**
 * Paths of the files under `folders` whose names pass, relative to the root, sorted. A folder that is not there has none.
 *
 * @param {readonly string[]} folders
 * @param {(name: string) => boolean} passes
 */
export function filesIn(folders, passes) {
  /** @type {string[]} */
  const found = [];
  /** @param {string} folder */
  const walk = (folder) => {
    let entries;
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch {
      return;
    }
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!NOT_OURS.has(entry.name)) walk(path);
      } else if (entry.isFile() && passes(entry.name)) found.push(relative(root, path));
    }
  };
  for (const folder of folders) walk(join(root, folder));
  return found.sort();
}

/** @param {string} name */
export const isTest = (name) => /\.test\.tsx?$/.test(name);

/**
 * Whether a script made the file, as its first line then says: no rule on size is for it.
 *
 * @param {string} path relative to the root
 */
export const isGenerated = (path) => /Made by scripts\//.test(readText(path).split('\n', 1)[0] ?? '');

/**
 * Prints what is wrong, a line each, and ends the process: 1 when there is something, else 0 after one line.
 *
 * @param {readonly string[]} problems
 * @param {string} fine
 * @returns {never}
 */
export function finish(problems, fine) {
  for (const problem of problems) console.error(problem);
  if (problems.length === 0) console.log(fine);
  process.exit(problems.length === 0 ? 0 : 1);
}
