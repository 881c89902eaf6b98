/** Frames in, batches out: what a link of a lab host and a capture of a segment have in common. */
import { PacketwrightError } from '../bytes/errors.ts';
import { FLAG_OUTGOING, type InterfaceInfo, type PacketBatch, type SourceStats } from '../capture/batch.ts';
import { packetAt } from '../capture/dissect-batch.ts';
import { PacketStream } from '../capture/packet-stream.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { type LabFrame, nanosecondsOf } from './segment.ts';

/** Frames that wait for somebody to read them; then the new ones are dropped, and counted. */
const MOST_WAITING = 65_536;
const MOST_A_BATCH = 256;

interface Waiting {
  readonly frame: LabFrame;
  readonly flags: number;
}

export class FrameFeed {
  readonly info: InterfaceInfo;
  readonly #snaplen: number;
  #waiting: Waiting[] = [];
  readonly #listeners = new Set<(batch: PacketBatch) => void>();
  #iterating = false;
  #ended = false;
  #received = 0;
  #dropped = 0;
  #wake: (() => void) | undefined;

  constructor(info: InterfaceInfo, snaplen = 262_144) {
    this.info = info;
    this.#snaplen = snaplen;
  }

  push(frame: LabFrame, outgoing: boolean): void {
    if (this.#ended) return;
    const one = { frame, flags: outgoing ? FLAG_OUTGOING : 0 };
    if (this.#listeners.size > 0) {
      this.#received++;
      const batch = this.#batch([one]);
      for (const on of this.#listeners) on(batch);
      return;
    }
    if (this.#waiting.length >= MOST_WAITING) this.#dropped++;
    else this.#waiting.push(one);
    this.#wake?.();
  }

  listen(on: (batch: PacketBatch) => void): () => void {
    if (this.#ended) throw this.#closedError();
    if (this.#iterating)
      throw new PacketwrightError('ERR_BUSY', `this link on ${this.info.name} already has a reader`, { iface: this.info.name });
    this.#listeners.add(on);
    if (this.#waiting.length > 0) {
      // What came before anybody listened is the first listener's.
      const before = this.#waiting;
      this.#waiting = [];
      this.#received += before.length;
      on(this.#batch(before));
    }
    return () => this.#listeners.delete(on);
  }

  /** Ends when the feed is ended and everything has been read. */
  async *batches({ signal }: { readonly signal?: AbortSignal } = {}): AsyncGenerator<PacketBatch, void, void> {
    if (this.#iterating || this.#listeners.size > 0)
      throw new PacketwrightError('ERR_BUSY', `this link on ${this.info.name} already has a reader`, { iface: this.info.name });
    this.#iterating = true;
    const wake = (): void => this.#wake?.();
    signal?.addEventListener('abort', wake);
    try {
      for (;;) {
        signal?.throwIfAborted();
        if (this.#waiting.length > 0) {
          const some = this.#waiting.splice(0, MOST_A_BATCH);
          this.#received += some.length;
          yield this.#batch(some);
        } else if (this.#ended) return;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      signal?.removeEventListener('abort', wake);
      this.#iterating = false;
      this.#wake = undefined;
    }
  }

  packets(o: { readonly signal?: AbortSignal } = {}): AsyncIterableIterator<Packet> {
    return new PacketStream(this.batches(o), packetAt, [this.info]);
  }

  stats(): SourceStats {
    return { received: this.#received, dropped: this.#dropped, frozen: 0 };
  }

  /** What waits is not given out. */
  discard(): void {
    this.#waiting = [];
  }

  /** Nothing more comes. `forget`: what waits is not given out either. */
  end(forget: boolean): void {
    this.#ended = true;
    this.#listeners.clear();
    if (forget) this.discard();
    this.#wake?.();
  }

  #closedError(): PacketwrightError {
    return new PacketwrightError('ERR_CLOSED', `the link on ${this.info.name} is closed`, { iface: this.info.name });
  }

  #batch(some: readonly Waiting[]): PacketBatch {
    const n = some.length;
    const kept = some.map(({ frame }) => Math.min(frame.octets.length, this.#snaplen));
    const one = n === 1 ? some[0]?.frame.octets : undefined;
    const data = one ?? new Uint8Array(kept.reduce((sum, k) => sum + k, 0));
    const batch = {
      data,
      n,
      recycled: false,
      offset: new Uint32Array(n),
      captured: new Uint32Array(n),
      wire: new Uint32Array(n),
      sec: new Float64Array(n),
      nsec: new Uint32Array(n),
      iface: new Uint16Array(n),
      flags: new Uint16Array(n),
      release: () => undefined,
    };
    let at = 0;
    some.forEach(({ frame, flags }, i) => {
      const length = kept[i] as number;
      if (one === undefined) data.set(frame.octets.subarray(0, length), at);
      batch.offset[i] = at;
      batch.captured[i] = length;
      batch.wire[i] = frame.octets.length;
      batch.sec[i] = Math.floor(frame.ms / 1000);
      batch.nsec[i] = nanosecondsOf(frame);
      batch.flags[i] = flags;
      at += length;
    });
    return batch;
  }
}
