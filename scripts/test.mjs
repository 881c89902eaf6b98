// `npm test`: all tests. With words, vitest with these: `npm test -- src/packet`.
//
// Tests in networks of their own run one file after another, for networks belong to the whole machine, and wait more than they work. As root all other
// tests run beside them.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './lib/tree.mjs';

const vitest = [process.execPath, join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run'];

/**
 * Runs it to its end: its status.
 *
 * @param {readonly string[]} words
 * @param {{ summary?: string | undefined, quiet?: boolean }} o `summary`: where the counts go; `quiet`: what it prints is kept and printed at its end
 * @returns {Promise<number>}
 */
function run([program = '', ...words], { summary, quiet = false }) {
  const env = { ...process.env, ...(summary !== undefined && { PKW_TEST_SUMMARY: summary }) };
  const child = spawn(program, words, { cwd: root, env, stdio: ['inherit', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'] });
  /** @type {Buffer[]} */
  const printed = [];
  child.stdout?.on('data', (octets) => printed.push(octets));
  child.stderr?.on('data', (octets) => printed.push(octets));
  return new Promise((resolve) => {
    child.on('close', (status) => {
      process.stdout.write(Buffer.concat(printed));
      resolve(status ?? 1);
    });
  });
}

/**
 * The same command in a folder of journals of its own: a program that starts as root takes back what dead processes have left in the machine's, and live
 * tests look at just that.
 *
 * @param {readonly string[]} words
 */
const withOwnJournals = (words) => [
  ...['unshare', '--mount', 'sh', '-c'],
  'mkdir -p -m 700 /run/packetwright && mount -t tmpfs -o mode=700 tmpfs /run/packetwright && exec "$@"',
  'sh',
  ...words,
];

/** One summary of both. @param {readonly string[]} files @param {string} to */
function addUp(files, to) {
  const all = files.filter((file) => existsSync(file)).map((file) => JSON.parse(readFileSync(file, 'utf8')));
  // One that did not come to its end has written none; then there is no sum either.
  if (all.length < files.length) return;
  const sum = (/** @type {string} */ name) => all.reduce((n, one) => n + one[name], 0);
  writeFileSync(to, JSON.stringify({ passed: sum('passed'), failures: all.flatMap(({ failures }) => failures), skipped: sum('skipped') }));
}

async function both() {
  const folder = mkdtempSync(join(tmpdir(), 'packetwright-tests-'));
  const summaries = ['live', 'others'].map((name) => join(folder, `${name}.json`));
  try {
    const [live, others] = await Promise.all([
      run([...vitest, '--project=live'], { summary: summaries[0], quiet: true }),
      run(withOwnJournals([...vitest, '--project=unit', '--project=whole']), { summary: summaries[1] }),
    ]);
    const wanted = process.env['PKW_TEST_SUMMARY'];
    if (wanted !== undefined) addUp(summaries, wanted);
    return live === 0 ? others : live;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const words = process.argv.slice(2);
const canMount = process.platform === 'linux' && process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'true']).status === 0;
process.exitCode = words.length > 0 || !canMount ? await run([...vitest, ...words], {}) : await both();
