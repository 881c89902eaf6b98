import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { Dot3, Ether } from '../ethernet.ts';
import { LLC, SNAPCisco } from '../llc.ts';
import { CDPv2_HDR } from './cdp.ts';

const below = () => [Dot3({ dst: '01:00:0c:cc:cc:cc', src: '02:00:00:00:00:01' }), LLC({ dsap: 'SNAP' }), SNAPCisco()];

layerSuite(
  'CDP',
  [
    {
      what: 'a router',
      origin: 'scapy 2.5',
      first: Ether,
      chain: 'Dot3/LLC/SNAPCisco/CDPv2_HDR',
      octets:
        '01000ccccccc0200000000010046aaaa0300000c200002b4253000010006523100020011000000010101cc0004c0000201000300094661302f31' +
        '0004000800000029000a00060005000b000501000e0007010009',
      read: {
        CDPv2_HDR: {
          vers: 2,
          ttl: 180,
          cksum: 0x2530,
          msg: [
            ['Device ID', 'R1'],
            ['Addresses', { naddr: 1, addr: [{ ptype: 1, proto: 'cc', addr: '192.0.2.1' }] }],
            ['Port ID', 'Fa0/1'],
            ['Capabilities', 'Router+Switch+IGMP'],
            ['Native VLAN', 5],
            ['Duplex', 1],
            ['VoIP VLAN Reply', { status: 1, vlan: 9 }],
          ],
        },
      },
      build: () => [
        ...below(),
        CDPv2_HDR({
          msg: [
            ['Device ID', 'R1'],
            ['Addresses', { addr: [{ addr: '192.0.2.1' }] }],
            ['Port ID', 'Fa0/1'],
            ['Capabilities', ['Router', 'Switch', 'IGMP']],
            ['Native VLAN', 5],
            ['Duplex', 'full'],
            ['VoIP VLAN Reply', { status: 1, vlan: 9 }],
          ],
        }),
      ],
    },
    {
      what: 'an odd number of octets, whose last one counts otherwise',
      origin: 'scapy 2.5; tshark 4.0 says that the checksum is good',
      first: Ether,
      chain: 'Dot3/LLC/SNAPCisco/CDPv2_HDR',
      octets: '01000ccccccc0200000000010019aaaa0300000c200002b479000001000852313200000b000501',
      build: () => [
        ...below(),
        CDPv2_HDR({
          msg: [
            ['Device ID', 'R12\0'],
            ['Duplex', 'full'],
          ],
        }),
      ],
    },
  ],
  { mutations: 400 },
);
