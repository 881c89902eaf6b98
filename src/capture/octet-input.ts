/** Where octets come from: a file, a pipe, a browser's File. One interface, so that the readers have one loop. */

/** Gives octets in order. */
export interface OctetInput {
  /**
   * Writes the next octets into `into` and says how many (0: the end). A number, not a promise, where nothing has to be waited for.
   * Never called again before the last call was settled.
   */
  read(into: Uint8Array): number | Promise<number>;
  /** Set where reading ahead pays: the reader then keeps one read of this many octets going. */
  readonly ahead?: number;
  close(): void | Promise<void>;
}

/** Anything that gives chunks: a Node stream, a ReadableStream, an async or plain iterable of octets. */
export type OctetChunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array> | WebStream;

/** The part of a web `ReadableStream` that is used (not every browser's can be iterated). */
export interface WebStream {
  getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>; cancel(reason?: unknown): Promise<void> };
}

/** Octets that are all there already. They are copied out, never changed. */
export function inputFromOctets(octets: Uint8Array): OctetInput {
  let at = 0;
  return {
    read(into) {
      const n = Math.min(into.length, octets.length - at);
      into.set(octets.subarray(at, at + n));
      at += n;
      return n;
    },
    close() {
      at = octets.length;
    },
  };
}

/** A source of chunks of any size as an input. Closing it tells the source (`return()`, `cancel()`). */
export function inputFromChunks(chunks: OctetChunks): OctetInput {
  const next = pullFrom(chunks);
  let chunk: Uint8Array | undefined;
  let at = 0;
  let ended = false;

  const take = (from: Uint8Array, into: Uint8Array): number => {
    const n = Math.min(into.length, from.length - at);
    into.set(from.subarray(at, at + n));
    at += n;
    if (at === from.length) chunk = undefined;
    return n;
  };
  return {
    read(into) {
      return chunk !== undefined ? take(chunk, into) : wait(into);
    },
    async close() {
      if (ended) return;
      ended = true;
      chunk = undefined;
      await next.cancel();
    },
  };

  async function wait(into: Uint8Array): Promise<number> {
    while (!ended) {
      const value = await next.pull();
      if (value === undefined) ended = true;
      else if (value.length > 0) {
        chunk = value;
        at = 0;
        return take(value, into);
      }
    }
    return 0;
  }
}

interface Puller {
  pull(): Promise<Uint8Array | undefined>;
  cancel(): Promise<void>;
}

function pullFrom(chunks: OctetChunks): Puller {
  if ('getReader' in chunks) {
    const reader = chunks.getReader();
    return {
      pull: async () => (await reader.read()).value,
      cancel: () => reader.cancel(),
    };
  }
  const iterator = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  return {
    pull: async () => {
      const step = await iterator.next();
      return step.done === true ? undefined : step.value;
    },
    // A generator that waits answers `return` only when its wait is over: a stream is told by destroying it, others are not waited for.
    cancel: async () => {
      if ('destroy' in chunks && typeof chunks.destroy === 'function') chunks.destroy();
      else void Promise.resolve(iterator.return?.()).catch(() => undefined);
    },
  };
}
