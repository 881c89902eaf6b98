// docs/protocols/: a page a protocol, from its specs: `node scripts/protocol-pages.mjs`; `--check` says whether they are up to date.
//
// Each layer's page has its header drawn as in the RFC, its fields, the numbers that lead to it, and an example, which is run here: what it prints is
// what the page says.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { headerPicture } from './lib/header-drawing.mjs';
import { loadSource } from './lib/load-source.mjs';
import { LAYERS, layerFiles } from './lib/public-layers.mjs';
import { cell } from './lib/reference-text.mjs';
import { finish, readText, root, standsAs } from './lib/tree.mjs';

const FOLDER = 'docs/protocols';
/** So many names of a field's numbers are listed; of a registry, which has more than anybody reads, a few. */
const MOST_NAMES = 64;
const FEW_NAMES = 6;
/** So many numbers of a space are listed. */
const MOST_NUMBERS = 12;

/** Number spaces in words; others are called as they are. @type {Record<string, string>} */
const SPACES = {
  linktype: 'link type',
  ethertype: 'EtherType',
  'ip.proto': 'IP protocol',
  'ipv6.nh': 'IPv6 next header',
  'udp.port': 'UDP port',
  'tcp.port': 'TCP port',
  'llc.sap': 'LLC SAP',
  'ppp.proto': 'PPP protocol',
};

/** @typedef {any} Layer */

