// dist/node/load.js: runs the library's scripts, from what V8 made of them when they were built. docs/design/start-up.md says why.
//
// `process.getBuiltinModule`, not `import`: an import of 'node:fs' by name loads its streams and promises too, which takes
// longer than all that is done here.
const { readFileSync, statSync } = process.getBuiltinModule('node:fs');
const { createRequire } = process.getBuiltinModule('node:module');
const { fileURLToPath } = process.getBuiltinModule('node:url');
const { Script } = process.getBuiltinModule('node:vm');

/** @typedef {(exports: object, require: object, filename: string) => void} Chunk */

const beside = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * Where what this very executable made of a script lies. Its size is part of the name: V8 of Node 20 takes what another build of
 * the same V8 has made, and then runs it wrongly.
 *
 * @param {string} script
 */
export const compiledPath = (script) =>
  beside(`${script}-${process.versions.node}-${process.arch}-${statSync(process.execPath).size}.cache`);

/** @param {string} script */
function compiledBefore(script) {
  try {
    return readFileSync(compiledPath(script));
  } catch {
    return undefined;
  }
}

/**
 * @param {string} script
 * @param {string} [filename] what stack traces call it; Node 20 calls a script as it was called when it was compiled
 * @param {Buffer | null} [cachedData]
 */
export function scriptOf(script, filename = beside(`${script}.js`), cachedData = compiledBefore(script)) {
  return new Script(readFileSync(beside(`${script}.js`), 'latin1'), { filename, ...(cachedData && { cachedData }) });
}

/** Runs chunks as they are asked for, each once: `load(name)` gives what it exports. */
export function loader(open = (/** @type {string} */ name) => scriptOf(name)) {
  /** @type {Record<string, Chunk>} */
  let chunks = open('library').runInThisContext();
  let whole = false;
  const loaded = new Map();
  const filename = beside('library.js');
  const fromOutside = createRequire(filename);

  /** @param {string} name */
  function load(name) {
    const known = loaded.get(name);
    if (known !== undefined) return known;
    if (chunks[name] === undefined && !whole && !name.startsWith('node:')) {
      chunks = { ...chunks, ...open('later').runInThisContext() };
      whole = true;
    }
    const run = chunks[name];
    if (run === undefined) return fromOutside(name);
    const exports = {};
    loaded.set(name, exports);
    run(exports, load, filename);
    return exports;
  }

  /** The exports of a chunk that runs when the first of them is asked for. */
  load.later = (/** @type {string} */ name, /** @type {string[]} */ names) =>
    Object.defineProperties({}, Object.fromEntries(names.map((key) => [key, { get: () => load(name)[key] }])));
  return load;
}

export const load = loader();
