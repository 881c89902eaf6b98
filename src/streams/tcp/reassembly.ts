/** From segments to the octets of each side's stream, in order, each told once. */
import { type NewWins, type OverlapPolicy, tcpOverlapRule } from '../overlap-policy.ts';
import type { Connection, StreamEnd } from './connection.ts';
import type { GapReason, TcpAnomalyKind, TcpHandlers } from './events.ts';
import { HeldAsLinux } from './held-as-linux.ts';
import { HeldPieces, MOST_RUNS } from './held.ts';
import { FIN, type Segment, SYN } from './segment.ts';
import type { Limits } from './tcp-options.ts';
import { ToldOctets } from './told.ts';
import { Waiting } from './waiting.ts';

/**
 * Octets that the receiver has acknowledged and nobody has seen are lost. But a capture of several queues may have its segments out of order: so
 * some more are waited for, or this long.
 */
const LATE_SEGMENTS = 8;
const LATE_MS = 1000;

/** Without knowledge of the receiver's window: half of what numbers can tell apart. */
const ANY_ROOM = 2 ** 30;
/** Windows are known late (acknowledgments may be missing), so this much is always believed. */
const LEAST_ROOM = 65_535;

export class Reassembly {
  readonly waiting: Waiting;
  readonly #wins: NewWins;
  readonly #handlers: TcpHandlers;
  readonly #maxOctets: number;
  readonly #maxPerSide: number;
  /** What was told, where that is kept. */
  readonly #kept: ToldOctets | undefined;
  told = 0;
  missing = 0;
  outOfWindow = 0;

  constructor(handlers: TcpHandlers, policy: OverlapPolicy, { maxOctets, maxPerSide, keepTold }: Limits) {
    this.#handlers = handlers;
    this.#kept = keepTold > 0 ? new ToldOctets(keepTold, maxOctets) : undefined;
    this.#wins = tcpOverlapRule(policy);
    this.waiting = new Waiting(() => (policy === 'linux' ? new HeldAsLinux() : new HeldPieces()));
    this.#maxOctets = maxOctets;
    this.#maxPerSide = maxPerSide;
  }

  /** Payload and FIN of a segment from `a` to `z`, whose first octet is at `from`. */
  take(c: Connection, a: StreamEnd, z: StreamEnd, s: Segment, from: number): void {
    let to = from + s.length;
    if (!this.#fits(c, a, z, s, from, to)) return;
    if ((s.flags & FIN) !== 0 && a.finAt < 0 && to >= a.at) {
      a.finAt = to;
      a.finPacket = s.packet;
    }
    if (a.finAt >= 0 && to > a.finAt) {
      this.tell(c, a, s, 'behind-fin', a.finAt, to - a.finAt);
      to = a.finAt;
    }
    if (to > a.sent) a.sent = to;
    if (from < a.at && a.told !== undefined) this.#compare(c, a, s, from, to);
    if (to > a.at) {
      if (!a.isCollected) this.#skip(a, to);
      else if (from === a.at && a.held === undefined && c.isOpen) this.#straight(c, a, s, to);
      else this.#hold(c, a, s, from, to);
    }
    if (a.at === a.finAt) this.#finish(c, a);
  }

  /** What waits for octets before it that the receiver has acknowledged, and that nobody has seen, has waited long enough. */
  acknowledged(c: Connection, a: StreamEnd, timeMs: number): void {
    if (a.held === undefined || a.held.runs === 0 || a.acked < a.held.first) return;
    if (a.holeSegments++ === 0) a.holeMs = timeMs;
    if (a.holeSegments > LATE_SEGMENTS || timeMs - a.holeMs > LATE_MS) this.#gap(c, a, 'lost');
  }

  /** Whatever waits is told now, with the gaps before it. */
  flush(c: Connection, a: StreamEnd, reason: GapReason): void {
    while (a.held !== undefined && a.held.runs > 0) {
      if (a.held.first > a.at) this.#gap(c, a, reasonTo(a, a.held.first, reason));
      else this.deliver(c, a);
    }
    this.waiting.release(a);
    if (reason !== 'ended') return;
    // Of a side that was never seen nothing is missing: the capture has the other one alone.
    if (c.isOpen && a.isCollected && a.packets > 0) this.#end(c, a);
    this.#kept?.release(a);
  }

  /** Octets at the very end that nobody saw: its FIN stands behind them, or the receiver has acknowledged them. */
  #end(c: Connection, a: StreamEnd): void {
    // Without a FIN, one acknowledged number more than there were octets may be the FIN's own.
    const to = a.finAt >= 0 ? a.finAt : a.acked - a.at > 1 ? a.acked : a.at;
    if (to > a.at) this.#tellGap(c, a, to, reasonTo(a, to, 'ended'));
    if (a.at === a.finAt) this.#finish(c, a);
  }

  /** Tells what is in order of what waits. */
  deliver(c: Connection, a: StreamEnd): void {
    const { held } = a;
    if (held === undefined) return;
    while (held.runs > 0 && held.first === a.at && a.at !== a.finAt) {
      const octets = held.firstOctets;
      // Octets behind the end may have come before the end was known.
      this.#tellData(c, a, a.finAt < 0 ? octets : octets.subarray(0, a.finAt - a.at), held.firstTag);
      // What is dropped may be overwritten, so not before.
      const before = held.memory;
      held.dropFirst();
      this.waiting.octets += held.memory - before;
    }
    if (held.runs === 0 || a.at === a.finAt) this.waiting.release(a);
    a.holeSegments = 0;
  }

