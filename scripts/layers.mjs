// What is made of the protocols' files: src/protocols/layers.ts, layer-facts.ts and unbound.ts, src/filter/field-types.ts.
// `node scripts/layers.mjs`; `--check` says whether they are up to date.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generated } from './lib/public-layers.mjs';
import { finish, root, standsAs } from './lib/tree.mjs';

const check = process.argv.includes('--check');
const problems = [];
for (const [path, textOf] of generated) {
  const text = await textOf();
  if (!check) writeFileSync(join(root, path), text);
  else if (!standsAs(path, text)) problems.push(`${path} differs from what the files beside it give; run: node scripts/layers.mjs`);
}
if (check) finish(problems, `${generated.map(([path]) => path).join(', ')} are up to date`);
