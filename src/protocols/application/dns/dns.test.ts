import { describe, expect, it } from 'vitest';
import { type Golden, layerSuite } from '../../../../test/support/layer-suite.ts';
import { fromHex, toHex } from '../../../bytes/hex.ts';
import { values } from '../../../packet/laid/change.ts';
import { type GivenOf, auto } from '../../../packet/spec/spec.ts';
import { Ether } from '../../link/ethernet.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { dissect, packet } from '../../protocols.ts';
import { TCP } from '../../transport/tcp/tcp.ts';
import { UDP } from '../../transport/udp.ts';
import { compress } from './compress.ts';
import { DNSTCP } from './dns-tcp.ts';
import { DNS, DNSQR, DNSRR } from './dns.ts';
import { rdataOf } from './rdata.ts';

const EDNS = 'zeek, testing/btest/Traces/dns-edns-ecs.pcap';
// Everything in a few octets: a CNAME, an address, both names compressed; made by scapy 2.5's dns_compress.
const COMPRESSED =
  '00008100000100020000000003777777076578616d706c6503636f6d0000010001c00c000500010000000000040178c010c02d00010001000000000004c0000201';

const golden: readonly Golden[] = [
  {
    what: 'a query',
    origin: 'scapy 2.5, IP(src="192.0.2.1",dst="192.0.2.2")/UDP()/DNS(id=1)',
    octets: '4500003d000100004011f6abc0000201c000020200350035002930d100010100000100000000000003777777076578616d706c6503636f6d0000010001',
    first: IP as never,
    chain: 'IP/UDP/DNS',
    read: { DNS: { id: 1, qr: 0, rd: 1, qdcount: 1, qd: [{ qname: 'www.example.com.', qtype: 1, qclass: 1 }], an: [], rest: '' } },
    build: () => [IP({ src: '192.0.2.1', dst: '192.0.2.2' }), UDP(), DNS({ id: 1 })],
    summary: 'IP / UDP / DNS Qry "www.example.com."',
  },
  {
    what: 'answers, compressed',
    origin: 'scapy 2.5, dns_compress()',
    octets: COMPRESSED,
    first: DNS as never,
    chain: 'DNS',
    read: {
      DNS: {
        ancount: 2,
        an: [
          { rrname: 'www.example.com.', type: 5, rdlen: 4, rdata: 'x.example.com.' },
          { rrname: 'x.example.com.', type: 1, ttl: 0, rdata: '192.0.2.1' },
        ],
      },
    },
    summary: 'DNS Ans "x.example.com."',
  },
  {
    what: 'a zone transfer notice: SOA, servers and their addresses',
    origin: `${EDNS}, packet 1`,
    octets:
      '0015c5525f4b84b59c559e8a0800450000d2e2f600003e1145b4c0a87815c0a85a0a0035fa0600be91babc8d84000001000100020004087765626572646e730264650000060001c00c0006000100000e100026036e7331c00c097765626d6173746572c00c782a8259000038400000070800093a80000000b4c00c0002000100000e100002c029c00c0002000100000e100006036e7332c00cc0290001000100000e100004509a6ce6c029001c000100000e1000102003005160120110000000000a070053c0690001000100000e100004d53d1db60000291000000000000000',
    first: Ether as never,
    chain: 'Ether/IP/UDP/DNS',
    read: {
      DNS: {
        qd: [{ qname: 'weberdns.de.', qtype: 6 }],
        an: [
          {
            rdata: {
              mname: 'ns1.weberdns.de.',
              rname: 'webmaster.weberdns.de.',
              serial: 2_016_051_801,
              refresh: 14_400,
              retry: 1800,
              expire: 604_800,
              minimum: 180,
            },
          },
        ],
        ns: [{ rdata: 'ns1.weberdns.de.' }, { rdata: 'ns2.weberdns.de.' }],
        ar: [
          { rdata: '80.154.108.230' },
          { rrname: 'ns1.weberdns.de.', rdata: '2003:51:6012:110::a07:53' },
          { rrname: 'ns2.weberdns.de.' },
          { type: 41, rclass: 4096, rdata: [] },
        ],
      },
    },
    summary: 'Ether / IP / UDP / DNS Ans',
  },
  {
    what: 'an answer with cookies',
    origin: `${EDNS}, packet 67`,
    octets:
      '000c297ca4cb085b0ea1835e86dd600e8db600f6113c20010470765b0000000000000a250053200104701f0b16b0020c29fffe7ca4cb0035ba1200f68488b9c885000001000100020005086667322d6d676d740877656265726c616202646500001c0001c00c001c00010000003c0010200104701f0b16b00000000000000001c015000200010000003c000f036e7331087765626572646e73c01ec015000200010000003c0006036e7332c052c04e001c000100000e10001020010470765b0000000000000a250053c069001c000100000e100010200104701f0b16b0000000000a260053c04e0001000100000e100004c118e3eec0690001000100000e100004c2f7050e000029100000000000001c000a00189c9f2193c4a2cfb86451e9255ced1943f2d12053a311cf67',
    first: Ether as never,
    chain: 'Ether/IPv6/UDP/DNS',
    read: {
      DNS: {
        an: [{ rrname: 'fg2-mgmt.weberlab.de.', rdata: '2001:470:1f0b:16b0::1' }],
        ns: [{ rdata: 'ns1.weberdns.de.' }, { rdata: 'ns2.weberdns.de.' }],
        ar: [{}, {}, {}, {}, { rdata: [['COOKIE', { client: '9c9f2193c4a2cfb8', server: '6451e9255ced1943f2d12053a311cf67' }]] }],
      },
    },
  },
  {
    what: 'a query over TCP',
    origin: `${EDNS}, packet 88`,
    octets:
      '000c2962312a000c297ca4cb08004500006acea540004006dbe5c2f70506c2f7050e985d0035d682773adfaeab74801800e5905f00000101080a31f1f352957748a6003406da012000010000000000010877656265726c61620264650000300001000029100000008000000c000a0008c6ab1a7fa365f223',
    first: Ether as never,
    chain: 'Ether/IP/TCP/DNSTCP/DNS',
    read: {
      DNSTCP: { length: 52 },
      DNS: {
        ad: 1,
        qd: [{ qname: 'weberlab.de.', qtype: 48 }],
        ar: [{ ttl: 0x8000, rdata: [['COOKIE', { client: 'c6ab1a7fa365f223', server: '' }]] }],
        rest: '',
      },
    },
    summary: 'Ether / IP / TCP / DNSTCP / DNS Qry "weberlab.de."',
  },
];

