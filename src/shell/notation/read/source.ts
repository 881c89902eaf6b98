/**
 * The text that was given, without the prompts of a pasted session. Offsets are into what is left; {@link Source.place} gives the line and
 * column that the user sees.
 */
import { type NotationDetails, NotationError } from '../error.ts';

/** A word to the user about something that was left out or read as something else. */
export interface Note {
  readonly line: number;
  readonly text: string;
}

const PROMPT = /^[ \t]*(?:\$ )?(?:>>>|In \[\d*\]:) ?/;
const CONTINUED = /^[ \t]*(?:\.\.\.:?|\.{3,}:)(?: |$)/;
const OUTPUT = /^[ \t]*Out\[\d*\]:/;
const COMMAND = /^[ \t]*\$ (?=[a-z./])/;

/** What a line says that was copied with the prompt of another shell before it. */
export const withoutPrompt = (line: string): string => line.slice((PROMPT.exec(line) ?? CONTINUED.exec(line))?.[0].length ?? 0);

export class Source {
  readonly text: string;
  readonly notes: Note[] = [];
  readonly #lines: readonly string[];
  /** Where each line starts in `text`, and how many characters of it were a prompt. */
  readonly #starts: number[] = [];
  readonly #prompts: number[] = [];
  #last = 0;
  readonly #noted = new Set<string>();

  constructor(original: string) {
    this.#lines = (original.startsWith('\uFEFF') ? original.slice(1) : original).split(/\r\n|\n|\r/);
    const session = this.#lines.some((line) => PROMPT.test(line));
    const kept: string[] = [];
    let offset = 0,
      begun = false,
      skipped: { from: number; to: number } | undefined;
    for (const [index, line] of this.#lines.entries()) {
      const found = PROMPT.exec(line) ?? (begun ? CONTINUED.exec(line) : null);
      if (found !== null) begun = true;
      let code = line.slice(found?.[0].length ?? 0);
      if (COMMAND.test(line) && found === null) {
        this.notes.push({
          line: index + 1,
          text: `'${line.trim()}' is a command of the system's shell, and this is the prompt already: left out`,
        });
        code = '';
      } else if (found === null && line.trim() !== '' && (OUTPUT.test(line) || (session && begun))) {
        if (skipped?.to === index) skipped.to++;
        else {
          this.#tell(skipped);
          skipped = { from: index + 1, to: index + 1 };
        }
        code = '';
      }
      this.#starts.push(offset);
      this.#prompts.push(found?.[0].length ?? 0);
      kept.push(code);
      offset += code.length + 1;
    }
    this.#tell(skipped);
    this.text = kept.join('\n');
  }

  #tell(skipped: { from: number; to: number } | undefined): void {
    if (skipped === undefined) return;
    const lines = skipped.from === skipped.to ? `line ${skipped.from} is` : `lines ${skipped.from} to ${skipped.to} are`;
    this.notes.push({ line: skipped.from, text: `${lines} output of a pasted session: left out` });
  }

  /** Tells once about something that was read as something else. */
  note(offset: number, text: string): void {
    if (this.#noted.has(text)) return;
    this.#noted.add(text);
    this.notes.push({ line: this.place(offset).line, text });
  }

  /** From 1, both. */
  place(offset: number): { line: number; column: number } {
    // Most questions are about the line of the question before.
    let low = 0,
      high = this.#starts.length - 1;
    if (this.#starts[this.#last]! <= offset && (this.#starts[this.#last + 1] ?? Number.POSITIVE_INFINITY) > offset) low = high = this.#last;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    this.#last = low;
    return { line: low + 1, column: offset - this.#starts[low]! + this.#prompts[low]! + 1 };
  }

  error(text: string, start: number, end: number, details?: NotationDetails, unfinished = false): NotationError {
    const { line, column } = this.place(start);
    const source = this.#lines[line - 1] ?? '';
    const length = Math.max(1, Math.min(end - start, source.length - column + 1));
    return new NotationError(text, { line, column, length, source }, details, unfinished);
  }
}
