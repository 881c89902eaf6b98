/** A lab host's network card: a port of a segment, the links that are open on it, and the host behind it. */
import type { InterfaceInfo } from '../capture/batch.ts';
import type { Clock } from '../host/host.ts';
import { LabLink, type LinkCard, type LabLinkOptions } from './lab-link.ts';
import type { LabFrame, Port, Segment } from './segment.ts';
import { LINKTYPE } from '../capture/link-types.ts';

export interface CardOptions {
  readonly name: string;
  readonly index: number;
  readonly mac: string;
  /** `address/prefix` */
  readonly addresses: readonly string[];
  readonly segment: Segment;
  readonly clock: Clock;
  /** Frames that are for this host. */
  readonly onFrame: (octets: Uint8Array) => void;
}

export class NetworkCard implements Port, LinkCard {
  readonly info: InterfaceInfo;
  readonly clock: Clock;
  readonly segment: Segment;
  readonly #mac: Uint8Array;
  readonly #links = new Set<LabLink>();
  readonly #onFrame: (octets: Uint8Array) => void;
  readonly #unplug: () => void;

  constructor(o: CardOptions) {
    this.clock = o.clock;
    this.segment = o.segment;
    this.#mac = Uint8Array.from(o.mac.split(':'), (x) => Number.parseInt(x, 16));
    this.#onFrame = o.onFrame;
    this.info = {
      name: o.name,
      index: o.index,
      linkType: LINKTYPE.ETHERNET,
      mac: o.mac,
      mtu: o.segment.mtu,
      addresses: o.addresses,
      up: true,
      running: true,
      loopback: false,
      broadcast: true,
      multicast: true,
      ticksPerSecond: 1e9,
    };
    this.#unplug = o.segment.plug(this);
  }

  open(o: LabLinkOptions): LabLink {
    const link = new LabLink(this, o);
    this.#links.add(link);
    return link;
  }

  closed(link: LabLink): void {
    this.#links.delete(link);
  }

  /** What is for this card itself comes back, as over a loopback interface. */
  send(octets: Uint8Array): LabFrame {
    const frame = this.segment.send(octets, this, this.#isOurs(octets));
    for (const link of this.#links) link.frame(frame, true);
    return frame;
  }

  frame(frame: LabFrame): void {
    const isForUs = this.#isForUs(frame.octets);
    for (const link of this.#links) if (isForUs || link.promiscuous) link.frame(frame, false);
    if (isForUs) this.#onFrame(frame.octets);
  }

  /** Its own address, or one of a group (no list of groups is kept: a card may hear more than it must). */
  #isForUs(octets: Uint8Array): boolean {
    return ((octets[0] as number) & 1) === 1 || this.#isOurs(octets);
  }

  #isOurs(octets: Uint8Array): boolean {
    for (let i = 0; i < 6; i++) if (octets[i] !== this.#mac[i]) return false;
    return true;
  }

  async close(): Promise<void> {
    this.#unplug();
    for (const link of [...this.#links]) await link.close();
  }
}