layerSuite('DNS', golden, { mutations: 2000 });

const dns = (octets: string | Uint8Array) => {
  const view = dissect(typeof octets === 'string' ? fromHex(octets) : octets, DNS as never).get(DNS);
  if (view === undefined) throw new Error('no DNS');
  return view;
};

describe('a message', () => {
  it('asks what scapy asks when nothing is given, and nothing when told so', () => {
    expect(dns(packet(DNS()).bytes).qd[0]?.qname).toBe('www.example.com.');
    expect(toHex(packet(DNS({ qd: [] })).bytes)).toBe('000001000000000000000000');
  });

  it('counts its records, unless the counts are given', () => {
    const p = packet(DNS({ qd: DNSQR(), an: [DNSRR(), {}], ar: { rdata: '192.0.2.1' } }));
    expect([p.get(DNS).qdcount, p.get(DNS).ancount, p.get(DNS).nscount, p.get(DNS).arcount]).toEqual([1, 2, 0, 1]);
    expect(packet(DNS({ ancount: 9 })).get(DNS).ancount).toBe(9);
  });

  it('keeps what follows its records, and what cannot be read', () => {
    expect(toHex(dns(`${COMPRESSED}aabb`).rest)).toBe('aabb');
    // The owner of the second answer points forward: it and all behind it stay octets.
    const broken = dns(COMPRESSED.replace('c02d0001', 'c0ff0001'));
    expect([broken.an.length, toHex(broken.rest)]).toEqual([1, 'c0ff00010001000000000004c0000201']);
    expect(dns('000001000009000000000000').qd).toEqual([]);
  });

  it('keeps compressed names when another field changes, and writes them in full when records before them change', () => {
    const p = dissect(fromHex(COMPRESSED), DNS as never);
    p.set(DNS, { id: 0x1234, ar: [DNSRR({ rrname: 'z.', rdata: '192.0.2.9' })] });
    expect(toHex(p.bytes)).toBe(`1234${COMPRESSED.slice(4, 20)}0001${COMPRESSED.slice(24)}017a0000010001000000000004c0000209`);
    p.set(DNS, { qd: [{ qname: 'q.' }] });
    expect(p.get(DNS)?.an.map((r) => [r.rrname, r.rdlen, r.rdata])).toEqual([
      ['www.example.com.', 15, 'x.example.com.'],
      ['x.example.com.', 4, '192.0.2.1'],
    ]);
    expect(toHex(p.bytes)).not.toMatch(/c00c|c02d|c010/);
  });

  it('takes records by value where the octets before them are others', () => {
    // They would stand where they stood, but their pointers would lead to another name.
    const moved = packet(DNS({ ...values(dns(COMPRESSED)), qd: [{ qname: 'xyz.example.com.' }] }));
    expect(moved.get(DNS).an.map((r) => [r.rrname, r.rdata])).toEqual([
      ['www.example.com.', 'x.example.com.'],
      ['x.example.com.', '192.0.2.1'],
    ]);
    // The same records of two messages, in turn.
    const one = dns(COMPRESSED),
      other = dns(COMPRESSED.replace('03777777', '03787878'));
    const mixed = packet(DNS({ ...values(one), ancount: auto, an: [one.an[0], other.an[1], other.an[0]] as never }));
    expect(mixed.get(DNS).an.map((r) => r.rrname)).toEqual(['www.example.com.', 'x.example.com.', 'xxx.example.com.']);
  });

  it('gives a length back to be computed', () => {
    const p = packet(IP(), UDP(), DNS({ an: [{ rdlen: 3 }] }));
    expect(toHex(p.bytes).endsWith('000300000000')).toBe(true);
    expect(toHex(packet(DNS({ an: [{ rdlen: auto }] })).bytes).endsWith('000400000000')).toBe(true);
  });

  it('is matched by its number and its question, in any case of letters', () => {
    const { match } = DNS.spec;
    const ask = packet(DNS({ id: 7, qd: [{ qname: 'Www.Example.com' }] })).get(DNS);
    const reply = (given: object) => packet(DNS({ id: 7, qr: 1, qd: [{ qname: 'www.example.COM' }], ...given })).get(DNS);
    expect(match?.answers(reply({}), ask)).toBe(true);
    expect(match?.hash(reply({}), 'reply', 5)).toBe(match?.hash(ask, 'request', 5));
    expect(match?.answers(reply({ qd: [], rcode: 'format-error' }), ask)).toBe(true);
    for (const other of [
      { id: 8 },
      { qr: 0 },
      { qd: [{ qname: 'example.com' }] },
      { qd: [{ qname: 'www.example.com', qtype: 28 }] },
      { qd: [] },
    ])
      expect(match?.answers(reply(other), ask)).toBe(false);
  });
});

