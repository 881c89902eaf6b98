/** Layers that always carry the same one, whatever they say. */
import { bindAlways } from '../../packet/chain/bindings.ts';
import { BOOTP, DHCP } from '../application/dhcp/dhcp.ts';
import { DNSTCP } from '../application/dns/dns-tcp.ts';
import { DNS } from '../application/dns/dns.ts';
import { NetflowHeaderV10, NetflowHeaderV9 } from '../application/netflow/netflow.ts';
import { NetflowDataflowsetV9 } from '../application/netflow/sets.ts';
import { DNP3, DNP3Transport } from '../industrial/dnp3.ts';
import { IEC104_ASDU, IEC104_I_Message } from '../industrial/iec104.ts';
import { ModbusADURequest, ModbusADUResponse } from '../industrial/modbus/modbus.ts';
import { ModbusPDUUserDefinedFunctionCodeRequest } from '../industrial/modbus/requests.ts';
import { ModbusPDUUserDefinedFunctionCodeResponse } from '../industrial/modbus/responses.ts';
import { RDP } from '../industrial/rdp.ts';
import { S7comm } from '../industrial/s7comm.ts';
import { H225 } from '../application/h323/h225.ts';
import { COTP, COTPConnect, COTPConnectRDP, COTPOther, TPKT } from '../industrial/tpkt.ts';
import { Kerberos, KerberosTCPHeader } from '../application/directory/kerberos.ts';
import { NBTSession } from '../application/netbios/nbt.ts';
import { SMB_Header } from '../application/smb/smb.ts';
import { SMB2_Command, SMB2_Header } from '../application/smb/smb2.ts';
import { CHDLC_CLNS } from '../link/chdlc.ts';
import { RM_Header, RPC } from '../application/rpc/rpc.ts';
import * as S from '../application/sflow/sflow.ts';
import { SDP } from '../application/sip/sdp.ts';
import { SIPRequest, SIPResponse } from '../application/sip/sip.ts';
import { ISAKMP, NON_ESP } from '../application/ike/isakmp.ts';
import { STUN, STUNFrame } from '../application/stun/stun.ts';
import { DTLS } from '../application/tls/dtls.ts';
import { Dot3, Ether } from '../link/ethernet.ts';
import { LLC } from '../link/llc.ts';
import { FabricPath } from '../link/tags.ts';
import { PVST, STP } from '../link/control/stp.ts';
import { HCI_PHDR_Hdr, HCI_Hdr } from '../link/devices/bluetooth.ts';
import { FDDI, SLIP } from '../link/heads.ts';
import { ISL } from '../link/trunk/isl.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { HDLC, PPP } from '../link/ppp/ppp.ts';
import { PPPoE, PPPoED, PPPoED_Tags } from '../link/pppoe.ts';
import { ICMPv6DestUnreach, ICMPv6PacketTooBig, ICMPv6ParamProblem, ICMPv6TimeExceeded } from '../network/icmpv6/errors.ts';
import { IPv6 } from '../network/ipv6/ipv6.ts';
import { IPX } from '../network/ipx.ts';
import { IPerror6 } from '../network/quoted.ts';
import { BGPHeader } from '../routing/bgp/bgp.ts';
import { BMPPeerDown, BMPPeerUp, BMPRouteMonitoring } from '../routing/bgp/bmp.ts';
import { HSRP, HSRPmd5 } from '../routing/hsrp.ts';
import { ISIS_CommonHdr } from '../routing/isis/isis.ts';
import { LDP, LDPMessage } from '../routing/ldp.ts';
import { RIPng, RIPngEntry } from '../routing/ripng.ts';
import { RIP, RIPEntry } from '../routing/rip.ts';
import { SCTP } from '../transport/sctp.ts';
import { SCTPChunkUnknown } from '../transport/sctp-chunk.ts';
import { ERSPAN_I, ERSPAN_II, ERSPAN_PlatformSpecific } from '../tunnel/erspan.ts';
import { CAPWAPEncrypted, CAPWAPEncryptedData } from '../tunnel/capwap/capwap.ts';
import { L2TP } from '../tunnel/l2tp.ts';
import { Teredo } from '../tunnel/teredo.ts';
import { VXLAN } from '../tunnel/vxlan.ts';
import { EoMCW } from '../tunnel/mpls.ts';
import { PrismHeader } from '../wireless/card-heads.ts';
import { Dot11, Dot11AMSDU } from '../wireless/dot11.ts';
import { RadioTap } from '../wireless/radiotap.ts';

