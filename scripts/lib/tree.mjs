// What the checks know of the tree: its root, its files, and how a check ends.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export const readText = (path) => readFileSync(join(root, path), 'utf8');
export const readJson = (path) => JSON.parse(readText(path));

const NOT_OURS = new Set(['node_modules', 'dist', '.git', '.bench', 'build', 'prebuilds']);

/** Paths of the files under `folders` whose names pass, relative to the root, sorted. A folder that is not there has none. */
export function filesIn(folders, passes) {
  const found = [];
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

/** Registries that a script makes from published tables: no rule on size or form is for them. */
export const isGenerated = (path) => /(^|\/)registries\//.test(path) || /\.generated\.[a-z]+$/.test(path);

/** Prints what is wrong, a line each, and ends the process: 1 when there is something, else 0 after one line. */
export function finish(problems, fine) {
  for (const problem of problems) console.error(problem);
  if (problems.length === 0) console.log(fine);
  process.exit(problems.length === 0 ? 0 : 1);
}
