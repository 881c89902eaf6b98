/** The last octets of each side that were told, for whoever wants to know when others come in their place. Bounded: of one side, and of all together. */
import { LinkedQueue, type QueueNode } from '../linked-queue.ts';

/** Whose octets they are. */
interface Teller {
  told: Told | undefined;
}

/** Octets at first. */
const LEAST = 1024;

/** Those of one side: octet `at` of its stream lies at `at % octets.length`. */
export class Told {
  octets: Uint8Array = new Uint8Array(LEAST);
  /** Places of the first that is kept, and behind the last. */
  from: number;
  to: number;
  place: QueueNode<Teller> | undefined = undefined;

  constructor(at: number) {
    this.from = at;
    this.to = at;
  }

  /** Whether some of these are not what was told in their place; those that are not kept are left out. */
  differs(octets: Uint8Array, at: number): boolean {
    const { octets: kept, from, to } = this;
    const end = Math.min(to, at + octets.length);
    for (let place = Math.max(from, at); place < end; place++) if (kept[place % kept.length] !== octets[place - at]) return true;
    return false;
  }

  add(octets: Uint8Array, at: number, most: number): void {
    // Behind a hole nothing before it is compared.
    if (at !== this.to) this.from = this.to = at;
    this.#room(Math.min(most, this.to - this.from + octets.length), most);
    const { length } = this.octets;
    this.to += octets.length;
    let put = octets.length > length ? octets.subarray(octets.length - length) : octets;
    for (let place = this.to - put.length; put.length > 0; ) {
      const start = place % length;
      const part = put.subarray(0, length - start);
      this.octets.set(part, start);
      place += part.length;
      put = put.subarray(part.length);
    }
    this.from = Math.max(this.from, this.to - length);
  }

  #room(needed: number, most: number): void {
    const before = this.octets;
    if (needed <= before.length) return;
    const longer = new Uint8Array(Math.max(needed, Math.min(most, 2 * before.length)));
    for (let place = this.from; place < this.to; place++) longer[place % longer.length] = before[place % before.length] as number;
    this.octets = longer;
  }
}

/** Those of all sides. */
export class ToldOctets {
  readonly #most: number;
  readonly #mostOfAll: number;
  /** Who was told of longest ago first. */
  readonly #ends = new LinkedQueue<Teller>();
  #memory = 0;

  constructor(most: number, mostOfAll: number) {
    this.#most = most;
    this.#mostOfAll = mostOfAll;
  }

  add(end: Teller, octets: Uint8Array, at: number): void {
    const told = (end.told ??= this.#begin(end, at));
    const before = told.octets.length;
    told.add(octets, at, this.#most);
    this.#memory += told.octets.length - before;
    if (told.place !== undefined) this.#ends.renew(told.place);
    for (let oldest = this.#ends.oldest; this.#memory > this.#mostOfAll && oldest !== undefined; oldest = this.#ends.oldest)
      this.release(oldest);
  }

  release(end: Teller): void {
    const { told } = end;
    if (told === undefined) return;
    end.told = undefined;
    this.#memory -= told.octets.length;
    if (told.place !== undefined) this.#ends.remove(told.place);
  }

  #begin(end: Teller, at: number): Told {
    const told = new Told(at);
    told.place = this.#ends.append(end);
    this.#memory += told.octets.length;
    return told;
  }
}
