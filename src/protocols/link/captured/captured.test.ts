import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { Juniper, JuniperATM1, JuniperEther } from './juniper.ts';
import { BACnetMSTP, BluetoothBaseband, DVBCI, EtherMPacket, MFR, MTP2, SunATM, TokenRing } from './links.ts';
import { NetlinkCooked } from './netlink.ts';
import { NFLog } from './nflog.ts';

layerSuite(
  'links of captures',
  [
    {
      what: "Juniper's Ethernet",
      origin: 'tcpdump, tests/isis_poi.pcap, packet 1 (BSD-3-Clause), before another frame; tshark 4.0 reads the same values',
      first: JuniperEther,
      chain: 'JuniperEther/Ether/ARP',
      octets:
        '4d474385001003010106010e01028a0004044b010000' +
        'ffffffffffff020000000001080600010800060400010200000000010a0000010000000000000a000002',
      read: {
        JuniperEther: {
          magic: 0x4d4743,
          direction: 1,
          no_l2: 0,
          len: 16,
          extensions: [
            ['media type', 1],
            ['encapsulation', 14],
            ['device', 138],
            ['interface', 331],
          ],
        },
      },
    },
    {
      what: "Juniper's ATM, cut",
      origin: 'tcpdump, tests/hoobr_juniper2.pcap (BSD-3-Clause)',
      first: JuniperATM1,
      chain: 'JuniperATM1',
      octets: '4d474330303030303030',
      read: { JuniperATM1: { extended: 0, direction: 0, cookie: 0x30303030, data: '3030' } },
    },
    {
      what: "Juniper's service",
      origin: 'made up',
      first: Juniper,
      chain: 'Juniper/Raw',
      octets: '4d47430130',
      read: { Juniper: { direction: 1 } },
    },
    {
      what: 'a packet that the firewall logged',
      origin: 'tcpdump, tests/nflog.pcap, packet 1 (BSD-3-Clause); tshark 4.0 reads the same values',
      first: NFLog,
      chain: `NFLog${'/NFLogTLV'.repeat(8)}/NFLogPayload/IP/UDP/DNS/Padding`,
      octets:
        '020000140800010008000127' +
        '05000a0000000000080004000000000210000800' +
        '0006ffffb8a386b9c3d6000006000f000001000006001100000e0000120010000811961c10c8b8a386b9c3d6080000001400030000000000522a1f9e00000000000960fc' +
        '4d00090045000049000040003711c5144a522a2a0a0000140035a65900356ddf43718180000100010000000007' +
        '6578616d706c6503636f6d0000010001c00c0001000100002f9600045db8d877000000',
      read: { NFLog: { family: 2, resource: 20 }, NFLogTLV: { type: 1, value: { protocol: 0x0800, hook: 1 } }, NFLogPayload: { len: 77 } },
    },
    {
      what: 'a message of netlink of a machine that puts the high octet first',
      origin: 'PcapPlusPlus, PcapExamples/microsecs_big_endian.pcap, packet 1 (Unlicense), shortened',
      first: NetlinkCooked,
      chain: 'NetlinkCooked/NetlinkBE/Raw',
      octets: '00040338000000000000000000000000' + '000000180010000000000000000000000000000100000002',
      read: { NetlinkCooked: { pkttype: 4, hatype: 824, family: 0 }, NetlinkBE: { len: 24, type: 16, seq: 0 } },
    },
    {
      what: 'a message of netlink',
      origin: 'made up after RFC 3549 §2.3.2',
      first: NetlinkCooked,
      chain: 'NetlinkCooked/Netlink',
      octets: '0004033800000000000000000000000c' + '10000000020001030500000007000000',
      read: { Netlink: { len: 16, type: 2, seq: 5, pid: 7 } },
    },
    {
      what: 'signalling',
      origin: "tcpdump's filter tests, isup_load_generator.pcap, packet 2; tshark 4.0 reads the same values",
      first: MTP2,
      chain: 'MTP2/MTP3/Raw',
      octets: '1d1f0985018000900c0009009a18',
      read: { MTP2: { bsn: 29, fsn: 31, li: 9 }, MTP3: { ni: 2, si: 5, label: 0x90008001 } },
    },
    {
      what: 'the token of a serial line',
      origin: "tcpdump's filter tests, mstp_20140225214217.pcap, packet 1; tshark 4.0 reads the same values",
      first: BACnetMSTP,
      chain: 'BACnetMSTP',
      octets: '55ff00007e0000a7',
      read: { BACnetMSTP: { type: 0, dst: 0, src: 126, len: 0, crc: 0xa7 } },
      build: () => [BACnetMSTP({ dst: 0, src: 126 })],
    },
    {
      what: 'data of a module',
      origin: 'Wireshark, test/captures/dvb-ci_UV1_0000.pcap, packet 1, shortened',
      first: DVBCI,
      chain: 'DVBCI/Raw',
      octets: '00ff00080100a00401900200',
      read: { DVBCI: { event: 0xff, len: 8 } },
    },
    {
      what: 'a packet on the air',
      origin: 'PcapPlusPlus, a packet of its fuzzer, shortened; tshark 4.0 reads the same values',
      first: BluetoothBaseband,
      chain: 'BluetoothBaseband',
      octets: '202020202020202020202020' + '08004520' + '20202020' + '4000',
      read: { BluetoothBaseband: { offenses: 32, rate: 32, lap: 0x20202020, header: 0x20202020, data: '' } },
    },
    {
      what: 'a fragment of multilink frame relay',
      origin: 'tcpdump, tests/vtp_asan.pcap (BSD-3-Clause); tcpdump 4.99 reads "FRF.16 Frag, seq 193, Flags [Begin, End]"',
      first: MFR,
      chain: 'MFR/FrameRelay/Raw',
      octets: 'c0c1c08e865f088000000c2003',
      read: { MFR: { begins: 1, ends: 1, control: 0, seq: 0, seq_low: 193 } },
    },
    {
      what: 'a message about the lines',
      origin: 'made up after FRF.16.1 §3.4',
      first: MFR,
      chain: 'MFR/MFRControl',
      octets: 'e100' + '04' + '0105616200040601020304',
      read: {
        MFRControl: {
          type: 4,
          elements: [
            ['bundle', 'ab\0'],
            ['magic number', 0x01020304],
          ],
        },
      },
    },
    {
      what: 'a packet over ATM',
      origin: 'made up after LINKTYPE_SUNATM',
      first: SunATM,
      chain: 'SunATM/LLC/SNAP/ARP',
      octets: '02000020' + 'aaaa03000000080600010800060400010200000000010a0000010000000000000a000002',
      read: { SunATM: { traffic: 2, vpi: 0, vci: 32 } },
    },
    {
      what: 'a frame of a ring, by one bridge',
      origin: 'made up after IEEE 802.5-1998 §3.2 and IEEE 802.1D-1998 annex C',
      first: TokenRing,
      chain: 'TokenRing/LLC/Raw',
      octets: '1040c00000000001' + '9000f600000106b0001100200300e0e00301',
      read: {
        TokenRing: {
          ac: 0x10,
          routed: 1,
          src: 0x10,
          route: { broadcast: 0, len: 6, direction: 1, largest: 3, segments: [0x0011, 0x0020] },
        },
      },
    },
    {
      what: 'a frame with its preamble',
      origin: 'made up after IEEE 802.3-2018 §3.2',
      first: EtherMPacket,
      chain: 'EtherMPacket/Ether/ARP',
      octets: '55555555555555d5' + 'ffffffffffff020000000001080600010800060400010200000000010a0000010000000000000a000002',
    },
  ],
  { mutations: 300 },
);
