// docs/machines.md and docs/pictures/machines/: the state machines of clients and servers, drawn by themselves: `node scripts/pages/machines.mjs`,
// after a build; `--check` says whether they are up to date. A machine that the package exports is on the page.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { filesIn, finish, root, standsAs } from '../lib/tree.mjs';

const PAGE = 'docs/machines.md';
const PICTURES = 'docs/pictures/machines';

/** @typedef {import('../../src/exchange/machine/machine.ts').AnyMachine} AnyMachine */

const all = await import(pathToFileURL(join(root, 'dist/index.js')).href);
const machines = /** @type {[string, AnyMachine][]} */ (
  Object.entries(all).filter(([, value]) => typeof value === 'object' && value !== null && value.isMachine === true)
);

/** @param {AnyMachine} machine */
const fileOf = ({ name }) => `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.svg`;

/** @param {string} exported @param {AnyMachine} machine */
function sectionOf(exported, machine) {
  const told = Object.entries(machine.states).filter(([, { about }]) => about !== undefined);
  const rows = told.map(([name, { about }]) => `| ${name} | ${about} |`);
  return [
    `## ${machine.name}`,
    '',
    `\`${exported}\`${machine.source === undefined ? '' : `, after ${machine.source}`}.`,
    '',
    `![States of ${machine.name}](pictures/machines/${fileOf(machine)})`,
    '',
    ...(rows.length === 0 ? [] : ['| state | |', '|---|---|', ...rows, '']),
  ].join('\n');
}

const page = `# State machines

<!-- Made by scripts/pages/machines.mjs. -->

What our clients and servers do, drawn from the machines that run. Time is in italics, what a user asks is in brackets. The first state has a bold
edge, the last ones have two. \`machineSvg(m)\` and \`machineDot(m)\` draw your own machines, too: \`machine()\` describes one, \`driveMachine()\` runs it.

${machines.map(([exported, machine]) => sectionOf(exported, machine)).join('\n')}`;

/** @type {Map<string, string>} */
const files = new Map([[PAGE, page]]);
for (const [, machine] of machines) files.set(`${PICTURES}/${fileOf(machine)}`, await all.machineSvg(machine));

if (process.argv.includes('--check')) {
  const problems = [...files].flatMap(([path, text]) =>
    standsAs(path, text) ? [] : [`${path} is not up to date: node scripts/pages/machines.mjs`],
  );
  for (const path of filesIn([PICTURES], () => true)) if (!files.has(path)) problems.push(`${path}: there is no such machine`);
  finish(problems, `${machines.length} machines are drawn as they are`);
} else {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  console.log(`${machines.length} machines drawn`);
}
