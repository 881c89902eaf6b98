// What pages show of the shell is what it prints: `node scripts/check-shell-pages.mjs [NAME…]`. `--write` puts in what it prints now.
//
// A block ```python shell is typed into a session of its own, as into `pkw --lab --seed 1`; ```python shell more goes on with the session of the
// block before. Where ```text prints follows, that is all that the block prints: output and notes. `…` there stands for any text in its line, a
// line of `…` for any lines. Where nothing follows, anything may be printed but an error.
// Files that a block writes stand in a folder that is empty when the page begins.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { filesIn, finish, readText, root } from './lib/tree.mjs';

/** What of the sources runs a session. */
const PARTS = [
  "export { ShellSession } from '#/shell/make-shell.ts';",
  "export { runLines } from '#/shell/prompt/lines.ts';",
  "export { readyLab } from '#/lab/ready-lab.ts';",
];
const BLOCK = /^```python shell( more)?\n([\s\S]*?)^```\n(?:\n+```text prints\n([\s\S]*?)^```\n)?/gm;

const writes = process.argv.includes('--write');
const chosen = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const pages = ['README.md', ...filesIn(['docs'], (name) => name.endsWith('.md'))].filter(
  (page) => (chosen.length === 0 || chosen.some((part) => page.includes(part))) && readText(page).includes('```python shell'),
);

// A lab's timers keep no process alive.
const alive = setInterval(() => undefined, 1000);
const folder = mkdtempSync(join(tmpdir(), 'packetwright-shell-pages-'));
/** @type {string[]} */
const problems = [];
let blocks = 0;
try {
  process.env.TZ = 'UTC';
  process.env.PKW_HOME = join(folder, 'home');
  const parts = await bundled();
  for (const page of pages) {
    const place = join(folder, page.replace(/\W+/g, '-'));
    mkdirSync(place);
    process.chdir(place);
    await checkPage(parts, page);
  }
} finally {
  clearInterval(alive);
  process.chdir(root);
  rmSync(folder, { recursive: true, force: true });
}
finish(problems, `${blocks} blocks of ${pages.length} pages print what the pages say`);

/** @returns {Promise<any>} */
async function bundled() {
  const entry = join(folder, 'entry.mjs');
  writeFileSync(entry, PARTS.join('\n').replaceAll('#/', `${join(root, 'src')}/`));
  const bundle = await rolldown({ cwd: root, input: entry, platform: 'node', logLevel: 'silent', transform: { target: 'node20' } });
  const file = join(folder, 'session.mjs');
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  return import(pathToFileURL(file).href);
}

/** @param {any} parts @param {string} page */
async function checkPage(parts, page) {
  const text = readText(page);
  let written = '';
  let end = 0;
  /** @type {Awaited<ReturnType<typeof openSession>> | undefined} */
  let session;
  for (const found of text.matchAll(BLOCK)) {
    const [whole, more, code = '', prints] = found;
    const where = `${page}:${text.slice(0, found.index).split('\n').length}`;
    if (more === undefined || session === undefined) {
      await session?.close();
      session = await openSession(parts);
    }
    blocks++;
    const { printed, failed } = await session.type(code);
    if (failed && (prints === undefined || /^…$/m.test(prints))) problems.push(`${where}: has an error:\n${printed}`);
    const fits = prints === undefined || patternOf(prints).test(printed);
    written +=
      text.slice(end, found.index) + (fits ? whole : whole.replace(/(```text prints\n)[\s\S]*$/, (_, head) => `${head}${printed}\`\`\`\n`));
    end = found.index + whole.length;
    if (!fits && !writes) problems.push(`${where}: prints\n${printed}and the page says\n${prints}`);
  }
  await session?.close();
  if (writes) writeFileSync(join(root, page), written + text.slice(end));
}

/** @param {any} parts */
async function openSession({ ShellSession, runLines, readyLab }) {
  let printed = '';
  const { host } = readyLab({ seed: 1 });
  const session = new ShellSession({
    host: async () => host,
    write: (/** @type {string} */ text) => (printed += text),
    note: (/** @type {string} */ text) => (printed += `${text}\n`),
  });
  await session.run('import random\nrandom.seed(1)\ndel random', { python: true });
  const never = new AbortController().signal;
  return {
    /** @param {string} code */
    async type(code) {
      printed = '';
      async function* lines() {
        yield* code.trimEnd().split('\n');
      }
      let failed = false;
      /** @param {string} text */
      const error = (text) => {
        failed = true;
        printed += `${text}\n`;
      };
      await runLines(session, lines(), error, never);
      if (printed !== '' && !printed.endsWith('\n')) printed += '\n';
      return { printed: printed.replace(/[ \t]+$/gm, ''), failed };
    },
    close: () => session.close(),
  };
}

/** @param {string} prints */
function patternOf(prints) {
  const lines = prints
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => (line === '…' ? '(?:.*\\n)*?' : `${line.trimEnd().split('…').map(escaped).join('.*')}\\n`));
  return new RegExp(`^${prints === '' ? '' : lines.join('')}$`);
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
