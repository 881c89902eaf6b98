// What check-pack.mjs looks for in the texts of the tarball.
import { dirname, join } from 'node:path';

/**
 * Casts, `!` and `any`, which no example needs: the lines of a program that say more than the types know, with their numbers. Comments and texts do not count.
 *
 * @param {string} code
 * @returns {string[]}
 */
export function castsIn(code) {
  return code.split('\n').flatMap((line, i) => {
    const bare = line.replace(/'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|"(?:[^"\\]|\\.)*"/g, "''").replace(/\/\/.*$/, '');
    if (/^\s*(import|export)\b/.test(bare)) return [];
    return /\bas\s+(?!const\b)[\w{[(]|[\w)\]]!(?!=)|[:<,|&]\s*any\b|@ts-/.test(bare) ? [`${i + 1}: ${line.trim()}`] : [];
  });
}

/**
 * Where the links of a page lead within the package, as paths from its root.
 *
 * @param {string} text
 * @param {string} path of the page
 */
export const linksIn = (text, path) =>
  [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
    .map(([, to]) => to)
    .filter((to) => !/^[a-z]+:/.test(to))
    .map((to) => join(dirname(path), to).replace(/\/$/, ''));

/**
 * Remedies that work in a clone of the repository only: an installed package has none of its scripts.
 *
 * @param {string} code
 */
export const cloneRemedies = (code) =>
  [...code.matchAll(/remedy:? ?['"`][^'"`\n]*\b(?:npm run|npm ci|node (?:scripts|native|bench)\/)[^'"`\n]*/g)].map(([words]) => words);
