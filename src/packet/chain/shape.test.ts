import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../bytes/random.ts';
import { toHex } from '../../bytes/hex.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { dissect, packet, protocols } from '../../protocols/protocols.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { MAX_LAYERS, MAX_SHAPES } from './limits.ts';
import { values } from '../laid/change.ts';
import { u8 } from '../fields/integers.ts';
import { layer } from '../layer/layer.ts';
import type { AnyLayer } from '../spec/spec.ts';
import { dissectorOf } from '../object/dissector.ts';
import { objectOf } from '../object/packet-object.ts';
import { Registry } from './registry.ts';
import { bindAll } from './bindings.ts';
import { dissectFunction } from '../packet-functions.ts';
import type { Shape } from './shape.ts';

/** Shapes that a trie holds. */
function countShapes(shape: Shape): number {
  return shape.kids.reduce((n, kid) => n + (kid === null ? 0 : 1 + countShapes(kid)), 0);
}

/** Headers that name one another for ever: the number of the next layer in one octet, 16 kinds of them. */
function endless(): { registry: Registry; first: AnyLayer } {
  const kinds = Array.from({ length: 16 }, (_, i) => layer(`K${i}`, { fields: { next: u8({ selects: 'k' }) } }) as unknown as AnyLayer);
  return { registry: new Registry(bindAll('k', Object.fromEntries(kinds.map((k, i) => [i, k])))), first: kinds[0] as AnyLayer };
}

describe('depth', () => {
  it('is capped: IPv4 in IPv4 whose headers claim nothing', () => {
    // IHL 0, protocol 4, no length: each header is taken to be 20 octets, and the next is another.
    const header = new Uint8Array(20);
    header[0] = 0x40;
    header[9] = 4;
    const octets = new Uint8Array(20 * 200);
    for (let i = 0; i < 200; i++) octets.set(header, 20 * i);
    const p = dissect(octets, IP);
    // One place is kept for a trailer.
    expect(p.layers()).toHaveLength(MAX_LAYERS - 1);
    expect(p.layers().at(-1)?.layerName).toBe('Raw');
    expect(toHex(p.bytes)).toBe(toHex(octets));
    for (let i = 0; i < p.layers().length; i++) expect(Object.keys(values(objectOf(p).view(i))).length).toBeGreaterThan(0);
    expect(p.show()).toContain('Raw');
    // A change, and what is built from it, too.
    p.set(IP, { ttl: 9 }, 30);
    expect(p.get(IP, 30)?.ttl).toBe(9);
    expect(p.bytes[29 * 20 + 8]).toBe(9);
    expect(p.with('x').length).toBe(4001);
    // The outermost claims five octets less than there are.
    octets[2] = 3995 >> 8;
    octets[3] = 3995 & 255;
    const q = dissect(octets, IP);
    expect(q.layers()).toHaveLength(MAX_LAYERS);
    expect(
      q
        .layers()
        .slice(-2)
        .map((l) => l.layerName),
    ).toEqual(['Raw', 'Padding']);
    expect(toHex(q.set(IP, { tos: 1 }, 2).bytes.subarray(40))).toBe(toHex(octets.subarray(40)));
  });

  it('is capped: headers of one octet', () => {
    const { registry, first } = endless();
    const p = dissectFunction(registry, first)(new Uint8Array(5000), first);
    expect(p.layers()).toHaveLength(MAX_LAYERS - 1);
    expect(p.payload(first)).toHaveLength(4999);
  });

  it('is refused when built', () => {
    const many = Array.from({ length: MAX_LAYERS + 8 }, () => IP());
    expect(() => packet(...many).bytes).toThrow(
      expect.objectContaining({ code: 'ERR_RANGE', message: expect.stringContaining(`${MAX_LAYERS} layers`) }),
    );
    const most = packet(...many.slice(0, MAX_LAYERS));
    expect(most.bytes.length).toBe(20 * MAX_LAYERS);
    // The writer is as it was: the next packet is right.
    expect(toHex(packet(UDP({ sport: 1, dport: 2, chksum: 3 })).bytes)).toBe('0001000200080003');
  });
});

describe('shapes', () => {
  it('are the same for packets of the same layers, dissected or built', () => {
    const a = packet(Ether(), IP(), UDP({ sport: 1, dport: 2 }), 'a'),
      b = packet(Ether(), IP(), UDP({ sport: 1, dport: 2 }), 'b');
    expect(objectOf(a).built().shape).toBe(objectOf(b).built().shape);
    expect(objectOf(dissect(a.bytes)).shape).toBe(objectOf(a).shape);
    expect(objectOf(a).shape.text).toBe('Ether/IP/UDP/Raw');
  });

  it('are bounded, whatever the octets say', () => {
    const { registry, first } = endless();
    const read = dissectFunction(registry, first);
    const r = seededRandom(1);
    // 16^n chains of n layers could be made.
    for (let i = 0; i < 20_000; i++) {
      const octets = r.octets(1 + r.below(12)).map((x) => x & 15);
      const p = read(octets, first);
      if (toHex(p.bytes) !== toHex(octets)) throw new Error(toHex(octets));
      const depth = octets.length;
      if (p.layers().length !== depth) throw new Error(`${p.layers().length} layers in ${depth} octets`);
    }
    expect(countShapes(registry.root)).toBe(MAX_SHAPES);
    // A chain beyond the bound is as good as any other.
    const octets = Uint8Array.from([0, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6]);
    const p = read(octets, first);
    p.set(p.layers()[3] as never, { next: 5 } as never);
    expect(toHex(p.bytes)).toBe('000f0e050c0b0a09080706');
    expect(p.summary()).toBeTypeOf('string');
    expect(countShapes(registry.root)).toBe(MAX_SHAPES);
  });

  it('are few for random octets: four of them, in packets without number', () => {
    const registry = new Registry(protocols.bindings);
    const r = seededRandom(2);
    // A valid header, and four octets anywhere in it that are not.
    const base = packet(Ether(), IP({ src: '192.0.2.1', dst: '192.0.2.2' }), UDP({ sport: 1, dport: 2 }), new Uint8Array(80)).bytes.slice();
    const dissector = dissectorOf(registry);
    for (let i = 0; i < 100_000; i++) {
      const octets = base.slice();
      for (let k = 0; k < 4; k++) octets[r.below(64)] = r.below(256);
      dissector(octets, 0, octets.length, Ether.id);
    }
    expect(countShapes(registry.root)).toBeLessThan(1000);
  });

  it('know who gives the pseudo-header', () => {
    const p = objectOf(packet(IPv6(), IP(), UDP()));
    p.bytes;
    expect([...p.shape.pseudo.subarray(0, 3)]).toEqual([-1, 0, 1]);
  });
});
