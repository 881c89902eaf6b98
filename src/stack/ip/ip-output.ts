/** IP packets of ours, written header by header into the buffer of frames that leave next (RFC 791 §3.1, RFC 8200 §3). */
import { internetChecksum } from '../../bytes/checksum.ts';
import { setWord } from '../../bytes/words.ts';
import { LINKTYPE } from '../../capture/link-types.ts';
import { FrameBuffer } from '../../packet/in-bulk/frame-buffer.ts';
import { headerWriter } from '../../packet/in-bulk/header-writer.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { ETHERTYPE } from '../../protocols/registries/ether-types.ts';
import type { Surroundings, Wire } from '../wire.ts';
import type { Neighbour } from './neighbour.ts';
import type { Path } from './path.ts';

const writeEther = headerWriter(Ether({ type: 0 }), ['dst', 'src', 'type']);
const writeIp = headerWriter(IP({ flags: 'DF', proto: 0 }), ['tos', 'len', 'id', 'ttl', 'proto', 'src', 'dst']);
const writeIp6 = headerWriter(IPv6({ nh: 0 }), ['tc', 'plen', 'nh', 'hlim', 'src', 'dst']);

export const IP_HEADER = writeIp.size;
export const IP6_HEADER = writeIp6.size;
/** RFC 9293 and others leave it to the host; RFC 1700's value. */
export const HOP_LIMIT = 64;
/** Where the checksum of an IPv4 header is. */
const SUM = 10;

export class IpOutput {
  /** Frames that leave next. */
  frames = new FrameBuffer(65_536, 64);
  readonly #wire: Wire;
  readonly #surroundings: Surroundings;
  readonly #mac: Uint8Array;
  readonly #link: number;
  #id: number;

  constructor(wire: Wire, surroundings: Surroundings) {
    this.#wire = wire;
    this.#surroundings = surroundings;
    this.#mac = wire.mac ?? new Uint8Array(6);
    this.#link = wire.linkType === LINKTYPE.ETHERNET ? writeEther.size : 0;
    this.#id = surroundings.random.u32() & 0xffff;
  }

  /** Octets of headers before a transport's own. */
  headers(path: Path): number {
    return this.#link + (path.isV6 ? IP6_HEADER : IP_HEADER);
  }

  /**
   * Writes link and IP header of a packet with `length` octets of transport, which must fit the path's MTU; it is not to be fragmented on its way. What stands behind them
   * is the caller's to write; then `finish`.
   *
   * @param hops its TTL or hop limit
   * @param trafficClass DSCP and ECN, 8 bits
   * @returns where in `frames.data` the transport header begins
   */
  begin(path: Path, protocol: number, length: number, hops = HOP_LIMIT, trafficClass = 0): number {
    const { frames } = this;
    const start = frames.room(this.headers(path) + length);
    const b = frames.data;
    const at = this.#ether(b, start, path.neighbour, path.isV6);
    if (path.isV6) return writeIp6(b, at, trafficClass, length, protocol, hops, path.source, path.destination);
    this.#id = (this.#id + 1) & 0xffff;
    const end = writeIp(b, at, trafficClass, IP_HEADER + length, this.#id, hops, protocol, path.sourceWord, path.destinationWord);
    setWord(b, at + SUM, internetChecksum(b, at, end));
    return end;
  }

  /** The packet that was begun is complete: it leaves with the next `flush`, or waits for its neighbour's MAC. */
  finish(neighbour: Neighbour): void {
    if (this.#link === 0 || neighbour.isUsable(this.#surroundings.clock.monotonic())) return;
    const { frames } = this;
    const start = frames.offset[frames.n - 1] as number;
    const frame = frames.data.slice(start, frames.used);
    frames.n--;
    frames.used = start;
    neighbour.hold(frame);
  }

  /** A whole IP packet. */
  packet(octets: Uint8Array, isV6: boolean, neighbour: Neighbour): void {
    const start = this.frames.room(this.#link + octets.length);
    this.frames.data.set(octets, this.#ether(this.frames.data, start, neighbour, isV6));
    this.finish(neighbour);
  }

  /** A whole frame. */
  frame(octets: Uint8Array): void {
    this.frames.add(octets);
  }

  /** A frame that waited: its neighbour's MAC is known now. */
  leave(frame: Uint8Array, { mac }: Neighbour): void {
    frame.set(mac, 0);
    this.frames.add(frame);
  }

  flush(): void {
    if (this.frames.n === 0) return;
    this.frames = this.#wire.transmit(this.frames);
  }

  #ether(b: Uint8Array, at: number, { mac }: Neighbour, isV6: boolean): number {
    return this.#link === 0 ? at : writeEther(b, at, mac, this.#mac, isV6 ? ETHERTYPE.IPv6 : ETHERTYPE.IPv4);
  }
}
