/** The way back: the headers of a reply, both ends turned round. On links without Ethernet headers (TUN) IP's come first. */
import { isIpv4 } from '../../bytes/address.ts';
import type { Mac } from '../../host/host.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import type { AnyLayer, Crafted } from '../../packet/spec/spec.ts';
import { Dot1AD, Dot1Q, Ether } from '../../protocols/link/ethernet.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { UDP } from '../../protocols/transport/udp.ts';

/** What is asked of the reply's ends. */
export interface ReplyOptions {
  /** Whether packets for this address are for the machine. Default: all are. */
  readonly isOurs?: ((address: string) => boolean) | undefined;
  /** The sender of replies to frames that went to a group: without it those have no reply. */
  readonly mac?: Mac | undefined;
}

/** IEEE 802-2014 §8.2.2: the lowest bit of the first octet. */
const isGroupMac = (mac: string): boolean => (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1;

/** RFC 1122 §3.2.1.3, RFC 4291 §2.5.2: nobody is to answer an address that is no host's. */
function isHost(address: string): boolean {
  if (!isIpv4(address)) return address !== '::' && !address.startsWith('ff');
  const first = Number(address.split('.')[0]);
  return first > 0 && first < 224;
}

/** The link's headers turned round, VLAN tags as they were. Undefined where the frame went to a group and no MAC is given. */
export function linkReply(received: Packet, mac?: Mac): Crafted[] | undefined {
  const headers: Crafted[] = [];
  for (let i = 0; ; i++) {
    const layer = received.layers()[i];
    if (layer === Ether) {
      const ether = received.get(Ether);
      const own = ether !== undefined && isGroupMac(ether.dst) ? mac : ether?.dst;
      if (ether === undefined || own === undefined) return undefined;
      headers.push(Ether({ dst: ether.src, src: own }));
    } else if (layer === Dot1Q || layer === Dot1AD) {
      const tag = tagAt(received, i);
      headers.push(layer === Dot1Q ? Dot1Q(tag) : Dot1AD(tag));
    } else return headers;
  }
}

/** The tag that is the packet's layer `i`; there may be several of a kind. */
function tagAt(received: Packet, i: number): { readonly prio: number; readonly vlan: number } {
  const layer = received.layers()[i];
  const before = received
    .layers()
    .slice(0, i)
    .filter((one) => one === layer).length;
  const tag = layer === Dot1Q ? received.get(Dot1Q, before + 1) : received.get(Dot1AD, before + 1);
  return { prio: tag?.prio ?? 0, vlan: tag?.vlan ?? 0 };
}

/** Whether a packet is for one of our addresses, by its outermost IP header. */
export function isForOurs(received: Packet, isOurs: (address: string) => boolean): boolean {
  const isSix = received.layers().find((layer) => layer === IP || layer === IPv6) === IPv6;
  const to = isSix ? received.get(IPv6)?.dst : received.get(IP)?.dst;
  return to !== undefined && isOurs(to);
}

/**
 * Headers up to IP's, all ends turned round. Undefined where the packet is not for one of our addresses, is a fragment of one, or has no host as
 * its source.
 */
export function replyHeaders(received: Packet, isOurs?: (address: string) => boolean, mac?: Mac): Crafted[] | undefined {
  const link = linkReply(received, mac);
  const back = link && networkReply(received, { isOurs });
  return back === undefined ? undefined : [...(link ?? []), back];
}

function networkReply(received: Packet, { isOurs }: ReplyOptions): Crafted | undefined {
  const ip = received.get(IP),
    ip6 = received.get(IPv6);
  // Of a tunnel's two headers the outer one is the way back.
  const isSix = received.layers().find((layer) => layer === IP || layer === IPv6) === IPv6;
  const ends = isSix ? ip6 : ip;
  if (ends === undefined || !isHost(ends.src) || !isHost(ends.dst) || isOurs?.(ends.dst) === false) return undefined;
  if (isSix) return IPv6({ src: ends.dst, dst: ends.src });
  // What was cut into fragments is not put together here.
  if (ip === undefined || ip.frag !== 0 || ip.flags.has('MF')) return undefined;
  return IP({ src: ip.dst, dst: ip.src, id: 0, flags: 'DF' });
}

/** Headers of all layers in front of `until`: link, IP and UDP. Undefined where there is another one, or nobody to answer. */
export function headersBefore(received: Packet, until: AnyLayer | undefined, { isOurs, mac }: ReplyOptions): Crafted[] | undefined {
  const layers = received.layers();
  const end = until === undefined ? layers.length : layers.indexOf(until);
  const headers = linkReply(received, mac);
  if (headers === undefined || end < 0) return undefined;
  for (const layer of layers.slice(headers.length, end)) {
    const udp = layer === UDP ? received.get(UDP) : undefined;
    const header = layer === IP || layer === IPv6 ? networkReply(received, { isOurs }) : udp && UDP({ sport: udp.dport, dport: udp.sport });
    if (header !== undefined) headers.push(header);
    // A predicate looks at whatever there is: what stands behind the headers is the reply's own.
    else if (until === undefined && layer !== IP && layer !== IPv6) break;
    else return undefined;
  }
  return headers;
}
