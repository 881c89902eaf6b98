// Small files in small folders: `node scripts/check-sizes.mjs`. A file of more than 600 lines is refused, one of more than 400 told;
// a folder of more than 30 sources is refused (tests and tables that scripts make are not counted). How long a function may be,
// biome.json says.
import { dirname } from 'node:path';
import { filesIn, finish, isGenerated, isTest, readText } from './lib/tree.mjs';

const REFUSED = 600;
const TOLD = 400;
const FOLDER = 30;

const sources = filesIn(['src', 'native', 'test', 'bench', 'examples', 'scripts'], (name) => /\.(ts|tsx|mjs|js|c|h)$/.test(name)).filter(
  (path) => !path.startsWith('test/fixtures/') && !isGenerated(path),
);
const sized = sources.map((path) => ({ path, lines: readText(path).split('\n').length - 1 }));
for (const { path, lines } of sized) if (lines > TOLD && lines <= REFUSED) console.log(`${path}: ${lines} lines: could it be two files?`);

/** @type {Map<string, number>} */
const folders = new Map();
for (const path of sources) if (!isTest(path)) folders.set(dirname(path), (folders.get(dirname(path)) ?? 0) + 1);

finish(
  [
    ...sized.filter(({ lines }) => lines > REFUSED).map(({ path, lines }) => `${path}: ${lines} lines; split it by ${REFUSED}`),
    ...[...folders]
      .filter(([, count]) => count > FOLDER)
      .map(
        ([folder, count]) => `${folder}/: ${count} sources in one folder; make folders of what belongs together, at most ${FOLDER} each`,
      ),
  ],
  `${sized.length} files, none over ${REFUSED} lines; ${folders.size} folders, none over ${FOLDER} sources`,
);
