/** A batch that stays: its memory copied once, not once a packet. */

import type { PacketBatch } from './batch.ts';

/** The same packets in memory of their own; the batch itself when its memory is not used again. */
export function keepBatch(batch: PacketBatch): PacketBatch {
  if (!batch.recycled) return batch;
  const { n } = batch;
  let from = batch.data.length;
  let to = 0;
  for (let i = 0; i < n; i++) {
    const at = batch.offset[i] as number;
    if (at < from) from = at;
    const end = at + (batch.captured[i] as number);
    if (end > to) to = end;
  }
  const offset = batch.offset.slice(0, n);
  for (let i = 0; i < n; i++) offset[i] = (offset[i] as number) - from;
  return {
    data: from < to ? batch.data.slice(from, to) : new Uint8Array(0),
    n,
    recycled: false,
    offset,
    captured: batch.captured.slice(0, n),
    wire: batch.wire.slice(0, n),
    sec: batch.sec.slice(0, n),
    nsec: batch.nsec.slice(0, n),
    iface: batch.iface.slice(0, n),
    flags: batch.flags.slice(0, n),
    release() {
      // Its memory belongs to whoever has the packets.
    },
  };
}
