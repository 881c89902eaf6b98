/**
 * What a connection knows of itself: the variables of RFC 9293 §3.3.1, by the RFC's names. What is done with them is in the files beside this one: `arrive.ts` (a
 * segment comes), `acknowledge.ts`, `recover.ts`, `send.ts`, `timers.ts`.
 */
import type { PacketwrightError } from '../../bytes/errors.ts';
import type { TimerWheel, WheelTimer } from '../../host/timer-wheel.ts';
import type { TcpState } from '../../streams/tcp/states.ts';
import type { IpOutput } from '../ip/ip-output.ts';
import type { Path } from '../ip/path.ts';
import type { Memory } from '../memory.ts';
import type { Slab } from '../slab.ts';
import type { Congestion } from './congestion/congestion.ts';
import { Rack } from './rack.ts';
import { ReceiveQueue } from './receive-queue.ts';
import { RoundTrip } from './round-trip.ts';
import { Scoreboard } from './scoreboard.ts';
import { SendQueue } from './send-queue.ts';

/** What a connection tells whoever uses it. Called when a batch of segments has been worked through, never in the midst of one. */
export interface TcpEvents {
  /** Both ends have sent and acknowledged their SYN. */
  open?(): void;
  /** There are octets to read, or there will be none: `isEnded` tells. */
  readable?(): void;
  /** There is room to write, after there was none. */
  writable?(): void;
  /** The connection is no more; with an error, not by a close of both ends. */
  close?(error: PacketwrightError | undefined): void;
  /** Each change of its state, as it happens. */
  state?(from: TcpState, to: TcpState): void;
}

/** How a connection behaves. */
export interface TcpSettings {
  /** Octets that may wait to be sent or acknowledged, and to be read. */
  readonly sendBuffer: number;
  readonly receiveBuffer: number;
  /** Small segments leave while others are under way (RFC 9293 §3.7.4: Nagle's algorithm is off). */
  readonly noDelay: boolean;
  readonly congestion: 'cubic' | 'new-reno';
  /** How long what was sent may stay without acknowledgement, ms (R2 of RFC 9293 §3.8.3); and a SYN. */
  readonly timeoutMs: number;
  readonly synTimeoutMs: number;
  /** After so much silence the other end is asked whether it is there, ms; 0: never (RFC 9293 §3.8.4). From one probe to the next; unanswered ones until it is given up. */
  readonly keepAliveMs: number;
  readonly keepAliveIntervalMs: number;
  readonly keepAliveProbes: number;
  /** How long both ends' ports are not used again after a close, ms: twice the longest life of a segment (RFC 9293 §3.6.1). */
  readonly timeWaitMs: number;
  /** TTL or hop limit of its packets, 1 to 255; and their traffic class: DSCP (6 bits) and ECN (2 bits). */
  readonly hopLimit: number;
  readonly trafficClass: number;
  /** Largest segment that it wants to get; default: what the MTU leaves. */
  readonly mss: number | undefined;
  readonly selective: boolean;
  readonly timestamps: boolean;
  readonly windowScaling: boolean;
  /** First sequence number; default: one that strangers cannot guess (RFC 6528). For tests, of numbers that wrap. */
  readonly iss: number | undefined;
}

/** What a connection needs of the stack that it is in. */
export interface Around {
  readonly output: IpOutput;
  readonly wheel: TimerWheel;
  readonly slab: Slab;
  readonly memory: Memory;
  /** Monotonic ms. */
  now(): number;
  /** Largest payload that it wants to get in one segment. */
  ownMss(t: Tcb): number;
  /** Octets that it has room for, of its own limit and of the stack's. */
  roomFor(t: Tcb): number;
  /** Does what is due, and sends what comes of it. */
  during(t: Tcb, what: () => void): void;
  /** Both ends know each other. */
  opened(t: Tcb): void;
  /** It is no more. */
  closed(t: Tcb, error: PacketwrightError | undefined): void;
}

/** Whom a connection is between. */
export interface Tuple {
  readonly localPort: number;
  readonly remotePort: number;
}

/** How what was lost is being sent again: not at all, after others' acknowledgements, or after the time-out. */
export type Recovery = 'none' | 'fast' | 'timeout';

export class Tcb implements Tuple {
  readonly around: Around;
  readonly settings: TcpSettings;
  readonly path: Path;
  readonly localPort: number;
  readonly remotePort: number;
  /** Its entry in the table of connections. */
  entry = -1;
  events: TcpEvents = {};
  /** Called when its ports are free again. */
  whenGone: (() => void) | undefined;
  state: TcpState = 'CLOSED';
  /** Made by a SYN that came, and not yet handed to the listener. */
  isPassive = false;
  error: PacketwrightError | undefined;
  /** What a router said: perhaps why there is no answer. */
  softError: PacketwrightError | undefined;

