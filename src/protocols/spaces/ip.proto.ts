/** Protocol numbers behind IPv4. What IPv6 may carry as well stands in ipv6.nh.ts too. @see RFC 5237 */
import { bindAll } from '../../packet/chain/bindings.ts';
import { ICMP } from '../network/icmp/icmp.ts';
import { IGMP, IGMPv3, RGMP } from '../network/igmp/igmp.ts';
import { AH, ESP, IPComp } from '../network/ipsec.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { IPv6 } from '../network/ipv6/ipv6.ts';
import { EIGRP } from '../routing/eigrp/eigrp.ts';
import { OSPF_Hdr } from '../routing/ospf/ospf.ts';
import { PIMv1, PIMv2Hdr } from '../routing/pim/pim.ts';
import { RSVP } from '../routing/rsvp.ts';
import { VRRP, VRRPv3 } from '../routing/vrrp.ts';
import { DCCP } from '../transport/dccp.ts';
import { SCTP } from '../transport/sctp.ts';
import { TCP } from '../transport/tcp/tcp.ts';
import { UDP, UDPLite } from '../transport/udp.ts';
import { GRE } from '../tunnel/gre.ts';
import { MPLS } from '../tunnel/mpls.ts';

export const ipProtocols = bindAll('ip.proto', {
  1: ICMP,
  2: [IGMPv3, RGMP, PIMv1, IGMP],
  4: IP,
  6: TCP,
  17: UDP,
  33: DCCP,
  41: IPv6,
  46: RSVP,
  47: GRE,
  50: ESP,
  51: AH,
  88: EIGRP,
  89: OSPF_Hdr,
  103: PIMv2Hdr,
  108: IPComp,
  112: [VRRPv3, VRRP],
  132: SCTP,
  136: UDPLite,
  137: MPLS,
});
