/** The way back: Ethernet and IP headers of a reply; on links without Ethernet headers (TUN) IP's alone. */
import type { Crafted } from '../../packet/spec/spec.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';

/** Both ends turned round. Undefined where the packet is not for one of our addresses, or is a fragment of one. */
export function replyHeaders(received: Packet, isOurs: (address: string) => boolean): Crafted[] | undefined {
  const ether = received.get(Ether),
    ip = received.get(IP);
  if (ip === undefined || !isOurs(ip.dst)) return undefined;
  // What was cut into fragments is not put together here. RFC 1122 §3.2.1.3: nobody is to answer an address that is no host's.
  if (ip.frag !== 0 || ip.flags.has('MF') || !isHost(ip.src)) return undefined;
  const back = IP({ src: ip.dst, dst: ip.src, id: 0, flags: 'DF' });
  return ether === undefined ? [back] : [Ether({ dst: ether.src, src: ether.dst }), back];
}

function isHost(address: string): boolean {
  const first = Number(address.split('.')[0]);
  return first > 0 && first < 224;
}
