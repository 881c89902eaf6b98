import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { Dot3, Ether } from '../ethernet.ts';
import { LLC } from '../llc.ts';
import { Padding } from '../../../packet/layer/raw.ts';
import { STP, STPTopologyChange } from './stp.ts';

layerSuite(
  'STP',
  [
    {
      what: 'a configuration',
      origin: 'scapy 2.5',
      first: Ether,
      chain: 'Dot3/LLC/STP',
      octets: '0180c200000002000000000100264242030000000000800102000000000900000013900102000000000180040180140002000f00',
      read: {
        STP: {
          bpdutype: 0,
          rootid: 0x8001,
          rootmac: '02:00:00:00:00:09',
          pathcost: 19,
          bridgeid: 0x9001,
          portid: 0x8004,
          age: 1.5,
          maxage: 20,
        },
      },
      build: () => [
        Dot3({ dst: '01:80:c2:00:00:00', src: '02:00:00:00:00:01' }),
        LLC({ dsap: 'STP' }),
        STP({
          rootid: 0x8001,
          rootmac: '02:00:00:00:00:09',
          pathcost: 19,
          bridgeid: 0x9001,
          bridgemac: '02:00:00:00:00:01',
          portid: 0x8004,
          age: 1.5,
        }),
      ],
    },
    {
      what: 'the tree of a VLAN',
      origin: 'tcpdump, tests/rpvstp-trunk-native-vid5.pcap, packet 3 (BSD-3-Clause)',
      first: Ether,
      chain: 'Ether/Dot1Q/LLC/SNAPCisco/STP/PVST',
      octets:
        '01000ccccccd001f6d96ec048100e0010032aaaa0300000c010b000002020e8001001f6d96ec00000000008001001f6d96ec00800400001400' +
        '02000f0000000000020001',
      read: { STP: { version: 2, bpdutype: 2, bpduflags: 14, version1len: 0 }, PVST: { tlvs: [['vlan', 1]] } },
    },
    {
      what: 'a region with two trees',
      origin: 'made by hand after IEEE 802.1Q-2018 §14.4',
      first: Ether,
      chain: 'Dot3/LLC/STP',
      octets:
        '0180c20000000200000000010089424203000003027c800002000000000100000000800002000000000180010000140002000f00000060' +
        '0072656731000000000000000000000000000000000000000000000000000000000001ac36177f50283cd4b83821d8ab26de6200000000' +
        '8000020000000002147c8001020000000001000000c88080147c8002020000000001000000c8808014',
      read: {
        STP: {
          version: 3,
          region: { name: 'reg1', revision: 1, hops: 20, trees: [{ rootid: 0x8001, pathcost: 200 }, { rootid: 0x8002 }] },
        },
      },
    },
    {
      what: 'the tree has changed',
      origin: 'made by hand after IEEE 802.1D-2004 §9.3.2',
      first: Ether,
      chain: 'Dot3/LLC/STPTopologyChange/Padding',
      octets: `01 80c2000000 020000000001 0007 424203 00000080 ${'00'.repeat(39)}`.replaceAll(' ', ''),
      build: () => [
        Dot3({ dst: '01:80:c2:00:00:00', src: '02:00:00:00:00:01' }),
        LLC({ dsap: 'STP' }),
        STPTopologyChange(),
        Padding({ load: new Uint8Array(39) }),
      ],
    },
  ],
  { mutations: 400 },
);
