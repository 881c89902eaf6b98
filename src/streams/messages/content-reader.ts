/** How content that follows a message's head is framed in the stream. Each reader takes what it can, and tells the content. */
import { lineEnd } from '../../packet/fields/text-lines.ts';
import type { StreamOctets } from './stream-octets.ts';

export type TellContent = (octets: Uint8Array) => void;

/** What a reader says of the octets that it was given. */
export type ReadState = 'more' | 'done' | 'damaged';

export interface ContentReader {
  /** Takes octets from what waits, and tells content. 'more': all that it can use is taken. 'damaged': nobody knows where the content ends. */
  read(from: StreamOctets, tell: TellContent): ReadState;
  /** `n` octets are missing at the place where it is. Whether it knows how to go on. */
  skip(n: number): boolean;
  /** The stream ended: whether that is the content's end, too. */
  readonly endsWithStream: boolean;
}

/** So many octets. */
export class FixedContent implements ContentReader {
  readonly endsWithStream = false;
  left: number;

  constructor(octets: number) {
    this.left = octets;
  }

  read(from: StreamOctets, tell: TellContent): ReadState {
    const n = Math.min(this.left, from.size);
    if (n > 0) {
      this.left -= n;
      this.piece(from.b.subarray(from.from, from.from + n), tell);
      from.take(n);
    }
    return this.left === 0 ? 'done' : 'more';
  }

  protected piece(octets: Uint8Array, tell: TellContent): void {
    tell(octets);
  }

  skip(n: number): boolean {
    if (n > this.left) return false;
    this.left -= n;
    return true;
  }
}

/** Masked content of WebSocket's frames (RFC 6455 §5.3). */
export class MaskedContent extends FixedContent {
  readonly #key: Uint8Array;
  #at = 0;

  constructor(octets: number, key: Uint8Array) {
    super(octets);
    this.#key = key;
  }

  protected override piece(octets: Uint8Array, tell: TellContent): void {
    const plain = new Uint8Array(octets.length);
    for (let i = 0; i < octets.length; i++) plain[i] = (octets[i] as number) ^ (this.#key[(this.#at + i) & 3] as number);
    this.#at = (this.#at + octets.length) & 3;
    tell(plain);
  }

  override skip(n: number): boolean {
    this.#at = (this.#at + n) & 3;
    return super.skip(n);
  }
}

/** All that comes until the stream ends. */
export class EndlessContent implements ContentReader {
  readonly endsWithStream = true;

  read(from: StreamOctets, tell: TellContent): ReadState {
    const { size } = from;
    if (size > 0) {
      tell(from.b.subarray(from.from, from.to));
      from.take(size);
    }
    return 'more';
  }

  skip(): boolean {
    return true;
  }
}

const CR = 0x0d,
  LF = 0x0a,
  DOT = 0x2e;

/** Lines up to one that is a dot alone; of two dots that begin a line one is left out (RFC 5321 §4.5.2; RFC 1939 §3; RFC 3977 §3.1.1). */
export class DottedContent implements ContentReader {
  readonly endsWithStream = false;
  /** What was read of `CR LF . CR LF`, beginning behind a line's end: 0 within a line, 1 behind CR, 2 at a line's beginning, 3 behind its dot, 4 behind dot and CR. */
  #seen = 2;

