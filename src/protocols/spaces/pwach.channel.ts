/** What an associated channel of MPLS carries. @see IANA "MPLS Generalized Associated Channel (G-ACh) Types" */
import { bindAll } from '../../packet/chain/bindings.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { IPv6 } from '../network/ipv6/ipv6.ts';

export const pwachChannels = bindAll('pwach.channel', { 0x21: IP, 0x57: IPv6 });
