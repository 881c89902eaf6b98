/** A program in tmux, which is a terminal that breaks its rows anew when its size changes: what is asked for is what a person sees. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Nobody waits so long for a key to be shown, ms. */
const MOST_MS = 10_000;
/** Between two looks at the screen, ms. */
const LOOK_MS = 20;

export class Tmux {
  readonly #folder = mkdtempSync(join(tmpdir(), 'packetwright-tmux-'));

  /** @param words a command for the shell */
  constructor(words: string, columns: number, rows: number, env: Readonly<Record<string, string>> = {}) {
    const given = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
    this.#tmux('-f', '/dev/null', 'new-session', '-d', '-x', String(columns), '-y', String(rows), ...given, words);
  }

  #tmux(...words: string[]): string {
    return execFileSync('tmux', ['-S', join(this.#folder, 'socket'), ...words], { encoding: 'utf8' });
  }

  /** Rows as they are on the screen; empty ones at the end are left out. */
  get rows(): string[] {
    return this.#tmux('capture-pane', '-p').trimEnd().split('\n');
  }

  /** Column and row, from 0. */
  get cursor(): string {
    return this.#tmux('display-message', '-p', '#{cursor_x} #{cursor_y}').trim();
  }

  send(text: string): void {
    this.#tmux('send-keys', '-l', text);
  }

  /** Keys by tmux's names: Enter, Home, C-c. */
  press(...keys: string[]): void {
    this.#tmux('send-keys', ...keys);
  }

  resize(columns: number, rows: number): void {
    this.#tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  /** Looks until the screen is so. @throws with the screen as it is at last */
  async until(isSo: (rows: string[]) => boolean): Promise<string[]> {
    const end = performance.now() + MOST_MS;
    for (;;) {
      const { rows } = this;
      if (isSo(rows)) return rows;
      if (performance.now() > end) throw new Error(`the screen is, with the cursor at ${this.cursor}:\n${rows.join('\n')}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  stop(): void {
    this.#tmux('kill-server');
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
