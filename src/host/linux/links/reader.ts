/** How packets come out of a descriptor: from a socket's queue, a ring or a TUN device. */
import type { PacketBatch } from '../../../capture/batch.ts';

export interface PacketReader {
  /**
   * What is there now, without waiting; undefined when nothing is, and then {@link errno} says why if it was an error.
   * Takes the memory of the batch before back.
   */
  next(): PacketBatch | undefined;
  /** Error of the last `next()` that gave undefined; 0: there was just nothing. */
  readonly errno: number;
  /** Whether asking again at once is likely to give more. */
  readonly more: boolean;
  /** Packets handed out so far. */
  readonly received: number;
}
