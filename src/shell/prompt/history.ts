/** What was typed, in this session and before: a file that only its user can read. */
import { appendFileSync, chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** So many statements are kept; the file grows to twice as many before it is cut. */
const KEPT = 10_000;
/** Before the further lines of a statement, as the prompt shows them. */
const MORE = '... ';

/** Where files of this program are kept. */
export const homeFolder = (env: Readonly<Record<string, string | undefined>>): string =>
  env['PKW_HOME'] || join(env['HOME'] || homedir(), '.packetwright');

export class History {
  readonly path: string;
  readonly entries: string[] = [];
  readonly #note: (text: string) => void;
  #usable = true;

  /** @param note told once, when the file cannot be read or written: the session goes on without */
  constructor(path: string, note: (text: string) => void) {
    this.path = path;
    this.#note = note;
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      this.#read();
    } catch (error) {
      this.#give(error);
    }
  }

  #read(): void {
    let text = '';
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      writeFileSync(this.path, '', { mode: 0o600, flag: 'a' });
    }
    // Somebody may have made it readable for others.
    chmodSync(this.path, 0o600);
    for (const line of text.split('\n')) {
      const last = this.entries.length - 1;
      if (line.startsWith(MORE) && last >= 0) this.entries[last] += `\n${line.slice(MORE.length)}`;
      else if (line !== '') this.entries.push(line);
    }
    if (this.entries.length <= 2 * KEPT) return;
    this.entries.splice(0, this.entries.length - KEPT);
    const next = `${this.path}.${process.pid}`;
    writeFileSync(next, this.entries.map(lineOf).join(''), { mode: 0o600 });
    renameSync(next, this.path);
  }

  /** What begins with a space is not kept, nor what was typed just before. */
  add(text: string): void {
    if (text.trim() === '' || text.startsWith(' ') || this.entries.at(-1) === text) return;
    this.entries.push(text);
    if (!this.#usable) return;
    try {
      appendFileSync(this.path, lineOf(text), { mode: 0o600 });
    } catch (error) {
      this.#give(error);
    }
  }

  #give(error: unknown): void {
    if (this.#usable) this.#note(`no history is kept: ${(error as Error).message}`);
    this.#usable = false;
  }
}

const lineOf = (text: string): string => `${text.split('\n').join(`\n${MORE}`)}\n`;
