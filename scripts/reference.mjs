// docs/reference/ from the public types: `node scripts/reference.mjs`, after a build; `--check` says whether it is up to date.
//
// Each public name of the package stands once, on the page of its group, with its comment and its declaration. README.md has all names, a line each.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { publicNames } from './lib/public-names.mjs';
import { blockOf, cell, firstSentence, textOf } from './lib/reference-text.mjs';
import { filesIn, finish, readJson, root, standsAs } from './lib/tree.mjs';

const FOLDER = 'docs/reference';

/** The pages in the order of the index. */
const GROUPS = [
  { page: 'crafting', title: 'Crafting packets', about: 'make packets, change them, make many from a template' },
  { page: 'dissecting', title: 'Dissecting and showing packets', about: 'take octets apart; text, JSON and dumps of a packet' },
  { page: 'figures', title: 'Figures', about: 'packets and lists of them as pictures: SVG, PostScript, PDF, plots and graphs' },
  { page: 'layers', title: 'Layers', about: 'every protocol layer with the names of its fields' },
  { page: 'captures', title: 'Captures', about: 'read and write pcap and pcapng' },
  { page: 'filters-and-columns', title: 'Filters and columns', about: 'choose packets, and ask for fields of many packets' },
  {
    page: 'streams',
    title: 'Streams',
    about: 'put fragments together, follow TCP connections, cut messages from them, end them; meters and timers',
  },
  { page: 'flows', title: 'Flows', about: 'count packets by flow; make, send and collect NetFlow and IPFIX' },
  { page: 'exchange', title: 'Sending and answering', about: 'send, match replies, answer requests' },
  { page: 'hosts', title: 'Hosts', about: 'interfaces, links, routes, the firewall, privileges' },
  { page: 'stack', title: 'The stack', about: 'a TCP/IP host of our own, and its connections as streams' },
  { page: 'lab', title: 'The lab', about: 'a network in memory' },
  { page: 'tests', title: 'Tests', about: 'matchers for packets and captures' },
  { page: 'shell', title: 'The shell', about: "scapy's notation from a program: the rewriter, and a session" },
  { page: 'sessions', title: 'Sessions', about: 'what earlier packets tell about later ones' },
  { page: 'protocol-authors', title: 'Writing protocols', about: 'specs, fields, bindings and registries' },
  {
    page: 'octets',
    title: 'Octets, addresses, numbers',
    about: 'hexadecimal text, addresses, checksums, random numbers, names of numbers',
  },
  { page: 'errors', title: 'Errors', about: 'the error class and its codes' },
];

