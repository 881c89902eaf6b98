/** What an exchange brought. */
import type { PacketwrightError } from '../bytes/errors.ts';
import type { Packet } from '../packet/laid/packet.ts';
import type { Answer } from './answer.ts';

/** Counts and duration of an exchange. */
export interface ExchangeStats {
  /** Packets sent; a resent packet counts again. */
  readonly sent: number;
  /** Frames received in the meantime, answers or not. */
  readonly received: number;
  /** Packets that got an answer. */
  readonly answered: number;
  /** Packets that got no answer. */
  readonly remaining: number;
  /** From the first packet to the end of waiting. */
  readonly seconds: number;
}

/**
 * Answered and unanswered packets, also as a pair: `const [answered, unanswered] = await sr(…)`. Sent packets are those
 * that left: concrete, addresses filled in, with `meta` (time, interface).
 */
export class ExchangeResult<S extends string = string> {
  /** In the order in which the answers came. */
  readonly answered: readonly Answer<S>[];
  /** In the order in which they were sent. */
  readonly unanswered: readonly Packet<S>[];
  readonly stats: ExchangeStats;
  /** Why an unanswered packet was never sent, if that is known (ERR_NEIGHBOUR). */
  readonly reasons: ReadonlyMap<Packet<S>, PacketwrightError>;
  /** The last packets that looked like answers but were not: at most {@link MAX_REJECTED}. */
  readonly rejected: readonly Packet[];

  constructor(o: {
    answered: readonly Answer<S>[];
    unanswered: readonly Packet<S>[];
    stats: ExchangeStats;
    reasons: ReadonlyMap<Packet<S>, PacketwrightError>;
    rejected: readonly Packet[];
  }) {
    this.answered = o.answered;
    this.unanswered = o.unanswered;
    this.stats = o.stats;
    this.reasons = o.reasons;
    this.rejected = o.rejected;
  }

  get 0(): readonly Answer<S>[] {
    return this.answered;
  }

  get 1(): readonly Packet<S>[] {
    return this.unanswered;
  }

  *[Symbol.iterator](): Generator<readonly Answer<S>[] | readonly Packet<S>[], void, undefined> {
    yield this.answered;
    yield this.unanswered;
  }
}

/** How many packets that were no answer are kept for explaining. */
export const MAX_REJECTED = 64;
