/** What our functions make, beside the real libdnet: addresses, headers, checksums, blobs. docs/from-libdnet.md has the table. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compareAddresses, formatAddress, parseAddress } from '../../src/bytes/any-address.ts';
import { formatIpv4, readIpv6, readMac } from '../../src/bytes/address.ts';
import { Cursor } from '../../src/bytes/cursor.ts';
import { packValues } from '../../src/bytes/cursor-format.ts';
import { fromHex, toHex } from '../../src/bytes/hex.ts';
import { lengthToMask, maskToLength, parsePrefix } from '../../src/bytes/prefix.ts';
import { seededRandom } from '../../src/bytes/random.ts';
import { encodeSocketAddress } from '../../src/bytes/socket-address.ts';
import { headerWriter } from '../../src/packet/in-bulk/header-writer.ts';
import { Ether } from '../../src/protocols/link/ethernet.ts';
import { ARP } from '../../src/protocols/network/arp.ts';
import { fillChecksums } from '../../src/protocols/network/fill-checksums.ts';
import { ICMP } from '../../src/protocols/network/icmp/icmp.ts';
import { ICMPv6EchoRequest } from '../../src/protocols/network/icmpv6/echo.ts';
import { IP } from '../../src/protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../src/protocols/network/ipv6/ipv6.ts';
import { dissect, packet } from '../../src/protocols/protocols.ts';
import { SCTP, SCTPChunkInit } from '../../src/protocols/transport/sctp.ts';
import { TCP } from '../../src/protocols/transport/tcp/tcp.ts';
import { UDP } from '../../src/protocols/transport/udp.ts';
import { all, type Condition, describeIf, requireProgram } from '../support/require.ts';

const source = fileURLToPath(new URL('../support/libdnet-oracle.c', import.meta.url));

function requireLibdnet(): Condition {
  return existsSync('/usr/include/dumbnet.h') ? { ok: true } : { ok: false, reason: "needs libdnet's headers (Debian: libdumbnet-dev)" };
}

describeIf(all(requireProgram('gcc'), requireLibdnet()), 'as libdnet', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'packetwright-libdnet-'));
    execFileSync('gcc', ['-o', join(folder, 'oracle'), source, '-ldumbnet']);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** libdnet's answers, a line each. */
  function ask(questions: readonly string[]): string[] {
    const run = spawnSync(join(folder, 'oracle'), [], { input: `${questions.join('\n')}\n`, encoding: 'utf8' });
    expect(run.stderr).toBe('');
    return run.stdout.trimEnd().split('\n');
  }

  const random = seededRandom('libdnet');
  const ipv4 = (): string => formatIpv4(random.u32());
  const ipv6 = (): string => readIpv6(random.octets(16), 0);
  const mac = (): string => readMac(random.octets(6), 0);
  const times = <T>(n: number, f: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => f(i));

  it('addr: networks, broadcast addresses and masks', () => {
    const networks = [...times(100, () => `${ipv4()}/${random.below(33)}`), ...times(100, () => `${ipv6()}/${random.below(129)}`)];
    const ours = networks.map((text) => {
      const prefix = parsePrefix(text);
      return `${prefix.network} ${prefix.family === 4 ? prefix.broadcast : '-'}`;
    });
    // libdnet writes fewer of the forms that RFC 5952 asks for: what it wrote is read again.
    const theirs = ask(networks.map((text) => `network ${text}`)).map((line) => {
      const [network = '', last = ''] = line.split(' ');
      return `${formatAddress(parseAddress(network))} ${last}`;
    });
    expect(ours).toEqual(theirs);
    expect(times(33, (bits) => `${lengthToMask(bits)} ${maskToLength(lengthToMask(bits))}`)).toEqual(
      ask(times(33, (bits) => `mask ${bits}`)),
    );
  });

  it('addr: octets, order and socket addresses', () => {
    const addresses = [...times(50, ipv4), ...times(50, ipv6), ...times(50, mac)];
    expect(addresses.map((text) => toHex(parseAddress(text)))).toEqual(
      ask(addresses.map((text) => `text ${text}`)).map((line) => line.split(' ')[1]),
    );
    const pairs = [ipv4, ipv6, mac].flatMap((make) => times(50, () => [make(), make()] as const));
    expect(pairs.map(([a, b]) => String(Math.sign(compareAddresses(a, b))))).toEqual(ask(pairs.map(([a, b]) => `order ${a} ${b}`)));
    const hosts = addresses.slice(0, 100);
    expect(hosts.map((address) => toHex(encodeSocketAddress({ address })))).toEqual(ask(hosts.map((address) => `sockaddr ${address}`)));
  });

  it('headers that are packed', () => {
    const number = (bits: number): number => random.below(2 ** bits);
    const written = (size: number, write: (b: Uint8Array) => void): string => {
      const b = new Uint8Array(size);
      write(b);
      return toHex(b);
    };
    const questions: string[] = [];
    const ours: string[] = [];
    const one = (question: string, answer: string): void => {
      questions.push(question);
      ours.push(answer);
    };
    const ip = headerWriter(IP(), ['tos', 'len', 'id', 'flags', 'frag', 'ttl', 'proto', 'src', 'dst']);
    const ip6 = headerWriter(IPv6(), ['tc', 'fl', 'plen', 'nh', 'hlim', 'src', 'dst']);
    const tcp = headerWriter(TCP(), ['sport', 'dport', 'seq', 'ack', 'flags', 'window', 'urgptr']);
    const udp = headerWriter(UDP(), ['sport', 'dport', 'len']);
    const icmp = headerWriter(ICMP(), ['type', 'code', 'id', 'seq']);
    const sctp = headerWriter(SCTP(), ['sport', 'dport', 'tag']);
    const init = headerWriter(SCTPChunkInit(), ['init_tag', 'a_rwnd', 'n_out_streams', 'n_in_streams', 'init_tsn']);
    const eth = headerWriter(Ether(), ['dst', 'src', 'type']);
    const arp = headerWriter(ARP({ plen: 4, hwlen: 6 }), ['op', 'hwsrc', 'psrc', 'hwdst', 'pdst']);
    const n4 = (text: string): number => new DataView(parseAddress(text).buffer).getUint32(0);
    for (let i = 0; i < 50; i++) {
      const [tos, len, id, off, ttl, proto, src, dst] = [
        number(8),
        number(16),
        number(16),
        number(16),
        number(8),
        number(8),
        ipv4(),
        ipv4(),
      ];
      one(
        `ip ${tos} ${len} ${id} ${off} ${ttl} ${proto} ${src} ${dst}`,
        written(20, (b) => ip(b, 0, tos, len, id, off >> 13, off & 0x1fff, ttl, proto, n4(src), n4(dst))),
      );
      const [tc, fl, from, to] = [number(8), number(20), ipv6(), ipv6()];
      one(
        `ip6 ${tc} ${fl} ${len} ${proto} ${ttl} ${from} ${to}`,
        written(40, (b) => ip6(b, 0, tc, fl, len, proto, ttl, parseAddress(from), parseAddress(to))),
      );
      const [sport, dport, seq, ack, flags] = [number(16), number(16), number(32), number(32), number(8)];
      one(
        `tcp ${sport} ${dport} ${seq} ${ack} ${flags} ${len} ${id}`,
        written(20, (b) => tcp(b, 0, sport, dport, seq, ack, flags, len, id)),
      );
      one(
        `udp ${sport} ${dport} ${len}`,
        written(8, (b) => udp(b, 0, sport, dport, len)),
      );
      one(
        `icmp 8 ${proto} ${id} ${sport}`,
        written(8, (b) => icmp(b, 0, 8, proto, id, sport)),
      );
      one(
        `sctp ${sport} ${dport} ${seq} ${ack} ${len} ${id} ${tos} ${seq}`,
        written(32, (b) => init(b, sctp(b, 0, sport, dport, seq), ack, len, id, tos, seq)),
      );
      const [x, y] = [mac(), mac()];
      one(
        `eth ${x} ${y} ${id}`,
        written(14, (b) => eth(b, 0, parseAddress(x), parseAddress(y), id)),
      );
      one(
        `arp ${tos} ${x} ${src} ${y} ${dst}`,
        written(28, (b) => arp(b, 0, tos, parseAddress(x), parseAddress(src), parseAddress(y), parseAddress(dst))),
      );
    }
    expect(ours).toEqual(ask(questions));
  });

  // Not SCTP's: what libdnet 1.16 writes there is not the CRC-32C that scapy and tshark expect, and that sctp.test.ts has.
  it('ip: checksums of packets of all lengths, IPv4 and IPv6', () => {
    const ends = { src: '192.0.2.1', dst: '198.51.100.2' };
    const ends6 = { src: '2001:db8::1', dst: '2001:db8::2' };
    const octets = times(40, (n) => {
      const data = random.octets(n);
      return [
        packet(IP(ends), TCP({ dport: n }), data),
        packet(IP(ends), UDP({ dport: n }), data),
        packet(IP(ends), ICMP({ id: n }), data),
        packet(IPv6(ends6), TCP({ dport: n }), data),
        packet(IPv6(ends6), UDP({ dport: n }), data),
        packet(IPv6(ends6), ICMPv6EchoRequest({ id: n }), data),
      ].map((p) => new Uint8Array(p.bytes));
    }).flat();
    const isFour = (b: Uint8Array): boolean => (b[0] as number) >> 4 === 4;
    // Wrong to begin with.
    for (const b of octets) {
      if (isFour(b)) b.fill(0xaa, 10, 12);
      const protocol = isFour(b) ? b[9] : b[6];
      const at = (isFour(b) ? 20 : 40) + ({ 6: 16, 17: 6 }[protocol as 6] ?? 2);
      b.fill(0xbb, at, at + 2);
    }
    const theirs = ask(octets.map((b) => `checksum${isFour(b) ? 4 : 6} ${toHex(b)}`));
    for (const b of octets) fillChecksums(b);
    expect(octets.map((b) => toHex(b))).toEqual(theirs);
  });

  it('ip: an option that is added', () => {
    const p = packet(IP({ src: '192.0.2.1', dst: '198.51.100.2' }), UDP({ dport: 9 }), 'data');
    const [theirs = ''] = ask([`option ${toHex(p.bytes)} 0 94040000`]);
    const withOption = dissect(new Uint8Array(p.bytes), IP);
    withOption.set(IP, { options: [['RouterAlert', 0]] });
    // libdnet leaves the checksum to the next call.
    const expected = fromHex(theirs);
    fillChecksums(expected);
    expect(toHex(withOption.bytes)).toBe(toHex(expected));
  });

  it('blob: packing and looking for octets', () => {
    const blobs = times(50, () => ({
      text: `t${random.below(1e6)}`,
      u16: random.below(0x10000),
      u32: random.u32(),
      octet: random.below(256),
      octets: random.octets(1 + random.below(9)),
    }));
    const ours = blobs.map(({ text, u16, u32, octet, octets }) => {
      const cursor = new Cursor();
      packValues(cursor, 'GET %s%H%h%D%d%c%*b', [text, u16, u16, u32, u32, octet, octets.length, octets]);
      return toHex(cursor.bytes);
    });
    expect(ours).toEqual(ask(blobs.map(({ text, u16, u32, octet, octets }) => `blob ${text} ${u16} ${u32} ${octet} ${toHex(octets)}`)));
    const places = times(100, () => [random.octets(20).map((x) => x & 3), random.octets(2).map((x) => x & 3)] as const);
    expect(
      places.map(([all, wanted]) => {
        const cursor = new Cursor(all);
        return `${cursor.index(wanted)} ${cursor.rindex(wanted)}`;
      }),
    ).toEqual(ask(places.map(([all, wanted]) => `find ${toHex(all)} ${toHex(wanted)}`)));
  });
});
