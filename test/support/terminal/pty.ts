/** A program on a pseudo-terminal, driven as a person does: keys in, and waiting for what it shows. Nothing waits by time. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { SYSTEM_PYTHON } from '../require.ts';

const RELAY = fileURLToPath(new URL('./pty-relay.py', import.meta.url));

/** What moves the cursor or colours. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what they are
const SEQUENCES = /\x1b(?:\[[\x30-\x3f]*[\x20-\x2f]*[\x40-\x7e]|[^[])/g;

export class Pty {
  readonly #child;
  #raw = '';
  /** What `expect` has passed already. */
  #passed = 0;
  #woken: (() => void)[] = [];
  #status: number | undefined;

  /** @param cwd where it runs; default: where the test does */
  constructor(words: readonly string[], env: Readonly<Record<string, string>> = {}, cwd?: string) {
    this.#child = spawn(SYSTEM_PYTHON, [RELAY, ...words], {
      ...(cwd !== undefined && { cwd }),
      env: { ...process.env, TERM: 'xterm-256color', ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#raw += text;
      this.#wake();
    });
    this.#child.on('close', (code) => {
      this.#status = code ?? -1;
      this.#wake();
    });
    this.#child.stdin.on('error', () => undefined);
  }

  /** All that was written, with its colours. */
  get raw(): string {
    return this.#raw;
  }

  /** The same without what moves the cursor. */
  get text(): string {
    return this.#raw.replace(SEQUENCES, '').replace(/\r/g, '');
  }

  #wake(): void {
    for (const one of this.#woken.splice(0)) one();
  }

  #order(order: object): void {
    this.#child.stdin.write(`${JSON.stringify(order)}\n`);
  }

  send(text: string): void {
    this.#order({ send: text });
  }

  resize(rows: number, columns: number): void {
    this.#order({ size: [rows, columns] });
  }

  signal(number: number): void {
    this.#order({ signal: number });
  }

  /** Waits until it has shown this, behind all that was waited for before; gives what stood before it, without sequences. */
  expect(what: string | RegExp): Promise<string> {
    return this.until(String(what), () => {
      const rest = this.text.slice(this.#passed);
      const at = typeof what === 'string' ? rest.indexOf(what) : rest.search(what);
      if (at < 0) return undefined;
      this.#passed += at + (typeof what === 'string' ? what.length : (what.exec(rest)?.[0].length ?? 0));
      return rest.slice(0, at);
    });
  }

  /** Waits until something is found in what it has shown. */
  async until<T>(what: string, find: () => T | undefined): Promise<T> {
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      if (this.#status !== undefined)
        throw new Error(`it ended with ${this.#status} before it showed ${what}; it showed:\n${this.text.slice(this.#passed)}`);
      await new Promise<void>((resolve) => this.#woken.push(resolve));
    }
  }

  /** Its exit status. */
  async end(): Promise<number> {
    while (this.#status === undefined) await new Promise<void>((resolve) => this.#woken.push(resolve));
    return this.#status;
  }

  /** For tests that failed on the way. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }
}
