/**
 * A TCP/IP host of our own: frames, time and chance go in, frames and events come out. It opens nothing and reads no clock of its own, so it runs on an interface, in a
 * lab, in a browser, and in a test by the test's own time.
 */
import { readIpv4, readIpv6, readMac } from '../bytes/address.ts';
import { sumOctets } from '../bytes/checksum.ts';
import { FLAG_CHECKSUM_NOT_READY, FLAG_OUTGOING, type PacketBatch } from '../capture/batch.ts';
import { dissectAt, firstLayer } from '../capture/dissect-batch.ts';
import { arpMachine } from '../exchange/answering/arp-machine.ts';
import type { AnsweringMachine } from '../exchange/answering/answering-machine.ts';
import { icmpEchoMachine } from '../exchange/answering/icmp-echo-machine.ts';
import { icmpv6EchoMachine } from '../exchange/answering/icmpv6-echo-machine.ts';
import { ndMachine } from '../exchange/answering/nd-machine.ts';
import { TimerWheel } from '../host/timer-wheel.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { dissectorOf } from '../packet/object/dissector.ts';
import { objectOf, type PacketObject } from '../packet/object/packet-object.ts';
import type { AnyLayer } from '../packet/spec/spec.ts';
import { word } from '../bytes/words.ts';
import { IP } from '../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../protocols/network/ipv6/ipv6.ts';
import { ARP } from '../protocols/network/arp.ts';
import { protocols } from '../protocols/protocols.ts';
import { Defragmenter, KEPT, WHOLE } from '../streams/fragments/defragmenter.ts';
import { readSegment, Segment } from '../streams/tcp/segment.ts';
import { Addresses } from './ip/addresses.ts';
import { IpOutput } from './ip/ip-output.ts';
import { Neighbours } from './ip/neighbours.ts';
import type { Path } from './ip/path.ts';
import { Paths } from './ip/paths.ts';
import { isSumRight } from './ip/transport-sum.ts';
import { type Received, receivedOf } from './received.ts';
import { UdpLayer } from './udp/udp-layer.ts';
import { type IcmpError, icmpErrorOf } from './icmp/errors-in.ts';
import { IcmpErrors } from './icmp/errors-out.ts';
import { type Below, TcpLayer } from './tcp/tcp-layer.ts';
import type { Surroundings, Wire } from './wire.ts';

const MOST_OCTETS = 256 << 20;

/** What a stack is. */
export interface StackSpec {
  /** `192.0.2.7/24`, `2001:db8::7/64`. */
  readonly addresses: readonly string[];
  readonly gateways?: readonly string[];
  /** Connections at a time, those in TIME-WAIT included. Default 65,536. */
  readonly maxConnections?: number;
  /**
   * Octets that wait to be sent, acknowledged or read, in all connections. Default 256 MB. Beyond it windows close and writers wait; each connection may
   * still hold 4 KB each way.
   */
  readonly maxOctets?: number;
  /** A kernel has these addresses as well, and answers for them: the stack says nothing but in connections of its own. Default false. */
  readonly isShared?: boolean;
  /** Sees each packet for our card before the stack does; it is valid during the call. True: it is dealt with, and the stack takes no notice of it. */
  readonly before?: (p: Packet) => boolean;
}

/**
 * A host: ARP, ND, IPv4, IPv6, ICMP, UDP and TCP over a wire. What comes is given to `receive`; what it sends goes to the wire.
 * `stackOn()` makes one on an interface; programs that have a wire of their own make it themselves.
 */
export class Stack implements Below {
  readonly wire: Wire;
  readonly surroundings: Surroundings;
  readonly wheel: TimerWheel;
  readonly addresses = new Addresses();
  readonly output: IpOutput;
  readonly neighbours: Neighbours;
  readonly paths: Paths;
  readonly tcp: TcpLayer;
  readonly udp: UdpLayer;
  readonly #errors: IcmpErrors;
  readonly #first: AnyLayer;
  readonly #machines: readonly AnsweringMachine[];
  readonly #before: StackSpec['before'];
  readonly isShared: boolean;
  readonly #defragmenter = new Defragmenter();
  readonly #segment = new Segment();
  readonly #watchers = new Set<(p: Packet) => void>();

