// What is there before its file is: layers and functions whose files run when they are first used, in the build for Node.
// docs/design/start-up.md says why. A file waits when whoever loads with the package asks nothing of it but layers (of protocols) or
// functions (of parts).
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseSync } from 'rolldown/utils';
import { modulesOf } from './public-layers.mjs';
import { isTest } from './tree.mjs';

const PROTOCOLS = 'src/protocols';
/** Its own imports are what most packets have; they are not announced. */
const REGISTRY = 'src/protocols/protocols.ts';
const ANNOUNCING = 'src/packet/layer/layer.ts';
const LAYERS_FILE = 'src/packet/layer/layers-file.ts';
/** What few programs need, and none calls for each packet. */
const PARTS = new RegExp(
  [
    '^src/(capture|filter|streams|flows|text|host|exchange|stack|lab|tools)/',
    String.raw`^src/protocols/(bindings|unbound|layer-facts|registries/services-table|network/fill-checksums)\.ts$`,
    '^src/packet/(display|fields|in-bulk|templates)/',
    String.raw`^src/packet/(describe|from-json|laid/(change|checksum-issues|issues|judge))\.ts$`,
  ].join('|'),
);
/** Makers of fields. Those wait that what the registry imports is not made of. */
const MAKERS = /^src\/packet\/fields\//;

// Modules that the build makes: stand-ins for the layers or the functions of a file, and what a part has.
const LAYERS_OF = '\0layers:';
const FUNCTIONS_OF = '\0functions:';
const PART = '\0part:';

/**
 * @typedef {object} Asked what a file asks of another one
 * @property {string} target path
 * @property {Set<string> | undefined} names undefined: whatever it has
 */

/** @param {{ type: string, name?: string, value?: string }} name */
const written = (name) => name.name ?? name.value ?? '';

/** Names of the values that a file exports; undefined when it passes on what others have. @param {string} folder @param {string} path */
function valuesIn(folder, path) {
  const { program } = parseSync(path, readFileSync(join(folder, path), 'utf8'));
  const body = /** @type {any[]} */ (program.body);
  if (body.some(({ type, source }) => type.startsWith('Export') && source != null)) return undefined;
  return body
    .filter(({ type, declaration }) => type === 'ExportNamedDeclaration' && declaration && !declaration.type.startsWith('TS'))
    .flatMap(({ declaration: { id, declarations } }) => (id ? [id.name] : declarations.map((/** @type {any} */ one) => one.id.name)));
}

/**
 * What a file asks of a namespace (`import * as S`): the names behind `S.`; undefined when it is used in another way.
 *
 * @param {string} text
 * @param {string} namespace
 */
function membersOf(text, namespace) {
  const uses = [...text.matchAll(new RegExp(`(?<!\\* as )\\b${namespace}\\b(?:\\.(\\w+))?`, 'g'))].map(([, name]) => name);
  return uses.some((name) => name === undefined) ? undefined : /** @type {string[]} */ (uses);
}

/**
 * What runs of the files that `path` imports at once, types left out.
 *
 * @param {string} folder
 * @param {string} path
 * @returns {Asked[]}
 */
function askedBy(folder, path) {
  const text = readFileSync(join(folder, path), 'utf8');
  const { program } = parseSync(path, text);
  /** @type {Map<string, Asked>} */
  const asked = new Map();
  for (const node of /** @type {any[]} */ (program.body)) {
    const { type, source, specifiers, importKind = 'value', exportKind = 'value' } = node;
    if (!source?.value.startsWith('.') || importKind === 'type' || exportKind === 'type') continue;
    const target = join(dirname(path), source.value);
    const one = asked.get(target) ?? { target, names: new Set() };
    asked.set(target, one);
    const all = type === 'ExportAllDeclaration' && node.exported === null ? valuesIn(folder, target) : undefined;
    if (all !== undefined) for (const name of all) one.names?.add(name);
    else if (specifiers === undefined) one.names = undefined;
    for (const specifier of specifiers ?? []) {
      if (specifier.importKind === 'type' || specifier.exportKind === 'type') continue;
      if (specifier.type === 'ImportNamespaceSpecifier') {
        const members = membersOf(text, specifier.local.name);
        if (members === undefined) one.names = undefined;
        else for (const name of members) one.names?.add(name);
      } else if (type === 'ImportDeclaration' && specifier.type !== 'ImportSpecifier') one.names = undefined;
      else one.names?.add(written(specifier.imported ?? specifier.local));
    }
  }
  return [...asked.values()].filter(({ names }) => names?.size !== 0);
}

/**
 * The layers that files of protocols export: path -> exported name -> the layer's name.
 *
 * @param {string} folder
 */
