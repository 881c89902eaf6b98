/** What a connection sends, and when (RFC 9293 §3.8.6, §3.7.4; RFC 6675 §5; RFC 6937). */
import { headerWriter } from '../../packet/in-bulk/header-writer.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { ACK, FIN, PSH, SYN } from '../../streams/tcp/segment.ts';
import { selectiveOptions, STAMP_OCTETS, synOptions, writeStamps } from './segment-options.ts';
import { PROTOCOL_TCP, seal } from './seal.ts';
import { ahead, further, plus } from './sequence.ts';
import { isSynchronized, maySend, type Tcb } from './tcb.ts';

const writeTcp = headerWriter(TCP(), ['sport', 'dport', 'seq', 'ack', 'dataofs', 'flags', 'window']);
export const TCP_HEADER = writeTcp.size;
const MOST_WINDOW = 0xffff;

/** Our clock of time stamps (RFC 7323 §5.4): ms, from a number of the connection's own. */
export const stampNow = (t: Tcb, nowMs: number): number => (Math.floor(nowMs) + t.stampOffset) >>> 0;

/** Sends our SYN, or our answer to theirs. */
export function sendSyn(t: Tcb, nowMs: number): void {
  const answers = t.state === 'SYN-RECEIVED';
  const window = Math.min(MOST_WINDOW, t.settings.receiveBuffer);
  if (answers) t.rcvEdge = further(t.rcvEdge, plus(t.rcvNxt, window));
  emit(t, t.iss, 0, answers ? SYN | ACK : SYN, window, synOptions(t, t.around.ownMss(t), stampNow(t, nowMs), answers), nowMs);
  if (t.nxt === t.iss) {
    t.nxt = plus(t.iss, 1);
    t.timedSeq = t.nxt;
    t.timedMs = nowMs;
  }
  if (t.waitingMs < 0) t.waitingMs = nowMs;
}

/** Sends all that may be sent now; if an acknowledgement is due and nothing carried it, that as well. */
export function output(t: Tcb, nowMs: number): void {
  if (isSynchronized(t.state)) {
    if (t.recovery !== 'none') resend(t, nowMs);
    sendNew(t, nowMs);
  }
  if (t.ackNow || (t.hasRead && opensWindow(t))) sendAck(t, nowMs);
  t.hasRead = false;
}

/** A segment without data. */
export function sendAck(t: Tcb, nowMs: number): void {
  const options = t.selective && t.receiving.hasGap ? selectiveOptions(t, stampNow(t, nowMs)) : undefined;
  emit(t, acceptable(t), 0, ACK, windowOf(t), options, nowMs);
}

/** Where a segment without data stands so that the other end takes it: not behind its window, which may have shrunk (RFC 9293 §3.10.7.4). */
function acceptable({ una, nxt, wnd }: Tcb): number {
  const edge = plus(una, wnd);
  return ahead(edge, nxt) > 0 ? edge : nxt;
}

/** What is under way, by what is known (RFC 6675 §4, SetPipe). */
export function pipe(t: Tcb): number {
  const { una, nxt, scoreboard } = t;
  if (t.recovery === 'none') {
    if (scoreboard.isEmpty) return Math.max(0, ahead(una, nxt) - t.duplicates * t.mss);
    return ahead(una, nxt) - scoreboard.octets;
  }
  const resent = scoreboard.missing(una, further(una, t.resentTo));
  const rest = scoreboard.missing(further(una, t.lostBefore), nxt);
  return Math.max(0, rest - (t.selective ? 0 : t.duplicates * t.mss)) + resent;
}

/** Asks whether the other end is there: a segment that stands before its window, which it must answer (RFC 9293 §3.8.4). */
export function sendBehind(t: Tcb, nowMs: number): void {
  emit(t, plus(t.nxt, -1), 0, ACK, windowOf(t), undefined, nowMs);
}

/** Sends what is lost again, as much as may be under way (RFC 6675 §5, NextSeg rule 1). */
function resend(t: Tcb, nowMs: number): void {
  for (let isFirst = true; ; isFirst = false) {
    const gap = t.scoreboard.gap(further(t.una, t.resentTo), t.lostBefore);
    if (gap === undefined) return;
    // The first one leaves whatever is under way (RFC 6675 §5 step 4.3; after a time-out nothing is).
    const mustGo = isFirst && ahead(t.una, t.resentTo) <= 0;
    if (!mustGo && pipe(t) + t.mss > (t.congestion?.window ?? 0)) return;
    resendFrom(t, gap.from, gap.to, nowMs);
  }
}

/** Sends one segment again: what stands at `from`, up to `to`. */
export function resendFrom(t: Tcb, from: number, to: number, nowMs: number): void {
  const isFin = (seq: number): boolean => t.finSeq >= 0 && seq === t.finSeq;
  const octets = Math.min(ahead(from, to) - (t.finSeq >= 0 && ahead(t.finSeq, to) > 0 ? 1 : 0), t.mss);
  const end = plus(from, octets);
  const fin = isFin(end) ? FIN : 0;
  emit(t, from, octets, ACK | fin | (octets > 0 ? PSH : 0), windowOf(t), undefined, nowMs);
  if (t.recovery !== 'none') {
    t.resentTo = further(t.resentTo, plus(end, fin));
    t.rack.sentAgain(from, plus(end, fin), nowMs);
  }
  t.resent++;
  t.prrSent += octets;
  // Karn's rule: its answer could be the first one's (RFC 6298 §3).
  t.timedMs = -1;
}

