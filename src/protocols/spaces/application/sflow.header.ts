/** What the header of a sampled packet is of. @see sFlow Version 5 §5: header_protocol */
import { bindAll } from '../../../packet/chain/bindings.ts';
import { Ether } from '../../link/ethernet.ts';
import { PPP } from '../../link/ppp/ppp.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { IPv6 } from '../../network/ipv6/ipv6.ts';
import { MPLS } from '../../tunnel/mpls.ts';

export const sflowHeaders = bindAll('sflow.header', { 1: Ether, 7: PPP, 11: IP, 12: IPv6, 13: MPLS });
