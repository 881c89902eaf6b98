import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../bytes/random.ts';
import { ICMP } from '../../protocols/network/icmp/icmp.ts';
import { ICMPv6EchoRequest } from '../../protocols/network/icmpv6/echo.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { packet } from '../../protocols/protocols.ts';
import { fragmentsOf, isFragment, Reassembler } from './fragments.ts';

const random = seededRandom(5);
const data = random.octets(4000);
const four = packet(IP({ src: '192.0.2.1', dst: '192.0.2.2', id: 7 }), ICMP({ id: 1, seq: 1 }), data).bytes;
const six = packet(IPv6({ src: '2001:db8::1', dst: '2001:db8::2' }), ICMPv6EchoRequest({ id: 1, seq: 1, data })).bytes;

describe.each([
  ['IPv4', four, [1500, 1500, 1068]],
  ['IPv6', six, [1496, 1496, 1160]],
] as const)('fragments of %s', (_, whole, lengths) => {
  const pieces = fragmentsOf(whole, 1500, 0x0102_0304);

  it('are as large as the MTU lets them be, and the datagram again in whatever order they come', () => {
    expect(pieces.map(({ length }) => length)).toEqual(lengths);
    expect(pieces.every((one) => isFragment(one, 0, one.length))).toBe(true);
    expect(isFragment(whole, 0, whole.length)).toBe(false);
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 1, 2, 0],
    ]) {
      const reassembler = new Reassembler();
      const made = order.map((i) => reassembler.add(pieces[i] as Uint8Array, 0));
      expect(made.slice(0, -1).every((one) => one === undefined)).toBe(true);
      expect(made.at(-1)).toEqual(whole);
    }
  });

  it('that overlap, come too late, or belong to others make nothing', () => {
    const [first, second, third] = pieces as [Uint8Array, Uint8Array, Uint8Array];
    const other = second.slice();
    other[other.length - 1] = (other[other.length - 1] as number) ^ 1;
    for (const [come, ms] of [
      [[first, second, other, third], 0],
      [[first, fragmentsOf(whole, 1400, 0x0102_0304)[1] as Uint8Array, third], 0],
      [[first, second, third], 40_000],
      [[first, fragmentsOf(whole.with(whole[0] === 0x45 ? 5 : 23, 9), 1500, 9)[1] as Uint8Array, third], 0],
    ] as const) {
      const reassembler = new Reassembler();
      expect(come.map((one, i) => reassembler.add(one, i === 2 ? ms : 0))).toEqual(come.map(() => undefined));
    }
  });

  it('cut or damaged ones are taken without an error, and many that wait cost no more than a few', () => {
    const reassembler = new Reassembler();
    for (let i = 0; i < 2000; i++) {
      const one = (pieces[i % 3] as Uint8Array).slice(0, 1 + random.below(1400));
      for (let n = 0; n < 4; n++) one[random.below(one.length)] = random.below(256);
      expect(() => reassembler.add(one, i)).not.toThrow();
    }
  });
});

it('options that are for the first fragment only are NOP in the others', () => {
  const whole = packet(
    IP({ dst: '192.0.2.2', options: [['NOP'], ['RR', { pointer: 8, routers: ['192.0.2.1', '0.0.0.0'] }]] as never }),
    ICMP(),
    data,
  ).bytes;
  const [first, second] = fragmentsOf(whole, 1500, 0) as [Uint8Array, Uint8Array];
  expect(first.subarray(20, 32)).toEqual(whole.subarray(20, 32));
  expect(second.subarray(20, 32)).toEqual(new Uint8Array(12).fill(1));
});