function sendNew(t: Tcb, nowMs: number): void {
  if (t.finSeq >= 0) return;
  const { sending } = t;
  for (;;) {
    const flight = ahead(t.una, t.nxt);
    const queued = sending.length - flight;
    const finishes = t.isFinishing && (maySend(t.state) || t.state === 'SYN-RECEIVED');
    if (queued <= 0 && !finishes) return;
    const usable = t.wnd - flight;
    const octets = Math.min(queued, t.mss, usable);
    const isLast = octets === queued;
    if (octets < 0 || (octets === 0 && !isLast)) return;
    if (octets > 0) {
      if (octets < t.mss && !isWorthIt(t, octets, isLast, flight, t.noDelay || finishes)) return;
      if (pipe(t) + octets > (t.congestion?.window ?? 0) && flight > 0) return;
    }
    const fin = isLast && finishes ? FIN : 0;
    if (octets === 0 && fin === 0) return;
    emit(t, t.nxt, octets, ACK | fin | (isLast && octets > 0 ? PSH : 0), windowOf(t), undefined, nowMs);
    if (t.timedMs < 0 && t.recovery === 'none') {
      t.timedMs = nowMs;
      t.timedSeq = plus(t.nxt, octets + fin);
    }
    if (flight === 0) t.waitingMs = nowMs;
    t.rack.sent.note(t.nxt, nowMs);
    t.nxt = plus(t.nxt, octets + fin);
    t.askedTo = undefined;
    t.prrSent += octets;
    t.octetsSent += octets;
    if (fin !== 0) {
      t.finSeq = plus(t.nxt, -1);
      t.become(t.state === 'CLOSE-WAIT' ? 'LAST-ACK' : 'FIN-WAIT-1');
      return;
    }
  }
}

/** Whether a segment that is not full leaves (RFC 9293 §3.8.6.2.1, §3.7.4). */
const isWorthIt = (t: Tcb, octets: number, isLast: boolean, flight: number, noDelay: boolean): boolean =>
  (isLast && (noDelay || flight === 0)) || octets >= t.mostWnd / 2;

/** The window to tell: what there is room for. The edge moves by a good step only (§3.8.6.2.2), and never back. */
function windowOf(t: Tcb): number {
  const edge = plus(t.rcvNxt, roomToTell(t));
  if (ahead(t.rcvEdge, edge) >= leastStep(t)) t.rcvEdge = edge;
  const open = Math.max(0, ahead(t.rcvNxt, t.rcvEdge));
  const told = Math.min(MOST_WINDOW, Math.ceil(open / (1 << t.rcvScale)));
  // Rounded up: so the edge that the other end sees is never before the one that it saw.
  t.rcvEdge = further(t.rcvEdge, plus(t.rcvNxt, told * (1 << t.rcvScale)));
  return told;
}

/** The field has 16 bits. */
const roomToTell = (t: Tcb): number => Math.min(t.around.roomFor(t), MOST_WINDOW * (1 << t.rcvScale));

const leastStep = (t: Tcb): number => Math.min(t.around.ownMss(t), t.settings.receiveBuffer / 2);

/** Whether the other end must be told that there is room again: it thinks that there is little, and there is twice as much and more. */
function opensWindow(t: Tcb): boolean {
  if (!isSynchronized(t.state) || t.isEnded) return false;
  const open = ahead(t.rcvNxt, t.rcvEdge);
  const room = roomToTell(t);
  return room - open >= Math.min(2 * t.around.ownMss(t), t.settings.receiveBuffer / 2) && 2 * open <= room;
}

/** One segment, headers and all. `options` take the place of the usual ones. */
function emit(t: Tcb, seq: number, octets: number, flags: number, window: number, options: Uint8Array | undefined, nowMs: number): void {
  const { path, settings } = t;
  const { output: out } = t.around;
  const optional = options === undefined ? (t.stamps ? STAMP_OCTETS : 0) : options.length;
  const length = TCP_HEADER + optional + octets;
  const at = out.begin(path, PROTOCOL_TCP, length, settings.hopLimit, settings.trafficClass);
  const b = out.frames.data;
  const acks = (flags & ACK) !== 0;
  let end = writeTcp(b, at, t.localPort, t.remotePort, seq, acks ? t.rcvNxt : 0, (TCP_HEADER + optional) / 4, flags, window);
  if (options !== undefined) {
    b.set(options, end);
    end += optional;
  } else if (t.stamps) end = writeStamps(b, end, stampNow(t, nowMs), t.recent);
  // The octets of a SYN's place are not in the queue; those of the FIN's neither.
  if (octets > 0) t.sending.copy(ahead(t.una, seq), octets, b, end);
  seal(out, path, at, length);
  if (!acks) return;
  t.unacked = 0;
  t.ackNow = false;
  t.ackedNxt = t.rcvNxt;
  t.ackTimer?.cancel();
}
