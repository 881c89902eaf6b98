/** A segment comes for a connection that is known (RFC 9293 §3.10.7.3 and §3.10.7.4; RFC 5961; RFC 7323 §5). */
import { longWord } from '../../bytes/words.ts';
import { ACK, FIN, RST, type Segment, SYN, URG } from '../../streams/tcp/segment.ts';
import { optionAt, windowScale } from '../../streams/tcp/syn-options.ts';
import { largestPayload } from '../ip/path.ts';
import { acknowledge, updateWindow } from './acknowledge.ts';
import { Cubic } from './congestion/cubic.ts';
import { NewReno } from './congestion/new-reno.ts';
import { DEFAULT_MSS, DEFAULT_MSS6, isSelective, mssOf, STAMP_OCTETS, stampsAt } from './segment-options.ts';
import { sendAck, sendSyn } from './send.ts';
import { ahead, plus } from './sequence.ts';
import { isSynchronized, mayReceive, type Tcb } from './tcb.ts';
import { refused, wasReset } from './tcp-errors.ts';
import { ackSoon, restartTimer, waitTwice } from './timers.ts';

/** RFC 7323 §5.5: after so long without a word a time stamp says nothing. */
const STAMP_LIFE_MS = 24 * 24 * 3600 * 1000;
/** From one challenge to the next, ms: so that nobody makes us send many (RFC 5961 §7). */
const CHALLENGE_MS = 500;
const WINDOW_SCALE = 3;

/** What comes of a segment, for the stack to do. */
export type Verdict = 'taken' | 'reset-it';

/**
 * Works a segment into its connection. What is to be sent is marked; `output` sends it when the batch has been worked through.
 *
 * @returns `reset-it`: the segment is to be answered with a reset
 */
export function arrive(t: Tcb, s: Segment, nowMs: number): Verdict {
  if (t.state === 'SYN-SENT') return arriveSynSent(t, s, nowMs);
  if (isOldStamp(t, s, nowMs)) {
    challenge(t, s.length > 0, nowMs);
    return 'taken';
  }
  if (t.state === 'SYN-RECEIVED') knownSyn(t, s);
  if (!isInWindow(t, s)) {
    outOfWindow(t, s, nowMs);
    return 'taken';
  }
  if ((s.flags & RST) !== 0) {
    // Only the very next number is believed; others in the window may be a guess (RFC 5961 §3.2).
    if (s.seq === t.rcvNxt) reset(t);
    else challenge(t, false, nowMs);
    return 'taken';
  }
  if ((s.flags & SYN) !== 0) {
    challenge(t, false, nowMs);
    return 'taken';
  }
  if ((s.flags & ACK) === 0) return 'taken';
  return arriveAcked(t, s, nowMs);
}

/** Both ends began at once, and this is the other's answer: its SYN is known already, what it acknowledges counts (§3.5, figure 7). */
function knownSyn(t: Tcb, s: Segment): void {
  if ((s.flags & (SYN | ACK | RST)) !== (SYN | ACK) || s.seq !== t.irs || s.ack !== t.nxt) return;
  s.seq = plus(s.seq, 1);
  s.flags &= ~SYN;
  t.ackNow = true;
}

function arriveAcked(t: Tcb, s: Segment, nowMs: number): Verdict {
  if (s.ack === t.askedTo && ahead(t.nxt, s.ack) > 0) t.nxt = s.ack;
  if (t.state === 'SYN-RECEIVED') {
    if (ahead(t.una, s.ack) <= 0 || ahead(s.ack, t.nxt) < 0) return 'reset-it';
    established(t, s, nowMs);
  } else if (ahead(s.ack, t.nxt) < 0) {
    // Of what was never sent (§3.10.7.4; RFC 5961 §5).
    challenge(t, false, nowMs);
    return 'taken';
  } else if (ahead(s.ack, t.una) > t.mostWnd) {
    challenge(t, false, nowMs);
    return 'taken';
  }
  noteStamp(t, s, nowMs);
  t.heardMs = nowMs;
  t.probes = 0;
  const before = t.una;
  if (ahead(t.una, s.ack) >= 0) acknowledge(t, s, nowMs);
  if (t.una !== before) wasAcknowledged(t);
  if (t.state === 'CLOSED') return 'taken';
  if ((s.flags & URG) !== 0 && mayReceive(t.state)) noteUrgent(t, s);
  if (s.length > 0 || (s.flags & FIN) !== 0) return takeText(t, s, nowMs);
  return 'taken';
}

