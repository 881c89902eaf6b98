import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { Ether } from '../ethernet.ts';
import { DTP } from './dtp.ts';
import { GARP, MVRP } from './garp.ts';
import { UDLD } from './udld.ts';
import { VTP } from './vtp.ts';

const LICENCE = '(BSD-3-Clause); tshark 4.0 reads the same values';

layerSuite(
  'VLANs between switches',
  [
    {
      what: 'DTP',
      origin: `tcpdump, tests/DTP.pcap, packet 1 ${LICENCE}`,
      first: Ether,
      chain: 'Dot3/LLC/SNAPCisco/DTP/Padding',
      octets: '01000ccccccc001906eab8850025aaaa0300000c200401000100084c616200000200050400030005400004000a001906eab885000000000000',
      read: {
        DTP: {
          ver: 1,
          tlvlist: [
            ['Domain', 'Lab\0'],
            ['Status', { operating: 0, reserved: 0, administrative: 4 }],
            ['Type', { operating: 2, reserved: 0, administrative: 0 }],
            ['Neighbor', '00:19:06:ea:b8:85'],
          ],
        },
      },
    },
    {
      what: 'DTP as scapy builds it',
      origin: "scapy 2.5: DTP(tlvlist=[DTPDomain(), DTPStatus(), DTPType(), DTPNeighbor(neighbor='02:00:00:00:00:01')])",
      first: DTP,
      chain: 'DTP',
      octets: '010001000500000200050300030005a50004000a020000000001',
      build: () => [
        DTP({
          tlvlist: [
            ['Domain', '\0'],
            ['Status', { administrative: 3 }],
            ['Type', {}],
            ['Neighbor', '02:00:00:00:00:01'],
          ],
        }),
      ],
    },
    {
      what: 'a summary of VTP',
      origin: `tcpdump, tests/rpvstp-trunk-native-vid5.pcap, packet 12 ${LICENCE}`,
      first: VTP,
      chain: 'VTP',
      octets: `01010005636973636f${'00'.repeat(27)}000000029b012507393330333031303030393030fb393cf67014e50aa79c7c5b193f6fe10101000200`,
      read: {
        VTP: {
          ver: 1,
          code: 1,
          followers: 0,
          domnamelen: 5,
          domname: 'cisco',
          rev: 2,
          uid: '155.1.37.7',
          timestamp: '930301000900',
          md5: 'fb393cf67014e50aa79c7c5b193f6fe1',
          more: '0101000200',
        },
      },
      build: () => [
        VTP({
          ver: 1,
          domname: 'cisco',
          rev: 2,
          uid: '155.1.37.7',
          timestamp: '930301000900',
          md5: Uint8Array.from([0xfb, 0x39, 0x3c, 0xf6, 0x70, 0x14, 0xe5, 0x0a, 0xa7, 0x9c, 0x7c, 0x5b, 0x19, 0x3f, 0x6f, 0xe1]),
          more: Uint8Array.of(1, 1, 0, 2, 0),
        }),
      ],
    },
    {
      what: 'a subset of VTP',
      origin: "scapy 2.5: VTP(code=2, domname='d', vlaninfo=[VTPVlanInfo(dot10index=100001)]), its name's length set to 1",
      first: VTP,
      chain: 'VTP',
      octets: `0202010164${'00'.repeat(31)}0000000014000107000105dc000186a164656661756c7400`,
      read: {
        VTP: {
          code: 2,
          followers: 1,
          rev: 0,
          vlaninfo: [{ len: 20, type: 1, vlannamelen: 7, vlanid: 1, mtu: 1500, dot10index: 100_001, vlanname: 'default' }],
        },
      },
      build: () => [VTP({ code: 2, followers: 1, domname: 'd', vlaninfo: [{ dot10index: 100_001, vlanname: 'default' }] })],
    },
    {
      what: 'a request of VTP',
      origin: "scapy 2.5: VTP(code=3, domname='d', startvalue=7)",
      first: VTP,
      chain: 'VTP',
      octets: `0203000164${'00'.repeat(31)}0007`,
      build: () => [VTP({ code: 'Advertisement Request', domname: 'd', startvalue: 7 })],
    },
    {
      what: 'UDLD',
      origin: `tcpdump, tests/udld-inf-loop-1.pcapng, packet 1, before its damage ${LICENCE}`,
      first: UDLD,
      chain: 'UDLD',
      octets:
        '210139560001000f464f43313033315a374a47000200094769302f310003001c00000001000b464f43313032355834573300054661302f31000400050f00050005050006000653310007000800000008',
      read: {
        UDLD: {
          version: 1,
          opcode: 1,
          flags: 1,
          tlvs: [
            ['Device ID', 'FOC1031Z7JG'],
            ['Port ID', 'Gi0/1'],
            ['Echo', { count: 1, neighbours: [{ device: 'FOC1025X4W3', port: 'Fa0/1' }] }],
            ['Message Interval', 15],
            ['Timeout Interval', 5],
            ['Device Name', 'S1'],
            ['Sequence Number', 8],
          ],
        },
      },
    },
    {
      what: 'GVRP',
      origin: 'scapy, test/pcaps/gvrp.pcapng.gz, packet 1; tshark 4.0 reads the same values',
      first: Ether,
      chain: 'Dot3/LLC/GARP/Padding',
      octets: `0180c20000210200c169fc0e000a42420300010102000000${'00'.repeat(36)}`,
      read: { GARP: { proto_id: 1, msgs: [{ type: 1, attrs: [{ len: 2, event: 0, value: '' }] }] } },
    },
    {
      what: 'GVRP as scapy builds it',
      origin: 'scapy 2.5: GARP(msgs=[GARP_MESSAGE(attrs=[GARP_ATTRIBUTE(event=2)/GVRP(vlan=9)])])',
      first: GARP,
      chain: 'GARP',
      octets: '000101040200090000',
      read: { GARP: { msgs: [{ type: 1, attrs: [{ len: 4, event: 2, value: 9 }] }] } },
      build: () => [GARP({ msgs: [{ attrs: [{ len: 4, event: 'JoinIn', value: 9 }] }] })],
    },
    {
      what: 'MVRP',
      origin: 'made up after IEEE 802.1Q-2018 §10.8.1.2',
      first: MVRP,
      chain: 'MVRP',
      octets: '000102200400012b9000000000',
      read: { MVRP: { version: 0, msgs: [{ type: 1, len: 2, vectors: [{ leave_all: 1, number: 4, first: 1, events: '2b90' }] }] } },
    },
    {
      what: 'ISL',
      origin: `tcpdump, tests/DTP.pcap, packet 2 ${LICENCE}`,
      first: Ether,
      chain: 'Dot3/ISL/Dot3/LLC/SNAPCisco/DTP/Padding',
      octets:
        '01000c000000001906eab885004caaaa0300000c000300000000' +
        '01000ccccccc001906eab8850025aaaa0300000c2004010001000' +
        '84c616200000200050400030005400004000a001906eab885000000000000000000f7a7fe42',
      read: { ISL: { snap: 0xaaaa03, hsa: 12, vlan: 1, bpdu: 1, index: 0 }, DTP: { ver: 1 } },
    },
  ],
  { mutations: 300 },
);
