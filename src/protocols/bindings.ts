/** Which layer follows which, as tables. A layer's first number in a space is the one it is built with. */
import { type Binding, bindAll } from '../packet/registry.ts';
import { Dot1AD, Dot1Q, Ether } from './link/ethernet.ts';
import { IP } from './network/ipv4.ts';
import { IPv6 } from './network/ipv6.ts';
import { TCP } from './transport/tcp.ts';
import { UDP } from './transport/udp.ts';

export const bindings: readonly Binding[] = [
  ...bindAll('linktype', { 1: Ether, 101: IP, 228: IP, 229: IPv6 }),
  ...bindAll('ethertype', { 0x0800: IP, 0x86dd: IPv6, 0x8100: Dot1Q, 0x88a8: Dot1AD }),
  ...bindAll('ip.proto', { 4: IP, 6: TCP, 17: UDP, 41: IPv6 }),
  ...bindAll('ipv6.nh', { 4: IP, 6: TCP, 17: UDP, 41: IPv6 }),
];
