/** Which layer follows which, as tables. A layer's first number in a space is the one it is built with. */
import { type Binding, bindAll, bindAlways } from '../packet/chain/bindings.ts';
import { DNSTCP } from './application/dns/dns-tcp.ts';
import { DNS } from './application/dns/dns.ts';
import { CookedLinux, CookedLinuxV2 } from './link/cooked.ts';
import { Dot1AD, Dot1Q, Ether } from './link/ethernet.ts';
import { Loopback, LoopbackNetwork } from './link/loopback.ts';
import { ARP } from './network/arp.ts';
import { ICMP } from './network/icmp/icmp.ts';
import { ICMPv6DestUnreach, ICMPv6PacketTooBig, ICMPv6ParamProblem, ICMPv6TimeExceeded } from './network/icmpv6/errors.ts';
import { ICMPv6Unknown } from './network/icmpv6/icmpv6.ts';
import { AH, ESP } from './network/ipsec.ts';
import { IP } from './network/ipv4/ipv4.ts';
import {
  IPv6ExtHdrDestOpt,
  IPv6ExtHdrFragment,
  IPv6ExtHdrHopByHop,
  IPv6ExtHdrOpaque,
  MIP6MH_Generic,
} from './network/ipv6/ipv6-extensions.ts';
import { IPv6ExtHdrRouting } from './network/ipv6/ipv6-routing.ts';
import { IPv6 } from './network/ipv6/ipv6.ts';
import {
  ICMPerror,
  ICMPv6error,
  IPerror,
  IPerror6,
  IPv6ExtHdrDestOpterror,
  IPv6ExtHdrFragmenterror,
  IPv6ExtHdrHopByHoperror,
  IPv6ExtHdrRoutingerror,
  TCPerror,
  UDPerror,
  UDPLiteerror,
} from './network/quoted.ts';
import { sctpBindings } from './transport/sctp.ts';
import { TCP } from './transport/tcp/tcp.ts';
import { UDP, UDPLite } from './transport/udp.ts';

export const bindings: readonly Binding[] = [
  ...bindAll('linktype', {
    1: Ether,
    0: Loopback,
    101: IP,
    108: LoopbackNetwork,
    113: CookedLinux,
    228: IP,
    229: IPv6,
    276: CookedLinuxV2,
  }),
  // Raw IP under the numbers that some systems' libpcap wrote into files; what we write is 101.
  ...bindAll('linktype', { 12: IP, 14: IP }),
  ...bindAll('loopback.family', { 2: IP, 28: IPv6 }),
  // AF_INET6 of Linux, NetBSD and OpenBSD, macOS.
  ...bindAll('loopback.family', { 10: IPv6, 24: IPv6, 30: IPv6 }),
  ...bindAll('ethertype', { 0x0800: IP, 0x0806: ARP, 0x8035: ARP, 0x86dd: IPv6, 0x8100: Dot1Q, 0x88a8: Dot1AD }),
  ...bindAll('ip.proto', { 1: ICMP, 4: IP, 6: TCP, 17: UDP, 41: IPv6, 50: ESP, 51: AH, 136: UDPLite }),
  ...bindAll('ipv6.nh', {
    0: IPv6ExtHdrHopByHop,
    4: IP,
    6: TCP,
    17: UDP,
    41: IPv6,
    43: IPv6ExtHdrRouting,
    44: IPv6ExtHdrFragment,
    50: ESP,
    51: AH,
    58: ICMPv6Unknown,
    60: IPv6ExtHdrDestOpt,
    135: MIP6MH_Generic,
    136: UDPLite,
    139: IPv6ExtHdrOpaque,
    140: IPv6ExtHdrOpaque,
  }),
  ...sctpBindings,
  // AH behind IPv4 selects in the same space (RFC 4302 §2.1).
  ...bindAll('ipv6.nh', { 1: ICMP }),
  // Packets that ICMP errors quote (RFC 792, RFC 4443 §2.4).
  ...bindAll('icmp.type', { 3: IPerror, 4: IPerror, 5: IPerror, 11: IPerror, 12: IPerror }),
  ...[ICMPv6DestUnreach, ICMPv6PacketTooBig, ICMPv6TimeExceeded, ICMPv6ParamProblem].flatMap((error) => bindAlways(error, IPerror6)),
  ...bindAll('ip.proto quoted', { 1: ICMPerror, 4: IPerror, 6: TCPerror, 17: UDPerror, 41: IPerror6, 136: UDPLiteerror }),
  ...bindAll('ipv6.nh quoted', {
    0: IPv6ExtHdrHopByHoperror,
    4: IPerror,
    6: TCPerror,
    17: UDPerror,
    41: IPerror6,
    43: IPv6ExtHdrRoutingerror,
    44: IPv6ExtHdrFragmenterror,
    58: ICMPv6error,
    60: IPv6ExtHdrDestOpterror,
    136: UDPLiteerror,
  }),
  ...bindAll('udp.port', { 53: DNS }),
  ...bindAll('tcp.port', { 53: DNSTCP }),
  ...bindAlways(DNSTCP, DNS),
];
