/** Debian's scapy, which gets pieces of text one after another, as at its prompt. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { SYSTEM_PYTHON } from '../require.ts';
import type { Desk, Typed, Typist } from './typist.ts';

const TYPED = fileURLToPath(new URL('typed.py', import.meta.url));
const END = '\x1e\n';

export function scapyPrompt({ netns, cwd, env }: Desk): Typist {
  const child = spawn('ip', ['netns', 'exec', netns, SYSTEM_PYTHON, '-u', '-W', 'ignore', TYPED], { cwd, env: { ...process.env, ...env } });
  let [out, notes] = ['', ''];
  let ended = false;
  let look: () => void = () => undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    look();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    notes += text;
    look();
  });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  void closed.then(() => {
    ended = true;
    look();
  });
  return {
    type: async (text, ctrlC) => {
      let pressed = ctrlC === undefined;
      child.stdin.write(`${JSON.stringify(text)}\n`);
      return new Promise<Typed>((resolve, reject) => {
        look = () => {
          if (!pressed && ctrlC?.test(out)) {
            pressed = true;
            child.kill('SIGINT');
          }
          const at = out.indexOf(END);
          if (at >= 0) {
            resolve({ out: out.slice(0, at), notes, shown: out.slice(0, at) });
            [out, notes] = [out.slice(at + END.length), ''];
          } else if (ended) reject(new Error(`scapy ended while it ran this:\n${text}\n${out}${notes}`));
        };
        look();
      });
    },
    stop: async () => {
      child.stdin.end();
      child.kill('SIGKILL');
      await closed;
    },
  };
}
