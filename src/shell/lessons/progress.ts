/** How far somebody is: a small file that only its user can read. */
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { homeFolder } from '../prompt/history.ts';

/** By lesson: steps that are done, counted from the first. */
type Steps = Record<string, number>;

export class Progress {
  readonly path: string;
  readonly #note: (text: string) => void;
  #steps: Steps;
  #usable = true;

  /** @param note told once, when the file cannot be read or written: lessons go on without it */
  constructor(env: Readonly<Record<string, string | undefined>>, note: (text: string) => void) {
    this.path = join(homeFolder(env), 'learn.json');
    this.#note = note;
    this.#steps = this.#read();
  }

  #read(): Steps {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.#give(`cannot read ${this.path}: ${(error as Error).message}`);
      return {};
    }
    try {
      const { steps } = JSON.parse(text) as { steps?: unknown };
      if (typeof steps === 'object' && steps !== null)
        return Object.fromEntries(
          Object.entries(steps).filter((pair): pair is [string, number] => Number.isSafeInteger(pair[1]) && pair[1] >= 0),
        );
    } catch {
      // Told below.
    }
    this.#give(`${this.path} is damaged, so lessons begin at their first steps and are not remembered: delete the file`);
    return {};
  }

  #give(text: string): void {
    this.#usable = false;
    this.#note(text);
  }

  of(lesson: string): number {
    return this.#steps[lesson] ?? 0;
  }

  set(lesson: string, steps: number): void {
    this.#steps[lesson] = steps;
    if (!this.#usable) return;
    try {
      mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
      const next = `${this.path}.${process.pid}`;
      writeFileSync(next, `${JSON.stringify({ version: 1, steps: this.#steps })}\n`, { mode: 0o600 });
      chmodSync(next, 0o600);
      renameSync(next, this.path);
    } catch (error) {
      this.#give(`cannot write ${this.path}, so this is not remembered: ${(error as Error).message}`);
    }
  }
}
