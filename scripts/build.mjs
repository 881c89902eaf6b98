// Builds what is published: `node scripts/build.mjs`, which is `prepare`, so `npm ci` in a clone and `npm pack` run it.
//
//   dist/index.js core.js lab.js   the library, with shared chunks in dist/chunks/
//   dist/node/                     the same for Node: a script of what loads at once, what V8 compiled of it, scripts of the rest, an ES
//                                  module an entry
//   dist/node/cli/                 the command line among them, a script a command
//   dist/cli/main.js               what starts it
//   dist/vendors.js                vendors of hardware addresses, alone
//   dist/undo-child.js             the process that outlives another one and takes its changes back
//   dist/types/                    declarations; for CommonJS in those that end in .d.cts
//   dist/native/linux-ARCH/        the addon, when there was a compiler
//
// Beside a file of code lies its source map, for stack traces.
// An entry whose source is not there is left out with a line. dist/ is replaced at the end, in one step, so that a
// program that runs from it while this builds sees the old one or the new one.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { cliEntry, common, furtherEntries, libraryEntries, output, aloneEntries, programs } from './lib/bundles.mjs';
import { commonjsTypes } from './lib/commonjs-types.mjs';
import { generated } from './lib/public-layers.mjs';
import { buildNodeLibrary } from './lib/node-library.mjs';
import { filesIn, readJson, readText, root } from './lib/tree.mjs';

const out = join(root, `.dist-${process.pid}`);
const require = createRequire(import.meta.url);
const manifest = readJson('package.json');

/** @param {string} path */
const isThere = (path) => {
  const there = existsSync(join(root, path));
  if (!there) console.log(`${path} is not there: left out`);
  return there;
};

/** The addon. build.mjs says in one line why it could not build it; that is no failure. */
function buildNative() {
  if (!isThere('native/build.mjs')) return;
  const run = spawnSync(process.execPath, [join(root, 'native/build.mjs')], { cwd: root, stdio: 'inherit' });
  if (run.status !== 0) throw new Error('native/build.mjs failed');
  const made = join(root, 'native/build/packetwright.node');
  const place = join(out, 'native', `${process.platform}-${process.arch}`);
  if (existsSync(join(root, 'native/prebuilds'))) cpSync(join(root, 'native/prebuilds'), join(out, 'native'), { recursive: true });
  if (!existsSync(made)) return;
  mkdirSync(place, { recursive: true });
  copyFileSync(made, join(place, 'packetwright.node'));
}

/** @typedef {typeof import('rolldown').build} Build */

/** The list of public layers and what is known of them follow from the protocols' files; in a clone as it was published nothing changes. */
async function listLayers() {
  for (const [path, textOf] of generated) {
    const text = await textOf();
    if (!existsSync(join(root, path)) || readText(path) !== text) writeFileSync(join(root, path), text);
  }
}

/** @param {Build} build */
async function bundleLibrary(build) {
  const input = Object.fromEntries(Object.entries(libraryEntries).filter(([, path]) => isThere(path)));
  if (Object.keys(input).length === 0) return;
  const external = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }).map((name) => new RegExp(`^${name}(/|$)`));
  const options = { ...common, cwd: root, input, external, output: output(out) };
  await build({ ...options, input: { ...input, ...furtherEntries } });
  const made = await buildNodeLibrary(build, options, join(out, 'node'), programs, furtherEntries);
  writeNotices(made.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : [])));
}

const IMPORTED = "import('./program.ts')";
/** The command line is a part of the library for Node, and is loaded as such. @type {import('rolldown').Plugin} */
const programInLibrary = {
  name: 'program-in-library',
  transform(code, id) {
    if (id !== join(root, cliEntry)) return undefined;
    if (!code.includes(IMPORTED)) throw new Error(`${cliEntry}: expected ${IMPORTED}`);
    return { code: code.replace(IMPORTED, "import('../node/load.js').then(({ load }) => load('./cli/program'))"), map: null };
  },
};

/** @param {Build} build */
async function bundleCli(build) {
  if (!isThere(cliEntry)) return;
  await build({
    ...common,
    cwd: root,
    input: { main: cliEntry },
    external: ['../node/load.js'],
    plugins: [programInLibrary, ...common.plugins],
    output: { ...output(join(out, 'cli')), format: 'cjs', strict: true, codeSplitting: false, banner: '#!/usr/bin/env node' },
  });
  writeFileSync(join(out, 'cli/package.json'), '{ "type": "commonjs" }\n');
  chmodSync(join(out, 'cli/main.js'), 0o755);
}

/** What shares nothing with the rest: the undo child, and the table of vendors, of which one copy is enough. @param {Build} build */
async function bundleAlone(build) {
  for (const [name, path] of Object.entries(aloneEntries))
    if (isThere(path)) await build({ ...common, cwd: root, input: { [name]: path }, output: output(out) });
}

/** The licences of what is bundled ask that their text goes along. @param {readonly string[]} modules */
function writeNotices(modules) {
  const folders = new Set(
    modules.map((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0]).filter((folder) => folder !== undefined),
  );
  const notices = [...folders].sort().map((folder) => {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const licence = ['LICENSE', 'LICENSE.md', 'LICENCE', 'license'].map((file) => join(folder, file)).find(existsSync);
    if (licence === undefined) throw new Error(`${name} is bundled and has no licence file`);
    return `${name} ${version}\n\n${readFileSync(licence, 'utf8').trim()}\n`;
  });
  if (notices.length > 0) writeFileSync(join(out, 'node/cli/LICENSES.txt'), notices.join('\n----\n\n'));
}

/** @param {string} path of package.json */
const inOut = (path) => join(out, relative('dist', path));

/** Declarations. They are written even when types are wrong; the build fails all the same. */
function buildTypes() {
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');
  const run = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', join(out, 'types')], {
    cwd: root,
    stdio: 'inherit',
  });
  for (const path of filesIn([relative(root, out)], (name) => name.endsWith('.d.ts'))) {
    // The compiler keeps `.ts` here; beside a declaration it is `.js` that every version resolves.
    const text = readText(path);
    writeFileSync(join(root, path), text.replace(/((?:from |import\()['"]\.{1,2}\/[^'"]+)\.ts(?=['"])/g, '$1.js'));
  }
  const declared = Object.values(manifest.exports).flatMap(({ types }) => (types === undefined ? [] : [types]));
  const entries = declared.map((types) => ({ require: inOut(types.require), default: inOut(types.default) }));
  for (const [path, text] of commonjsTypes(entries)) writeFileSync(path, text);
  return run.status === 0;
}

let build;
try {
  ({ build } = await import('rolldown'));
} catch {
  console.log('packetwright not built: the development dependencies are not installed');
  process.exit(0);
}
try {
  mkdirSync(out, { recursive: true });
  buildNative();
  await listLayers();
  await bundleLibrary(build);
  await bundleCli(build);
  await bundleAlone(build);
  if (!buildTypes()) process.exitCode = 1;
  const dist = join(root, 'dist');
  const old = `${out}-old`;
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(out, dist);
  rmSync(old, { recursive: true, force: true });
} catch (error) {
  console.error(`not built: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
