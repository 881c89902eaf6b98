/** A capture of a segment: every frame that passes the switch. */
import type { InterfaceInfo, PacketBatch, PacketSource, SourceStats } from '../capture/batch.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { FrameFeed } from './frame-feed.ts';
import type { Segment } from './segment.ts';
import { LINKTYPE } from '../capture/link-types.ts';

/** A capture of a segment. */
export class LabCapture implements PacketSource<Packet> {
  readonly interfaces: readonly InterfaceInfo[];
  readonly #feed: FrameFeed;
  readonly #untap: () => void;

  constructor(segment: Segment) {
    const info: InterfaceInfo = { name: segment.name, linkType: LINKTYPE.ETHERNET, mtu: segment.mtu, ticksPerSecond: 1e9 };
    this.interfaces = [info];
    this.#feed = new FrameFeed(info);
    this.#untap = segment.tap({ frame: (frame) => this.#feed.push(frame, false) });
  }

  /** Stops capturing. What was captured can still be read; then the source ends. */
  stop(): void {
    this.#untap();
    this.#feed.end(false);
  }

  batches(o?: { signal?: AbortSignal }): AsyncGenerator<PacketBatch, void, void> {
    return this.#feed.batches(o);
  }

  packets(o?: { signal?: AbortSignal }): AsyncIterableIterator<Packet> {
    return this.#feed.packets(o);
  }

  stats(): SourceStats {
    return this.#feed.stats();
  }

  async close(): Promise<void> {
    this.#untap();
    this.#feed.end(true);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
