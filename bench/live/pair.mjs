// One program that captures and one that sends, side by side: node pair.mjs SPEC, which is JSON (see pairOf).
//
// Starts the one that captures, waits until it says that it is ready, runs the one that sends to its end, gives the capture a
// moment for what is still on its way, and asks it to stop. Prints what both said as one line of JSON.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { commandOf } from '../lib/commands.mjs';
import { program } from '../lib/compile.mjs';
import { outputs } from './outputs.mjs';

const READY_MS = 10_000;
/** tcpdump has its kernel hold packets back for up to a second, and reads no more once it is told to stop. */
const STILL_MS = 1200;

/**
 * A participant that is such a pair. Both halves are as participants: `tool`, `args`, where to run, and `output`, a name of
 * outputs.mjs. `captures.ready` is what it writes to stderr when it captures; `captures.ends`: it ends by itself.
 */
export function pairOf({ captures, sends, ...participant }) {
  const halves = [commandOf(captures), commandOf(sends)];
  const missing = halves.find((half) => half.missing)?.missing;
  if (missing) return { ...participant, missing };
  const { ready = 'ready', output = 'lastLine', ends = false } = captures;
  const spec = {
    runit: program('runit').path,
    captures: { command: halves[0].command, ready, output, ends },
    sends: { command: halves[1].command, output: sends.output ?? 'lastLine' },
  };
  // Where to run is said for each half.
  const here = { netns: undefined, core: undefined, urgent: false };
  return { ...participant, ...here, tool: 'live', args: ['pair.mjs', JSON.stringify(spec)] };
}

async function main({ runit, captures, sends }) {
  const capture = spawn(runit, ['60', ...captures.command], { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  const ended = once(capture, 'exit');
  const [stdout, use] = [text(capture.stdio[1]), text(capture.stdio[3])];
  let stderr, sent;
  try {
    stderr = await saysReady(capture, captures.ready);
    sent = await run(sends.command);
    await sleep(STILL_MS);
  } finally {
    if (capture.exitCode === null && !(captures.ends && sent)) interrupt(capture.pid);
  }
  await ended;
  const sending = outputs[sends.output]({ stdout: sent });
  const capturing = outputs[captures.output]({ stdout: await stdout, stderr: stderr() });
  if (!capturing) throw new Error(`the capture printed no totals: ${stderr().trim().split('\n').at(-1)}`);
  const { seconds, packets, ...ofSender } = sending;
  const received = capturing.packets;
  const dropped = capturing.dropped ?? 0;
  const cpu = JSON.parse(await use).cpu;
  console.log(
    JSON.stringify({ ...ofSender, ...capturing, packets, seconds, received, dropped, accounted: received + dropped, capture_cpu: cpu }),
  );
}

async function run([command, ...args]) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr.trim() || `exit status ${status}`}`);
  return stdout;
}

/** Resolves to a function that gives all of stderr, once the word has been said. */
function saysReady(child, word) {
  let said = '';
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`not capturing after ${READY_MS / 1000} s: ${said.trim()}`)), READY_MS);
    child.stderr.setEncoding('utf8').on('data', (chunk) => {
      said += chunk;
      if (!said.includes(word)) return;
      clearTimeout(late);
      resolve(() => said);
    });
    child.once('exit', () => reject(new Error(`the capture ended early: ${said.trim().split('\n').at(-1)}`)));
  });
}

/** runit's only child: `ip netns exec`, nice and taskset have become the program itself. */
function interrupt(runit) {
  const [child] = readFileSync(`/proc/${runit}/task/${runit}/children`, 'latin1').trim().split(' ');
  if (child) process.kill(Number(child), 'SIGINT');
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await main(JSON.parse(process.argv[2]));
  } catch (error) {
    console.error(`error: ${error.message}`);
    process.exitCode = 1;
  }
}
