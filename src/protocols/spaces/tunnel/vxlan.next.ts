/** What a VXLAN header with a next protocol carries. @see draft-ietf-nvo3-vxlan-gpe-12 §3.2 */
import { bindAll } from '../../../packet/chain/bindings.ts';
import { Ether } from '../../link/ethernet.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { IPv6 } from '../../network/ipv6/ipv6.ts';
import { NSH } from '../../tunnel/nsh.ts';

export const vxlanNext = bindAll('vxlan.next', { 1: IP, 2: IPv6, 3: Ether, 4: NSH });
