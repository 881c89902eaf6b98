/** What a terminal sends, as keys, pieces of text, and pastes. */

export type Input = { readonly key: string } | { readonly text: string } | { readonly paste: string };

const PASTE = '\x1b[200~';
const PASTE_END = '\x1b[201~';

/** Control characters but Escape, and Delete. */
const CONTROL = '\\x00-\\x1a\\x1c-\\x1f\\x7f';
const ESCAPE = '\\x1b';
/** An escape sequence, a control character, or a run of text (ECMA-48, chapter 5.4; xterm's letters behind O). */
const TOKEN = new RegExp(`${ESCAPE}(?:\\[[0-?]*[ -/]*[@-~]|O[@-~]|[^${ESCAPE}[O])?|[${CONTROL}]|[^${CONTROL}${ESCAPE}]+`, 'g');
/** One that may go on in what comes next. */
const UNFINISHED = new RegExp(`${ESCAPE}(?:\\[[0-?]*[ -/]*|O)?$`);

const NAMES: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\x7f': 'backspace',
  '\b': 'backspace',
  '\x1b': 'escape',
  '\x1b[A': 'up',
  '\x1bOA': 'up',
  '\x1b[B': 'down',
  '\x1bOB': 'down',
  '\x1b[C': 'right',
  '\x1bOC': 'right',
  '\x1b[D': 'left',
  '\x1bOD': 'left',
  '\x1b[H': 'home',
  '\x1bOH': 'home',
  '\x1b[1~': 'home',
  '\x1b[7~': 'home',
  '\x1b[F': 'end',
  '\x1bOF': 'end',
  '\x1b[4~': 'end',
  '\x1b[8~': 'end',
  '\x1b[3~': 'delete',
  '\x1b[1;5C': 'word-right',
  '\x1b[1;3C': 'word-right',
  '\x1bf': 'word-right',
  '\x1b[1;5D': 'word-left',
  '\x1b[1;3D': 'word-left',
  '\x1bb': 'word-left',
  '\x1b\x7f': 'kill-word-left',
  '\x1bd': 'kill-word-right',
  '\x1b\r': 'new-line',
  '\x1b\n': 'new-line',
};

/** `ctrl-a` … */
const controlName = (code: string): string => `ctrl-${String.fromCharCode(code.charCodeAt(0) + 0x60)}`;

export class Keys {
  readonly #decoder = new TextDecoder();
  #rest = '';
  #pasted: string | undefined;

  /** What these octets stand for; an unfinished sequence waits for the next. */
  *read(octets: Uint8Array): Generator<Input> {
    let text = this.#rest + this.#decoder.decode(octets, { stream: true });
    this.#rest = '';
    while (text !== '') {
      if (this.#pasted !== undefined) {
        const all = this.#pasted + text;
        const end = all.indexOf(PASTE_END, Math.max(0, this.#pasted.length - PASTE_END.length));
        if (end < 0) {
          this.#pasted = all;
          return;
        }
        this.#pasted = undefined;
        text = all.slice(end + PASTE_END.length);
        yield { paste: all.slice(0, end).replace(/\r\n?/g, '\n') };
        continue;
      }
      const start = text.indexOf(PASTE);
      const typed = start < 0 ? text : text.slice(0, start);
      yield* this.#typed(typed, start < 0);
      if (start < 0) return;
      this.#pasted = '';
      text = text.slice(start + PASTE.length);
    }
  }

  *#typed(text: string, last: boolean): Generator<Input> {
    const open = last ? UNFINISHED.exec(text) : null;
    // A lone Escape is a key: nothing else of its kind comes in the same read.
    const whole = open === null || open[0] === text ? text : text.slice(0, open.index);
    if (open !== null && (open[0] !== text || text !== '\x1b')) this.#rest = open[0];
    if (open !== null && open[0] === text && text !== '\x1b') return;
    for (const [one] of whole.matchAll(TOKEN)) {
      const name = NAMES[one];
      if (name !== undefined) yield { key: name };
      else if (one.startsWith('\x1b')) continue;
      else if (one < ' ') yield { key: one === '\0' ? 'ctrl-space' : controlName(one) };
      else yield { text: one };
    }
  }
}
