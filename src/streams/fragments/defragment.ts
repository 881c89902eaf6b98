/** Put-together packets between a source and whoever reads it. */
import type { PacketBatch, PacketSource, SourceStats } from '../../capture/batch.ts';
import type { CaptureBatch } from '../../capture/batch-columns.ts';
import { dissectAt, firstLayer, keptPacket } from '../../capture/dissect-batch.ts';
import { PacketStream } from '../../capture/packet-stream.ts';
import type { StopSignal } from '../../bytes/stop-signal.ts';
import type { Registry } from '../../packet/chain/registry.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { objectOf } from '../../packet/object/packet-object.ts';
import { protocols } from '../../protocols/protocols.ts';
import type { Assembled } from './assemble.ts';
import { Defragmenter, type DefragmentOptions, type DefragmentStats, KEPT, WHOLE } from './defragmenter.ts';

/** Options of {@link defragment} for a source. */
export interface DefragmentSourceOptions extends DefragmentOptions {
  /** Which layers follow which. Default: those of this package. */
  readonly registry?: Registry;
}

/** A source whose fragments are put together. */
export interface DefragmentedSource extends PacketSource<Packet> {
  readonly fragments: DefragmentStats;
}

/** What the rows of a made batch are: of the batch that came, or put together. */
interface Row {
  readonly i: number;
  readonly made: Assembled | undefined;
}

/**
 * A batch of the same packets without fragments: each datagram stands where its last fragment stood, with that one's time. Its octets are its own.
 */
function batchOf(batch: CaptureBatch, rows: readonly Row[]): CaptureBatch {
  const n = rows.length;
  const captured = Uint32Array.from(rows, ({ i, made }) => (made === undefined ? (batch.captured[i] as number) : made.end - made.start));
  const offset = new Uint32Array(n);
  let octets = 0;
  for (let k = 0; k < n; k++) {
    offset[k] = octets;
    octets += captured[k] as number;
  }
  const data = new Uint8Array(octets);
  rows.forEach(({ i, made }, k) => {
    const from = made === undefined ? (batch.offset[i] as number) : made.start;
    data.set((made === undefined ? batch : made).data.subarray(from, from + (captured[k] as number)), offset[k]);
  });
  return {
    data,
    n,
    recycled: false,
    offset,
    captured,
    wire: Uint32Array.from(rows, ({ i, made }, k) => (made === undefined ? (batch.wire[i] as number) : (captured[k] as number))),
    sec: Float64Array.from(rows, ({ i }) => batch.sec[i] as number),
    nsec: Uint32Array.from(rows, ({ i }) => batch.nsec[i] as number),
    iface: Uint16Array.from(rows, ({ i }) => batch.iface[i] as number),
    flags: Uint16Array.from(rows, ({ i }) => batch.flags[i] as number),
    ...(batch.options !== undefined && { options: (k: number) => batch.options?.((rows[k] as Row).i) ?? [] }),
    ...(batch.comments !== undefined && { comments: (k: number) => batch.comments?.((rows[k] as Row).i) ?? [] }),
    madeOf: (k) => rows[k]?.made?.packets,
    release: () => batch.release(),
  };
}

class Defragmented implements DefragmentedSource {
  readonly #source: PacketSource<Packet>;
  readonly #registry: Registry;
  readonly #defragmenter: Defragmenter;

  constructor(source: PacketSource<Packet>, { registry = protocols, ...o }: DefragmentSourceOptions) {
    this.#source = source;
    this.#registry = registry;
    this.#defragmenter = new Defragmenter(o);
  }

  get interfaces(): PacketSource<Packet>['interfaces'] {
    return this.#source.interfaces;
  }

  get fragments(): DefragmentStats {
    return this.#defragmenter.stats;
  }

  stats(): SourceStats {
    return this.#source.stats();
  }

  async *batches(o: { signal?: StopSignal } = {}): AsyncGenerator<PacketBatch> {
    for await (const batch of this.#source.batches(o)) {
      const made = this.#without(batch);
      if (made.n > 0) yield made;
    }
  }

  packets(o: { signal?: StopSignal } = {}): AsyncIterable<Packet> {
    return new PacketStream(
      this.batches(o)[Symbol.asyncIterator](),
      (batch, i, interfaces) => keptPacket(batch, i, interfaces, this.#registry),
      this.interfaces,
    );
  }

  close(): Promise<void> {
    return this.#source.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #without(batch: CaptureBatch): CaptureBatch {
    let rows: Row[] | undefined;
    for (let i = 0; i < batch.n; i++) {
      const iface = batch.iface[i] as number;
      const info = this.interfaces[iface];
      const first = info === undefined ? undefined : firstLayer(this.#registry, info.linkType);
      const p = objectOf(dissectAt(batch, i, first, this.#registry));
      const taken = this.#defragmenter.take(p, (batch.sec[i] as number) * 1e3 + (batch.nsec[i] as number) / 1e6, iface);
      if (taken === WHOLE) rows?.push({ i, made: undefined });
      else {
        // Most batches have no fragment, and go through as they are.
        rows ??= Array.from({ length: i }, (_, k) => ({ i: k, made: undefined }));
        if (taken !== KEPT)
          rows.push({ i, made: { ...taken, data: taken.data.slice(taken.start, taken.end), start: 0, end: taken.end - taken.start } });
      }
    }
    return rows === undefined ? batch : batchOf(batch, rows);
  }
}

/**
 * A source whose fragments of IPv4 and IPv6 are put together: each datagram stands where its last fragment stood, and `meta.madeOf` of its packet says which packets
 * it came from, by their number. All other packets go through as they are. What never becomes whole is left out: `fragments` counts it.
 *
 * With packets instead of a source: these packets with their datagrams put together; fragments of those that are not whole come last.
 *
 * @throws ERR_VALUE for options that there are not
 * @see RFC 791 §3.2, RFC 815, RFC 8200 §4.5, RFC 6946
 */
export function defragment(source: PacketSource<Packet>, o?: DefragmentSourceOptions): DefragmentedSource;
export function defragment(packets: Iterable<Packet>, o?: DefragmentOptions): Packet[];
export function defragment(from: PacketSource<Packet> | Iterable<Packet>, o: DefragmentSourceOptions = {}): DefragmentedSource | Packet[] {
  return Symbol.iterator in from ? defragmentedList(from, o) : new Defragmented(from, o);
}

function defragmentedList(packets: Iterable<Packet>, o: DefragmentOptions): Packet[] {
  const defragmenter = new Defragmenter(o);
  const given: Packet[] = [];
  const made: Packet[] = [];
  /** Numbers of fragments that wait, or are not believed. */
  const left = new Set<number>();
  for (const packet of packets) {
    const whole = defragmenter.packet(packet);
    given.push(packet);
    if (whole === undefined) left.add(given.length);
    else made.push(whole);
    for (const number of whole === packet ? [] : (whole?.meta.madeOf ?? [])) left.delete(number);
  }
  return [...made, ...[...left].map((number) => given[number - 1] as Packet)];
}
