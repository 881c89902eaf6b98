import { describe, expect, it } from 'vitest';
import { fromHex } from '../../bytes/hex.ts';
import { DNS } from '../../protocols/application/dns/dns.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { IPv6ExtHdrFragment } from '../../protocols/network/ipv6/ipv6-extensions.ts';
import { dissect, packet } from '../../protocols/protocols.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { u8 } from '../fields/integers.ts';
import { list } from '../fields/lists.ts';
import { layer } from '../layer/layer.ts';
import { Raw } from '../layer/raw.ts';
import type { AnyLayer } from '../spec/spec.ts';

const ENDS = { src: '192.0.2.1', dst: '192.0.2.2' };
// By hand; tshark 4.0 calls both malformed: a count of 3 with one record, and an owner whose pointer leads behind the message.
const COUNT =
  '020000000002020000000001080045000049000100004011f69fc0000201c000020200359c400035335c123481800001000300000000076578616d706c65036f72670000010001c00c000100010000012c0004c0000207';
const POINTER =
  '020000000002020000000001080045000049000100004011f69fc0000201c000020200359c400035405d123481800001000100000000076578616d706c65036f72670000010001c0ff000100010000012c0004c0000207';

const texts = (octets: Uint8Array | string, first: AnyLayer = Ether as unknown as AnyLayer): string[] =>
  dissect(typeof octets === 'string' ? fromHex(octets) : octets, first).issues.map(({ text }) => text);

describe('issues', () => {
  it('tells of counts that say more than there is', () => {
    const p = dissect(fromHex(COUNT));
    expect(p.issues).toMatchObject([{ kind: 'count', layer: 'DNS', field: 'ancount', offset: 48, needed: 3, had: 1 }]);
    expect(texts(COUNT)).toEqual(['DNS.ancount at octet 48 says 3 of an, but there are 1']);
    const Counted = layer('Counted', { fields: { n: u8({ counts: 'items', bias: 1 }), items: list(u8()) } });
    expect(texts(fromHex('020708'), Counted as unknown as AnyLayer)).toEqual(['Counted.n at octet 0 says 3 of items, but there are 2']);
    expect(texts(fromHex('01070809'), Counted as unknown as AnyLayer)).toEqual([]);
  });

  it('tells of pointers in DNS names that lead to no name', () => {
    expect(dissect(fromHex(POINTER)).issues).toMatchObject([
      { kind: 'count', field: 'ancount', needed: 1, had: 0 },
      { kind: 'malformed', layer: 'DNS', field: 'an', offset: 71 },
    ]);
    expect(texts(POINTER)[1]).toBe('DNS.an at octet 71: a compression pointer leads to octet 255 of the message, where there is no name');
    // The name of an NS record, not its owner.
    expect(texts('00010000000000010000000000000200010000000000' + '02c0ff', DNS as unknown as AnyLayer)).toEqual([
      'DNS.an at octet 12: the data of record 1 is not valid for type NS',
    ]);
  });

  // A header of 20 octets that has the next one as its payload (RFC 2003 §3), 140 times.
  it('tells where a packet has more layers than are read', () => {
    const length = (n: number): string => (20 * n).toString(16).padStart(4, '0');
    const headers = Array.from({ length: 140 }, (_, i) => `4500${length(140 - i)}00010000400400000a0000010a000002`).join('');
    const p = dissect(fromHex(headers), IP);
    expect(p.layers().filter((l) => l.layerName === 'IP')).toHaveLength(126);
    expect(p.issues).toMatchObject([{ kind: 'unread', layer: 'Raw', offset: 2520, had: 280 }]);
    expect(dissect(p.bytes.subarray(20 * 100), IP).issues).toEqual([]);
  });

  it('tells of options that cannot be read', () => {
    const p = packet(IP({ ...ENDS, options: fromHex('8301aabb') as never }), 'x');
    expect(texts(p.bytes, IP as unknown as AnyLayer)).toEqual(['IP.options at octet 20: an option has a wrong length']);
  });

  it('tells of a packet that is shorter than its first header', () => {
    expect(texts(new Uint8Array(5))).toEqual(['Ether at octet 0 needs 14 octets, but only 5 are left']);
    expect(texts(new Uint8Array(0), IP as unknown as AnyLayer)).toEqual(['IP at octet 0 needs 20 octets, but only 0 are left']);
    expect(texts(new Uint8Array(5), Raw as unknown as AnyLayer)).toEqual([]);
    const captured = dissect(new Uint8Array(3), Raw as unknown as AnyLayer);
    captured.meta.linkType = 1;
    expect(captured.issues).toMatchObject([{ kind: 'truncated', layer: 'Ether', needed: 14, had: 3 }]);
    expect(packet('abc').issues).toEqual([]);
  });

  // By hand, from RFC 791 §3.1 and RFC 8200 §3: the first four bits are the version, whatever the number before them says.
  it('tells of a number that names another layer than the one that stands there', () => {
    const frame = (type: number, octets: Uint8Array): Uint8Array => packet(Ether({ type }), octets).bytes;
    const six = packet(IPv6({ src: '2001:db8::1', dst: '2001:db8::2', nh: 59 })).bytes,
      four = packet(IP({ ...ENDS, proto: 253 }), new Uint8Array(26)).bytes;
    expect(dissect(frame(0x0800, six)).issues).toMatchObject([{ kind: 'malformed', layer: 'Ether', field: 'type', offset: 12 }]);
    expect(texts(frame(0x0800, six))).toEqual(['Ether.type at octet 12 says IP, but IPv6 follows']);
    expect(texts(frame(0x86dd, four))).toEqual(['Ether.type at octet 12 says IPv6, but IP follows']);
    expect(texts(packet(IP({ ...ENDS, proto: 4 }), six).bytes, IP as unknown as AnyLayer)).toEqual([
      'IP.proto at octet 9 says IP, but IPv6 follows',
    ]);
    expect(texts(frame(0x86dd, six))).toEqual([]);
    expect(texts(frame(0x0800, four))).toEqual([]);
    // Enough octets for the one that is named, and too few for the one that begins there.
    expect(texts(frame(0x0800, six.subarray(0, 30)))).toEqual(['IPv6 at octet 14 needs 40 octets, but only 30 are left']);
  });

  it('tells of a known port with fewer octets than its layer has', () => {
    const sent = (ports: object, octets: string): string[] =>
      texts(packet(IP(ENDS), UDP({ sport: 40000, ...ports }), fromHex(octets)).bytes, IP as unknown as AnyLayer);
    // RFC 1035 §4.1.1: 12 octets of header.
    expect(sent({ dport: 53 }, '123401')).toEqual(['DNS at octet 28 needs 12 octets, but only 3 are left']);
    expect(sent({ sport: 53, dport: 40000 }, '123401')).toEqual(['DNS at octet 28 needs 12 octets, but only 3 are left']);
    expect(sent({ dport: 40001 }, '123401')).toEqual([]);
    expect(sent({ dport: 53 }, '')).toEqual([]);
    // What two ports name differently nobody knows; HTTP begins with a method or a version (RFC 9112 §3, §4), which three octets are not.
    expect(sent({ sport: 69, dport: 53 }, '12')).toEqual([]);
    expect(sent({ dport: 1900 }, '123401')).toEqual([]);
    // A piece of a stream, whatever its port: `begins` of the layer is asked for that.
    expect(texts(packet(IP(ENDS), TCP({ sport: 40000, dport: 53 }), fromHex('00')).bytes, IP as unknown as AnyLayer)).toEqual([]);
  });
});

