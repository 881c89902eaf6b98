// Millions of damaged packets: `npm run soak -- [MUTATIONS] [--seed N] [--minutes N] [--block N]`.
// Or all transfers of the stack, of which the tests make a tenth: `npm run soak -- --transfers`.
//
// 10^7 mutations by default, of every layer as built and of frames of captures (test/fixtures, and ../shared/corpus where it is there).
// Each is dissected and every field read; one in a thousand is shown in every way and made anew of its values; frames go through fragments,
// connections and messages; a plan of all columns and a table of flows run over some of each block. Nothing may throw, hang, or let the heap grow. A block is made by its number and the seed alone:
// `--block N` runs one again. Prints a JSON line and a Markdown block for docs/measurements/soak.md; ends with 1 on any finding.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, existsSync, rmSync, symlinkSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { rolldown } from 'rolldown';
import { root } from '../../scripts/lib/tree.mjs';

const BLOCK_SIZE = 50_000;
const SHOWN_OF = 1000;
/** One mutation takes microseconds. Should one take this long, it hangs. */
const HANG_MS = 30_000;
/** The engine remembers 4,096 shapes for a registry, and the root. */
const MOST_SHAPES = 4097;
/** What may be left of a mutation when it is over; and so much may always be: code and tables are made on the way. */
const MOST_LEFT_OCTETS = 1;
const SLACK_OCTETS = 16 * 2 ** 20;

const { values: o, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, minutes: { type: 'string' }, block: { type: 'string' }, transfers: { type: 'boolean' } },
});
if (o.transfers) {
  const files = ['test/fuzz/stack-transfers.test.ts', 'test/live/stack/transfers.test.ts'];
  const { status } = spawnSync('npx', ['vitest', 'run', ...files], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PKW_WHOLE: '1' },
  });
  process.exit(status ?? 1);
}
const whole = (text, name) => {
  const n = Number(text);
  if (Number.isSafeInteger(n) && n >= 0) return n;
  console.error(`soak: ${name} is ${text}: expected a whole number`);
  process.exit(2);
};
const wanted = whole(positionals[0] ?? '10000000', 'the number of mutations');
const seed = o.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : whole(o.seed, '--seed');
const minutes = o.minutes === undefined ? undefined : Number(o.minutes);
const firstBlock = o.block === undefined ? 0 : whole(o.block, '--block');
const blocks = o.block === undefined ? Math.max(1, Math.round(wanted / BLOCK_SIZE)) : 1;

/** The worker, bundled: Node 20 takes no types. */
async function bundled(folder) {
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const file = join(folder, 'worker.mjs');
  const bundle = await rolldown({
    cwd: root,
    input: 'test/soak/worker.ts',
    platform: 'node',
    external: /^(fflate|fzstd)$/,
    logLevel: 'warn',
  });
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  return file;
}

/** Runs the worker and watches it; gives the blocks' figures, and what was found. */
function soak(file, captures) {
  const progress = new SharedArrayBuffer(12);
  const at = new Int32Array(progress);
  const order = { seed, firstBlock, blocks, blockSize: BLOCK_SIZE, shownOf: SHOWN_OF, captures, packetsOfCapture: 20, progress };
  return new Promise((resolve) => {
    const done = [];
    let began = performance.now(),
      inputs = [0, 0],
      last = '',
      since = performance.now(),
      running = false;
    const worker = new Worker(file, { workerData: order, resourceLimits: { maxOldGenerationSizeMb: 1024 } });
    const end = (problem) => {
      clearInterval(watch);
      void worker.terminate();
      resolve({ done, inputs, problem, seconds: (performance.now() - began) / 1000 });
    };
    const watch = setInterval(() => {
      const now = `${Atomics.load(at, 0)} ${Atomics.load(at, 1)} ${done.length}`;
      if (now !== last) {
        last = now;
        since = performance.now();
      } else if (running && performance.now() - since > HANG_MS)
        end(`hangs in block ${Atomics.load(at, 0)}, mutation ${Atomics.load(at, 1)} (${BLOCK_SIZE}: the plan)`);
      if (minutes !== undefined && performance.now() - began > minutes * 60_000) Atomics.store(at, 2, 1);
    }, 500);
    worker.on('message', (message) => {
      if (message.kind === 'end')
        return end(message.problem && `block ${message.block}, mutation ${message.mutation}: ${message.problem}\n${message.cause}`);
      inputs = message.inputs;
      if (message.done === 0) {
        running = true;
        began = performance.now();
        return;
      }
      done.push(message);
      if (process.stderr.isTTY)
        process.stderr.write(
          `\r${(message.done * BLOCK_SIZE).toLocaleString('en')} of ${(blocks * BLOCK_SIZE).toLocaleString('en')}, heap ${mega(message.heap)} MB `,
        );
    });
    worker.on('error', (error) => end(`the worker died: ${error.stack ?? error}`));
    worker.on('exit', () => end('the worker ended by itself'));
  });
}

