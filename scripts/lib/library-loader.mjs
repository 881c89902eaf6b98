// dist/node/load.js: runs the library's one script, from what V8 made of it when it was built. docs/design/start-up.md says why.
//
// `process.getBuiltinModule`, not `import`: an import of 'node:fs' by name loads its streams and promises too, which takes
// longer than all that is done here.
const { readFileSync, statSync } = process.getBuiltinModule('node:fs');
const { createRequire } = process.getBuiltinModule('node:module');
const { fileURLToPath } = process.getBuiltinModule('node:url');
const { Script } = process.getBuiltinModule('node:vm');

const filename = fileURLToPath(new URL('library.js', import.meta.url));

/**
 * Where what this very executable compiled lies. Its size is part of the name: V8 of Node 20 takes what another build of the
 * same V8 has made, and then runs it wrongly.
 */
export const compiledPath = () =>
  fileURLToPath(new URL(`library-${process.versions.node}-${process.arch}-${statSync(process.execPath).size}.cache`, import.meta.url));

function compiledBefore() {
  try {
    return readFileSync(compiledPath());
  } catch {
    return undefined;
  }
}

/**
 * @param {string} name what stack traces call it; Node 20 calls a script as it was called when it was compiled
 * @param {Buffer} [cachedData]
 */
export const scriptCalled = (name, cachedData) => new Script(readFileSync(filename, 'latin1'), { filename: name, cachedData });

/**
 * Runs chunks of `script` as they are asked for, each once: `load(name)` gives what it exports.
 *
 * @param {import('node:vm').Script} script
 */
export function loaderOf(script) {
  const chunks = script.runInThisContext();
  const loaded = new Map();
  const fromOutside = createRequire(filename);
  /** @param {string} name @returns {unknown} */
  return function load(name) {
    const known = loaded.get(name);
    if (known !== undefined) return known;
    const run = chunks[name];
    if (run === undefined) return fromOutside(name);
    const exports = {};
    loaded.set(name, exports);
    run(exports, load, filename);
    return exports;
  };
}

export const load = loaderOf(scriptCalled(filename, compiledBefore()));
