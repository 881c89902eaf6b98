import { describe, expect, it } from 'vitest';
import { Dot1Q, Ether } from '../../protocols/link/ethernet.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { dissect, packet } from '../../protocols/protocols.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { toHex } from '../../bytes/hex.ts';
import { values } from './change.ts';
import type { Packet } from './packet.ts';
import { auto } from '../spec/spec.ts';

const crafted = () =>
  packet(
    Ether({ src: '02:00:00:00:00:01', dst: '02:00:00:00:00:02' }),
    IP({ src: '192.0.2.1', dst: '192.0.2.2' }),
    TCP({ sport: 1000 }),
    'payload',
  );
const hex = (p: Packet<any>): string => toHex(p.bytes);

describe('a change', () => {
  it('gives the octets of a packet that was built so', () => {
    const changed = crafted().set(IP, { ttl: 3, dst: '192.0.2.9' }).set(TCP, { flags: 'SA', dport: 'https', window: 5 });
    const built = packet(
      Ether({ src: '02:00:00:00:00:01', dst: '02:00:00:00:00:02' }),
      IP({ src: '192.0.2.1', ttl: 3, dst: '192.0.2.9' }),
      TCP({ sport: 1000, dport: 443, flags: 'SA', window: 5 }),
      'payload',
    );
    expect(hex(changed)).toBe(hex(built));
  });

  it('that moves octets does, too', () => {
    const options = [['MSS', 1460], 'NOP', ['WScale', 7]] as const;
    const changed = crafted().set(TCP, { options });
    expect(changed.get(TCP).dataofs).toBe(7);
    expect(changed.get(IP).len).toBe(20 + 28 + 7);
    expect(hex(changed)).toBe(
      hex(
        packet(Ether(values(crafted().get(Ether))), IP({ src: '192.0.2.1', dst: '192.0.2.2' }), TCP({ sport: 1000, options }), 'payload'),
      ),
    );
    expect(hex(changed.set(TCP, { options: auto }))).toBe(hex(crafted()));
  });

  it('of a dissected packet leaves its source alone', () => {
    const source = crafted().bytes.slice();
    const before = toHex(source);
    const p = dissect(source);
    expect(p.bytes.buffer).toBe(source.buffer);
    p.set(IP, { ttl: 1 });
    expect(toHex(source)).toBe(before);
    expect(p.bytes.buffer).not.toBe(source.buffer);
    expect(p.get(IP)?.ttl).toBe(1);
  });

  it('is seen by views that were there before, also when octets moved', () => {
    const p = crafted();
    const ip = p.get(IP),
      tcp = p.get(TCP);
    p.set(IP, { options: ['NOP'] as never[] });
    expect(ip.ihl).toBe(6);
    expect(tcp.sport).toBe(1000);
    ip.ttl = 9;
    expect(p.get(IP).ttl).toBe(9);
    tcp.dport = 1;
    expect(toHex(p.bytes.subarray(14 + 24 + 2, 14 + 24 + 4))).toBe('0001');
  });

  it('is made whole or not at all', () => {
    const p = crafted();
    const before = hex(p);
    expect(() => p.set(IP, { ttl: 7, dst: 'nowhere' })).toThrow(
      expect.objectContaining({ code: 'ERR_ADDRESS', message: expect.stringMatching(/^IP\.dst: /) }),
    );
    expect(() => p.set(TCP, { sport: 7, dport: 70_000 })).toThrow(
      expect.objectContaining({ code: 'ERR_RANGE', message: expect.stringMatching(/^TCP\.dport: /) }),
    );
    expect(() => p.set(TCP, { sport: 7, options: [['Unheard', 1]] as never[] })).toThrow(
      expect.objectContaining({ code: 'ERR_VALUE', message: expect.stringMatching(/^TCP\.options: /) }),
    );
    expect(() => p.set(TCP, { sport: 7, flags: 'Q' })).toThrow(
      expect.objectContaining({ code: 'ERR_VALUE', message: expect.stringMatching(/^TCP\.flags: /) }),
    );
    expect(() => p.set(TCP, { spurt: 7 } as never)).toThrow(
      expect.objectContaining({ code: 'ERR_FIELD', message: expect.stringContaining("did you mean 'sport'") }),
    );
    expect(hex(p)).toBe(before);
  });

  it('names what is not in the packet', () => {
    expect(() => crafted().set(UDP as never, {})).toThrow(expect.objectContaining({ code: 'ERR_LAYER' }));
    expect(() => crafted().set(IP, { ttl: 1 }, 2)).toThrow(expect.objectContaining({ code: 'ERR_LAYER' }));
  });

  it('of one of several equal layers is that one’s', () => {
    const p = packet(IP({ src: '192.0.2.1', dst: '192.0.2.2' }), IP({ src: '192.0.2.3', dst: '192.0.2.4' }), UDP(), 'x');
    p.set(IP, { ttl: 9 }, 2);
    expect([p.get(IP).ttl, p.get(IP, 2)?.ttl]).toEqual([64, 9]);
    expect(dissect(p.bytes, IP).set(IP, { ttl: 9 }).bytes.length).toBe(p.length);
  });

  it('gives back to the computer what was given', () => {
    const p = packet(IP({ src: '192.0.2.1', dst: '192.0.2.2', len: 1, chksum: 2 }), UDP({ chksum: 3, len: 4 }), 'x');
    expect([p.get(IP).len, p.get(IP).chksum, p.get(UDP).chksum, p.get(UDP).len]).toEqual([1, 2, 3, 4]);
    p.set(IP, { len: auto, chksum: auto }).set(UDP, { chksum: auto, len: auto });
    expect(hex(p)).toBe(hex(packet(IP({ src: '192.0.2.1', dst: '192.0.2.2' }), UDP(), 'x')));
  });
});

