/** The numbers that exporters count with: what is missing between two messages. */

/** Exporters that are remembered; the one that has been silent for longest makes room. */
const MOST = 4096;
/** A gap larger than this is an exporter that began anew. */
const RESTART = 1 << 24;

export class Sequences {
  /** By exporter and domain: the number that the next message should have. */
  readonly #next = new Map<string, number>();
  lost = 0;

  get size(): number {
    return this.#next.size;
  }

  /** @param counts by how much the number is larger in the next message */
  saw(exporter: string, number: number, counts: number): void {
    const expected = this.#next.get(exporter);
    this.#next.delete(exporter);
    if (expected === undefined && this.#next.size >= MOST) this.#next.delete(this.#next.keys().next().value as string);
    this.#next.set(exporter, (number + counts) >>> 0);
    if (expected === undefined) return;
    const gap = (number - expected) >>> 0;
    // One that comes late was counted as lost before.
    if (gap > 2 ** 31) this.lost = Math.max(0, this.lost - counts);
    else if (gap < RESTART) this.lost += gap;
  }
}