  /** @throws ERR_ADDRESS */
  constructor(wire: Wire, surroundings: Surroundings, spec: StackSpec) {
    this.wire = wire;
    this.surroundings = surroundings;
    this.wheel = new TimerWheel(surroundings.clock);
    this.#first = firstLayer(protocols, wire.linkType);
    this.#before = spec.before;
    this.isShared = spec.isShared === true;
    for (const text of spec.addresses) this.addresses.add(text);
    for (const gateway of spec.gateways ?? [])
      if (gateway.includes(':')) this.addresses.gateway6 = gateway;
      else this.addresses.gateway4 = gateway;
    const mac = readMac(wire.mac ?? new Uint8Array(6), 0);
    this.output = new IpOutput(wire, surroundings);
    this.neighbours = new Neighbours(mac, this.addresses, this.output, this.wheel, surroundings);
    this.paths = new Paths(this.addresses, this.neighbours, wire.mtu);
    this.tcp = new TcpLayer(this, { maxConnections: spec.maxConnections ?? 65_536, maxOctets: spec.maxOctets ?? MOST_OCTETS });
    this.udp = new UdpLayer(this.paths, this.output, surroundings);
    this.#errors = new IcmpErrors(this.output);
    const isOurs = (address: string): boolean => this.addresses.isOurs(address);
    const macOf = (address: string): string | undefined => (isOurs(address) ? mac : undefined);
    this.#machines = this.isShared
      ? []
      : [arpMachine({ macOf }), ndMachine({ macOf }), icmpEchoMachine({ isOurs }), icmpv6EchoMachine({ isOurs })];
  }

  /** Frames came. They are read before it returns. */
  receive(batch: PacketBatch): void {
    const nowMs = this.surroundings.clock.monotonic();
    for (let i = 0; i < batch.n; i++) {
      const flags = batch.flags[i] as number;
      if ((flags & FLAG_OUTGOING) !== 0) continue;
      this.#take(objectOf(dissectAt(batch, i, this.#first)), (flags & FLAG_CHECKSUM_NOT_READY) !== 0, nowMs);
    }
    this.tcp.flush();
  }

  /** One frame came. */
  receiveFrame(octets: Uint8Array): void {
    this.#take(dissectorOf(protocols)(octets, 0, octets.length, this.#first.id), false, this.surroundings.clock.monotonic());
    this.tcp.flush();
  }

  /** Calls `f` with each packet of ARP and of ICMPv6 that comes, before it is answered. @returns what ends it */
  watch(f: (p: Packet) => void): () => void {
    this.#watchers.add(f);
    return () => void this.#watchers.delete(f);
  }

  pathBack({ b, ip, isV6 }: Segment): Path | undefined {
    const [from, to] = isV6 ? [readIpv6(b, ip + 8), readIpv6(b, ip + 24)] : [readIpv4(b, ip + 12), readIpv4(b, ip + 16)];
    return this.#isPeer(from) ? this.#pathTo(from, to) : undefined;
  }

