import { describe, expect, expectTypeOf, it } from 'vitest';
import { parseAddress } from '../../bytes/any-address.ts';
import { fromHex, toHex } from '../../bytes/hex.ts';
import { seededRandom } from '../../bytes/random.ts';
import { Dot1Q, Ether } from '../../protocols/link/ethernet.ts';
import { fillChecksums } from '../../protocols/network/fill-checksums.ts';
import { ARP } from '../../protocols/network/arp.ts';
import { ICMP } from '../../protocols/network/icmp/icmp.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { packet } from '../../protocols/protocols.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { headerWriter } from './header-writer.ts';
import type { AnyLayer } from '../spec/spec.ts';

/** Every field of a fixed place and size that is always there; what measures stays as the header alone has it. */
const fieldsOf = (layer: AnyLayer): string[] =>
  layer.layout.slots
    .filter((s) => s.anchor === 0 && s.kind.form !== 'variable' && s.when === undefined && s.options.measures === undefined)
    .map((s) => s.name);

describe('headerWriter', () => {
  it.each([Ether, Dot1Q, ARP, IP, IPv6, ICMP, TCP, UDP] as unknown as AnyLayer[])('%# writes what building writes', (layer) => {
    const random = seededRandom(layer.layerName);
    const names = fieldsOf(layer);
    const write = headerWriter(layer({}) as never, names);
    for (let round = 0; round < 50; round++) {
      const values = names.map((name) => {
        const { kind, bits } = layer.layout.byName.get(name) as AnyLayer['layout']['slots'][number];
        if (kind.form === 'integer' || kind.value === 'ipv4') return random.below(2 ** bits);
        return random.octets(bits / 8);
      });
      const given = Object.fromEntries(
        names.map((name, i) => {
          const { kind } = layer.layout.byName.get(name) as AnyLayer['layout']['slots'][number];
          const value = values[i];
          if (typeof value !== 'number') return [name, kind.form === 'fixed' ? kind.read(value as Uint8Array, 0) : value];
          return [name, kind.value === 'ipv4' ? `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}` : value];
        }),
      );
      const b = new Uint8Array(write.size + 6).fill(0xee);
      expect(write(b, 3, ...(values as never[]))).toBe(3 + write.size);
      const built = packet(layer(given) as never) as unknown as { bytes: Uint8Array };
      // What follows ICMP's first four octets depends on its type: it stays as it was made.
      const { slots, whole: fixed } = layer.layout;
      const whole = slots.find((s) => s.variable < 0 && s.when !== undefined)?.bit ?? fixed * 8;
      expect(toHex(b.subarray(0, 3 + whole / 8))).toBe(`eeeeee${toHex(built.bytes.subarray(0, whole / 8))}`);
      expect(toHex(b.subarray(3 + write.size))).toBe('eeeeee');
    }
  });

  it('writes what was given once, options too, and leaves checksums 0', () => {
    const b = new Uint8Array(24);
    expect(headerWriter(TCP({ dport: 80, flags: 'S', options: [['MSS', 1460]] }), ['sport', 'seq'])(b, 0, 1024, 0x01020304)).toBe(24);
    // RFC 9293 §3.1: data offset 6, SYN, window 8192; RFC 9293 §3.2: kind 2, length 4.
    expect(toHex(b)).toBe('04000050010203040000000060022000000000000204 05b4'.replaceAll(' ', ''));
    const ip = new Uint8Array(20);
    headerWriter(IP({ ttl: 9, proto: 'udp', len: 28 }), ['src', 'dst'])(ip, 0, 0xc0000201, 0xc0000202 | 0);
    expect(toHex(ip)).toBe('4500001c0001000009110000c0000201c0000202');
  });

  it('writes what stands in a header only sometimes, where it does', () => {
    const b = new Uint8Array(8);
    headerWriter(ICMP({ type: 'echo-request' }), ['id', 'seq'])(b, 0, 0x1234, 5);
    // RFC 792: type, code, checksum, identifier, sequence number.
    expect(toHex(b)).toBe('0800000012340005');
    expect(() => headerWriter(ICMP({ type: 3 }), ['seq'])).toThrow('ICMP.seq cannot vary in this header');
  });

  it('takes octets of addresses', () => {
    const b = new Uint8Array(14);
    headerWriter(Ether({ type: 0x0800 }), ['dst', 'src'])(b, 0, parseAddress('02:00:00:00:00:02'), parseAddress('02:00:00:00:00:01'));
    expect(b).toEqual(fromHex('0200000000020200000000010800'));
  });

  it('refuses what does not fit', () => {
    const write = headerWriter(UDP({ dport: 53 }), ['sport']);
    expectTypeOf(write).parameters.toEqualTypeOf<[b: Uint8Array, at: number, number | Uint8Array]>();
    const b = new Uint8Array(8);
    expect(() => write(b, 0, 65536)).toThrow(expect.objectContaining({ code: 'ERR_RANGE' }));
    expect(() => write(b, 0, 1.5)).toThrow(expect.objectContaining({ code: 'ERR_VALUE' }));
    expect(() => write(b, 1, 1)).toThrow('a header of UDP needs 8 octets, but there are 7');
    expect(() => write(b, -1, 1)).toThrow(expect.objectContaining({ code: 'ERR_TRUNCATED' }));
    expect(() => headerWriter(Ether(), ['src'])(new Uint8Array(14), 0, new Uint8Array(5))).toThrow('Ether.src: expected 6 octets');
    expect(() => headerWriter(Ether(), ['src'])(new Uint8Array(14), 0, 1)).toThrow('Ether.src: expected 6 octets');
    expect(() => headerWriter(IP(), ['src'])(new Uint8Array(20), 0, 2 ** 32)).toThrow(expect.objectContaining({ code: 'ERR_RANGE' }));
    expect(() => headerWriter(TCP(), ['options'])).toThrow('TCP.options cannot vary in this header');
    expect(() => headerWriter(TCP(), ['sprot'])).toThrow("'sport'");
    expect(() => headerWriter(TCP as never, ['sport'])).toThrow('takes one layer');
  });

  it('allocates nothing, and nor does filling in the checksums', () => {
    const ip = headerWriter(IP({ proto: 'tcp', len: 40 }), ['id', 'src', 'dst']);
    const tcp = headerWriter(TCP({ dport: 80, flags: 'S' }), ['sport', 'seq']);
    const b = new Uint8Array(1500);
    const write = (n: number): void => {
      for (let i = 0; i < n; i++) fillChecksums(b, 0, tcp(b, ip(b, 0, i & 0xffff, 0xc0000201, 0xc0000202), i & 0xffff, 0xffff_fff0));
    };
    write(50_000);
    const grown = Array.from({ length: 5 }, () => {
      const before = process.memoryUsage().heapUsed;
      write(50_000);
      return process.memoryUsage().heapUsed - before;
    });
    // Half an octet a packet would be 25,000; asking for the memory in use takes some itself.
    expect(Math.min(...grown.filter((n) => n >= 0))).toBeLessThan(10_000);
  });
});
