// docs/design/walks.md names files that are there, and none twice in one walk: `node scripts/check-walks.mjs`.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { finish, readText, root } from './lib/tree.mjs';

const PAGE = 'docs/design/walks.md';
const problems = [];
let walks = 0;
for (const section of readText(PAGE).split(/^## /m).slice(1)) {
  const [title = ''] = section.split('\n');
  const rows = [...section.matchAll(/^\| `([^`]+)` \|/gm)].map((found) => found[1]);
  if (rows.length === 0) problems.push(`${PAGE}: '${title}' names no files`);
  walks++;
  rows.forEach((path, i) => {
    if (!existsSync(join(root, path))) problems.push(`${PAGE}: '${title}' passes ${path}, which is no file`);
    if (rows.indexOf(path) < i) problems.push(`${PAGE}: '${title}' passes ${path} twice`);
  });
}
finish(problems, `${walks} walks, all of whose files are there`);