  read(from: StreamOctets, tell: TellContent): ReadState {
    const { b, to } = from;
    let start = from.from;
    const pass = (end: number): void => {
      if (end > start) tell(b.subarray(start, end));
      start = end;
    };
    for (let q = from.from; q < to; q++) {
      const x = b[q] as number;
      if (this.#seen === 2 && x === DOT) {
        // It is no content, whatever follows.
        pass(q);
        start = q + 1;
        this.#seen = 3;
      } else if (this.#seen === 3 && x === CR) {
        start = q;
        this.#seen = 4;
      } else if ((this.#seen === 3 || this.#seen === 4) && x === LF) {
        from.take(q + 1 - from.from);
        return 'done';
      } else {
        // What looked like the end's CR was content; it may have come before.
        if (this.#seen === 4 && start > q - 1) tell(LINE_CR);
        this.#seen = x === LF ? 2 : x === CR ? 1 : 0;
      }
    }
    // A CR that may be of the end waits.
    const end = this.#seen === 4 ? Math.max(start, to - 1) : to;
    pass(end);
    from.take(to - from.from);
    return 'more';
  }

  skip(): boolean {
    this.#seen = 0;
    return true;
  }
}

const LINE_CR = /* @__PURE__ */ Uint8Array.of(CR);

/** The longest line with a chunk's size, with what extends it, and all fields behind the last chunk. */
const MOST_LINE = 16_384;
const MOST_TRAILERS = 262_144;
/** Hexadecimal digits of a size that still is an exact number. */
const MOST_DIGITS = 13;

/** Chunks (RFC 9112 §7.1). */
export class ChunkedContent implements ContentReader {
  readonly endsWithStream = false;
  #state: 'size' | 'data' | 'end' | 'trailers' = 'size';
  #left = 0;
  /** Octets of the line (the fields) that have been looked through. */
  #looked = 0;
  #trailers = 0;
  /** The fields behind the last chunk, as they were sent, with their empty line. */
  trailers: Uint8Array | undefined;
  readonly #fields: Uint8Array[] = [];

  read(from: StreamOctets, tell: TellContent): ReadState {
    for (;;) {
      switch (this.#state) {
        case 'data': {
          const n = Math.min(this.#left, from.size);
          if (n > 0) {
            this.#left -= n;
            tell(from.b.subarray(from.from, from.from + n));
            from.take(n);
          }
          if (this.#left > 0) return 'more';
          this.#state = 'end';
          break;
        }
        case 'end': {
          // CR LF behind the data; some send LF alone.
          if (from.size === 0) return 'more';
          const isCr = from.b[from.from] === CR;
          if (isCr && from.size < 2) return 'more';
          if (from.b[from.from + (isCr ? 1 : 0)] !== LF) return 'damaged';
          from.take(isCr ? 2 : 1);
          this.#state = 'size';
          break;
        }
        case 'size': {
          const line = this.#line(from);
          if (line === 0) return from.size > MOST_LINE ? 'damaged' : 'more';
          const size = chunkSize(from.b, from.from, from.from + line);
          if (size < 0) return 'damaged';
          from.take(line);
          this.#left = size;
          this.#state = size === 0 ? 'trailers' : 'data';
          break;
        }
        case 'trailers': {
          const line = this.#line(from);
          if (line === 0) return this.#trailers + from.size > MOST_TRAILERS ? 'damaged' : 'more';
          this.#fields.push(from.b.slice(from.from, from.from + line));
          const isEmpty = line === 1 || (line === 2 && from.b[from.from] === CR);
          this.#trailers += line;
          from.take(line);
          if (isEmpty) {
            this.trailers = joined(this.#fields, this.#trailers);
            return 'done';
          }
          if (this.#trailers > MOST_TRAILERS) return 'damaged';
        }
      }
    }
  }

  /** Octets of the line that begins what waits; 0 where its end is not there. What was looked through is not looked through again. */
  #line(from: StreamOctets): number {
    const end = lineEnd(from.b, from.from + this.#looked, from.to);
    this.#looked = end < 0 ? from.size : 0;
    return end < 0 ? 0 : end - from.from;
  }

  skip(n: number): boolean {
    if (this.#state !== 'data' || n > this.#left) return false;
    this.#left -= n;
    return true;
  }
}

function joined(parts: readonly Uint8Array[], octets: number): Uint8Array {
  const all = new Uint8Array(octets);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The value of a hexadecimal digit; -1: it is none. */
function digit(x: number): number {
  if (x >= 0x30 && x <= 0x39) return x - 0x30;
  const letter = x | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** The size that a chunk's line says, an extension may follow (RFC 9112 §7.1.1); -1 where it says none. */
function chunkSize(b: Uint8Array, at: number, end: number): number {
  let q = at;
  let size = 0;
  for (; q < end; q++) {
    const n = digit(b[q] as number);
    if (n < 0) break;
    size = size * 16 + n;
  }
  const x = b[q];
  return q > at && q - at <= MOST_DIGITS && (x === CR || x === LF || x === 0x3b || x === 0x20 || x === 0x09) ? size : -1;
}