  /** Who may be answered: a host, or this one itself over its loopback address. */
  #isPeer(address: string): boolean {
    return isHost(address) || this.addresses.isOurs(address);
  }

  mtuOf({ remote }: Path): number {
    return this.paths.mtuTo(remote, this.surroundings.clock.monotonic());
  }

  #pathTo(remote: string, local: string): Path | undefined {
    try {
      return this.paths.to(remote, local);
    } catch {
      // There is no way back: no answer.
      return undefined;
    }
  }

  isGroup(address: string): boolean {
    return this.addresses.isGroup(address);
  }

  release(path: Path): void {
    this.paths.release(path);
  }

  close(): void {
    this.tcp.close();
    this.udp.close();
    this.wheel.close();
  }

  #take(p: PacketObject, isSumRight: boolean, nowMs: number): void {
    let object = p;
    let what = receivedOf(object);
    if (!this.#isToUs(object) || this.#before?.(object as unknown as Packet) === true || what.kind === 'none') return;
    if (what.kind !== 'arp' && !this.#isForUs(object, what.ip, what.isV6)) return;
    const taken = what.kind === 'arp' ? WHOLE : this.#defragmenter.take(object, nowMs);
    if (taken === KEPT) return;
    if (taken !== WHOLE) {
      object = dissectorOf(protocols)(taken.data, taken.start, taken.end, taken.first);
      what = receivedOf(object);
    }
    if (what.kind === 'tcp') {
      if (readSegment(object, what, this.#segment)) this.tcp.arrive(this.#segment, isSumRight);
      return;
    }
    if (what.kind === 'arp') this.#arp(object as unknown as Packet);
    else if (isSumRightOf(object, what, isSumRight)) this.#other(object, what, nowMs);
  }

  #arp(p: Packet): void {
    const arp = p.get(ARP);
    for (const watcher of this.#watchers) watcher(p);
    if (arp !== undefined) this.neighbours.heardArp(arp);
    this.#answer(p);
  }

  #other(object: PacketObject, { kind, ip, isV6 }: Received, nowMs: number): void {
    const p = object as unknown as Packet;
    if (kind === 'udp') {
      if (!this.udp.arrive(p) && !this.isShared) this.#unreachable(p, object, ip, isV6, nowMs);
      return;
    }
    if (kind !== 'icmp') return;
    if (isV6) {
      for (const watcher of this.#watchers) watcher(p);
      this.neighbours.heardNd(p);
    }
    const error = icmpErrorOf(p);
    if (error === undefined) this.#answer(p);
    else if (this.addresses.isOurs(error.local)) this.#failed(error, nowMs);
  }

  #answer(p: Packet): void {
    for (const machine of this.#machines) for (const reply of machine.answer(p)) this.output.frame(reply.bytes);
  }

  #failed(error: IcmpError, nowMs: number): void {
    if (error.kind === 'too-big') this.paths.tooBig(error.remote, error.mtu, nowMs);
    if (error.protocol === 'tcp') this.tcp.failed(error);
    else this.udp.failed(error);
  }

  /** RFC 1122 §3.2.2: never about a packet to a group, or from one. */
  #unreachable(p: Packet, object: PacketObject, ip: number, isV6: boolean, nowMs: number): void {
    const header = p.get(IP) ?? p.get(IPv6);
    if (header === undefined || !this.addresses.isOurs(header.dst) || !this.#isPeer(header.src)) return;
    const path = this.#pathTo(header.src, header.dst);
    if (path === undefined) return;
    const { b, e } = object;
    const at = object.$offset(ip);
    this.#errors.tell(path, 'port', b.subarray(at, isV6 ? e : Math.min(e, at + word(b, at + 2))), nowMs);
    this.release(path);
  }

  /** Whether the frame is for our card, or a group. */
  #isToUs({ b, s }: PacketObject): boolean {
    const { mac } = this.wire;
    if (mac === undefined || ((b[s] as number) & 1) === 1) return true;
    for (let i = 0; i < 6; i++) if (b[s + i] !== mac[i]) return false;
    return true;
  }

  /** Whether the packet's destination is an address of ours, or a group. */
  #isForUs(p: PacketObject, depth: number, isV6: boolean): boolean {
    const at = p.$offset(depth) + (isV6 ? 24 : 16);
    const size = isV6 ? 16 : 4;
    if (at + size > p.e || (!isV6 && !isHeaderSumRight(p.b, at - 16, p.e))) return false;
    const first = p.b[at] as number;
    if (isV6 ? first === 0xff : first >= 0xe0) return true;
    for (const { octets, isV6: six } of this.addresses.all)
      if (six === isV6 && octets.every((octet, i) => octet === p.b[at + i])) return true;
    return false;
  }
}

/** Whether a packet of UDP or ICMP arrived as it was sent. */
function isSumRightOf(p: PacketObject, { ip, isV6, transport, kind }: Received, isKnown: boolean): boolean {
  if (isKnown || transport < 0) return isKnown;
  const protocol = kind === 'udp' ? 17 : isV6 ? 58 : 1;
  return isSumRight(p.b, p.$offset(ip), isV6, p.$offset(transport), p.e, protocol);
}

/** RFC 1122 §3.2.1.2: an IPv4 header with a wrong checksum is nobody's. */
function isHeaderSumRight(b: Uint8Array, ip: number, end: number): boolean {
  const headerEnd = ip + 4 * ((b[ip] as number) & 0xf);
  return headerEnd <= end && sumOctets(b, ip, headerEnd) === 0xffff;
}

/** An address that one host has: no group, no broadcast, not nobody. */
const isHost = (address: string): boolean =>
  address !== '0.0.0.0' && address !== '::' && !/^(22[4-9]|23\d|24\d|25[0-5])\.|^ff/i.test(address) && !address.startsWith('127.');
