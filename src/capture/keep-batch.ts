/** A batch that stays: its memory copied once, not once a packet. */

import type { CaptureBatch } from './batch-columns.ts';
import type { PacketBatch } from './batch.ts';
import { optionValues } from './pcapng/options.ts';

/** The same packets in their own memory; the batch itself if its memory is not reused. */
export function keepBatch(batch: CaptureBatch): CaptureBatch {
  if (!batch.recycled) return batch;
  const { n } = batch;
  const offset = new Uint32Array(n);
  const options = batch.options === undefined ? undefined : Array.from({ length: n }, (_, i) => batch.options?.(i) ?? []);
  const madeOf = batch.madeOf === undefined ? undefined : Array.from({ length: n }, (_, i) => batch.madeOf?.(i));
  return {
    data: keepOctets(batch, offset),
    n,
    recycled: false,
    offset,
    captured: batch.captured.slice(0, n),
    wire: batch.wire.slice(0, n),
    sec: batch.sec.slice(0, n),
    nsec: batch.nsec.slice(0, n),
    iface: batch.iface.slice(0, n),
    flags: batch.flags.slice(0, n),
    ...(options !== undefined && {
      options: (i: number) => options[i] ?? [],
      comments: (i: number) => optionValues(options[i] ?? [], 'comment'),
    }),
    ...(madeOf !== undefined && { madeOf: (i: number) => madeOf[i] }),
    release() {
      // Its memory belongs to whoever has the packets.
    },
  };
}

/** The octets of all packets of a batch in memory of their own; where each begins there goes into `offset`. */
export function keepOctets(batch: PacketBatch, offset: Uint32Array): Uint8Array {
  const { n } = batch;
  let from = batch.data.length;
  let to = 0;
  let octets = 0;
  for (let i = 0; i < n; i++) {
    const at = batch.offset[i] as number;
    const length = batch.captured[i] as number;
    if (at < from) from = at;
    if (at + length > to) to = at + length;
    octets += length;
  }
  // A socket's packets are small ones in slots of 64 kB; a file's lie one behind the other.
  if (to - from > 2 * octets + 4096) return packed(batch, octets, offset);
  for (let i = 0; i < n; i++) offset[i] = (batch.offset[i] as number) - from;
  return batch.data.slice(from, Math.max(from, to));
}

/** One behind the other. */
function packed(batch: PacketBatch, octets: number, offset: Uint32Array): Uint8Array {
  const data = new Uint8Array(octets);
  let at = 0;
  for (let i = 0; i < batch.n; i++) {
    const start = batch.offset[i] as number;
    const length = batch.captured[i] as number;
    data.set(batch.data.subarray(start, start + length), at);
    offset[i] = at;
    at += length;
  }
  return data;
}
