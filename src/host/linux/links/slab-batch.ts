/** The batch that a reader fills again and again: arrays that stay, memory that stays, only `n` and the numbers change. */
import type { PacketBatch } from '../../../capture/batch.ts';

export class SlabBatch implements PacketBatch {
  readonly data: Uint8Array;
  n = 0;
  readonly recycled = true;
  offset = new Uint32Array(0);
  captured = new Uint32Array(0);
  wire = new Uint32Array(0);
  sec = new Float64Array(0);
  nsec = new Uint32Array(0);
  iface = new Uint16Array(0);
  flags = new Uint16Array(0);
  readonly #onRelease: () => void;

  constructor(data: Uint8Array, capacity: number, onRelease: () => void) {
    this.data = data;
    this.#onRelease = onRelease;
    this.reserve(capacity);
  }

  /** Makes room for so many packets. What was there is gone. */
  reserve(capacity: number): void {
    if (capacity <= this.offset.length) return;
    this.offset = new Uint32Array(capacity);
    this.captured = new Uint32Array(capacity);
    this.wire = new Uint32Array(capacity);
    this.sec = new Float64Array(capacity);
    this.nsec = new Uint32Array(capacity);
    this.iface = new Uint16Array(capacity);
    this.flags = new Uint16Array(capacity);
  }

  release(): void {
    this.#onRelease();
  }
}
