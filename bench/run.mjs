// npm run bench -- [NAME…] [--runs N] [--json FILE] [--quiet] [--list]
//
// Measures Packetwright beside the programs it wants to match, and says which targets were met. README.md says what
// each figure means.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { machine } from './lib/machine.mjs';
import { tableOf, targetsTable } from './lib/report.mjs';
import { judge } from './lib/targets.mjs';
import { takeTurns } from './lib/turns.mjs';
import { tasks } from './tasks/index.mjs';

const usage = `usage: npm run bench -- [NAME…] [--runs N] [--json FILE] [--quiet] [--list]
  NAME         ${tasks.map((task) => task.name).join(', ')}; without one: all
  --runs N     timed runs of each participant, instead of the task's own number
  --json FILE  every single run, for later
  --quiet      repeat a run, up to five times, while others use the machine
  --list       the names and what they measure`;

/** @returns {Promise<number>} exit status: 1 when something ran wrong, 0 even when a target was missed, 2 for usage */
async function main(argv, signal) {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      runs: { type: 'string' },
      json: { type: 'string' },
      quiet: { type: 'boolean' },
      list: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return print(usage, 0);
  if (values.list) return print(tasks.map((task) => `${task.name.padEnd(14)} ${task.title}`).join('\n'), 0);
  const unknown = positionals.find((name) => !tasks.some((task) => task.name === name));
  if (unknown !== undefined) throw new UsageError(`no task ${unknown}`);
  const runs = values.runs === undefined ? undefined : Number(values.runs);
  if (runs !== undefined && !(Number.isInteger(runs) && runs > 0))
    throw new UsageError(`--runs ${values.runs}: a number of 1 or more was expected`);

  console.log(`# Benchmark\n\n${machine()}, ${new Date().toISOString()}\n`);
  const chosen = tasks.filter((task) => positionals.length === 0 || positionals.includes(task.name));
  const results = [];
  for (const task of chosen) results.push(await runTask(task, { runs, quiet: values.quiet ?? false, signal }));
  const judged = results.flatMap(({ task, rows }) => task.targets.map((target) => ({ task: task.name, ...judge(target, rows) })));
  console.log(targetsTable(judged));
  if (values.json)
    writeFileSync(values.json, JSON.stringify({ machine: machine(), results: results.map(plain), targets: judged }, null, 1));
  return results.some(({ rows }) => rows.some((row) => row.wrong)) ? 1 : 0;
}

async function runTask(described, options) {
  try {
    const task = { ...described, participants: await described.prepare() };
    const rows = await takeTurns(task, { ...options, say });
    say('');
    console.log(tableOf(task, rows));
    return { task, rows };
  } finally {
    described.clean?.();
  }
}

/** Where it is, on one line that the next one replaces; only for somebody who looks. */
function say(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

const plain = ({ task, rows }) => ({
  name: task.name,
  title: task.title,
  clock: task.clock,
  participants: rows.map(({ participant, samples, missing, wrong }) => ({
    id: participant.id,
    label: participant.label,
    packets: participant.packets,
    samples,
    missing,
    wrong,
  })),
});

function print(text, status) {
  console.log(text);
  return status;
}

class UsageError extends Error {}

const interrupt = new AbortController();
for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => interrupt.abort(new Error('interrupted')));
try {
  process.exitCode = await main(process.argv.slice(2), interrupt.signal);
} catch (error) {
  const ofArguments = error instanceof UsageError || error.code?.startsWith('ERR_PARSE_ARGS');
  console.error(ofArguments ? `bench: ${error.message}\n${usage}` : `bench: ${error.message}`);
  process.exitCode = ofArguments ? 2 : 1;
}
