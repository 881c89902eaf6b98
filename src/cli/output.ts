/**
 * Standard output: one buffer, written in blocks.
 *
 * Node's own stream costs a promise and a copy a write, and turns a closed pipe into an event that comes too late. This
 * writes with write(2) itself, so that order is kept and nothing is lost when the process ends.
 */
import { constants, fstatSync, openSync, writeSync } from 'node:fs';

export interface OutputOptions {
  /** Octets that are gathered before they are written. */
  readonly block?: number;
  /** Called once, when the reader has closed the pipe or socket. */
  readonly onClosed?: () => void;
  /** write(2); for tests. */
  readonly writeSync?: (fd: number, data: Uint8Array, offset: number, length: number) => number;
}

/** After a signal: a pipe that takes nothing for so long has no reader who reads. */
const PATIENCE_MS = 500;

/**
 * Standard output, so that writing to a pipe or a socket never waits: while write(2) waits for the reader, no signal is heard.
 *
 * A pipe is opened once more: the mode is of this opening alone, and other programs keep theirs. A socket, or a pipe of another user, cannot
 * be opened once more. There Node's own stream changes the mode that all share, and changes it back when this program ends.
 */
export function neverWaiting(fd: 1): number {
  try {
    const kind = fstatSync(fd);
    if (!kind.isFIFO() && !kind.isSocket()) return fd;
    if (kind.isFIFO()) return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    // No Linux, another user's pipe, or one whose reader has gone already.
  }
  // Asking for the stream is what changes the mode.
  void process.stdout;
  return fd;
}

/** A pipe is full: how often only other work has its turn before the next try, for a reader that is fast; and how long to wait after that. */
const TURNS = 50;
const RETRY_MS = [1, 2, 4, 8, 16, 32];

export class Output {
  readonly #fd: number;
  readonly #block: Buffer;
  readonly #write: NonNullable<OutputOptions['writeSync']>;
  readonly #onClosed: () => void;
  #used = 0;
  /** What was refused by a full pipe, in order. */
  #queue: Uint8Array[] = [];
  #waiting: Promise<boolean> | undefined;
  #closed = false;
  /** What write(2) refused for good. */
  #failure: unknown;
  #flushScheduled = false;
  /** Since when the end is wanted, or the pipe took something after that; undefined: it has time. */
  #hurriedAt: number | undefined;

  constructor(fd: number, o: OutputOptions = {}) {
    this.#fd = fd;
    this.#block = Buffer.allocUnsafe(o.block ?? 256 * 1024);
    this.#write = o.writeSync ?? writeSync;
    this.#onClosed = o.onClosed ?? (() => undefined);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /**
   * Takes text (as UTF-8) or octets (copied). What does not fill a block is written as soon as the program waits for
   * something else, so live output is never held back and a busy loop still writes large blocks.
   *
   * @returns true; false after the reader closed; a promise of either while the pipe is full.
   * @throws the error of write(2), other than EPIPE, ECONNRESET and EAGAIN: a full disk, say.
   */
  write(data: string | Uint8Array): Promise<boolean> | boolean {
    if (this.#closed) return false;
    if (this.#failure !== undefined) throw this.#failure;
    if (typeof data === 'string') this.#text(data);
    else this.#octets(data);
    if (!this.#flushScheduled) {
      this.#flushScheduled = true;
      setImmediate(() => {
        this.#flushScheduled = false;
        try {
          this.#flushBlock();
        } catch (error) {
          // Nobody waits here; the next write or the flush tells it.
          this.#failure = error;
        }
      });
    }
    return this.#waiting ?? !this.#closed;
  }

  /** Writes everything that was taken. False when the reader closed before that. */
  async flush(): Promise<boolean> {
    if (this.#failure !== undefined) throw this.#failure;
    this.#flushBlock();
    await this.#waiting;
    return !this.#closed;
  }

  /** The end is wanted: what a pipe takes is still written, but nobody waits for one that takes nothing. It counts as closed then. */
  hurry(): void {
    this.#hurriedAt ??= performance.now();
  }

  #text(text: string): void {
    // A UTF-16 unit is 3 octets of UTF-8 at most.
    if (this.#used + text.length * 3 > this.#block.length) {
      this.#flushBlock();
      if (text.length * 3 > this.#block.length) {
        this.#out(Buffer.from(text, 'utf8'), false);
        return;
      }
    }
    this.#used += this.#block.write(text, this.#used, 'utf8');
  }

  #octets(data: Uint8Array): void {
    if (this.#used + data.length > this.#block.length) {
      this.#flushBlock();
      if (data.length > this.#block.length) {
        this.#out(data, true);
        return;
      }
    }
    this.#block.set(data, this.#used);
    this.#used += data.length;
  }

  #flushBlock(): void {
    if (this.#used === 0) return;
    const data = this.#block.subarray(0, this.#used);
    this.#used = 0;
    this.#out(data, true);
  }

  /** Writes now what can be written now. The rest is queued; copied when `borrowed`. */
  #out(data: Uint8Array, borrowed: boolean): void {
    if (this.#closed) return;
    const done = this.#queue.length > 0 ? 0 : this.#writeSome(data);
    if (done === data.length || this.#closed) return;
    const rest = data.subarray(done);
    this.#queue.push(borrowed ? Uint8Array.from(rest) : rest);
    this.#waiting ??= this.#drain();
  }

  /** Octets that write(2) took before the pipe was full. */
  #writeSome(data: Uint8Array): number {
    let done = 0;
    while (done < data.length) {
      try {
        done += this.#write(this.#fd, data, done, data.length - done);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EAGAIN') return done;
        // A socket says ECONNRESET when its reader left octets unread (tcp(7)).
        if (code !== 'EPIPE' && code !== 'ECONNRESET') throw error;
        this.#close();
        return done;
      }
    }
    return done;
  }

  #close(): void {
    this.#closed = true;
    this.#queue = [];
    this.#onClosed();
  }

  async #drain(): Promise<boolean> {
    let tries = 0;
    if (this.#hurriedAt !== undefined) this.#hurriedAt = performance.now();
    while (this.#queue.length > 0 && !this.#closed) {
      const ms = RETRY_MS[Math.min(tries - TURNS, RETRY_MS.length - 1)];
      await new Promise((resolve) => (tries++ < TURNS ? setImmediate(resolve) : setTimeout(resolve, ms)));
      const first = this.#queue[0];
      if (first === undefined) break;
      const done = this.#writeSome(first);
      if (done > 0) tries = 0;
      if (this.#hurriedAt !== undefined) {
        if (done > 0) this.#hurriedAt = performance.now();
        else if (performance.now() - this.#hurriedAt > PATIENCE_MS) this.#close();
      }
      if (done === first.length) this.#queue.shift();
      else if (!this.#closed) this.#queue[0] = first.subarray(done);
    }
    this.#waiting = undefined;
    return !this.#closed;
  }
}
