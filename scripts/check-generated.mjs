// Generated functions stay small enough for V8 to optimise: `node scripts/check-generated.mjs [--limit OCTETS]`.
//
// V8 runs a function of more than 61,440 octets of bytecode in its interpreter for ever, ten times slower and without a word. So all the
// code that our specs make is made here, and V8 is asked for the size of each function in it. Text becomes code in one place only; that is
// looked at too.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSource } from './lib/load-source.mjs';
import { masked } from './lib/mask.mjs';
import { filesIn, finish, isTest, readText } from './lib/tree.mjs';

const given = process.argv.indexOf('--limit');
/** Two thirds of what V8 optimises (--max-optimized-bytecode-size): versions differ in what they make of a text. */
const LIMIT = given < 0 ? 40_000 : Number(process.argv[given + 1]);
const GATE = 'src/packet/code/evaluate.ts';

/** A character of text makes fewer octets of bytecode than this (1.6 was seen): what is too short to reach the limit is not measured. */
const DENSEST = 2;

/** What was evaluated, and the function of ours that asked for it. @type {{ maker: string, text: string }[]} */
const texts = [];

/** Runs `f` while every `new Function` is noted. @param {() => void} f */
function noting(f) {
  const usual = globalThis.Function;
  globalThis.Function = new Proxy(usual, {
    construct(target, [...words]) {
      const body = words.pop();
      const line = (new Error().stack ?? '').split('\n').find((one) => !/Error|construct|evaluate/.test(one));
      texts.push({ maker: /at ([\w.$]+)/.exec(line ?? '')?.[1] ?? 'a spec', text: `(${words.join()}){${body}\n}` });
      return Reflect.construct(target, [...words, body]);
    },
  });
  try {
    f();
  } finally {
    globalThis.Function = usual;
  }
}

/**
 * Has V8 compile texts whole, and log what it makes: how large, and of which text. (It would print bytecode too, all of it, in small
 * pieces: half a minute.)
 *
 * @param {readonly string[]} texts
 * @returns octets of bytecode of the largest function in each
 */
function measure(texts) {
  const folder = mkdtempSync(join(tmpdir(), 'packetwright-bytecode-'));
  try {
    const program = join(folder, 'measure.cjs');
    const log = join(folder, 'log');
    const lines = texts.map((text, i) => `new vm.Script(${JSON.stringify(`(function ${text})`)},{filename:'text_${i}'});`);
    writeFileSync(program, `const vm=require('vm');\n${lines.join('\n')}`);
    const flags = ['--no-lazy', '--log-code', '--no-logfile-per-isolate', `--logfile=${log}`];
    const { stderr, status } = spawnSync(process.execPath, [...flags, program], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    const largest = new Uint32Array(texts.length);
    // code-creation,TAG,KIND,TIME,ADDRESS,OCTETS,NAME FILE:LINE:COLUMN,…
    for (const [, size, i] of readFileSync(log, 'utf8').matchAll(/^code-creation(?:,\w+){4},(\d+),\S* text_(\d+):\d/gm))
      largest[Number(i)] = Math.max(largest[Number(i)] ?? 0, Number(size));
    return largest;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const problems = filesIn(['src'], (name) => /\.tsx?$/.test(name) && !isTest(name))
  .filter((path) => path !== GATE && /\bnew Function\b|(?<![.\w])eval\(/.test(masked(readText(path))))
  .map((path) => `${path}: makes code of text; let ${GATE} do it`);

const { makeAllCode } = await loadSource('scripts/lib/make-all-code.mjs');
noting(makeAllCode);
const long = texts.filter(({ text }) => text.length * DENSEST > LIMIT);
const sizes = measure(long.map(({ text }) => text));
const sized = long.map(({ maker }, i) => ({ maker, octets: sizes[i] ?? 0 })).sort((a, b) => b.octets - a.octets);
if (texts.length < 100 || sized.some(({ octets }) => octets === 0))
  problems.push('V8 printed no sizes of generated functions, so they cannot be checked');
for (const { maker, octets } of sized.filter((one) => one.octets > LIMIT))
  problems.push(
    `${maker}: a function of ${octets} octets of bytecode, over ${LIMIT}; V8 optimises none over 61440: put what is seldom needed into functions of its own`,
  );
const longest = Math.max(...texts.map(({ text }) => text.length));
finish(problems, `${texts.length} generated texts, the longest of ${longest} characters: no function over ${LIMIT} octets of bytecode`);
