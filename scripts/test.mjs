// `npm test`: all tests. With words, vitest with these: `npm test -- src/packet`.
//
// Tests in networks of their own run one file after another, for networks belong to the whole machine, and wait more than they work. As root they run in
// two halves, each in a machine of its own (networks, processes, journals), and all other tests beside them.
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
 * The same command in namespaces of its own, where `/run/netns` and the folder of journals are empty: networks have names there that others do not see, and
 * a program that starts as root takes back what dead processes have left in the machine's journals, while live tests look at just that.
 *
 * @param {readonly string[]} words
 */
const inOwnMachine = (words) => [
  ...['unshare', '--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c'],
  [
    'mkdir -p /run/netns && mount -t tmpfs -o mode=755 tmpfs /run/netns',
    'mkdir -p -m 700 /run/packetwright && mount -t tmpfs -o mode=700 tmpfs /run/packetwright',
    'ip link set lo up',
    'exec "$@"',
  ].join(' && '),
  'sh',
  ...words,
];

/** One summary of all. @param {readonly string[]} files @param {string} to */
function addUp(files, to) {
  const all = files.filter((file) => existsSync(file)).map((file) => JSON.parse(readFileSync(file, 'utf8')));
  // One that did not come to its end has written none; then there is no sum either.
  if (all.length < files.length) return;
  const sum = (/** @type {string} */ name) => all.reduce((n, one) => n + one[name], 0);
  writeFileSync(to, JSON.stringify({ passed: sum('passed'), failures: all.flatMap(({ failures }) => failures), skipped: sum('skipped') }));
}

async function all() {
  const folder = mkdtempSync(join(tmpdir(), 'packetwright-tests-'));
  const parts = [
    { words: ['--project=live', '--shard=1/2'], quiet: true },
    { words: ['--project=live', '--shard=2/2'], quiet: true },
    { words: ['--project=unit', '--project=whole'], quiet: false },
  ];
  const summaries = parts.map((_, i) => join(folder, `${i}.json`));
  try {
    const running = parts.map(({ words, quiet }, i) => run(inOwnMachine([...vitest, ...words]), { summary: summaries[i], quiet }));
    const statuses = await Promise.all(running);
    const wanted = process.env['PKW_TEST_SUMMARY'];
    if (wanted !== undefined) addUp(summaries, wanted);
    return statuses.find((status) => status !== 0) ?? 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const words = process.argv.slice(2);
const alone = () => {
  const [program = '', ...more] = inOwnMachine(['true']);
  return process.platform === 'linux' && process.getuid?.() === 0 && spawnSync(program, more).status === 0;
};
process.exitCode = words.length > 0 || !alone() ? await run([...vitest, ...words], {}) : await all();
