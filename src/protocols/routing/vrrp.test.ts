import { layerSuite } from '../../../test/support/layer-suite.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { IPv6 } from '../network/ipv6/ipv6.ts';
import { VRRP, VRRPv3, VRRPv3IPv6 } from './vrrp.ts';

const below = () => IP({ src: '192.0.2.1', dst: '224.0.0.18' });

layerSuite('VRRP', [
  {
    what: 'version 2',
    origin: 'scapy 2.5; tshark 4.0 reads the same values',
    first: IP,
    chain: 'IP/VRRP',
    octets: '4500002c00010000ff70194dc0000201e0000012210564020001f4fac00002fec00002fd0000000000000000',
    read: {
      IP: { ttl: 255, proto: 112 },
      VRRP: { version: 2, type: 1, vrid: 5, priority: 100, ipcount: 2, adv: 1, chksum: 0xf4fa, addrlist: ['192.0.2.254', '192.0.2.253'] },
    },
    build: () => [below(), VRRP({ vrid: 5, addrlist: ['192.0.2.254', '192.0.2.253'] })],
    summary: 'IP / VRRP router 5, priority 100',
  },
  {
    what: 'version 2 with a password',
    origin: 'scapy 2.5; tshark 4.0 reads the same values',
    first: IP,
    chain: 'IP/VRRP',
    octets: '4500002800010000ff701951c0000201e00000122105ff010101dfacc00002fe7365637265740000',
    read: { VRRP: { priority: 255, authtype: 1, chksum: 0xdfac, auth1: 0x73656372, auth2: 0x65740000 } },
    build: () => [
      below(),
      VRRP({ vrid: 5, priority: 255, authtype: 'simple', addrlist: ['192.0.2.254'], auth1: 0x73656372, auth2: 0x65740000 }),
    ],
  },
  {
    what: 'version 3, over IPv4',
    origin: 'scapy 2.5; tshark 4.0 finds the checksum good',
    first: IP,
    chain: 'IP/VRRPv3',
    octets: '4500002400010000ff701955c0000201e00000123107c8020032de32c00002fec00002fd',
    read: { VRRPv3: { version: 3, vrid: 7, priority: 200, adv: 50, chksum: 0xde32, addrlist: ['192.0.2.254', '192.0.2.253'] } },
    build: () => [below(), VRRPv3({ vrid: 7, priority: 200, adv: 50, addrlist: ['192.0.2.254', '192.0.2.253'] })],
  },
  {
    what: 'version 3, over IPv6',
    origin: 'scapy 2.5; tshark 4.0 finds the checksum good',
    first: IPv6,
    chain: 'IPv6/VRRPv3IPv6',
    octets:
      '60000000002870fffe800000000000000000000000000001ff0200000000000000000000000000123107c8020064da2cfe8000000000000000000000000000fe20010db80000000000000000000000fe',
    read: { IPv6: { hlim: 255, nh: 112 }, VRRPv3IPv6: { vrid: 7, adv: 100, chksum: 0xda2c, addrlist: ['fe80::fe', '2001:db8::fe'] } },
    build: () => [
      IPv6({ src: 'fe80::1', dst: 'ff02::12' }),
      VRRPv3IPv6({ vrid: 7, priority: 200, addrlist: ['fe80::fe', '2001:db8::fe'] }),
    ],
    summary: 'IPv6 / VRRPv3 router 7, priority 200',
  },
]);