  tell(c: Connection, a: StreamEnd, s: Segment, kind: TcpAnomalyKind, at: number, octets: number): void {
    this.#handlers.anomaly?.({ kind, connection: c, from: a.side, packet: s.packet, timeMs: s.timeMs, at, octets });
  }

  /** Whether the receiver has room for it (RFC 9293 §3.4). */
  #fits(c: Connection, a: StreamEnd, z: StreamEnd, s: Segment, from: number, to: number): boolean {
    const room = z.room < 0 ? ANY_ROOM : Math.max(z.room, LEAST_ROOM);
    if (to <= Math.max(a.at, a.acked) + room && to > a.at - ANY_ROOM) return true;
    this.outOfWindow++;
    this.tell(c, a, s, 'out-of-window', from, s.length);
    return false;
  }

  /** The usual way: the next octets, and nothing waits. They are told as they lie in the packet. */
  #straight(c: Connection, a: StreamEnd, s: Segment, to: number): void {
    const there = Math.min(to - a.at, s.captured);
    if (there > 0 && this.#handlers.pass?.(c, a.side, s.b, s.data, s.data + there) === true) {
      move(a, a.at + there);
      this.told += there;
    }
    // Twice as fast as subarray(), which asks for the species.
    else if (there > 0) this.#tellData(c, a, new Uint8Array(s.b.buffer, s.b.byteOffset + s.data, there), s.packet);
    if (to > a.at) this.#tellGap(c, a, to, 'cut');
  }

  #hold(c: Connection, a: StreamEnd, s: Segment, from: number, to: number): void {
    const start = Math.max(from, a.at);
    const end = Math.min(to, from + s.captured);
    if (end > start) {
      while (end - a.at > this.#maxPerSide || (a.held !== undefined && a.held.runs >= MOST_RUNS)) {
        if (a.held !== undefined && a.held.runs > 0) this.#gap(c, a, 'crowded-out');
        else this.#tellGap(c, a, start, 'crowded-out');
        if (a.at >= start) break;
      }
      if (a.at >= end) return;
      this.#add(c, a, s, Math.max(start, a.at), end, from);
      if (c.isOpen) this.deliver(c, a);
    }
    // The capture has no more of it, nor will it have of one like it.
    if (a.at === end) this.#skipTo(c, a, to, 'cut');
  }

  /** What is missing up to `to` is told as missing, and what waits there is told. */
  #skipTo(c: Connection, a: StreamEnd, to: number, reason: GapReason): void {
    while (a.at < to) {
      const { held } = a;
      if (held !== undefined && held.runs > 0 && held.first < to) this.#gap(c, a, reason);
      else this.#tellGap(c, a, to, reason);
    }
    this.deliver(c, a);
  }

  #add(c: Connection, a: StreamEnd, s: Segment, start: number, end: number, from: number): void {
    const held = this.waiting.of(c, a);
    const before = held.memory;
    const { known, differs } = held.add(start, end, s.b, s.data + start - from, this.#wins, s.packet);
    this.waiting.octets += held.memory - before;
    if (known > 0 && differs) this.tell(c, a, s, 'overlap', start, known);
    while (this.waiting.octets > this.#maxOctets) {
      const oldest = this.waiting.oldest();
      if (oldest === undefined) return;
      this.flush(oldest[1], oldest[0], 'crowded-out');
    }
  }

  #gap(c: Connection, a: StreamEnd, reason: GapReason): void {
    const { held } = a;
    if (held === undefined) return;
    const first = a.finAt < 0 ? held.first : Math.min(held.first, a.finAt);
    if (first > a.at) this.#tellGap(c, a, first, reason);
    this.deliver(c, a);
    a.holeSegments = 0;
    if (a.at === a.finAt) this.#finish(c, a);
  }

  #tellGap(c: Connection, a: StreamEnd, to: number, reason: GapReason): void {
    const { at } = a;
    const octets = to - at;
    move(a, to);
    this.missing += octets;
    this.#handlers.gap?.(c, a.side, octets, at, reason);
  }

  #tellData(c: Connection, a: StreamEnd, octets: Uint8Array, packet: number): void {
    const { at } = a;
    move(a, at + octets.length);
    this.told += octets.length;
    if (!a.isCollected) return;
    this.#kept?.add(a, octets, at);
    this.#handlers.data?.(c, a.side, octets, at, packet);
  }

  /** Octets that were told come again. */
  #compare(c: Connection, a: StreamEnd, s: Segment, from: number, to: number): void {
    const end = Math.min(to, a.at, from + s.captured);
    if (end > from && a.told?.differs(s.b.subarray(s.data, s.data + end - from), from) === true)
      this.tell(c, a, s, 'overlap', from, end - from);
  }

  #skip(a: StreamEnd, to: number): void {
    this.waiting.release(a);
    move(a, to);
  }

  #finish(c: Connection, a: StreamEnd): void {
    if (a.isFinished) return;
    a.isFinished = true;
    this.#handlers.finish?.(c, a.side, a.finPacket);
  }
}

/** What the receiver has acknowledged, it had: it is lost to whoever listens. */
const reasonTo = (a: StreamEnd, to: number, otherwise: GapReason): GapReason =>
  otherwise === 'ended' && a.acked >= to ? 'lost' : otherwise;

/** All octets before `at` have been told, or are gone. */
function move(a: StreamEnd, at: number): void {
  a.next = (a.next + (at - a.at)) >>> 0;
  a.at = at;
}

/** Where the payload of a segment begins: behind its SYN, if it has one. */
export const firstOctet = (s: Segment): number => ((s.flags & SYN) === 0 ? s.seq : (s.seq + 1) >>> 0);
