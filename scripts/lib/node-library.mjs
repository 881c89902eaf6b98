// The library for Node: two scripts of chunks, what V8 made of them, and an ES module an entry. See docs/design/start-up.md.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const loader = fileURLToPath(new URL('library-loader.mjs', import.meta.url));

/** What few programs use runs with the first call of it. Of these folders only functions may be public. */
const LATER = {
  filters: /\/src\/filter\/bpf\//,
  kernel: /\/src\/host\/linux\/|\/native\//,
  exchange: /\/src\/exchange\//,
  files: /\/src\/capture\/node\//,
  services: /\/services-table\.ts$/,
};
const isLater = (/** @type {string} */ id) => Object.values(LATER).some((folder) => folder.test(id));

/**
 * Bundles `options.input` into `folder`.
 *
 * @param {any} build rolldown's
 * @param {any} options rolldown's, for the ES modules
 * @param {string} folder
 */
export async function buildNodeLibrary(build, options, folder) {
  const { output } = await build({
    ...options,
    plugins: [callingLater],
    write: false,
    preserveEntrySignatures: 'allow-extension',
    output: {
      ...options.output,
      format: 'cjs',
      strict: true,
      entryFileNames: '[name]',
      chunkFileNames: '[name]-[hash]',
      // V8 keeps text in one octet a character when it can, and reads it at once.
      charset: 'ascii',
      // A script that V8 has from a file cannot import() in Node 20: it does not know where it lies.
      dynamicImportInCjs: false,
      // What is loaded at once shares one scope, so that it reaches its parts as it does in an ES module.
      codeSplitting: {
        includeDependenciesRecursively: false,
        groups: [
          ...Object.entries(LATER).map(([name, test]) => ({ name, test, priority: 2 })),
          { name: 'library', tags: ['$initial'], priority: 1 },
        ],
      },
    },
  });
  mkdirSync(folder, { recursive: true });
  const later = new Set(output.filter(runsLater(output)));
  for (const name of ['library', 'later'])
    writeFileSync(
      join(folder, `${name}.js`),
      scriptOf(
        output.filter((/** @type {any} */ chunk) => later.has(chunk) === (name === 'later')),
        later,
      ),
    );
  copyFileSync(loader, join(folder, 'load.js'));
  for (const { isEntry, name, exports } of output) if (isEntry) writeFileSync(join(folder, `${name}.js`), entryOf(name, exports));
  keepCompiled(
    folder,
    Object.keys(options.input),
    [...later].map(({ fileName }) => fileName),
  );
}

/** Passes functions of those folders on as functions that call them, so that importing the name does not run the folder. */
const callingLater = {
  name: 'calling-later',
  transform(/** @type {string} */ text, /** @type {string} */ id) {
    if (!/\/src\/(index|core)\.ts$/.test(id)) return undefined;
    return text.replaceAll(/^export \{([^}]*)\} from ('[^']+');$/gm, (whole, names, from) => {
      if (!isLater(new URL(from.slice(1, -1), pathToFileURL(id)).pathname)) return whole;
      const values = names
        .split(',')
        .map((/** @type {string} */ name) => name.trim())
        .filter((/** @type {string} */ name) => /^\w+$/.test(name));
      return values
        .map(
          (/** @type {string} */ name) =>
            `import { ${name} as ${name}$ } from ${from};export function ${name}(...given) { return ${name}$(...given); }`,
        )
        .join('');
    });
  },
};

/** Chunks that no entry needs before a call: those of LATER, and what is only reached by import(). */
function runsLater(/** @type {any[]} */ chunks) {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const atOnce = new Set();
  const walk = (/** @type {any} */ chunk) => {
    if (chunk === undefined || atOnce.has(chunk) || chunk.name in LATER) return;
    atOnce.add(chunk);
    for (const name of chunk.imports) walk(byName.get(name));
  };
  for (const chunk of chunks) if (chunk.isEntry) walk(chunk);
  return (/** @type {any} */ chunk) => !atOnce.has(chunk);
}

/** An object of functions, one a chunk. Those in brackets are compiled at once: they run with the import. */
function scriptOf(/** @type {any[]} */ chunks, /** @type {Set<any>} */ later) {
  const laterByName = new Map([...later].map((chunk) => [chunk.fileName, chunk]));
  const functions = chunks.map((chunk) => {
    const code = chunk.code.replaceAll(
      /(=?)require\("\.\/([^"]+)"\)/g,
      (/** @type {string} */ _, /** @type {string} */ assigned, /** @type {string} */ name) => {
        const other = later.has(chunk) || assigned === '' ? undefined : laterByName.get(name);
        return other === undefined ? `${assigned}require("${name}")` : `=require.later("${name}",${JSON.stringify(exportedBy(other))})`;
      },
    );
    const body = `function(exports,require,__filename){${code}\n}`;
    return `${JSON.stringify(chunk.fileName)}:${later.has(chunk) ? body : `(${body})`}`;
  });
  return `({\n${functions.join(',\n')}\n})`;
}

const exportedBy = (/** @type {any} */ chunk) => [...chunk.code.matchAll(/\bdefineProperty\(exports,"([\w$]+)"/g)].map(([, name]) => name);

const entryOf = (/** @type {string} */ name, /** @type {string[]} */ exports) =>
  `import{load}from"./load.js";export const{${exports.join(',')}}=load(${JSON.stringify(name)});\n`;

/** In a process of its own, because V8 keeps what this one has compiled. The names are no paths: they may be shown on another machine. */
function keepCompiled(/** @type {string} */ folder, /** @type {string[]} */ entries, /** @type {string[]} */ later) {
  const program = `
    import { writeFileSync } from 'node:fs';
    import { compiledPath, loader, scriptOf } from ${JSON.stringify(pathToFileURL(join(folder, 'load.js')).href)};
    const scripts = {};
    const load = loader((name) => (scripts[name] = scriptOf(name, 'packetwright/dist/node/' + name + '.js', null)));
    const keep = (name) => writeFileSync(compiledPath(name), scripts[name].createCachedData());
    for (const name of ${JSON.stringify(entries)}) load(name);
    keep('library');
    for (const name of ${JSON.stringify(later)}) load(name);
    keep('later');`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`compiling the library for Node: ${run.stderr.trim()}`);
}
