/** Things that happen, handed to one who reads them with `for await`. */
export class EventQueue<T> {
  readonly #waiting: T[] = [];
  #ended = false;
  #error: unknown;
  #failed = false;
  #wake: (() => void) | undefined;

  push(event: T): void {
    if (this.#ended) return;
    this.#waiting.push(event);
    this.#wake?.();
  }

  /** What is there is still given. */
  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  fail(error: unknown): void {
    if (this.#ended) return;
    this.#failed = true;
    this.#error = error;
    this.end();
  }

  async *read(): AsyncGenerator<T, undefined, undefined> {
    for (;;) {
      // By its place: what is taken from the front of a long list moves all the rest.
      for (let i = 0; i < this.#waiting.length; i++) yield this.#waiting[i] as T;
      this.#waiting.length = 0;
      if (this.#ended) break;
      await new Promise<void>((resolve) => (this.#wake = resolve));
      this.#wake = undefined;
    }
    if (this.#failed) throw this.#error;
    return undefined;
  }
}
