// Examples run: `node scripts/check-examples.mjs [NAME…]`, after a build.
//
// Code blocks of README.md, CONTRIBUTING.md and docs/ that begin with ```ts run, and examples/*.ts. Each is type-checked as a user of the
// package would write it, bundled without its types, and run in an empty folder. It must end with status 0 within 30 s.
// An example with lines `// live: WORDS` runs so often in such a namespace, with these words; the neighbour serves DNS, DHCP and web pages.
// What it prints may stand at its end, behind a line `// prints:`.
// A block that begins with ```ts run live runs in a network namespace made for it, whose eth0 is 192.0.2.1 and 2001:db8::1; the next
// namespace, 192.0.2.2 and 2001:db8::2, is its neighbour and its default router. Without root it is only type-checked.
// Where ```text prints follows a block, that is all that it prints.
// A block that begins with ```ts from PATH quotes that file: each of its pieces (between lines of `// …`) must stand there.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { rolldown } from 'rolldown';
import { startServers } from './lib/example-servers.mjs';
import { makeNamespacePair, whyNoNamespaces } from './lib/namespace-pair.mjs';
import { run } from './lib/run.mjs';
import { filesIn, finish, readJson, readText, root } from './lib/tree.mjs';

const chosen = process.argv.slice(2);
/** @typedef {{ name: string, live: boolean, code: string, runs?: string[][], prints?: string | undefined }} Example */

/** @param {Example} example */
const isChosen = ({ name }) => chosen.length === 0 || chosen.some((part) => name.includes(part));

/** @param {string} path @returns {Example[]} */
function blocksIn(path) {
  const text = readText(path);
  return [...text.matchAll(/^```ts run( live)?[^\n]*\n([\s\S]*?)^```(?:\n+```text prints\n([\s\S]*?)^```)?/gm)].map((block) => ({
    name: `${path}:${text.slice(0, block.index).split('\n').length}`,
    live: block[1] !== undefined,
    code: block[2],
    prints: block[3],
  }));
}

/** @type {[import('./lib/namespace-pair.mjs').End, import('./lib/namespace-pair.mjs').End]} */
const ENDS = [
  { iface: 'eth0', mac: '02:00:00:00:00:01', addresses: ['192.0.2.1/24', '2001:db8::1/64'], defaultVia: '192.0.2.2' },
  { iface: 'eth0', mac: '02:00:00:00:00:02', addresses: ['192.0.2.2/24', '2001:db8::2/64'] },
];

/** @param {string} script @param {{ live: boolean, words?: string[] | undefined }} example @param {string} cwd */
async function runExample(script, { live, words }, cwd) {
  const o = { cwd, timeout: 30_000, killSignal: /** @type {const} */ ('SIGKILL') };
  if (!live) return run(process.execPath, [script], o);
  const net = makeNamespacePair('pkw-example', ENDS);
  let stopServers;
  try {
    stopServers = words && (await startServers(net.names[1], '192.0.2.2'));
    return run('ip', ['netns', 'exec', net.names[0], process.execPath, script, ...(words ?? [])], o);
  } finally {
    await stopServers?.();
    net.remove();
  }
}

/** Quotes whose file says something else. @param {string} path */
function misquotes(path) {
  const text = readText(path);
  return [...text.matchAll(/^```ts from (\S+)\n([\s\S]*?)^```/gm)].flatMap(({ 1: from, 2: code, index }) => {
    const whole = readText(from);
    const missing = code.split(/^ *\/\/ …\n/m).filter((piece) => piece.trim() !== '' && !whole.includes(piece));
    return missing.map(
      (piece) => `${path}:${text.slice(0, index).split('\n').length}: ${from} does not say: ${piece.trim().split('\n')[0]} …`,
    );
  });
}

const pages = ['README.md', 'CONTRIBUTING.md', ...filesIn(['docs'], (name) => name.endsWith('.md'))];
const examples = [
  ...pages.flatMap(blocksIn),
  ...filesIn(['examples'], (name) => name.endsWith('.ts')).map((path) => {
    const code = readText(path);
    const runs = [...code.matchAll(/^\/\/ live: ?(.*)$/gm)].map(([, words]) => words.split(' '));
    const prints = /\n\/\/ prints:\n((?:\/\/.*\n)+)$/.exec(code)?.[1]?.replace(/^\/\/ ?/gm, '');
    return { name: path, code, live: runs.length > 0, ...(runs.length > 0 && { runs }), prints };
  }),
].filter(isChosen);
const notLive = examples.some(({ live }) => live) ? whyNoNamespaces() : undefined;

const folder = mkdtempSync(join(tmpdir(), 'packetwright-examples-'));
const problems = chosen.length > 0 ? [] : pages.flatMap(misquotes);
try {
  // The package by its name, as a user has it.
  mkdirSync(join(folder, 'node_modules/@types'), { recursive: true });
  symlinkSync(root, join(folder, 'node_modules/packetwright'));
  symlinkSync(join(root, 'node_modules/@types/node'), join(folder, 'node_modules/@types/node'));
  symlinkSync(join(root, 'node_modules/undici-types'), join(folder, 'node_modules/undici-types'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }');
  const { target, lib, module, moduleResolution, strict } = readJson('tsconfig.json').compilerOptions;
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        target,
        lib,
        module,
        moduleResolution,
        strict,
        types: ['node'],
        noEmit: true,
        skipLibCheck: true,
        allowImportingTsExtensions: true,
        moduleDetection: 'force',
      },
      include: ['*.ts'],
    }),
  );
  const files = examples.map(({ code, ...example }, i) => {
    const { name } = example;
    const file = `${String(i).padStart(3, '0')}-${basename(name).replace(/[^A-Za-z0-9]+/g, '-')}.ts`;
    writeFileSync(join(folder, file), code);
    return { ...example, file };
  });
  if (files.length > 0) {
    const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
    try {
      run(process.execPath, [tsc, '-p', folder]);
    } catch (error) {
      problems.push(files.reduce((text, { name, file }) => text.replaceAll(file, name), error.message));
    }
  }
  for (const { name, file, live, runs = [undefined], prints } of files) {
    if (live && notLive !== undefined) continue;
    const place = join(folder, `run-${file}`);
    mkdirSync(place);
    try {
      const bundle = await rolldown({
        cwd: folder,
        input: file,
        platform: 'node',
        external: /^(packetwright|node:)/,
        logLevel: 'silent',
        transform: { target: 'node20' },
      });
      const script = join(place, 'example.mjs');
      await bundle.write({ file: script, format: 'esm', codeSplitting: false });
      await bundle.close();
      let printed = '';
      for (const words of runs) printed += await runExample(script, { live, words }, place);
      if (prints !== undefined && printed.trimEnd() !== prints.trimEnd())
        problems.push(`${name}: prints\n${printed}and the page says\n${prints}`);
    } catch (error) {
      problems.push(`${name}: ${error.message}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (notLive !== undefined && process.env.PKW_REQUIRE_ALL === '1') problems.push(`live examples: ${notLive}`);
const skipped = notLive === undefined ? 0 : examples.filter(({ live }) => live).length;
finish(problems, `${examples.length - skipped} examples run${skipped > 0 ? `; ${skipped} live ones only type-checked: ${notLive}` : ''}`);
