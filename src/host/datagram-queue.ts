/** Datagrams that wait for their reader: the oldest are dropped when there are too many. */
import type { Datagram } from './host.ts';

const MOST = 10_000;

export class DatagramQueue {
  readonly #user: { hold(): void; letGo(): void } | undefined;
  readonly #waiting: Datagram[] = [];
  #wake: (() => void) | undefined;
  #error: Error | undefined;
  #ended = false;

  /** @param user told while somebody waits: what keeps the process alive */
  constructor(user?: { hold(): void; letGo(): void }) {
    this.#user = user;
  }

  add(datagram: Datagram): void {
    if (this.#ended) return;
    if (this.#waiting.length >= MOST) this.#waiting.shift();
    this.#waiting.push(datagram);
    this.#wake?.();
  }

  /** The reader gets what is there, then this error, once. */
  fail(error: Error): void {
    this.#error ??= error;
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  async *messages(o: { readonly signal?: AbortSignal } = {}): AsyncGenerator<Datagram, void, undefined> {
    const { signal } = o;
    const abort = (): void => this.#wake?.();
    signal?.addEventListener('abort', abort, { once: true });
    this.#user?.hold();
    try {
      while (signal?.aborted !== true) {
        const next = this.#waiting.shift();
        if (next !== undefined) yield next;
        else if (this.#error !== undefined) {
          const error = this.#error;
          this.#error = undefined;
          throw error;
        } else if (this.#ended) return;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      signal?.removeEventListener('abort', abort);
      this.#wake = undefined;
      this.#user?.letGo();
    }
  }
}
