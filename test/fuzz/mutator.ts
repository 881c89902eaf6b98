/** Damaged copies of packets: what a broken sender, a bad line or an attacker makes of them. */
import type { Random } from '../../src/bytes/random.ts';

/** Where lengths, counts and types go wrong: at the ends of what fits, and just beside powers of two. */
const EDGES = [0, 1, 2, 3, 4, 0x0f, 0x3f, 0x40, 0x7f, 0x80, 0xbf, 0xc0, 0xfe, 0xff];
/** Octets that may be put in at once. */
const MOST_PUT_IN = 16;

/** Makes damaged copies, all in the same memory: each is valid until the next is asked for. */
export class Mutator {
  readonly #random: Random;
  #b = new Uint8Array(1024);

  constructor(random: Random) {
    this.#random = random;
  }

  /** A copy of `octets` with one to four things wrong. */
  of(octets: Uint8Array): Uint8Array {
    const times = 1 + this.#random.below(4);
    const room = octets.length + times * MOST_PUT_IN;
    if (this.#b.length < room) this.#b = new Uint8Array(2 * room);
    this.#b.set(octets);
    let n = octets.length;
    for (let i = 0; i < times; i++) n = this.#damage(n);
    return this.#b.subarray(0, n);
  }

  /** One thing more wrong in the first `n` octets; gives how many there are then. */
  #damage(n: number): number {
    const r = this.#random,
      b = this.#b;
    if (n === 0) {
      b[0] = r.below(256);
      return 1;
    }
    // Headers stand in front: half of the damage is done there.
    const at = r.below(r.below(2) === 0 ? Math.min(n, 64) : n);
    switch (r.below(10)) {
      case 0:
      case 1:
        b[at] = r.below(256);
        return n;
      case 2:
        b[at] = (b[at] as number) ^ (1 << r.below(8));
        return n;
      case 3:
      case 4:
        b[at] = r.pick(EDGES);
        return n;
      case 5:
        b[at] = (b[at] as number) + (r.below(2) === 0 ? 1 : -1);
        return n;
      case 6: {
        const gone = Math.min(1 + r.below(MOST_PUT_IN), n - at);
        b.copyWithin(at, at + gone, n);
        return n - gone;
      }
      case 7: {
        const more = 1 + r.below(MOST_PUT_IN);
        b.copyWithin(at + more, at, n);
        for (let i = 0; i < more; i++) b[at + i] = r.below(256);
        return n + more;
      }
      case 8: {
        // A piece of the packet over another one.
        const from = r.below(n);
        b.copyWithin(at, from, Math.min(from + 1 + r.below(MOST_PUT_IN), from + n - at, n));
        return n;
      }
      default:
        return at;
    }
  }
}