export const always = [
  ...bindAlways(RM_Header, RPC),
  ...bindAlways(FabricPath, Ether),
  ...bindAlways(BMPRouteMonitoring, BGPHeader),
  ...bindAlways(BMPPeerUp, BGPHeader),
  ...bindAlways(BMPPeerDown, BGPHeader),
  ...bindAlways(S.SFlow, S.SFlowSample),
  ...bindAlways(S.SFlowFlowSample, S.SFlowFlowRecord),
  ...bindAlways(S.SFlowExpandedFlowSample, S.SFlowFlowRecord),
  ...bindAlways(S.SFlowCounterSample, S.SFlowCounterRecord),
  ...bindAlways(S.SFlowExpandedCounterSample, S.SFlowCounterRecord),
  ...bindAlways(DNSTCP, DNS),
  ...bindAlways(KerberosTCPHeader, Kerberos),
  // Where its cookie stands (RFC 2131 §3); what vendors put there otherwise is Raw (RFC 951 §3).
  ...bindAlways(BOOTP, DHCP),
  // A description begins with its version; any other body is Raw (RFC 3261 §7.4).
  ...bindAlways(SIPRequest, SDP),
  ...bindAlways(SIPResponse, SDP),
  // Errors quote the packet that they are about (RFC 4443 §2.4).
  ...bindAlways(ICMPv6DestUnreach, IPerror6),
  ...bindAlways(ICMPv6PacketTooBig, IPerror6),
  ...bindAlways(ICMPv6TimeExceeded, IPerror6),
  ...bindAlways(ICMPv6ParamProblem, IPerror6),
  // Sets follow one another; their numbers say which they are (RFC 3954 §5.1, RFC 7011 §3.3).
  ...bindAlways(NetflowHeaderV9, NetflowDataflowsetV9),
  ...bindAlways(NetflowHeaderV10, NetflowDataflowsetV9),
  ...bindAlways(SMB2_Header, SMB2_Command),
  ...bindAlways(NBTSession, SMB2_Header, SMB_Header),
  ...bindAlways(RIP, RIPEntry),
  ...bindAlways(RIPng, RIPngEntry),
  ...bindAlways(LDP, LDPMessage),
  ...bindAlways(HSRP, HSRPmd5),
  ...bindAlways(Teredo, IPv6),
  ...bindAlways(CAPWAPEncrypted, DTLS),
  ...bindAlways(CAPWAPEncryptedData, DTLS),
  ...bindAlways(SCTP, SCTPChunkUnknown),
  ...bindAlways(CHDLC_CLNS, ISIS_CommonHdr),
  // Novell's frames have no LLC.
  ...bindAlways(Dot3, ISL, IPX, LLC),
  ...bindAlways(STP, PVST),
  ...bindAlways(FDDI, LLC),
  ...bindAlways(SLIP, IP),
  ...bindAlways(HCI_PHDR_Hdr, HCI_Hdr),
  ...bindAlways(HDLC, PPP),
  ...bindAlways(PPPoE, PPP),
  ...bindAlways(PPPoED, PPPoED_Tags),
  ...bindAlways(L2TP, PPP),
  ...bindAlways(EoMCW, Ether),
  ...bindAlways(STUNFrame, STUN),
  ...bindAlways(NON_ESP, ISAKMP),
  ...bindAlways(VXLAN, Ether),
  ...bindAlways(ERSPAN_I, Ether),
  ...bindAlways(ERSPAN_II, Ether),
  ...bindAlways(ERSPAN_PlatformSpecific, Ether),
  ...bindAlways(RadioTap, Dot11),
  ...bindAlways(PrismHeader, Dot11),
  ...bindAlways(Dot11AMSDU, LLC),
  // Their function's number says which they are, in place of these.
  ...bindAlways(ModbusADURequest, ModbusPDUUserDefinedFunctionCodeRequest),
  ...bindAlways(ModbusADUResponse, ModbusPDUUserDefinedFunctionCodeResponse),
  ...bindAlways(DNP3, DNP3Transport),
  ...bindAlways(TPKT, COTP, COTPConnectRDP, COTPConnect, COTPOther, H225),
  ...bindAlways(COTP, S7comm),
  ...bindAlways(COTPConnectRDP, RDP),
  ...bindAlways(IEC104_I_Message, IEC104_ASDU),
];
