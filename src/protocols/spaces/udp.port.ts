/** Ports of UDP. A layer's first port is the one that a packet is built with. @see RFC 6335 */
import { bindAll } from '../../packet/chain/bindings.ts';
import { DNS } from '../application/dns/dns.ts';
import { TFTP } from '../application/tftp.ts';
import { L2TP } from '../tunnel/l2tp.ts';
import { MPLS } from '../tunnel/mpls.ts';

export const udpPorts = bindAll('udp.port', { 53: DNS, 69: TFTP, 1701: L2TP, 6635: MPLS });
