// The pages for who comes from elsewhere (docs/from-*.md): every name of ours that a table gives for an old one is used in an example of
// the same page, which scripts/check-examples.mjs runs.
//
// In the tables' second column, `host.route(to)` stands for `route`, `LinkOptions.filter` for `filter`; a command (`pkw …`) is looked for as it stands
// in the page's blocks of shell lines. Examples of pkw's shell count, too: scripts/check-shell-pages.mjs runs them. Under the head `scapy, and the
// shell` the first column's names are ours as well.
import { filesIn, finish, readText } from './lib/tree.mjs';

const pages = filesIn(['docs'], (name) => /^from-.*\.md$/.test(name));
const problems = [];
let names = 0;

for (const page of pages) {
  const text = readText(page);
  const code = [...text.matchAll(/^```(?:ts run|python shell)[^\n]*\n([\s\S]*?)^```/gm)].map((block) => block[1]).join('\n');
  const shell = [...text.matchAll(/^```sh[^\n]*\n([\s\S]*?)^```/gm)].map((block) => block[1]).join('\n');
  if (code === '') problems.push(`${page}: has no example that runs (\`\`\`ts run, \`\`\`python shell)`);
  let columns = [1];
  text.split('\n').forEach((line, i) => {
    const cells = /^\|(.*)\|\s*$/.exec(line)?.[1].split(/(?<!\\)\|/);
    if (cells === undefined || cells.length < 2 || /^[\s:-]*$/.test(cells[0])) return;
    if (text.split('\n')[i + 1]?.startsWith('|-') === true) columns = cells[0].trim() === 'scapy, and the shell' ? [0, 1] : [1];
    for (const [, span] of columns.flatMap((column) => [...cells[column].matchAll(/`([^`]+)`/g)])) {
      names++;
      const isUsed = span.startsWith('pkw ') ? shell.includes(span) : usesName(code, span);
      if (!isUsed) problems.push(`${page}:${i + 1}: no example of this page uses ${span}`);
    }
  });
}

/**
 * Whether code has the last name of a path, without its arguments.
 *
 * @param {string} code
 * @param {string} span
 */
function usesName(code, span) {
  const name = /^[\w$.]+/
    .exec(span.replace(/^(new|await|for await) /, ''))?.[0]
    .split('.')
    .at(-1);
  return name === undefined || name === '' || new RegExp(`\\b${name.replaceAll('$', '\\$')}\\b`).test(code);
}

finish(problems, `${names} names of ours in ${pages.length} pages are used in their examples`);
