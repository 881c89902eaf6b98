/** A link of this machine plugged into a lab's segment: what a kernel sends there comes to the lab's hosts, and their answers to it. */
import { PacketwrightError } from '../bytes/errors.ts';
import { FLAG_OUTGOING, type PacketBatch } from '../capture/batch.ts';
import { LINKTYPE } from '../capture/link-types.ts';
import { asSentByCard, sendAll } from '../exchange/bridge-sides.ts';
import { hold, letGo } from '../exchange/hold.ts';
import type { Link } from '../host/host.ts';
import { FrameBuffer } from '../packet/in-bulk/frame-buffer.ts';
import type { LabFrame, Port, Segment } from './segment.ts';

/** Counts of frames. */
export interface AttachmentCounts {
  /** From the link to the segment; from the segment to the link. */
  readonly received: number;
  readonly sent: number;
  /** Frames that the segment or the link refused: too large, too short, interface down. */
  readonly failed: number;
}

/** A link that is plugged in, until it is stopped or disposed of. */
export interface Attachment extends Disposable {
  stats(): AttachmentCounts;
  /** Pulls it out; the link stays open, and its owner's. Calling it twice does nothing. */
  stop(): void;
}

/** Frames that the link has not taken yet; what comes on top is lost. */
const MOST_LEAVING = 16_384;

/** @throws ERR_INTERFACE for a link without Ethernet headers */
export class Attached implements Attachment, Port {
  readonly #link: Link;
  readonly #segment: Segment;
  readonly #mtu: number;
  readonly #stops: readonly (() => void)[];
  readonly #spare: FrameBuffer[] = [];
  readonly #counts = { sent: 0, failed: 0 };
  #frames = new FrameBuffer();
  #isScheduled = false;
  #leaving = 0;
  #received = 0;
  #isStopped = false;

  constructor(link: Link, segment: Segment) {
    if (link.linkType !== LINKTYPE.ETHERNET)
      throw new PacketwrightError('ERR_INTERFACE', `${link.name} cannot be attached to a lab: its frames have no Ethernet header`, {
        iface: link.name,
        remedy: "give a veth, a card, or a device of openTun(name, { kind: 'tap' })",
      });
    this.#link = link;
    this.#segment = segment;
    this.#mtu = Math.min(link.mtu, segment.mtu);
    hold();
    this.#stops = [segment.plug(this), link.listen((batch) => this.#heard(batch)), letGo];
  }

  stats(): AttachmentCounts {
    return { received: this.#received, ...this.#counts };
  }

  /** What leaves in one turn leaves with one call. */
  frame({ octets }: LabFrame): void {
    if (this.#leaving + this.#frames.n >= MOST_LEAVING) {
      this.#counts.failed++;
      return;
    }
    this.#frames.add(octets);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(this.#flush);
  }

  readonly #flush = (): void => {
    this.#isScheduled = false;
    const frames = this.#frames;
    if (this.#isStopped || frames.n === 0) return;
    const { n } = frames;
    this.#frames = this.#spare.pop() ?? new FrameBuffer();
    this.#leaving += n;
    void sendAll(this.#link, frames, this.#counts).then(() => {
      this.#leaving -= n;
      frames.clear();
      this.#spare.push(frames);
    });
  };

  #heard(batch: PacketBatch): void {
    for (let i = 0; i < batch.n; i++) {
      if (((batch.flags[i] as number) & FLAG_OUTGOING) !== 0) continue;
      const segments = asSentByCard(batch, i, this.#link.linkType, this.#mtu);
      const at = batch.offset[i] as number;
      if (segments !== undefined) for (const octets of segments) this.#give(octets);
      else this.#give(batch.data.subarray(at, at + (batch.captured[i] as number)));
    }
  }

  #give(octets: Uint8Array): void {
    try {
      this.#segment.send(octets, this);
      this.#received++;
    } catch {
      this.#counts.failed++;
    }
  }

  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    for (const stop of this.#stops) stop();
  }

  [Symbol.dispose](): void {
    this.stop();
  }
}
