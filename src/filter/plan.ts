import type { PacketBatch } from '../capture/batch.ts';

/** A compiled plan: one function over a batch that reads only the fields asked for, and fills typed arrays or a bitmap. */
export interface Plan<Out> {
  /** Wireshark names of what it reads. */
  readonly fields: readonly string[];
  run(batch: PacketBatch, out: Out): void;
}
