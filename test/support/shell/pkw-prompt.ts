/** `pkw` on a pseudo-terminal: each line is typed and entered, and what the terminal shows is read. */
import { Pty } from '../terminal/pty.ts';
import type { Desk, Typed, Typist } from './typist.ts';

const PROMPT = '>>> ';
const MORE = '... ';
const ENTER = '\r';
/** Alt-Enter: a line more, also where an empty one would end the block. */
const NEW_LINE = '\x1b\r';
/** Stands for the cursor's way to its column, which ends each drawing of what is typed: output has none. */
const DRAWN = '\x01';
/** Around what is dim. */
const [DIM, PLAIN] = ['\x02', '\x03'];
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what they are
const TO_COLUMN = /\x1b\[\d+C/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what they are
const ANY = /\x1b\[[\x30-\x3f]*[\x20-\x2f]*[\x40-\x7e]/g;
/** The dim line below what is being typed. */
const HINT = new RegExp(`\n${DIM}[^${PLAIN}]*${PLAIN}(?=${DRAWN})`, 'g');
const NOTE = new RegExp(`${DIM}([^${PLAIN}]*)${PLAIN}\n`, 'g');

/** What the terminal was told, with marks for what tells typing from output. */
const marked = (raw: string): string =>
  raw
    .replaceAll('\x1b[2m', DIM)
    .replaceAll('\x1b[22m', PLAIN)
    .replace(TO_COLUMN, DRAWN)
    .replace(ANY, '')
    .replaceAll('\r', '')
    .replace(HINT, '');

/** @param path the program. Colours are on: the shell's own words are dim. */
export async function pkwPrompt(path: string, { netns, cwd, env }: Desk, words: readonly string[] = []): Promise<Typist> {
  const pty = new Pty(['ip', 'netns', 'exec', netns, path, ...words], { PKW_HOME: cwd, NO_COLOR: '', ...env }, cwd);
  await pty.expect(PROMPT);
  return {
    type: async (text, ctrlC) => {
      const lines = text.split('\n');
      let typed: string[] = [];
      let [out, notes, shown] = ['', '', ''];
      for (const [i, line] of lines.entries()) {
        const next = lines.slice(i + 1).find((one) => one.trim() !== '');
        if (line.trim() === '' && typed.length === 0) continue;
        if (line.trim() === '' && next !== undefined && /^\s/.test(next)) {
          pty.send(NEW_LINE);
          typed.push(line);
          continue;
        }
        const given = await entered(pty, [...typed, line], ctrlC);
        if (given === undefined) typed.push(line);
        else {
          typed = [];
          out += given.out;
          notes += given.notes;
          shown += given.shown;
        }
      }
      if (typed.length > 0) throw new Error(`an empty line is missing behind ${typed.at(-1)}`);
      return { out, notes, shown };
    },
    stop: async () => {
      pty.send('\x05\x15\x04');
      await pty.end();
    },
  };
}

/** Types the last of the lines; gives what was printed, or undefined where the statement goes on. */
async function entered(pty: Pty, lines: readonly string[], ctrlC: RegExp | undefined): Promise<Typed | undefined> {
  const from = pty.raw.length;
  let pressed = false;
  const goesOn = `${PROMPT}${lines.join(`\n${MORE}`)}\n${MORE}${DRAWN}`;
  const taken = `${PROMPT}${lines.join(`\n${MORE}`).replace(/\n\.\.\. \s*$/, '')}\n`;
  pty.send(`${lines.at(-1) ?? ''}${ENTER}`);
  return pty
    .until(JSON.stringify(lines.at(-1)), () => {
      const shown = marked(pty.raw.slice(from));
      if (shown.includes(goesOn)) return { value: undefined };
      const at = shown.lastIndexOf(taken);
      if (at < 0) return undefined;
      const behind = shown.slice(at + taken.length);
      if (!pressed && ctrlC?.test(behind)) {
        pressed = true;
        pty.send('\x03');
      }
      const end = behind.indexOf(`${PROMPT}${DRAWN}`);
      if (end < 0 || behind.slice(0, end).includes(DRAWN)) return undefined;
      const all = behind.slice(0, end);
      const notes = Array.from(all.matchAll(NOTE), ([, note]) => `${note}\n`).join('');
      return { value: { out: all.replace(NOTE, ''), notes, shown: all.replace(NOTE, '$1\n') } };
    })
    .then(({ value }) => value);
}
