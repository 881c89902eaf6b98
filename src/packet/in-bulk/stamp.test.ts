import { describe, expect, it } from 'vitest';
import { oneLayer } from '../../../test/support/one-layer.ts';
import { readIpv4 } from '../../bytes/address.ts';
import { toHex } from '../../bytes/hex.ts';
import { seededRandom } from '../../bytes/random.ts';
import { Dot1Q, Ether } from '../../protocols/link/ethernet.ts';
import { ICMP } from '../../protocols/network/icmp/icmp.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { IPerror, UDPerror } from '../../protocols/network/quoted.ts';
import { dissect, packet } from '../../protocols/protocols.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { UDP, UDPLite } from '../../protocols/transport/udp.ts';
import { bits, flags, scaled, u16, u16le, u24, u32le, u8 } from '../fields/integers.ts';
import { bitsLe } from '../fields/little-bits.ts';
import { FrameBuffer } from './frame-buffer.ts';
import type { AnyLayer } from '../spec/spec.ts';
import type { Packet } from '../laid/packet.ts';
import { objectOf } from '../object/packet-object.ts';
import { stamp, type StampField } from './stamp.ts';

const MACS = { src: '02:00:00:00:00:01', dst: '02:00:00:00:00:02' };
const ENDS = { src: '192.0.2.1', dst: '192.0.2.2' };
type Made = Packet<any>;

/** The packet that the stamp makes with these values. */
function stamped(p: Made, fields: readonly StampField[], values: readonly number[]): string {
  const frames = new FrameBuffer();
  const s = stamp(p, fields);
  // Twice: the second is a copy of the first, changed again.
  s.add(frames, ...values.map(() => 0));
  s.add(frames, ...values);
  return toHex(frames.data.subarray(frames.offset[1], (frames.offset[1] as number) + s.size));
}

/** The same by setting the fields and building. */
function built(p: Made, fields: readonly StampField[], values: readonly number[]): string {
  const q = p.copy();
  fields.forEach(([layer, name], k) => void q.set(layer as never, { [name]: values[k] } as never));
  return toHex(q.bytes);
}

/** Number fields of a packet's layers that a stamp takes: those that are there. */
function numbersOf(p: Made): StampField[] {
  return p
    .layers()
    .flatMap((layer, i) =>
      layer.layout.slots
        .filter(
          (s) =>
            (objectOf(p).view(i) as unknown as Record<string, unknown>)[s.name] !== undefined &&
            s.anchor === 0 &&
            (s.kind.form === 'integer' || s.kind.value === 'ipv4') &&
            s.options.measures === undefined &&
            s.options.counts === undefined,
        )
        .map((s): StampField => [layer, s.name]),
    );
}

const drawn = (r: ReturnType<typeof seededRandom>, [layer, name]: StampField): number => {
  const bitsOf = (layer as AnyLayer).layout.byName.get(name)?.bits as number;
  return r.pick([0, 1, 2 ** bitsOf - 1, r.below(2 ** bitsOf)]);
};

const PACKETS: Readonly<Record<string, Made>> = {
  'Ether/IP/TCP with an odd payload': packet(Ether(MACS), IP(ENDS), TCP(), 'odd'),
  'Ether/Dot1Q/IP/UDP with options': packet(Ether(MACS), Dot1Q({ vlan: 3 }), IP({ ...ENDS, options: ['NOP'] as never[] }), UDP(), 'even'),
  'IPv6/UDP': packet(IPv6({ src: '2001:db8::1', dst: '2001:db8::2' }), UDP(), 'x'),
  'IP/IP/UDP': packet(IP(ENDS), IP({ src: '198.51.100.1', dst: '198.51.100.2' }), UDP(), 'inner'),
  'IP/ICMP, an error with a quote': packet(
    IP(ENDS),
    ICMP({ type: 3, code: 1 }),
    IPerror({ src: '192.0.2.2', dst: '192.0.2.1' }),
    UDPerror({ sport: 1, dport: 2 }),
    'q',
  ),
  'UDP with no checksum': packet(IP(ENDS), UDP({ chksum: 0 }), 'x'),
  'a dissected packet': dissect(packet(Ether(MACS), IP(ENDS), TCP({ options: [['MSS', 1460]] }), 'read').bytes),
};

describe.each(Object.entries(PACKETS))('a stamp of %s', (name, p) => {
  it('makes what building makes, for each number', () => {
    const r = seededRandom(name);
    for (const field of numbersOf(p)) {
      for (let k = 0; k < 6; k++) {
        const value = drawn(r, field);
        expect(stamped(p, [field], [value]), `${field[0].layerName}.${field[1]} = ${value}`).toBe(built(p, [field], [value]));
      }
    }
  });

  it('makes what building makes, for all numbers at once', () => {
    const r = seededRandom(name);
    const fields = numbersOf(p);
    for (let k = 0; k < 20; k++) {
      const values = fields.map((f) => drawn(r, f));
      expect(stamped(p, fields, values)).toBe(built(p, fields, values));
    }
  });
});

