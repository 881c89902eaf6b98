/**
 * Link types: what a capture's packets begin with.
 * @see https://www.tcpdump.org/linktypes.html (numbers and LINKTYPE_ names); tcpdump -L (short names)
 */

/** By the registry's name without `LINKTYPE_`: number, what it is, libpcap's short name where it is another one. */
const TABLE = {
  NULL: [0, 'BSD loopback'],
  ETHERNET: [1, 'Ethernet', 'EN10MB'],
  EXP_ETHERNET: [2, 'Experimental Ethernet', 'EN3MB'],
  AX25: [3, 'AX.25 layer 2'],
  IEEE802_5: [6, 'Token ring', 'IEEE802'],
  ARCNET_BSD: [7, 'ARCNET, as BSD has it', 'ARCNET'],
  SLIP: [8, 'SLIP'],
  PPP: [9, 'PPP'],
  FDDI: [10, 'FDDI'],
  PPP_HDLC: [50, 'PPP in HDLC framing', 'PPP_SERIAL'],
  PPP_ETHER: [51, 'PPPoE session'],
  SYMANTEC_FIREWALL: [99, 'Symantec firewall'],
  ATM_RFC1483: [100, 'ATM, LLC encapsulation'],
  RAW: [101, 'Raw IP'],
  SLIP_BSDOS: [102, 'SLIP, as BSD/OS has it'],
  PPP_BSDOS: [103, 'PPP, as BSD/OS has it'],
  C_HDLC: [104, 'Cisco HDLC'],
  IEEE802_11: [105, '802.11'],
  ATM_CLIP: [106, 'Classical IP over ATM'],
  FRELAY: [107, 'Frame relay'],
  LOOP: [108, 'OpenBSD loopback'],
  ENC: [109, 'OpenBSD IPsec'],
  LINUX_SLL: [113, 'Linux cooked v1'],
  LTALK: [114, 'LocalTalk'],
  PFLOG: [117, 'OpenBSD pf log'],
  IEEE802_11_PRISM: [119, '802.11 with Prism header', 'PRISM_HEADER'],
  IP_OVER_FC: [122, 'IP over Fibre Channel'],
  SUNATM: [123, 'SunATM'],
  IEEE802_11_RADIOTAP: [127, '802.11 with radiotap header', 'IEEE802_11_RADIO'],
  ARCNET_LINUX: [129, 'ARCNET, as Linux has it'],
  JUNIPER_MLPPP: [130, 'Juniper multi-link PPP'],
  JUNIPER_MLFR: [131, 'Juniper multi-link frame relay'],
  JUNIPER_ES: [132, 'Juniper encryption services'],
  JUNIPER_GGSN: [133, 'Juniper GGSN'],
  JUNIPER_MFR: [134, 'Juniper multi-link frame relay FRF.16'],
  JUNIPER_ATM2: [135, 'Juniper ATM2'],
  JUNIPER_SERVICES: [136, 'Juniper services'],
  JUNIPER_ATM1: [137, 'Juniper ATM1'],
  APPLE_IP_OVER_IEEE1394: [138, 'IP over FireWire'],
  MTP2_WITH_PHDR: [139, 'SS7 MTP2 with pseudo-header'],
  MTP2: [140, 'SS7 MTP2'],
  MTP3: [141, 'SS7 MTP3'],
  DOCSIS: [143, 'DOCSIS'],
  LINUX_IRDA: [144, 'Linux IrDA'],
  USER0: [147, 'Private use 0'],
  USER1: [148, 'Private use 1'],
  USER2: [149, 'Private use 2'],
  USER3: [150, 'Private use 3'],
  USER4: [151, 'Private use 4'],
  USER5: [152, 'Private use 5'],
  USER6: [153, 'Private use 6'],
  USER7: [154, 'Private use 7'],
  USER8: [155, 'Private use 8'],
  USER9: [156, 'Private use 9'],
  USER10: [157, 'Private use 10'],
  USER11: [158, 'Private use 11'],
  USER12: [159, 'Private use 12'],
  USER13: [160, 'Private use 13'],
  USER14: [161, 'Private use 14'],
  USER15: [162, 'Private use 15'],
  IEEE802_11_AVS: [163, '802.11 with AVS header', 'IEEE802_11_RADIO_AVS'],
  BACNET_MS_TP: [165, 'BACnet MS/TP'],
  PPP_PPPD: [166, 'PPP, as pppd has it'],
  JUNIPER_PPPOE: [167, 'Juniper PPPoE'],
  JUNIPER_PPPOE_ATM: [168, 'Juniper PPPoE over ATM'],
  GPRS_LLC: [169, 'GPRS LLC'],
  GPF_T: [170, 'Transparent GFP'],
  GPF_F: [171, 'Frame-mapped GFP'],
  LINUX_LAPD: [177, 'Linux vISDN LAPD'],
  JUNIPER_ETHER: [178, 'Juniper Ethernet'],
  JUNIPER_PPP: [179, 'Juniper PPP'],
  JUNIPER_FRELAY: [180, 'Juniper frame relay'],
  JUNIPER_CHDLC: [181, 'Juniper C-HDLC'],
  MFR: [182, 'FRF.16 frame relay'],
  BLUETOOTH_HCI_H4: [187, 'Bluetooth HCI UART'],
  USB_LINUX: [189, 'USB, Linux header'],
  PPI: [192, 'Per-packet information'],
  IEEE802_15_4_WITHFCS: [195, '802.15.4 with FCS', 'IEEE802_15_4'],
  SITA: [196, 'SITA WAN header'],
  ERF: [197, 'Endace ERF'],
  BLUETOOTH_HCI_H4_WITH_PHDR: [201, 'Bluetooth HCI UART with direction'],
  AX25_KISS: [202, 'AX.25 with KISS header'],
  LAPD: [203, 'LAPD'],
  PPP_WITH_DIR: [204, 'PPP with direction', 'PPP_WITH_DIRECTION'],
  C_HDLC_WITH_DIR: [205, 'Cisco HDLC with direction'],
  FRELAY_WITH_DIR: [206, 'Frame relay with direction'],
  IPMB_LINUX: [209, 'IPMB, Linux header'],
  IEEE802_15_4_NONASK_PHY: [215, '802.15.4 with non-ASK PHY header'],
  MPLS: [219, 'MPLS'],
  USB_LINUX_MMAPPED: [220, 'USB, padded Linux header'],
  FC_2: [224, 'Fibre Channel FC-2'],
  FC_2_WITH_FRAME_DELIMS: [225, 'Fibre Channel FC-2 with delimiters'],
  IPNET: [226, 'Solaris ipnet'],
  CAN_SOCKETCAN: [227, 'CAN, SocketCAN header'],
  IPV4: [228, 'Raw IPv4'],
  IPV6: [229, 'Raw IPv6'],
  IEEE802_15_4_NOFCS: [230, '802.15.4 without FCS'],
  DBUS: [231, 'D-Bus'],
  DVB_CI: [235, 'DVB-CI'],
  MUX27010: [236, '27.010 multiplexing'],
  STANAG_5066_D_PDU: [237, 'STANAG 5066 D_PDU'],
  NFLOG: [239, 'Linux netfilter log'],
  NETANALYZER: [240, 'Hilscher netANALYZER'],
  NETANALYZER_TRANSPARENT: [241, 'Hilscher netANALYZER, transparent'],
  IPOIB: [242, 'IP over InfiniBand'],
  MPEG_2_TS: [243, 'MPEG-2 transport stream'],
  NFC_LLCP: [245, 'NFC LLCP'],
  INFINIBAND: [247, 'InfiniBand'],
  SCTP: [248, 'SCTP without IP'],
  USBPCAP: [249, 'USB, USBPcap header'],
  RTAC_SERIAL: [250, 'RTAC serial'],
  BLUETOOTH_LE_LL: [251, 'Bluetooth Low Energy'],
  WIRESHARK_UPPER_PDU: [252, 'Wireshark exported PDU'],
  NETLINK: [253, 'Linux netlink'],
  BLUETOOTH_LINUX_MONITOR: [254, 'Bluetooth Linux monitor'],
  BLUETOOTH_BREDR_BB: [255, 'Bluetooth BR/EDR baseband'],
  BLUETOOTH_LE_LL_WITH_PHDR: [256, 'Bluetooth Low Energy with header'],
  PROFIBUS_DL: [257, 'PROFIBUS data link'],
  PKTAP: [258, 'Apple PKTAP'],
  EPON: [259, 'Ethernet passive optical network'],
  IPMI_HPM_2: [260, 'IPMI trace'],
  ZWAVE_R1_R2: [261, 'Z-Wave R1 and R2'],
  ZWAVE_R3: [262, 'Z-Wave R3'],
  WATTSTOPPER_DLM: [263, 'WattStopper DLM'],
  ISO_14443: [264, 'ISO 14443'],
  RDS: [265, 'Radio data system'],
  USB_DARWIN: [266, 'USB, Darwin header'],
  SDLC: [268, 'SDLC'],
  LORATAP: [270, 'LoRa'],
  VSOCK: [271, 'vsock'],
  NORDIC_BLE: [272, 'Nordic BLE sniffer'],
  DOCSIS31_XRA31: [273, 'DOCSIS 3.1 trace'],
  ETHERNET_MPACKET: [274, 'Ethernet mPackets'],
  DISPLAYPORT_AUX: [275, 'DisplayPort AUX'],
  LINUX_SLL2: [276, 'Linux cooked v2'],
  OPENVIZSLA: [278, 'OpenVizsla'],
  EBHSCR: [279, 'Elektrobit capture and replay'],
  VPP_DISPATCH: [280, 'VPP dispatch trace'],
  DSA_TAG_BRCM: [281, 'Broadcom switch tag'],
  DSA_TAG_BRCM_PREPEND: [282, 'Broadcom switch tag, prepended'],
  IEEE802_15_4_TAP: [283, '802.15.4 with TAP header'],
  DSA_TAG_DSA: [284, 'Marvell DSA tag'],
  DSA_TAG_EDSA: [285, 'Marvell EDSA tag'],
  ELEE: [286, 'Lawful interception'],
  Z_WAVE_SERIAL: [287, 'Z-Wave serial'],
  USB_2_0: [288, 'USB 2.0, 1.1 and 1.0'],
  ATSC_ALP: [289, 'ATSC link-layer protocol'],
} as const satisfies Readonly<Record<string, readonly [number: number, description: string, shortName?: string]>>;

