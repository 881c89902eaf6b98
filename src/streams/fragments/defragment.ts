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
import { Defragmenter, type DefragmentOptions, type DefragmentStats, KEPT, WHOLE } from './defragmenter.ts';
import { MadeBatch } from './made-batch.ts';

/** Options of {@link defragment} for a source. */
export interface DefragmentSourceOptions extends DefragmentOptions {
  /** Which layers follow which. Default: those of this package. */
  readonly registry?: Registry;
}

/** A source whose fragments are put together. */
export interface DefragmentedSource extends PacketSource<Packet> {
  readonly fragments: DefragmentStats;
}

class Defragmented implements DefragmentedSource {
  readonly #source: PacketSource<Packet>;
  readonly #registry: Registry;
  readonly #defragmenter: Defragmenter;
  #made: MadeBatch | undefined;

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
    let made: MadeBatch | undefined;
    for (let i = 0; i < batch.n; i++) {
      const iface = batch.iface[i] as number;
      const info = this.interfaces[iface];
      const first = info === undefined ? undefined : firstLayer(this.#registry, info.linkType);
      const p = objectOf(dissectAt(batch, i, first, this.#registry));
      const taken = this.#defragmenter.take(p, (batch.sec[i] as number) * 1e3 + (batch.nsec[i] as number) / 1e6, iface);
      if (taken === WHOLE) made?.add(i);
      else {
        // Most batches have no fragment, and go through as they are.
        made ??= this.#begin(batch, i);
        if (taken !== KEPT) made.addMade(i, taken);
      }
    }
    return made ?? batch;
  }

  /** With the packets before `i`. */
  #begin(batch: CaptureBatch, i: number): MadeBatch {
    this.#made ??= new MadeBatch(batch);
    this.#made.begin(batch);
    for (let k = 0; k < i; k++) this.#made.add(k);
    return this.#made;
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
