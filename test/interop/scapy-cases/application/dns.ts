/** DNS messages, their records and their compression. */
import { fromHex } from '../../../../src/bytes/hex.ts';
import type { Packet } from '../../../../src/packet/laid/packet.ts';
import { packet } from '../../../../src/protocols/protocols.ts';
import { compress } from '../../../../src/protocols/application/dns/compress.ts';
import { DNSTCP } from '../../../../src/protocols/application/dns/dns-tcp.ts';
import { DNS, DNSQR, DNSRR } from '../../../../src/protocols/application/dns/dns.ts';
import {
  DNSRRDLV,
  DNSRRDNSKEY,
  DNSRRDS,
  DNSRRMX,
  DNSRRNSEC,
  DNSRRNSEC3,
  DNSRRNSEC3PARAM,
  DNSRROPT,
  DNSRRRSIG,
  DNSRRSOA,
  DNSRRSRV,
  DNSRRTSIG,
} from '../../../../src/protocols/application/dns/records.ts';
import { IP } from '../../../../src/protocols/network/ipv4/ipv4.ts';
import { TCP } from '../../../../src/protocols/transport/tcp/tcp.ts';
import { UDP } from '../../../../src/protocols/transport/udp.ts';
import type { ScapyCase } from '../case.ts';

const message = (given?: Parameters<typeof DNS>[0]): Packet<any> => packet(DNS(given as object)) as Packet<any>;
const answer = (record: Exclude<NonNullable<NonNullable<Parameters<typeof DNS>[0]>['an']>, symbol>): Packet<any> =>
  message({ qr: 1, qd: [], an: record as never });
const o = (hex: string): Uint8Array => fromHex(hex);
const RR = (fields: string): string => `DNS(qr=1,qd=None,an=${fields})`;

