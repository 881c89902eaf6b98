/** VRRP, HSRP, RIP, RIPng, EIGRP and BFD. */
import { IP } from '../../../../src/protocols/network/ipv4/ipv4.ts';
import { BFD } from '../../../../src/protocols/routing/bfd.ts';
import { EIGRP } from '../../../../src/protocols/routing/eigrp/eigrp.ts';
import { HSRP, HSRPmd5 } from '../../../../src/protocols/routing/hsrp.ts';
import { RIP, RIPAuth, RIPEntry } from '../../../../src/protocols/routing/rip.ts';
import { RIPng, RIPngEntry } from '../../../../src/protocols/routing/ripng.ts';
import { VRRP, VRRPv3 } from '../../../../src/protocols/routing/vrrp.ts';
import { UDP } from '../../../../src/protocols/transport/udp.ts';
import type { ScapyCase } from '../case.ts';
import { I, I6, ip, ip6 } from '../ends.ts';

export const gatewayCases: readonly ScapyCase[] = [
  [
    'IP(src="192.0.2.1",dst="224.0.0.18",ttl=255)/VRRP(addrlist=["192.0.2.9"])',
    () => [IP({ src: '192.0.2.1', dst: '224.0.0.18' }), VRRP({ addrlist: ['192.0.2.9'] })],
  ],
  [
    'IP(src="192.0.2.1",dst="224.0.0.18",ttl=255)/VRRP(vrid=7,priority=255,adv=3,authtype=1,auth1=0x61626364,auth2=0x65660000,addrlist=["192.0.2.9","192.0.2.10"])',
    () => [
      IP({ src: '192.0.2.1', dst: '224.0.0.18' }),
      VRRP({
        vrid: 7,
        priority: 255,
        authtype: 1,
        adv: 3,
        addrlist: ['192.0.2.9', '192.0.2.10'],
        auth1: 1_633_837_924,
        auth2: 1_701_183_488,
      }),
    ],
  ],
  [
    'IP(src="192.0.2.1",dst="224.0.0.18",ttl=255)/VRRP(priority=0,addrlist=[])',
    () => [IP({ src: '192.0.2.1', dst: '224.0.0.18' }), VRRP({ priority: 0 })],
  ],
  [
    'IP(src="192.0.2.1",dst="224.0.0.18",ttl=255)/VRRPv3(vrid=9,priority=200,adv=50,addrlist=["192.0.2.9"])',
    () => [IP({ src: '192.0.2.1', dst: '224.0.0.18' }), VRRPv3({ vrid: 9, priority: 200, adv: 50, addrlist: ['192.0.2.9'] })],
  ],
  ['IP(src="192.0.2.1",dst="192.0.2.2",ttl=1)/UDP(sport=1985,dport=1985)/HSRP()', () => [ip(), UDP(), HSRP()]],
  [
    'IP(src="192.0.2.1",dst="224.0.0.2",ttl=1)/UDP(sport=1985,dport=1985)/HSRP(opcode=1,state=8,hellotime=1,holdtime=3,priority=100,group=5,auth=b"secret\\x00\\x00",virtualIP="192.0.2.254")',
    () => [
      IP({ src: '192.0.2.1', dst: '224.0.0.2' }),
      UDP(),
      HSRP({ opcode: 1, state: 8, hellotime: 1, holdtime: 3, priority: 100, group: 5, auth: 'secret', virtualIP: '192.0.2.254' }),
    ],
  ],
  [
    'IP(src="192.0.2.1",dst="224.0.0.2",ttl=1)/UDP(sport=1985,dport=1985)/HSRP(group=2)/HSRPmd5(len=28,algo=1,sourceip="192.0.2.1",keyid=7,authdigest=b"0123456789abcdef")',
    () => [
      IP({ src: '192.0.2.1', dst: '224.0.0.2' }),
      UDP(),
      HSRP({ group: 2 }),
      HSRPmd5({ algo: 1, sourceip: '192.0.2.1', keyid: 7, authdigest: '0123456789abcdef' }),
    ],
  ],
  [`${I}/UDP()/RIP()/RIPEntry()`, () => [ip(), UDP(), RIP(), RIPEntry()]],
  [
    `${I}/UDP()/RIP(cmd=2,version=2)/RIPEntry(addr="192.0.2.0",mask="255.255.255.0",nextHop="192.0.2.9",metric=3,RouteTag=7)/RIPEntry(addr="198.51.100.0",mask="255.255.255.128",metric=16)`,
    () => [
      ip(),
      UDP(),
      RIP({ cmd: 2, version: 2 }),
      RIPEntry({ RouteTag: 7, addr: '192.0.2.0', mask: '255.255.255.0', nextHop: '192.0.2.9', metric: 3 }),
      RIPEntry({ addr: '198.51.100.0', mask: '255.255.255.128', metric: 16 }),
    ],
  ],
  [`${I}/UDP()/RIP(cmd=1,version=1)/RIPEntry(AF=0,metric=16)`, () => [ip(), UDP(), RIP(), RIPEntry({ AF: 0, metric: 16 })]],
  [
    `${I}/UDP()/RIP(cmd=2,version=2)/RIPAuth(authtype=2,password=b"secret")/RIPEntry(addr="192.0.2.0")`,
    () => [ip(), UDP(), RIP({ cmd: 2, version: 2 }), RIPAuth({ password: 'secret' }), RIPEntry({ addr: '192.0.2.0' })],
  ],
  [
    `${I}/UDP()/RIP(cmd=2,version=2)/RIPAuth(authtype=3,digestoffset=44,keyid=1,authdatalen=20,seqnum=5)/RIPEntry(addr="192.0.2.0")`,
    () => [
      ip(),
      UDP(),
      RIP({ cmd: 2, version: 2 }),
      RIPAuth({ authtype: 3, digestoffset: 44, keyid: 1, authdatalen: 20, seqnum: 5 }),
      RIPEntry({ addr: '192.0.2.0' }),
    ],
  ],
  ['IPv6(src="2001:db8::1",dst="2001:db8::2",hlim=255)/UDP()/RIPng()/RIPngEntry()', () => [ip6(), UDP(), RIPng(), RIPngEntry()]],
  [
    'IPv6(src="2001:db8::1",dst="2001:db8::2",hlim=255)/UDP()/RIPng(cmd=2)/RIPngEntry(prefix_or_nh="2001:db8:1::",prefixlen=48,metric=2,routetag=9)/RIPngEntry(prefix_or_nh="fe80::1",metric=0xff)',
    () => [
      ip6(),
      UDP(),
      RIPng({ cmd: 2 }),
      RIPngEntry({ prefix_or_nh: '2001:db8:1::', routetag: 9, prefixlen: 48, metric: 2 }),
      RIPngEntry({ prefix_or_nh: 'fe80::1', metric: 255 }),
    ],
  ],
  [`${I}/EIGRP()`, () => [ip(), EIGRP()]],
  [
    'IP(src="192.0.2.1",dst="224.0.0.10")/EIGRP(asn=7,tlvlist=[EIGRPParam(k1=1,k3=1,holdtime=15),EIGRPSwVer(ios="v12.0",eigrp="v1.2")])',
    () => [
      IP({ src: '192.0.2.1', dst: '224.0.0.10' }),
      EIGRP({
        asn: 7,
        tlvlist: [
          ['Param', {}],
          ['SwVer', {}],
        ],
      }),
    ],
  ],
  [
    'IP(src="192.0.2.1",dst="224.0.0.10")/EIGRP(opcode=1,seq=5,ack=6,flags="init+cond-recv",asn=1,tlvlist=[EIGRPIntRoute(nexthop="0.0.0.0",dst="198.51.100.0",prefixlen=24,delay=256000,hopcount=1)])',
    () => [
      IP({ src: '192.0.2.1', dst: '224.0.0.10' }),
      EIGRP({
        opcode: 1,
        flags: 'init+cond-recv',
        seq: 5,
        ack: 6,
        asn: 1,
        tlvlist: [['IntRoute', { nexthop: '0.0.0.0', delay: 256_000, hopcount: 1, dst: '198.51.100.0' }]],
      }),
    ],
  ],
  [
    'IP(src="192.0.2.1",dst="224.0.0.10")/EIGRP(opcode=1,tlvlist=[EIGRPExtRoute(nexthop="192.0.2.9",originrouter="192.0.2.7",originasn=65000,tag=3,externalmetric=4,extprotocolid=9,dst="10.0.0.0",prefixlen=8)])',
    () => [
      IP({ src: '192.0.2.1', dst: '224.0.0.10' }),
      EIGRP({
        opcode: 1,
        tlvlist: [
          [
            'ExtRoute',
            {
              nexthop: '192.0.2.9',
              originrouter: '192.0.2.7',
              originasn: 65_000,
              tag: 3,
              externalmetric: 4,
              extprotocolid: 9,
              prefixlen: 8,
              dst: '10.0.0.0',
            },
          ],
        ],
      }),
    ],
  ],
  [
    'IP(src="192.0.2.1",dst="224.0.0.10")/EIGRP(tlvlist=[EIGRPSeq(ipaddr="192.0.2.5"),EIGRPNms(nms=9),EIGRPStub(flags="connected+summary")])',
    () => [
      IP({ src: '192.0.2.1', dst: '224.0.0.10' }),
      EIGRP({
        tlvlist: [
          ['Seq', [{ ipaddr: '192.0.2.5' }]],
          ['Nms', 9],
          ['Stub', 'connected+summary'],
        ],
      }),
    ],
  ],
  [
    'IP(src="192.0.2.1",dst="224.0.0.10")/EIGRP(tlvlist=[EIGRPAuthData(keysize=16,keyid=5,authdata=b"0123456789abcdef")])',
    () => [IP({ src: '192.0.2.1', dst: '224.0.0.10' }), EIGRP({ tlvlist: [['AuthData', { keyid: 5, authdata: '0123456789abcdef' }]] })],
  ],
  [
    `${I6}/EIGRP(opcode=1,tlvlist=[EIGRPv6IntRoute(nexthop="fe80::1",dst="2001:db8:2000::",prefixlen=35)])`,
    () => [ip6(), EIGRP({ opcode: 1, tlvlist: [['v6IntRoute', { nexthop: 'fe80::1', prefixlen: 35, dst: '2001:db8:2000::' }]] })],
  ],
  [
    `${I6}/EIGRP(opcode=1,tlvlist=[EIGRPv6ExtRoute(nexthop="::",originrouter="192.0.2.1",extprotocolid=3,dst="2001:db8:2000::",prefixlen=35)])`,
    () => [
      ip6(),
      EIGRP({
        opcode: 1,
        tlvlist: [['v6ExtRoute', { originrouter: '192.0.2.1', delay: 0, reliability: 0, load: 1, prefixlen: 35, dst: '2001:db8:2000::' }]],
      }),
    ],
  ],
  ['IP(src="192.0.2.1",dst="192.0.2.2",ttl=255)/UDP(sport=50000,dport=3784)/BFD()', () => [ip(), UDP({ sport: 50_000 }), BFD()]],
  [
    'IP(src="192.0.2.1",dst="192.0.2.2",ttl=255)/UDP(sport=50000,dport=3784)/BFD(diag=1,sta=2,flags="P",detect_mult=5,my_discriminator=7,your_discriminator=8,min_tx_interval=100000,min_rx_interval=200000,echo_rx_interval=0)',
    () => [
      ip(),
      UDP({ sport: 50_000 }),
      BFD({
        diag: 1,
        sta: 2,
        flags: 'P',
        detect_mult: 5,
        my_discriminator: 7,
        your_discriminator: 8,
        min_tx_interval: 100_000,
        min_rx_interval: 200_000,
        echo_rx_interval: 0,
      }),
    ],
  ],
];
