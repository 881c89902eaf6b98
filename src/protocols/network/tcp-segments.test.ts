import { describe, expect, it } from 'vitest';
import { Ether } from '../link/ethernet.ts';
import { dissect, packet } from '../protocols.ts';
import { IP } from './ipv4/ipv4.ts';
import { IPv6 } from './ipv6/ipv6.ts';
import { TCP } from '../transport/tcp/tcp.ts';
import { UDP } from '../transport/udp.ts';
import { tcpSegments } from './tcp-segments.ts';

const HOSTS = { src: '192.0.2.1', dst: '192.0.2.2' };
const data = Uint8Array.from({ length: 3000 }, (_, i) => i & 255);

describe('a segment that is too large for the link', () => {
  it.each([
    ['IPv4', IP({ ...HOSTS, id: 0xffff }), 20],
    ['IPv6', IPv6({ src: '2001:db8::1', dst: '2001:db8::2' }), 40],
  ] as const)('is divided as a card does it, over %s', (_, ip, header) => {
    const whole = packet(
      Ether(),
      ip,
      TCP({
        seq: 0xffff_ff00,
        flags: 'FPAC',
        options: [
          ['NOP', undefined],
          ['NOP', undefined],
          ['Timestamp', [1, 2]],
        ],
      } as never),
      data,
    );
    const segments = tcpSegments(whole.bytes, 14, 1500)?.map((octets) => dissect(octets, Ether)) ?? [];
    // 1500 octets without the headers: RFC 9293's MSS, less 12 octets of options.
    const most = 1500 - header - 32;
    expect(segments.map((p) => p.get(TCP)?.seq)).toEqual([0xffff_ff00, (0xffff_ff00 + most) % 2 ** 32, (0xffff_ff00 + 2 * most) % 2 ** 32]);
    expect(segments.map((p) => String(p.get(TCP)?.flags))).toEqual(['AC', 'A', 'FPA']);
    expect(segments.flatMap((p) => p.issues)).toEqual([]);
    expect(segments.map((p) => p.length)).toEqual([1514, 1514, 14 + header + 32 + 3000 - 2 * most]);
    if (header === 20) expect(segments.map((p) => p.get(IP)?.id)).toEqual([0xffff, 0, 1]);
  });

  it('is left as it is where it is none', () => {
    expect(tcpSegments(packet(Ether(), IP(HOSTS), UDP(), data).bytes, 14, 1500)).toBeUndefined();
    expect(tcpSegments(packet(Ether(), IP({ ...HOSTS, frag: 3 }), TCP(), data).bytes, 14, 1500)).toBeUndefined();
    expect(tcpSegments(packet(Ether(), IP(HOSTS), TCP(), data).bytes.subarray(0, 50), 14, 1500)).toBeUndefined();
    expect(tcpSegments(packet(Ether(), IP(HOSTS), TCP(), data).bytes, 14, 30)).toBeUndefined();
  });
});