/** A name is on the page of the first pattern that fits `PATH NAME`. @type {[string, RegExp][]} */
const RULES = [
  ['errors', /^src\/bytes\/errors/],
  ['sessions', /^src\/packet\/(object\/session|spec\/knowledge)/],
  ['figures', /^src\/text\/figures\//],
  ['lab', /^src\/lab\//],
  ['stack', /^src\/stack\//],
  ['flows', /^src\/(flows|tools\/flows)\//],
  ['streams', /^src\/(streams|tools)\//],
  ['tests', /^src\/matchers\//],
  ['shell', /^src\/shell\//],
  ['exchange', /^src\/exchange\//],
  ['hosts', /^src\/host\//],
  ['captures', /^src\/capture\//],
  ['filters-and-columns', /^src\/filter\//],
  ['octets', /^src\/(bytes|vendors)\/|^src\/protocols\/registries\//],
  [
    'protocol-authors',
    /^src\/packet\/(spec\/(?!flags|several|spec)|fields|layer\/layer|chain)|^src\/protocols\/application\/dns\/name-field/,
  ],
  ['crafting', /^src\/packet\/(templates|in-bulk|laid\/change|spec\/several)|^src\/protocols\/application\/dns\//],
  ['crafting', / (packet|Part|Crafted|CraftedSet|GivenOf|auto|Auto|Give|fillChecksums)$/],
  ['protocol-authors', /^src\/packet\/spec\/spec\.ts (?!ViewOf|Read|LayerOctets|AnyLayer|Layer)/],
  ['dissecting', /^src\/(packet|protocols)\//],
];

const manifest = readJson('package.json');
/** @type {string[]} */
const problems = [];
const modules = /** @type {Record<string, any>} */ (await import(pathToFileURL(join(root, 'dist/index.js')).href));

/** @typedef {import('./lib/public-names.mjs').PublicName & { entries: string[], page: string }} Entry */
/** @type {Map<string, Entry>} */
const entries = new Map();
// The smallest entry that has a name is named first: `./core` before `.`.
const order = Object.entries(manifest.exports)
  .filter(([, target]) => typeof target !== 'string')
  .sort(([a], [b]) => Number(a === '.') - Number(b === '.'));
for (const [entry, target] of order) {
  for (const [name, found] of publicNames(join(root, target.types.default))) {
    if (found === undefined) {
      problems.push(`${entry}: ${name} is exported again, but the file that it comes from does not have it`);
      continue;
    }
    const key = `${found.path} ${name}`;
    const there = entries.get(key);
    if (there !== undefined) there.entries.push(entry);
    else entries.set(key, { ...found, entries: [entry], page: pageOf(key, name) });
  }
}

/** @param {string} key @param {string} name */
function pageOf(key, name) {
  if (isLayer(modules[name])) return 'layers';
  const rule = RULES.find(([, pattern]) => pattern.test(key));
  if (rule === undefined) problems.push(`${key}: belongs to no page of the reference; add it to one in scripts/reference.mjs`);
  return rule?.[0] ?? 'octets';
}

/** @param {any} value */
function isLayer(value) {
  return typeof value === 'function' && 'layerName' in value;
}

/** What a name is, as Markdown. A layer whose comment only cites says it in its spec. @param {Entry} entry */
function aboutOf({ name, comment = '' }) {
  const text = textOf(comment);
  return text === '' || text.startsWith('- ')
    ? `${isLayer(modules[name]) ? (modules[name].spec.about ?? '') : ''}\n\n${text}`.trim()
    : text;
}

for (const entry of entries.values())
  if (!/^[^\s-]/.test(aboutOf(entry))) problems.push(`${entry.path}: ${entry.name} has no doc comment that says what it is`);

/**
 * The anchor of a name's heading as GitHub and npm make it: in small letters, and with a number where the page has had it before.
 *
 * @param {Entry} entry
 */
function anchor(entry) {
  const plain = entry.name.toLowerCase();
  const before = all.filter((other) => other.page === entry.page && other.name.toLowerCase() === plain).indexOf(entry);
  return before > 0 ? `${plain}-${before}` : plain;
}

/** @param {Entry} entry */
const importedFrom = ({ entries: from }) => {
  if (from.includes('./core')) return 'packetwright/core';
  if (from.includes('.')) return 'packetwright';
  const [first = '.'] = from;
  return first.replace('.', 'packetwright');
};

/** @param {Entry} a @param {Entry} b */
const byName = (a, b) =>
  a.name.toLowerCase() < b.name.toLowerCase() ? -1 : a.name.toLowerCase() > b.name.toLowerCase() ? 1 : a.name < b.name ? -1 : 1;

/** @param {Entry} entry */
function section(entry) {
  const from = importedFrom(entry);
  const also = entry.entries.includes('./lab') && from !== 'packetwright/lab' ? ' and `packetwright/lab`' : '';
  const where = from === 'packetwright/core' ? '`packetwright` and `packetwright/core`' : `\`${from}\``;
  return [
    `## ${entry.name}`,
    '',
    aboutOf(entry),
    '',
    '```ts',
    blockOf(entry.text),
    '```',
    '',
    `From ${where}${also}; declared in \`${entry.path}\`.`,
    '',
  ].join('\n');
}

/** @param {Entry} entry */
function layerRow(entry) {
  const fields = Object.keys(modules[entry.name].spec.fields);
  const about = aboutOf(entry)
    .replace(/(?<=^|\n)- /g, '')
    .replace(/\s+/g, ' ');
  return `| <a id="${anchor(entry)}"></a>\`${entry.name}\` | ${cell(about)} | ${fields.map((field) => `\`${field}\``).join(' ')} |`;
}

const all = [...entries.values()].sort(byName);
const MADE = '<!-- Made by scripts/reference.mjs of the public types. -->';
/** @type {Map<string, string>} */
const pages = new Map();
for (const { page, title, about } of GROUPS) {
  const own = all.filter((entry) => entry.page === page);
  const body =
    page === 'layers'
      ? [
          "A layer is a function: `IP({ dst: '192.0.2.1' })` gives the values of one header, `packet(…)` puts headers together, and `p.get(IP)` reads one.",
          '`ls(IP)` prints the fields with their types and defaults. All are exported from `packetwright` and `packetwright/core`.',
          '',
          '| layer | what it is | fields |',
          '|---|---|---|',
          ...own.map(layerRow),
          '',
        ].join('\n')
      : own.map(section).join('\n');
  pages.set(
    `${page}.md`,
    `# ${title}\n\n${MADE}\n\n${about[0]?.toUpperCase()}${about.slice(1)}. [All names](README.md) are on one page.\n\n${body}`,
  );
}
/** @param {Entry} entry */
const row = (entry) => `| [\`${entry.name}\`](${entry.page}.md#${anchor(entry)}) | ${cell(firstSentence(aboutOf(entry)))} |`;
pages.set(
  'README.md',
  `# Reference

${MADE}

Every public name of \`packetwright\` and its entries. Search this page for a name or a word; each name leads to its
declaration. [docs/README.md](../README.md) has the pages that explain.

| page | what you find there |
|---|---|
${GROUPS.map(({ page, title, about }) => `| [${title}](${page}.md) | ${about} |`).join('\n')}

## All names

| name | what it is |
|---|---|
${all.map(row).join('\n')}
`,
);

const summary = `${entries.size} names on ${pages.size - 1} pages of ${FOLDER}`;
if (process.argv.includes('--check')) {
  for (const [name, text] of pages)
    if (!standsAs(`${FOLDER}/${name}`, text))
      problems.push(`${FOLDER}/${name} differs from the public types; run: node scripts/reference.mjs`);
  for (const path of filesIn([FOLDER], () => true))
    if (!pages.has(path.slice(FOLDER.length + 1)))
      problems.push(`${path} is no longer a page of the reference; run: node scripts/reference.mjs`);
  finish(problems, `${summary} are up to date`);
} else {
  rmSync(join(root, FOLDER), { recursive: true, force: true });
  mkdirSync(join(root, FOLDER), { recursive: true });
  for (const [name, text] of pages) writeFileSync(join(root, FOLDER, name), text);
  finish(problems, summary);
}