describe('a message shown', () => {
  it('has its records and their structures', () => {
    const text = dissect(fromHex(golden[2]?.octets ?? ''), Ether as never).show();
    expect(text).toContain("rdata     = {'mname': 'ns1.weberdns.de.', 'rname': 'webmaster.weberdns.de.', 'serial': 2016051801,");
    expect(text).toContain('rdata     = 80.154.108.230');
  });
});

describe('DNS over TCP', () => {
  const message = packet(DNS({ id: 3 })).bytes;
  const segment = (...parts: Uint8Array[]) =>
    dissect(packet(IP(), TCP({ dport: 53 }), Uint8Array.from(parts.flatMap((x) => [...x]))).bytes, IP as never);
  const length = Uint8Array.of(0, message.length);
  const chain = (p: ReturnType<typeof segment>): string =>
    p
      .layers()
      .map((l) => l.layerName)
      .join('/');

  it('has its length computed', () => {
    const p = packet(IP(), TCP(), DNSTCP(), DNS({ id: 3 }));
    expect([p.get(DNSTCP).length, p.get(TCP).dport]).toEqual([message.length, 53]);
  });

  it('keeps the other messages of a segment, and TCP its checksum, when the first changes', () => {
    const p = segment(length, message, length, message);
    expect(chain(p)).toBe('IP/TCP/DNSTCP/DNS/DNSTCP/DNS');
    expect([p.get(DNS)?.rest.length, p.get(DNS, 2)?.id, p.get(DNSTCP, 2)?.length]).toEqual([0, 3, message.length]);
    p.set(DNS, { id: 4 });
    const again = dissect(p.bytes, IP as never);
    const sum = again.get(TCP)?.chksum;
    again.set(TCP, { chksum: auto });
    expect(again.get(TCP)?.chksum).toBe(sum);
  });

  it('is read when the message goes on in another segment, and not when none begins', () => {
    const long = segment(Uint8Array.of(4, 0), message);
    expect([chain(long), long.get(DNS)?.qd.length]).toEqual(['IP/TCP/DNSTCP/DNS', 1]);
    for (const part of [
      message.subarray(12),
      fromHex('00'),
      fromHex('0005000000000000000000000000'),
      fromHex('0020000178000000ffff000000000000'),
    ])
      expect(chain(segment(part))).toBe('IP/TCP/Raw');
  });
});

