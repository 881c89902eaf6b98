/** Sending octets that lie packed in memory: no object for a packet, and the memory stays the caller's. */
import { readIpv4, readIpv6 } from '../bytes/address.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import type { Host, PackedFrames, SendReport } from '../host/host.ts';
import type { FrameBuffer } from '../packet/in-bulk/frame-buffer.ts';
import { octetsInto } from './link-header.ts';
import { intervalOf, type SendingOptions } from './options.ts';
import { LinksInUse, nobody, ownLink, type SharedLink } from './shared-link.ts';
import { type Way, waysOf } from './ways.ts';
import { ETHERTYPE } from '../protocols/registries/ether-types.ts';

/** Packets that one call of the link gets. */
const MOST = 1024;

/** Whether it is frames in memory, such as a FrameBuffer, and no packet. */
export function isPacked(given: unknown): given is PackedFrames {
  return typeof given === 'object' && given !== null && (given as { offset?: unknown }).offset instanceof Uint32Array;
}

/** Frames as they are, through the interface. */
export async function sendPackedFrames(frames: PackedFrames, host: Host, o: SendingOptions): Promise<SendReport> {
  return await sendThrough(await ownLink(host, o.iface), frames, o);
}

async function sendThrough(link: SharedLink, frames: PackedFrames, o: SendingOptions): Promise<SendReport> {
  const intervalMs = intervalOf(o);
  const { signal } = o;
  const user = nobody();
  link.attach(user);
  try {
    return await link.link.send(frames, { ...(intervalMs > 0 && { rate: 1000 / intervalMs }), ...(signal && { signal }) });
  } finally {
    link.detach(user);
  }
}

/** IP packets: each goes the way to its own destination. `octets` of the report are theirs, without link headers. */
export async function sendPackedPackets(packets: PackedFrames, host: Host, o: SendingOptions): Promise<SendReport> {
  const route = new Route(host, o);
  let link: SharedLink | undefined;
  let frames: FrameBuffer | undefined;
  let octets = 0;
  const reports: SendReport[] = [];
  const inUse = new LinksInUse();
  const flush = async (): Promise<void> => {
    if (link === undefined || frames === undefined || frames.n === 0) return;
    reports.push(await sendThrough(link, frames, o));
    frames.clear();
  };
  try {
    for (let i = 0; i < packets.n; i++) {
      const at = packets.offset[i] as number;
      const end = at + (packets.length[i] as number);
      const found = route.of(packets.data, at, end);
      const way = found instanceof Promise ? await found : found;
      if (way.link !== link || (frames as FrameBuffer).n === MOST) {
        await flush();
        if (frames !== undefined) link?.giveBack(frames);
        link = way.link;
        inUse.add(link);
        frames = link.takeFrames();
      }
      octetsInto(frames as FrameBuffer, packets.data.subarray(at, end), route.etherType, link, way.mac);
      octets += end - at;
    }
    await flush();
  } finally {
    if (frames !== undefined) link?.giveBack(frames);
    inUse.letGo();
  }
  return { ...joinedReports(reports), octets };
}

/** Several reports, one after another, as one. */
export function joinedReports(reports: readonly SendReport[]): SendReport {
  const [only] = reports;
  if (reports.length === 1 && only !== undefined) return only;
  const sent = reports.reduce((sum, one) => sum + one.sent, 0);
  const octets = reports.reduce((sum, one) => sum + one.octets, 0);
  const firstMs = reports[0]?.firstMs ?? 0;
  const lastMs = reports.at(-1)?.lastMs ?? 0;
  const seconds = (lastMs - firstMs) / 1000;
  return { sent, octets, seconds, rate: seconds > 0 ? (sent - 1) / seconds : 0, firstMs, lastMs };
}

/** The way of one packet after another. Packets to one address come in runs: it is looked at anew only when it changes. */
class Route {
  readonly #host: Host;
  readonly #o: SendingOptions;
  readonly #last = new Uint8Array(32);
  #way: Way | undefined;
  etherType = 0;

  constructor(host: Host, o: SendingOptions) {
    this.#host = host;
    this.#o = o;
  }

  /** @throws ERR_VALUE for what is no IP packet; ERR_ROUTE, ERR_NEIGHBOUR, ERR_INTERFACE, ERR_PERMISSION */
  of(b: Uint8Array, at: number, end: number): Way | Promise<Way> {
    const version = end > at ? (b[at] as number) >> 4 : 0;
    const header = version === 4 ? 20 : version === 6 ? 40 : 0;
    if (header === 0 || at + header > end)
      throw new PacketwrightError('ERR_VALUE', `the ${end - at} octets at ${at} are not an IP packet`, { offset: at, length: end - at });
    const type = version === 4 ? ETHERTYPE.IPv4 : ETHERTYPE.IPv6;
    // Source and destination, one behind the other: the way depends on both.
    const from = version === 4 ? at + 12 : at + 8;
    const size = version === 4 ? 8 : 32;
    if (this.#way !== undefined && type === this.etherType && this.#isLast(b, from, size)) return this.#way;
    this.etherType = type;
    for (let i = 0; i < size; i++) this.#last[i] = b[from + i] as number;
    return version === 4 ? this.#find(readIpv4(b, from), readIpv4(b, from + 4)) : this.#find(readIpv6(b, from), readIpv6(b, from + 16));
  }

  #isLast(b: Uint8Array, from: number, size: number): boolean {
    for (let i = 0; i < size; i++) if (b[from + i] !== this.#last[i]) return false;
    return true;
  }

  async #find(source: string, to: string): Promise<Way> {
    const ways = waysOf(this.#host);
    const { iface, via, signal } = this.#o;
    const way = await ways.to(to, { iface, via, level: 3 }, false, source);
    if (way.mac === undefined && way.silent === undefined) await ways.findMac(way, signal);
    if (way.silent !== undefined) throw way.silent;
    this.#way = way;
    return way;
  }
}
