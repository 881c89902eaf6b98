/** The text that is being typed, and what keys do to it. */

const WORD = /[\p{L}\p{N}_]/u;

export class TextBuffer {
  text = '';
  cursor = 0;
  /** What was cut last. */
  #cut = '';
  #before: { text: string; cursor: number }[] = [];

  set(text: string, cursor = text.length): void {
    this.text = text;
    this.cursor = cursor;
  }

  insert(text: string): void {
    this.#keep();
    this.text = this.text.slice(0, this.cursor) + text + this.text.slice(this.cursor);
    this.cursor += text.length;
  }

  /** Puts text in place of what stands from there to the cursor. */
  replace(from: number, text: string): void {
    this.#keep();
    this.text = this.text.slice(0, from) + text + this.text.slice(this.cursor);
    this.cursor = from + text.length;
  }

  clear(): void {
    this.set('');
    this.#before = [];
  }

  get lineStart(): number {
    return this.text.lastIndexOf('\n', this.cursor - 1) + 1;
  }

  get lineEnd(): number {
    const end = this.text.indexOf('\n', this.cursor);
    return end < 0 ? this.text.length : end;
  }

  /** Whether the key is one of editing, and what it does was done. */
  press(key: string): boolean {
    switch (key) {
      case 'left':
      case 'ctrl-b':
        this.cursor -= this.#characterBefore();
        return true;
      case 'right':
      case 'ctrl-f':
        this.cursor += this.#characterBehind();
        return true;
      case 'home':
      case 'ctrl-a':
        this.cursor = this.lineStart;
        return true;
      case 'end':
      case 'ctrl-e':
        this.cursor = this.lineEnd;
        return true;
      case 'word-left':
        this.cursor = this.#wordLeft();
        return true;
      case 'word-right':
        this.cursor = this.#wordRight();
        return true;
      case 'backspace':
        this.#remove(this.cursor - this.#characterBefore(), this.cursor);
        return true;
      case 'delete':
        this.#remove(this.cursor, this.cursor + this.#characterBehind());
        return true;
      case 'ctrl-k':
        this.#take(this.cursor, this.lineEnd === this.cursor ? Math.min(this.cursor + 1, this.text.length) : this.lineEnd);
        return true;
      case 'ctrl-u':
        this.#take(this.lineStart, this.cursor);
        return true;
      case 'ctrl-w':
      case 'kill-word-left':
        this.#take(this.#wordLeft(), this.cursor);
        return true;
      case 'kill-word-right':
        this.#take(this.cursor, this.#wordRight());
        return true;
      case 'ctrl-y':
        this.insert(this.#cut);
        return true;
      case 'ctrl-_':
      case 'ctrl-\x7f':
        this.#undo();
        return true;
      default:
        return false;
    }
  }

  /** Up and down in a text of several lines; false at its first or last line. */
  moveLine(by: -1 | 1): boolean {
    const start = this.lineStart;
    const column = this.cursor - start;
    if (by < 0) {
      if (start === 0) return false;
      const above = this.text.lastIndexOf('\n', start - 2) + 1;
      this.cursor = Math.min(above + column, start - 1);
      return true;
    }
    const end = this.lineEnd;
    if (end === this.text.length) return false;
    const next = this.text.indexOf('\n', end + 1);
    this.cursor = Math.min(end + 1 + column, next < 0 ? this.text.length : next);
    return true;
  }

  #keep(): void {
    this.#before.push({ text: this.text, cursor: this.cursor });
    if (this.#before.length > 500) this.#before.shift();
  }

  #undo(): void {
    const before = this.#before.pop();
    if (before !== undefined) this.set(before.text, before.cursor);
  }

  #remove(from: number, to: number): void {
    if (from === to) return;
    this.#keep();
    this.text = this.text.slice(0, from) + this.text.slice(to);
    this.cursor = from;
  }

  #take(from: number, to: number): void {
    if (from === to) return;
    this.#cut = this.text.slice(from, to);
    this.#remove(from, to);
  }

  #characterBefore(): number {
    const one = Array.from(this.text.slice(Math.max(0, this.cursor - 2), this.cursor)).at(-1);
    return one?.length ?? 0;
  }

  #characterBehind(): number {
    return Array.from(this.text.slice(this.cursor, this.cursor + 2))[0]?.length ?? 0;
  }

  #wordLeft(): number {
    let at = this.cursor;
    while (at > 0 && !WORD.test(this.text[at - 1] ?? '')) at--;
    while (at > 0 && WORD.test(this.text[at - 1] ?? '')) at--;
    return at;
  }

  #wordRight(): number {
    let at = this.cursor;
    while (at < this.text.length && !WORD.test(this.text[at] ?? '')) at++;
    while (at < this.text.length && WORD.test(this.text[at] ?? '')) at++;
    return at;
  }
}
