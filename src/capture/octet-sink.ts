/** Where written octets go: a file, a stream, memory. */

/** Takes octets in order. A chunk's memory may be used again as soon as `write` has returned, or its promise was settled. */
export interface OctetSink {
  write(chunk: Uint8Array): void | Promise<void>;
  close(): void | Promise<void>;
}

/** A sink that keeps everything; `octets()` joins it. */
export interface MemorySink extends OctetSink {
  octets(): Uint8Array;
}

/** A sink that keeps what is written in memory: for tests, and for captures that are passed on. */
export function memorySink(): MemorySink {
  const chunks: Uint8Array[] = [];
  let length = 0;
  return {
    write(chunk) {
      chunks.push(chunk.slice());
      length += chunk.length;
    },
    close() {
      // Nothing is held but memory.
    },
    octets() {
      const all = new Uint8Array(length);
      let at = 0;
      for (const chunk of chunks) {
        all.set(chunk, at);
        at += chunk.length;
      }
      return all;
    },
  };
}

const SIZE = 1024 * 1024;
const LARGE = 64 * 1024;

/** Gathers small pieces and hands them to a sink a megabyte at a time; large ones go as they are. */
export class GatheringWriter {
  readonly #sink: OctetSink;
  readonly #memory = new Uint8Array(SIZE);
  #used = 0;
  #position: number;

  constructor(sink: OctetSink, position = 0) {
    this.#sink = sink;
    this.#position = position;
  }

  /** Octets taken so far, and those that the sink had before. */
  get position(): number {
    return this.#position;
  }

  write(octets: Uint8Array): void | Promise<void> {
    this.#position += octets.length;
    if (octets.length < LARGE && this.#used + octets.length <= SIZE) {
      this.#memory.set(octets, this.#used);
      this.#used += octets.length;
      return;
    }
    const flushed = this.flush();
    if (flushed !== undefined) return flushed.then(() => this.#afterFlush(octets));
    return this.#afterFlush(octets);
  }

  flush(): void | Promise<void> {
    if (this.#used === 0) return;
    const chunk = this.#memory.subarray(0, this.#used);
    const done = this.#sink.write(chunk);
    if (done === undefined) {
      this.#used = 0;
      return;
    }
    return done.then(() => {
      this.#used = 0;
    });
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      await this.#sink.close();
    }
  }

  #afterFlush(octets: Uint8Array): void | Promise<void> {
    if (octets.length >= LARGE) return this.#sink.write(octets);
    this.#memory.set(octets, 0);
    this.#used = octets.length;
  }
}