async function layersIn(folder) {
  const paths = readdirSync(join(folder, PROTOCOLS), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !isTest(path))
    .map((path) => join(PROTOCOLS, path))
    .filter((path) => /^export const /m.test(readFileSync(join(folder, path), 'utf8')))
    .sort();
  /** @type {Map<string, Map<string, string>>} */
  const layers = new Map();
  for (const [path, module] of await modulesOf(paths, folder)) {
    const text = readFileSync(join(folder, path), 'utf8');
    const own = Object.entries(module).filter(
      ([name, value]) => typeof value === 'function' && 'layerName' in value && new RegExp(`^export const ${name}\\b`, 'm').test(text),
    );
    if (own.length > 0) layers.set(path, new Map(own.map(([name, value]) => [name, /** @type {any} */ (value).layerName])));
  }
  return layers;
}

/** Instead of a number of parameters: a state machine, `machine<…>()({ … })`. */
const MACHINE = -1;
/** What a machine has, which all is asked of it only when it runs or is drawn. @see src/exchange/machine/machine.ts */
const MACHINE_MEMBERS = ['name', 'source', 'start', 'states'];

/** @param {any} init */
const isMachine = (init) =>
  init?.type === 'CallExpression' && init.callee.type === 'CallExpression' && init.callee.callee.name === 'machine';

/** Functions and machines that a file declares and exports: name -> how many parameters it tells. @param {string} folder @param {string} path */
function functionsIn(folder, path) {
  const { program } = parseSync(path, readFileSync(join(folder, path), 'utf8'));
  /** @type {Map<string, number>} */
  const functions = new Map();
  for (const { type, declaration } of /** @type {any[]} */ (program.body)) {
    if (type !== 'ExportNamedDeclaration') continue;
    const declared = declaration?.type === 'FunctionDeclaration' ? [{ id: declaration.id, init: declaration }] : declaration?.declarations;
    for (const { id, init } of declared ?? []) {
      if (isMachine(init)) functions.set(id.name, MACHINE);
      if (!/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(init?.type)) continue;
      const told = init.params.findIndex(
        (/** @type {any} */ one) => (one.type !== 'Identifier' && !one.type.endsWith('Pattern')) || one.type === 'AssignmentPattern',
      );
      functions.set(id.name, told < 0 ? init.params.length : told);
    }
  }
  return functions;
}

/**
 * Which files load with the package, and which wait: of those, the protocols' are announced, the others are parts.
 *
 * @param {string} folder that the paths begin in
 * @param {readonly string[]} entries
 */
export async function planStandIns(folder, entries) {
  const layers = await layersIn(folder);
  const common = new Set(askedBy(folder, REGISTRY).map(({ target }) => target));
  // Their public functions wait, too, unless a protocol needs them.
  const ofProtocols = new Set(
    entries
      .flatMap((path) => askedBy(folder, path))
      .map(({ target }) => target)
      .filter((path) => path.startsWith(`${PROTOCOLS}/`) && !layers.has(path)),
  );
  /** @param {string} path */
  const isPart = (path) => PARTS.test(path) || ofProtocols.has(path);
  /** @type {Map<string, Map<string, number>>} */
  const functions = new Map();
  /** @param {string} path @returns {ReadonlyMap<string, unknown> | undefined} */
  const waitingIn = (path) => {
    if (!isPart(path)) return common.has(path) ? undefined : layers.get(path);
    if (!functions.has(path)) functions.set(path, functionsIn(folder, path));
    return functions.get(path);
  };
  /** Whether it asks for nothing but what may wait. @param {Asked} asked @param {string} by */
  const mayWait = ({ target, names }, by) => {
    if (ofProtocols.has(target) && !entries.includes(by)) return false;
    const known = waitingIn(target);
    return known !== undefined && names !== undefined && [...names].every((name) => known.has(name));
  };
  /** @type {Set<string>} */
  const atOnce = new Set();
  /** @type {Set<string>} */
  const waiting = new Set();
  for (const roots of [[REGISTRY], entries]) {
    const open = [...roots];
    for (const path of open) {
      if (atOnce.has(path)) continue;
      atOnce.add(path);
      for (const asked of askedBy(folder, path)) {
        const isUsed = roots !== entries && MAKERS.test(asked.target);
        if (!isUsed && mayWait(asked, path)) waiting.add(asked.target);
        else open.push(asked.target);
      }
    }
  }
  for (const path of atOnce) waiting.delete(path);
  const announced = new Set([...waiting].filter((path) => !isPart(path)));
  refuseTwins(layers, announced);
  return { atOnce, waiting, announced, layers, functions, mayWait };
}

/** A file finds its layers by their names. @param {Map<string, Map<string, string>>} layers @param {Set<string>} announced */
function refuseTwins(layers, announced) {
  const names = [...announced].flatMap((path) => [...(layers.get(path)?.values() ?? [])]);
  const twin = names.find((name, i) => names.indexOf(name) !== i);
  if (twin !== undefined) throw new Error(`two layers are called ${twin}`);
}

/**
 * Gives whoever asks for nothing but what may wait stand-ins for it, and makes each announced file and each part a chunk.
 *
 * @param {string} folder
 * @param {Awaited<ReturnType<typeof planStandIns>>} plan
 * @returns {import('rolldown').Plugin}
 */
