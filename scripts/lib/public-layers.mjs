// Which layers are public: every layer that a file of src/protocols/ exports, save those whose comment says @internal.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSource } from './load-source.mjs';
import { filesIn, readText, root } from './tree.mjs';

export const LAYERS = 'src/protocols/layers.ts';
export const FACTS = 'src/protocols/layer-facts.ts';
export const UNBOUND = 'src/protocols/unbound.ts';
export const FIELD_TYPES = 'src/filter/field-types.ts';
const FOLDER = 'src/protocols';
/** As biome.json has it. */
const LINE = 140;

const EXPORTED = /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?^export const (\w+)/gm;
/** @param {unknown} value */
const isLayer = (value) => typeof value === 'function' && 'layerName' in value;

/**
 * Every source loaded: path -> exports.
 *
 * @param {readonly string[]} paths
 * @param {string} tree that they begin in
 * @returns {Promise<Map<string, Record<string, unknown>>>}
 */
export async function modulesOf(paths, tree = root) {
  const folder = mkdtempSync(join(tmpdir(), 'packetwright-layers-'));
  try {
    const entry = join(folder, 'all.ts');
    writeFileSync(entry, paths.map((path, i) => `export * as m${i} from ${JSON.stringify(join(tree, path))};\n`).join(''));
    const all = await loadSource(entry);
    return new Map(paths.map((path, i) => [path, all[`m${i}`]]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} path @param {readonly string[]} names */
function exportLine(path, names) {
  const from = `from './${path.slice(FOLDER.length + 1)}';`;
  const line = `export { ${names.join(', ')} } ${from}`;
  return line.length <= LINE ? line : `export {\n${names.map((name) => `  ${name},\n`).join('')}} ${from}`;
}

/** The text of src/protocols/layer-facts.ts as it should be. */
export async function factsText() {
  const folder = mkdtempSync(join(tmpdir(), 'packetwright-facts-'));
  try {
    const entry = join(folder, 'facts.ts');
    const sources = [
      'protocols/protocols.ts',
      'filter/field-names.ts',
      'packet/chain/led-to.ts',
      'packet/chain/facts.ts',
      'packet/chain/registry.ts',
    ];
    writeFileSync(entry, sources.map((path) => `export * from ${JSON.stringify(join(root, 'src', path))};\n`).join(''));
    const { protocols, namesOfLayer, labelOf, spacesOf, ledTo, factsLine, Registry } = await loadSource(entry);
    // Without the facts that there are: what a spec leads to may be new.
    const lines = [...new Registry(protocols.bindings).layers.values()].map((layer) => {
      const labels = [...new Set([...namesOfLayer(layer).keys()].map(labelOf))].filter((label) => label !== layer.layerName).sort();
      const facts = { labels, spaces: spacesOf(layer), to: ledTo(layer).map((/** @type {{ layerName: string }} */ to) => to.layerName) };
      const line = `  ${layer.layerName}: '${factsLine(facts)}',\n`;
      // As the formatter has lines that are too long, but for those with a short name.
      return line.length <= 141 || layer.layerName.length <= 3 ? line : line.replace(': ', ':\n    ');
    });
    return `/** What plans need to know of layers whose specs they do not need. Made by scripts/layers.mjs, which the build runs, of the specs. */
import { type FactsFunction, factsByName } from '../packet/chain/facts.ts';

const known = factsByName({\n${lines.sort().join('')}});

export const layerFacts: FactsFunction = (layer) => known(layer);\n`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Layers in a function: one has at most 80 lines. */
const FUNCTION = 60;

/** The text of src/protocols/unbound.ts as it should be. */
export async function unboundText() {
  const paths = layerFiles();
  const modules = await modulesOf([...paths, 'src/protocols/protocols.ts', 'src/packet/chain/registry.ts']);
  const { protocols } = /** @type {any} */ (modules.get('src/protocols/protocols.ts'));
  const { Registry } = /** @type {any} */ (modules.get('src/packet/chain/registry.ts'));
  const { bound, layers } = new Registry(protocols.bindings);
  /** @type {Map<unknown, { path: string, name: string }>} */
  const places = new Map();
  for (const path of paths)
    for (const [name, value] of Object.entries(modules.get(path) ?? {})) if (!places.has(value)) places.set(value, { path, name });
  // In the order in which a registry finds them.
  const found = [...layers.values()].filter(({ id }) => !bound.has(id)).map((layer) => places.get(layer));
  const imports = paths.flatMap((path) => {
    const names = found.filter((one) => one?.path === path).map((one) => one?.name ?? '');
    return names.length === 0 ? [] : [exportLine(path, names.sort()).replace('export', 'import')];
  });
  const names = found.map((one) => one?.name);
  const parts = Array.from({ length: Math.ceil(names.length / FUNCTION) }, (_, i) => names.slice(i * FUNCTION, (i + 1) * FUNCTION));
  const functions = parts.map(
    (part, i) => `const part${i} = (): readonly unknown[] => [\n${part.map((name) => `  ${name},\n`).join('')}];\n`,
  );
  return `/** Layers that no number names, which others lead to. Made by scripts/layers.mjs, which the build runs, of the specs. */
import type { AnyLayer } from '../packet/spec/spec.ts';
${imports.join('\n')}

${functions.join('\n')}
export const unbound = (): readonly AnyLayer[] => [${parts.map((_, i) => `...part${i}()`).join(', ')}] as AnyLayer[];\n`;
}

/**
 * Types of columns, and what the union of the fields of each is called.
 *
 * @type {ReadonlyMap<string, readonly [alias: string, what: string]>}
 */
const COLUMN_TYPES = new Map([
  ['u32', ['FieldsOfU32', 'Whole numbers of up to 32 bits, and IPv4 addresses as such.']],
  ['f64', ['FieldsOfF64', 'Other numbers, and MAC addresses as 48 bits.']],
  ['u128', ['FieldsOfU128', 'IPv6 addresses.']],
  ['time', ['FieldsOfTime', 'Points in time.']],
  ['any', ['FieldsOfAny', 'Everything else, as layers give it.']],
]);

/** The text of src/filter/field-types.ts as it should be: unions, which cost the compiler the least. */
export async function fieldTypesText() {
  const folder = mkdtempSync(join(tmpdir(), 'packetwright-fields-'));
  try {
    const entry = join(folder, 'fields.ts');
    const sources = ['protocols/protocols.ts', 'protocols/link/ethernet.ts', 'filter/field-names.ts', 'filter/columns.ts'];
    writeFileSync(entry, sources.map((path) => `export * from ${JSON.stringify(join(root, 'src', path))};\n`).join(''));
    const { protocols, Ether, fieldNames, FRAME_FIELDS, columnPlan } = await loadSource(entry);
    const names = [...new Set([...FRAME_FIELDS, ...fieldNames(protocols).keys()])].sort();
    /** @type {Map<string, string[]>} */
    const byType = new Map([...COLUMN_TYPES].map(([type]) => [type, []]));
    for (const { field, type } of columnPlan(protocols, names, { first: Ether }).output().columns) byType.get(type)?.push(field);
    const unions = [...COLUMN_TYPES].map(([type, [alias, what]]) => {
      const members = (byType.get(type) ?? []).map((name) => `'${name}'`);
      const line = `export type ${alias} = ${members.join(' | ')};`;
      return `/** ${what} */\n${line.length <= LINE ? line : `export type ${alias} =\n${members.map((name) => `  | ${name}`).join('\n')};`}`;
    });
    return `/** The fields that columns have, by how their values are kept. Made by scripts/layers.mjs, which the build runs, of the specs. */\n${unions.join('\n\n')}\n`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A layer that is exported in another way than at its own line would be lost without a word, and `command()` writes layers by their names.
 *
 * @param {string} path @param {Record<string, unknown>} module
 */
function refuseOthers(path, module) {
  const found = new Set([...readText(path).matchAll(EXPORTED)].map(([, , name]) => name));
  for (const [name, value] of Object.entries(module)) {
    if (!isLayer(value)) continue;
    if (!found.has(name))
      throw new Error(`${path}: the layer ${name} is exported on another line than its own; write: export const ${name} = layer(…)`);
    if (value.layerName !== name) throw new Error(`${path}: ${name} is exported by another name than its own, ${value.layerName}`);
  }
}

/** Files of protocols that export something by its own line. */
export const layerFiles = () =>
  filesIn([FOLDER], (name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).filter(
    (path) => path !== LAYERS && path !== UNBOUND && /^export /m.test(readText(path)),
  );

/** The text of src/protocols/layers.ts as it should be. */
export async function layersText() {
  const paths = layerFiles();
  const lines = [];
  for (const [path, module] of await modulesOf(paths)) {
    refuseOthers(path, module);
    const names = [...readText(path).matchAll(EXPORTED)]
      .filter(([, comment = '', name]) => isLayer(module[name]) && !comment.includes('@internal'))
      .map(([, , name]) => name);
    if (names.length > 0) lines.push(exportLine(path, names.sort()));
  }
  return `/** Every layer of this package, by scapy's names. Made by scripts/layers.mjs, which the build runs, of the files beside. */\n${lines.join('\n')}\n`;
}

/**
 * The files that are made of the protocols' files, in the order in which they are made.
 *
 * @type {readonly (readonly [path: string, textOf: () => Promise<string>])[]}
 */
export const generated = [
  [LAYERS, layersText],
  [FACTS, factsText],
  [UNBOUND, unboundText],
  [FIELD_TYPES, fieldTypesText],
];
