/** What is lost, and how much leaves while it is sent again (RFC 5681 §3.2, RFC 6582, RFC 6675, RFC 6937, RFC 8985). */
import { LOST_AFTER } from './scoreboard.ts';
import { pipe, stampNow } from './send.ts';
import { ahead, further, plus } from './sequence.ts';
import type { Tcb } from './tcb.ts';

/** After an acknowledgement: `acked` octets in their turn, `delivered` of which it is known now that they arrived; `flight` were under way before. */
export function recover(t: Tcb, acked: number, delivered: number, flight: number, nowMs: number): void {
  const { congestion } = t;
  if (congestion === undefined) return;
  if (t.recovery === 'none') {
    if (acked > 0) t.duplicates = 0;
    if (isLossSeen(t, nowMs)) enter(t, flight, nowMs);
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
  if (t.selective) seeMore(t, nowMs);
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

/** Three duplicates, or so much arrived behind it (RFC 6675 §5), or it is late (RFC 8985). */
function isLossSeen(t: Tcb, nowMs: number): boolean {
  if (t.una === t.nxt) return false;
  if (!t.selective) return t.duplicates >= LOST_AFTER;
  const lost = lostBefore(t, nowMs);
  const again = t.rack.lostAgain(t, nowMs);
  if (again !== undefined) t.resentTo = again;
  // What was sent again beyond the end of the recovery before is under way.
  if (again !== undefined || t.scoreboard.gap(t.resentTo, lost) !== undefined) return true;
  return t.duplicates >= LOST_AFTER && !t.rack.isReordered && t.resentTo === t.una;
}

/** Up to where all that is missing is lost. On a way that reorders only time tells. */
function lostBefore(t: Tcb, nowMs: number): number {
  const late = t.rack.lostBefore(t, nowMs);
  return t.rack.isReordered ? late : further(late, t.scoreboard.lostBefore(t.una, t.mss));
}

/** What else is lost in a recovery: of what was sent once, and of what was sent again. */
function seeMore(t: Tcb, nowMs: number): void {
  t.lostBefore = further(t.lostBefore, lostBefore(t, nowMs));
  t.resentTo = t.rack.lostAgain(t, nowMs) ?? t.resentTo;
}

/** Time has passed, and nothing came. */
export function seeLate(t: Tcb, nowMs: number): void {
  if (t.recovery === 'none') {
    if (isLossSeen(t, nowMs)) enter(t, t.inFlight, nowMs);
    return;
  }
  seeMore(t, nowMs);
  if (t.recovery === 'fast') reduce(t, 0);
}

/** All that is under way, and did not arrive, is taken for lost. */
export function allAgain(t: Tcb): void {
  t.rack.resent.clear();
  t.recovery = 'timeout';
  t.recoverAt = t.nxt;
  t.lostBefore = t.nxt;
  t.resentTo = t.una;
  // Karn's rule (RFC 6298 §3).
  t.timedMs = -1;
}

function enter(t: Tcb, flight: number, nowMs: number): void {
  t.congestion?.lost(ahead(t.una, t.nxt), nowMs);
  t.recovery = 'fast';
  t.recoverAt = t.nxt;
  if (!t.selective) t.resentTo = t.una;
  // An echo tells of the first hole only.
  t.againStamp = t.resentTo === t.una ? stampNow(t, nowMs) : undefined;
  const first = t.scoreboard.gap(t.resentTo, t.nxt);
  const one = first === undefined ? t.una : plus(first.from, Math.min(t.mss, ahead(first.from, first.to)));
  t.lostBefore = further(one, lostBefore(t, nowMs));
  t.rack.recovers();
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
