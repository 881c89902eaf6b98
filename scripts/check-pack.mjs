// What a user gets: `node scripts/check-pack.mjs`.
//
// Packs the project, installs the tarball into an empty project that has TypeScript and nothing else, compiles a
// consumer with `skipLibCheck: false`, runs it, and calls `npx pkw --version`. Nothing may run on install. Errors name our sources.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { reached } from './lib/bundle-files.mjs';
import { castsIn, cloneRemedies, linksIn, screenFault, stackFault } from './lib/packed-text.mjs';
import { run } from './lib/run.mjs';
import { filesIn, finish, readJson, readText, root } from './lib/tree.mjs';

const manifest = readJson('package.json');
const require = createRequire(import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'packetwright-pack-'));
/** @type {string[]} */
const problems = [];
/** @param {string} what @param {() => void} body */
const check = (what, body) => {
  try {
    body();
  } catch (error) {
    problems.push(`${what}: ${error.message}`);
  }
};

/**
 * The consumer's package of type declarations and compiler: taken from here, as installing them anew tests nothing of ours.
 *
 * @param {string} name
 */
function link(name) {
  const place = join(folder, 'node_modules', name);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(dirname(require.resolve(`${name}/package.json`)), place);
}

/** Programs that throw in the package: in what loads at once, in a part that loads later, in the modules that bundlers take. */
const THROWING = [
  "import { parseMac } from 'packetwright'; parseMac('x');",
  "import { rdpcap } from 'packetwright'; await rdpcap(5);",
  "import { parseMac } from './node_modules/packetwright/dist/index.js'; parseMac('x');",
];

/** @param {string} program @param {readonly string[]} flags what Node shows when nobody catches its error */
const shown = (program, ...flags) =>
  spawnSync(process.execPath, [...flags, '--input-type=module', '-e', program], { cwd: folder, encoding: 'utf8' }).stderr;

/** What package.json says where its owner has yet to say it. */
const PLACEHOLDER = 'OWNER';

/**
 * What an entry makes Node or a bundler read, so that growth is seen. Code that V8 has made comes on top.
 *
 * @param {string} entry
 */
function sizeOf(entry) {
  const files = entry.includes('/node/') ? [join(dirname(entry), 'library.js')] : [...reached(entry)];
  const octets = Buffer.concat(files.map((file) => readFileSync(file)));
  return `${Math.round(octets.length / 1000)} kB, ${Math.round(gzipSync(octets).length / 1000)} kB by gzip, ${files.length} files`;
}

