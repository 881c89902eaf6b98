/** Protocol numbers behind IPv4. What IPv6 may carry as well stands in ipv6.nh.ts too. @see RFC 5237 */
import { bindAll } from '../../packet/chain/bindings.ts';
import { ICMP } from '../network/icmp/icmp.ts';
import { AH, ESP } from '../network/ipsec.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { IPv6 } from '../network/ipv6/ipv6.ts';
import { OSPF_Hdr } from '../routing/ospf/ospf.ts';
import { VRRP, VRRPv3 } from '../routing/vrrp.ts';
import { SCTP } from '../transport/sctp.ts';
import { TCP } from '../transport/tcp/tcp.ts';
import { UDP, UDPLite } from '../transport/udp.ts';
import { GRE } from '../tunnel/gre.ts';
import { MPLS } from '../tunnel/mpls.ts';

export const ipProtocols = bindAll('ip.proto', {
  1: ICMP,
  4: IP,
  6: TCP,
  17: UDP,
  41: IPv6,
  47: GRE,
  50: ESP,
  51: AH,
  89: OSPF_Hdr,
  112: [VRRPv3, VRRP],
  132: SCTP,
  136: UDPLite,
  137: MPLS,
});