export function standIns(folder, { atOnce, waiting, announced, layers, functions, mayWait }) {
  /** @type {Map<string, string[]>} */
  const parts = new Map();
  for (const path of waiting) if (!announced.has(path)) parts.set(partOf(path), [...(parts.get(partOf(path)) ?? []), path]);
  /** @param {string} path @param {string} name */
  const inPart = (path, name) => `${name}${parts.get(partOf(path))?.indexOf(path)}`;
  return {
    name: 'stand-ins',
    buildStart() {
      for (const path of announced)
        this.emitFile({ type: 'chunk', id: join(folder, path), name: chunkName(path), preserveSignature: 'allow-extension' });
      for (const part of parts.keys()) this.emitFile({ type: 'chunk', id: PART + part, name: part });
    },
    resolveId(specifier, importer) {
      if (specifier.startsWith(PART)) return specifier;
      if (importer === undefined || !specifier.startsWith('.') || importer.startsWith('\0')) return undefined;
      const by = relative(folder, importer);
      const target = join(dirname(by), specifier);
      // Within what is loaded later, functions are called as they are.
      if (!waiting.has(target) || (!announced.has(target) && !atOnce.has(by))) return undefined;
      const asked = askedBy(folder, by).find((one) => one.target === target);
      if (asked === undefined || !mayWait(asked, by)) return undefined;
      return { id: (announced.has(target) ? LAYERS_OF : FUNCTIONS_OF) + target, moduleSideEffects: false };
    },
    // On the lines that there are, for the source map's sake.
    transform(code, id) {
      if (!announced.has(relative(folder, id))) return undefined;
      const marks = `import { fileBegins as $begins, fileEnds as $ends } from ${JSON.stringify(join(folder, LAYERS_FILE))};`;
      return { code: `${marks} $begins(); ${code}\n$ends();\n`, map: null };
    },
    load(id) {
      if (id.startsWith(LAYERS_OF)) return layersText(folder, id.slice(LAYERS_OF.length), layers);
      if (id.startsWith(FUNCTIONS_OF)) {
        const path = id.slice(FUNCTIONS_OF.length);
        return functionsText([...(functions.get(path) ?? [])], partOf(path), (name) => inPart(path, name));
      }
      if (!id.startsWith(PART)) return undefined;
      const files = parts.get(id.slice(PART.length)) ?? [];
      return files
        .map(
          (path) =>
            `export {${[...(functions.get(path)?.keys() ?? [])].map((name) => `${name} as ${inPart(path, name)}`)}} from ${JSON.stringify(join(folder, path))};\n`,
        )
        .join('');
    },
  };
}

/** Layers that are there by name. @param {string} folder @param {string} path @param {Map<string, Map<string, string>>} layers */
function layersText(folder, path, layers) {
  const names = [...(layers.get(path) ?? [])].map(
    ([name, layerName]) => `export const ${name} = /* @__PURE__ */ of(${JSON.stringify(layerName)});\n`,
  );
  return `import { announcing } from ${JSON.stringify(join(folder, ANNOUNCING))};
const of = /* @__PURE__ */ announcing(() => $load(${JSON.stringify(`./${chunkName(path)}`)}));\n${names.join('')}`;
}

/**
 * Functions that load a part, and call what it has by their name; machines that load it when they are looked at.
 *
 * @param {readonly (readonly [name: string, parameters: number])[]} functions
 * @param {string} part
 * @param {(name: string) => string} inPart
 */
const functionsText = (functions, part, inPart) =>
  functions
    .map(([name, told]) => {
      if (told === MACHINE) {
        const members = MACHINE_MEMBERS.map((member) => `get ${member}() { return $load("./${part}").${inPart(name)}.${member}; }`);
        return `export const ${name} = { isMachine: true, ${members.join(', ')} };\n`;
      }
      const parameters = Array.from({ length: told }, (_, i) => `a${i}`);
      return `let $${name};
export function ${name}(${parameters}) { return ($${name} ??= $load("./${part}").${inPart(name)}).apply(undefined, arguments); }\n`;
    })
    .join('');

/**
 * The part that a file belongs to, by its folder: filters for the kernel are one of their own, which columns do not need, and so is each
 * table of the protocols.
 *
 * @param {string} path
 */
function partOf(path) {
  const steps = path.replace('.ts', '').split('/');
  const name = path.startsWith(PROTOCOLS) ? steps.at(-1) : /^src\/(packet|filter\/bpf)\//.test(path) ? steps[2] : steps[1];
  return `parts/${name}`;
}

/** What the chunk of a file is called, and its place below dist/node/. @param {string} path */
export const chunkName = (path) => path.replace(/^src\//, '').replace(/\.ts$/, '');

/** @param {string} id */
export const isStandIn = (id) => id.startsWith(LAYERS_OF) || id.startsWith(FUNCTIONS_OF);
