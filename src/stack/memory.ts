/** The octets that all connections of a stack hold, and how many they may hold. */

/** What a connection may hold whatever the others do, each way: else it could never go on. */
const LEAST = 4096;

/** Octets of rings that are kept for who needs one next: making one costs as much as filling it. */
const MOST_SPARE = 1 << 22;

export class Memory {
  readonly limit: number;
  used = 0;
  /** Rings that nobody uses, by their size. */
  readonly #spare = new Map<number, Uint8Array<ArrayBuffer>[]>();
  #spareOctets = 0;

  /** @param limit octets */
  constructor(limit: number) {
    this.limit = limit;
  }

  /** What somebody who holds `held` and may hold `own` has room for. */
  room(own: number, held: number): number {
    return Math.max(0, Math.min(own - held, Math.max(this.limit - this.used, LEAST - held)));
  }

  /** So many octets, with whatever stands in them. */
  ring(size: number): Uint8Array<ArrayBuffer> {
    this.used += size;
    const ring = this.#spare.get(size)?.pop();
    if (ring === undefined) return new Uint8Array(size);
    this.#spareOctets -= size;
    return ring;
  }

  /** It is no longer used. */
  giveBack(ring: Uint8Array<ArrayBuffer>): void {
    const { length } = ring;
    this.used -= length;
    if (length === 0 || this.#spareOctets + length > MOST_SPARE) return;
    const spare = this.#spare.get(length);
    if (spare === undefined) this.#spare.set(length, [ring]);
    else spare.push(ring);
    this.#spareOctets += length;
  }
}
