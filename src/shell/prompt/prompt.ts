/**
 * The shell on a terminal. The first prompt stands before the library is loaded: that happens while the user types. A command that runs is
 * stopped by Ctrl-C and gives what it has; a second one within two seconds gives up waiting for it.
 */
import { printable } from '../../bytes/escape.ts';
import { version } from '../../bytes/version.ts';
import type { ShellOptions, ShellSession } from '../make-shell.ts';
import { showsImages, terminalImage } from '../../text/figures/terminal-image.ts';
import type { OpenedWith } from './export.ts';
import { errorColoured, hasColours, safeColours, shownColoured } from './colours.ts';
import { History, homeFolder } from './history.ts';
import { Reader, type ReaderHelp, type ReaderIo } from './terminal/reader.ts';
import { Transcript } from './transcript.ts';
import { join } from 'node:path';

export interface PromptOptions {
  readonly io: ReaderIo;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Makes the session; called once, behind the first prompt. */
  readonly open: (o: Pick<ShellOptions, 'write' | 'writeError' | 'image' | 'note' | 'input' | 'show' | 'names'>) => Promise<ShellSession>;
  /** What an exported program opens; undefined: it cannot. */
  readonly opened: OpenedWith | undefined;
  /** Where to append all that is typed and printed. */
  readonly log?: string | undefined;
  readonly quiet?: boolean;
  /** Aborted when the process is asked to end. */
  readonly signal: AbortSignal;
}

/** A second Ctrl-C within so many ms gives up. */
const SECOND_MS = 2000;
/** A command that Ctrl-C has not ended by then: how to give up is said. */
const STUBBORN_MS = 400;

/** Runs until the user leaves; gives the exit status. */
export async function prompt(o: PromptOptions): Promise<number> {
  const shell = new Prompt(o);
  return shell.run();
}

class Prompt {
  readonly #o: PromptOptions;
  readonly #history: History;
  readonly #reader: Reader;
  readonly #transcript: Transcript;
  readonly #session: Promise<ShellSession>;
  #opened: ShellSession | undefined;
  #notes: string[] = [];
  #running = false;
  /** Ends the wait for what runs. */
  #giveUp: () => void = () => undefined;
  /** Whether the last character that was written ended a line. */
  #atStart = true;

