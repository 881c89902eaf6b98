/** Batches of frames made by hand. */
import type { PacketBatch } from '../../src/capture/batch.ts';

/** A batch of these frames, a second apart. */
export function batchOf(frames: readonly Uint8Array[], o: { wire?: number; flags?: number } = {}): PacketBatch {
  const data = new Uint8Array(frames.reduce((n, f) => n + f.length, 0));
  const offset = new Uint32Array(frames.length);
  frames.reduce((at, f, i) => {
    data.set(f, at);
    offset[i] = at;
    return at + f.length;
  }, 0);
  const captured = Uint32Array.from(frames, (f) => f.length);
  return {
    data,
    n: frames.length,
    recycled: false,
    offset,
    captured,
    wire: captured.map((n) => o.wire ?? n),
    sec: Float64Array.from(frames, (_, i) => 1_700_000_000 + i),
    nsec: new Uint32Array(frames.length).fill(123_456_789),
    iface: new Uint16Array(frames.length),
    flags: new Uint16Array(frames.length).fill(o.flags ?? 0),
    release: () => undefined,
  };
}
