/** What a host has opened and not closed yet: all of it is closed with the host. */
import { PacketwrightError } from '../../bytes/errors.ts';

export const hostClosed = (): PacketwrightError => new PacketwrightError('ERR_CLOSED', 'the host is closed');

export class OpenThings {
  readonly #open = new Set<() => unknown>();
  #closed = false;

  /**
   * @param close closes it, and tells who waits for it
   * @returns to be called when it was closed by somebody else
   * @throws ERR_CLOSED, after closing it, when the host was closed while it was opened
   */
  add(close: () => unknown): () => void {
    if (this.#closed) {
      close();
      throw hostClosed();
    }
    this.#open.add(close);
    return () => this.#open.delete(close);
  }

  /** Resolves when everything is closed. What cannot be closed has gone already. */
  async closeAll(): Promise<void> {
    this.#closed = true;
    const open = [...this.#open];
    this.#open.clear();
    await Promise.allSettled(open.map(async (close) => close()));
  }
}
