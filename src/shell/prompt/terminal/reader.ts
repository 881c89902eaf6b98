/** Reads statements from a terminal: editing, history, search, completion, pastes, and keys that come while something runs. */
import type { History } from '../history.ts';
import { TextBuffer } from './buffer.ts';
import { type Input, Keys } from './keys.ts';
import { Screen, type ScreenIo } from './screen.ts';
import { Search } from './search.ts';
import { columnsText, commonStart } from './word-list.ts';

/** What is offered for the text before the cursor. */
export interface Completion {
  /** Where what they replace begins. */
  readonly from: number;
  readonly words: readonly string[];
}

/** What only a loaded library knows. */
export interface ReaderHelp {
  /** Whether the text can run when Enter is pressed. */
  isWhole(text: string): boolean;
  complete(text: string, cursor: number): Completion | Promise<Completion>;
  /** One line about what is being typed. */
  hint(text: string, cursor: number): string | undefined;
  /** Whole statements at the beginning of what was pasted, and what is left. */
  split(text: string): { readonly statements: readonly string[]; readonly rest: string };
}

export interface ReaderIo extends ScreenIo {
  /** Keys as the terminal sends them. */
  onInput(take: (octets: Uint8Array) => void, end: () => void): void;
  onResize(resized: () => void): void;
  /** Ctrl-Z: stops the process until it is continued. */
  suspend?(): void;
}

/** `end`: Ctrl-D, or the terminal is gone; `interrupt`: Ctrl-C, of questions only. */
export type Read = { readonly text: string } | 'end' | 'interrupt';

interface Reading {
  readonly prompts: readonly [string, string];
  readonly question: boolean;
  readonly done: (read: Read) => void;
}

export const HOW_TO_LEAVE = 'Ctrl-D or exit() leaves';

export class Reader {
  readonly #io: ReaderIo;
  readonly #screen: Screen;
  readonly #keys = new Keys();
  readonly #buffer = new TextBuffer();
  readonly #history: History;
  /** Keys that nobody has taken yet. */
  #queue: Input[] = [];
  /** Statements that were pasted and have not run yet. */
  #pasted: string[] = [];
  #reading: Reading | undefined;
  #ended = false;
  #pumping = false;
  #search: Search | undefined;
  /** Which of the history's entries is shown, and what was typed before. */
  #entry: number;
  #draft = '';
  readonly #loaded: Promise<ReaderHelp>;
  #help: ReaderHelp | undefined;
  /** Called for Ctrl-C while nothing is read. */
  onInterrupt: () => void = () => undefined;

  constructor(io: ReaderIo, history: History, help: Promise<ReaderHelp>) {
    this.#io = io;
    this.#screen = new Screen(io);
    this.#history = history;
    this.#entry = history.entries.length;
    this.#loaded = help;
    help.then(
      (loaded) => {
        this.#help = loaded;
        this.#draw();
      },
      () => undefined,
    );
    io.onInput(
      (octets) => this.#take(octets),
      () => this.#end(),
    );
    io.onResize(() => this.#screen.resized());
  }

  /** The next statement. */
  read(prompts: readonly [string, string]): Promise<Read> {
    const [pasted] = this.#pasted;
    if (pasted !== undefined) {
      this.#pasted.shift();
      this.#screen.accept({ prompts, text: pasted, cursor: 0 });
      this.#keep(pasted);
      return Promise.resolve({ text: pasted });
    }
    return this.#start(prompts, false);
  }

  /** A line that a program asks for. */
  ask(prompt: string): Promise<Read> {
    return this.#start([prompt, ''], true);
  }

  /** Text above what is being typed. */
  say(text: string): void {
    this.#screen.say(text);
    this.#draw();
  }

  #start(prompts: readonly [string, string], question: boolean): Promise<Read> {
    return new Promise((done) => {
      this.#reading = { prompts, question, done };
      this.#entry = this.#history.entries.length;
      if (this.#queue.length === 0) this.#draw();
      void this.#pump();
    });
  }

  #take(octets: Uint8Array): void {
    for (const input of this.#keys.read(octets)) {
      if (this.#reading === undefined && 'key' in input && input.key === 'ctrl-c') {
        this.#queue = [];
        this.#pasted = [];
        this.onInterrupt();
      } else this.#queue.push(input);
    }
    void this.#pump();
  }

  /** What is read, and all that is read later, ends. */
  end(): void {
    this.#queue = [];
    this.#pasted = [];
    this.#end();
  }