describe('with and without', () => {
  it('put layers in and take them out, and lengths follow', () => {
    const p = crafted();
    const tagged = p.with(Dot1Q({ vlan: 7 }), { after: Ether });
    expect(tagged.layers().map((l) => l.layerName)).toEqual(['Ether', 'Dot1Q', 'IP', 'TCP', 'Raw']);
    expect([tagged.get(Ether).type, tagged.get(Dot1Q).type]).toEqual([0x8100, 0x0800]);
    expect(hex(tagged.without(Dot1Q))).toBe(hex(p));
    expect(hex(p)).toBe(hex(crafted()));
    // The same from a dissected packet: what was right stays right.
    const read = dissect(tagged.bytes);
    expect(hex(read.without(Dot1Q))).toBe(hex(p));
    expect(hex(read.without(Dot1Q).with(Dot1Q({ vlan: 7 }), { before: IP }))).toBe(hex(tagged));
  });

  it('change what a checksum covers', () => {
    const p = dissect(packet(IPv6({ src: '2001:db8::1', dst: '2001:db8::2' }), UDP({ sport: 1, dport: 2 }), 'abc').bytes, IPv6);
    const longer = p.with('de');
    const built = packet(IPv6({ src: '2001:db8::1', dst: '2001:db8::2' }), UDP({ sport: 1, dport: 2 }), 'abcde');
    expect(hex(longer)).toBe(hex(built));
  });

  it('keep a trailer last', () => {
    const padded = new Uint8Array(60);
    padded.set(
      packet(
        Ether({ src: '02:00:00:00:00:01', dst: '02:00:00:00:00:02' }),
        IP({ src: '192.0.2.1', dst: '192.0.2.2' }),
        UDP({ sport: 1, dport: 2 }),
        'x',
      ).bytes,
    );
    padded[59] = 0xaa;
    const p = dissect(padded);
    expect(p.layers().map((l) => l.layerName)).toEqual(['Ether', 'IP', 'UDP', 'Raw', 'Padding']);
    const q = p.with('yz');
    expect(q.length).toBe(62);
    expect(q.bytes.at(-1)).toBe(0xaa);
    expect(dissect(q.bytes).get(IP)?.len).toBe(31);
  });
});

// RFC 4007 §11: the zone is for the node that sends; no header has octets for it.
it('a zone is refused where it would be lost', () => {
  const p = packet(IPv6({ dst: 'fe80::1' }), UDP());
  const refused = { code: 'ERR_ADDRESS', message: expect.stringContaining("IPv6.dst: 'fe80::2%eth0' cannot be set") as unknown };
  expect(() => p.set(IPv6, { dst: 'fe80::2%eth0' })).toThrow(expect.objectContaining(refused));
  expect(() => {
    p.get(IPv6).dst = 'fe80::2%eth0';
  }).toThrow(expect.objectContaining(refused));
  const read = dissect(p.bytes, IPv6);
  expect(() => read.set(IPv6, { hlim: 3, dst: 'fe80::2%eth0' })).toThrow(expect.objectContaining(refused));
  expect([p.get(IPv6).dst, read.get(IPv6)?.dst, read.get(IPv6)?.hlim]).toEqual(['fe80::1', 'fe80::1', 64]);
});
