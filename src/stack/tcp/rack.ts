/**
 * Loss by time (RFC 8985, RACK): what left before something that has arrived, and is late by more than networks put packets out of order, is lost. By count alone (RFC 6675) a line
 * that reorders looks like one that loses.
 */
import { ahead, further, plus } from './sequence.ts';
import { SentTimes } from './sent-times.ts';
import type { RoundTrip } from './round-trip.ts';
import type { Scoreboard } from './scoreboard.ts';

/** §6.2 step 4: while nothing says otherwise, out of order means by a quarter of the shortest round trip. */
const QUARTER = 4;
/** §6.2 step 4: how many recoveries a wider window is kept. */
const KEPT_FOR = 16;

/** What it asks of its connection. */
export interface Sender {
  readonly una: number;
  readonly nxt: number;
  readonly lostBefore: number;
  readonly resentTo: number;
  readonly scoreboard: Scoreboard;
  readonly times: RoundTrip;
}

export class Rack {
  /** When what is under way was sent first; and when again. */
  readonly sent = new SentTimes();
  readonly resent = new SentTimes();
  /** Of all that arrived, what was sent last: when, and how long that took. -1: nothing arrived yet. */
  latestMs = -1;
  #roundTripMs = 0;
  #leastMs = Number.POSITIVE_INFINITY;
  /** Behind the furthest octet that arrived, and behind the furthest that was sent again. */
  #furthest = 0;
  #againTo = 0;
  /** `furthest` before this acknowledgement: what one tells at once came in any order. */
  #before = 0;
  /** Something that was sent once arrived behind what was sent later. */
  isReordered = false;
  /** Quarters of a round trip that a segment may be late: more, when one was sent again in vain (RFC 2883 tells). */
  #quarters = 1;
  #recoveries = 0;
  /** An octet that stands behind all that was sent when the window was made wider: once a round trip. */
  #widenedAt = 0;
  /** When more will be late, ms; -1: nothing is waited for. */
  dueMs = -1;

  begin(seq: number): void {
    this.#furthest = this.#againTo = this.#widenedAt = seq;
  }

  /** `from` to `to` is sent once more. */
  sentAgain(from: number, to: number, nowMs: number): void {
    this.resent.note(from, nowMs);
    this.#againTo = further(this.#againTo, to);
  }

  /** Acknowledged: all before `una`. */
  acknowledged({ una, nxt }: Sender): void {
    this.dueMs = -1;
    // Who waits for nothing keeps nothing.
    if (una === nxt) {
      this.sent.clear();
      this.resent.clear();
    } else {
      this.sent.drop(una);
      this.resent.drop(una);
    }
    // Numbers wrap: none that is compared stays behind.
    this.#againTo = further(una, this.#againTo);
  }

  /** An acknowledgement comes. */
  hears(): void {
    this.#before = this.#furthest;
  }

  /** `from` to `to` arrived, of which nothing was known before. */
  arrived(from: number, to: number, nowMs: number): void {
    if (ahead(from, this.#againTo) <= 0) {
      this.#took(this.sent.at(plus(to, -1)), nowMs);
      if (ahead(to, this.#before) > 0) this.isReordered = true;
    } else {
      const ms = this.resent.at(plus(ahead(to, this.#againTo) > 0 ? to : this.#againTo, -1));
      // Sooner than anything ever arrived: that was the first one, not the one sent again (§6.2 step 2).
      if (ms >= 0 && nowMs - ms >= this.#leastMs) this.#took(ms, nowMs);
    }
    this.#furthest = further(this.#furthest, to);
  }

  #took(ms: number, nowMs: number): void {
    if (ms < 0) return;
    this.#leastMs = Math.min(this.#leastMs, nowMs - ms);
    if (ms < this.latestMs) return;
    this.latestMs = ms;
    this.#roundTripMs = nowMs - ms;
  }

  /** What was sent again had arrived already. */
  inVain(t: Sender): void {
    if (ahead(this.#widenedAt, t.una) < 0) return;
    this.#widenedAt = t.nxt;
    this.#quarters++;
    this.#recoveries = 0;
  }

  /** A recovery begins. */
  recovers(): void {
    if (++this.#recoveries < KEPT_FOR) return;
    this.#recoveries = 0;
    this.#quarters = 1;
  }

  /** Up to where all that is missing is late by now; not before `una`. Sets `dueMs`. */
  lostBefore(t: Sender, nowMs: number): number {
    this.dueMs = -1;
    if (this.latestMs < 0 || t.scoreboard.isEmpty) return t.una;
    const waitMs = this.#roundTripMs + this.#windowMs(t);
    // Sent before what arrived: before its moment, or in it and before its place.
    const until = further(this.#furthest, this.sent.firstAfter(this.latestMs - 1) ?? t.nxt);
    const late = this.sent.firstAfter(nowMs - waitMs) ?? t.nxt;
    const before = ahead(until, late) > 0 ? until : late;
    const next = t.scoreboard.gap(further(further(t.una, t.lostBefore), before), until);
    const ms = next === undefined ? -1 : this.sent.at(next.from);
    if (ms >= 0) this.dueMs = ms + waitMs;
    return further(t.una, before);
  }

  /** The first hole of which what was sent again is late as well: from there on it leaves once more. Undefined: none is. */
  lostAgain(t: Sender, nowMs: number): number | undefined {
    const hole = ahead(t.una, t.resentTo) > 0 ? t.scoreboard.gap(t.una, t.resentTo) : undefined;
    if (hole === undefined) return undefined;
    const ms = this.resent.at(hole.from);
    if (ms < 0 || ms >= this.latestMs) return undefined;
    const atMs = ms + this.#roundTripMs + (this.isReordered ? this.#windowMs(t) : 1);
    if (nowMs >= atMs) {
      this.resent.clear();
      return hole.from;
    }
    if (this.dueMs < 0 || atMs < this.dueMs) this.dueMs = atMs;
    return undefined;
  }

  #windowMs(t: Sender): number {
    return Math.max(1, Math.min((this.#quarters * this.#leastMs) / QUARTER, t.times.smoothedMs));
  }
}
