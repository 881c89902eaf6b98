/** A link of a host as a stack's wire: an interface, a TUN or TAP device, a card of a lab. */
import { parseMac } from '../bytes/address.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import { LINKTYPE } from '../capture/link-types.ts';
import type { Link } from '../host/host.ts';
import { FrameBuffer } from '../packet/in-bulk/frame-buffer.ts';
import type { Wire } from './wire.ts';

/** Buffers of frames that may be under way; what comes on top is lost, as in any full queue. */
const MOST_UNDER_WAY = 16;

/** A {@link Link} as a {@link Wire}. The link stays its opener's, who closes it. */
export class LinkWire implements Wire {
  readonly linkType: number;
  readonly mac?: Uint8Array;
  readonly mtu: number;
  /** Buffers of frames that were lost for want of room, or that the interface refused. */
  lost = 0;
  readonly #link: Link;
  readonly #spare: FrameBuffer[] = [];
  #underWay = 0;

  /** @throws ERR_INTERFACE for a link whose frames have neither an Ethernet header nor none */
  constructor(link: Link) {
    if (link.linkType !== LINKTYPE.ETHERNET && link.linkType !== LINKTYPE.RAW)
      throw new PacketwrightError('ERR_INTERFACE', `a stack cannot run on ${link.name}: its frames are of link type ${link.linkType}`, {
        iface: link.name,
        remedy: 'give an Ethernet, veth, TUN or TAP interface',
      });
    this.linkType = link.linkType;
    if (link.linkType === LINKTYPE.ETHERNET) this.mac = parseMac(link.mac ?? '');
    this.mtu = link.mtu;
    this.#link = link;
  }

  transmit(frames: FrameBuffer): FrameBuffer {
    if (this.#underWay >= MOST_UNDER_WAY) {
      this.lost++;
      frames.clear();
      return frames;
    }
    this.#underWay++;
    this.#link.send(frames).then(
      () => this.#back(frames),
      () => {
        this.lost++;
        this.#back(frames);
      },
    );
    return this.#spare.pop() ?? new FrameBuffer(65_536, 64);
  }

  #back(frames: FrameBuffer): void {
    this.#underWay--;
    frames.clear();
    this.#spare.push(frames);
  }
}
