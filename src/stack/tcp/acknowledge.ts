/** What an acknowledgement means: what arrived, how long it took, what is lost (RFC 9293 §3.10.7.4, RFC 5681 §3.2, RFC 6582, RFC 6675, RFC 6937). */
import { longWord } from '../../bytes/words.ts';
import { FIN, type Segment, SYN } from '../../streams/tcp/segment.ts';
import { LOST_AFTER } from './scoreboard.ts';
import { eachArrived, stampsAt } from './segment-options.ts';
import { pipe, stampNow } from './send.ts';
import { ahead, further, plus } from './sequence.ts';
import type { Tcb } from './tcb.ts';
import { restartTimer } from './timers.ts';

/** An echo that is older is none of ours. */
const MOST_ECHO_MS = 600_000;

/** The segment's acknowledgement, which is one of what was sent (§3.10.7.4: una ≤ ack ≤ nxt). */
export function acknowledge(t: Tcb, s: Segment, nowMs: number): void {
  const flight = ahead(t.una, t.nxt);
  const acked = ahead(t.una, s.ack);
  let delivered = t.selective && flight > 0 ? noteArrived(t, s) : 0;
  const news = delivered > 0;
  if (acked > 0) delivered += advance(t, s, acked, nowMs);
  else if (isDuplicate(t, s, flight, news)) t.duplicates++;
  updateWindow(t, s);
  recover(t, acked, delivered, flight, nowMs);
}

/** The window that it tells, unless an older segment was late (§3.10.7.4: SND.WL1, SND.WL2). */
export function updateWindow(t: Tcb, s: Segment): void {
  const later = ahead(t.wl1, s.seq);
  if (later < 0 || (later === 0 && ahead(t.wl2, s.ack) < 0)) return;
  const before = t.wnd;
  t.wnd = s.window * ((s.flags & SYN) !== 0 ? 1 : 1 << t.sendScale);
  t.mostWnd = Math.max(t.mostWnd, t.wnd);
  t.wl1 = s.seq;
  t.wl2 = s.ack;
  // What was asked for with probes is there.
  if (before === 0 && t.wnd > 0) {
    t.times.backoff = 0;
    restartTimer(t);
  }
}

/** Octets of which it says for the first time that they arrived ahead of their turn. */
function noteArrived(t: Tcb, s: Segment): number {
  if (s.data === s.tcp + 20) return 0;
  let n = 0;
  eachArrived(s, (from, to) => {
    // What lies before is said of duplicates (RFC 2883); what was never sent is no fact.
    if (ahead(from, to) > 0 && ahead(t.una, from) > 0 && ahead(s.ack, from) > 0 && ahead(to, t.nxt) >= 0) n += t.scoreboard.add(from, to);
  });
  return n;
}

/** @returns octets that are now known to have arrived, and were not before */
function advance(t: Tcb, s: Segment, acked: number, nowMs: number): number {
  const { scoreboard, times } = t;
  const synAcked = t.una === t.iss ? 1 : 0;
  const finAcked = t.finSeq >= 0 && s.ack === plus(t.finSeq, 1) ? 1 : 0;
  const before = scoreboard.octets;
  scoreboard.acknowledged(s.ack);
  t.sending.drop(acked - synAcked - finAcked);
  t.una = s.ack;
  measure(t, s, nowMs);
  times.backoff = 0;
  t.waitingMs = t.una === t.nxt ? -1 : nowMs;
  restartTimer(t);
  t.path.neighbour.confirmed(nowMs);
  return acked - (before - scoreboard.octets);
}

function measure(t: Tcb, s: Segment, nowMs: number): void {
  if (t.timedMs >= 0 && ahead(t.timedSeq, s.ack) >= 0) {
    t.times.measured(nowMs - t.timedMs);
    t.timedMs = -1;
  } else if (t.stamps && t.recovery !== 'none') {
    // The echo tells which of several it answers (RFC 7323 §4).
    const at = stampsAt(s);
    const ms = at < 0 ? -1 : (stampNow(t, nowMs) - longWord(s.b, at + 4)) | 0;
    if (ms >= 0 && ms < MOST_ECHO_MS) t.times.measured(ms, 4);
  }
}

