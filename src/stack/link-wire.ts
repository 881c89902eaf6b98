/** A link of a host as a stack's wire: an interface, a TUN or TAP device, a card of a lab. */
import { parseMac } from '../bytes/address.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import { LINKTYPE } from '../capture/link-types.ts';
import type { Link } from '../host/host.ts';
import { FrameBuffer } from '../packet/in-bulk/frame-buffer.ts';
import type { Wire } from './wire.ts';

/** Octets that may wait until the interface takes more; what comes on top is lost, as in any full queue. */
const MOST_WAITING = 1 << 22;

/** A {@link Link} as a {@link Wire}. The link stays its opener's, who closes it. */
export class LinkWire implements Wire {
  readonly linkType: number;
  readonly mac?: Uint8Array;
  readonly mtu: number;
  /** Frames that were lost for want of room, or that the interface refused. */
  lost = 0;
  readonly #link: Link;
  readonly #spare: FrameBuffer[] = [];
  /** What leaves when the interface has taken what it was given last. */
  #waiting: FrameBuffer | undefined;
  /** What is under way now. */
  #leaving: Promise<void> | undefined;

  /** @throws ERR_INTERFACE for a link whose frames have neither an Ethernet header nor none */
  constructor(link: Link) {
    if (link.linkType !== LINKTYPE.ETHERNET && link.linkType !== LINKTYPE.RAW)
      throw new PacketwrightError('ERR_INTERFACE', `a stack cannot run on ${link.name}: its frames are of link type ${link.linkType}`, {
        iface: link.name,
        remedy: 'give an Ethernet, veth, TUN or TAP interface',
      });
    this.linkType = link.linkType;
    if (link.linkType === LINKTYPE.ETHERNET) {
      if (!link.mac)
        throw new PacketwrightError('ERR_INTERFACE', `a stack cannot run on ${link.name}: it has no hardware address`, {
          iface: link.name,
          remedy: 'give an Ethernet, veth, TUN or TAP interface',
        });
      this.mac = parseMac(link.mac);
    }
    this.mtu = link.mtu;
    this.#link = link;
  }

  transmit(frames: FrameBuffer): FrameBuffer {
    if (this.#leaving === undefined) {
      this.#send(frames);
      return this.#empty();
    }
    const waiting = this.#waiting;
    if (waiting === undefined) {
      this.#waiting = frames;
      return this.#empty();
    }
    if (waiting.used + frames.used > MOST_WAITING) this.lost += frames.n;
    else waiting.addAll(frames);
    frames.clear();
    return frames;
  }

  /** Resolves when the interface has taken all that there was. */
  async idle(): Promise<void> {
    while (this.#leaving !== undefined) await this.#leaving;
  }

  #send(frames: FrameBuffer): void {
    this.#leaving = this.#link.send(frames).then(
      () => this.#sent(frames),
      () => {
        this.lost += frames.n;
        this.#sent(frames);
      },
    );
  }

  #sent(frames: FrameBuffer): void {
    frames.clear();
    this.#spare.push(frames);
    const next = this.#waiting;
    this.#waiting = undefined;
    this.#leaving = undefined;
    if (next !== undefined) this.#send(next);
  }

  #empty(): FrameBuffer {
    return this.#spare.pop() ?? new FrameBuffer(65_536, 64);
  }
}