  #end(): void {
    this.#ended = true;
    void this.#pump();
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      let taken = 0;
      while (this.#reading !== undefined && taken < this.#queue.length) {
        const input = this.#queue[taken++] as Input;
        if ('text' in input) this.#typed(input.text);
        else if ('paste' in input) await this.#paste(input.paste);
        else await this.#press(input.key);
      }
      this.#queue.splice(0, taken);
      if (this.#ended && this.#queue.length === 0) this.#done('end');
      this.#draw();
    } finally {
      this.#pumping = false;
    }
  }

  #typed(text: string): void {
    if (this.#search === undefined) this.#buffer.insert(text);
    else this.#search.type(text);
  }

  async #press(key: string): Promise<void> {
    if (this.#search !== undefined && !(await this.#pressInSearch(this.#search, key))) return;
    switch (key) {
      case 'enter':
        return this.#enter();
      case 'new-line':
        return this.#buffer.insert('\n');
      case 'tab':
        return this.#tab();
      case 'ctrl-c':
        return this.#cancel();
      case 'ctrl-d':
        if (this.#buffer.text !== '') this.#buffer.press('delete');
        else {
          this.#screen.accept(this.#picture(this.#reading?.prompts ?? ['', '']));
          this.#done('end');
        }
        return undefined;
      case 'ctrl-l':
        this.#screen.clear();
        this.#io.write(Buffer.from('\x1b[H\x1b[2J'));
        return undefined;
      case 'ctrl-z':
        this.#screen.clear();
        this.#io.suspend?.();
        return undefined;
      case 'ctrl-r':
        if (this.#reading?.question === false) this.#search = new Search(this.#history.entries, this.#buffer.text);
        return undefined;
      case 'up':
      case 'ctrl-p':
        if (!this.#buffer.moveLine(-1)) this.#recall(-1);
        return undefined;
      case 'down':
      case 'ctrl-n':
        if (!this.#buffer.moveLine(1)) this.#recall(1);
        return undefined;
      default:
        this.#buffer.press(key);
    }
  }

  /** Whether the key goes on to the line that was found. */
  async #pressInSearch(search: Search, key: string): Promise<boolean> {
    if (search.press(key)) return false;
    this.#search = undefined;
    if (key === 'ctrl-g' || key === 'ctrl-c') {
      this.#buffer.set(search.before);
      return false;
    }
    this.#buffer.set(search.found ?? search.before);
    return key !== 'escape';
  }

  async #enter(): Promise<void> {
    const { text } = this.#buffer;
    const reading = this.#reading as Reading;
    if (reading.question || text.trim() === '') return this.#accept(text);
    const onLast = this.#buffer.lineEnd === text.length;
    const help = await this.#helpOrNone();
    if (onLast && (help === undefined || help.isWhole(text))) this.#accept(text.replace(/\n\s*$/, ''));
    else this.#buffer.insert('\n');
    return undefined;
  }

  /** Without the library nothing can be told; running will say why it is not there. */
  #helpOrNone(): Promise<ReaderHelp | undefined> {
    return this.#loaded.catch(() => undefined);
  }

  #accept(text: string): void {
    const { prompts, question } = this.#reading as Reading;
    this.#screen.accept({ prompts, text, cursor: 0 });
    this.#buffer.clear();
    if (!question) this.#keep(text);
    this.#done({ text });
  }

  #keep(text: string): void {
    this.#history.add(text);
    this.#entry = this.#history.entries.length;
  }

  #cancel(): void {
    const { prompts, question } = this.#reading as Reading;
    const picture = this.#picture(prompts);
    const empty = picture.text === '';
    this.#screen.accept({ ...picture, text: `${picture.text}^C` });
    this.#buffer.clear();
    this.#pasted = [];
    this.#entry = this.#history.entries.length;
    if (question) this.#done('interrupt');
    else if (empty) this.#screen.say(`${HOW_TO_LEAVE}\n`);
  }

  async #paste(text: string): Promise<void> {
    if (this.#search !== undefined) {
      this.#search.type(text.split('\n')[0] ?? '');
      return;
    }
    if (!text.includes('\n') || this.#reading?.question) {
      this.#buffer.insert(text);
      return;
    }
    const behind = this.#buffer.text.slice(this.#buffer.cursor);
    const help = await this.#helpOrNone();
    const all = this.#buffer.text.slice(0, this.#buffer.cursor) + text;
    const { statements, rest } = help?.split(all) ?? { statements: [], rest: all };
    this.#buffer.set(rest + behind, rest.length);
    this.#pasted.push(...statements);
    const first = this.#pasted.shift();
    if (first === undefined) return;
    const { prompts } = this.#reading as Reading;
    this.#screen.accept({ prompts, text: first, cursor: 0 });
    this.#keep(first);
    this.#done({ text: first });
  }

  #recall(by: -1 | 1): void {
    const { entries } = this.#history;
    const next = this.#entry + by;
    if (next < 0 || next > entries.length || this.#reading?.question) return;
    if (this.#entry === entries.length) this.#draft = this.#buffer.text;
    this.#entry = next;
    this.#buffer.set(entries[next] ?? this.#draft);
  }

  async #tab(): Promise<void> {
    const { text, cursor } = this.#buffer;
    if (this.#reading?.question) return;
    if (text.slice(this.#buffer.lineStart, cursor).trim() === '') {
      this.#buffer.insert('    ');
      return;
    }
    const help = await this.#helpOrNone();
    if (help === undefined) return;
    const { from, words } = await help.complete(text, cursor);
    const common = commonStart(words);
    if (words.length === 0) return;
    if (words.length === 1 || common.length > cursor - from) this.#buffer.replace(from, common);
    else this.#screen.say(columnsText(words, this.#io.columns));
  }

  #picture(prompts: readonly [string, string]) {
    return { prompts, text: this.#buffer.text, cursor: this.#buffer.cursor };
  }

  #draw(): void {
    const reading = this.#reading;
    if (reading === undefined) return;
    if (this.#search !== undefined) this.#screen.draw(this.#search.picture());
    else {
      const picture = this.#picture(reading.prompts);
      this.#screen.draw({ ...picture, below: reading.question ? undefined : this.#help?.hint(picture.text, picture.cursor) });
    }
  }

  #done(read: Read): void {
    const reading = this.#reading;
    this.#reading = undefined;
    this.#search = undefined;
    reading?.done(read);
  }
}
