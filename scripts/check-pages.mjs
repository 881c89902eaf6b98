// Links of the pages lead somewhere: `node scripts/check-pages.mjs`.
//
// Pages are the Markdown files at the root and under docs/. Every link to a file, and to a heading of one, leads to what is there. What the
// package's tarball has leads only to what the tarball has. docs/README.md leads to every page under docs/: itself, or by a README.md of a folder.
import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { finish, filesIn, readJson, readText, root } from './lib/tree.mjs';

const INDEX = 'docs/README.md';
const ALWAYS_PACKED = ['README.md', 'LICENSE', 'package.json'];

const packed = [...(readJson('package.json').files ?? []), ...ALWAYS_PACKED];
/** @param {string} path */
const isPacked = (path) => packed.some((/** @type {string} */ file) => path === file || path.startsWith(`${file}/`));

const docs = filesIn(['docs'], (name) => name.endsWith('.md'));
const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'].filter((path) => existsSync(join(root, path))).concat(docs);
/** @type {string[]} */
const problems = [];

/** The page's lines, those of code blocks empty. @param {string} path */
function proseOf(path) {
  let isCode = false;
  return readText(path)
    .split('\n')
    .map((line) => {
      const isFence = /^\s*```/.test(line);
      if (isFence) isCode = !isCode;
      return isCode || isFence ? '' : line;
    });
}

/** @type {Map<string, Set<string>>} */
const anchorsBefore = new Map();

/** What can stand behind `#`: headings as GitHub and npm name them, and ids. @param {string} path */
function anchorsOf(path) {
  const before = anchorsBefore.get(path);
  if (before !== undefined) return before;
  /** @type {Set<string>} */
  const anchors = new Set();
  for (const line of proseOf(path)) {
    const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1];
    if (heading !== undefined) {
      const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*]/g, '');
      const plain = words
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
        .replace(/ /g, '-');
      let anchor = plain;
      for (let n = 1; anchors.has(anchor); n++) anchor = `${plain}-${n}`;
      anchors.add(anchor);
    }
    for (const [, id = ''] of line.matchAll(/<a id="([^"]+)">/g)) anchors.add(id);
  }
  anchorsBefore.set(path, anchors);
  return anchors;
}

/** @type {Map<string, Set<string>>} */
const targets = new Map();
let links = 0;
for (const page of pages) {
  /** @type {Set<string>} */
  const own = new Set();
  targets.set(page, own);
  proseOf(page).forEach((line, i) => {
    const bare = line.replace(/``[^`]*``|`[^`]*`/g, (code) => 'x'.repeat(code.length));
    for (const [, to = ''] of bare.matchAll(/(?:\]\(|(?:src|srcset|href)=")([^)"\s]+)/g)) {
      if (/^[a-z]+:/i.test(to)) continue;
      links++;
      const [file = '', anchor] = to.split('#');
      const target = file === '' ? page : normalize(join(dirname(page), file)).replace(/\/$/, '');
      const here = `${page}:${i + 1}: ${to}`;
      own.add(target);
      if (target.startsWith('..') || !existsSync(join(root, target))) problems.push(`${here} points to a file that does not exist`);
      else if (anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).has(anchor))
        problems.push(`${here} points to a heading that ${target} does not have`);
      else if (isPacked(page) && !isPacked(target)) problems.push(`${here} is not in the tarball (package.json, files), and ${page} is`);
    }
  });
}

const index = targets.get(INDEX);
if (index === undefined) problems.push(`${INDEX} is not there`);
for (const page of docs) {
  if (page === INDEX || index === undefined || index.has(page)) continue;
  const folder = `${dirname(page)}/README.md`;
  const isBelow = index.has(folder) && targets.get(folder)?.has(page) === true;
  if (!isBelow) problems.push(`${INDEX} has no link to ${page}`);
}
finish(problems, `${links} links of ${pages.length} pages lead somewhere, and ${INDEX} to every page`);