type Numbers = { readonly [Name in keyof typeof TABLE]: (typeof TABLE)[Name][0] };

/** Numbers by name: `LINKTYPE.ETHERNET`. */
export const LINKTYPE = /* @__PURE__ */ Object.fromEntries(Object.entries(TABLE).map(([name, [number]]) => [name, number])) as Numbers;

const ROWS: readonly LinkType[] = /* @__PURE__ */ Object.entries(TABLE).map(([name, [number, description, shortName = name]]) => ({
  number,
  name,
  shortName,
  description,
}));

/** A link type as the registry has it. */
export interface LinkType {
  readonly number: number;
  /** Without `LINKTYPE_`: `ETHERNET`. */
  readonly name: string;
  /** libpcap's, as tcpdump prints it: `EN10MB`. */
  readonly shortName: string;
  readonly description: string;
}

/** The link type with a number; undefined if it is not known. */
export function linkType(number: number): LinkType | undefined {
  return ROWS.find((row) => row.number === number);
}

/** A link type by either of its names, with or without a prefix, in any case: `ethernet`, `EN10MB`, `DLT_RAW`. */
export function linkTypeByName(text: string): LinkType | undefined {
  const name = text.toUpperCase().replace(/^(LINKTYPE|DLT)_/, '');
  return ROWS.find((row) => row.name === name || row.shortName === name);
}

/** `EN10MB`, or `LINKTYPE_300` for an unknown number. */
export function linkTypeName(number: number): string {
  return linkType(number)?.shortName ?? `LINKTYPE_${number}`;
}
