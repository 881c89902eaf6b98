/** A link of a lab host: one of any number on its network card. */
import { checkOptions } from '../bytes/known-options.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import type { InterfaceInfo, PacketBatch, SourceStats } from '../capture/batch.ts';
import type { BpfProgram, Clock, Link, LinkOptions, PackedFrames, SendOptions, SendReport } from '../host/host.ts';
import { type FilterRunner, filterRunner } from '../filter/bpf/program/run-filter.ts';
import { LINK_SEND_OPTIONS, sendOnlyError } from '../host/link-choices.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { FrameFeed } from './frame-feed.ts';
import { type LabFrame, nanosecondsOf } from './segment.ts';

/** What a packet that a host sent is called among the facts that a filter may ask for. */
const PACKET_OUTGOING = 4;

/** The options with the filter compiled. */
export type LabLinkOptions = Omit<LinkOptions, 'filter'> & { readonly filter?: BpfProgram };

/** What a link needs of the card. */
export interface LinkCard {
  readonly info: InterfaceInfo;
  readonly clock: Clock;
  send(octets: Uint8Array): LabFrame;
  closed(link: LabLink): void;
}

export class LabLink implements Link {
  readonly name: string;
  readonly linkType: number;
  readonly mac: string;
  readonly mtu: number;
  readonly interfaces: readonly InterfaceInfo[];
  readonly ready: Promise<void> = Promise.resolve();
  readonly promiscuous: boolean;
  readonly #card: LinkCard;
  readonly #feed: FrameFeed;
  readonly #direction: 'in' | 'out' | 'both';
  readonly #sendOnly: boolean;
  #filter: FilterRunner | undefined;
  #closed = false;

  constructor(card: LinkCard, o: LabLinkOptions) {
    const { info } = card;
    this.#card = card;
    this.name = info.name;
    this.linkType = info.linkType;
    this.mac = info.mac ?? '';
    this.mtu = info.mtu ?? 1500;
    this.interfaces = [info];
    this.promiscuous = o.promiscuous === true;
    this.#direction = o.direction ?? 'both';
    this.#sendOnly = o.sendOnly ?? false;
    this.#feed = new FrameFeed(info, o.snaplen);
    if (o.filter !== undefined) this.setFilter(o.filter);
  }

  /** A frame that passes the card. */
  frame(frame: LabFrame, outgoing: boolean): void {
    if (this.#sendOnly || (this.#direction !== 'both' && (this.#direction === 'out') !== outgoing)) return;
    const facts = { packetType: outgoing ? PACKET_OUTGOING : 0, ifindex: this.interfaces[0]?.index ?? 0 };
    if (this.#filter?.(frame.octets, facts) !== 0) this.#feed.push(frame, outgoing);
  }

  async send(frames: PackedFrames, o: SendOptions = {}): Promise<SendReport> {
    checkOptions('send', o, LINK_SEND_OPTIONS);
    const { rate, signal, stamps: wantsStamps = false } = o;
    const { clock } = this.#card;
    signal?.throwIfAborted();
    const firstMs = clock.now();
    const stamps = wantsStamps ? { sec: new Float64Array(frames.n), nsec: new Uint32Array(frames.n) } : undefined;
    let octets = 0;
    for (let i = 0; i < frames.n; i++) {
      if (this.#closed)
        throw new PacketwrightError('ERR_CLOSED', `cannot send on ${this.name}: the link is closed`, { iface: this.name, sent: i });
      if (rate !== undefined && i > 0) await clock.sleep(1000 / rate, signal);
      const at = frames.offset[i] as number;
      const length = frames.length[i] as number;
      const frame = this.#card.send(frames.data.subarray(at, at + length));
      if (stamps !== undefined) {
        stamps.sec[i] = Math.floor(frame.ms / 1000);
        stamps.nsec[i] = nanosecondsOf(frame);
      }
      octets += length;
    }
    const lastMs = clock.now();
    const seconds = frames.n > 1 ? (lastMs - firstMs) / 1000 : 0;
    return {
      sent: frames.n,
      octets,
      seconds,
      rate: seconds > 0 ? (frames.n - 1) / seconds : 0,
      firstMs,
      lastMs,
      ...(stamps && { stamps }),
    };
  }

  /** Frames that the old filter had let through, and that nobody has read yet, are dropped. @throws ERR_FILTER */
  setFilter(program: BpfProgram | undefined): void {
    this.#filter = program === undefined ? undefined : filterRunner(program);
    this.#feed.discard();
  }

  listen(on: (batch: PacketBatch) => void): () => void {
    if (this.#sendOnly) throw sendOnlyError(this.name, 'listen');
    return this.#feed.listen(on);
  }

  batches(o: { signal?: AbortSignal } = {}): AsyncGenerator<PacketBatch, void, void> {
    checkOptions('batches', o, { signal: true });
    if (this.#sendOnly) throw sendOnlyError(this.name, 'read');
    return this.#feed.batches(o);
  }

  packets(o: { signal?: AbortSignal } = {}): AsyncIterableIterator<Packet> {
    checkOptions('packets', o, { signal: true });
    if (this.#sendOnly) throw sendOnlyError(this.name, 'read');
    return this.#feed.packets(o);
  }

  stats(): SourceStats {
    return this.#feed.stats();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#feed.end(true);
    this.#card.closed(this);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
