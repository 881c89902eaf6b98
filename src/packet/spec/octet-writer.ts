/**
 * Where builders write. One rolling slab serves many packets, because an array buffer of its own for each packet costs
 * fourteen times as much as the packet (docs/design/slabs.md). Octets handed out are never written again.
 */
const SLAB = 1 << 18;

export class OctetWriter {
  /** The slab. Changes when it is full: read it anew after every call that writes. */
  b: Uint8Array = new Uint8Array(0);
  /** Where the packet in work starts. */
  start = 0;
  /** Where the next octet goes. */
  q = 0;

  /** What a session knew for the layer that is being written. */
  known: unknown = undefined;

  /**
   * The packet in work has, from `origin` on (from its start), the first `to` octets of `b` behind `from`: those need not be compared again.
   */
  same: { b: Uint8Array; from: number; origin: number; to: number } | undefined = undefined;

  /** Starts a packet behind the last one. */
  begin(): void {
    this.start = this.q;
    this.same = undefined;
  }

  /** Makes room for `n` octets at `q`; gives `q` (moved, when a new slab was needed). Does not advance. */
  room(n: number): number {
    if (this.q + n > this.b.length) this.#grow(n);
    return this.q;
  }

  #grow(n: number): void {
    const have = this.q - this.start;
    const slab = new Uint8Array(Math.max(SLAB, (have + n) * 2));
    slab.set(this.b.subarray(this.start, this.q));
    this.b = slab;
    this.start = 0;
    this.q = have;
  }

  octets(data: Uint8Array): void {
    const q = this.room(data.length);
    this.b.set(data, q);
    this.q = q + data.length;
  }

  u8(n: number): void {
    const q = this.room(1);
    this.b[q] = n;
    this.q = q + 1;
  }

  u16(n: number): void {
    const q = this.room(2);
    this.b[q] = n >>> 8;
    this.b[q + 1] = n;
    this.q = q + 2;
  }

  u32(n: number): void {
    this.u16(n >>> 16);
    this.u16(n & 0xffff);
  }

  zeros(n: number): void {
    const q = this.room(n);
    this.b.fill(0, q, q + n);
    this.q = q + n;
  }

  /** Puts other octets into the place of the `n` at `at` from the packet's start; what is behind them moves. */
  replace(at: number, n: number, data: Uint8Array): void {
    const more = data.length - n;
    const { same } = this;
    if (same !== undefined && at < same.origin + same.to) same.to = Math.max(at - same.origin, 0);
    if (more > 0) this.room(more);
    const from = this.start + at;
    if (more !== 0) this.b.copyWithin(from + data.length, from + n, this.q);
    this.b.set(data, from);
    this.q += more;
  }

  /** Takes back what the packet in work has written. */
  abandon(): void {
    this.q = this.start;
  }
}
