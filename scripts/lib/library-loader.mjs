// dist/node/load.js: runs the library's script, from what V8 made of it when it was built, and its other parts when they are first needed.
// docs/design/start-up.md says why.
//
// `process.getBuiltinModule`, not `import`: an import of 'node:fs' by name loads its streams and promises too, which takes
// longer than all that is done here.
const { readFileSync, statSync } = process.getBuiltinModule('node:fs');
const { fileURLToPath } = process.getBuiltinModule('node:url');
const { Script } = process.getBuiltinModule('node:vm');

/** @param {string} name */
const pathOf = (name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * Where what this very executable compiled lies. Its size is part of the name: V8 of Node 20 takes what another build of the
 * same V8 has made, and then runs it wrongly.
 */
export const compiledPath = () => pathOf(`library-${process.versions.node}-${process.arch}-${statSync(process.execPath).size}.cache`);

function compiledBefore() {
  try {
    return readFileSync(compiledPath());
  } catch {
    return undefined;
  }
}

/**
 * A part's script.
 *
 * @param {string} name './' and its path without `.js`
 * @param {string} [filename] what stack traces call it; Node 20 calls a script as it was called when it was compiled
 * @param {Buffer} [cachedData]
 */
export function scriptOf(name, filename = pathOf(`${name}.js`), cachedData = undefined) {
  return new Script(readFileSync(pathOf(`${name}.js`), 'latin1'), { filename, cachedData });
}

/** @type {NodeJS.Require | undefined} */
let fromOutside;
/** @param {string} name of a package or of a part of Node */
function outside(name) {
  if (name.startsWith('node:')) return process.getBuiltinModule(name);
  fromOutside ??= process.getBuiltinModule('node:module').createRequire(import.meta.url);
  return fromOutside(name);
}

/**
 * Runs parts as they are asked for, each once: `load(name)` gives what it exports.
 *
 * @param {(name: string) => Function} functionOf what a part's script gives
 */
export function loaderOf(functionOf) {
  const loaded = new Map();
  const meta = {
    url: new URL('library.js', import.meta.url).href,
    /** A module of the user's, by its URL. @param {string} from */
    import: (from) => import(from),
  };
  /** @param {string} name */
  const later = async (name) => load(name);
  /** @param {string} name @returns {unknown} */
  function load(name) {
    if (!name.startsWith('./')) return outside(name);
    let exports = loaded.get(name);
    if (exports === undefined) {
      exports = functionOf(name)(load, later, meta);
      loaded.set(name, exports);
    }
    return exports;
  }
  return load;
}

/** @param {string} name */
const compiled = (name) => scriptOf(name, undefined, name === './library' ? compiledBefore() : undefined).runInThisContext();

/**
 * The same for `--enable-source-maps`: Node takes the maps of modules, and of no Script (seen with 20 and 24). V8's file is not used then.
 *
 * @param {string} name
 */
function mapped(name) {
  const { Module } = process.getBuiltinModule('node:module');
  const path = pathOf(`${name}.js`);
  const module = new Module(path);
  // @ts-expect-error The types leave it out; hooks of `require` have called it since Node's first years.
  module._compile(`module.exports=${readFileSync(path, 'latin1')}`, path);
  return module.exports;
}

export const load = loaderOf((name) => (process.sourceMapsEnabled ? mapped(name) : compiled(name)));
