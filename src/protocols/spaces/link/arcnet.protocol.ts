/** What ARCNET carries. @see RFC 1201 §2.1; RFC 1051; ANSI/ASHRAE 135 §8 (BACnet's LLC) */
import { bindAll } from '../../../packet/chain/bindings.ts';
import { LLC } from '../../link/llc.ts';
import { ARP } from '../../network/arp.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { IPv6 } from '../../network/ipv6/ipv6.ts';

export const arcnetProtocols = bindAll('arcnet.protocol', { 0xc4: IPv6, 0xcd: LLC, 0xd4: IP, 0xd5: ARP, 0xd6: ARP, 0xf0: IP, 0xf1: ARP });
