/** Layers of ours that scapy 2.5 has when it starts: others wait for load_layer() or load_contrib(), as there. */
export const loadedLayers: ReadonlySet<string> = new Set(
  `AH ARP ATT_Hdr BOOTP CLDAP CookedLinux CookedLinuxV2 DHCP DHCP6 DHCP6OptAuth DHCP6OptClientFQDN DHCP6OptClientLinkLayerAddr
    DHCP6OptClientNetworkInterId DHCP6OptGeoConf DHCP6OptGeoConfElement DHCP6OptIAAddress DHCP6OptIAPrefix DHCP6OptIA_NA DHCP6OptIA_PD DHCP6OptIA_TA
    DHCP6OptRemoteID DHCP6OptStatusCode DHCP6OptVSS DHCP6OptVendorClass DHCP6OptVendorSpecificInfo DHCP6_Advertise DHCP6_Confirm DHCP6_Decline
    DHCP6_InfoRequest DHCP6_Rebind DHCP6_Reconf DHCP6_RelayForward DHCP6_RelayReply DHCP6_Release DHCP6_Renew DHCP6_Reply DHCP6_Request DHCP6_Solicit DNS
    DNSQR DNSRR DUID_EN DUID_LL DUID_LLT DUID_UUID DceRpc5 Dot11 Dot11ATIM Dot11AssoReq Dot11AssoResp Dot11Auth Dot11Beacon Dot11CCMP Dot11Deauth
    Dot11Disas Dot11EltCountry Dot11EltCountryConstraintTriplet Dot11EltHTCapabilities Dot11EltMicrosoftWPA Dot11EltRSN Dot11EltVendorSpecific
    Dot11Encrypted Dot11FCS Dot11ProbeReq Dot11ProbeResp Dot11QoS Dot11ReassoReq Dot11ReassoResp Dot11TKIP Dot11WEP Dot15d4 Dot15d4FCS Dot1AD Dot1Q Dot3
    EAP EAPOL EAP_FAST EAP_MD5 EAP_PEAP EAP_TLS EAP_TTLS ESP Ether GRE GRE_PPTP GRErouting HCI_ACL_Hdr HCI_Command_Hdr HCI_Event_Hdr HCI_Event_LE_Meta
    HCI_Hdr HCI_PHDR_Hdr HDLC HSRP HSRPmd5 ICMP ICMPerror ICMPv6DestUnreach ICMPv6EchoReply ICMPv6EchoRequest ICMPv6HAADReply ICMPv6HAADRequest
    ICMPv6MLDMultAddrRec ICMPv6MLDone ICMPv6MLQuery ICMPv6MLQuery2 ICMPv6MLReport ICMPv6MLReport2 ICMPv6MPAdv ICMPv6MPSol ICMPv6MRD_Advertisement
    ICMPv6MRD_Solicitation ICMPv6MRD_Termination ICMPv6ND_INDAdv ICMPv6ND_INDSol ICMPv6ND_NA ICMPv6ND_NS ICMPv6ND_RA ICMPv6ND_RS ICMPv6ND_Redirect
    ICMPv6PacketTooBig ICMPv6ParamProblem ICMPv6RPL ICMPv6TimeExceeded ICMPv6Unknown IP IPerror IPerror6 IPv6 IPv6ExtHdrDestOpt IPv6ExtHdrFragment
    IPv6ExtHdrHopByHop IPv6ExtHdrRouting IPv6ExtHdrSegmentRouting ISAKMP ISAKMP_payload ISAKMP_payload_ID ISAKMP_payload_Proposal ISAKMP_payload_SA
    ISAKMP_payload_Transform Kerberos KerberosTCPHeader L2CAP_CmdHdr L2CAP_Hdr L2TP LDAP LEAP LLC LLMNRQuery LLMNRResponse Loopback MIP6MH_BA MIP6MH_BE
    MIP6MH_BRR MIP6MH_BU MIP6MH_CoT MIP6MH_CoTI MIP6MH_Generic MIP6MH_HoT MIP6MH_HoTI MIP6OptLLAddr MIP6OptMNID MIP6OptMobNetPrefix MIP6OptMsgAuth
    MIP6OptNonceIndices NBNSHeader NBNSNodeStatusRequest NBNSNodeStatusResponse NBNSNodeStatusResponseService NBNSQueryRequest NBNSQueryResponse
    NBNSRegistrationRequest NBNSWackResponse NBNS_ADD_ENTRY NBTDatagram NBTSession NTP NTPAuthenticator NTPControl NTPExtension NTPHeader NTPPrivate
    NetflowDataflowsetV9 NetflowFlowsetV9 NetflowHeader NetflowHeaderV1 NetflowHeaderV10 NetflowHeaderV5 NetflowHeaderV9 NetflowOptionsFlowset10
    NetflowOptionsFlowsetV9 NetflowRecordV1 NetflowRecordV5 NetflowTemplateFieldV9 NetflowTemplateV9 PMKIDListPacket PPI PPP PPP_CHAP
    PPP_CHAP_ChallengeResponse PPP_ECP PPP_IPCP PPP_LCP PPP_LCP_Code_Reject PPP_LCP_Configure PPP_LCP_Discard_Request PPP_LCP_Echo PPP_LCP_Protocol_Reject
    PPP_LCP_Terminate PPP_PAP PPP_PAP_Request PPP_PAP_Response PPPoE PPPoED PPPoED_Tags Padding PrismHeader RIP RIPAuth RIPEntry RTP RTPExtension RadioTap
    Radius Raw SCTP SCTPChunkAbort SCTPChunkAddressConf SCTPChunkAddressConfAck SCTPChunkAuthentication SCTPChunkCookieAck SCTPChunkCookieEcho
    SCTPChunkData SCTPChunkError SCTPChunkHeartbeatAck SCTPChunkHeartbeatReq SCTPChunkInit SCTPChunkInitAck SCTPChunkSACK SCTPChunkShutdown
    SCTPChunkShutdownAck SCTPChunkShutdownComplete SCTPerror SMB2_Header SMB2_IOCTL_Request SMB2_IOCTL_Response SMB2_Read_Response SMB2_Write_Request
    SMB_Header SM_Hdr SNAP SNMP SNMPvarbind STP TCP TCPAOValue TCPerror TFTP TFTP_ACK TFTP_DATA TFTP_ERROR TFTP_OACK TFTP_Option TFTP_RRQ TFTP_WRQ UDP
    UDPerror VRRP VRRPv3 VXLAN X509_AlgorithmIdentifier X509_AttributeTypeAndValue X509_Cert X509_Extension X509_SubjectPublicKeyInfo X509_TBSCertificate
    X509_Validity`.split(/\s+/),
);
