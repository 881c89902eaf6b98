// docs/errors.md from the table of codes: `node scripts/pages/errors-page.mjs`; `--check` says whether it is up to date.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSource } from '../lib/load-source.mjs';
import { finish, root, standsAs } from '../lib/tree.mjs';

const PAGE = 'docs/errors.md';

const { ERROR_CODES } = await loadSource('src/bytes/errors.ts');
/** @param {string} text */
const cell = (text) => text.replace(/\|/g, '\\|');
const rows = Object.entries(ERROR_CODES).map(([code, { means, remedy }]) => `| \`${code}\` | ${cell(means)} | ${cell(remedy)} |`);
const page = `# Errors

<!-- Made by scripts/pages/errors-page.mjs from src/bytes/errors.ts. -->

Every error of this package is a \`PacketwrightError\`. Its \`code\` is one of these, and does not change between releases. Its
\`message\` is one line: what went wrong, where, and what was expected. \`details\` has the values that the message mentions, and
\`remedy\` says what helps. The command line prints \`pkw COMMAND: message; remedy\` and ends with status 1, or 2 for
\`ERR_USAGE\`.

\`node --enable-source-maps program.js\` makes stack traces name the lines of the package's sources: \`src/bytes/address.ts:257\`. It
makes importing slower.

| code | means | what helps |
|---|---|---|
${rows.join('\n')}
`;

if (process.argv.includes('--check')) {
  finish(
    standsAs(PAGE, page) ? [] : [`${PAGE} is not what src/bytes/errors.ts says; run: node scripts/pages/errors-page.mjs`],
    `${PAGE} is up to date`,
  );
} else {
  writeFileSync(join(root, PAGE), page);
  console.log(`${PAGE}: ${rows.length} codes`);
}
