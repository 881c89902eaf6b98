/** Ports of TCP. A layer's first port is the one that a packet is built with. @see RFC 6335 */
import { bindAll } from '../../packet/chain/bindings.ts';
import { DNSTCP } from '../application/dns/dns-tcp.ts';
import { NetflowHeader } from '../application/netflow/netflow.ts';
import { BGPHeader } from '../routing/bgp/bgp.ts';

export const tcpPorts = bindAll('tcp.port', { 53: DNSTCP, 179: BGPHeader, 4739: NetflowHeader });
