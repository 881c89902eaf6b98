import { describe, expect, it } from 'vitest';
import { sumOctets } from '../../bytes/checksum.ts';
import { toHex } from '../../bytes/hex.ts';
import { Dot1Q, Ether } from '../../protocols/link/ethernet.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { dissect, packet } from '../../protocols/protocols.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import type { Packet } from './packet.ts';

const MACS = { src: '02:00:00:00:00:01', dst: '02:00:00:00:00:02' };
const ENDS = { src: '192.0.2.1', dst: '192.0.2.2' };
const tcp = (ip: object = {}, t: object = {}, payload = 'data'): Uint8Array =>
  packet(Ether(MACS), IP({ ...ENDS, ...ip }), TCP({ sport: 1, dport: 2, ...t }), payload).bytes;
const udp = (ip: object = {}, u: object = {}, payload = 'data'): Uint8Array =>
  packet(Ether(MACS), IP({ ...ENDS, ...ip }), UDP({ sport: 1, dport: 2, ...u }), payload).bytes;

/** The checksums as RFC 1071 defines them, summed up here: undefined where the sum is not there. */
function sums(p: Packet<any>): { ip: boolean; transport: boolean } {
  const b = p.bytes;
  const o = 14,
    h = o + ((b[o] as number) & 15) * 4;
  const end = o + (((b[o + 2] as number) << 8) | (b[o + 3] as number));
  const length = end - h;
  const pseudo = sumOctets(b, o + 12, o + 20, (b[o + 9] as number) + length);
  return { ip: sumOctets(b, o, h, 0) === 0xffff, transport: sumOctets(b, h, end, pseudo) === 0xffff };
}

describe('what was right stays right', () => {
  it('lengths and checksums, when fields change', () => {
    for (const octets of [tcp(), udp()]) {
      const p = dissect(octets);
      expect(sums(p)).toEqual({ ip: true, transport: true });
      p.set(IP, { ttl: 3, src: '198.51.100.7' });
      expect(sums(p)).toEqual({ ip: true, transport: true });
    }
    const longer = dissect(udp()).with('more');
    expect([longer.get(IP)?.len, longer.get(UDP)?.len]).toEqual([36, 16]);
    expect(sums(longer)).toEqual({ ip: true, transport: true });
  });

  it('the number of the next layer', () => {
    const p = dissect(tcp()).with(Dot1Q({ vlan: 5 }), { after: Ether });
    expect([p.get(Ether)?.type, p.get(Dot1Q)?.type]).toEqual([0x8100, 0x0800]);
  });

  it('a header’s length', () => {
    const p = dissect(tcp());
    p.set(TCP, { options: [['MSS', 1460]] });
    expect([p.get(TCP)?.dataofs, p.get(IP)?.len]).toEqual([6, 48]);
    expect(sums(p)).toEqual({ ip: true, transport: true });
  });
});

describe('what was wrong stays wrong', () => {
  it.each([
    ['a length', { len: 1000 }, {}, (p: Packet) => p.get(IP)?.len, 1000],
    ['a header checksum', { chksum: 0x1234 }, {}, (p: Packet) => p.get(IP)?.chksum, 0x1234],
    ['a checksum', {}, { chksum: 0x4321 }, (p: Packet) => p.get(TCP)?.chksum, 0x4321],
  ] as const)('%s', (_what, ip, t, field, value) => {
    const p = dissect(tcp(ip, t));
    p.set(IP, { ttl: 9 });
    expect(field(p)).toBe(value);
    // The others follow all the same.
    if (!('chksum' in ip)) expect(sumOctets(p.bytes, 14, 34, 0)).toBe(0xffff);
    expect(field(p.with('x'))).toBe(value);
  });

  it('the number of the next layer', () => {
    const octets = tcp({ proto: 17 });
    const p = dissect(octets).with(Dot1Q({ vlan: 5 }), { after: Ether });
    expect(p.get(IP)?.proto).toBe(17);
    expect(toHex(p.without(Dot1Q).bytes)).toBe(toHex(octets));
  });

  it('a checksum that is as wrong as its negative zero', () => {
    // 0x0000 and 0xffff are one sum, but only one of them is what we would write (RFC 1624 §3).
    const octets = tcp().slice();
    const p = dissect(octets);
    const chksum = p.get(IP)?.chksum as number;
    octets[24] = ~chksum >>> 8;
    octets[25] = ~chksum;
    const q = dissect(octets);
    q.set(IP, { tos: 4 });
    expect(q.get(IP)?.chksum).toBe(~chksum & 0xffff);
  });
});