describe('a stamp', () => {
  it('writes a UDP sum of 0 as 0xffff', () => {
    const p = packet(IP(ENDS), UDP({ sport: 0, dport: 0 }), 'ab');
    const sum = p.get(UDP).chksum;
    // The port that takes the rest of the sum.
    expect(stamped(p, [[UDP, 'sport']], [sum]).slice(52, 56)).toBe('ffff');
    expect(stamped(p, [[UDP, 'sport']], [sum])).toBe(built(p, [[UDP, 'sport']], [sum]));
  });

  it('takes addresses as numbers', () => {
    const p = packet(Ether(MACS), IP(ENDS), TCP(), 'x');
    const octets = stamped(
      p,
      [
        [IP, 'dst'],
        [TCP, 'seq'],
      ],
      [0x0a000001, 7],
    );
    expect(octets.slice(60, 68)).toBe('0a000001');
    expect(octets).toBe(
      toHex(packet(Ether(MACS), IP({ ...ENDS, dst: readIpv4(Uint8Array.of(10, 0, 0, 1), 0) }), TCP({ seq: 7 }), 'x').bytes),
    );
  });

  it('sums fields of every order and place', () => {
    const l = oneLayer({
      odd: u8(),
      a: u16(),
      b: u24(),
      c: u16le(),
      d: u32le(),
      low: bitsLe(3),
      long: bitsLe(13),
      high: bits(5),
      rest: bits(11),
      f: flags(8, 'ABCDEFGH'),
      s: scaled(u16(), 0.5),
      sum: u16({ checksums: 'layer' }),
    });
    const p = l.make({}, Uint8Array.of(1, 2, 3)) as Made;
    const r = seededRandom(5);
    for (const name of ['odd', 'a', 'b', 'c', 'd', 'low', 'long', 'high', 'rest', 'f'])
      for (let k = 0; k < 5; k++) {
        const field: StampField = [l.T, name];
        const value = drawn(r, field);
        expect(stamped(p, [field], [value]), `${name} = ${value}`).toBe(built(p, [field], [value]));
      }
    expect(
      stamped(
        p,
        [
          [l.T, 's'],
          [l.T, 'long'],
        ],
        [1.5, 5],
      ),
    ).toBe(
      built(
        p,
        [
          [l.T, 's'],
          [l.T, 'long'],
        ],
        [1.5, 5],
      ),
    );
  });

  it('leaves a given checksum as it is given', () => {
    const p = packet(IP(ENDS), UDP(), 'x');
    expect(
      stamped(
        p,
        [
          [UDP, 'chksum'],
          [UDP, 'sport'],
        ],
        [0xabcd, 5],
      ),
    ).toBe(
      built(
        p,
        [
          [UDP, 'chksum'],
          [UDP, 'sport'],
        ],
        [0xabcd, 5],
      ),
    );
    const wrong = packet(IP({ ...ENDS, chksum: 0x1111 }), UDP(), 'x');
    expect(stamped(wrong, [[IP, 'ttl']], [9])).toContain('1111');
  });

  it('refuses what it cannot do', () => {
    const p = packet(IP(ENDS), TCP(), 'x');
    expect(() => stamp(p, [[UDP, 'sport']])).toThrow(expect.objectContaining({ code: 'ERR_LAYER' }));
    expect(() => stamp(p, [[TCP, 'sprt']])).toThrow(
      expect.objectContaining({ code: 'ERR_FIELD', message: expect.stringContaining("'sport'") }),
    );
    expect(() => stamp(p, [[TCP, 'options']])).toThrow(expect.objectContaining({ code: 'ERR_VALUE' }));
    expect(() => stamp(p, [[TCP, 'dataofs']])).toThrow(expect.objectContaining({ code: 'ERR_VALUE' }));
    // Its checksum covers as much as another field says, by a function.
    const light = packet(IP(ENDS), UDPLite({ sport: 1, dport: 2 }), 'x');
    expect(() => stamp(light, [[UDPLite, 'sport']])).toThrow(
      expect.objectContaining({ code: 'ERR_VALUE', message: expect.stringContaining('UDPLite.chksum') }),
    );
    const s = stamp(p, [[TCP, 'sport']]);
    expect(() => s.add(new FrameBuffer(), 65_536)).toThrow(
      expect.objectContaining({ code: 'ERR_RANGE', message: expect.stringMatching(/^TCP\.sport: /) }),
    );
  });

  it('fills a buffer with frames one behind another', () => {
    const p = packet(IP(ENDS), UDP(), 'xyz');
    const s = stamp(p, [[UDP, 'dport']]);
    const frames = new FrameBuffer(10, 1);
    for (let i = 0; i < 100; i++) s.add(frames, i);
    expect([frames.n, frames.used]).toEqual([100, 100 * s.size]);
    for (let i = 0; i < 100; i++)
      expect(toHex(frames.data.subarray(frames.offset[i], (frames.offset[i] as number) + s.size))).toBe(built(p, [[UDP, 'dport']], [i]));
  });
});
