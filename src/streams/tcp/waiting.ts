/** Octets that wait for others before them: of all connections together, with a limit. */
import { LinkedQueue } from '../linked-queue.ts';
import type { Connection, StreamEnd } from './connection.ts';
import type { Held } from './held.ts';

/** Those whose memory is used again; longer ones are given back. */
const MOST_SPARE = 64;
const LONGEST_SPARE = 65_536;

export class Waiting {
  /** Ends that wait, whoever waits for longest first. */
  readonly #ends = new LinkedQueue<readonly [StreamEnd, Connection]>();
  readonly #spare: Held[] = [];
  readonly #make: () => Held;
  /** Octets of memory. */
  octets = 0;

  constructor(make: () => Held) {
    this.#make = make;
  }

  /** Of an end that has nothing that waits, too. */
  of(c: Connection, end: StreamEnd): Held {
    if (end.held !== undefined) return end.held;
    const held = this.#spare.pop() ?? this.#make();
    held.start(end.at);
    end.held = held;
    end.waits = this.#ends.append([end, c]);
    this.octets += held.memory;
    return held;
  }

  /** Nothing of it waits any more. */
  release(end: StreamEnd): void {
    const { held } = end;
    if (held === undefined) return;
    end.held = undefined;
    if (end.waits !== undefined) this.#ends.remove(end.waits);
    end.waits = undefined;
    this.octets -= held.memory;
    if (this.#spare.length < MOST_SPARE && held.memory <= LONGEST_SPARE) this.#spare.push(held);
  }

  /** Whoever waits for longest. */
  oldest(): readonly [StreamEnd, Connection] | undefined {
    return this.#ends.oldest;
  }
}