/** RFC 5681 §2; with selective acknowledgements, one that tells of something new (RFC 6675 §2). */
const isDuplicate = (t: Tcb, s: Segment, flight: number, news: boolean): boolean =>
  flight > 0 &&
  s.length === 0 &&
  (s.flags & (SYN | FIN)) === 0 &&
  s.ack === t.una &&
  (t.selective ? news : s.window * (1 << t.sendScale) === t.wnd);

function recover(t: Tcb, acked: number, delivered: number, flight: number, nowMs: number): void {
  const { congestion } = t;
  if (congestion === undefined) return;
  if (t.recovery === 'none') {
    if (acked > 0) t.duplicates = 0;
    if (isLossSeen(t)) enter(t, flight, nowMs);
    // A window that is not used says nothing about the way (RFC 9293 §3.8.2, RFC 7661).
    else if (acked > 0 && usesWindow(t, flight)) congestion.acknowledged(acked, nowMs, t.times.smoothedMs);
    return;
  }
  if (ahead(t.recoverAt, t.una) >= 0) {
    if (t.recovery === 'fast') congestion.window = Math.max(congestion.threshold, t.mss);
    t.recovery = 'none';
    t.duplicates = 0;
    return;
  }
  if (t.selective) t.lostBefore = further(t.lostBefore, t.scoreboard.lostBefore(t.una, t.mss));
  else if (acked > 0 && t.recovery === 'fast') {
    // A part: the next one is lost as well (RFC 6582 §3.2 step 3).
    t.lostBefore = plus(t.una, Math.min(t.mss, ahead(t.una, t.nxt)));
    t.resentTo = t.una;
    t.duplicates = Math.max(0, t.duplicates - Math.ceil(acked / t.mss) + 1);
  }
  if (t.recovery === 'timeout') {
    if (acked > 0) congestion.acknowledged(acked, nowMs, t.times.smoothedMs);
    return;
  }
  t.prrArrived += t.selective ? delivered : Math.max(acked, t.mss);
  reduce(t, delivered);
}

const usesWindow = (t: Tcb, flight: number): boolean => {
  const { window, threshold } = t.congestion as NonNullable<Tcb['congestion']>;
  return window < threshold ? 2 * flight > window : flight + 3 * t.mss > window;
};

/** Three duplicates, or so much arrived behind it (RFC 6675 §5). Never twice for what was sent before (RFC 6582 §3.2 step 1). */
function isLossSeen(t: Tcb): boolean {
  if (ahead(t.recoverAt, t.una) < 0 || t.una === t.nxt) return false;
  return t.duplicates >= LOST_AFTER || (!t.scoreboard.isEmpty && ahead(t.una, t.scoreboard.lostBefore(t.una, t.mss)) > 0);
}

function enter(t: Tcb, flight: number, nowMs: number): void {
  t.congestion?.lost(ahead(t.una, t.nxt), nowMs);
  t.recovery = 'fast';
  t.recoverAt = t.nxt;
  t.resentTo = t.una;
  const first = t.scoreboard.gap(t.una, t.nxt);
  const one = first === undefined ? t.una : plus(first.from, Math.min(t.mss, ahead(first.from, first.to)));
  t.lostBefore = further(one, t.scoreboard.lostBefore(t.una, t.mss));
  t.recoverFlight = Math.max(1, flight);
  t.prrArrived = 0;
  t.prrSent = 0;
}

/** Sends as much less as the window is to be smaller, spread over the round trip (RFC 6937 §3.1). */
function reduce(t: Tcb, delivered: number): void {
  const { congestion } = t;
  if (congestion === undefined) return;
  const { threshold } = congestion;
  const under = pipe(t);
  let may: number;
  if (under > threshold) may = Math.ceil((t.prrArrived * threshold) / t.recoverFlight) - t.prrSent;
  else may = Math.min(threshold - under, Math.max(t.prrArrived - t.prrSent, delivered) + t.mss);
  congestion.window = under + Math.max(0, may);
}
