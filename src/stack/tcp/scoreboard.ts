/** What the other end says it has of what lies ahead of the acknowledgement, and what is lost of the rest (RFC 2018, RFC 6675). */
import { ahead } from './sequence.ts';

/** Ranges kept: an end that tells more gaps than this is told more than once. */
const MOST = 256;
/** RFC 6675 §2: so many segments behind it arrived, and it is lost. */
export const LOST_AFTER = 3;

export class Scoreboard {
  /** Pairs: what arrived, in order, without touching. */
  readonly #arrived: number[] = [];
  /** Octets of it. */
  octets = 0;

  get isEmpty(): boolean {
    return this.#arrived.length === 0;
  }

  /** The end of the last range that arrived, or `seq` itself. */
  highest(seq: number): number {
    const a = this.#arrived;
    return a.length === 0 ? seq : (a[a.length - 1] as number);
  }

  /** `from … to` arrived. @returns octets that were not known of */
  add(from: number, to: number): number {
    const a = this.#arrived;
    // Ranges that touch it: from number `i` up to before `j`.
    let j = a.length;
    while (j > 0 && ahead(to, a[j - 2] as number) > 0) j -= 2;
    let i = j;
    let start = from;
    let end = to;
    let had = 0;
    while (i > 0 && ahead(from, a[i - 1] as number) >= 0) {
      i -= 2;
      const [s, e] = [a[i] as number, a[i + 1] as number];
      had += ahead(s, e);
      if (ahead(s, start) > 0) start = s;
      if (ahead(end, e) > 0) end = e;
    }
    if (i === j && a.length >= 2 * MOST) return 0;
    if (i === j) a.splice(i, 0, start, end);
    else a.splice(i, j - i, start, end);
    const gained = ahead(start, end) - had;
    this.octets += gained;
    return gained;
  }

  /** All before `seq` is acknowledged. */
  acknowledged(seq: number): void {
    const a = this.#arrived;
    let n = 0;
    while (n < a.length && ahead(a[n + 1] as number, seq) >= 0) {
      this.octets -= ahead(a[n] as number, a[n + 1] as number);
      n += 2;
    }
    if (n > 0) a.splice(0, n);
    if (a.length > 0 && ahead(a[0] as number, seq) > 0) {
      this.octets -= ahead(a[0] as number, seq);
      a[0] = seq;
    }
  }

  /** What did not arrive and begins at or behind `seq`: `from` and `to` of the first such gap before `limit`, or undefined. */
  gap(seq: number, limit: number): { from: number; to: number } | undefined {
    const a = this.#arrived;
    let from = seq;
    for (let i = 0; i < a.length && ahead(from, limit) > 0; i += 2) {
      const [s, e] = [a[i] as number, a[i + 1] as number];
      if (ahead(e, from) >= 0) continue;
      if (ahead(from, s) > 0) return { from, to: ahead(s, limit) < 0 ? limit : s };
      from = e;
    }
    return ahead(from, limit) > 0 ? { from, to: limit } : undefined;
  }

  /** Octets of `from … to` that did not arrive. */
  missing(from: number, to: number): number {
    let n = Math.max(0, ahead(from, to));
    const a = this.#arrived;
    for (let i = 0; i < a.length; i += 2) {
      const s = ahead(from, a[i] as number) > 0 ? (a[i] as number) : from;
      const e = ahead(a[i + 1] as number, to) > 0 ? (a[i + 1] as number) : to;
      if (ahead(s, e) > 0) n -= ahead(s, e);
    }
    return n;
  }

  /** Up to where all that is missing is lost: enough arrived behind it (IsLost of RFC 6675 §4). Not before `una`. */
  lostBefore(una: number, mss: number): number {
    const a = this.#arrived;
    let octets = 0;
    let ranges = 0;
    for (let i = a.length - 2; i >= 0; i -= 2) {
      const [s, e] = [a[i] as number, a[i + 1] as number];
      octets += ahead(s, e);
      ranges++;
      if (ranges >= LOST_AFTER || octets > (LOST_AFTER - 1) * mss) return s;
    }
    return una;
  }

  clear(): void {
    this.#arrived.length = 0;
    this.octets = 0;
  }
}
