/**
 * Layers of ours that scapy 2.5 has when it starts, by the module that it has them in: others wait for load_layer() or load_contrib(), as
 * there.
 */
const MODULES: Readonly<Record<string, string>> = {
  'scapy.layers.bluetooth': `ATT_Hdr HCI_ACL_Hdr HCI_Command_Hdr HCI_Event_Hdr HCI_Event_LE_Meta HCI_Hdr HCI_PHDR_Hdr L2CAP_CmdHdr L2CAP_Hdr SM_Hdr`,
  'scapy.layers.dcerpc': 'DceRpc5',
  'scapy.layers.dhcp': 'BOOTP DHCP',
  'scapy.layers.dhcp6': `DHCP6 DHCP6OptAuth DHCP6OptClientFQDN DHCP6OptClientLinkLayerAddr DHCP6OptClientNetworkInterId DHCP6OptGeoConf
    DHCP6OptGeoConfElement DHCP6OptIAAddress DHCP6OptIAPrefix DHCP6OptIA_NA DHCP6OptIA_PD DHCP6OptIA_TA DHCP6OptRemoteID
    DHCP6OptStatusCode DHCP6OptVSS DHCP6OptVendorClass DHCP6OptVendorSpecificInfo DHCP6_Advertise DHCP6_Confirm DHCP6_Decline
    DHCP6_InfoRequest DHCP6_Rebind DHCP6_Reconf DHCP6_RelayForward DHCP6_RelayReply DHCP6_Release DHCP6_Renew DHCP6_Reply
    DHCP6_Request DHCP6_Solicit DUID_EN DUID_LL DUID_LLT DUID_UUID`,
  'scapy.layers.dns': 'DNS DNSQR DNSRR',
  'scapy.layers.dot11': `Dot11 Dot11ATIM Dot11AssoReq Dot11AssoResp Dot11Auth Dot11Beacon Dot11CCMP Dot11Deauth Dot11Disas Dot11EltCountry
    Dot11EltCountryConstraintTriplet Dot11EltHTCapabilities Dot11EltMicrosoftWPA Dot11EltRSN Dot11EltVendorSpecific Dot11Encrypted
    Dot11FCS Dot11ProbeReq Dot11ProbeResp Dot11QoS Dot11ReassoReq Dot11ReassoResp Dot11TKIP Dot11WEP PMKIDListPacket PrismHeader
    RadioTap`,
  'scapy.layers.dot15d4': 'Dot15d4 Dot15d4FCS',
  'scapy.layers.eap': 'EAP EAPOL EAP_FAST EAP_MD5 EAP_PEAP EAP_TLS EAP_TTLS LEAP',
  'scapy.layers.hsrp': 'HSRP HSRPmd5',
  'scapy.layers.inet': 'ICMP ICMPerror IP IPerror TCP TCPAOValue TCPerror UDP UDPerror',
  'scapy.layers.inet6': `ICMPv6DestUnreach ICMPv6EchoReply ICMPv6EchoRequest ICMPv6HAADReply ICMPv6HAADRequest ICMPv6MLDMultAddrRec ICMPv6MLDone
    ICMPv6MLQuery ICMPv6MLQuery2 ICMPv6MLReport ICMPv6MLReport2 ICMPv6MPAdv ICMPv6MPSol ICMPv6MRD_Advertisement ICMPv6MRD_Solicitation
    ICMPv6MRD_Termination ICMPv6ND_INDAdv ICMPv6ND_INDSol ICMPv6ND_NA ICMPv6ND_NS ICMPv6ND_RA ICMPv6ND_RS ICMPv6ND_Redirect
    ICMPv6NDOptAdvInterval ICMPv6NDOptDNSSL ICMPv6NDOptDstLLAddr ICMPv6NDOptEFA ICMPv6NDOptHAInfo ICMPv6NDOptIPAddr ICMPv6NDOptLLA
    ICMPv6NDOptMAP ICMPv6NDOptMTU ICMPv6NDOptNewRtrPrefix ICMPv6NDOptPrefixInfo ICMPv6NDOptRDNSS ICMPv6NDOptRedirectedHdr
    ICMPv6NDOptRouteInfo ICMPv6NDOptShortcutLimit ICMPv6NDOptSrcAddrList ICMPv6NDOptSrcLLAddr ICMPv6NDOptTgtAddrList
    ICMPv6PacketTooBig ICMPv6ParamProblem ICMPv6RPL ICMPv6TimeExceeded ICMPv6Unknown IPerror6 IPv6 IPv6ExtHdrDestOpt
    IPv6ExtHdrFragment IPv6ExtHdrHopByHop IPv6ExtHdrRouting IPv6ExtHdrSegmentRouting MIP6MH_BA MIP6MH_BE MIP6MH_BRR MIP6MH_BU
    MIP6MH_CoT MIP6MH_CoTI MIP6MH_Generic MIP6MH_HoT MIP6MH_HoTI MIP6OptLLAddr MIP6OptMNID MIP6OptMobNetPrefix MIP6OptMsgAuth
    MIP6OptNonceIndices`,
  'scapy.layers.ipsec': 'AH ESP',
  'scapy.layers.isakmp': 'ISAKMP ISAKMP_payload ISAKMP_payload_ID ISAKMP_payload_Proposal ISAKMP_payload_SA ISAKMP_payload_Transform',
  'scapy.layers.kerberos': 'Kerberos KerberosTCPHeader',
  'scapy.layers.l2': 'ARP CookedLinux CookedLinuxV2 Dot1AD Dot1Q Dot3 Ether GRE GRE_PPTP GRErouting LLC Loopback SNAP STP',
  'scapy.layers.l2tp': 'L2TP',
  'scapy.layers.ldap': 'CLDAP LDAP',
  'scapy.layers.llmnr': 'LLMNRQuery LLMNRResponse',
  'scapy.layers.netbios': `NBNSHeader NBNSNodeStatusRequest NBNSNodeStatusResponse NBNSNodeStatusResponseService NBNSQueryRequest NBNSQueryResponse
    NBNSRegistrationRequest NBNSWackResponse NBNS_ADD_ENTRY NBTDatagram NBTSession`,
  'scapy.layers.netflow': `NetflowDataflowsetV9 NetflowFlowsetV9 NetflowHeader NetflowHeaderV1 NetflowHeaderV10 NetflowHeaderV5 NetflowHeaderV9
    NetflowOptionsFlowset10 NetflowOptionsFlowsetV9 NetflowRecordV1 NetflowRecordV5 NetflowTemplateFieldV9 NetflowTemplateV9`,
  'scapy.layers.ntp': 'NTP NTPAuthenticator NTPControl NTPExtension NTPHeader NTPPrivate',
  'scapy.layers.ppi': 'PPI',
  'scapy.layers.ppp': `HDLC PPP PPP_CHAP PPP_CHAP_ChallengeResponse PPP_ECP PPP_IPCP PPP_LCP PPP_LCP_Code_Reject PPP_LCP_Configure
    PPP_LCP_Discard_Request PPP_LCP_Echo PPP_LCP_Protocol_Reject PPP_LCP_Terminate PPP_PAP PPP_PAP_Request PPP_PAP_Response PPPoE
    PPPoED PPPoED_Tags`,
  'scapy.layers.radius': 'Radius',
  'scapy.layers.rip': 'RIP RIPAuth RIPEntry',
  'scapy.layers.rtp': 'RTP RTPExtension',
  'scapy.layers.sctp': `SCTP SCTPChunkAbort SCTPChunkAddressConf SCTPChunkAddressConfAck SCTPChunkAuthentication SCTPChunkCookieAck SCTPChunkCookieEcho
    SCTPChunkData SCTPChunkError SCTPChunkHeartbeatAck SCTPChunkHeartbeatReq SCTPChunkInit SCTPChunkInitAck SCTPChunkSACK
    SCTPChunkShutdown SCTPChunkShutdownAck SCTPChunkShutdownComplete SCTPerror`,
  'scapy.layers.smb': 'SMB_Header',
  'scapy.layers.smb2': 'SMB2_Header SMB2_IOCTL_Request SMB2_IOCTL_Response SMB2_Read_Response SMB2_Write_Request',
  'scapy.layers.snmp': 'SNMP SNMPvarbind',
  'scapy.layers.tftp': 'TFTP TFTP_ACK TFTP_DATA TFTP_ERROR TFTP_OACK TFTP_Option TFTP_RRQ TFTP_WRQ',
  'scapy.layers.vrrp': 'VRRP VRRPv3',
  'scapy.layers.vxlan': 'VXLAN',
  'scapy.layers.x509': `X509_AlgorithmIdentifier X509_AttributeTypeAndValue X509_Cert X509_Extension X509_SubjectPublicKeyInfo X509_TBSCertificate
    X509_Validity`,
  'scapy.packet': 'Padding Raw',
};

const moduleByLayer: ReadonlyMap<string, string> = new Map(
  Object.entries(MODULES).flatMap(([module, names]) => names.split(/\s+/).map((name) => [name, module] as const)),
);

export const loadedLayers: ReadonlySet<string> = new Set(moduleByLayer.keys());

/** The module that scapy has a layer in; `scapy.contrib` for those that it loads when asked. */
export const moduleOf = (layerName: string): string => moduleByLayer.get(layerName) ?? 'scapy.contrib';
