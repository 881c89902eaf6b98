/** Whose frames a capture sees in both directions. One that was taken at a port of a switch hears others' broadcasts, and never what they are answered. */
import { BoundedMap } from './cause.ts';
import type { Seen } from './seen.ts';

const MOST = 4096;

export class Stations {
  /** By MAC: whether frames for it alone, or from it to one other, were seen. */
  readonly #heard = new BoundedMap<string, boolean>(MOST);
  #senders = 0;

  see(seen: Seen): void {
    const { ether } = seen;
    if (ether === undefined) return;
    const isToOne = (Number.parseInt(ether.dst.slice(0, 2), 16) & 1) === 0;
    if (!this.#heard.has(ether.src)) {
      this.#heard.set(ether.src, false);
      this.#senders++;
    }
    if (isToOne || seen.isOutgoing) this.#heard.set(ether.src, true);
    if (isToOne) this.#heard.set(ether.dst, true);
  }

  /** Whether answers to this station would have been seen: others were, or it is the only one. */
  isHeard(mac: string): boolean {
    return this.#heard.get(mac) === true || this.#senders === 1;
  }
}
