/** IPFIX messages out of the octets of a connection or a file: each says how long it is. @see RFC 7011 §3.1, §10.4 */
import { word } from '../../bytes/words.ts';

const VERSION = 10;
const HEADER = 16;
/** Octets that say how long it is: version and length. */
const HEAD = 4;
const LONGEST = 0xffff;

export class IpfixStream {
  /** The beginning of a message whose end has not come: each octet is copied once, however few come at a time. */
  #held: Uint8Array | undefined;
  #used = 0;
  /** What came was no IPFIX: nothing more is read. RFC 7011 §10.4.3: such a connection is closed. */
  broken = false;

  /** The messages that are whole now. They may share memory with `octets`. */
  *push(octets: Uint8Array): Generator<Uint8Array> {
    let at = 0;
    while (!this.broken && at < octets.length) {
      if (this.#used === 0 && at + HEAD <= octets.length) {
        const length = this.#lengthAt(octets, at);
        if (this.broken) return;
        if (at + length <= octets.length) {
          yield octets.subarray(at, at + length);
          at += length;
          continue;
        }
      }
      at += this.#hold(octets, at);
      const held = this.#held as Uint8Array;
      if (this.#used >= HEAD && this.#used === this.#lengthAt(held, 0)) {
        yield held.slice(0, this.#used);
        this.#used = 0;
      }
    }
  }

  /** Keeps as many as belong to the message that has begun, up to the end of its head first; gives how many. */
  #hold(octets: Uint8Array, at: number): number {
    this.#held ??= new Uint8Array(LONGEST);
    const wanted = this.#used < HEAD ? HEAD : this.#lengthAt(this.#held, 0);
    const n = Math.min(wanted - this.#used, octets.length - at);
    this.#held.set(octets.subarray(at, at + n), this.#used);
    this.#used += n;
    return n;
  }

  #lengthAt(b: Uint8Array, at: number): number {
    const length = word(b, at + 2);
    if (word(b, at) !== VERSION || length < HEADER) this.broken = true;
    return length;
  }
}
