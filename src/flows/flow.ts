/** A flow, as it is told when it has ended. */
import { readIpv4, readIpv6, readMac } from '../bytes/address.ts';

/**
 * Why a flow was told: no packet for so long; it went on for so long; its counters are full; it was the oldest, and there was no room for another; the source has
 * ended, or somebody asked.
 *
 * @see RFC 5102 §5.11.3 (flowEndReason)
 */
export type FlowEnd = 'idle' | 'active' | 'overflow' | 'room' | 'forced';

/** How much went one way. */
export interface FlowCounts {
  packets: number;
  /** Octets of IP packets, headers included. */
  octets: number;
  /** Time of the first and last packet, in microseconds since 1970. */
  firstUs: number;
  lastUs: number;
  /** All TCP flags that were seen: the nine of the header, FIN the lowest bit. */
  tcpFlags: number;
  /** Type of service (IPv6: traffic class) of the first packet. */
  tos: number;
}

const noCounts = (): FlowCounts => ({ packets: 0, octets: 0, firstUs: 0, lastUs: 0, tcpFlags: 0, tos: 0 });

/** Packets between two ends. Whoever is told of it owns it only if its table says so: `copy()` is yours. */
export class Flow {
  version: 4 | 6 = 4;
  /** Number of the IP protocol. */
  protocol = 0;
  /** Ports; of ICMP 0, and type × 256 + code, as NetFlow writes it. */
  sport = 0;
  dport = 0;
  /** The addresses, 4 or 16 octets. */
  srcOctets: Uint8Array = new Uint8Array(4);
  dstOctets: Uint8Array = new Uint8Array(4);
  /** From `src` to `dst`. In flows of both directions that is the way of the first packet. */
  readonly there: FlowCounts;
  /** The other way; without packets in flows of one direction. */
  readonly back: FlowCounts;
  end: FlowEnd = 'forced';
  /** Number of the VLAN, if that tells flows apart; 0: none. */
  vlan = 0;
  /** The MAC addresses as octets, if those tell flows apart. */
  srcMac: Uint8Array | undefined;
  dstMac: Uint8Array | undefined;
  /** Values of the caller's own keys, in their order; undefined where the packets have none. */
  keys: readonly (string | number | undefined)[] = [];

  constructor(there: FlowCounts = noCounts(), back: FlowCounts = noCounts()) {
    this.there = there;
    this.back = back;
  }

  get src(): string {
    return this.version === 4 ? readIpv4(this.srcOctets, 0) : readIpv6(this.srcOctets, 0);
  }

  get dst(): string {
    return this.version === 4 ? readIpv4(this.dstOctets, 0) : readIpv6(this.dstOctets, 0);
  }

  /** Both directions. */
  get packets(): number {
    return this.there.packets + this.back.packets;
  }

  get octets(): number {
    return this.there.octets + this.back.octets;
  }

  get firstUs(): number {
    return this.back.packets === 0 ? this.there.firstUs : Math.min(this.there.firstUs, this.back.firstUs);
  }

  get lastUs(): number {
    return this.back.packets === 0 ? this.there.lastUs : Math.max(this.there.lastUs, this.back.lastUs);
  }

  get macs(): { readonly src: string; readonly dst: string } | undefined {
    const { srcMac, dstMac } = this;
    return srcMac === undefined || dstMac === undefined ? undefined : { src: readMac(srcMac, 0), dst: readMac(dstMac, 0) };
  }

  /** The same, in memory of its own. */
  copy(): Flow {
    const made = new Flow({ ...this.there }, { ...this.back });
    made.version = this.version;
    made.protocol = this.protocol;
    made.sport = this.sport;
    made.dport = this.dport;
    made.srcOctets = this.srcOctets.slice();
    made.dstOctets = this.dstOctets.slice();
    made.end = this.end;
    made.vlan = this.vlan;
    made.srcMac = this.srcMac?.slice();
    made.dstMac = this.dstMac?.slice();
    made.keys = this.keys;
    return made;
  }
}
