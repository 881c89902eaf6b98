/**
 * What waits of one side's stream, one octet behind another, and which packets brought it. Whoever reads takes as much as it can use. What lies within one segment is
 * not copied: it is a view of the packet's own octets, until {@link StreamOctets.settle}.
 */

/** Where the octets from a place on come from. */
export interface Run {
  /** Place in the stream of its first octet. */
  readonly at: number;
  readonly packet: number;
  readonly timeMs: number;
}

const NOTHING = /* @__PURE__ */ new Uint8Array(0);
/** The smallest memory that is asked for. */
const LEAST = 256;
/** Runs that were taken are thrown away together, once they are so many. */
const RUNS = 64;

export class StreamOctets {
  /** What waits lies in `b`, from `from` to `to`. */
  b: Uint8Array = NOTHING;
  from = 0;
  to = 0;
  /** Place in the stream of the first octet that waits. */
  at = 0;
  /** `b` is the packet's. */
  #isLent = false;
  #own: Uint8Array = NOTHING;
  #runs: Run[] = [];
  /** The first run that is still needed. */
  #first = 0;

  /** Octets that wait. */
  get size(): number {
    return this.to - this.from;
  }

  /** Place in the stream behind all that came. */
  get end(): number {
    return this.at + this.to - this.from;
  }

  /** Octets of memory that it keeps between two arrivals. */
  get memory(): number {
    return this.#own.length;
  }

  /** The next octets. They are not copied where nothing waits: do not change them before {@link settle}. */
  arrive(octets: Uint8Array, packet: number, timeMs: number): void {
    const last = this.#runs[this.#runs.length - 1];
    if (this.from === this.to) {
      this.#runs.length = 0;
      this.#first = 0;
      this.#runs.push({ at: this.at, packet, timeMs });
      this.b = octets;
      this.from = 0;
      this.to = octets.length;
      this.#isLent = true;
      return;
    }
    // A packet may bring several pieces.
    if (last?.packet !== packet) this.#runs.push({ at: this.end, packet, timeMs });
    if (this.#isLent) this.settle();
    this.#makeRoom(octets.length);
    this.b.set(octets, this.to);
    this.to += octets.length;
  }

  /** The first `n` octets have been used. */
  take(n: number): void {
    this.from += n;
    this.at += n;
    const runs = this.#runs;
    while (this.#first + 1 < runs.length && (runs[this.#first + 1] as Run).at <= this.at) this.#first++;
    if (this.#first < RUNS || this.#first < runs.length / 2) return;
    this.#runs = runs.slice(this.#first);
    this.#first = 0;
  }

  /** Nothing waits, and the stream goes on at another place. */
  moveTo(at: number): void {
    this.from = this.to;
    this.at = at;
  }

  /** Where what waits comes from. */
  runs(): readonly Run[] {
    return this.#runs.slice(this.#first);
  }

  /** Tells which packets brought the first `n` octets, and when: each packet once. */
  eachSource(n: number, tell: (packet: number, timeMs: number) => void): void {
    const end = this.at + n;
    for (let i = this.#first; i < this.#runs.length; i++) {
      const run = this.#runs[i] as Run;
      if (i > this.#first && run.at >= end) return;
      tell(run.packet, run.timeMs);
    }
  }

  /** Copies what waits where it is a packet's, whose memory is used again. To be called when the packet has been dealt with. */
  settle(): void {
    if (this.from === this.to) {
      this.b = this.#own = NOTHING;
      this.from = this.to = 0;
      this.#isLent = false;
      return;
    }
    if (!this.#isLent) return;
    const { size } = this;
    const own = new Uint8Array(Math.max(LEAST, size));
    own.set(this.b.subarray(this.from, this.to));
    this.b = this.#own = own;
    this.from = 0;
    this.to = size;
    this.#isLent = false;
  }

  /** Room for `n` octets more behind what waits. Each octet is moved a bounded number of times on average. */
  #makeRoom(n: number): void {
    const { size } = this;
    if (this.to + n <= this.b.length) return;
    if (size + n <= this.b.length && this.from >= size) this.b.copyWithin(0, this.from, this.to);
    else {
      const own = new Uint8Array(Math.max(LEAST, 2 * size, size + n));
      own.set(this.b.subarray(this.from, this.to));
      this.b = this.#own = own;
    }
    this.from = 0;
    this.to = size;
  }
}
