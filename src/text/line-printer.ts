import type { PacketBatch } from '../capture/batch.ts';

/** How packets become lines: tcpdump's way, tshark's way, a table. One object per style; it keeps nothing itself. */
export interface LinePrinter<Options, State> {
  /** The text of packet `i`, without its newline. */
  print(batch: PacketBatch, i: number, o: Options, state: State): string;
}
