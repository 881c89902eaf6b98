import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../bytes/hex.ts';
import { fillChecksums } from './fill-checksums.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { packet } from '../protocols.ts';
import { SCTP, SCTPChunkInit } from '../transport/sctp.ts';
import { TCP } from '../transport/tcp/tcp.ts';
import { UDP } from '../transport/udp.ts';
import { ICMP } from './icmp/icmp.ts';
import { ICMPv6EchoRequest } from './icmpv6/echo.ts';
import { IP } from './ipv4/ipv4.ts';
import { IPv6 } from './ipv6/ipv6.ts';
import { IPv6ExtHdrDestOpt, IPv6ExtHdrFragment, IPv6ExtHdrHopByHop } from './ipv6/ipv6-extensions.ts';
import { IPv6ExtHdrRouting, IPv6ExtHdrSegmentRouting } from './ipv6/ipv6-routing.ts';

const four = { src: '192.0.2.1', dst: '198.51.100.2' };
const six = { src: '2001:db8::1', dst: '2001:db8::2' };

/** The packet with other octets where its checksums are. */
function damaged(p: Packet<any>, ...sums: readonly number[]): Uint8Array {
  const b = new Uint8Array(p.bytes);
  for (const at of sums) b.set([0xde, 0xad], at);
  return b;
}

describe('fillChecksums', () => {
  it.each<[string, Packet<any>, number[]]>([
    ['TCP', packet(IP(four), TCP({ dport: 80 }), 'odd'), [10, 36]],
    ['UDP', packet(IP(four), UDP({ dport: 53 }), 'even'), [10, 26]],
    ['ICMP', packet(IP({ ...four, options: [['RouterAlert', 0]] as never }), ICMP(), 'x'), [10, 26]],
    ['SCTP', packet(IP({ ...four, proto: 132 }), SCTP({ sport: 1, dport: 2 }), SCTPChunkInit()), [10, 28, 30]],
    ['TCP over IPv6', packet(IPv6(six), TCP({ dport: 80 }), 'odd'), [56]],
    ['ICMPv6', packet(IPv6(six), ICMPv6EchoRequest({ data: 'abc' as never })), [42]],
    ['UDP behind options', packet(IPv6(six), IPv6ExtHdrHopByHop(), IPv6ExtHdrDestOpt(), UDP(), 'x'), [62]],
    ['UDP in a whole fragment', packet(IPv6(six), IPv6ExtHdrFragment(), UDP(), 'x'), [54]],
    ['UDP on its way', packet(IPv6(six), IPv6ExtHdrRouting({ segleft: 1, addresses: ['2001:db8::9'] } as never), UDP(), 'x'), [70]],
    [
      'UDP along segments',
      packet(IPv6(six), IPv6ExtHdrSegmentRouting({ addresses: ['2001:db8::9', '2001:db8::2'] } as never), UDP(), 'x'),
      [86],
    ],
  ])('of %s is what building gives', (_, p, sums) => {
    const b = damaged(p, ...sums);
    expect(toHex(b)).not.toBe(toHex(p.bytes));
    fillChecksums(b);
    expect(toHex(b)).toBe(toHex(p.bytes));
  });

  it('works in the middle of other octets, and leaves padding out', () => {
    const p = packet(IP(four), UDP(), 'x');
    const b = new Uint8Array(p.length + 30).fill(0xee);
    b.set(damaged(p, 10, 26), 7);
    fillChecksums(b, 7);
    expect(toHex(b.subarray(7, 7 + p.length))).toBe(toHex(p.bytes));
  });

  it('sends a sum of 0 as its other form for UDP, and as it is for others', () => {
    // RFC 768. All words: 1 (address), 17 and 10 (pseudo-header), 10 (length), 0xffd9.
    const udp = fromHex('4500001e00000000001100000000000000000001 000000000 00a0000 ffd9'.replaceAll(' ', ''));
    fillChecksums(udp);
    expect(toHex(udp.subarray(26, 28))).toBe('ffff');
  });

  it('leaves fragments alone, but for the header', () => {
    for (const given of [{ flags: 'MF' }, { frag: 5 }] as const) {
      const p = packet(IP({ ...four, proto: 17, ...given }), '12345678');
      const b = damaged(p, 10, 26);
      fillChecksums(b);
      expect(toHex(b.subarray(0, 20))).toBe(toHex(p.bytes.subarray(0, 20)));
      expect(toHex(b.subarray(26, 28))).toBe('dead');
    }
    const later = damaged(packet(IPv6(six), IPv6ExtHdrFragment({ offset: 1, nh: 17 }), '12345678'), 54);
    fillChecksums(later);
    expect(toHex(later.subarray(54, 56))).toBe('dead');
  });

  it('writes nothing beyond the octets that are there', () => {
    const p = packet(IP(four), TCP()).bytes;
    const b = new Uint8Array(p.subarray(0, 37));
    fillChecksums(b);
    expect(toHex(b)).toBe(toHex(p.subarray(0, 37)).replace(/..$/, toHex(b.subarray(36))));
  });

  it.each(['', '55', '4500', '46000014', '60000000'])('refuses %j', (hex) => {
    expect(() => fillChecksums(fromHex(hex))).toThrow(expect.objectContaining({ code: 'ERR_VALUE' }));
  });

  it('survives any octets', () => {
    let state = 1;
    for (let i = 0; i < 5000; i++) {
      const b = new Uint8Array(1 + (i % 120)).map(() => (state = (state * 1103515245 + 12345) & 0x7fffffff) >> 16);
      b[0] = i & 1 ? 0x45 : 0x60;
      if (b.length > 6) b[6] = [0, 43, 44, 51, 60, 6][i % 6] as number;
      try {
        fillChecksums(b);
      } catch (error) {
        expect(error).toMatchObject({ code: 'ERR_VALUE' });
      }
    }
  });
});