/** The sources, with what makes pages of them. */
async function sources() {
  const folder = mkdtempSync(join(tmpdir(), 'packetwright-pages-'));
  try {
    const paths = layerFiles();
    const entry = join(folder, 'pages.ts');
    const others = ['src/index.ts', 'src/packet/describe.ts', 'src/packet/chain/led-to.ts', 'src/packet/code/text.ts'];
    const all = [...paths.map((path, i) => [path, `m${i}`]), ...others.map((path, i) => [path, `o${i}`])];
    writeFileSync(entry, all.map(([path = '', name]) => `export * as ${name} from ${JSON.stringify(join(root, path))};\n`).join(''));
    const loaded = await loadSource(entry);
    const [api, describe, leads, text] = others.map((_, i) => loaded[`o${i}`]);
    return { paths, modules: paths.map((_, i) => loaded[`m${i}`]), api, describe, ledTo: leads.ledTo, piecesOf: text.piecesOf };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const { paths, modules, api, describe, ledTo, piecesOf } = await sources();
const { protocols } = api;
const publicNames = new Set([...readText(LAYERS).matchAll(/\b(\w+)(?=,|\s*\})/g)].map(([, name]) => name));

/** What a file's page is called: its folder, where that is called as one of its files; a file beside, whose name its own begins with; or itself. @param {string} path */
function pageOf(path) {
  const folder = basename(dirname(path)),
    own = basename(path, '.ts');
  const isThere = (/** @type {string} */ name) => existsSync(join(root, dirname(path), `${name}.ts`));
  if (isThere(folder)) return folder;
  const [front = own] = own.split('-');
  return isThere(front) ? front : own;
}

/** Page -> its layers, those with the page's name first. @type {Map<string, { name: string, layer: Layer, path: string }[]>} */
const pages = new Map();
paths.forEach((path, i) => {
  for (const [name, layer] of Object.entries(modules[i])) {
    if (typeof layer !== 'function' || !('layerName' in layer) || !publicNames.has(name)) continue;
    const page = pageOf(path);
    const before = pages.get(page) ?? [];
    if (before.some((one) => one.layer === layer)) continue;
    pages.set(page, [...before, { name, layer, path }]);
  }
});
for (const layers of pages.values()) {
  // A record inside another layer stands behind the layers that packets have.
  const isOwn = (/** @type {{ layer: Layer }} */ { layer }) => Number(protocols.layers.has(layer.id));
  layers.sort((a, b) => isOwn(b) - isOwn(a));
}

/** @param {string} space @param {number} n */
const numberText = (space, n) => (/ethertype|ppp\.proto|sap/.test(space) ? `0x${n.toString(16).padStart(4, '0')}` : String(n));

/** `UDP port 53, 5353`. @param {Layer} layer */
const reachedBy = (layer) =>
  describe.numbersOf(protocols, layer).map((/** @type {[string, number[]]} */ [space, numbers]) => {
    const more = numbers.length > MOST_NUMBERS ? ` and ${numbers.length - MOST_NUMBERS} more` : '';
    const shown = numbers.slice(0, MOST_NUMBERS).map((n) => numberText(space, n));
    return `${SPACES[space] ?? `\`${space}\``} ${shown.join(', ')}${more}`;
  });

const parents = new Map();
for (const below of protocols.layers.values()) for (const to of ledTo(below)) if (!parents.has(to.id)) parents.set(to.id, below);

/** Layers that use a space, the plainest first. @param {string} space */
function usersOf(space) {
  const order = ['Ether', 'IP', 'IPv6', 'UDP', 'TCP'];
  const users = [...protocols.layers.values()].filter(({ layout }) =>
    [...layout.selectors, ...layout.hints].some((slot) => (slot.options.selects ?? slot.options.hints) === space),
  );
  return users.sort((a, b) => ((order.indexOf(a.layerName) + 99) % 99) - ((order.indexOf(b.layerName) + 99) % 99));
}

/** The layers below one in a usual packet, the outermost first. @param {Layer} layer @returns {Layer[]} */
function below(layer) {
  /** @type {Layer[]} */
  const chain = [];
  for (let at = layer; chain.length < 6 && !['IP', 'IPv6', 'Ether'].includes(at.layerName); ) {
    const [space] = describe.numbersOf(protocols, at)[0] ?? [];
    const under = space === undefined || space === 'linktype' ? (space === undefined ? parents.get(at.id) : undefined) : usersOf(space)[0];
    if (under === undefined || chain.includes(under) || under === layer) break;
    chain.unshift(under);
    at = under;
  }
  return chain;
}

/**
 * An example and what it prints; undefined where the layer alone makes no packet.
 *
 * @param {string} name
 * @param {Layer} layer
 */
function exampleOf(name, layer) {
  for (const under of [below(layer), []]) {
    const names = [...new Set([...under.map((l) => l.layerName), name])];
    if (!names.every((one) => publicNames.has(one))) continue;
    const made = `packet(${[...under.map((l) => `${l.layerName}()`), `${name}()`].join(', ')})`;
    const whole = under.length === 0 ? '' : `, whole: (layer) => layer === '${layer.layerName}'`;
    const code = `const p = dissect(${made}.bytes, ${names[0]});\nconsole.log(p.tree({ octets: true${whole} }));`;
    /** @type {string[]} */
    const printed = [];
    try {
      const given = { ...api, console: { log: (/** @type {unknown} */ text) => printed.push(String(text)) } };
      new Function(...Object.keys(given), code)(...Object.values(given));
    } catch {
      continue;
    }
    const title = layer.title;
    if (
      !printed
        .join('\n')
        .split('\n')
        .some((line) => line.endsWith(title) || line.includes(`  ${title}`))
    )
      continue;
    return `\`\`\`ts\nimport { dissect, packet, ${names.sort().join(', ')} } from 'packetwright';\n\n${code}\n\`\`\`\n\n\`\`\`text\n${printed.join('\n')}\n\`\`\`\n`;
  }
  return undefined;
}

/** @param {any} facts */
function namesText({ slot }) {
  const entries = [...(slot.options.names?.entries() ?? [])];
  if (entries.length === 0) return '';
  const most = entries.length > MOST_NAMES ? FEW_NAMES : MOST_NAMES;
  const shown = entries.slice(0, most).map(([n, name]) => `${slot.options.hex ? `0x${n.toString(16)}` : n} ${name}`);
  return shown.join(', ') + (entries.length > most ? ` and ${entries.length - most} more` : '');
}

/** @param {readonly string[]} names */
const codes = (names) => names.map((name) => `\`${name}\``).join(' ');

/** @type {Map<string, string>} */
const files = new Map();

