/** A batch of which some packets were put together of others: its memory is used again for the next one. */
import type { CaptureBatch } from '../../capture/batch-columns.ts';
import type { PcapngOption } from '../../capture/pcapng/options.ts';
import type { Assembled } from './assemble.ts';

const FEW_OCTETS = 1 << 16;
const FEW_ROWS = 1024;

export class MadeBatch implements CaptureBatch {
  data: Uint8Array = new Uint8Array(FEW_OCTETS);
  n = 0;
  readonly recycled = true;
  offset = new Uint32Array(FEW_ROWS);
  captured = new Uint32Array(FEW_ROWS);
  wire = new Uint32Array(FEW_ROWS);
  sec = new Float64Array(FEW_ROWS);
  nsec = new Uint32Array(FEW_ROWS);
  iface = new Uint16Array(FEW_ROWS);
  flags = new Uint16Array(FEW_ROWS);
  /** Which packet of the batch each comes from, or came with last. */
  #from = new Uint32Array(FEW_ROWS);
  readonly #packets: (readonly number[] | undefined)[] = [];
  #octets = 0;
  #batch: CaptureBatch;
  options: ((i: number) => readonly PcapngOption[]) | undefined;

  constructor(batch: CaptureBatch) {
    this.#batch = batch;
  }

  /** Begins anew, with nothing: packets are those of `batch`. */
  begin(batch: CaptureBatch): void {
    this.#batch = batch;
    this.n = 0;
    this.#octets = 0;
    this.options = batch.options && ((i) => batch.options?.(this.#from[i] as number) ?? []);
    if (batch.n > this.offset.length) this.#makeRows(batch.n);
  }

  /** Packet `i` as it is. */
  add(i: number): void {
    const { data, offset, captured, wire } = this.#batch;
    this.#put(i, data, offset[i] as number, captured[i] as number, wire[i] as number, undefined);
  }

  /** A datagram of which packet `i` was the last part: it has that one's time. */
  addMade(i: number, { data, start, end, packets }: Assembled): void {
    this.#put(i, data, start, end - start, end - start, packets);
  }

  madeOf(i: number): readonly number[] | undefined {
    return this.#packets[i];
  }

  comments(i: number): readonly string[] {
    return this.#batch.comments?.(this.#from[i] as number) ?? [];
  }

  release(): void {
    this.#batch.release();
  }

  #put(i: number, b: Uint8Array, from: number, length: number, wire: number, packets: readonly number[] | undefined): void {
    const batch = this.#batch;
    const k = this.n++;
    const at = this.#octets;
    this.#octets = at + length;
    if (this.#octets > this.data.length) this.#makeOctets(at);
    // Twice as fast as subarray(), which asks for the species.
    this.data.set(new Uint8Array(b.buffer, b.byteOffset + from, length), at);
    this.offset[k] = at;
    this.captured[k] = length;
    this.wire[k] = wire;
    this.sec[k] = batch.sec[i] as number;
    this.nsec[k] = batch.nsec[i] as number;
    this.iface[k] = batch.iface[i] as number;
    this.flags[k] = batch.flags[i] as number;
    this.#from[k] = i;
    this.#packets[k] = packets;
  }

  #makeOctets(used: number): void {
    const longer = new Uint8Array(2 * this.#octets);
    longer.set(this.data.subarray(0, used));
    this.data = longer;
  }

  #makeRows(n: number): void {
    this.offset = new Uint32Array(n);
    this.captured = new Uint32Array(n);
    this.wire = new Uint32Array(n);
    this.sec = new Float64Array(n);
    this.nsec = new Uint32Array(n);
    this.iface = new Uint16Array(n);
    this.flags = new Uint16Array(n);
    this.#from = new Uint32Array(n);
  }
}
