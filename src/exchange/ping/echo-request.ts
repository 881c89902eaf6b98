/** Echo requests, made of our own layers. */
import { isIpv4 } from '../../bytes/address.ts';
import { internetChecksum } from '../../bytes/checksum.ts';
import type { Host } from '../../host/host.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { ICMP } from '../../protocols/network/icmp/icmp.ts';
import { ICMPv6EchoRequest } from '../../protocols/network/icmpv6/echo.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { packet } from '../../protocols/protocols.ts';
import { type EchoOptions, tosOf } from './ping-options.ts';

export const DEFAULT_SIZE = 56;
/** The time stands in front of the data, as seconds and microseconds of 8 octets each. */
export const TIME_OCTETS = 16;
/** RFC 791 §3.1: options end at 40 octets, so nine addresses, or nine times, or four pairs. */
const ROUTE_SLOTS = 9;
const PAIR_SLOTS = 4;
const NOBODY = '0.0.0.0';
/** Octets of an IPv4 header before its options; of an option's type, length, pointer and flags; of an address. RFC 791 §3.1. */
const IP_HEADER = 20;
const IP_CHECKSUM_AT = 10;
const OPTION_HEADER = 4;
const ADDRESS = 4;

export class EchoRequests {
  readonly id: number;
  /** As it is sent, but for the time in front. */
  readonly data: Uint8Array;
  readonly #host: Host;
  readonly #to: string;
  readonly #source: string | undefined;
  readonly #o: EchoOptions;
  readonly #isIpv4: boolean;
  readonly #ttl: number;
  readonly #tos: number;

  constructor(host: Host, to: string, source: string | undefined, isMulticast: boolean, o: EchoOptions) {
    this.#host = host;
    this.#to = to;
    this.#source = source;
    this.#o = o;
    this.#isIpv4 = isIpv4(to);
    this.id = o.id ?? host.random.below(0x1_0000);
    this.data = dataOf(o);
    // RFC 1112 §6.1: a datagram for a group stays on its link unless somebody says otherwise.
    this.#ttl = o.ttl ?? (isMulticast ? 1 : 64);
    this.#tos = tosOf(o.tos ?? 0);
  }

  /** Octets of IP options. */
  get optionOctets(): number {
    return this.#isIpv4 && (this.#o.recordRoute === true || this.#o.timestamps !== undefined) ? 40 : 0;
  }

  /** Octets behind the headers where the request is about to leave. @param ms its time, since 1970 */
  dataAt(ms: number): Uint8Array {
    if (this.data.length < TIME_OCTETS) return this.data;
    const data = this.data.slice();
    const view = new DataView(data.buffer);
    view.setBigUint64(0, BigInt(Math.floor(ms / 1000)), true);
    view.setBigUint64(8, BigInt(Math.floor((ms % 1000) * 1000)), true);
    return data;
  }

  make(seq: number, ms: number): Packet {
    const { id } = this;
    const data = this.dataAt(ms);
    const ends = { dst: this.#to, ...(this.#source !== undefined && { src: this.#source }) };
    if (!this.#isIpv4)
      return packet(
        IPv6({ ...ends, hlim: this.#ttl, tc: this.#tos, ...(this.#o.flowLabel !== undefined && { fl: this.#o.flowLabel }) }),
        ICMPv6EchoRequest({ id, seq: seq & 0xffff, data }),
      ) as unknown as Packet;
    const options = this.#options(timeOfDay(ms));
    const ip = IP({
      ...ends,
      id: this.#host.random.below(0x1_0000),
      ttl: this.#ttl,
      tos: this.#tos,
      flags: this.#o.mayFragment === false ? 'DF' : '',
      ...(options.length > 0 && { options: options as never }),
    });
    return packet(ip, ICMP({ type: 8, id, seq: seq & 0xffff }), data) as unknown as Packet;
  }

  /**
   * Writes the own time stamp of a request anew, whose IPv4 header is at `at`: what was done since it was made took its time, and the next one
   * who writes is measured by it. Nothing where this host writes none.
   */
  stampAgain(octets: Uint8Array, at: number, ms: number): void {
    const { timestamps } = this.#o;
    if (!this.#isIpv4 || timestamps === undefined || this.#o.recordRoute === true) return;
    if (typeof timestamps !== 'string' && timestamps[0] !== this.#source) return;
    const view = new DataView(octets.buffer, octets.byteOffset + at);
    view.setUint32(IP_HEADER + OPTION_HEADER + (timestamps === 'times' ? 0 : ADDRESS), timeOfDay(ms));
    view.setUint16(IP_CHECKSUM_AT, 0);
    view.setUint16(IP_CHECKSUM_AT, internetChecksum(octets, at, at + ((octets[at] as number) & 15) * 4));
  }

  /** This host is the first that writes itself down. */
  #options(time: number): unknown[] {
    const { recordRoute, timestamps } = this.#o;
    const own = this.#source ?? NOBODY;
    if (recordRoute === true) {
      const routers = [own, ...Array.from({ length: ROUTE_SLOTS - 1 }, () => NOBODY)];
      return [['NOP'], ['RR', { pointer: 8, routers }]];
    }
    if (timestamps === undefined) return [];
    if (timestamps === 'times') {
      const stamps = [time, ...Array.from({ length: ROUTE_SLOTS - 1 }, () => 0)];
      return [['Timestamp', { pointer: 9, flg: 0, stamps }]];
    }
    if (timestamps === 'addresses') {
      const stamps = [{ address: own, time }, ...Array.from({ length: PAIR_SLOTS - 1 }, () => ({ address: NOBODY, time: 0 }))];
      return [['Timestamp', { pointer: 13, flg: 1, stamps }]];
    }
    const isFirst = timestamps[0] === own;
    const stamps = timestamps.map((address, i) => ({ address, time: isFirst && i === 0 ? time : 0 }));
    return [['Timestamp', { pointer: isFirst ? 13 : 5, flg: 3, stamps }]];
  }
}

/** Milliseconds since midnight UT. */
const timeOfDay = (ms: number): number => Math.floor(ms % 86_400_000);

function dataOf({ size = DEFAULT_SIZE, pattern }: EchoOptions): Uint8Array {
  const data = new Uint8Array(size);
  for (let i = 0; i < size; i++) data[i] = pattern === undefined || pattern.length === 0 ? i : (pattern[i % pattern.length] as number);
  return data;
}
