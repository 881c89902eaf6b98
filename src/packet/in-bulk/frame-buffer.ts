/** Frames gathered in one buffer, to be sent with one system call. */
import { PacketwrightError } from '../../bytes/errors.ts';
import type { Packet } from '../laid/packet.ts';

/**
 * Frames one after another: frame `i` is `data[offset[i] … offset[i] + length[i])`. Grows as needed; `clear()` keeps the memory. The memory
 * is valid until the next `add` or `clear`.
 */
export class FrameBuffer {
  data: Uint8Array;
  n = 0;
  offset: Uint32Array;
  length: Uint32Array;
  /** Octets in use. */
  used = 0;
  /** @internal The stamp that made the last frame, and where that is: its copy is the next one's start. */
  last: object | undefined = undefined;
  /** @internal */
  lastAt = 0;

  /** @param octets expected size of all frames; @param frames expected number of them */
  constructor(octets = 65_536, frames = 256) {
    this.data = new Uint8Array(octets);
    this.offset = new Uint32Array(frames);
    this.length = new Uint32Array(frames);
  }

  /** Adds a frame: a packet, or octets (copied). */
  add(frame: Packet<any> | Uint8Array): void {
    const octets = frame instanceof Uint8Array ? frame : frame.bytes;
    // First the room: it may replace `data`.
    const at = this.room(octets.length);
    this.data.set(octets, at);
  }

  /** Reserves space for a frame of `octets` octets, which the caller fills; returns where it starts. */
  room(octets: number): number {
    const at = this.used;
    if (at + octets > 0x7fff_ffff) throw new PacketwrightError('ERR_RANGE', `${at + octets} octets do not fit one buffer of frames (2 GB)`);
    if (at + octets > this.data.length) {
      const data = new Uint8Array(Math.max(this.data.length * 2, at + octets));
      data.set(this.data);
      this.data = data;
    }
    if (this.n === this.offset.length) {
      this.offset = grown(this.offset);
      this.length = grown(this.length);
    }
    this.offset[this.n] = at;
    this.length[this.n++] = octets;
    this.used = at + octets;
    return at;
  }

  /** Adds all frames of another buffer, which stays as it is. */
  addAll({ data, n, offset, length, used }: FrameBuffer): void {
    if (n === 0) return;
    // They lie one after another there, and so do they here.
    const at = this.room(used);
    this.data.set(used === data.length ? data : data.subarray(0, used), at);
    this.n--;
    for (let i = 0; i < n; i++) {
      if (this.n === this.offset.length) {
        this.offset = grown(this.offset);
        this.length = grown(this.length);
      }
      this.offset[this.n] = at + (offset[i] as number);
      this.length[this.n++] = length[i] as number;
    }
  }

  clear(): void {
    this.n = 0;
    this.used = 0;
    this.last = undefined;
  }
}

function grown(a: Uint32Array): Uint32Array {
  const b = new Uint32Array(a.length * 2);
  b.set(a);
  return b;
}
