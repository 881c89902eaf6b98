/** The way back: Ethernet and IP headers of a reply. */
import type { Crafted } from '../../packet/layer.ts';
import type { Packet } from '../../packet/packet.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { IP } from '../../protocols/network/ipv4.ts';

/** Both ends turned round. Undefined where the packet is not for one of our addresses, or is a fragment of one. */
export function replyHeaders(received: Packet, isOurs: (address: string) => boolean): [Crafted<'Ether'>, Crafted<'IP'>] | undefined {
  const ether = received.get(Ether),
    ip = received.get(IP);
  if (ether === undefined || ip === undefined || !isOurs(ip.dst)) return undefined;
  // What was cut into fragments is not put together here. RFC 1122 §3.2.1.3: nobody is to answer an address that is no host's.
  if (ip.frag !== 0 || ip.flags.has('MF') || !isHost(ip.src)) return undefined;
  return [Ether({ dst: ether.src, src: ether.dst }), IP({ src: ip.dst, dst: ip.src, id: 0, flags: 'DF' })];
}

function isHost(address: string): boolean {
  const first = Number(address.split('.')[0]);
  return first > 0 && first < 224;
}
