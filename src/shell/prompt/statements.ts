/** Lines of text as statements: what can run at once, and what waits for more lines. */
import { isComplete, isOfBlock } from '../notation/complete.ts';
import { withoutPrompt } from '../notation/read/source.ts';

/** Whether it can run when Enter is pressed at its end: nothing is open, and an empty line has ended a block. */
export const isWhole = (text: string): boolean => isComplete(text) === 'complete';

/** Whether an empty line would not end it: a bracket or a string is open. */
const unfinished = (text: string): boolean => !isWhole(`${text}\n`);

/** Takes lines one by one, and gives statements when they are whole. */
export class Statements {
  #text = '';
  /** The block's parser need not look at each of its lines: an empty line or one at the margin ends it. */
  #block = false;
  readonly #piped: boolean;

  /** @param o.piped nobody waits for an empty line to end a block: functions may have some, and what stands at the margin ends them */
  constructor(o: { readonly piped?: boolean } = {}) {
    this.#piped = o.piped ?? false;
  }

  /** What waits for more. */
  get pending(): string {
    return this.#text;
  }

  /**
   * The statements that this line makes whole: none, the line's own, or a block that it ends by standing at the margin.
   *
   * @param next the line behind it, where it is known: an empty line inside a block then ends it only at the block's end
   */
  add(line: string, next?: string): string[] {
    if (!this.#block) return this.#addTo(this.#text === '' ? line : `${this.#text}\n${line}`);
    const bare = withoutPrompt(line);
    if (bare.trim() === '') {
      const goesOn = this.#piped || (next !== undefined && /^(?:\s|$)/.test(withoutPrompt(next)));
      return goesOn || unfinished(this.#text) ? this.#keep(`${this.#text}\n${line}`) : this.end();
    }
    if (isOfBlock(bare) || unfinished(this.#text)) return this.#keep(`${this.#text}\n${line}`);
    return [...this.end(), ...this.#addTo(line)];
  }

  /** What is left when no more lines come. */
  end(): string[] {
    const text = this.#text;
    this.#text = '';
    this.#block = false;
    return text === '' ? [] : [text];
  }

  #keep(text: string): [] {
    this.#text = text;
    return [];
  }

  #addTo(text: string): string[] {
    if (!isWhole(text)) {
      this.#block = !unfinished(text);
      return this.#keep(text);
    }
    this.#text = '';
    return [text];
  }
}

/** Whole statements at the beginning of a text whose last line is not ended, and what is left. */
export function split(text: string): { readonly statements: string[]; readonly rest: string } {
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  const statements = new Statements();
  const whole = lines.flatMap((line, i) => statements.add(line, lines[i + 1] ?? (last === '' ? undefined : last)));
  const { pending } = statements;
  // A block at the end of what was pasted waits for its empty line.
  return { statements: whole.filter((one) => one.trim() !== ''), rest: pending === '' ? last : `${pending}\n${last}` };
}
