// The library for Node: one script of all chunks, what V8 made of it, and an ES module an entry. See docs/design/start-up.md.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join } from 'node:path';

const loader = fileURLToPath(new URL('library-loader.mjs', import.meta.url));

/**
 * Bundles `options.input` into `folder`.
 *
 * @param {typeof import('rolldown').build} build
 * @param {import('rolldown').InputOptions & { input: Record<string, string>, output: import('rolldown').OutputOptions }} options for the ES modules
 * @param {string} folder
 */
export async function buildNodeLibrary(build, options, folder) {
  const { output } = await build({
    ...options,
    write: false,
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
      codeSplitting: { groups: [{ name: 'library', tags: ['$initial'] }] },
    },
  });
  const chunks = output.filter((one) => one.type === 'chunk');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'library.js'), scriptOf(chunks));
  copyFileSync(loader, join(folder, 'load.js'));
  for (const { isEntry, name, exports } of chunks) if (isEntry) writeFileSync(join(folder, `${name}.js`), entryOf(name, exports));
  keepCompiled(folder, Object.keys(options.input));
}

/**
 * An object of functions, one a chunk. Those in brackets are compiled at once: they run with the import.
 *
 * @param {readonly import('rolldown').OutputChunk[]} chunks
 */
function scriptOf(chunks) {
  const lazily = new Set(chunks.flatMap(({ dynamicImports }) => dynamicImports));
  const functions = chunks.map(({ fileName, code }) => {
    const body = `function(exports,require,__filename){${code.replaceAll(/\brequire\("\.\//g, 'require("')}\n}`;
    return `${JSON.stringify(fileName)}:${lazily.has(fileName) ? body : `(${body})`}`;
  });
  return `({\n${functions.join(',\n')}\n})`;
}

/** @param {string} name @param {readonly string[]} exports */
const entryOf = (name, exports) => `import{load}from"./load.js";export const{${exports.join(',')}}=load(${JSON.stringify(name)});\n`;

/**
 * In a process of its own, because V8 keeps what this one has compiled. The name is no path: it may be shown on another machine.
 *
 * @param {string} folder
 * @param {readonly string[]} entries
 */
function keepCompiled(folder, entries) {
  const program = `
    import { writeFileSync } from 'node:fs';
    import { compiledPath, loaderOf, scriptCalled } from ${JSON.stringify(pathToFileURL(join(folder, 'load.js')).href)};
    const script = scriptCalled('packetwright/dist/node/library.js');
    const load = loaderOf(script);
    for (const name of ${JSON.stringify(entries)}) load(name);
    writeFileSync(compiledPath(), script.createCachedData());`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`compiling the library for Node: ${run.stderr.trim()}`);
}
