/**
 * Random text at the prompt: octets, words of the notation shuffled, and lines of the expressions damaged. Whatever it is, the shell answers
 * with a line of its own: no error of JavaScript's, and none that never ends. PKW_SHELL_STRINGS=100000 runs all of them.
 */
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { seededRandom } from '../../src/bytes/random.ts';
import { ShellSession } from '../../src/shell/make-shell.ts';
import { entriesIn } from '../interop/shell/both-sides.ts';

const COUNT = Number(process.env['PKW_SHELL_STRINGS'] ?? 1500);
const SEED = Number(process.env['PKW_SHELL_SEED'] ?? 13);
/** One line may not take longer, ms; and all together not longer than that for each, on average. */
const LONGEST_MS = 20_000;
const MEAN_MS = 50;

const WORDS =
  `IP TCP UDP ICMP Ether ARP DNS DNSQR Raw dst ttl dport flags op = == ( ) [ ] { } , : . / + - * ** // % & | ~ < > "a" 'b' b"\\x00" f"{1}"
  1 2 300 0x10 1.5 None True False lambda x x y for in if else while def return class try except with as import from del not and or is print len
  str int bytes range list dict set sorted "192.0.2.1" "192.0.2.0/30" ; \\n \\n\\t # \\ => ... ? ! && || const let new await async yield`.split(
    /\s+/,
  );
/** They end the process, touch files, send, or wait on purpose. */
const LEFT_OUT =
  /\b(open|rdpcap|wrpcap|PcapReader|PcapWriter|sniff|os|path|exit|quit|input|sleep|send\w*|sr\w*|arping|traceroute|ping|fragment)\b/;
/** A number that long is work that anybody would wait for. */
const HUGE = /\d{5,}|\*\*|<<|e\d\d/;

const JAVASCRIPTS_OWN =
  /is not a function|Cannot read prop|Cannot set prop|is not iterable \(cannot|is not a constructor|undefined is not|Cannot convert|Cannot destructure|before initialization|Assignment to constant|Maximum call stack/;

it.each([
  [
    'TCP(sport=IP(dst="192.0.2.0/30", ttl=(1, 3))/UDP()).command()',
    /^TCP\.sport: IP \/ UDP .* is not a whole number or known name \(column 53\)$/,
  ],
])('what was found: %s', async (text, said) => {
  const shell = new ShellSession({ write: () => undefined, note: () => undefined, host: () => Promise.reject(new Error('left alone')) });
  await expect(shell.run(text, { interactive: true })).rejects.toThrow(said);
});

it('answers any text with a line of its own', { timeout: 6 * 3600_000 }, async () => {
  const random = seededRandom(SEED);
  const lines = ['packets', 'protocols', 'lists-and-python']
    .flatMap((name) => entriesIn(fileURLToPath(new URL(`../interop/shell/expressions/${name}.py`, import.meta.url))))
    .filter((line) => !LEFT_OUT.test(line));
  const pick = <T>(all: readonly T[]): T => all[random.below(all.length)] as T;
  const shuffled = (): string =>
    Array.from({ length: 1 + random.below(12) }, () => pick(WORDS).replaceAll('\\n', '\n').replaceAll('\\t', '\t')).join(' ');
  const octets = (): string =>
    String.fromCharCode(...Array.from({ length: 1 + random.below(40) }, () => random.below(random.below(4) === 0 ? 0x3000 : 127)));
  const damaged = (): string => {
    let text = pick(lines);
    for (let n = 1 + random.below(3); n > 0; n--) {
      const at = random.below(text.length + 1);
      const other = pick(lines);
      switch (random.below(5)) {
        case 0:
          text = text.slice(0, at) + text.slice(at + 1 + random.below(3));
          break;
        case 1:
          text = text.slice(0, at) + pick(WORDS) + text.slice(at);
          break;
        case 2:
          text = text.slice(0, at) + other.slice(random.below(other.length));
          break;
        case 3:
          text = text.slice(0, at) + String.fromCharCode(32 + random.below(95)) + text.slice(at + 1);
          break;
        default:
          text = text.slice(0, at);
      }
    }
    return text;
  };
  const fresh = (): ShellSession =>
    new ShellSession({
      write: () => undefined,
      note: () => undefined,
      host: () => Promise.reject(new Error('this machine is left alone')),
    });
  let shell = fresh();
  const raw: { text: string; said: string }[] = [];
  const slow: { text: string; ms: number }[] = [];
  const began = performance.now();
  for (let i = 0; i < COUNT; i++) {
    if (i % 500 === 0) shell = fresh();
    const text = pick([shuffled, octets, damaged, damaged])();
    if (LEFT_OUT.test(text) || HUGE.test(text)) continue;
    const from = performance.now();
    const timer = setTimeout(() => shell.interrupt(), LONGEST_MS / 4);
    try {
      await shell.run(text, { interactive: true });
    } catch (error) {
      const said = (error as Error).message;
      if (JAVASCRIPTS_OWN.test(said) || said.split('\n').length > 3) raw.push({ text, said });
    } finally {
      clearTimeout(timer);
    }
    const ms = performance.now() - from;
    if (ms > LONGEST_MS) slow.push({ text, ms });
  }
  expect(raw).toEqual([]);
  expect(slow).toEqual([]);
  expect(performance.now() - began).toBeLessThan(10_000 + COUNT * MEAN_MS);
});
