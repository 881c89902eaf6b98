/**
 * Link types: what a capture's packets begin with.
 * @see https://www.tcpdump.org/linktypes.html (numbers and LINKTYPE_ names); tcpdump -L (short names)
 */

/** Number, name of the registry without `LINKTYPE_`, and what it is. libpcap's short name where it is another one. */
const TABLE: readonly (readonly [number, string, string, string?])[] = [
  [0, 'NULL', 'BSD loopback'],
  [1, 'ETHERNET', 'Ethernet', 'EN10MB'],
  [3, 'AX25', 'AX.25 layer 2'],
  [6, 'IEEE802_5', 'Token ring', 'IEEE802'],
  [7, 'ARCNET_BSD', 'ARCNET, as BSD has it', 'ARCNET'],
  [8, 'SLIP', 'SLIP'],
  [9, 'PPP', 'PPP'],
  [10, 'FDDI', 'FDDI'],
  [50, 'PPP_HDLC', 'PPP in HDLC framing', 'PPP_SERIAL'],
  [51, 'PPP_ETHER', 'PPPoE session', 'PPP_ETHER'],
  [99, 'SYMANTEC_FIREWALL', 'Symantec firewall'],
  [100, 'ATM_RFC1483', 'ATM, LLC encapsulation', 'ATM_RFC1483'],
  [101, 'RAW', 'Raw IP'],
  [102, 'SLIP_BSDOS', 'SLIP, as BSD/OS has it'],
  [103, 'PPP_BSDOS', 'PPP, as BSD/OS has it'],
  [104, 'C_HDLC', 'Cisco HDLC'],
  [105, 'IEEE802_11', '802.11'],
  [106, 'ATM_CLIP', 'Classical IP over ATM'],
  [107, 'FRELAY', 'Frame relay'],
  [108, 'LOOP', 'OpenBSD loopback'],
  [109, 'ENC', 'OpenBSD IPsec'],
  [113, 'LINUX_SLL', 'Linux cooked v1'],
  [114, 'LTALK', 'LocalTalk'],
  [117, 'PFLOG', 'OpenBSD pf log'],
  [119, 'IEEE802_11_PRISM', '802.11 with Prism header', 'PRISM_HEADER'],
  [122, 'IP_OVER_FC', 'IP over Fibre Channel'],
  [123, 'SUNATM', 'SunATM'],
  [127, 'IEEE802_11_RADIOTAP', '802.11 with radiotap header', 'IEEE802_11_RADIO'],
  [129, 'ARCNET_LINUX', 'ARCNET, as Linux has it'],
  [130, 'JUNIPER_MLPPP', 'Juniper multi-link PPP'],
  [131, 'JUNIPER_MLFR', 'Juniper multi-link frame relay'],
  [132, 'JUNIPER_ES', 'Juniper encryption services'],
  [133, 'JUNIPER_GGSN', 'Juniper GGSN'],
  [134, 'JUNIPER_MFR', 'Juniper multi-link frame relay FRF.16'],
  [135, 'JUNIPER_ATM2', 'Juniper ATM2'],
  [136, 'JUNIPER_SERVICES', 'Juniper services'],
  [137, 'JUNIPER_ATM1', 'Juniper ATM1'],
  [138, 'APPLE_IP_OVER_IEEE1394', 'IP over FireWire'],
  [139, 'MTP2_WITH_PHDR', 'SS7 MTP2 with pseudo-header'],
  [140, 'MTP2', 'SS7 MTP2'],
  [141, 'MTP3', 'SS7 MTP3'],
  [143, 'DOCSIS', 'DOCSIS'],
  [144, 'LINUX_IRDA', 'Linux IrDA'],
  [147, 'USER0', 'Private use 0'],
  [148, 'USER1', 'Private use 1'],
  [149, 'USER2', 'Private use 2'],
  [150, 'USER3', 'Private use 3'],
  [151, 'USER4', 'Private use 4'],
  [152, 'USER5', 'Private use 5'],
  [153, 'USER6', 'Private use 6'],
  [154, 'USER7', 'Private use 7'],
  [155, 'USER8', 'Private use 8'],
  [156, 'USER9', 'Private use 9'],
  [157, 'USER10', 'Private use 10'],
  [158, 'USER11', 'Private use 11'],
  [159, 'USER12', 'Private use 12'],
  [160, 'USER13', 'Private use 13'],
  [161, 'USER14', 'Private use 14'],
  [162, 'USER15', 'Private use 15'],
  [163, 'IEEE802_11_AVS', '802.11 with AVS header', 'IEEE802_11_RADIO_AVS'],
  [165, 'BACNET_MS_TP', 'BACnet MS/TP'],
  [166, 'PPP_PPPD', 'PPP, as pppd has it', 'PPP_PPPD'],
  [167, 'JUNIPER_PPPOE', 'Juniper PPPoE'],
  [168, 'JUNIPER_PPPOE_ATM', 'Juniper PPPoE over ATM'],
  [169, 'GPRS_LLC', 'GPRS LLC'],
  [170, 'GPF_T', 'Transparent GFP'],
  [171, 'GPF_F', 'Frame-mapped GFP'],
  [177, 'LINUX_LAPD', 'Linux vISDN LAPD'],
  [178, 'JUNIPER_ETHER', 'Juniper Ethernet'],
  [179, 'JUNIPER_PPP', 'Juniper PPP'],
  [180, 'JUNIPER_FRELAY', 'Juniper frame relay'],
  [181, 'JUNIPER_CHDLC', 'Juniper C-HDLC'],
  [182, 'MFR', 'FRF.16 frame relay'],
  [187, 'BLUETOOTH_HCI_H4', 'Bluetooth HCI UART'],
  [189, 'USB_LINUX', 'USB, Linux header'],
  [192, 'PPI', 'Per-packet information'],
  [195, 'IEEE802_15_4_WITHFCS', '802.15.4 with FCS', 'IEEE802_15_4'],
  [196, 'SITA', 'SITA WAN header'],
  [197, 'ERF', 'Endace ERF'],
  [201, 'BLUETOOTH_HCI_H4_WITH_PHDR', 'Bluetooth HCI UART with direction'],
  [202, 'AX25_KISS', 'AX.25 with KISS header'],
  [203, 'LAPD', 'LAPD'],
  [204, 'PPP_WITH_DIR', 'PPP with direction', 'PPP_WITH_DIRECTION'],
  [205, 'C_HDLC_WITH_DIR', 'Cisco HDLC with direction'],
  [206, 'FRELAY_WITH_DIR', 'Frame relay with direction'],
  [209, 'IPMB_LINUX', 'IPMB, Linux header'],
  [215, 'IEEE802_15_4_NONASK_PHY', '802.15.4 with non-ASK PHY header'],
  [219, 'MPLS', 'MPLS'],
  [220, 'USB_LINUX_MMAPPED', 'USB, padded Linux header'],
  [224, 'FC_2', 'Fibre Channel FC-2'],
  [225, 'FC_2_WITH_FRAME_DELIMS', 'Fibre Channel FC-2 with delimiters'],
  [226, 'IPNET', 'Solaris ipnet'],
  [227, 'CAN_SOCKETCAN', 'CAN, SocketCAN header'],
  [228, 'IPV4', 'Raw IPv4'],
  [229, 'IPV6', 'Raw IPv6'],
  [230, 'IEEE802_15_4_NOFCS', '802.15.4 without FCS'],
  [231, 'DBUS', 'D-Bus'],
  [235, 'DVB_CI', 'DVB-CI'],
  [236, 'MUX27010', '27.010 multiplexing'],
  [237, 'STANAG_5066_D_PDU', 'STANAG 5066 D_PDU'],
  [239, 'NFLOG', 'Linux netfilter log'],
  [240, 'NETANALYZER', 'Hilscher netANALYZER'],
  [241, 'NETANALYZER_TRANSPARENT', 'Hilscher netANALYZER, transparent'],
  [242, 'IPOIB', 'IP over InfiniBand'],
  [243, 'MPEG_2_TS', 'MPEG-2 transport stream'],
  [245, 'NFC_LLCP', 'NFC LLCP'],
  [247, 'INFINIBAND', 'InfiniBand'],
  [248, 'SCTP', 'SCTP without IP'],
  [249, 'USBPCAP', 'USB, USBPcap header'],
  [250, 'RTAC_SERIAL', 'RTAC serial'],
  [251, 'BLUETOOTH_LE_LL', 'Bluetooth Low Energy'],
  [252, 'WIRESHARK_UPPER_PDU', 'Wireshark exported PDU'],
  [253, 'NETLINK', 'Linux netlink'],
  [254, 'BLUETOOTH_LINUX_MONITOR', 'Bluetooth Linux monitor'],
  [255, 'BLUETOOTH_BREDR_BB', 'Bluetooth BR/EDR baseband'],
  [256, 'BLUETOOTH_LE_LL_WITH_PHDR', 'Bluetooth Low Energy with header'],
  [257, 'PROFIBUS_DL', 'PROFIBUS data link'],
  [258, 'PKTAP', 'Apple PKTAP'],
  [259, 'EPON', 'Ethernet passive optical network'],
  [260, 'IPMI_HPM_2', 'IPMI trace'],
  [261, 'ZWAVE_R1_R2', 'Z-Wave R1 and R2'],
  [262, 'ZWAVE_R3', 'Z-Wave R3'],
  [263, 'WATTSTOPPER_DLM', 'WattStopper DLM'],
  [264, 'ISO_14443', 'ISO 14443'],
  [265, 'RDS', 'Radio data system'],
  [266, 'USB_DARWIN', 'USB, Darwin header'],
  [268, 'SDLC', 'SDLC'],
  [270, 'LORATAP', 'LoRa'],
  [271, 'VSOCK', 'vsock'],
  [272, 'NORDIC_BLE', 'Nordic BLE sniffer'],
  [273, 'DOCSIS31_XRA31', 'DOCSIS 3.1 trace'],
  [274, 'ETHERNET_MPACKET', 'Ethernet mPackets'],
  [275, 'DISPLAYPORT_AUX', 'DisplayPort AUX'],
  [276, 'LINUX_SLL2', 'Linux cooked v2'],
  [278, 'OPENVIZSLA', 'OpenVizsla'],
  [279, 'EBHSCR', 'Elektrobit capture and replay'],
  [280, 'VPP_DISPATCH', 'VPP dispatch trace'],
  [281, 'DSA_TAG_BRCM', 'Broadcom switch tag'],
  [282, 'DSA_TAG_BRCM_PREPEND', 'Broadcom switch tag, prepended'],
  [283, 'IEEE802_15_4_TAP', '802.15.4 with TAP header'],
  [284, 'DSA_TAG_DSA', 'Marvell DSA tag'],
  [285, 'DSA_TAG_EDSA', 'Marvell EDSA tag'],
  [286, 'ELEE', 'Lawful interception'],
  [287, 'Z_WAVE_SERIAL', 'Z-Wave serial'],
  [288, 'USB_2_0', 'USB 2.0, 1.1 and 1.0'],
  [289, 'ATSC_ALP', 'ATSC link-layer protocol'],
];

export interface LinkType {
  readonly number: number;
  /** Without `LINKTYPE_`: `ETHERNET`. */
  readonly name: string;
  /** libpcap's, as tcpdump prints it: `EN10MB`. */
  readonly shortName: string;
  readonly description: string;
}

/** What is known of a link type's number. */
export function linkType(number: number): LinkType | undefined {
  return asLinkType(TABLE.find((row) => row[0] === number));
}

/** A link type by either of its names, with or without a prefix, in any case: `ethernet`, `EN10MB`, `DLT_RAW`. */
export function linkTypeByName(text: string): LinkType | undefined {
  const name = text.toUpperCase().replace(/^(LINKTYPE|DLT)_/, '');
  return asLinkType(TABLE.find((row) => row[1] === name || row[3] === name));
}

/** `EN10MB`, or `LINKTYPE_300` for a number that is not known. */
export function linkTypeName(number: number): string {
  return linkType(number)?.shortName ?? `LINKTYPE_${number}`;
}

function asLinkType(row: (typeof TABLE)[number] | undefined): LinkType | undefined {
  return row === undefined ? undefined : { number: row[0], name: row[1], description: row[2], shortName: row[3] ?? row[1] };
}