describe('what cannot be judged stays', () => {
  it('in a packet that is cut', () => {
    const p = dissect(tcp({}, {}, 'a longer payload').subarray(0, 58));
    const before = [p.get(IP)?.len, p.get(TCP)?.chksum];
    p.set(IP, { ttl: 9 });
    p.set(TCP, { seq: 99 });
    expect([p.get(IP)?.len, p.get(TCP)?.chksum]).toEqual(before);
    // The header is all there.
    expect(sumOctets(p.bytes, 14, 34, 0)).toBe(0xffff);
  });

  it('in a fragment', () => {
    const whole = udp({ flags: 'MF' }, {}, 'x'.repeat(64));
    const fragment = whole.slice(0, 14 + 20 + 32);
    const cut = dissect(fragment);
    cut.set(IP, { len: 52 });
    const first = dissect(cut.bytes.slice());
    const before = first.get(UDP)?.chksum;
    first.set(UDP, { sport: 77 });
    expect(first.get(UDP)?.chksum).toBe(before);
    // A later one has no header of UDP.
    const later = dissect(packet(Ether(MACS), IP({ ...ENDS, frag: 4, proto: 17 }), 'x'.repeat(32)).bytes);
    expect(later.layers().map((l) => l.layerName)).toEqual(['Ether', 'IP', 'Raw']);
    later.set(IP, { ttl: 1 });
    expect([later.get(IP)?.proto, later.get(IP)?.len]).toEqual([17, 52]);
    expect(later.with('y').get(IP)?.proto).toBe(17);
  });
});

describe('sums of their own kind', () => {
  it('none at all (UDP’s 0)', () => {
    const p = dissect(udp({}, { chksum: 0 }));
    p.set(UDP, { dport: 9 }).set(IP, { src: '192.0.2.77' });
    expect(p.get(UDP)?.chksum).toBe(0);
    expect(p.with('x').get(UDP)?.chksum).toBe(0);
  });

  it('a UDP sum of 0 is written as 0xffff, and is right so', () => {
    // The payload is what makes the sum come out as 0.
    const zero = (sport: number): Uint8Array => udp({}, { sport }, 'ab');
    let sport = 0;
    while (sport < 65_535 && dissect(zero(sport)).get(UDP)?.chksum !== 0xffff) sport++;
    const p = dissect(zero(sport));
    expect(p.get(UDP)?.chksum).toBe(0xffff);
    p.set(UDP, { sport: sport + 1 });
    expect(sums(p).transport).toBe(true);
    p.set(UDP, { sport });
    expect(p.get(UDP)?.chksum).toBe(0xffff);
  }, 60_000);

  it('left to the network card: the pseudo-header’s sum alone', () => {
    const octets = tcp().slice();
    const partial = sumOctets(octets, 26, 34, 6 + 24);
    octets[50] = partial >>> 8;
    octets[51] = partial;
    const p = dissect(octets);
    expect(sums(p).transport).toBe(false);
    p.set(TCP, { seq: 7 });
    expect(sums(p)).toEqual({ ip: true, transport: true });
  });

  it('left to the network card: no length (segmentation offload)', () => {
    const p = dissect(tcp({ len: 0 }));
    expect(p.get(TCP)?.dport).toBe(2);
    expect(p.issues).toEqual([]);
    p.set(TCP, { seq: 1 });
    expect(p.get(IP)?.len).toBe(0);
  });
});

describe('padding', () => {
  it('is kept, and is no part of what is measured or summed', () => {
    const frame = new Uint8Array(60).fill(0x55);
    frame.set(udp({}, {}, 'x'));
    const p = dissect(frame);
    expect(toHex(p.bytes)).toBe(toHex(frame));
    p.set(UDP, { dport: 99 }).set(IP, { ttl: 1 });
    expect(p.length).toBe(60);
    expect(toHex(p.bytes.subarray(43))).toBe('55'.repeat(17));
    expect([p.get(IP)?.len, p.get(UDP)?.len]).toEqual([29, 9]);
    expect(sums(p)).toEqual({ ip: true, transport: true });
  });
});

describe('IPv6', () => {
  it('has its payload’s length and the checksum over it kept', () => {
    const p = dissect(packet(Ether(MACS), IPv6({ src: '2001:db8::1', dst: '2001:db8::2' }), TCP({ sport: 1, dport: 2 }), 'abc').bytes);
    p.set(IPv6, { dst: '2001:db8::9' });
    const built = packet(Ether(MACS), IPv6({ src: '2001:db8::1', dst: '2001:db8::9' }), TCP({ sport: 1, dport: 2 }), 'abc');
    expect(toHex(p.bytes)).toBe(toHex(built.bytes));
  });
});