  constructor(o: PromptOptions) {
    this.#o = o;
    this.#history = new History(join(homeFolder(o.env), 'history'), (text) => this.#notes.push(text));
    this.#transcript = new Transcript(
      () => this.#opened?.conf.logfile ?? '',
      (text) => this.#note(text),
    );
    let load: (session: Promise<ShellSession>) => void = () => undefined;
    this.#session = new Promise((resolve) => {
      load = resolve;
    });
    this.#reader = new Reader(o.io, this.#history, this.#help());
    // Behind the first prompt, once it is on the screen.
    setImmediate(() => load(this.#open()));
    this.#session.catch(() => undefined);
  }

  async #open(): Promise<ShellSession> {
    const { printedValue } = await import('./show.ts');
    const { exportFunctions } = await import('./export.ts');
    const session = await this.#o.open({
      write: (text, coloured) => this.#write(text, coloured === undefined ? shownColoured : () => safeColours(coloured)),
      image: (pdf) => void this.#image(pdf),
      note: (text) => this.#note(text),
      writeError: (text) => this.#write(text),
      input: (prompt) => this.#ask(prompt),
      names: exportFunctions(this.#transcript, this.#o.opened),
      show: async (value) => {
        const shown = await printedValue(session, value);
        if (shown !== undefined) this.#write(shown.text, shown.coloured);
      },
    });
    this.#opened = session;
    if (this.#o.log !== undefined) session.conf.logfile = this.#o.log;
    session.conf.histfile = this.#history.path;
    return session;
  }

  async #help(): Promise<ReaderHelp> {
    const session = await this.#session;
    const { readerHelp } = await import('./reader-help.ts');
    return readerHelp(session);
  }

  async run(): Promise<number> {
    const { signal, quiet } = this.#o;
    if (!quiet)
      this.#print(
        `Packetwright ${version}: scapy's notation and TypeScript. help() tells what there is, Ctrl-D leaves.\nHistory: ${this.#history.path}\n`,
      );
    for (const text of this.#notes.splice(0)) this.#note(text);
    signal.addEventListener('abort', () => {
      this.#reader.end();
      this.#giveUp();
    });
    while (!signal.aborted) {
      const shown = this.#opened?.conf.prompt ?? '>>> ';
      const read = await this.#reader.read([shown, '... '.padStart(shown.length)]);
      if (read === 'end') break;
      if (read === 'interrupt' || read.text.trim() === '') continue;
      const status = await this.#runOne(read.text);
      if (status !== undefined) return this.#leave(status);
    }
    return this.#leave(signal.aborted ? 130 : 0);
  }

  async #leave(status: number): Promise<number> {
    this.#opened?.interrupt();
    await this.#opened?.close();
    return status;
  }

  /** Gives the exit status when the statement ends the session. */
  async #runOne(text: string): Promise<number | undefined> {
    let session: ShellSession;
    try {
      session = await this.#session;
    } catch (error) {
      this.#error(`the library cannot be loaded: ${(error as Error).message}`);
      return 1;
    }
    const { errorLines, exitOf, isInterrupt } = await import('./error-text.ts');
    const { helpAsked } = await import('./show.ts');
    this.#transcript.input(text);
    this.#running = true;
    const watch = this.#watch(session);
    try {
      const running = session.run(helpAsked(text) ?? text, { interactive: true });
      running.catch(() => undefined);
      if ((await Promise.race([running, watch.gaveUp])) === 'gave up')
        this.#note('not waited for: it may go on by itself, and its result is lost');
    } catch (error) {
      const exit = exitOf(error);
      if (exit?.text !== undefined) this.#error(exit.text);
      if (exit !== undefined) return exit.status;
      this.#error(isInterrupt(error) ? 'KeyboardInterrupt' : errorLines(error));
    } finally {
      watch.end();
      this.#running = false;
      if (!this.#atStart) this.#print('\n');
    }
    return undefined;
  }

  /** Ctrl-C while a statement runs. */
  #watch(session: ShellSession): { readonly gaveUp: Promise<'gave up'>; end(): void } {
    let last = Number.NEGATIVE_INFINITY;
    let timer: NodeJS.Timeout | undefined;
    const gaveUp = new Promise<'gave up'>((resolve) => {
      this.#giveUp = () => resolve('gave up');
    });
    this.#reader.onInterrupt = () => {
      const now = performance.now();
      this.#print('^C\n');
      if (now - last < SECOND_MS) this.#giveUp();
      last = now;
      session.interrupt();
      clearTimeout(timer);
      timer = setTimeout(() => this.#note('it has not ended yet: a second Ctrl-C gives up waiting'), STUBBORN_MS);
    };
    return {
      gaveUp,
      end: () => {
        clearTimeout(timer);
        this.#reader.onInterrupt = () => undefined;
      },
    };
  }

  async #ask(prompt: string): Promise<string> {
    const read = await this.#reader.ask(printable(prompt));
    if (typeof read === 'object') {
      this.#transcript.output(`${prompt}${read.text}\n`);
      return read.text;
    }
    const { eofError, keyboardInterrupt, PyError } = await import('../python/errors.ts');
    throw read === 'end' ? new PyError(eofError, ['EOF when reading a line']) : new PyError(keyboardInterrupt);
  }

  get #colours(): boolean {
    return this.#o.io.colour && hasColours(this.#opened?.conf.theme ?? 'default');
  }

  #write(text: string, coloured: (text: string) => string = shownColoured): void {
    const safe = printable(text);
    this.#transcript.output(safe);
    this.#print(this.#colours ? coloured(safe) : safe);
  }

  #image(pdf: () => Uint8Array): void {
    const { env, io } = this.#o;
    if (showsImages(env)) this.#print(terminalImage(pdf(), { env, columns: io.columns }) ?? '');
  }

  #error(text: string): void {
    const safe = `${printable(text)}\n`;
    this.#transcript.error(safe);
    this.#print(this.#colours ? errorColoured(safe) : safe);
  }

  #note(text: string): void {
    if (this.#o.quiet) return;
    this.#print(this.#colours ? `\x1b[2m${printable(text)}\x1b[22m\n` : `${printable(text)}\n`);
  }

  /** What comes while somebody types stands above what he types. */
  #print(text: string): void {
    if (text === '') return;
    if (this.#running || this.#opened === undefined) this.#o.io.write(Buffer.from(text.replace(/\n/g, '\r\n')));
    else this.#reader.say(text);
    this.#atStart = text.endsWith('\n');
  }
}
