/** The prompt as who types sees it: how soon it stands, how fast it takes a paste, how fast it completes. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandOf } from '../lib/commands.mjs';
import { paths } from '../lib/paths.mjs';

const LINES = 10_000;

/** Programs with a prompt, and how it ends. */
const SHELLS = [
  { id: 'node', label: 'node -i', prompt: '>', tool: 'node', args: ['-i'] },
  { id: 'pkw', label: 'pkw', prompt: '>>>', tool: 'cli', args: [] },
  { id: 'scapy', label: 'scapy', prompt: '>>>', tool: 'system', args: ['scapy', '-H'] },
  { id: 'ipython', label: 'ipython3', prompt: 'In [1]:', tool: 'system', args: ['ipython3', '--no-banner'] },
];

let home;

/** What prompt.py measures, of those that are there; `words` gives what each is asked, or nothing. */
function participants(kind, words, more = {}) {
  // Nothing of the user's own history or settings.
  home ??= mkdtempSync(join(paths.work, 'prompt-'));
  const settings = ['env', `PKW_HOME=${home}`, `HOME=${home}`, `IPYTHONDIR=${home}`];
  return SHELLS.flatMap(({ id, label, prompt, ...shell }) => {
    const asked = words(id);
    if (asked === undefined) return [];
    const { command, missing } = commandOf(shell);
    const own = command && ['-B', join(paths.peers, 'prompt.py'), kind, prompt, ...asked, '--', ...settings, ...command];
    return [{ id, label, missing, expected: {}, packets: LINES, tool: 'system', args: ['/usr/bin/python3', ...(own ?? [])], ...more }];
  });
}

function clean() {
  if (home !== undefined) rmSync(home, { recursive: true, force: true });
  home = undefined;
}

const prepared = (make) => () => {
  mkdirSync(paths.work, { recursive: true });
  return make();
};

export const shellStart = {
  name: 'shell',
  title: 'the prompt from nothing',
  about: 'From the start of the process until its prompt stands on a terminal; and until it has answered a first sum, typed there.',
  clock: 'inside',
  runs: 15,
  reference: 'node',
  targets: [
    { of: 'pkw', against: 'node', withinMs: 80 },
    { of: 'pkw', against: 'scapy', figure: 'answered', atMostTimes: 0.75, what: 'until the first answer' },
  ],
  prepare: prepared(() => participants('start', () => [])),
  clean,
};

export const shellPaste = {
  name: 'shell-paste',
  title: '10,000 lines pasted at the prompt',
  about:
    'Lines of the same text for all (lists, numbers, strings), one a statement, until the last has printed; and for pkw and scapy lines that make packets.',
  clock: 'inside',
  runs: 3,
  reference: 'node',
  targets: [{ of: 'pkw', against: 'node', figure: 'seconds', atMostTimes: 1, what: 'time' }],
  limitSeconds: 400,
  prepare: prepared(() => {
    const plain = participants('paste', () => [file('plain', (i) => `x = [1, 2, 3, ${i}, "a b"]`)]);
    const packets = participants('paste', (id) =>
      id === 'pkw' || id === 'scapy' ? [file('packets', (i) => `p = IP(dst="192.0.2.${i % 200}")/TCP(dport=${i})/"x"`)] : undefined,
    ).map((one) => ({ ...one, id: `${one.id}-packets`, label: `${one.label}, packets` }));
    return [...plain, ...packets];
  }),
  clean,
};

/** A file of lines to paste: the last prints a word that only its result holds. */
function file(name, line) {
  const path = join(home, name);
  const lines = Array.from({ length: LINES - 1 }, (_, i) => line(i));
  writeFileSync(path, [...lines, '"the-end-is" + "-here"'].join('\n'));
  return path;
}

/** What is typed, and what must stand there then. scapy's plain prompt completes nothing. */
const COMPLETED = { node: ['consol', 'console'], pkw: ['IP(ds', 'IP(dst'], ipython: ['enumerat', 'enumerate'] };

export const shellComplete = {
  name: 'shell-complete',
  title: 'completion at the prompt',
  about: 'From Tab until the whole word stands there, the median of twenty after the first.',
  clock: 'inside',
  runs: 3,
  reference: 'node',
  targets: [
    { of: 'pkw', figure: 'median', atMost: 20, what: 'completion', unit: 'ms' },
    { of: 'pkw', figure: 'worst', atMost: 20, what: 'the slowest completion after the first', unit: 'ms' },
  ],
  prepare: prepared(() => participants('complete', (id) => COMPLETED[id])),
  clean,
};