const mega = (octets) => (octets / 2 ** 20).toFixed(1);

/** What the heap grew by from the first half's smallest to the second half's: a leak lifts both. */
function growth(done) {
  const half = done.length >> 1;
  const least = (part) => Math.min(...part.map(({ heap }) => heap));
  return half === 0 ? 0 : least(done.slice(half)) - least(done.slice(0, half));
}

const folder = mkdtempSync(join(tmpdir(), 'packetwright-soak-'));
let result;
const shared = join(dirname(root), 'shared/corpus');
try {
  console.error(`soak: ${(blocks * BLOCK_SIZE).toLocaleString('en')} mutations, seed ${seed}`);
  result = await soak(await bundled(folder), [join(root, 'test/fixtures/captures'), ...(existsSync(shared) ? [shared] : [])]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const { done, inputs, seconds, problem } = result;
const mutations = done.length * BLOCK_SIZE;
const grown = growth(done);
const shapes = done.at(-1)?.shapes ?? 0;
const problems = [
  ...(problem ? [problem] : []),
  ...(grown > SLACK_OCTETS + MOST_LEFT_OCTETS * (mutations / 2)
    ? [`the heap grew by ${mega(grown)} MB in ${mutations / 2} mutations`]
    : []),
  ...(shapes > MOST_SHAPES ? [`${shapes} shapes are remembered: at most ${MOST_SHAPES} should be`] : []),
];
const heaps = done.map(({ heap }) => heap);
const facts = {
  date: new Date().toISOString().slice(0, 10),
  node: process.version,
  processor: cpus()[0]?.model ?? 'unknown',
  seed,
  mutations,
  layerInputs: inputs[0],
  frameInputs: inputs[1],
  seconds: Math.round(seconds),
  heapFirstMB: heaps.length > 0 ? Number(mega(heaps[0])) : null,
  heapLastMB: heaps.length > 0 ? Number(mega(heaps.at(-1))) : null,
  heapMostMB: heaps.length > 0 ? Number(mega(Math.max(...heaps))) : null,
  shapes,
  problems,
};
console.log(JSON.stringify(facts));
console.log(`
### ${facts.date}: ${mutations.toLocaleString('en')} mutations, seed ${seed}

| | |
|---|---|
| machine | ${facts.processor}, Node ${facts.node} |
| inputs | ${inputs[0]} of layers, ${inputs[1]} frames of captures${existsSync(shared) ? ' (with ../shared/corpus)' : ''} |
| time | ${facts.seconds} s, ${seconds > 0 ? Math.round(mutations / seconds).toLocaleString('en') : 0} mutations a second |
| heap after collection | first block ${facts.heapFirstMB} MB, last ${facts.heapLastMB} MB, most ${facts.heapMostMB} MB |
| shapes | ${shapes} of at most ${MOST_SHAPES} |
| found | ${problems.length === 0 ? 'nothing: no throw, no hang, no growth' : problems.map((p) => p.split('\n')[0]).join('; ')} |
`);
for (const text of problems) console.error(text);
process.exitCode = problems.length === 0 ? 0 : 1;
