// The library for Node: a script of what loads at once and what V8 made of it, a script for each part that loads when it is needed, and
// an ES module an entry. Programs that come with it, such as the command line, are such parts. See docs/design/start-up.md.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isStandIn, planStandIns, standIns } from './stand-ins.mjs';
import { entryOf, passedOn, scriptOf } from './chunk-script.mjs';
import { breakLines } from './break-lines.mjs';
import { mapText } from './edited.mjs';

const loader = fileURLToPath(new URL('library-loader.mjs', import.meta.url));

/**
 * Bundles `options.input` into `folder`, and the programs.
 *
 * @param {typeof import('rolldown').build} build
 * @param {import('rolldown').InputOptions & { input: Record<string, string>, output: import('rolldown').OutputOptions }} options for the ES modules
 * @param {string} folder
 * @param {Record<string, string>} programs their paths below `folder` -> their sources: `load('./PATH')` runs one
 * @param {Record<string, string>} further entries beside `options.input` that nothing of it loads -> their sources
 * @returns what was bundled
 */
export async function buildNodeLibrary(build, options, folder, programs, further = {}) {
  const tree = options.cwd ?? process.cwd();
  const plan = await planStandIns(tree, Object.values(options.input));
  const output = await outputOf(
    build,
    { ...options, input: Object.assign({}, options.input, programs, scriptsOf(further)) },
    tree,
    plan,
    folder,
    new Set(Object.keys(further)),
  );
  const chunks = output.filter((one) => one.type === 'chunk');
  const maps = new Map(output.flatMap((one) => (one.type === 'asset' ? [[one.fileName, JSON.parse(String(one.source))]] : [])));
  mkdirSync(folder, { recursive: true });
  copyFileSync(loader, join(folder, 'load.js'));
  for (const chunk of chunks) {
    const isPublic = chunk.isEntry && chunk.name in options.input;
    const path = join(folder, `${isPublic ? chunk.name : chunk.fileName}.js`);
    mkdirSync(dirname(path), { recursive: true });
    if (isPublic) writeFileSync(path, entryOf(chunk));
    else writeScript(path, scriptOf(chunk, maps.get(chunk.sourcemapFileName ?? '')));
  }
  for (const name of Object.keys(further)) {
    const chunk = chunks.find((one) => one.isEntry && one.name === inScripts(name));
    const names = chunk?.exports.join(',') ?? '';
    writeFileSync(join(folder, `${name}.js`), `import{load}from"./load.js";export const{${names}}=load("./${inScripts(name)}");\n`);
  }
  const index = chunks.find(({ isEntry, name }) => isEntry && name === 'index');
  keepCompiled(folder, index && [...passedOn(index).values()].find((names) => names.has('protocols'))?.get('protocols'));
  return output;
}

/** Where the script of a further entry lies. @param {string} name */
const inScripts = (name) => `entries/${name}`;
/** @param {Record<string, string>} further */
const scriptsOf = (further) => Object.fromEntries(Object.entries(further).map(([name, source]) => [inScripts(name), source]));

/** Errors and text, which everything uses. */
const BASE = new Set(['errors', 'escape', 'text', 'version'].map((name) => `src/bytes/${name}.ts`));

/** @param {string} path @param {ReturnType<typeof scriptOf>} script */
function writeScript(path, { code, map }) {
  if (map) writeFileSync(`${path}.map`, mapText(map));
  writeFileSync(path, map ? `${code}\n//# sourceMappingURL=${basename(path)}.map\n` : code);
}

/**
 * @param {typeof import('rolldown').build} build
 * @param {Parameters<typeof buildNodeLibrary>[1]} options
 * @param {string} tree
 * @param {Awaited<ReturnType<typeof planStandIns>>} plan
 * @param {string} folder where maps lie, which name sources from there
 * @param {ReadonlySet<string>} taken names of files that are written beside the chunks
 */
async function outputOf(build, options, tree, plan, folder, taken) {
  /** @param {string} id */
  const pathOf = (id) => relative(tree, id);
  const entries = new Set(Object.values(options.input));
  const { output } = await build({
    ...options,
    plugins: [standIns(tree, plan), breakLines],
    write: false,
    output: {
      ...options.output,
      dir: folder,
      // Its name is none of the script's.
      sourcemap: 'hidden',
      entryFileNames: '[name]',
      chunkFileNames: ({ name }) => (taken.has(name) ? '[name]-shared' : '[name]'),
      // V8 keeps text in one octet a character when it can, and reads it at once.
      charset: 'ascii',
      codeSplitting: {
        groups: [
          // The prompt and the words of a command need no more, and stand before the library has run.
          { name: 'base', test: (id) => BASE.has(pathOf(id)) },
          // What is loaded at once shares one scope.
          {
            name: 'library',
            test: (id) => isStandIn(id) || id.startsWith('\0rolldown') || (plan.atOnce.has(pathOf(id)) && !entries.has(pathOf(id))),
          },
        ],
      },
    },
  });
  return output;
}

/**
 * In a process of its own, because V8 keeps what this one has compiled. The name is no path: it may be shown on another machine. The
 * registry is asked, too: every program but one that only imports asks it.
 *
 * @param {string} folder
 * @param {string | undefined} protocols what the library's script calls the registry
 */
function keepCompiled(folder, protocols) {
  const program = `
    import { writeFileSync } from 'node:fs';
    import { compiledPath, loaderOf, scriptOf } from ${JSON.stringify(pathToFileURL(join(folder, 'load.js')).href)};
    const script = scriptOf('./library', 'packetwright/dist/node/library.js');
    const library = loaderOf((name) => (name === './library' ? script : scriptOf(name)).runInThisContext())('./library');
    void library[${JSON.stringify(protocols)}]?.root;
    writeFileSync(compiledPath(), script.createCachedData());`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`compiling the library for Node: ${run.stderr.trim()}`);
}
