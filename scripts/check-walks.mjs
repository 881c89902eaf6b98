// docs/design/walks.md names files that are there, and none twice in one walk; so do the other pages of decisions, the glossary's paths
// beginning in src/: `node scripts/check-walks.mjs`.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { filesIn, finish, readText, root } from './lib/tree.mjs';

const PAGE = 'docs/design/walks.md';
const GLOSSARY = 'docs/design/glossary.md';
/** @type {string[]} */
const problems = [];
let walks = 0;
for (const section of readText(PAGE).split(/^## /m).slice(1)) {
  const [title = ''] = section.split('\n');
  const rows = [...section.matchAll(/^\| `([^`]+)` \|/gm)].map((found) => found[1]);
  if (rows.length === 0) problems.push(`${PAGE}: '${title}' names no files`);
  walks++;
  rows.forEach((path, i) => {
    if (!existsSync(join(root, path))) problems.push(`${PAGE}: '${title}' names ${path}, which does not exist`);
    if (rows.indexOf(path) < i) problems.push(`${PAGE}: '${title}' names ${path} twice`);
  });
}
for (const page of filesIn(['docs/design'], (name) => name.endsWith('.md'))) {
  if (page === PAGE) continue;
  const folder = page === GLOSSARY ? 'src' : '.';
  const named = page === GLOSSARY ? /`([a-z][\w-]*(?:\/[\w.-]+)+\/?)`/g : /`((?:src|test|scripts|native|bench)\/[\w./-]+)`/g;
  for (const [, path = ''] of readText(page).matchAll(named))
    if (!existsSync(join(root, folder, path))) problems.push(`${page}: ${path} is not there; name the file that has it now`);
}
finish(problems, `${walks} walks, all of whose files are there`);
