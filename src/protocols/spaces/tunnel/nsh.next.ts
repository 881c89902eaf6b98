/** What is behind a network service header. @see RFC 8300 §2.2 */
import { bindAll } from '../../../packet/chain/bindings.ts';
import { Ether } from '../../link/ethernet.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { IPv6 } from '../../network/ipv6/ipv6.ts';
import { MPLS } from '../../tunnel/mpls.ts';
import { NSH } from '../../tunnel/nsh.ts';

export const nshNext = bindAll('nsh.next', { 1: IP, 2: IPv6, 3: Ether, 4: NSH, 5: MPLS });