  // Sending (§3.3.1, figure 4).
  iss = 0;
  /** Oldest that is not acknowledged; next to be sent. */
  una = 0;
  nxt = 0;
  /** Behind an octet that asks about a closed window. It is not counted as sent, since mostly it is not taken; what is acknowledged tells. Undefined: none is under way. */
  askedTo: number | undefined;
  /** The other end's window, in octets, and the segment that told it last. */
  wnd = 0;
  wl1 = 0;
  wl2 = 0;
  /** The largest window it ever told (§3.8.6.2.1). */
  mostWnd = 0;
  sendScale = 0;
  /** Largest payload of a segment that is sent: options taken off. */
  mss = 536;
  /** What they take; ours may be less. */
  theirMss = 536;
  /** Nagle's algorithm is off. */
  noDelay: boolean;
  /** As of the settings, until its user wants it otherwise. */
  keepAliveMs: number;
  readonly sending: SendQueue;
  /** The user will write no more; the sequence number of the FIN, once it was sent. */
  isFinishing = false;
  finSeq = -1;
  /** Somebody wrote more than there was room for. */
  wantsRoom = false;
  /** Since when nothing was acknowledged, ms; -1: nothing is under way. */
  waitingMs = -1;

  // Receiving (§3.3.1, figure 5).
  irs = 0;
  rcvNxt = 0;
  /** The right edge of the window as it was told: it never comes back (§3.8.6.2.2). */
  rcvEdge = 0;
  rcvScale = 0;
  readonly receiving: ReceiveQueue;
  /** The other end's FIN, in its turn. */
  isEnded = false;
  /** Its sequence number, when it came ahead of its turn; -1. */
  endSeq = -1;
  /** Nobody reads any more: what comes is answered with a reset (§3.6.1). */
  isDeaf = false;
  /** Behind urgent data, if any was told (§3.8.5); and whether it was. */
  urgentUntil = 0;
  hasUrgent = false;

  // Acknowledging.
  /** Segments that were not yet acknowledged, and the sequence number that was acknowledged last. */
  unacked = 0;
  ackedNxt = 0;
  /** An acknowledgement is due now; it is among those that will be seen to at the end of the batch. */
  ackNow = false;
  isDirty = false;
  isReadable = false;
  isWritable = false;
  /** The user has read: perhaps the other end should know that there is room. */
  hasRead = false;
  isOpened = false;

  // Options (RFC 7323, RFC 2018).
  selective = false;
  stamps = false;
  /** The latest time stamp of the other end, and when it came, ms. */
  recent = 0;
  recentMs = 0;
  /** What our own clock of time stamps is ahead by. */
  stampOffset = 0;

  // What is lost, and how much may be under way.
  congestion: Congestion | undefined;
  readonly times = new RoundTrip();
  readonly scoreboard = new Scoreboard();
  readonly rack = new Rack();
  recovery: Recovery = 'none';
  /** The time stamp of what was sent again first, until something new is acknowledged: an echo of an older one says that it was sent in vain (RFC 3522). */
  againStamp: number | undefined;
  /** Recovery ends with an acknowledgement of this; up to here all that did not arrive is lost; up to here it was sent again. */
  recoverAt = 0;
  lostBefore = 0;
  resentTo = 0;
  duplicates = 0;
  /** PRR (RFC 6937): what arrived and what was sent since the loss, and what was under way then. */
  prrArrived = 0;
  prrSent = 0;
  recoverFlight = 0;
  /** A segment whose answer is timed, where there are no time stamps: its end, and when it left; -1. */
  timedSeq = 0;
  timedMs = -1;

  // Timers.
  timer: WheelTimer | undefined;
  /** What the timer is for. */
  timerFor: 'none' | 'resend' | 'late' | 'probe' | 'keep-alive' | 'time-wait' = 'none';
  ackTimer: WheelTimer | undefined;
  probes = 0;
  /** When something came last, ms. */
  heardMs = 0;
  /** When a challenge was last sent, ms. */
  challengedMs = Number.NEGATIVE_INFINITY;

  // Counters.
  resent = 0;
  octetsSent = 0;
  octetsReceived = 0;

  constructor(around: Around, settings: TcpSettings, path: Path, localPort: number, remotePort: number) {
    this.around = around;
    this.settings = settings;
    this.path = path;
    this.localPort = localPort;
    this.remotePort = remotePort;
    this.noDelay = settings.noDelay;
    this.keepAliveMs = settings.keepAliveMs;
    this.sending = new SendQueue(settings.sendBuffer, around.memory);
    this.receiving = new ReceiveQueue(around.slab, around.memory);
  }

  /** Octets and flags that were sent and not acknowledged. */
  get inFlight(): number {
    return (this.nxt - this.una) | 0;
  }

  become(state: TcpState): void {
    const from = this.state;
    if (from === state) return;
    this.state = state;
    this.events.state?.(from, state);
  }
}

/** Whether both ends know each other (§3.3.2: a synchronized state). */
export const isSynchronized = (state: TcpState): boolean =>
  state !== 'CLOSED' && state !== 'LISTEN' && state !== 'SYN-SENT' && state !== 'SYN-RECEIVED';

/** Whether the user may still write. */
export const maySend = (state: TcpState): boolean => state === 'ESTABLISHED' || state === 'CLOSE-WAIT';

/** Whether data may still come. */
export const mayReceive = (state: TcpState): boolean => state === 'ESTABLISHED' || state === 'FIN-WAIT-1' || state === 'FIN-WAIT-2';
