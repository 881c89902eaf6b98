// What check-pack.mjs looks for in the texts of the tarball, and in what Node shows of its errors.
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

/**
 * What is wrong with the stack of an error of ours under `--enable-source-maps`: it begins at a line of a source that makes an error.
 *
 * @param {string} stack
 * @param {(path: string) => string} read gives the text of `src/…`
 */
export function stackFault(stack, read) {
  const place = stack.split('\n').find((line) => /^ +at /.test(line)) ?? 'nowhere';
  const [, path, line] = /packetwright\/(src\/.+\.ts):(\d+):\d+\)?$/.exec(place) ?? [];
  if (path === undefined) return `the stack begins at no source: ${place.trim()}`;
  const code = read(path).split('\n')[Number(line) - 1] ?? '';
  return /\bthrow\b|\bnew \w*Error\(/.test(code) ? undefined : `${path}:${line} makes no error: ${code.trim()}`;
}

/** More is no line to read. */
const SCREEN = 2000;

/**
 * What is wrong with what Node shows of an error that nobody caught: a place, one line of code, a mark below it; then the error.
 *
 * @param {string} screen
 */
export function screenFault(screen) {
  const [place = '', ...code] = screen.slice(0, screen.indexOf('\n\n')).split('\n');
  if (!/\.[cm]?js:\d+$/.test(place) || code.length !== 2) return `it begins otherwise: ${screen.slice(0, 200)}`;
  return screen.length <= SCREEN ? undefined : `it has ${screen.length} characters, ${code[0]?.length} of them in a line of code`;
}
