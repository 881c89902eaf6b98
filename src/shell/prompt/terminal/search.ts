/** Ctrl-R: what was typed before and has these words in it, the newest first. */
import type { Picture } from './screen.ts';

export class Search {
  /** What stood on the line before. */
  readonly before: string;
  readonly #entries: readonly string[];
  #words = '';
  #at: number;

  constructor(entries: readonly string[], before: string) {
    this.#entries = entries;
    this.#at = entries.length;
    this.before = before;
  }

  get found(): string | undefined {
    return this.#entries[this.#at];
  }

  type(text: string): void {
    this.#words += text;
    this.#find(Math.min(this.#at, this.#entries.length - 1));
  }

  /** Whether the key belongs to the search. */
  press(key: string): boolean {
    if (key === 'ctrl-r') this.#find(this.#at - 1);
    else if (key === 'backspace') {
      this.#words = this.#words.slice(0, -1);
      this.#at = this.#entries.length;
      if (this.#words !== '') this.#find(this.#entries.length - 1);
    } else return false;
    return true;
  }

  /** Where nothing more is found, what was found before stays. */
  #find(from: number): void {
    if (this.#words === '') return;
    for (let i = from; i >= 0; i--)
      if (this.#entries[i]?.includes(this.#words)) {
        this.#at = i;
        return;
      }
    if (this.found?.includes(this.#words) !== true) this.#at = this.#entries.length;
  }

  picture(): Picture {
    const found = this.found ?? '';
    const at = found.indexOf(this.#words);
    return { prompts: [`(search)'${this.#words}': `, '... '], text: found, cursor: Math.max(0, at) };
  }
}