try {
  /** @type {[import('./lib/run.mjs').Packed]} */
  const [packed] = JSON.parse(
    run('npm', ['pack', '--json', '--silent', '--pack-destination', folder], { cwd: root }).replace(/^[^[]*(?=\[\s*\{)/, ''),
  );
  for (const path of ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'dist/cli/main.js']) {
    if (!packed.files.some((file) => file.path === path)) problems.push(`${path} is not in the tarball`);
  }
  // examples/tests are examples of tests.
  for (const { path } of packed.files)
    if (/^(?!examples\/tests\/).*\.test\.|^(src|test|bench|scripts|node_modules)\//.test(path))
      problems.push(`${path} should not be in the tarball`);
  for (const name of ['preinstall', 'install', 'postinstall'])
    if (manifest.scripts[name] !== undefined) problems.push(`package.json: ${name} would run at every user's install`);

  writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "type": "module", "private": true }');
  run('npm', ['install', '--no-audit', '--no-fund', '--omit=dev', `./${packed.filename}`], { cwd: folder });
  const installed = join(folder, 'node_modules/packetwright');
  for (const name of readdirSync(join(folder, 'node_modules'))) {
    const own = join(folder, 'node_modules', name, 'package.json');
    if (!existsSync(own)) continue;
    if (existsSync(join(dirname(own), 'binding.gyp'))) problems.push(`${name} has a binding.gyp, which npm compiles`);
    const { scripts = {} } = JSON.parse(readFileSync(own, 'utf8'));
    for (const script of ['preinstall', 'install', 'postinstall']) if (scripts[script]) problems.push(`${name} has an ${script} script`);
  }
  check('npx pkw --version', () => {
    const text = run('npx', ['--no-install', 'pkw', '--version'], { cwd: folder }).trim();
    if (text !== `packetwright ${manifest.version}`) throw new Error(`printed '${text}'`);
  });

  // A command's script is read when it is called: what this Node cannot read shows only then.
  const pkw = join(installed, manifest.bin.pkw);
  const overview = run(process.execPath, [pkw, '--help'], { cwd: folder });
  for (const [, name] of overview.matchAll(/^ {2}([a-z]\w*) {2,}\w/gm))
    check(`pkw help ${name}`, () => run(process.execPath, [pkw, 'help', String(name)], { cwd: folder }));

  // What runs on macOS and Windows, too (.github/workflows/ci.yml).
  check('first steps', () => run(process.execPath, [join(root, '.github/first-steps.mjs')], { cwd: folder }));

  for (const program of THROWING)
    for (const fault of [stackFault(shown(program, '--enable-source-maps'), readText), screenFault(shown(program))])
      if (fault !== undefined) problems.push(`${program}: ${fault}`);

  for (const name of ['typescript', '@types/node', 'undici-types']) link(name);
  const entries = Object.entries(manifest.exports).filter(
    ([, target]) => typeof target !== 'string' && existsSync(join(installed, target.default)),
  );
  const imports = entries.map(([entry], i) => `import * as entry${i} from '${entry.replace('.', 'packetwright')}';`);
  const uses = entries.map(([entry], i) => `if (Object.keys(entry${i}).length === 0) throw new Error('${entry} exports nothing');`);
  writeFileSync(join(folder, 'consumer.ts'), [...imports, ...uses, 'export {};'].join('\n'));
  const byHand = ['consumer.ts', 'consumer-core.ts', 'consumer-commonjs.cts', 'consumer-both-ways.cts'];
  for (const name of byHand) cpSync(join(root, 'test/types', name), join(folder, `by-hand-${name}`));
  /** @param {readonly string[]} options @param {readonly string[]} sources */
  const compile = (options, sources) => {
    const strict = [
      '--strict',
      '--exactOptionalPropertyTypes',
      '--noUncheckedIndexedAccess',
      '--skipLibCheck',
      'false',
      '--target',
      'es2023',
    ];
    run(process.execPath, ['node_modules/typescript/bin/tsc', ...strict, ...options, ...sources], { cwd: folder });
  };
  const bundler = ['--module', 'esnext', '--moduleResolution', 'bundler'];
  const without = ['--lib', 'es2023', '--types', ''];
  check('compiling for a bundler', () => compile([...bundler, '--types', 'node', '--noEmit'], ['consumer.ts', 'by-hand-consumer.ts']));
  check('compiling without the types of any runtime', () => compile([...without, ...bundler, '--noEmit'], ['by-hand-consumer-core.ts']));
  check('the same for Node', () => compile([...without, '--module', 'nodenext'], ['by-hand-consumer-core.ts']));
  const commonjs = ['by-hand-consumer-commonjs.cts', 'by-hand-consumer-both-ways.cts'];
  const sources = ['consumer.ts', 'by-hand-consumer.ts', ...commonjs];
  check('compiling a consumer', () => compile(['--module', 'nodenext', '--types', 'node'], sources));
  for (const module of ['node16', 'node18', 'node20'])
    check(`compiling CommonJS for ${module}`, () => compile(['--module', module, '--types', 'node'], commonjs));
  for (const source of [...sources, 'by-hand-consumer-core.ts'])
    check(`running ${source}`, () => run(process.execPath, [source.replace(/ts$/, 'js')], { cwd: folder, timeout: 30_000 }));
  // The examples, as a user has them: strict, by both ways of finding modules, without a cast.
  const examples = filesIn(['examples'], (name) => name.endsWith('.ts'));
  for (const path of examples) {
    for (const line of castsIn(readText(path))) problems.push(`${path}:${line} (an example needs no cast)`);
    cpSync(join(root, path), join(folder, path));
  }
  check('compiling the examples for a bundler', () => compile([...bundler, '--types', 'node', '--noEmit'], examples));
  for (const module of ['node16', 'nodenext'])
    check(`compiling the examples for ${module}`, () => compile(['--module', module, '--types', 'node'], examples));
  // Those that need a network are run by check-examples, with servers.
  for (const path of examples.filter((path) => !/^\/\/ live:/m.test(readText(path))))
    check(`running ${path}`, () => {
      const text = run(process.execPath, [path.replace(/ts$/, 'js')], { cwd: folder, timeout: 30_000 });
      if (text === '') throw new Error('it prints nothing');
    });
  for (const [field, what] of [
    ['repository', 'where the source is'],
    ['homepage', 'where its pages are'],
    ['bugs', 'where faults are told'],
  ])
    if (JSON.stringify(manifest[field] ?? PLACEHOLDER).includes(PLACEHOLDER))
      console.log(`note: package.json: ${field} is a placeholder; its owner writes ${what}`);
  for (const { path } of packed.files) {
    if (!path.endsWith('.md')) continue;
    for (const to of linksIn(readText(path), path))
      if (!packed.files.some((file) => file.path === to || file.path.startsWith(`${to}/`)))
        problems.push(`${path}: ${to} is not in the tarball`);
  }
  for (const { path } of packed.files)
    if (/^dist\/.*\.js$/.test(path))
      for (const words of cloneRemedies(readText(path))) problems.push(`${path}: a remedy that works in a clone only: ${words}`);
  const sized = [...entries.flatMap(([, target]) => Object.values(target)), manifest.bin.pkw].filter((path) =>
    String(path).endsWith('.js'),
  );
  for (const path of new Set(sized)) console.log(`${path.padEnd(22)}${sizeOf(join(installed, path))}`);
  console.log(
    `${packed.filename}: ${packed.files.length} files, ${Math.round(packed.size / 1024)} kB packed, ${Math.round(packed.unpackedSize / 1024)} kB unpacked`,
  );
} catch (error) {
  problems.push(error.message);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
finish(problems, 'the tarball installs, compiles and runs');
