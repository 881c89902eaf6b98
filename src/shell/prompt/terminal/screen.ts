/** Draws what is being typed, in place of what it drew before. */
import { printable, printableLine } from '../../../bytes/escape.ts';
import { cut, widthOf } from './width.ts';

/** What is to be seen. */
export interface Picture {
  /** Before the first line, and before the others. */
  readonly prompts: readonly [string, string];
  readonly text: string;
  /** Offset in the text. */
  readonly cursor: number;
  /** A dim line below, which goes when the line is taken. */
  readonly below?: string | undefined;
}

export interface ScreenIo {
  write(octets: Uint8Array): unknown;
  readonly columns: number;
  readonly rows: number;
  readonly colour: boolean;
}

export class Screen {
  readonly #io: ScreenIo;
  /** Between the drawing's first row and the one with the cursor. */
  #above = 0;
  #drawn = false;
  /** Whether a space stands behind a row that is just full, with the cursor on it. */
  #padded = false;
  #last: Picture | undefined;

  constructor(io: ScreenIo) {
    this.#io = io;
  }

  draw(picture: Picture): void {
    if (this.#drawn && isSame(picture, this.#last)) return;
    this.#draw(picture);
  }

  #draw(picture: Picture): void {
    this.#last = picture;
    const { columns, rows } = this.#io;
    const { lines, at, offset } = visible(picture, Math.max(2, rows - 2));
    let out = this.#begin();
    let row = 0;
    let column = 0;
    let cursorRow = 0;
    let cursorColumn = 0;
    for (const [i, line] of lines.entries()) {
      if (i > 0) {
        out += '\r\n';
        row++;
      }
      const prompt = picture.prompts[i + offset === 0 ? 0 : 1];
      const shown = prompt + shownLine(line);
      const width = widthOf(shown);
      if (i === at.line) {
        const before = widthOf(prompt + shownLine(line.slice(0, at.column)));
        cursorRow = row + Math.floor(before / columns);
        cursorColumn = before % columns;
      }
      out += shown;
      // A row that is just full: the cursor still stands in it.
      const full = width > 0 && width % columns === 0;
      const padded = full && i === at.line && at.column === line.length;
      if (padded) out += ' \r';
      if (i === at.line) this.#padded = padded;
      row += Math.floor(width / columns) - (full && !padded ? 1 : 0);
      column = width % columns;
    }
    if (picture.below !== undefined && picture.below !== '') {
      const below = cut(printableLine(picture.below), columns - 1);
      out += `\r\n${this.#io.colour ? `\x1b[2m${below}\x1b[22m` : below}`;
      row++;
    }
    void column;
    if (row > cursorRow) out += `\x1b[${row - cursorRow}A`;
    out += `\r${cursorColumn > 0 ? `\x1b[${cursorColumn}C` : ''}`;
    this.#above = cursorRow;
    this.#drawn = true;
    this.#write(out);
  }

  /** The text as it was taken, with nothing below; the cursor goes to the next line. */
  accept(picture: Picture): void {
    const lines = picture.text.split('\n').map((line, i) => picture.prompts[i === 0 ? 0 : 1] + shownLine(line));
    this.#write(`${this.#begin()}${lines.join('\r\n')}\r\n`);
    this.#forget();
  }

  /** Takes the drawing away, for something else to be written; the next draws it again below. */
  clear(): void {
    if (this.#drawn) this.#write(this.#begin());
    this.#forget();
  }

  /** Text above what is being typed. */
  say(text: string): void {
    this.clear();
    this.#write(printable(text).replace(/\n/g, '\r\n'));
  }

  /** The terminal has another size: its rows were broken anew. */
  resized(): void {
    const picture = this.#last;
    if (!this.#drawn || picture === undefined) return;
    const { columns } = this.#io;
    const before = picture.text.slice(0, picture.cursor).split('\n');
    // At the end of a row that is just full now, the cursor still stands in it.
    const inRow = !this.#padded && /^(?:\n|$)/.test(picture.text.slice(picture.cursor));
    this.#above = before.reduce((rows, line, i) => {
      const width = widthOf(picture.prompts[i === 0 ? 0 : 1] + shownLine(line));
      const isLast = i === before.length - 1;
      return rows + (isLast ? Math.floor((width - (inRow ? 1 : 0)) / columns) : rowsOf(width, columns));
    }, 0);
    this.#draw(picture);
  }

  #forget(): void {
    this.#above = 0;
    this.#drawn = false;
    this.#last = undefined;
  }

  #begin(): string {
    return `${this.#above > 0 ? `\x1b[${this.#above}A` : ''}\r${this.#drawn ? '\x1b[J' : ''}`;
  }

  #write(text: string): void {
    this.#io.write(Buffer.from(text));
  }
}

/** Rows of a line that nobody edits. */
const rowsOf = (width: number, columns: number): number => Math.max(1, Math.ceil(width / columns));

const isSame = (a: Picture, b: Picture | undefined): boolean =>
  a.text === b?.text && a.cursor === b.cursor && a.below === b.below && a.prompts[0] === b.prompts[0] && a.prompts[1] === b.prompts[1];

/** Nothing that was pasted moves the cursor. */
const shownLine = (line: string): string => printableLine(line.replace(/\t/g, '    '));

/** The lines that fit, around the cursor. */
function visible({ text, cursor }: Picture, most: number): { lines: string[]; at: { line: number; column: number }; offset: number } {
  const lines = text.split('\n');
  const before = text.slice(0, cursor).split('\n');
  const line = before.length - 1;
  const column = (before[line] ?? '').length;
  if (lines.length <= most) return { lines, at: { line, column }, offset: 0 };
  const offset = Math.min(Math.max(0, line - most + 1), lines.length - most);
  return { lines: lines.slice(offset, offset + most), at: { line: line - offset, column }, offset };
}
