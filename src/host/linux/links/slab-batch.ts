/** The batch that a reader fills again and again: arrays that stay, memory that stays, only `n` and the numbers change. */
import type { PacketBatch } from '../../../capture/batch.ts';

export class SlabBatch implements PacketBatch {
  data: Uint8Array;
  n = 0;
  readonly recycled = true;
  offset: Uint32Array;
  captured: Uint32Array;
  wire: Uint32Array;
  sec: Float64Array;
  nsec: Uint32Array;
  iface: Uint16Array;
  flags: Uint16Array;
  readonly #onRelease: () => void;

  constructor(data: Uint8Array, capacity: number, onRelease: () => void) {
    this.data = data;
    this.#onRelease = onRelease;
    this.offset = new Uint32Array(capacity);
    this.captured = new Uint32Array(capacity);
    this.wire = new Uint32Array(capacity);
    this.sec = new Float64Array(capacity);
    this.nsec = new Uint32Array(capacity);
    this.iface = new Uint16Array(capacity);
    this.flags = new Uint16Array(capacity);
  }

  get capacity(): number {
    return this.offset.length;
  }

  release(): void {
    this.#onRelease();
  }
}

/** The same packets in memory of their own, packed: stays valid after `release`. */
export function copyBatch(batch: PacketBatch): PacketBatch {
  const { n } = batch;
  let octets = 0;
  for (let i = 0; i < n; i++) octets += batch.captured[i]!;
  const data = new Uint8Array(octets);
  const offset = new Uint32Array(n);
  let at = 0;
  for (let i = 0; i < n; i++) {
    const start = batch.offset[i]!;
    const length = batch.captured[i]!;
    data.set(batch.data.subarray(start, start + length), at);
    offset[i] = at;
    at += length;
  }
  return {
    data,
    n,
    recycled: false,
    offset,
    captured: batch.captured.slice(0, n),
    wire: batch.wire.slice(0, n),
    sec: batch.sec.slice(0, n),
    nsec: batch.nsec.slice(0, n),
    iface: batch.iface.slice(0, n),
    flags: batch.flags.slice(0, n),
    release: () => undefined,
  };
}
