// Small files: `node scripts/check-sizes.mjs`. More than 600 lines are refused, more than 400 told. Generated tables apart.
import { filesIn, finish, isGenerated, readText } from './lib/tree.mjs';

const REFUSED = 600;
const TOLD = 400;

const sources = filesIn(['src', 'native', 'test', 'bench', 'examples', 'scripts'], (name) => /\.(ts|tsx|mjs|js|c|h)$/.test(name));
const sized = sources
  .filter((path) => !isGenerated(path) && !path.startsWith('test/fixtures/'))
  .map((path) => ({ path, lines: readText(path).split('\n').length - 1 }));
for (const { path, lines } of sized)
  if (lines > TOLD && lines <= REFUSED) console.log(`${path}: ${lines} lines, think whether it is one thing`);
finish(
  sized.filter(({ lines }) => lines > REFUSED).map(({ path, lines }) => `${path}: ${lines} lines; split it by ${REFUSED}`),
  `${sized.length} files, none over ${REFUSED} lines`,
);
