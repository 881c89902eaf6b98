/** The arrays of a batch, made once for a file and used again for every batch of it. */

import type { PacketBatch } from './batch.ts';
import { MAX_BATCH_PACKETS } from './limits.ts';
import type { PcapngOption } from './pcapng/options.ts';

/** A batch of a capture file: what its format adds to {@link PacketBatch}. */
export interface CaptureBatch extends PacketBatch {
  /**
   * Set when every packet has a pcap record header of 16 octets, little-endian, in front of it in `data`; its ticks a second
   * (1e6 or 1e9). A writer of the same kind can then copy runs of records as they lie.
   */
  readonly pcapTicks?: number;
  /** pcapng: the options of packet i (comments, flags, hashes …), in the file's order. Made when asked for; copies. */
  readonly options?: ((i: number) => readonly PcapngOption[]) | undefined;
  /** pcapng: the comments of packet i. */
  comments?(i: number): readonly string[];
  /** Of packet i, where it was put together of others: their numbers in the source (1: the first). */
  readonly madeOf?: ((i: number) => readonly number[] | undefined) | undefined;
}

export class BatchColumns implements CaptureBatch {
  data: Uint8Array = new Uint8Array(0);
  n = 0;
  readonly recycled = true;
  readonly offset = new Uint32Array(MAX_BATCH_PACKETS);
  readonly captured = new Uint32Array(MAX_BATCH_PACKETS);
  readonly wire = new Uint32Array(MAX_BATCH_PACKETS);
  readonly sec = new Float64Array(MAX_BATCH_PACKETS);
  readonly nsec = new Uint32Array(MAX_BATCH_PACKETS);
  readonly iface = new Uint16Array(MAX_BATCH_PACKETS);
  readonly flags = new Uint16Array(MAX_BATCH_PACKETS);

  release(): void {
    // The reader uses its memory again when the next batch is asked for, not before: nothing to do.
  }
}
