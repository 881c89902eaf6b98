/** Next headers: of IPv6, of its extension headers, and of AH. @see RFC 8200 §4 */
import { bindAll } from '../../packet/chain/bindings.ts';
import { ICMP } from '../network/icmp/icmp.ts';
import { ICMPv6Unknown } from '../network/icmpv6/icmpv6.ts';
import { AH, ESP, IPComp } from '../network/ipsec.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import {
  IPv6ExtHdrDestOpt,
  IPv6ExtHdrFragment,
  IPv6ExtHdrHopByHop,
  IPv6ExtHdrOpaque,
  MIP6MH_Generic,
} from '../network/ipv6/ipv6-extensions.ts';
import { IPv6ExtHdrRouting } from '../network/ipv6/ipv6-routing.ts';
import { IPv6 } from '../network/ipv6/ipv6.ts';
import { EIGRP } from '../routing/eigrp/eigrp.ts';
import { OSPFv3_Hdr } from '../routing/ospf/ospf.ts';
import { PIMv2Hdr } from '../routing/pim/pim.ts';
import { VRRPv3IPv6 } from '../routing/vrrp.ts';
import { DCCP } from '../transport/dccp.ts';
import { SCTP } from '../transport/sctp.ts';
import { TCP } from '../transport/tcp/tcp.ts';
import { UDP, UDPLite } from '../transport/udp.ts';
import { GRE } from '../tunnel/gre.ts';
import { MPLS } from '../tunnel/mpls.ts';

export const nextHeaders = bindAll('ipv6.nh', {
  0: IPv6ExtHdrHopByHop,
  // AH behind IPv4 selects in this space as well (RFC 4302 §2.1).
  1: ICMP,
  4: IP,
  6: TCP,
  17: UDP,
  33: DCCP,
  41: IPv6,
  43: IPv6ExtHdrRouting,
  44: IPv6ExtHdrFragment,
  47: GRE,
  50: ESP,
  51: AH,
  58: ICMPv6Unknown,
  60: IPv6ExtHdrDestOpt,
  88: EIGRP,
  89: OSPFv3_Hdr,
  103: PIMv2Hdr,
  108: IPComp,
  112: VRRPv3IPv6,
  132: SCTP,
  135: MIP6MH_Generic,
  136: UDPLite,
  137: MPLS,
  139: IPv6ExtHdrOpaque,
  140: IPv6ExtHdrOpaque,
});
