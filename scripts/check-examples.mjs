// Examples run: `node scripts/check-examples.mjs [NAME…]`, after a build.
//
// Code blocks of README.md, CONTRIBUTING.md and docs/ that begin with ```ts run, and examples/*.ts. Each is type-checked as a user of the
// package would write it, bundled without its types, and run in an empty folder. It must end with status 0 within 30 s.
// A block that begins with ```ts from PATH quotes that file: each of its pieces (between lines of `// …`) must stand there.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { rolldown } from 'rolldown';
import { run } from './lib/run.mjs';
import { filesIn, finish, readJson, readText, root } from './lib/tree.mjs';

const chosen = process.argv.slice(2);
const isChosen = ({ name }) => chosen.length === 0 || chosen.some((part) => name.includes(part));

function blocksIn(path) {
  const text = readText(path);
  return [...text.matchAll(/^```ts run[^\n]*\n([\s\S]*?)^```/gm)].map((block) => ({
    name: `${path}:${text.slice(0, block.index).split('\n').length}`,
    code: block[1],
  }));
}

/** Quotes whose file says something else. */
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
  ...filesIn(['examples'], (name) => name.endsWith('.ts')).map((path) => ({ name: path, code: readText(path) })),
].filter(isChosen);

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
  const files = examples.map(({ name, code }, i) => {
    const file = `${String(i).padStart(3, '0')}-${basename(name).replace(/[^A-Za-z0-9]+/g, '-')}.ts`;
    writeFileSync(join(folder, file), code);
    return { name, file };
  });
  if (files.length > 0) {
    const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
    try {
      run(process.execPath, [tsc, '-p', folder]);
    } catch (error) {
      problems.push(files.reduce((text, { name, file }) => text.replaceAll(file, name), error.message));
    }
  }
  for (const { name, file } of files) {
    const place = join(folder, `run-${file}`);
    mkdirSync(place);
    try {
      const bundle = await rolldown({ cwd: folder, input: file, platform: 'node', external: /^[^./]/, logLevel: 'silent' });
      const script = join(place, 'example.mjs');
      await bundle.write({ file: script, format: 'esm', codeSplitting: false });
      await bundle.close();
      run(process.execPath, [script], { cwd: place, timeout: 30_000, killSignal: 'SIGKILL' });
    } catch (error) {
      problems.push(`${name}: ${error.message}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
finish(problems, `${examples.length} examples run`);
