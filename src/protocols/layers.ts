/** Every layer of this package, by scapy's names. Made by scripts/layers.mjs, which the build runs, of the files beside. */
export { BitTorrent, BitTorrentData, BitTorrentHandshake } from './application/bittorrent.ts';
export { CoAP } from './application/coap.ts';
export { MemcachedRequest, MemcachedResponse } from './application/database/memcached.ts';
export { MySQLGreeting, MySQLPacket, MySQLRequest } from './application/database/mysql.ts';
export { PostgresMessage, PostgresStartup } from './application/database/postgres.ts';
export { RESP, RESPInline, RESPValue } from './application/database/redis.ts';
export { DceRpc5, DceRpc5BE } from './application/dcerpc/dcerpc.ts';
export { BOOTP, DHCP } from './application/dhcp/dhcp.ts';
export { DHCP_Client_Id, DHCP_FQDN } from './application/dhcp/structures.ts';
export {
  DHCP6_Advertise,
  DHCP6_Confirm,
  DHCP6_Decline,
  DHCP6_InfoRequest,
  DHCP6_Rebind,
  DHCP6_Reconf,
  DHCP6_Release,
  DHCP6_Renew,
  DHCP6_Reply,
  DHCP6_Request,
  DHCP6_Solicit,
} from './application/dhcpv6/dhcpv6.ts';
export {
  DHCP6,
  DHCP6OptContainer,
  DHCP6OptIAAddress,
  DHCP6OptIAPrefix,
  DHCP6OptIA_NA,
  DHCP6OptIA_PD,
  DHCP6OptIA_TA,
  DHCP6OptLQQuery,
  DHCP6_RelayForward,
  DHCP6_RelayReply,
} from './application/dhcpv6/options.ts';
export {
  DHCP6OptAuth,
  DHCP6OptClientFQDN,
  DHCP6OptClientLinkLayerAddr,
  DHCP6OptClientNetworkInterId,
  DHCP6OptGeoConf,
  DHCP6OptGeoConfElement,
  DHCP6OptRemoteID,
  DHCP6OptS46Rule,
  DHCP6OptStatusCode,
  DHCP6OptVSS,
  DHCP6OptVendorClass,
  DHCP6OptVendorSpecificInfo,
  DUID_EN,
  DUID_LL,
  DUID_LLT,
  DUID_UUID,
} from './application/dhcpv6/structures.ts';
export { AVP, DiameterAddress } from './application/diameter/avp.ts';
export { DiamG } from './application/diameter/diameter.ts';
export { Kerberos, KerberosTCPHeader } from './application/directory/kerberos.ts';
export { CLDAP, LDAP } from './application/directory/ldap.ts';
export { WSDiscovery } from './application/discovery/wsd.ts';
export { DNSTCP } from './application/dns/dns-tcp.ts';
export { DNS, DNSQR, DNSRR } from './application/dns/dns.ts';
export { LLMNRQuery, LLMNRResponse, MDNS, MDNSQR, MDNSRR } from './application/dns/multicast.ts';
export { DNSHostIdentity, DNSPrefix, DNSRelay } from './application/dns/rdata-rare.ts';
export { H225, H225Element, H225RAS, Q931, Q931Element } from './application/h323/h225.ts';
export { HTTPContinuation, HTTPRequest, HTTPResponse } from './application/http/http.ts';
export { WebSocket } from './application/http/websocket.ts';
export { H2Frame, H2GoAway, H2Preface, H2Priority, H2PushPromise, H2Setting, H2WindowUpdate } from './application/http2/http2.ts';
export { IKEv2, ISAKMP, ISAKMP_Encrypted, NAT_KEEPALIVE, NON_ESP } from './application/ike/isakmp.ts';
export {
  IKEv2_payload_Encrypted,
  IKEv2_payload_KE,
  IKEv2_payload_Nonce,
  IKEv2_payload_Notify,
  IKEv2_payload_Proposal,
  IKEv2_payload_SA,
  IKEv2_payload_Transform,
  IKEv2_payload_VendorID,
  ISAKMP_payload,
  ISAKMP_payload_ID,
  ISAKMP_payload_Proposal,
  ISAKMP_payload_SA,
  ISAKMP_payload_Transform,
} from './application/ike/payloads.ts';
export { IMAPData, IMAPRequest, IMAPResponse } from './application/mail/imap.ts';
export { POPData, POPRequest, POPResponse } from './application/mail/pop.ts';
export { SMTPData, SMTPRequest, SMTPResponse } from './application/mail/smtp.ts';
export {
  MQTTAuth,
  MQTTConnack,
  MQTTConnect,
  MQTTDisconnect,
  MQTTPuback,
  MQTTPubcomp,
  MQTTPublish,
  MQTTPublish5,
  MQTTPublishQoS,
  MQTTPublishQoS5,
  MQTTPubrec,
  MQTTPubrel,
  MQTTSuback,
  MQTTSuback5,
  MQTTSubscribe,
  MQTTSubscribe5,
  MQTTTopicQOS,
  MQTTUnsuback,
  MQTTUnsubscribe,
  MQTTUnsubscribe5,
} from './application/mqtt/messages.ts';
export { MQTT } from './application/mqtt/mqtt.ts';
export { MQTTProperty, MQTTUserProperty } from './application/mqtt/properties.ts';
export {
  NBNSHeader,
  NBNSNodeStatusRequest,
  NBNSNodeStatusResponse,
  NBNSNodeStatusResponseService,
  NBNSQueryRequest,
  NBNSQueryResponse,
  NBNSRegistrationRequest,
  NBNSStatistics,
  NBNSWackResponse,
  NBNS_ADD_ENTRY,
} from './application/netbios/nbns.ts';
export { NBTContinuation, NBTDatagram, NBTSession } from './application/netbios/nbt.ts';
export {
  NetflowHeader,
  NetflowHeaderV1,
  NetflowHeaderV10,
  NetflowHeaderV5,
  NetflowHeaderV7,
  NetflowHeaderV9,
} from './application/netflow/netflow.ts';
export { NetflowRecordV1, NetflowRecordV5, NetflowRecordV7 } from './application/netflow/records.ts';
export {
  NetflowDataflowsetV9,
  NetflowFlowsetV10,
  NetflowFlowsetV9,
  NetflowOptionsFlowset10,
  NetflowOptionsFlowsetV9,
  NetflowOptionsTemplateV10,
  NetflowOptionsTemplateV9,
  NetflowScopeFieldV9,
  NetflowTemplateFieldV10,
  NetflowTemplateFieldV9,
  NetflowTemplateV10,
  NetflowTemplateV9,
} from './application/netflow/sets.ts';
export { NTPControl, NTPPrivate } from './application/ntp/control.ts';
export { NTP, NTPAuthenticator, NTPExtension, NTPHeader } from './application/ntp/ntp.ts';
export { PTPv1, PTPv1DelayResponse, PTPv1FollowUp, PTPv1Sync } from './application/ptp-v1.ts';
export { PTP, PTPAnnounce, PTPManagement, PTPPdelayReq, PTPResponse, PTPSignaling, PTPTime } from './application/ptp.ts';
export {
  QUIC,
  QUIC_0RTT,
  QUIC_1RTT,
  QUIC_Handshake,
  QUIC_Initial,
  QUIC_Long,
  QUIC_LongV1,
  QUIC_LongV2,
  QUIC_Retry,
  QUIC_Version,
} from './application/quic/quic.ts';
export { RadiusLongExtended } from './application/radius/attributes.ts';
export { Radius } from './application/radius/radius.ts';
export { Auth_Unix, RM_Header, RPC, RPC_Call, RPC_Reply } from './application/rpc/rpc.ts';
export { RTCP, ReceptionReport, SDESChunk, SDESItem, SenderInfo } from './application/rtp/rtcp.ts';
export { RTP, RTPExtension } from './application/rtp/rtp.ts';
export {
  SFlowEthernet,
  SFlowEthernetCounters,
  SFlowIPv4,
  SFlowIPv6,
  SFlowInterface,
  SFlowProcessor,
  SFlowSwitch,
  SFlowVlan,
} from './application/sflow/records.ts';
export {
  SFlow,
  SFlowCounterRecord,
  SFlowCounterSample,
  SFlowExpandedCounterSample,
  SFlowExpandedFlowSample,
  SFlowFill,
  SFlowFlowRecord,
  SFlowFlowSample,
  SFlowRawHeader,
  SFlowSample,
} from './application/sflow/sflow.ts';
export { SDP } from './application/sip/sdp.ts';
export { SIPData, SIPRequest, SIPResponse } from './application/sip/sip.ts';
export {
  SLPAttributeReply,
  SLPAttributeRequest,
  SLPAuthentication,
  SLPDAAdvert,
  SLPSAAdvert,
  SLPServiceAck,
  SLPServiceDeregister,
  SLPServiceRegister,
  SLPServiceReply,
  SLPServiceRequest,
  SLPServiceTypeReply,
  SLPServiceTypeRequest,
  SLPURL,
  SLPv1AttributeReply,
  SLPv1AttributeRequest,
  SLPv1DAAdvert,
  SLPv1ServiceAck,
  SLPv1ServiceDeregister,
  SLPv1ServiceRegister,
  SLPv1ServiceReply,
  SLPv1ServiceRequest,
  SLPv1ServiceTypeRequest,
  SLPv1URL,
} from './application/slp/bodies.ts';
export { SLP, SLPv1 } from './application/slp/slp.ts';
export { SMB_Header } from './application/smb/smb.ts';
export { SMB2_IOCTL_Request, SMB2_IOCTL_Response, SMB2_Read_Response, SMB2_Write_Request } from './application/smb/smb2-data.ts';
export { SMB2_Command, SMB2_Header } from './application/smb/smb2.ts';
export { SNMPPDU, SNMPbulkPDU, SNMPtrapv1PDU, SNMPvarbind } from './application/snmp/pdus.ts';
export { SNMP, SNMPv3 } from './application/snmp/snmp.ts';
export { SNMPheader, SNMPscopedPDU, SNMPusm } from './application/snmp/v3.ts';
export {
  SOCKS,
  SOCKS4Reply,
  SOCKS4Request,
  SOCKS5GSSAPI,
  SOCKS5Method,
  SOCKS5Methods,
  SOCKS5Password,
  SOCKS5PasswordReply,
  SOCKS5Reply,
  SOCKS5Request,
  SOCKS5UDP,
} from './application/socks/socks.ts';
export {
  STUNAddress,
  STUNChangeRequest,
  STUNChannelNumber,
  STUNErrorCode,
  STUNEvenPort,
  STUNFamily,
  STUNGoogleNetwork,
  STUNOctet,
  STUNXorAddress,
} from './application/stun/attributes.ts';
export { STUN, STUNFrame, TURNChannelData } from './application/stun/stun.ts';
export { Syslog } from './application/syslog.ts';
export { TacacsHeader } from './application/tacacs.ts';
export { FTPRequest, FTPResponse } from './application/text/ftp.ts';
export { IRCRequest, IRCResponse } from './application/text/irc.ts';
export { NNTPData, NNTPRequest, NNTPResponse } from './application/text/nntp.ts';
export { SSHEncrypted, SSHKexInit, SSHPacket, SSHVersion } from './application/text/ssh.ts';
export { Telnet, TelnetCommand } from './application/text/telnet.ts';
export { RFBData, RFBVersion } from './application/text/vnc.ts';
export { TFTP, TFTP_ACK, TFTP_DATA, TFTP_ERROR, TFTP_OACK, TFTP_Option, TFTP_RRQ, TFTP_WRQ } from './application/tftp.ts';
export {
  DTLS,
  DTLSAlert,
  DTLSApplicationData,
  DTLSClientHello,
  DTLSHandshake,
  DTLSHelloVerifyRequest,
  DTLSServerHello,
} from './application/tls/dtls.ts';
export {
  KeyShareEntry,
  PSKIdentity,
  ServerName,
  TLSConnectionID,
  TLSCookie,
  TLSEncryptedHello,
  TLSPreSharedKeys,
  TLSRenegotiationInfo,
  TLSRetryKeyShare,
  TLSStatusRequest,
  TLSUseSRTP,
} from './application/tls/extensions.ts';
export {
  TLS13NewSessionTicket,
  TLSCertificate,
  TLSCertificateRequest,
  TLSCertificateStatus,
  TLSCertificateVerify,
  TLSClientHello,
  TLSClientKeyExchange,
  TLSCompressedCertificate,
  TLSEncryptedExtensions,
  TLSEndOfEarlyData,
  TLSFinished,
  TLSHandshake,
  TLSHelloRequest,
  TLSKeyUpdate,
  TLSNewSessionTicket,
  TLSNextProtocol,
  TLSServerHello,
  TLSServerHelloDone,
  TLSServerKeyExchange,
} from './application/tls/handshake.ts';
export { SSLv2ClientHello } from './application/tls/sslv2.ts';
export { TLS, TLSAlert, TLSApplicationData, TLSChangeCipherSpec, TLSContinuation, TLSHeartbeat, TLSOpaque } from './application/tls/tls.ts';
export {
  X509_AlgorithmIdentifier,
  X509_Cert,
  X509_KeyBits,
  X509_RSAKey,
  X509_Signature,
  X509_SubjectPublicKeyInfo,
  X509_TBSCertificate,
  X509_Validity,
} from './application/x509/certificate.ts';
export { X509_Extension, X509_KeyUsage } from './application/x509/extensions.ts';
export { X509_AttributeTypeAndValue, X509_IPv4, X509_IPv6 } from './application/x509/names.ts';
export { AMQP, AMQPInit } from './industrial/amqp.ts';
export { BACapp, BACnet, BVLC } from './industrial/bacnet.ts';
export { DNP3, DNP3Request, DNP3Response, DNP3Transport } from './industrial/dnp3.ts';
export { ENIPTCP } from './industrial/enip.ts';
export { GOOSE } from './industrial/goose.ts';
export { IEC104_ASDU, IEC104_I_Message, IEC104_S_Message, IEC104_U_Message } from './industrial/iec104.ts';
export {
  ModbusPDU01ReadCoilsError,
  ModbusPDU02ReadDiscreteInputsError,
  ModbusPDU03ReadHoldingRegistersError,
  ModbusPDU04ReadInputRegistersError,
  ModbusPDU05WriteSingleCoilError,
  ModbusPDU06WriteSingleRegisterError,
  ModbusPDU07ReadExceptionStatusError,
  ModbusPDU08DiagnosticsError,
  ModbusPDU0BGetCommEventCounterError,
  ModbusPDU0CGetCommEventLogError,
  ModbusPDU0FWriteMultipleCoilsError,
  ModbusPDU10WriteMultipleRegistersError,
  ModbusPDU11ReportSlaveIdError,
  ModbusPDU14ReadFileRecordError,
  ModbusPDU15WriteFileRecordError,
  ModbusPDU16MaskWriteRegisterError,
  ModbusPDU17ReadWriteMultipleRegistersError,
  ModbusPDU18ReadFIFOQueueError,
  ModbusPDU2B0EReadDeviceIdentificationError,
  ModbusPDUUserDefinedFunctionCodeError,
} from './industrial/modbus/errors.ts';
export {
  ModbusObjectId,
  ModbusReadFileSubRequest,
  ModbusReadFileSubResponse,
  ModbusWriteFileSubRequest,
} from './industrial/modbus/files.ts';
export { ModbusADURequest, ModbusADUResponse } from './industrial/modbus/modbus.ts';
export {
  ModbusPDU01ReadCoilsRequest,
  ModbusPDU02ReadDiscreteInputsRequest,
  ModbusPDU03ReadHoldingRegistersRequest,
  ModbusPDU04ReadInputRegistersRequest,
  ModbusPDU05WriteSingleCoilRequest,
  ModbusPDU06WriteSingleRegisterRequest,
  ModbusPDU07ReadExceptionStatusRequest,
  ModbusPDU08DiagnosticsRequest,
  ModbusPDU0BGetCommEventCounterRequest,
  ModbusPDU0CGetCommEventLogRequest,
  ModbusPDU0FWriteMultipleCoilsRequest,
  ModbusPDU10WriteMultipleRegistersRequest,
  ModbusPDU11ReportSlaveIdRequest,
  ModbusPDU14ReadFileRecordRequest,
  ModbusPDU15WriteFileRecordRequest,
  ModbusPDU16MaskWriteRegisterRequest,
  ModbusPDU17ReadWriteMultipleRegistersRequest,
  ModbusPDU18ReadFIFOQueueRequest,
  ModbusPDU2B0EReadDeviceIdentificationRequest,
  ModbusPDUUserDefinedFunctionCodeRequest,
} from './industrial/modbus/requests.ts';
export {
  ModbusPDU01ReadCoilsResponse,
  ModbusPDU02ReadDiscreteInputsResponse,
  ModbusPDU03ReadHoldingRegistersResponse,
  ModbusPDU04ReadInputRegistersResponse,
  ModbusPDU07ReadExceptionStatusResponse,
  ModbusPDU0BGetCommEventCounterResponse,
  ModbusPDU0CGetCommEventLogResponse,
  ModbusPDU0FWriteMultipleCoilsResponse,
  ModbusPDU10WriteMultipleRegistersResponse,
  ModbusPDU11ReportSlaveIdResponse,
  ModbusPDU14ReadFileRecordResponse,
  ModbusPDU17ReadWriteMultipleRegistersResponse,
  ModbusPDU18ReadFIFOQueueResponse,
  ModbusPDU2B0EReadDeviceIdentificationResponse,
  ModbusPDUUserDefinedFunctionCodeResponse,
} from './industrial/modbus/responses.ts';
export { MQTTSN, MQTTSNLong } from './industrial/mqttsn.ts';
export { OPCUA } from './industrial/opcua.ts';
export { DCPBaseBlock, ProfinetDCP, ProfinetIO } from './industrial/profinet.ts';
export { RDP } from './industrial/rdp.ts';
export { S7comm } from './industrial/s7comm.ts';
export { COTP, COTPConnect, COTPConnectRDP, COTPOther, TPKT } from './industrial/tpkt.ts';
export { Juniper, JuniperATM1, JuniperATM2, JuniperCHDLC, JuniperEther, JuniperFrameRelay, JuniperPPP } from './link/captured/juniper.ts';
export {
  BACnetMSTP,
  BluetoothBaseband,
  DVBCI,
  EtherExperimental,
  EtherMPacket,
  MFR,
  MFRControl,
  MTP2,
  MTP3,
  SunATM,
  TokenRing,
  TokenRingRoute,
} from './link/captured/links.ts';
export { Netlink, NetlinkBE, NetlinkCooked } from './link/captured/netlink.ts';
export { NFLog, NFLogPayload, NFLogTLV } from './link/captured/nflog.ts';
export { CHDLC, CHDLC_CLNS, SLARP } from './link/chdlc.ts';
export { CDPAddrRecord, CDPAddresses, CDPv2_HDR } from './link/control/cdp.ts';
export { EAP, EAP_Expanded, EAP_FAST, EAP_MD5, EAP_MSCHAPv2, EAP_PEAP, EAP_TEAP, EAP_TLS, EAP_TTLS, LEAP } from './link/control/eap.ts';
export { EAPOL, EAPOL_KEY, EAPOL_KEY_AEAD, EAPOL_KEY_MIC24, EAPOL_KEY_RC4 } from './link/control/eapol.ts';
export {
  LLDPDU,
  LLDPDUChassisID,
  LLDPDUEndOfLLDPDU,
  LLDPDUGenericOrganisationSpecific,
  LLDPDUManagementAddress,
  LLDPDUPortDescription,
  LLDPDUPortID,
  LLDPDUSystemCapabilities,
  LLDPDUSystemDescription,
  LLDPDUSystemName,
  LLDPDUTimeToLive,
} from './link/control/lldp.ts';
export { MACControl, MACControlClassBasedFlowControl, MACControlMultipoint, MACControlPause } from './link/control/mac-control.ts';
export { MACsec } from './link/control/macsec.ts';
export { LACP, MarkerProtocol, SlowProtocol } from './link/control/slow.ts';
export { PVST, STP, STPRegion, STPTopologyChange, STPTree } from './link/control/stp.ts';
export { WakeOnLAN } from './link/control/wol.ts';
export { CookedLinux, CookedLinuxV2 } from './link/cooked.ts';
export {
  ATT_Hdr,
  HCI_ACL_Hdr,
  HCI_Command_Hdr,
  HCI_Event_Hdr,
  HCI_Event_LE_Meta,
  HCI_Hdr,
  HCI_PHDR_Hdr,
  HCI_SCO_Hdr,
  L2CAP_CmdHdr,
  L2CAP_Hdr,
  SM_Hdr,
} from './link/devices/bluetooth.ts';
export { CAN, CANFD } from './link/devices/can.ts';
export { USBMon, USBMonMapped, USBpcap } from './link/devices/usb.ts';
export { Dot1AD, Dot1Q, Dot3, Ether } from './link/ethernet.ts';
export { FrameRelay, FrameRelayCisco, FrameRelayNLPID, FrameRelayPadded } from './link/frame-relay.ts';
export { ARCNET, EtherBroadcomTag, EtherMarvellTag, EtherMarvellTypedTag, FDDI, PKTAP, SLIP, VSOCK } from './link/heads.ts';
export { LLC, SNAP, SNAPBridged, SNAPCisco, SNAPOther } from './link/llc.ts';
export { Loopback, LoopbackEtherType, LoopbackNetwork } from './link/loopback.ts';
export { PPP_CHAP, PPP_CHAP_ChallengeResponse, PPP_PAP, PPP_PAP_Request, PPP_PAP_Response } from './link/ppp/authentication.ts';
export {
  LCPAuthentication,
  LCPCallback,
  LCPEndpoint,
  LCPLanguage,
  LCPMultilinkHeader,
  LCPNumberedMode,
  LCPQuality,
  LCPVendor,
  PPP_LCP,
  PPP_LCP_Code_Reject,
  PPP_LCP_Configure,
  PPP_LCP_Discard_Request,
  PPP_LCP_Echo,
  PPP_LCP_Identification,
  PPP_LCP_Protocol_Reject,
  PPP_LCP_Terminate,
  PPP_LCP_Time_Remaining,
} from './link/ppp/lcp.ts';
export {
  IPCPAddresses,
  IPCPCompression,
  IPCPHeaderCompression,
  IPCPVanJacobson,
  PPPVendorOption,
  PPP_CCP,
  PPP_ECP,
  PPP_IPCP,
  PPP_IPV6CP,
} from './link/ppp/ncp.ts';
export { HDLC, PPP, PPPCompressed } from './link/ppp/ppp.ts';
export { PPPoE, PPPoED, PPPoED_Tags, PPPoETagCredits, PPPoETagMetrics, PPPoETagVendor } from './link/pppoe.ts';
export { AristaTimestamp, Dot1AH, ETag, FabricPath, VNTag } from './link/tags.ts';
export { DTP } from './link/trunk/dtp.ts';
export { GARP, GARP_ATTRIBUTE, GARP_MESSAGE, MVRP, MVRPMessage, MVRPVector } from './link/trunk/garp.ts';
export { ISL } from './link/trunk/isl.ts';
export { UDLD, UDLDEcho } from './link/trunk/udld.ts';
export { VTP, VTPVlanInfo, VTPVlanInfoTlv } from './link/trunk/vtp.ts';
export { ARP } from './network/arp.ts';
export { ICMPExtension, ICMPExtensionObject } from './network/icmp/icmp-extension.ts';
export { ICMP, ICMPRouter } from './network/icmp/icmp.ts';
export { ICMPv6EchoReply, ICMPv6EchoRequest, ICMPv6ExtEchoReply, ICMPv6ExtEchoRequest } from './network/icmpv6/echo.ts';
export { ICMPv6DestUnreach, ICMPv6PacketTooBig, ICMPv6ParamProblem, ICMPv6TimeExceeded } from './network/icmpv6/errors.ts';
export { ICMPv6Unknown } from './network/icmpv6/icmpv6.ts';
export {
  ICMPv6MLDMultAddrRec,
  ICMPv6MLDone,
  ICMPv6MLQuery,
  ICMPv6MLQuery2,
  ICMPv6MLReport,
  ICMPv6MLReport2,
  ICMPv6MRD_Advertisement,
  ICMPv6MRD_Solicitation,
  ICMPv6MRD_Termination,
} from './network/icmpv6/multicast-listener.ts';
export {
  NDAddressList,
  NDAdvInterval,
  NDDnssl,
  NDHAInfo,
  NDMtu,
  NDPrefixInfo,
  NDRdnss,
  NDRedirectedHdr,
  NDRouteInfo,
} from './network/icmpv6/nd-options.ts';
export {
  ICMPv6ND_INDAdv,
  ICMPv6ND_INDSol,
  ICMPv6ND_NA,
  ICMPv6ND_NS,
  ICMPv6ND_RA,
  ICMPv6ND_RS,
  ICMPv6ND_Redirect,
} from './network/icmpv6/neighbour-discovery.ts';
export {
  ICMPv6HAADReply,
  ICMPv6HAADRequest,
  ICMPv6MPAdv,
  ICMPv6MPSol,
  ICMPv6NIQuery,
  ICMPv6NIReply,
  ICMPv6RPL,
} from './network/icmpv6/node-messages.ts';
export { IGMP, IGMPv3, IGMPv3gr, IGMPv3mq, IGMPv3mr, IGMPv3mra, RGMP } from './network/igmp/igmp.ts';
export { AH, ESP, IPComp } from './network/ipsec.ts';
export { IPOptionRoute, IPOptionStamp, IPOptionTimestamp, IPOptionTraceroute } from './network/ipv4/ipv4-options.ts';
export { IP } from './network/ipv4/ipv4.ts';
export {
  IPv6ExtHdrDestOpt,
  IPv6ExtHdrFragment,
  IPv6ExtHdrHopByHop,
  IPv6ExtHdrOpaque,
  MIP6MH_Generic,
} from './network/ipv6/ipv6-extensions.ts';
export { IPv6ExtHdrRouting, IPv6ExtHdrRoutingRPL, IPv6ExtHdrSegmentRouting } from './network/ipv6/ipv6-routing.ts';
export { IPv6 } from './network/ipv6/ipv6.ts';
export {
  MIP6MH_BA,
  MIP6MH_BE,
  MIP6MH_BRR,
  MIP6MH_BU,
  MIP6MH_CoT,
  MIP6MH_CoTI,
  MIP6MH_HoT,
  MIP6MH_HoTI,
  MIP6OptLLAddr,
  MIP6OptMNID,
  MIP6OptMobNetPrefix,
  MIP6OptMsgAuth,
  MIP6OptNonceIndices,
} from './network/ipv6/mobility.ts';
export { IPX } from './network/ipx.ts';
export {
  DCCPerror,
  GREerror,
  ICMPerror,
  ICMPv6error,
  IPerror,
  IPerror6,
  IPv6ExtHdrDestOpterror,
  IPv6ExtHdrFragmenterror,
  IPv6ExtHdrHopByHoperror,
  IPv6ExtHdrRoutingerror,
  SCTPerror,
  TCPerror,
  UDPLiteerror,
  UDPerror,
} from './network/quoted.ts';
export { BFD, BFDAuth, BFDDigest, BFDEcho } from './routing/bfd.ts';
export { BGPAS4Aggregator, BGPAS4PathSegment, BGPASPathSegment, BGPAggregator } from './routing/bgp/as-path.ts';
export { BGPAttrSet, BGPMPReach, BGPMPUnreach, BGPPMSITunnel } from './routing/bgp/attributes.ts';
export { BGPHeader, BGPKeepAlive, BGPNotification, BGPOpen, BGPPathPrefix, BGPRouteRefresh, BGPUpdate } from './routing/bgp/bgp.ts';
export {
  BMP,
  BMPFamilyCount,
  BMPInitiation,
  BMPPeerDown,
  BMPPeerUp,
  BMPRouteMirroring,
  BMPRouteMonitoring,
  BMPStatistics,
  BMPTermination,
} from './routing/bgp/bmp.ts';
export {
  BGPCapAddPath,
  BGPCapFQDN,
  BGPCapGRFamily,
  BGPCapGracefulRestart,
  BGPCapLongLived,
  BGPCapMultiprotocol,
  BGPCapNextHop,
  BGPCapORF,
  BGPCapORFType,
} from './routing/bgp/capabilities.ts';
export { BGPCommunity, BGPExtCommunity, BGPIPv6ExtCommunity, BGPLargeCommunity } from './routing/bgp/communities.ts';
export {
  EIGRP,
  EIGRPAuthData,
  EIGRPExtRoute,
  EIGRPIntRoute,
  EIGRPNetwork,
  EIGRPParam,
  EIGRPSeq,
  EIGRPSwVer,
  EIGRPv6ExtRoute,
  EIGRPv6IntRoute,
  EIGRPv6Network,
} from './routing/eigrp/eigrp.ts';
export { HSRP, HSRPAdvertise, HSRPGroupState, HSRPInterfaceState, HSRPMD5Authentication, HSRPmd5, HSRPv2 } from './routing/hsrp.ts';
export {
  ISIS_CommonHdr,
  ISIS_L1_CSNP,
  ISIS_L1_LAN_Hello,
  ISIS_L1_LSP,
  ISIS_L1_PSNP,
  ISIS_L2_CSNP,
  ISIS_L2_LAN_Hello,
  ISIS_L2_LSP,
  ISIS_L2_PSNP,
  ISIS_P2P_Hello,
} from './routing/isis/isis.ts';
export {
  ISIS_AreaEntry,
  ISIS_Authentication,
  ISIS_ExtendedIpPrefix,
  ISIS_ExtendedIsNeighbourEntry,
  ISIS_InstanceIdentifier,
  ISIS_IpReachabilityEntry,
  ISIS_Ipv6Prefix,
  ISIS_IsReachability,
  ISIS_IsReachabilityEntry,
  ISIS_LspEntry,
  ISIS_MTIpReachability,
  ISIS_MTIpv6Reachability,
  ISIS_MTIsReachability,
  ISIS_P2PAdjacencyState,
  ISIS_PrefixSegmentIdentifier,
  ISIS_Restart,
  ISIS_RouterCapability,
} from './routing/isis/tlvs.ts';
export {
  LDP,
  LDPAddress,
  LDPAddressList,
  LDPAddressWM,
  LDPCommonHello,
  LDPCommonSession,
  LDPFECElement,
  LDPHello,
  LDPInit,
  LDPKeepAlive,
  LDPLabelARM,
  LDPLabelMM,
  LDPLabelRelM,
  LDPLabelReqM,
  LDPLabelWM,
  LDPMessage,
  LDPNotification,
  LDPPrefix,
  LDPPseudowire,
  LDPStatus,
} from './routing/ldp.ts';
export {
  OSPF_ExternalTOS,
  OSPF_External_LSA,
  OSPF_LSA,
  OSPF_LSA_Hdr,
  OSPF_Link,
  OSPF_LinkTOS,
  OSPF_Network_LSA,
  OSPF_Router_LSA,
  OSPF_SummaryTOS,
  OSPF_Summary_LSA,
} from './routing/ospf/lsa.ts';
export {
  OSPF_DBDesc,
  OSPF_Hdr,
  OSPF_Hello,
  OSPF_LLS_Hdr,
  OSPF_LSAck,
  OSPF_LSReq,
  OSPF_LSReq_Item,
  OSPF_LSUpd,
  OSPFv3_Hdr,
} from './routing/ospf/ospf.ts';
export {
  OSPFv3_AS_External_LSA,
  OSPFv3_Inter_Area_Prefix_LSA,
  OSPFv3_Inter_Area_Router_LSA,
  OSPFv3_Intra_Area_Prefix_LSA,
  OSPFv3_LSA,
  OSPFv3_LSA_Hdr,
  OSPFv3_Link,
  OSPFv3_Link_LSA,
  OSPFv3_Network_LSA,
  OSPFv3_Prefix_Item,
  OSPFv3_Router_LSA,
} from './routing/ospf/ospfv3-lsa.ts';
export { OSPFv3_DBDesc, OSPFv3_Hello, OSPFv3_LSAck, OSPFv3_LSReq, OSPFv3_LSReq_Item, OSPFv3_LSUpd } from './routing/ospf/ospfv3.ts';
export { PIMGroup, PIMRP, PIMSecondaryAddress, PIMUnicast } from './routing/pim/addresses.ts';
export {
  PIMBootstrapGroup,
  PIMDFOther,
  PIMv1,
  PIMv2Assert,
  PIMv2Bootstrap,
  PIMv2CandidateRP,
  PIMv2DFElection,
  PIMv2Graft,
  PIMv2GroupAddrs,
  PIMv2Hdr,
  PIMv2Hello,
  PIMv2HelloLANPruneDelayValue,
  PIMv2HelloStateRefreshValue,
  PIMv2JoinAddrs,
  PIMv2JoinPrune,
  PIMv2PruneAddrs,
  PIMv2Register,
  PIMv2RegisterStop,
  PIMv2StateRefresh,
} from './routing/pim/pim.ts';
export { RIP, RIPAuth, RIPAuthTrailer, RIPEntry } from './routing/rip.ts';
export { RIPng, RIPngEntry } from './routing/ripng.ts';
export {
  RSVP,
  RSVP_Error,
  RSVP_HOP,
  RSVP_LabelReq,
  RSVP_MessageID,
  RSVP_Object,
  RSVP_Sender,
  RSVP_SenderTSPEC,
  RSVP_Session,
  RSVP_SessionAttrb,
  RSVP_Step4,
  RSVP_Step6,
  RSVP_Subobject,
  RSVP_Time,
  RSVP_Tunnel,
  RSVP_TunnelSender,
} from './routing/rsvp.ts';
export { VRRP, VRRPv3, VRRPv3IPv6 } from './routing/vrrp.ts';
export { DCCP, DCCPFeature } from './transport/dccp.ts';
export { SCTPChunkPadding, SCTPChunkUnknown } from './transport/sctp-chunk.ts';
export {
  SCTPChunkAddressConf,
  SCTPChunkAddressConfAck,
  SCTPChunkAuthentication,
  SCTPChunkForwardTSN,
  SCTPChunkIData,
  SCTPChunkIForwardTSN,
  SCTPChunkNRSACK,
  SCTPChunkPad,
  SCTPChunkReConfig,
} from './transport/sctp-extensions.ts';
export {
  SCTP,
  SCTPChunkAbort,
  SCTPChunkCookieAck,
  SCTPChunkCookieEcho,
  SCTPChunkData,
  SCTPChunkError,
  SCTPChunkHeartbeatAck,
  SCTPChunkHeartbeatReq,
  SCTPChunkInit,
  SCTPChunkInitAck,
  SCTPChunkSACK,
  SCTPChunkShutdown,
  SCTPChunkShutdownAck,
  SCTPChunkShutdownComplete,
} from './transport/sctp.ts';
export {
  MPTCP_AddAddress4,
  MPTCP_AddAddress6,
  MPTCP_CPBL,
  MPTCP_DSS,
  MPTCP_JoinSYN,
  MPTCP_JoinSYNACK,
  TCPOptionMPTCP,
} from './transport/tcp/mptcp.ts';
export { TCPAOValue } from './transport/tcp/tcp-options.ts';
export { TCP } from './transport/tcp/tcp.ts';
export { UDP, UDPLite } from './transport/udp.ts';
export { AYIYA } from './tunnel/ayiya.ts';
export {
  CAPWAPBoardData,
  CAPWAPBoardValue,
  CAPWAPEncryption,
  CAPWAPRadioAdministration,
  CAPWAPRadioInformation,
  CAPWAPRadioOperation,
  CAPWAPRadioStatistics,
  CAPWAPRates,
  CAPWAPRebootStatistics,
  CAPWAPReturned,
  CAPWAPStaticAddress,
  CAPWAPTunnelMode,
  CAPWAPTxPower,
  CAPWAPTxPowerLevels,
  CAPWAPVendor,
  CAPWAPWTPDescriptor,
} from './tunnel/capwap/access-points.ts';
export { CAPWAP, CAPWAPControl, CAPWAPData, CAPWAPEncrypted, CAPWAPEncryptedData, CAPWAPKeepAlive } from './tunnel/capwap/capwap.ts';
export {
  CAPWAPACDescriptor,
  CAPWAPAddStation,
  CAPWAPAddresses,
  CAPWAPControlIPv4,
  CAPWAPControlIPv6,
  CAPWAPDecryptionErrors,
  CAPWAPDecryptionPeriod,
  CAPWAPDeleteStation,
  CAPWAPDuplicateIPv4,
  CAPWAPDuplicateIPv6,
  CAPWAPImageData,
  CAPWAPImageIdentifier,
  CAPWAPImageInformation,
  CAPWAPPriority,
  CAPWAPTimers,
  CAPWAPTransferData,
  CAPWAPVersion,
} from './tunnel/capwap/controllers.ts';
export { ERSPAN_I, ERSPAN_II, ERSPAN_III, ERSPAN_PlatformSpecific } from './tunnel/erspan.ts';
export { GENEVE, GeneveGoogleNetwork, GeneveOptions } from './tunnel/geneve.ts';
export { GRE, GRE_PPTP, GRErouting } from './tunnel/gre.ts';
export {
  GTPPDUSessionContainer,
  GTP_ExtensionHeader,
  GTP_PDCP_PDU_ExtensionHeader,
  GTP_UDPPort_ExtensionHeader,
} from './tunnel/gtp/extensions.ts';
export { GTPElements, GTPHeader, GTP_U_Header, GTPv2 } from './tunnel/gtp/gtp.ts';
export {
  L2TPACCM,
  L2TPAVP,
  L2TPBearerType,
  L2TPBearers,
  L2TPCause,
  L2TPDisconnect,
  L2TPErrors,
  L2TPFraming,
  L2TPFramingType,
  L2TPProxyId,
  L2TPResult,
  L2TPVersion,
} from './tunnel/l2tp-avps.ts';
export { L2TP, L2TPControl } from './tunnel/l2tp.ts';
export { LISP, LISPData } from './tunnel/lisp.ts';
export { EoMCW, MPLS, PWACH } from './tunnel/mpls.ts';
export { NSH, NSHTLV } from './tunnel/nsh.ts';
export { Teredo, TeredoAuthentication, TeredoOrigin } from './tunnel/teredo.ts';
export { VXLAN, VXLAN_GPE } from './tunnel/vxlan.ts';
export { WireGuard, WireGuardCookie, WireGuardData, WireGuardInitiation, WireGuardResponse } from './tunnel/wireguard.ts';
export { PPI, PPICommon, PrismHeader, PrismValue } from './wireless/card-heads.ts';
export {
  Dot11AKM,
  Dot11AccessCategory,
  Dot11EltMicrosoft,
  Dot11EltMicrosoftWPA,
  Dot11EltRSN,
  Dot11EltVendorSpecific,
  Dot11KeyNumber,
  Dot11Pairwise,
  Dot11WMM,
  Dot11WMMParameters,
  Dot11WPACiphers,
  Dot11WPAKeys,
  PMKIDListPacket,
} from './wireless/ciphers.ts';
export { Dot11BAck, Dot11BAckRequest } from './wireless/control.ts';
export { Dot11, Dot11AMSDU, Dot11HTControl, Dot11QoS, Dot11Swapped } from './wireless/dot11.ts';
export { Dot15d4, Dot15d4Check, Dot15d4FCS } from './wireless/dot15d4.ts';
export {
  Dot11EltCountry,
  Dot11EltCountryConstraintTriplet,
  Dot11EltHTCapabilities,
  Dot11Extension,
  Dot11HTOperation,
  Dot11Load,
  Dot11TIM,
  Dot11VHTCapabilities,
  Dot11VHTOperation,
} from './wireless/elements.ts';
export { Dot11CCMP, Dot11Encrypted, Dot11TKIP, Dot11WEP } from './wireless/encrypted.ts';
export { Dot11FCS } from './wireless/fcs.ts';
export {
  Dot11ATIM,
  Dot11Action,
  Dot11AddBARequest,
  Dot11AddBAResponse,
  Dot11AssoReq,
  Dot11AssoResp,
  Dot11Auth,
  Dot11Beacon,
  Dot11Deauth,
  Dot11DeleteBA,
  Dot11Disas,
  Dot11ProbeReq,
  Dot11ProbeResp,
  Dot11ReassoReq,
  Dot11ReassoResp,
} from './wireless/management.ts';
export { RadioTap } from './wireless/radiotap.ts';
