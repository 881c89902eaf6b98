/** What happens when nothing comes (RFC 6298 §5, RFC 9293 §3.8.3, §3.8.4, §3.8.6.1, §3.6.1). */
import { timedOut } from './tcp-errors.ts';
import { allAgain, seeLate } from './recover.ts';
import { output, resendFrom, sendAck, sendBehind, sendSyn, stampNow } from './send.ts';
import { ahead, plus } from './sequence.ts';
import { isSynchronized, type Tcb } from './tcb.ts';

/** RFC 9293 §3.8.6.3 allows half a second; Linux waits this long. */
const DELAYED_ACK_MS = 40;

/** After so many time-outs in a row the neighbour may be another. */
const DOUBTFUL = 3;

/** Sees to it that the right timer runs: one a connection. */
export function armTimer(t: Tcb, nowMs: number): void {
  if (t.state === 'CLOSED' || t.state === 'TIME-WAIT') return;
  const flight = ahead(t.una, t.nxt);
  if (flight > 0) {
    if (t.rack.dueMs >= 0) arm(t, 'late', t.rack.dueMs - nowMs);
    else if (t.timerFor !== 'resend') arm(t, 'resend', t.times.rtoMs);
  } else if (isSynchronized(t.state) && t.sending.length > 0) {
    // Something waits, and nothing under way will open the window.
    if (t.timerFor !== 'probe') arm(t, 'probe', t.times.rtoMs);
  } else if (t.state === 'FIN-WAIT-2' && t.isDeaf) {
    if (t.timerFor !== 'time-wait') arm(t, 'time-wait', t.settings.timeWaitMs);
  } else if (t.keepAliveMs > 0 && isSynchronized(t.state)) {
    if (t.timerFor !== 'keep-alive') arm(t, 'keep-alive', t.keepAliveMs - (nowMs - t.heardMs));
  } else disarm(t);
}

/** Something new was acknowledged: what is left has its whole time (RFC 6298 §5.3). */
export function restartTimer(t: Tcb): void {
  if (t.timerFor === 'resend' || t.timerFor === 'probe') t.timerFor = 'none';
}

/** An acknowledgement is due before long. */
export function ackSoon(t: Tcb): void {
  if (t.ackTimer?.isSet === true) return;
  if (t.ackTimer === undefined) t.ackTimer = t.around.wheel.set(DELAYED_ACK_MS, () => ackDue(t));
  else t.ackTimer.renew(DELAYED_ACK_MS);
}

/** From now on the other end is asked after so much silence, ms; 0: never (RFC 9293 §3.8.4). */
export function keepAlive(t: Tcb, ms: number, nowMs: number): void {
  t.keepAliveMs = ms;
  t.probes = 0;
  if (t.timerFor === 'keep-alive') disarm(t);
  armTimer(t, nowMs);
}

/** Both ends' ports wait before they are used again (§3.6.1). */
export function waitTwice(t: Tcb): void {
  t.become('TIME-WAIT');
  arm(t, 'time-wait', t.settings.timeWaitMs);
}

export function disarm(t: Tcb): void {
  t.timerFor = 'none';
  t.timer?.cancel();
}

function ackDue(t: Tcb): void {
  sendAck(t, t.around.now());
  t.around.output.flush();
}

function arm(t: Tcb, what: Tcb['timerFor'], ms: number): void {
  t.timerFor = what;
  const wait = Math.max(0, ms);
  if (t.timer === undefined) t.timer = t.around.wheel.set(wait, () => due(t));
  else t.timer.renew(wait);
}

function due(t: Tcb): void {
  const what = t.timerFor;
  t.timerFor = 'none';
  const nowMs = t.around.now();
  t.around.during(t, () => {
    if (what === 'resend') resendDue(t, nowMs);
    else if (what === 'late') lateDue(t, nowMs);
    else if (what === 'probe') probeDue(t, nowMs);
    else if (what === 'keep-alive') keepAliveDue(t, nowMs);
    else if (what === 'time-wait') t.around.closed(t, undefined);
  });
}

/** One wait more was for nothing. @returns whether it was the last (RFC 9293 §3.8.3): the connection is lost */
function isGivenUp(t: Tcb, nowMs: number): boolean {
  const { settings, times } = t;
  // With a closed window, answers are enough: as long as there are some, it goes on (§3.8.6.1).
  if (t.wnd === 0 && t.heardMs > t.waitingMs) t.waitingMs = t.heardMs;
  if (nowMs - t.waitingMs >= (isSynchronized(t.state) ? settings.timeoutMs : settings.synTimeoutMs)) {
    t.around.closed(t, timedOut(t));
    return true;
  }
  times.backoff++;
  if (times.backoff === DOUBTFUL) t.path.neighbour.doubted();
  return false;
}

function resendDue(t: Tcb, nowMs: number): void {
  if (isGivenUp(t, nowMs)) return;
  if (!isSynchronized(t.state)) {
    t.resent++;
    t.timedMs = -1;
    sendSyn(t, nowMs);
  } else if (t.wnd === 0) {
    // The window is closed: this asks whether it still is.
    resendFrom(t, t.una, plus(t.una, Math.min(ahead(t.una, t.nxt), 1)), nowMs);
  } else {
    if (t.recovery !== 'timeout') {
      t.congestion?.timedOut(ahead(t.una, t.nxt), nowMs);
      t.againStamp = stampNow(t, nowMs);
    }
    t.duplicates = 0;
    allAgain(t);
    output(t, nowMs);
  }
  armTimer(t, nowMs);
}

/** What is late now is lost, though no acknowledgement came (RFC 8985 §6.3). */
function lateDue(t: Tcb, nowMs: number): void {
  seeLate(t, nowMs);
  output(t, nowMs);
  armTimer(t, nowMs);
}

function probeDue(t: Tcb, nowMs: number): void {
  if (t.waitingMs < 0) t.waitingMs = nowMs;
  if (isGivenUp(t, nowMs)) return;
  const from = t.nxt;
  if (t.wnd === 0) {
    t.askedTo = plus(from, 1);
    resendFrom(t, from, t.askedTo, nowMs);
  } else {
    t.nxt = plus(from, Math.min(t.sending.length, t.mss, t.wnd));
    resendFrom(t, from, t.nxt, nowMs);
  }
  armTimer(t, nowMs);
}

function keepAliveDue(t: Tcb, nowMs: number): void {
  const { keepAliveIntervalMs, keepAliveProbes } = t.settings;
  if (nowMs - t.heardMs < t.keepAliveMs) {
    t.probes = 0;
    armTimer(t, nowMs);
    return;
  }
  if (t.probes >= keepAliveProbes) {
    t.around.closed(t, timedOut(t));
    return;
  }
  t.probes++;
  sendBehind(t, nowMs);
  arm(t, 'keep-alive', keepAliveIntervalMs);
}
