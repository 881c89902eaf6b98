/** Which layer follows which: all number spaces. A protocol's number stands in the table of its space, in spaces/. */
import type { AnyBinding } from '../packet/chain/bindings.ts';
import { always } from './spaces/always.ts';
import { dhcpv6Messages } from './spaces/application/dhcpv6.msgtype.ts';
import { llmnrMessages } from './spaces/application/llmnr.qr.ts';
import { rpcMessages } from './spaces/application/rpc.mtype.ts';
import { sflowHeaders } from './spaces/application/sflow.header.ts';
import { sflowTypes } from './spaces/application/sflow.type.ts';
import { ntpMessages } from './spaces/application/ntp.mode.ts';
import { bgpMessages } from './spaces/routing/bgp.type.ts';
import { bmpMessages } from './spaces/routing/bmp.type.ts';
import { chdlcProtocols } from './spaces/link/chdlc.proto.ts';
import { continuations } from './spaces/continued.ts';
import { dcerpcOrders } from './spaces/application/dcerpc.endian.ts';
import { erspanHeaders } from './spaces/erspan.o.ts';
import { etherTypes } from './spaces/ethertype.ts';
import { gtpVersions } from './spaces/tunnel/gtp.version.ts';
import { greVersions } from './spaces/gre.ts';
import { icmpTypes } from './spaces/icmp.type.ts';
import { icmpv6Messages } from './spaces/icmpv6.type.ts';
import { quotedIpProtocols } from './spaces/quoted/ip.proto.quoted.ts';
import { ipProtocols } from './spaces/ip.proto.ts';
import { ipVersions } from './spaces/ip.version.ts';
import { quotedNextHeaders } from './spaces/quoted/ipv6.nh.quoted.ts';
import { nextHeaders } from './spaces/ipv6.nh.ts';
import { netflowSets } from './spaces/netflow.set.ts';
import { netflowVersions } from './spaces/netflow.version.ts';
import { igmpMessages } from './spaces/network/igmp.type.ts';
import { isisMessages } from './spaces/routing/isis.type.ts';
import { nshNext } from './spaces/tunnel/nsh.next.ts';
import { ospfPackets } from './spaces/routing/ospf.type.ts';
import { pimMessages } from './spaces/routing/pim.type.ts';
import { ospfv3Packets } from './spaces/routing/ospf.v3.type.ts';
import { quicTypes } from './spaces/quic.type.ts';
import { ripEntries } from './spaces/routing/rip.entry.ts';
import { isakmpPayloads } from './spaces/security/isakmp.payload.ts';
import { routingTypes } from './spaces/ipv6.routing.type.ts';
import { l2tpMessages } from './spaces/l2tp.ts';
import { linkTypes } from './spaces/linktype.ts';
import { bridgedFrames } from './spaces/llc.bridged.ts';
import { llcSaps } from './spaces/llc.sap.ts';
import { loopbackFamilies } from './spaces/loopback.family.ts';
import { ldpMessages } from './spaces/routing/ldp.msg.ts';
import { mobilityMessages } from './spaces/network/mip6.mhtype.ts';
import { iec104Forms } from './spaces/industrial/iec104.form.ts';
import { profinetFrames } from './spaces/industrial/profinet.frame.ts';
import { modbusFunctions } from './spaces/industrial/modbus.func.ts';
import { mplsBottom } from './spaces/mpls.bottom.ts';
import { mplsLabels } from './spaces/mpls.label.ts';
import { arcnetProtocols } from './spaces/link/arcnet.protocol.ts';
import { hciEvents } from './spaces/link/hci.event.ts';
import { hciPackets } from './spaces/link/hci.type.ts';
import { l2capChannels } from './spaces/link/l2cap.cid.ts';
import { ciscoProtocols } from './spaces/link/llc.cisco_pid.ts';
import { canFrames } from './spaces/link/can.ts';
import { eapolTypes } from './spaces/link/eapol.type.ts';
import { nlpids } from './spaces/link/nlpid.ts';
import { slowProtocols } from './spaces/link/slow.subtype.ts';
import { ppiLinkTypes } from './spaces/link/ppi.dlt.ts';
import { pppProtocols } from './spaces/ppp.proto.ts';
import { pwachChannels } from './spaces/pwach.channel.ts';
import { sctpChunks } from './spaces/sctp.chunk.ts';
import { sctpPayloads } from './spaces/sctp.ppid.ts';
import { tcpPorts } from './spaces/tcp.port.ts';
import { tftpOpcodes } from './spaces/tftp.op.ts';
import { tlsContents } from './spaces/tls.content.ts';
import { dtlsContents } from './spaces/security/dtls.content.ts';
import { tlsHandshakes } from './spaces/tls.handshake.ts';
import { udpPorts } from './spaces/udp.port.ts';
import { vxlanNext } from './spaces/tunnel/vxlan.next.ts';
import { wireGuardMessages } from './spaces/tunnel/wireguard.ts';

/** Made when the registry is first asked. */
export const bindings = (): readonly AnyBinding[] => [
  ...linkTypes,
  ...loopbackFamilies,
  ...etherTypes,
  ...llcSaps,
  ...bridgedFrames,
  ...chdlcProtocols,
  ...ppiLinkTypes,
  ...arcnetProtocols,
  ...nlpids,
  ...eapolTypes,
  ...slowProtocols,
  ...hciPackets,
  ...hciEvents,
  ...l2capChannels,
  ...ciscoProtocols,
  ...canFrames,
  ...ipVersions,
  ...ipProtocols,
  ...nextHeaders,
  ...routingTypes,
  ...mobilityMessages,
  ...greVersions,
  ...erspanHeaders,
  ...vxlanNext,
  ...nshNext,
  ...gtpVersions,
  ...wireGuardMessages,
  ...isakmpPayloads,
  ...mplsBottom,
  ...mplsLabels,
  ...pwachChannels,
  ...pppProtocols,
  ...l2tpMessages,
  ...icmpTypes,
  ...icmpv6Messages,
  ...igmpMessages,
  ...quotedIpProtocols,
  ...quotedNextHeaders,
  ...udpPorts,
  ...tcpPorts,
  ...continuations,
  ...tftpOpcodes,
  ...dhcpv6Messages,
  ...llmnrMessages,
  ...ntpMessages,
  ...rpcMessages,
  ...sflowHeaders,
  ...sflowTypes,
  ...dcerpcOrders,
  ...bgpMessages,
  ...bmpMessages,
  ...isisMessages,
  ...ldpMessages,
  ...ospfPackets,
  ...ospfv3Packets,
  ...pimMessages,
  ...ripEntries,
  ...netflowVersions,
  ...netflowSets,
  ...tlsContents,
  ...tlsHandshakes,
  ...dtlsContents,
  ...quicTypes,
  ...sctpChunks,
  ...sctpPayloads,
  ...modbusFunctions,
  ...iec104Forms,
  ...profinetFrames,
  ...always,
];
