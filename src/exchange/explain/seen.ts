/** A packet as the causes look at it: when and where it was seen, and the layers that they ask for most. */
import type { Packet } from '../../packet/laid/packet.ts';
import { objectOf, type PacketObject } from '../../packet/object/packet-object.ts';
import type { AnyLayer, ViewOf } from '../../packet/spec/spec.ts';
import { Dot1AD, Dot1Q, Ether } from '../../protocols/link/ethernet.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import type { Evidence } from './finding.ts';

/** What is known of a packet besides its octets. */
export interface Circumstances {
  /** Place in the capture, from 1. */
  readonly number: number;
  /** Milliseconds since 1970; NaN where the capture does not tell. */
  readonly ms: number;
  readonly iface: string;
  /** Sent by the host that captured. */
  readonly isOutgoing: boolean;
  /** Its checksum was left to the network card. */
  readonly isChecksumOpen: boolean;
}

/** The ends of a packet's innermost network layer before its transport. */
export interface Network {
  readonly layer: AnyLayer;
  readonly src: string;
  readonly dst: string;
  readonly ttl: number;
}

export interface Segment {
  readonly sport: number;
  readonly dport: number;
  readonly seq: number;
  readonly ack: number;
  /** Its bits: {@link FIN} … */
  readonly flags: number;
  readonly window: number;
  /** Octets of data that it had on the wire. */
  readonly length: number;
}

export const FIN = 1;
export const SYN = 2;
export const RST = 4;
export const ACK = 16;

export class Seen implements Circumstances {
  readonly number: number;
  readonly ms: number;
  readonly iface: string;
  readonly isOutgoing: boolean;
  readonly isChecksumOpen: boolean;
  readonly p: PacketObject;
  readonly #keep: () => Packet;
  #kept: Packet | undefined;
  #network: Network | undefined | null = null;
  #tcp: Segment | undefined | null = null;

  /** @param keep gives the packet in octets of its own: asked only where it shows something */
  constructor(packet: Packet, about: Circumstances, keep: () => Packet) {
    this.p = objectOf(packet).built();
    this.number = about.number;
    this.ms = about.ms;
    this.iface = about.iface;
    this.isOutgoing = about.isOutgoing;
    this.isChecksumOpen = about.isChecksumOpen;
    this.#keep = keep;
  }

  get<V>(layer: { readonly layerName: string } & AnyLayer): V | undefined {
    return this.p.get(layer) as V | undefined;
  }

  /** The packet, valid for good. */
  get packet(): Packet {
    return (this.#kept ??= this.#keep());
  }

  /** As the evidence of a finding. */
  at(layer?: AnyLayer, field?: string): Evidence {
    return { number: this.number, packet: this.packet, layer, field };
  }

  get ether(): ViewOf<typeof Ether> | undefined {
    return this.p.get(Ether as AnyLayer) as ViewOf<typeof Ether> | undefined;
  }

  /** The numbers of its VLANs, the outermost first: `10/20`; empty without one. */
  get vlans(): string {
    const numbers: number[] = [];
    this.p.layers().forEach((layer, i) => {
      if (layer === (Dot1Q as AnyLayer) || layer === (Dot1AD as AnyLayer))
        numbers.push((this.p.view(i) as unknown as { vlan: number }).vlan);
    });
    return numbers.join('/');
  }

  /** Of the transport that is looked at; without one, the outermost. Undefined in fragments, whose transport is not all there. */
  get network(): Network | undefined {
    if (this.#network === null) this.#network = networkOf(this.p);
    return this.#network;
  }

  get tcp(): Segment | undefined {
    if (this.#tcp === null) this.#tcp = this.network === undefined ? undefined : segmentOf(this.p, this.transport);
    return this.#tcp;
  }

  get udp(): ViewOf<typeof UDP> | undefined {
    const depth = this.transport;
    if (this.network === undefined || this.p.layers()[depth] !== (UDP as AnyLayer)) return undefined;
    return this.p.view(depth) as unknown as ViewOf<typeof UDP>;
  }

  /** Depth of the transport that the packet's own addresses are of, below 0 where there is none. What it carries (a tunnel, a sample) is not its own. */
  get transport(): number {
    return this.p.layers().findIndex(isTransport);
  }
}

const isTransport = (layer: AnyLayer): boolean => layer === (TCP as AnyLayer) || layer === (UDP as AnyLayer);
export const isNetwork = (layer: AnyLayer): boolean => layer === (IP as AnyLayer) || layer === (IPv6 as AnyLayer);

function networkOf(p: PacketObject): Network | undefined {
  const layers = p.layers();
  const transport = layers.findIndex(isTransport);
  const i = transport < 0 ? layers.findIndex(isNetwork) : layers.slice(0, transport).findLastIndex(isNetwork);
  const layer = layers[i];
  if (layer === undefined) return undefined;
  const view = p.view(i) as unknown as ViewOf<typeof IP> & ViewOf<typeof IPv6>;
  if (layer.spec.partial?.(view as never) === true) return undefined;
  return { layer, src: view.src, dst: view.dst, ttl: layer === (IP as AnyLayer) ? view.ttl : view.hlim };
}

function segmentOf(p: PacketObject, depth: number): Segment | undefined {
  if (p.layers()[depth] !== (TCP as AnyLayer)) return undefined;
  const frame = p.frame();
  // A header that the capture cut has nothing to say that could be trusted.
  if (frame.headerEnd(depth) - frame.locate(depth) < 20) return undefined;
  const view = p.view(depth) as unknown as ViewOf<typeof TCP>;
  const { sport, dport, seq, ack, window } = view;
  return { sport, dport, seq, ack, window, flags: view.flags.value, length: frame.wireEnd(depth) - frame.headerEnd(depth) };
}
