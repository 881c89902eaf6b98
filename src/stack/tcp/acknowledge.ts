/** What an acknowledgement means: what arrived, how long it took, and whether something was sent again in vain (RFC 9293 §3.10.7.4, RFC 2018, RFC 3522). */
import { longWord } from '../../bytes/words.ts';
import { FIN, type Segment, SYN } from '../../streams/tcp/segment.ts';
import { recover } from './recover.ts';
import { eachArrived, stampsAt } from './segment-options.ts';
import { stampNow } from './send.ts';
import { ahead, further, plus } from './sequence.ts';
import type { Tcb } from './tcb.ts';
import { restartTimer } from './timers.ts';

/** An echo that is older is none of ours. */
const MOST_ECHO_MS = 600_000;

/** The segment's acknowledgement, which is one of what was sent (§3.10.7.4: una ≤ ack ≤ nxt). */
export function acknowledge(t: Tcb, s: Segment, nowMs: number): void {
  const flight = ahead(t.una, t.nxt);
  const acked = ahead(t.una, s.ack);
  t.rack.hears();
  let delivered = t.selective && flight > 0 ? noteArrived(t, s, nowMs) : 0;
  const news = delivered > 0;
  if (acked > 0) delivered += advance(t, s, acked, nowMs);
  else if (isDuplicate(t, s, flight, news)) t.duplicates++;
  updateWindow(t, s);
  if (acked > 0 && t.againStamp !== undefined) judgeAgain(t, s, t.againStamp);
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
    if (t.una === t.nxt) t.waitingMs = -1;
    restartTimer(t);
  }
}

/** Octets of which it says for the first time that they arrived ahead of their turn. */
function noteArrived(t: Tcb, s: Segment, nowMs: number): number {
  if (s.data === s.tcp + 20) return 0;
  let n = 0;
  eachArrived(s, (from, to) => {
    if (ahead(from, to) <= 0 || ahead(to, t.nxt) < 0) return;
    // What lies before is said of duplicates (RFC 2883); what was never sent is no fact.
    if (ahead(t.una, from) > 0 && ahead(s.ack, from) > 0) {
      arrived(t, from, to, nowMs);
      n += t.scoreboard.add(from, to);
    } else if (ahead(to, s.ack) >= 0) t.rack.inVain(t);
  });
  return n;
}

/** What of `from` to `to` was not known to have arrived. */
function arrived(t: Tcb, from: number, to: number, nowMs: number): void {
  for (let gap = t.scoreboard.gap(from, to); gap !== undefined; gap = t.scoreboard.gap(gap.to, to)) t.rack.arrived(gap.from, gap.to, nowMs);
}

/** @returns octets that are now known to have arrived, and were not before */
function advance(t: Tcb, s: Segment, acked: number, nowMs: number): number {
  const { scoreboard, times } = t;
  const synAcked = t.una === t.iss ? 1 : 0;
  const finAcked = t.finSeq >= 0 && s.ack === plus(t.finSeq, 1) ? 1 : 0;
  const before = scoreboard.octets;
  arrived(t, t.una, s.ack, nowMs);
  scoreboard.acknowledged(s.ack);
  t.sending.drop(acked - synAcked - finAcked);
  t.una = s.ack;
  t.rack.acknowledged(t);
  // Numbers wrap: none that is compared stays behind.
  t.resentTo = further(t.una, t.resentTo);
  t.lostBefore = further(t.una, t.lostBefore);
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
    const echo = echoOf(s);
    const ms = echo === undefined ? -1 : (stampNow(t, nowMs) - echo) | 0;
    if (ms >= 0 && ms < MOST_ECHO_MS) t.times.measured(ms, 4);
  }
}

/** Which time stamp of ours it answers. */
function echoOf(s: Segment): number | undefined {
  const at = stampsAt(s);
  return at < 0 ? undefined : longWord(s.b, at + 4);
}

/** The first new acknowledgement of a recovery: where it answers what was sent before, nothing was lost, only late. All is as before then (RFC 3522, RFC 4015). */
function judgeAgain(t: Tcb, s: Segment, againStamp: number): void {
  t.againStamp = undefined;
  const echo = t.stamps && t.recovery !== 'none' ? echoOf(s) : undefined;
  if (echo === undefined || ahead(echo, againStamp) <= 0) return;
  t.congestion?.undo();
  // After a time-out it may have been the acknowledgement that was lost.
  if (t.recovery === 'fast') t.rack.isReordered = true;
  t.recovery = 'none';
  t.duplicates = 0;
  t.lostBefore = t.resentTo = t.una;
}

/** RFC 5681 §2; with selective acknowledgements, one that tells of something new (RFC 6675 §2). */
const isDuplicate = (t: Tcb, s: Segment, flight: number, news: boolean): boolean =>
  flight > 0 &&
  s.length === 0 &&
  (s.flags & (SYN | FIN)) === 0 &&
  s.ack === t.una &&
  (t.selective ? news : s.window * (1 << t.sendScale) === t.wnd);