/** §3.10.7.3. */
function arriveSynSent(t: Tcb, s: Segment, nowMs: number): Verdict {
  const acks = (s.flags & ACK) !== 0;
  const isOurs = acks && ahead(t.iss, s.ack) > 0 && ahead(s.ack, t.nxt) >= 0;
  if (acks && !isOurs) return (s.flags & RST) !== 0 ? 'taken' : 'reset-it';
  if ((s.flags & RST) !== 0) {
    if (isOurs) t.around.closed(t, refused(t));
    return 'taken';
  }
  if ((s.flags & SYN) === 0) return 'taken';
  agree(t, s, nowMs);
  t.heardMs = nowMs;
  if (!acks) {
    // Both ends began at once (§3.5, figure 7).
    t.become('SYN-RECEIVED');
    sendSyn(t, nowMs);
    return 'taken';
  }
  established(t, s, nowMs);
  acknowledge(t, s, nowMs);
  t.ackNow = true;
  if (s.length > 0 || (s.flags & FIN) !== 0) return takeText(t, s, nowMs);
  return 'taken';
}

/** What the other end's SYN says of itself, and what both can do then. */
export function agree(t: Tcb, s: Segment, nowMs: number): void {
  const { settings } = t;
  t.irs = s.seq;
  t.rcvNxt = plus(s.seq, 1);
  t.rcvEdge = plus(t.rcvNxt, Math.min(0xffff, settings.receiveBuffer));
  t.wnd = s.window;
  t.mostWnd = s.window;
  t.wl1 = s.seq;
  t.wl2 = s.ack;
  const stamps = settings.timestamps ? stampsAt(s) : -1;
  t.stamps = stamps >= 0;
  if (t.stamps) {
    t.recent = longWord(s.b, stamps);
    t.recentMs = nowMs;
  }
  t.selective = settings.selective && isSelective(s);
  // Scaling is for both or for none (RFC 7323 §2.2).
  const scales = settings.windowScaling && optionAt(s, WINDOW_SCALE) >= 0;
  t.sendScale = scales ? windowScale(s) : 0;
  if (!scales) t.rcvScale = 0;
  setMss(t, mssOf(s));
  t.congestion = settings.congestion === 'cubic' ? new Cubic(t.mss) : new NewReno(t.mss);
  // A SYN that had to be sent again says that the way is full (RFC 6298 §5.7; RFC 5681 §3.1).
  if (t.resent > 0) t.congestion.window = t.mss;
}

/** Largest payload of our segments: what they take, and what the path lets through, without our options (RFC 9293 §3.7.1, RFC 6691). */
export function setMss(t: Tcb, theirs: number | undefined): void {
  const { path } = t;
  const passes = largestPayload(path.isV6, path.mtu);
  t.theirMss = theirs ?? (path.isV6 ? DEFAULT_MSS6 : DEFAULT_MSS);
  t.mss = Math.max(8, Math.min(t.theirMss, passes) - (t.stamps ? STAMP_OCTETS : 0));
}

function established(t: Tcb, s: Segment, nowMs: number): void {
  t.become('ESTABLISHED');
  t.times.backoff = 0;
  restartTimer(t);
  t.heardMs = nowMs;
  t.wl1 = s.seq;
  t.wl2 = s.ack;
  updateWindow(t, s);
  t.around.opened(t);
}

/** What was sent last is acknowledged: a FIN of ours may be in it (§3.10.7.4, fifth). */
function wasAcknowledged(t: Tcb): void {
  if (t.wantsRoom && t.sending.room > 0) {
    t.wantsRoom = false;
    t.isWritable = true;
  }
  if (t.finSeq < 0 || t.una !== plus(t.finSeq, 1)) return;
  if (t.state === 'FIN-WAIT-1') t.become('FIN-WAIT-2');
  else if (t.state === 'CLOSING') waitTwice(t);
  else if (t.state === 'LAST-ACK') t.around.closed(t, undefined);
}

/** Octets and FIN, sixth to eighth of §3.10.7.4. */
function takeText(t: Tcb, s: Segment, nowMs: number): Verdict {
  if (t.state === 'TIME-WAIT') {
    // Their FIN again: our acknowledgement was lost.
    t.ackNow = true;
    waitTwice(t);
    return 'taken';
  }
  if (!mayReceive(t.state)) {
    t.ackNow = true;
    return 'taken';
  }
  // Data for nobody: the other end learns that it was not read (§3.6.1; RFC 2525 §2.17).
  if (t.isDeaf && s.length > 0 && ahead(t.rcvNxt, plus(s.seq, s.length)) > 0) {
    t.around.closed(t, undefined);
    return 'reset-it';
  }
  let fin = (s.flags & FIN) !== 0;
  let from = s.data;
  let seq = s.seq;
  let n = s.length;
  const before = ahead(seq, t.rcvNxt);
  if (before > 0) {
    const cut = Math.min(before, n);
    from += cut;
    n -= cut;
    seq = plus(seq, cut);
    if (before > s.length) fin = false;
  }
  const room = ahead(seq, t.rcvEdge);
  if (n > room) {
    n = Math.max(0, room);
    fin = false;
  }
  // All of it was there already, or none of it fits: they should know where we are.
  if (n === 0 && !fin) {
    t.ackNow = true;
    return 'taken';
  }
  if (seq === t.rcvNxt) inTurn(t, s.b, from, n, fin);
  else {
    if (n > 0) t.receiving.keep(seq, s.b, from, n);
    if (fin) t.endSeq = plus(seq, n);
    // At once, so that the other end sees what is lost (RFC 5681 §4.2).
    sendAck(t, nowMs);
  }
  return 'taken';
}

