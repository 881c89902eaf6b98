/** What was typed and printed, for the log and for exports. */
import { appendFileSync } from 'node:fs';

/** A statement, and all that it printed. */
export interface Turn {
  readonly input: string;
  output: string;
  failed: boolean;
}

/** More than this of one statement's output is not kept for exports; the log has it all. */
const KEPT_OUTPUT = 1_000_000;

export class Transcript {
  readonly turns: Turn[] = [];
  readonly #file: () => string;
  readonly #note: (text: string) => void;
  #failedFile: string | undefined;

  /** @param file where to append it as it comes; empty: nowhere */
  constructor(file: () => string, note: (text: string) => void) {
    this.#file = file;
    this.#note = note;
  }

  input(text: string): void {
    this.turns.push({ input: text, output: '', failed: false });
    this.#log(
      `${text
        .split('\n')
        .map((line, i) => `${i === 0 ? '>>> ' : '... '}${line}`)
        .join('\n')}\n`,
    );
  }

  output(text: string): void {
    const turn = this.turns.at(-1);
    if (turn !== undefined && turn.output.length < KEPT_OUTPUT) turn.output += text;
    this.#log(text);
  }

  error(text: string): void {
    const turn = this.turns.at(-1);
    if (turn !== undefined) turn.failed = true;
    this.output(text);
  }

  #log(text: string): void {
    const file = this.#file();
    if (file === '' || file === this.#failedFile) return;
    try {
      appendFileSync(file, text);
    } catch (error) {
      this.#failedFile = file;
      this.#note(`nothing is logged: ${(error as Error).message}`);
    }
  }
}