/** @param {{ name: string, layer: Layer }} of */
function sectionOf({ name, layer }) {
  const { about, source, wireshark } = layer.spec;
  const lines = [`## ${name}`, '', about ?? layer.title, ''];
  const picture = headerPicture(layer, { placesOf: describe.placesOf, piecesOf });
  if (picture !== undefined) {
    files.set(`${FOLDER}/pictures/${name}.svg`, picture);
    lines.push(`![The header of ${name}](pictures/${name}.svg)`, '');
  }
  const numbers = reachedBy(layer);
  if (source !== undefined) lines.push(`- Source: ${source}.`);
  if (wireshark) lines.push(`- Wireshark: ${codes(wireshark.split(':').filter((/** @type {string} */ one) => one !== ''))}.`);
  if (numbers.length > 0) lines.push(`- Found by: ${numbers.join('; ')}.`);
  for (const [where, what] of describe.aroundLayer(layer)) lines.push(`- ${where === 'session' ? 'With a session' : 'After it'}: ${what}.`);
  if (lines.at(-1) !== '') lines.push('');
  lines.push('| field | kind | default | Wireshark | what it is |', '|---|---|---|---|---|');
  for (const f of describe.fieldFacts(layer)) {
    // What the engine keeps of a header that is longer than its fields.
    if (f.slot.name.startsWith('$')) continue;
    const names = namesText(f);
    const words = [
      f.about,
      f.when === '' ? '' : `When ${f.when}.`,
      names === '' ? '' : `Names: ${names}.`,
      f.inside.length === 0 ? '' : `Inside: ${codes(f.inside)}.`,
    ];
    const text = words.filter((one) => one !== '').join('<br>');
    lines.push(`| \`${f.slot.name}\` | ${cell(f.kind)} | ${cell(f.initial)} | ${codes(f.wireshark)} | ${cell(text)} |`);
  }
  const example = exampleOf(name, layer);
  if (example !== undefined) lines.push('', example.trimEnd());
  return `${lines.join('\n')}\n`;
}

const made = '<!-- Made by scripts/protocol-pages.mjs of the specs. -->';
for (const [page, layers] of pages) {
  const [first] = layers;
  const title = layers.length === 1 ? (first?.name ?? page) : page.toUpperCase();
  const list = layers.length === 1 ? '' : `Layers: ${layers.map(({ name }) => `[${name}](#${name.toLowerCase()})`).join(', ')}.\n\n`;
  files.set(`${FOLDER}/${page}.md`, `${made}\n\n# ${title}\n\n${list}${layers.map(sectionOf).join('\n')}`);
}

/** A line a layer, and the tables of numbers. */
function indexText() {
  const all = [...pages].flatMap(([page, layers]) => layers.map((one) => ({ ...one, page })));
  const link = (/** @type {{ name: string, page: string }} */ { name, page }) => `[${name}](${page}.md#${name.toLowerCase()})`;
  const byLayer = all
    .sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1))
    .map((one) => `| ${link(one)} | ${cell(one.layer.spec.about ?? one.layer.title)} |`);
  const tables = ['linktype', 'ethertype', 'ip.proto', 'udp.port', 'tcp.port'].map((space) => {
    const rows = [...protocols.space(space)]
      .sort(([a], [b]) => a - b)
      .map(([n, layers]) => {
        const links = layers.map((/** @type {Layer} */ layer) => all.find((one) => one.layer === layer)).filter(Boolean);
        return `| ${numberText(space, n)} | ${links.map((/** @type {any} */ one) => link(one)).join(', ') || layers.map((/** @type {Layer} */ l) => l.layerName).join(', ')} |`;
      });
    return `## By ${SPACES[space]}\n\n| number | layers |\n|---|---|\n${rows.join('\n')}\n`;
  });
  return `${made}

# Protocols

Every layer has its header drawn as in its RFC, its fields, and an example. \`pkw ls NAME\` prints the same on the command line; [fields](../fields.md) tells what the kinds
of fields are.

## By layer

| layer | what it is |
|---|---|
${byLayer.join('\n')}

${tables.join('\n')}`;
}
files.set(`${FOLDER}/README.md`, indexText());

const stands = (/** @type {string} */ folder) =>
  existsSync(join(root, folder)) ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }) : [];
const old = stands(FOLDER)
  .map((path) => `${FOLDER}/${path}`)
  .filter((path) => /\.(md|svg)$/.test(path) && !files.has(path));
if (process.argv.includes('--check')) {
  const wrong = [...files].filter(([path, text]) => !standsAs(path, text)).map(([path]) => path);
  finish(
    [...wrong, ...old].map((path) => `${path} is not what the specs say; run: node scripts/protocol-pages.mjs`),
    `${files.size} files of ${FOLDER} are up to date`,
  );
} else {
  for (const path of old) rmSync(join(root, path));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const examples = [...files.values()].filter((text) => text.includes('```ts')).length;
  console.log(`${pages.size} pages of ${[...pages.values()].flat().length} layers, ${examples} with examples`);
}
