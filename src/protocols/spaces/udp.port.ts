/** Ports of UDP. A layer's first port is the one that a packet is built with. @see RFC 6335 */
import { bindAll } from '../../packet/chain/bindings.ts';
import { BOOTP } from '../application/dhcp/dhcp.ts';
import { DNS } from '../application/dns/dns.ts';
import { Radius } from '../application/radius/radius.ts';
import { TFTP } from '../application/tftp.ts';

export const udpPorts = [
  ...bindAll('udp.port', { 53: DNS, 67: BOOTP, 68: BOOTP, 69: TFTP, 1812: Radius, 1813: Radius, 3799: Radius }),
  // RADIUS's ports of old (RFC 2865 §3, RFC 2866 §3), which a packet is not built with.
  ...bindAll('udp.port', { 1645: Radius, 1646: Radius }),
];
