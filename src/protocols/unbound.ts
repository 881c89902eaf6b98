/** Layers that no number names, which others lead to. Made by scripts/layers.mjs, which the build runs, of the specs. */
import type { AnyLayer } from '../packet/spec/spec.ts';
import { ISAKMP_Encrypted } from './application/ike/isakmp.ts';
import {
  NBNSNodeStatusRequest,
  NBNSNodeStatusResponse,
  NBNSQueryRequest,
  NBNSQueryResponse,
  NBNSRegistrationRequest,
  NBNSWackResponse,
} from './application/netbios/nbns.ts';
import { NTPAuthenticator, NTPExtension } from './application/ntp/ntp.ts';
import { RTPExtension } from './application/rtp/rtp.ts';
import { SFlowFill } from './application/sflow/sflow.ts';
import {
  SLPAttributeReply,
  SLPAttributeRequest,
  SLPDAAdvert,
  SLPSAAdvert,
  SLPServiceAck,
  SLPServiceDeregister,
  SLPServiceRegister,
  SLPServiceReply,
  SLPServiceRequest,
  SLPServiceTypeReply,
  SLPServiceTypeRequest,
  SLPv1AttributeReply,
  SLPv1AttributeRequest,
  SLPv1DAAdvert,
  SLPv1ServiceAck,
  SLPv1ServiceDeregister,
  SLPv1ServiceRegister,
  SLPv1ServiceReply,
  SLPv1ServiceRequest,
  SLPv1ServiceTypeRequest,
} from './application/slp/bodies.ts';
import { SMB2_IOCTL_Request, SMB2_IOCTL_Response, SMB2_Read_Response, SMB2_Write_Request } from './application/smb/smb2-data.ts';
import {
  SOCKS4Reply,
  SOCKS4Request,
  SOCKS5GSSAPI,
  SOCKS5Method,
  SOCKS5Methods,
  SOCKS5Password,
  SOCKS5PasswordReply,
  SOCKS5Reply,
  SOCKS5Request,
} from './application/socks/socks.ts';
import { BACapp } from './industrial/bacnet.ts';
import { DNP3Request, DNP3Response } from './industrial/dnp3.ts';
import { MFRControl } from './link/captured/links.ts';
import { Netlink, NetlinkBE } from './link/captured/netlink.ts';
import { NFLogPayload, NFLogTLV } from './link/captured/nflog.ts';
import { L2CAP_Hdr } from './link/devices/bluetooth.ts';
import { FrameRelayCisco, FrameRelayNLPID, FrameRelayPadded } from './link/frame-relay.ts';
import { OSPF_LLS_Hdr } from './routing/ospf/ospf.ts';
import { SCTPChunkPadding } from './transport/sctp-chunk.ts';
import { CAPWAPControl, CAPWAPKeepAlive } from './tunnel/capwap/capwap.ts';
import {
  GTPPDUSessionContainer,
  GTP_ExtensionHeader,
  GTP_PDCP_PDU_ExtensionHeader,
  GTP_UDPPort_ExtensionHeader,
} from './tunnel/gtp/extensions.ts';
import { GTPElements } from './tunnel/gtp/gtp.ts';
import { Dot11BAck, Dot11BAckRequest } from './wireless/control.ts';
import { Dot11HTControl, Dot11QoS, Dot11Swapped } from './wireless/dot11.ts';
import { Dot15d4Check } from './wireless/dot15d4.ts';
import { Dot11CCMP, Dot11Encrypted, Dot11TKIP, Dot11WEP } from './wireless/encrypted.ts';
import { Dot11FCS } from './wireless/fcs.ts';
import {
  Dot11ATIM,
  Dot11Action,
  Dot11AssoReq,
  Dot11AssoResp,
  Dot11Auth,
  Dot11Beacon,
  Dot11Deauth,
  Dot11Disas,
  Dot11ProbeReq,
  Dot11ProbeResp,
  Dot11ReassoReq,
  Dot11ReassoResp,
} from './wireless/management.ts';

const part0 = (): readonly unknown[] => [
  Dot11AssoReq,
  Dot11AssoResp,
  Dot11ReassoReq,
  Dot11ReassoResp,
  Dot11ProbeReq,
  Dot11ProbeResp,
  Dot11Beacon,
  Dot11ATIM,
  Dot11Disas,
  Dot11Auth,
  Dot11Deauth,
  Dot11Action,
  Dot11BAckRequest,
  Dot11BAck,
  Dot11QoS,
  Dot11HTControl,
  Dot11WEP,
  Dot11TKIP,
  Dot11CCMP,
  Dot11Encrypted,
  FrameRelayNLPID,
  FrameRelayPadded,
  FrameRelayCisco,
  Dot11FCS,
  MFRControl,
  Dot15d4Check,
  NFLogTLV,
  NFLogPayload,
  Netlink,
  NetlinkBE,
  BACapp,
  L2CAP_Hdr,
  OSPF_LLS_Hdr,
  GTPPDUSessionContainer,
  GTP_UDPPort_ExtensionHeader,
  GTP_PDCP_PDU_ExtensionHeader,
  GTP_ExtensionHeader,
  GTPElements,
  ISAKMP_Encrypted,
  NBNSQueryRequest,
  NBNSQueryResponse,
  NBNSNodeStatusRequest,
  NBNSNodeStatusResponse,
  NBNSRegistrationRequest,
  NBNSWackResponse,
  SLPServiceRequest,
  SLPServiceReply,
  SLPServiceRegister,
  SLPServiceDeregister,
  SLPServiceAck,
  SLPAttributeRequest,
  SLPAttributeReply,
  SLPDAAdvert,
  SLPServiceTypeRequest,
  SLPServiceTypeReply,
  SLPSAAdvert,
  SLPv1ServiceRequest,
  SLPv1ServiceReply,
  SLPv1ServiceRegister,
  SLPv1ServiceDeregister,
];

const part1 = (): readonly unknown[] => [
  SLPv1ServiceAck,
  SLPv1AttributeRequest,
  SLPv1AttributeReply,
  SLPv1DAAdvert,
  SLPv1ServiceTypeRequest,
  RTPExtension,
  CAPWAPControl,
  CAPWAPKeepAlive,
  Dot11Swapped,
  SOCKS4Request,
  SOCKS4Reply,
  SOCKS5Methods,
  SOCKS5Method,
  SOCKS5Request,
  SOCKS5Reply,
  SOCKS5Password,
  SOCKS5PasswordReply,
  SOCKS5GSSAPI,
  NTPExtension,
  NTPAuthenticator,
  SFlowFill,
  SCTPChunkPadding,
  SMB2_Write_Request,
  SMB2_Read_Response,
  SMB2_IOCTL_Request,
  SMB2_IOCTL_Response,
  DNP3Request,
  DNP3Response,
];

export const unbound = (): readonly AnyLayer[] => [...part0(), ...part1()] as AnyLayer[];
