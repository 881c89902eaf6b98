/**
 * Who is on the link, and whether they still answer: the states of RFC 4861 §7.3.2, for ARP as well (RFC 1122 §2.3.2.1). Packets to one whose MAC is asked for wait.
 */
import type { TimerWheel, WheelTimer } from '../../host/timer-wheel.ts';

export type NeighbourState = 'incomplete' | 'reachable' | 'stale' | 'delay' | 'probe' | 'failed' | 'permanent';

/** RFC 4861 §10. */
const REACHABLE_MS = 30_000;
const DELAY_MS = 5000;
const RETRANSMIT_MS = 1000;
const MOST_SOLICITS = 3;
/** Packets that wait for a neighbour; then the oldest is dropped (RFC 4861 §7.2.2). */
const MOST_WAITING = 32;
/** Who did not answer is asked again after so long, ms. */
const FAILED_MS = 3000;

/** What a neighbour needs of the stack. */
export interface Asking {
  readonly wheel: TimerWheel;
  now(): number;
  /** Asks for its MAC: the neighbour alone, where its old one is known, or all. */
  ask(neighbour: Neighbour, alone: boolean): void;
  /** A frame that waited leaves; its link header is to be written. */
  leave(frame: Uint8Array, neighbour: Neighbour): void;
}

export class Neighbour {
  readonly address: string;
  readonly isV6: boolean;
  readonly mac = new Uint8Array(6);
  state: NeighbourState = 'incomplete';
  /** Paths that lead over it: while there are any, it is not forgotten. */
  users = 0;
  usedMs: number;
  readonly #asking: Asking;
  #waiting: Uint8Array[] = [];
  readonly #curious = new Set<() => void>();
  #timer: WheelTimer | undefined;
  #asked = 0;
  #confirmedMs = 0;

  constructor(address: string, isV6: boolean, asking: Asking) {
    this.address = address;
    this.isV6 = isV6;
    this.#asking = asking;
    this.usedMs = asking.now();
  }

  /** Whether frames can leave at once. Asked for each; begins to ask where it is time. */
  isUsable(nowMs: number): boolean {
    if (this.state === 'reachable') {
      if (nowMs - this.#confirmedMs < REACHABLE_MS) return true;
      this.state = 'stale';
    }
    if (this.state === 'stale') {
      // Its MAC is used; if nothing confirms it soon, it is asked (§7.3.3).
      this.state = 'delay';
      this.#wait(DELAY_MS);
    }
    return this.state === 'delay' || this.state === 'probe' || this.state === 'permanent';
  }

  /** Its MAC is known without asking: a group's. */
  fix(mac: Uint8Array): void {
    this.mac.set(mac);
    this.state = 'permanent';
  }

  /** A frame waits until the MAC is known. It is the neighbour's. */
  hold(frame: Uint8Array): void {
    this.usedMs = this.#asking.now();
    if (this.#waiting.length >= MOST_WAITING) this.#waiting.shift();
    this.#waiting.push(frame);
    if (this.state === 'failed' && this.#timer?.isSet !== true) this.state = 'incomplete';
    if (this.state !== 'incomplete' || this.#timer?.isSet === true) return;
    this.#asked = 0;
    this.#ask(false);
  }

  /** `tell` is called when it tells its MAC the next time. @returns what ends that */
  whenLearned(tell: () => void): () => void {
    this.#curious.add(tell);
    return () => void this.#curious.delete(tell);
  }

  /** It told its MAC: because it was asked, or by itself (then it is yet to be confirmed). */
  learned(mac: Uint8Array, isAnswer: boolean): void {
    const isNew = this.state === 'incomplete' || this.state === 'failed';
    const differs = !isNew && mac.some((octet, i) => octet !== this.mac[i]);
    this.mac.set(mac);
    if (isAnswer) this.confirmed(this.#asking.now());
    else if (isNew || differs) {
      this.#timer?.cancel();
      this.state = 'stale';
    }
    for (const tell of this.#curious) tell();
    this.#curious.clear();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const frame of waiting) this.#asking.leave(frame, this);
  }

  /** What was sent arrived there: a connection over it makes progress (§7.3.1). */
  confirmed(nowMs: number): void {
    this.#confirmedMs = nowMs;
    if (this.state === 'reachable' || this.state === 'permanent') return;
    if (this.state === 'incomplete' || this.state === 'failed') {
      // A MAC was just learned, or nothing is known and nothing can be confirmed.
      if (this.mac.every((octet) => octet === 0)) return;
    }
    this.state = 'reachable';
    this.#timer?.cancel();
  }

  /** What was sent seems not to arrive: it is asked whether it is still there (RFC 4861 §7.3.1). */
  doubted(): void {
    if (this.state === 'reachable' || this.state === 'stale' || this.state === 'delay') {
      this.state = 'probe';
      this.#asked = 0;
      this.#ask(true);
    }
  }

  forget(): void {
    this.#timer?.cancel();
    this.#waiting = [];
  }

  #ask(alone: boolean): void {
    this.#asked++;
    this.#wait(RETRANSMIT_MS);
    this.#asking.ask(this, alone);
  }

  #wait(ms: number): void {
    if (this.#timer === undefined) this.#timer = this.#asking.wheel.set(ms, () => this.#due());
    else this.#timer.renew(ms);
  }

  #due(): void {
    if (this.state === 'delay') {
      this.state = 'probe';
      this.#asked = 0;
      this.#ask(true);
    } else if (this.state === 'probe') {
      if (this.#asked < MOST_SOLICITS) this.#ask(true);
      else {
        // Perhaps it has another card now: all are asked.
        this.state = 'incomplete';
        this.mac.fill(0);
        this.#asked = 0;
        this.#ask(false);
      }
    } else if (this.state === 'incomplete') {
      if (this.#asked < MOST_SOLICITS) this.#ask(false);
      else {
        this.state = 'failed';
        // What waited is lost.
        this.#waiting = [];
        this.#wait(FAILED_MS);
      }
    } else if (this.state === 'failed') this.state = 'incomplete';
  }
}
