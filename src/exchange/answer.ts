/** A packet as it was sent, and an answer to it: a pair that knows how long it took. */
import type { Packet, PacketMeta } from '../packet/laid/packet.ts';

/**
 * A packet as it was sent, and an answer to it: `const [sent, received] = answer`, or `const { sent, received, rtt } = answer`.
 * `rtt`: the round trip in milliseconds, from the time stamp of the one to that of the other; 0 where the clocks that stamped them disagree by
 * more than it took, never less.
 */
export type Answer<S extends string = string> = readonly [sent: Packet<S>, received: Packet] & {
  readonly sent: Packet<S>;
  readonly received: Packet;
  readonly rtt: number;
};

/** Milliseconds from one time stamp to another: near ones first, so that no fraction is lost. */
export const msBetween = (from: PacketMeta, to: PacketMeta): number =>
  ((to.sec ?? 0) - (from.sec ?? 0)) * 1000 + ((to.nsec ?? 0) - (from.nsec ?? 0)) / 1e6;

class AnswerPair extends Array<Packet> {
  /** What `map` and others make of it is a plain array. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  get sent(): Packet {
    return this[0] as Packet;
  }

  get received(): Packet {
    return this[1] as Packet;
  }

  get rtt(): number {
    return Math.max(0, msBetween(this.sent.meta, this.received.meta));
  }
}

export const answerOf = <S extends string>(sent: Packet<S>, received: Packet): Answer<S> =>
  new AnswerPair(sent as Packet, received) as unknown as Answer<S>;
