/** A lab host's network card: a port of a segment, the links that are open on it, and the host behind it. */
import type { InterfaceInfo, PacketBatch } from '../capture/batch.ts';
import { parseMac } from '../bytes/address.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import type { Clock } from '../host/host.ts';
import { LabLink, type LinkCard, type LabLinkOptions } from './lab-link.ts';
import { FrameBuffer } from '../packet/in-bulk/frame-buffer.ts';
import type { Wire } from '../stack/wire.ts';
import type { LabFrame, Port, Segment } from './segment.ts';
import { LINKTYPE } from '../capture/link-types.ts';

export interface CardOptions {
  readonly name: string;
  readonly index: number;
  readonly mac: string;
  /** `address/prefix`, as they are now. */
  readonly addresses: () => readonly string[];
  readonly segment: Segment;
  readonly clock: Clock;
  /** Frames came, some of which may be for this host: valid during the call. */
  readonly onFrames: (batch: PacketBatch) => void;
}

/** Batches of a card have neither times nor flags: nobody behind it asks. */
const FEW = 256;
let zeros = batchZeros(FEW);

function batchZeros(n: number): Pick<PacketBatch, 'sec' | 'nsec' | 'iface' | 'flags'> {
  return { sec: new Float64Array(n), nsec: new Uint32Array(n), iface: new Uint16Array(n), flags: new Uint16Array(n) };
}

/** As a stack's wire it carries frames in the buffers in which the stack wrote them. */
export class NetworkCard implements Port, LinkCard, Wire {
  readonly info: InterfaceInfo;
  readonly clock: Clock;
  readonly segment: Segment;
  readonly linkType = LINKTYPE.ETHERNET;
  readonly mac: Uint8Array;
  readonly mtu: number;
  readonly #links = new Set<LabLink>();
  readonly #spare: FrameBuffer[] = [];
  readonly #onFrames: (batch: PacketBatch) => void;
  readonly #unplug: () => void;
  #isClosed = false;

  constructor(o: CardOptions) {
    this.clock = o.clock;
    this.segment = o.segment;
    this.mac = parseMac(o.mac);
    this.mtu = o.segment.mtu;
    this.#onFrames = o.onFrames;
    this.info = {
      name: o.name,
      index: o.index,
      linkType: LINKTYPE.ETHERNET,
      mac: o.mac,
      mtu: o.segment.mtu,
      get addresses() {
        return o.addresses();
      },
      up: true,
      running: true,
      loopback: false,
      broadcast: true,
      multicast: true,
      ticksPerSecond: 1e9,
    };
    this.#unplug = o.segment.plug(this);
  }

  /** @throws ERR_CLOSED when its host was closed */
  open(o: LabLinkOptions): LabLink {
    if (this.#isClosed)
      throw new PacketwrightError('ERR_CLOSED', `cannot open ${this.info.name}: its lab was closed`, { iface: this.info.name });
    const link = new LabLink(this, o);
    this.#links.add(link);
    return link;
  }

  closed(link: LabLink): void {
    this.#links.delete(link);
  }

  /** What is for this card itself comes back, as over a loopback interface. */
  send(octets: Uint8Array): LabFrame {
    const frame = this.segment.send(octets, this, this.#isOurs(octets, 0));
    for (const link of this.#links) link.frame(frame, true);
    return frame;
  }

  transmit(frames: FrameBuffer): FrameBuffer {
    const { data, n, offset, length } = frames;
    let kept = 0;
    for (let i = 0; i < n; i++) {
      const at = offset[i] as number;
      const size = length[i] as number;
      const isBack = this.#isOurs(data, at);
      if (isBack || this.#links.size > 0) {
        const frame = { octets: data.slice(at, at + size), ms: this.clock.now() };
        if (isBack) this.segment.send(frame.octets, this, true);
        for (const link of this.#links) link.frame(frame, true);
      }
      if (isBack) continue;
      offset[kept] = at;
      length[kept++] = size;
    }
    frames.n = kept;
    this.segment.sendAll(frames, this, this.#back);
    return this.#spare.pop() ?? new FrameBuffer(65_536, 64);
  }

  readonly #back = (frames: FrameBuffer): void => {
    frames.clear();
    this.#spare.push(frames);
  };

  frame(frame: LabFrame): void {
    const { octets } = frame;
    const isForUs = this.#isForUs(octets, 0);
    for (const link of this.#links) if (isForUs || link.promiscuous) link.frame(frame, false);
    if (isForUs) this.#onFrames(batchOf(octets, Uint32Array.of(0), Uint32Array.of(octets.length), 1));
  }

  frames(frames: FrameBuffer, from: number, to: number, ms: number): void {
    const { data, offset, length } = frames;
    if (this.#links.size > 0)
      for (let i = from; i < to; i++) {
        const at = offset[i] as number;
        const isForUs = this.#isForUs(data, at);
        const frame = { octets: data.slice(at, at + (length[i] as number)), ms };
        for (const link of this.#links) if (isForUs || link.promiscuous) link.frame(frame, false);
      }
    this.#onFrames(batchOf(data, offset.subarray(from, to), length.subarray(from, to), to - from));
  }

  /** Its own address, or one of a group (no list of groups is kept: a card may hear more than it must). */
  #isForUs(octets: Uint8Array, at: number): boolean {
    return ((octets[at] as number) & 1) === 1 || this.#isOurs(octets, at);
  }

  #isOurs(octets: Uint8Array, at: number): boolean {
    for (let i = 0; i < 6; i++) if (octets[at + i] !== this.mac[i]) return false;
    return true;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#unplug();
    for (const link of [...this.#links]) await link.close();
  }
}

function batchOf(data: Uint8Array, offset: Uint32Array, length: Uint32Array, n: number): PacketBatch {
  if (n > zeros.flags.length) zeros = batchZeros(2 * n);
  return { data, n, recycled: true, offset, captured: length, wire: length, ...zeros, release: () => undefined };
}
