/** Address families of loopback headers, as the system that captured numbers them. @see https://www.tcpdump.org/linktypes/LINKTYPE_NULL.html */
import { bindAll, bindVariants } from '../../packet/chain/bindings.ts';
import { Loopback, LoopbackEtherType, LoopbackNetwork } from '../link/loopback.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { IPv6 } from '../network/ipv6/ipv6.ts';

export const loopbackFamilies = [
  ...bindAll('loopback.family', { 2: IP, 28: IPv6 }),
  // AF_INET6 of Linux, NetBSD and OpenBSD, macOS.
  ...bindAll('loopback.family', { 10: IPv6, 24: IPv6, 30: IPv6 }),
  // A family is no such large number: it stands in the other byte order, or is none.
  ...bindVariants(Loopback, 'type', [[[0x1_0000, 0xffff_ffff], LoopbackNetwork]]),
  ...bindVariants(LoopbackNetwork, 'type', [[[0x1_0000, 0xffff_ffff], LoopbackEtherType]]),
];