export const dnsCases: readonly ScapyCase[] = [
  // Headers and questions
  ['DNS()', () => message()],
  ['DNS(rd=1,qd=DNSQR(qname="www.example.com"))', () => message({ rd: 1, qd: DNSQR({ qname: 'www.example.com' }) })],
  ['DNS(qd=None)', () => message({ qd: [] })],
  [
    'DNS(id=4660,qr=1,opcode=5,aa=1,tc=1,rd=0,ra=1,z=1,ad=1,cd=1,rcode=9)',
    () => message({ id: 4660, qr: 1, opcode: 5, aa: 1, tc: 1, rd: 0, ra: 1, z: 1, ad: 1, cd: 1, rcode: 9 }),
  ],
  ['DNS(opcode="STATUS",rcode="refused")', () => message({ opcode: 'STATUS', rcode: 'refused' })],
  ['DNS(qd=DNSQR(qname="a.b.",qtype="MX",qclass="CH"))', () => message({ qd: DNSQR({ qname: 'a.b.', qtype: 'MX', qclass: 'CH' }) })],
  ['DNS(qd=DNSQR(qname="."))', () => message({ qd: DNSQR({ qname: '.' }) })],
  ['DNS(qd=DNSQR(qname=""))', () => message({ qd: DNSQR({ qname: '' }) })],
  ['DNS(qd=DNSQR(qname="a."+"b"*63+".c",qtype="ALL"))', () => message({ qd: { qname: `a.${'b'.repeat(63)}.c`, qtype: 'ALL' } })],
  ['DNS(qd=DNSQR(qname="x.y")/DNSQR(qname="z",qtype=28))', () => message({ qd: [{ qname: 'x.y' }, { qname: 'z', qtype: 28 }] })],
  ['DNS(qdcount=7,ancount=300,nscount=1,arcount=65535)', () => message({ qdcount: 7, ancount: 300, nscount: 1, arcount: 65_535 })],
  [
    'DNS(qd=DNSQR(qname="_sip._udp.example.org",qtype="SRV"))',
    () => message({ qd: DNSQR({ qname: '_sip._udp.example.org', qtype: 'SRV' }) }),
  ],
  // Records that scapy's DNSRR knows
  [RR('DNSRR()'), () => answer(DNSRR())],
  [RR('DNSRR(rrname="a.b",rdata="192.0.2.1",ttl=300)'), () => answer(DNSRR({ rrname: 'a.b', rdata: '192.0.2.1', ttl: 300 }))],
  [RR('DNSRR(rrname="a.b",type="AAAA",rdata="2001:db8::1")'), () => answer(DNSRR({ rrname: 'a.b', type: 'AAAA', rdata: '2001:db8::1' }))],
  ...(['NS', 'MD', 'MF', 'CNAME', 'PTR'] as const).map(
    (type): ScapyCase => [
      RR(`DNSRR(rrname="a.b",type="${type}",rdata="c.d.e")`),
      () => answer(DNSRR({ rrname: 'a.b', type, rdata: 'c.d.e' })),
    ],
  ),
  [RR('DNSRR(type="CNAME")'), () => answer(DNSRR({ type: 'CNAME' })), { summary: "scapy shows the root as ''" }],
  [RR('DNSRR(type="AAAA")'), () => answer(DNSRR({ type: 'AAAA' }))],
  [RR('DNSRR(type="TXT")'), () => answer(DNSRR({ type: 'TXT' })), { summary: 'scapy shows the list' }],
  [
    RR('DNSRR(rrname="t",type="TXT",rdata="v=spf1 -all")'),
    () => answer(DNSRR({ rrname: 't', type: 'TXT', rdata: 'v=spf1 -all' })),
    { summary: 'scapy shows the list' },
  ],
  [
    RR('DNSRR(rrname="t",type="TXT",rdata=["one","two"])'),
    () => answer(DNSRR({ rrname: 't', type: 'TXT', rdata: ['one', 'two'] })),
    { summary: 'scapy shows the list' },
  ],
  [
    RR('DNSRR(rrname="t",type="TXT",rdata=["x"*300])'),
    () => answer(DNSRR({ rrname: 't', type: 'TXT', rdata: ['x'.repeat(300)] })),
    { summary: 'scapy shows the list' },
  ],
  [
    RR('DNSRR(rrname="t",type="TXT",rdata="\\u00e9")'),
    () => answer(DNSRR({ rrname: 't', type: 'TXT', rdata: 'é' })),
    { summary: 'scapy shows the list' },
  ],
  [
    RR('DNSRR(rrname="n",type="NULL",rdata=b"\\x00\\xff")'),
    () => answer(DNSRR({ rrname: 'n', type: 'NULL', rdata: o('00ff') })),
    { summary: 'scapy shows the octets' },
  ],
  [
    RR('DNSRR(rrname="n",type=731,rdata=b"\\x01\\x02\\x03",rclass=254)'),
    () => answer(DNSRR({ rrname: 'n', type: 731, rdata: o('010203'), rclass: 254 })),
    { summary: 'scapy shows the octets' },
  ],
  [
    RR('DNSRR(rrname="n",type="MX",rdata=b"\\x00\\x0a\\x02mx\\x00")'),
    () => answer(DNSRR({ rrname: 'n', type: 'MX', rdata: { preference: 10, exchange: 'mx' } })),
  ],
  [
    RR('DNSRR(rrname="n",type="CAA",rdata=b"\\x80\\x05issueca.example")'),
    () => answer(DNSRR({ rrname: 'n', type: 'CAA', rdata: { flags: 128, tag: 'issue', value: 'ca.example' } })),
    { summary: 'scapy shows the octets' },
  ],
  [
    RR('DNSRR(rrname="n",rdlen=9,rdata="192.0.2.1")'),
    () => answer(DNSRR({ rrname: 'n', rdlen: 9, rdata: '192.0.2.1' })),
    { summary: 'scapy reads the four octets that are there; we know that the record is cut', layers: 'the record is cut' },
  ],
  // Records that scapy has layers for
  [
    RR('DNSRRMX(type="MX",rrname="a.b",preference=10,exchange="mx.a.b")'),
    () => answer(DNSRRMX({ rrname: 'a.b', preference: 10, exchange: 'mx.a.b' })),
  ],
  [
    RR('DNSRRSOA(rrname="z",mname="ns.z",rname="admin.z",serial=2026112101,refresh=7200,retry=3600,expire=1209600,minimum=300)'),
    () =>
      answer(
        DNSRRSOA({
          rrname: 'z',
          mname: 'ns.z',
          rname: 'admin.z',
          serial: 2_026_112_101,
          refresh: 7200,
          retry: 3600,
          expire: 1_209_600,
          minimum: 300,
        }),
      ),
  ],
  [
    RR('DNSRRSRV(type="SRV",rrname="_s._tcp.z",priority=1,weight=2,port=5060,target="sip.z")'),
    () => answer(DNSRRSRV({ rrname: '_s._tcp.z', priority: 1, weight: 2, port: 5060, target: 'sip.z' })),
  ],
  [
    RR('DNSRRDS(type="DS",rrname="z",keytag=60485,algorithm=5,digesttype=1,digest=b"\\x2b\\xb1")'),
    () => answer(DNSRRDS({ rrname: 'z', keytag: 60_485, algorithm: 5, digesttype: 1, digest: o('2bb1') })),
  ],
  [RR('DNSRRDLV(type=32769,rrname="z",keytag=1,digest=b"\\x01")'), () => answer(DNSRRDLV({ rrname: 'z', keytag: 1, digest: o('01') }))],
  [
    RR(
      'DNSRRRSIG(type="RRSIG",rrname="z",typecovered="MX",algorithm=8,labels=1,originalttl=300,expiration=1700000000,inception=1690000000,keytag=12345,signersname="z",signature=b"\\xaa\\xbb")',
    ),
    () =>
      answer(
        DNSRRRSIG({
          rrname: 'z',
          typecovered: 'MX',
          algorithm: 8,
          labels: 1,
          originalttl: 300,
          expiration: 1_700_000_000,
          inception: 1_690_000_000,
          keytag: 12_345,
          signersname: 'z',
          signature: o('aabb'),
        }),
      ),
  ],
  [
    RR('DNSRRNSEC(type="NSEC",rrname="z",nextname="b.z",typebitmaps=[1,2,15,257])'),
    () => answer(DNSRRNSEC({ rrname: 'z', nextname: 'b.z', typebitmaps: ['A', 'NS', 'MX', 'CAA'] })),
  ],
  [
    RR('DNSRRDNSKEY(type="DNSKEY",rrname="z",flags=257,algorithm=8,publickey=b"\\x03\\x01")'),
    () => answer(DNSRRDNSKEY({ rrname: 'z', flags: 257, algorithm: 8, publickey: o('0301') })),
  ],
  [
    RR(
      'DNSRRNSEC3(type="NSEC3",rrname="z",hashalg=1,flags=1,iterations=10,saltlength=2,salt=b"\\xab\\xcd",hashlength=3,nexthashedownername=b"abc",typebitmaps=[1,46])',
    ),
    () =>
      answer(
        DNSRRNSEC3({
          rrname: 'z',
          hashalg: 1,
          flags: 1,
          iterations: 10,
          salt: o('abcd'),
          nexthashedownername: o('616263'),
          typebitmaps: [1, 46],
        }),
      ),
  ],
  [
    RR('DNSRRNSEC3PARAM(type="NSEC3PARAM",rrname="z",hashalg=1,iterations=5,saltlength=1,salt=b"\\xab")'),
    () => answer(DNSRRNSEC3PARAM({ rrname: 'z', hashalg: 1, iterations: 5, salt: o('ab') })),
  ],
  [
    RR('DNSRRTSIG(rrname="key",rclass=255,time_signed=1700000000,fudge=300,mac_len=2,mac_data=b"\\x01\\x02",original_id=7)'),
    () => answer(DNSRRTSIG({ rrname: 'key', rclass: 255, time_signed: 1_700_000_000, fudge: 300, mac_data: o('0102'), original_id: 7 })),
  ],
  // EDNS
  ['DNS(ar=DNSRROPT())', () => message({ ar: DNSRROPT() })],
  [
    'DNS(ar=DNSRROPT(rclass=1232,extrcode=1,version=2,z=0))',
    () => message({ ar: DNSRROPT({ rclass: 1232, extrcode: 1, version: 2, z: 0 }) }),
  ],
  [
    'DNS(ar=DNSRROPT(rdata=[EDNS0TLV(optcode=10,optdata=b"12345678")]))',
    () => message({ ar: DNSRROPT({ rdata: [['COOKIE', { client: '12345678' }]] }) }),
  ],
  [
    'DNS(ar=DNSRROPT(rdata=[EDNS0TLV(optcode=3,optdata=b"ns1"),EDNS0TLV(optcode=12,optdata=b"\\x00\\x00"),EDNS0TLV(optcode=65001,optdata=b"x")]))',
    () =>
      message({
        ar: DNSRROPT({
          rdata: [
            ['NSID', 'ns1'],
            ['PADDING', o('0000')],
            [65_001, o('78')],
          ],
        }),
      }),
  ],
  // Sections, and what lies below
  [
    'DNS(qr=1,qd=DNSQR(qname="a.b"),an=DNSRR(rrname="a.b",rdata="192.0.2.1")/DNSRR(rrname="a.b",type=28,rdata="::1"),ns=DNSRR(rrname="b",type="NS",rdata="ns.b"),ar=DNSRR(rrname="ns.b",rdata="192.0.2.53"))',
    () =>
      message({
        qr: 1,
        qd: DNSQR({ qname: 'a.b' }),
        an: [DNSRR({ rrname: 'a.b', rdata: '192.0.2.1' }), { rrname: 'a.b', type: 28, rdata: '::1' }],
        ns: DNSRR({ rrname: 'b', type: 'NS', rdata: 'ns.b' }),
        ar: [DNSRR({ rrname: 'ns.b', rdata: '192.0.2.53' })],
      }),
  ],
  ['IP(src="192.0.2.1",dst="192.0.2.2")/UDP()/DNS(id=1)', () => packet(IP({ src: '192.0.2.1', dst: '192.0.2.2' }), UDP(), DNS({ id: 1 }))],
  // scapy's DNS has the length in it; ours is a layer.
  [
    'IP(src="192.0.2.1",dst="192.0.2.2")/TCP(sport=4000,dport=53)/DNS(id=1)',
    () => packet(IP({ src: '192.0.2.1', dst: '192.0.2.2' }), TCP({ sport: 4000, dport: 53 }), DNSTCP(), DNS({ id: 1 })),
    { summary: 'the length is a layer of ours' },
  ],
  // Compression
  [
    'dns_compress(DNS(qr=1,qd=DNSQR(qname="www.example.com"),an=DNSRR(rrname="www.example.com",type=5,rdata="x.example.com")/DNSRR(rrname="x.example.com",rdata="192.0.2.1")))',
    () =>
      compress(
        message({
          qr: 1,
          qd: DNSQR({ qname: 'www.example.com' }),
          an: [
            DNSRR({ rrname: 'www.example.com', type: 5, rdata: 'x.example.com' }),
            DNSRR({ rrname: 'x.example.com', rdata: '192.0.2.1' }),
          ],
        }),
      ),
  ],
  [
    'dns_compress(DNS(qr=1,qd=DNSQR(qname="example.com",qtype="MX"),an=DNSRRMX(type="MX",rrname="example.com",preference=10,exchange="mail.example.com"),ns=DNSRR(rrname="example.com",type="NS",rdata="ns.example.com")))',
    () =>
      compress(
        message({
          qr: 1,
          qd: DNSQR({ qname: 'example.com', qtype: 'MX' }),
          an: DNSRRMX({ rrname: 'example.com', preference: 10, exchange: 'mail.example.com' }),
          ns: DNSRR({ rrname: 'example.com', type: 'NS', rdata: 'ns.example.com' }),
        }),
      ),
  ],
];
