/**
 * Packets of batches, one after another, each of them valid for good. Those of a batch that is there are promises resolved
 * already, so that waiting is paid once a batch: of the 58 ns that a packet costs on its way, `for await` itself takes 46. An async
 * generator would take 120.
 */
import type { InterfaceInfo, PacketBatch } from './batch.ts';
import type { CaptureBatch } from './batch-columns.ts';
import { keepOctets } from './keep-batch.ts';
import type { PcapngOption } from './pcapng/options.ts';

/** Makes a packet of packet `i` of a batch: its octets stay, its arrays are used again for the next batch. */
export type ToPacket<P, I extends InterfaceInfo = InterfaceInfo> = (batch: PacketBatch, i: number, interfaces: readonly I[]) => P;

/** A batch whose octets stay: those of another one, copied where that one's are used again. Its arrays are the other's. */
class KeptBatch implements CaptureBatch {
  declare data: Uint8Array;
  n = 0;
  readonly recycled = false;
  declare offset: Uint32Array;
  declare captured: Uint32Array;
  declare wire: Uint32Array;
  declare sec: Float64Array;
  declare nsec: Uint32Array;
  declare iface: Uint16Array;
  declare flags: Uint16Array;
  options: ((i: number) => readonly PcapngOption[]) | undefined;
  madeOf: ((i: number) => readonly number[] | undefined) | undefined;
  #shifted = new Uint32Array(0);

  take(batch: CaptureBatch): void {
    this.data = batch.data;
    this.offset = batch.offset;
    if (batch.recycled) {
      if (this.#shifted.length < batch.n) this.#shifted = new Uint32Array(batch.offset.length);
      this.data = keepOctets(batch, this.#shifted);
      this.offset = this.#shifted;
    }
    this.n = batch.n;
    this.captured = batch.captured;
    this.wire = batch.wire;
    this.sec = batch.sec;
    this.nsec = batch.nsec;
    this.iface = batch.iface;
    this.flags = batch.flags;
    this.options = batch.options === undefined ? undefined : (i) => batch.options?.(i) ?? [];
    this.madeOf = batch.madeOf === undefined ? undefined : (i) => batch.madeOf?.(i);
  }

  release(): void {
    // Its octets belong to whoever has the packets.
  }
}

export class PacketStream<P, I extends InterfaceInfo = InterfaceInfo> implements AsyncIterableIterator<P, undefined> {
  readonly #batches: AsyncIterator<PacketBatch>;
  readonly #toPacket: ToPacket<P, I>;
  readonly #interfaces: readonly I[];
  readonly #batch = new KeptBatch();
  /** Next packet of the batch, and how many it has. */
  #i = 0;
  #n = 0;
  #ended = false;
  /** What was asked for last, while it is waited for: calls are served one after another, as a generator does. */
  #last: Promise<unknown> | undefined;

  constructor(batches: AsyncIterator<PacketBatch>, toPacket: ToPacket<P, I>, interfaces: readonly I[]) {
    this.#batches = batches;
    this.#toPacket = toPacket;
    this.#interfaces = interfaces;
  }

  next(): Promise<IteratorResult<P, undefined>> {
    if (this.#last !== undefined || this.#i === this.#n) return this.#inTurn(() => this.#advance());
    try {
      return Promise.resolve({ value: this.#packet(), done: false });
    } catch (error) {
      return this.#inTurn(() => this.#fail(error));
    }
  }

  /** Ends the batches: of a file, that closes it. */
  return(): Promise<IteratorResult<P, undefined>> {
    return this.#inTurn(() => this.#end());
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #packet(): P {
    return this.#toPacket(this.#batch, this.#i++, this.#interfaces);
  }

  async #advance(): Promise<IteratorResult<P, undefined>> {
    try {
      while (!this.#ended) {
        if (this.#i < this.#n) return { value: this.#packet(), done: false };
        const step = await this.#batches.next();
        if (step.done === true) break;
        this.#batch.take(step.value);
        this.#i = 0;
        this.#n = step.value.n;
      }
    } catch (error) {
      return await this.#fail(error);
    }
    return await this.#end();
  }

  async #fail(error: unknown): Promise<never> {
    await this.#end();
    throw error;
  }

  async #end(): Promise<IteratorResult<P, undefined>> {
    if (!this.#ended) {
      this.#ended = true;
      this.#i = this.#n = 0;
      await this.#batches.return?.();
    }
    return { value: undefined, done: true };
  }

  #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const now = this.#last === undefined ? step() : this.#last.then(step, step);
    const over = (): void => {
      if (this.#last === now) this.#last = undefined;
    };
    this.#last = now;
    now.then(over, over);
    return now;
  }
}