describe('compress', () => {
  it('shortens names of the types that may be, and builds what servers send', () => {
    const p = packet(
      IP(),
      UDP(),
      DNS({
        qr: 1,
        qd: [{ qname: 'www.example.com' }],
        an: [DNSRR({ rrname: 'www.example.com', type: 5, rdata: 'x.example.com' }), DNSRR({ rrname: 'x.example.com', rdata: '192.0.2.1' })],
      }),
    );
    const q = compress(p);
    expect(toHex(q.bytes.subarray(28))).toBe(COMPRESSED);
    expect([q.get(UDP).len, q.get(IP).len]).toEqual([8 + COMPRESSED.length / 2, 28 + COMPRESSED.length / 2]);
    expect(p.bytes.length).toBeGreaterThan(q.bytes.length);
  });

  it('gives the octets of a server back', () => {
    // Packet 67 of the capture above: an authoritative server's own compression.
    const octets = fromHex(golden[3]?.octets ?? '');
    const view = dns(octets.subarray(62));
    const inFull = (records: typeof view.an) => records.map((r): GivenOf<typeof DNSRR> => ({ ...values(r), rdlen: auto }));
    const full = packet(IP(), UDP(), DNS({ ...values(view), an: inFull(view.an), ns: inFull(view.ns), ar: inFull(view.ar) }));
    expect(full.length).toBeGreaterThan(octets.length);
    expect(toHex(compress(full).bytes.subarray(28))).toBe(toHex(octets.subarray(62)));
  });

  it('leaves names in other types in full (RFC 3597 §4)', () => {
    const q = compress(
      packet(DNS({ qd: [{ qname: 'example.org' }], an: [{ rrname: 'example.org', type: 'SRV', rdata: { target: 'sip.example.org' } }] })),
    );
    expect(rdataOf(q.get(DNS).an[0] as never, 'SRV')).toMatchObject({ target: 'sip.example.org.' });
    expect(toHex(q.bytes)).toContain('03736970076578616d706c65036f726700');
  });
});
