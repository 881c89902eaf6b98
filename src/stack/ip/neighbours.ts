/** All neighbours of a stack, and the questions that they are asked: by ARP (RFC 826) and Neighbour Discovery (RFC 4861 §7.2). */
import { parseMac, readMac } from '../../bytes/address.ts';
import type { TimerWheel } from '../../host/timer-wheel.ts';
import { BROADCAST_MAC, groupMac, isGroupAnywhere, solicitedNode } from '../../exchange/groups.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { ARP } from '../../protocols/network/arp.ts';
import { ICMPv6ND_NA, ICMPv6ND_NS } from '../../protocols/network/icmpv6/neighbour-discovery.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { packet } from '../../protocols/protocols.ts';
import { ETHERTYPE } from '../../protocols/registries/ether-types.ts';
import type { Surroundings } from '../wire.ts';
import type { Addresses } from './addresses.ts';
import type { IpOutput } from './ip-output.ts';
import { type Asking, Neighbour } from './neighbour.ts';

/** Neighbours that are remembered; those that nobody uses are forgotten first. */
const MOST = 1024;

/** What is read of an ARP packet. */
interface HeardArp {
  readonly ptype: number;
  readonly plen: number;
  readonly hwlen: number;
  readonly op: number;
  readonly psrc: string;
  readonly hwsrc: string;
  readonly pdst: string;
}

export class Neighbours implements Asking {
  readonly wheel: TimerWheel;
  readonly #all = new Map<string, Neighbour>();
  readonly #mac: string;
  readonly #addresses: Addresses;
  readonly #output: IpOutput;
  readonly #surroundings: Surroundings;

  constructor(mac: string, addresses: Addresses, output: IpOutput, wheel: TimerWheel, surroundings: Surroundings) {
    this.#mac = mac;
    this.#addresses = addresses;
    this.#output = output;
    this.wheel = wheel;
    this.#surroundings = surroundings;
  }

  now(): number {
    return this.#surroundings.clock.monotonic();
  }

  get(address: string): Neighbour | undefined {
    return this.#all.get(address);
  }

  get all(): Iterable<Neighbour> {
    return this.#all.values();
  }

  /** The neighbour with that address, who is asked for his MAC when the first packet is for him. */
  of(address: string): Neighbour {
    const known = this.#all.get(address);
    if (known !== undefined) return known;
    const made = new Neighbour(address, address.includes(':'), this);
    if (isGroupAnywhere(address)) made.fix(groupMac(address));
    if (this.#all.size >= MOST) this.#forgetOne();
    this.#all.set(address, made);
    return made;
  }

  /** What an ARP packet says: of who is known already, or of who asks for us (RFC 826). */
  heardArp(arp: HeardArp): void {
    // Ethernet and IPv4: others have addresses of other lengths.
    if (arp.ptype !== ETHERTYPE.IPv4 || arp.plen !== 4 || arp.hwlen !== 6) return;
    if (arp.psrc === '0.0.0.0' || isGroupAnywhere(arp.psrc) || this.#addresses.isOurs(arp.psrc)) return;
    const isForUs = this.#addresses.isOurs(arp.pdst);
    const known = isForUs && this.#isNear(arp.psrc) ? this.of(arp.psrc) : this.#all.get(arp.psrc);
    known?.learned(parseMac(arp.hwsrc), isForUs && arp.op === 2);
    this.#output.flush();
  }

  /** What Neighbour Discovery says (RFC 4861 §7.2.3, §7.2.5). */
  heardNd(p: Packet): void {
    const ip = p.get(IPv6);
    // What has passed a router is not believed (§7.1).
    if (ip === undefined || ip.hlim !== 255) return;
    const na = p.get(ICMPv6ND_NA);
    const ns = p.get(ICMPv6ND_NS);
    if (na !== undefined) {
      const mac = macIn(na.options as unknown as readonly unknown[], 'DstLLAddr') ?? p.get(Ether)?.src;
      if (mac !== undefined) this.#all.get(na.tgt)?.learned(parseMac(mac), na.S === 1);
    } else if (ns !== undefined && ip.src !== '::' && this.#addresses.isOurs(ns.tgt)) {
      const mac = macIn(ns.options as unknown as readonly unknown[], 'SrcLLAddr');
      if (mac !== undefined) this.of(ip.src).learned(parseMac(mac), false);
    }
    this.#output.flush();
  }

  ask({ address, isV6, mac }: Neighbour, alone: boolean): void {
    const source =
      this.#addresses.all.find((own) => own.isV6 === isV6 && own.prefix.contains(address)) ??
      this.#addresses.all.find((own) => own.isV6 === isV6);
    if (source === undefined) return;
    if (isV6) {
      const group = solicitedNode(address);
      const dst = alone ? mac : groupMac(group);
      this.#output.frame(
        packet(
          Ether({ src: this.#mac, dst: readMac(dst, 0) }),
          IPv6({ src: source.address, dst: alone ? address : group, hlim: 255 }),
          ICMPv6ND_NS({ tgt: address, options: [['SrcLLAddr', this.#mac]] }),
        ).bytes,
      );
    } else
      this.#output.frame(
        packet(
          Ether({ src: this.#mac, dst: readMac(alone ? mac : BROADCAST_MAC, 0) }),
          ARP({ hwsrc: this.#mac, psrc: source.address, hwdst: '00:00:00:00:00:00', pdst: address }),
        ).bytes,
      );
    this.#output.flush();
  }

  leave(frame: Uint8Array, neighbour: Neighbour): void {
    this.#output.leave(frame, neighbour);
  }

  #isNear = (address: string): boolean => this.#addresses.all.some((own) => own.prefix.contains(address));

  #forgetOne(): void {
    let oldest: Neighbour | undefined;
    for (const one of this.#all.values()) if (one.users === 0 && (oldest === undefined || one.usedMs < oldest.usedMs)) oldest = one;
    if (oldest === undefined) return;
    oldest.forget();
    this.#all.delete(oldest.address);
  }
}

/** The MAC in an option of that name. */
function macIn(options: readonly unknown[], name: string): string | undefined {
  for (const option of options) if (Array.isArray(option) && option[0] === name && typeof option[1] === 'string') return option[1];
  return undefined;
}
