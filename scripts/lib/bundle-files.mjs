// The files of a bundle, as they load one another.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Every file that the bundle at `path` loads at some time, itself included.
 *
 * @param {string} path
 * @param {Set<string>} found
 */
export function reached(path, found = new Set()) {
  if (found.has(path)) return found;
  found.add(path);
  for (const { specifier } of importsOf(path)) if (/^\..*\.js$/.test(specifier)) reached(join(dirname(path), specifier), found);
  return found;
}

/** @param {string} path */
export function importsOf(path) {
  const pattern = /\bfrom\s*["']([^"']+)["']|\bimport\s*\(?\s*["']([^"']+)["']|\brequire\(["'](\.[^"']+\.js)["']\)/g;
  return [...readFileSync(path, 'utf8').matchAll(pattern)].map((match) => ({ specifier: match[1] ?? match[2] ?? match[3] ?? '' }));
}