describe('issuesWith({ checksums })', () => {
  const wrong = () => packet(IP({ ...ENDS, chksum: 1 }), UDP({ sport: 9, dport: 9, chksum: 2 }), 'x');

  it('tells of wrong checksums, and what would be right', () => {
    const p = dissect(wrong().bytes, IP);
    expect(p.issues).toEqual([]);
    expect(p.issuesWith()).toEqual([]);
    const right = dissect(packet(IP(ENDS), UDP({ sport: 9, dport: 9 }), 'x').bytes, IP);
    expect(right.issuesWith({ checksums: true })).toEqual([]);
    const ip = right.get(IP)?.chksum as number,
      udp = right.get(UDP)?.chksum as number;
    expect(p.issuesWith({ checksums: true })).toMatchObject([
      { kind: 'checksum', layer: 'IP', field: 'chksum', offset: 10, needed: ip, had: 1 },
      {
        kind: 'checksum',
        layer: 'UDP',
        field: 'chksum',
        offset: 26,
        had: 2,
        text: `UDP.chksum at octet 26 is 0x0002, expected 0x${udp.toString(16).padStart(4, '0')}`,
      },
    ]);
    // Looking changes nothing.
    expect(p.bytes).toEqual(wrong().bytes);
  });

  it('says nothing of a sum that is none', () => {
    expect(dissect(packet(IP(ENDS), UDP({ sport: 9, dport: 9, chksum: 0 }), 'x').bytes, IP).issuesWith({ checksums: true })).toEqual([]);
  });

  it('says which cannot be checked: of a fragment, of a packet that was cut', () => {
    const kinds = (octets: Uint8Array, first: AnyLayer, wire = 0): string[] => {
      const p = dissect(octets, first);
      if (wire > 0) p.meta.wireLength = wire;
      return p
        .issuesWith({ checksums: true })
        .filter(({ kind }) => kind !== 'truncated')
        .map(({ kind, layer }) => `${kind} ${layer}`);
    };
    const part = packet(IP({ ...ENDS, flags: 'MF' }), TCP({ chksum: 7 }), 'x').bytes;
    expect(kinds(part, IP as unknown as AnyLayer)).toEqual(['unjudged TCP']);
    const part6 = packet(IPv6(), IPv6ExtHdrFragment({ m: 1 }), TCP({ chksum: 7 }), 'x').bytes;
    expect(kinds(part6, IPv6 as unknown as AnyLayer)).toEqual(['unjudged TCP']);
    const whole = packet(IP(ENDS), TCP(), 'abcdefgh').bytes;
    expect(kinds(whole.subarray(0, 44), IP as unknown as AnyLayer, whole.length)).toEqual(['unjudged TCP']);
    expect(kinds(whole.subarray(0, 44), IP as unknown as AnyLayer)).toEqual(['unjudged TCP']);
  });
});