function inTurn(t: Tcb, b: Uint8Array, from: number, n: number, fin: boolean): void {
  const { receiving } = t;
  const hadGap = receiving.hasGap;
  if (n > 0) {
    receiving.append(b, from, n);
    t.rcvNxt = plus(t.rcvNxt, n);
    t.octetsReceived += n;
  }
  if (hadGap) {
    const more = receiving.advance(t.rcvNxt);
    t.rcvNxt = plus(t.rcvNxt, more);
    t.octetsReceived += more;
  }
  t.isReadable = true;
  if (fin || t.endSeq === t.rcvNxt) {
    ended(t);
    return;
  }
  t.unacked += n;
  // Every second full segment at least, at once when a gap was filled (RFC 9293 §3.8.6.3, RFC 5681 §4.2).
  if (hadGap || t.unacked >= 2 * Math.min(t.around.ownMss(t), t.theirMss)) t.ackNow = true;
  else ackSoon(t);
}

/** The other end has sent all (§3.10.7.4, eighth). */
function ended(t: Tcb): void {
  t.rcvNxt = plus(t.rcvNxt, 1);
  t.isEnded = true;
  t.isReadable = true;
  t.ackNow = true;
  if (t.state === 'ESTABLISHED') t.become('CLOSE-WAIT');
  else if (t.state === 'FIN-WAIT-1') t.become('CLOSING');
  else if (t.state === 'FIN-WAIT-2') waitTwice(t);
}

function noteUrgent(t: Tcb, s: Segment): void {
  const until = plus(s.seq, s.urgent);
  if (t.hasUrgent && ahead(t.urgentUntil, until) <= 0) return;
  t.hasUrgent = true;
  t.urgentUntil = until;
}

/** Whether any of it is in the window (§3.10.7.4, first: the four cases). */
function isInWindow(t: Tcb, s: Segment): boolean {
  const window = ahead(t.rcvNxt, t.rcvEdge);
  const octets = s.length + ((s.flags & SYN) !== 0 ? 1 : 0) + ((s.flags & FIN) !== 0 ? 1 : 0);
  const first = ahead(t.rcvNxt, s.seq);
  // With no window left, what stands at its edge is still heard for what it acknowledges.
  if (window <= 0) return first === 0;
  if (octets === 0) return first >= 0 && first < window;
  const last = first + octets - 1;
  return (first >= 0 && first < window) || (last >= 0 && last < window);
}

function outOfWindow(t: Tcb, s: Segment, nowMs: number): void {
  if ((s.flags & RST) !== 0) return;
  // Our answer to their SYN was lost.
  if (t.state === 'SYN-RECEIVED' && (s.flags & SYN) !== 0 && s.seq === t.irs) {
    sendSyn(t, nowMs);
    return;
  }
  if (t.state === 'TIME-WAIT' && (s.flags & FIN) !== 0) waitTwice(t);
  challenge(t, s.length > 0 || (s.flags & FIN) !== 0, nowMs);
}

/** Tells where we are. `always`: it was data, whose sender has to know; else not too often. */
function challenge(t: Tcb, always: boolean, nowMs: number): void {
  if (!always) {
    if (nowMs - t.challengedMs < CHALLENGE_MS) return;
    t.challengedMs = nowMs;
  }
  t.ackNow = true;
}

/** A segment of before the numbers went around, by its time stamp (RFC 7323 §5.3 R1). */
function isOldStamp(t: Tcb, s: Segment, nowMs: number): boolean {
  if (!t.stamps || (s.flags & RST) !== 0) return false;
  const at = stampsAt(s);
  // Linux takes it; the RFC would have it dropped (§3.2).
  if (at < 0) return false;
  return ahead(t.recent, longWord(s.b, at)) < 0 && nowMs - t.recentMs < STAMP_LIFE_MS;
}

function noteStamp(t: Tcb, s: Segment, nowMs: number): void {
  if (!t.stamps || ahead(s.seq, t.ackedNxt) < 0) return;
  const at = stampsAt(s);
  if (at < 0) return;
  const stamp = longWord(s.b, at);
  if (ahead(t.recent, stamp) < 0) return;
  t.recent = stamp;
  t.recentMs = nowMs;
}

function reset(t: Tcb): void {
  // §3.10.7.4, second: who only listened knows nothing of it.
  if (t.state === 'SYN-RECEIVED') t.around.closed(t, t.isPassive ? undefined : refused(t));
  else if (isSynchronized(t.state)) t.around.closed(t, t.state === 'TIME-WAIT' ? undefined : wasReset(t));
}
