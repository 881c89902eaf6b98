// docs/lessons/ from the lessons of `pkw learn`: `node scripts/pages/lessons.mjs`; `--check` says whether the pages are up to date.
//
// Each step's solution is typed in the lesson's own network, and the page shows what it prints. The network has its own time and its own random
// numbers, so that is the same each time.
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'rolldown';
import { common } from '../lib/bundles.mjs';
import { filesIn, finish, root, standsAs } from '../lib/tree.mjs';

const FOLDER = 'docs/lessons';
const SOURCES = 'src/shell/lessons';

/** The lessons, and the shell that they run in: bundled, for a Node that takes no types. */
async function load() {
  const folder = mkdtempSync(join(tmpdir(), 'packetwright-lessons-'));
  try {
    const file = join(folder, 'lessons.mjs');
    await build({ ...common, cwd: root, input: `${SOURCES}/pages.ts`, output: { file, format: 'esm', codeSplitting: false } });
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const { LESSONS, pageOf, indexPage } = await load();
/** @type {Map<string, string>} */
const pages = new Map([[`${FOLDER}/README.md`, indexPage(LESSONS)]]);
for (const lesson of LESSONS) pages.set(`${FOLDER}/${lesson.name}.md`, await pageOf(lesson));

const there = filesIn([FOLDER], (name) => name.endsWith('.md'));
if (process.argv.includes('--check')) {
  const problems = [...pages].filter(([path, text]) => !standsAs(path, text)).map(([path]) => `${path} is not what ${SOURCES}/ says`);
  for (const path of there) if (!pages.has(path)) problems.push(`${path} belongs to no lesson`);
  finish(
    problems.length === 0 ? [] : [...problems, 'run: node scripts/pages/lessons.mjs'],
    `${pages.size} pages of lessons are up to date`,
  );
} else {
  mkdirSync(join(root, FOLDER), { recursive: true });
  for (const path of there) if (!pages.has(path)) rmSync(join(root, path));
  for (const [path, text] of pages) writeFileSync(join(root, path), text);
  console.log(`${FOLDER}: ${LESSONS.length} lessons`);
}
// What waits in a lab does not keep this running.
process.exit();
