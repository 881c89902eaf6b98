/** Layers that always carry the same one, whatever they say. */
import { bindAlways } from '../../packet/chain/bindings.ts';
import { BOOTP, DHCP } from '../application/dhcp/dhcp.ts';
import { DNSTCP } from '../application/dns/dns-tcp.ts';
import { DNS } from '../application/dns/dns.ts';
import { NetflowHeaderV10, NetflowHeaderV9 } from '../application/netflow/netflow.ts';
import { NetflowDataflowsetV9 } from '../application/netflow/sets.ts';
import { ICMPv6DestUnreach, ICMPv6PacketTooBig, ICMPv6ParamProblem, ICMPv6TimeExceeded } from '../network/icmpv6/errors.ts';
import { IPerror6 } from '../network/quoted.ts';
import { SCTP, SCTPChunkUnknown } from '../transport/sctp.ts';

export const always = [
  ...bindAlways(DNSTCP, DNS),
  // Where its cookie stands (RFC 2131 §3); what vendors put there otherwise is Raw (RFC 951 §3).
  ...bindAlways(BOOTP, DHCP),
  // Errors quote the packet that they are about (RFC 4443 §2.4).
  ...bindAlways(ICMPv6DestUnreach, IPerror6),
  ...bindAlways(ICMPv6PacketTooBig, IPerror6),
  ...bindAlways(ICMPv6TimeExceeded, IPerror6),
  ...bindAlways(ICMPv6ParamProblem, IPerror6),
  // Sets follow one another; their numbers say which they are (RFC 3954 §5.1, RFC 7011 §3.3).
  ...bindAlways(NetflowHeaderV9, NetflowDataflowsetV9),
  ...bindAlways(NetflowHeaderV10, NetflowDataflowsetV9),
  ...bindAlways(SCTP, SCTPChunkUnknown),
];
