import { describe, expect, it } from 'vitest';
import { Ether } from '../../protocols/link/ethernet.ts';
import { ICMP } from '../../protocols/network/icmp/icmp.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { dissect, packet, protocols } from '../../protocols/protocols.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { fuzz } from './fuzz.ts';
import type { AnyLayer, Crafted } from '../spec/spec.ts';
import { objectOf } from '../object/packet-object.ts';
import type { Packet } from '../laid/packet.ts';
import { TemplateObject } from './template.ts';

function builds(p: Packet): boolean {
  try {
    return p.bytes.length > 0;
  } catch (error) {
    expect((error as { code?: string }).code).toBe('ERR_RANGE');
    return false;
  }
}

describe('fuzz', () => {
  const base = packet(Ether(), IP({ src: '192.0.2.1', dst: '192.0.2.2', version: 4 }), TCP({ dport: 9999 }), 'x');

  it('draws what was not given, keeps what was', () => {
    const all = [...fuzz(base).repeat(40)];
    expect(new Set(all.map((p) => p.get(IP).ttl)).size).toBeGreaterThan(10);
    expect(new Set(all.map((p) => p.get(TCP).seq)).size).toBe(40);
    expect(new Set(all.map((p) => p.get(TCP).dport))).toEqual(new Set([9999]));
    expect(new Set(all.map((p) => p.get(IP).dst))).toEqual(new Set(['192.0.2.2']));
  });

  it('computes lengths, checksums and protocol numbers', () => {
    // A port drawn at random may be one of a protocol that this reads as its own.
    for (const p of fuzz(base, { keep: ['IP.frag', 'IP.flags', 'TCP.sport'] }).repeat(50)) {
      const q = dissect(p.bytes);
      expect(q.layers().map((l) => l.layerName)).toEqual(['Ether', 'IP', 'TCP', 'Raw']);
      // Judged right: a changed packet would have them computed anew.
      const [, ip, tcp] = objectOf(q).autos();
      expect(ip).toBe((1 << IP.layout.computed.length) - 1);
      expect(tcp).toBe((1 << TCP.layout.computed.length) - 1);
    }
  });

  it('keeps what is named', () => {
    const p = fuzz(base, { keep: ['IP', 'TCP.window'], seed: 3 }).first();
    expect([p.get(IP).ttl, p.get(IP).id, p.get(TCP).window]).toEqual([64, 1, 8192]);
    expect(p.get(TCP).seq).not.toBe(0);
  });

  it('the same seed gives the same packets', () => {
    const hex = (seed: number): string[] => [...fuzz(base, { seed }).repeat(5)].map((p) => Buffer.from(p.bytes).toString('hex'));
    expect(hex(1)).toEqual(hex(1));
    expect(hex(1)).not.toEqual(hex(2));
  });

  it('takes a layer, to be put into a packet', () => {
    const t = packet(IP({ dst: '192.0.2.1' }), fuzz(UDP({ dport: 7 })));
    const sports = [...t.repeat(20)].map((p) => p.get(UDP).sport);
    expect(new Set(sports).size).toBeGreaterThan(15);
    expect(t.first().get(UDP).dport).toBe(7);
  });

  it('leaves a dissected packet as it is', () => {
    const q = dissect(base.bytes);
    expect([...fuzz(q)].map((p) => p.bytes)).toEqual([base.bytes]);
  });

  it('makes packets of every layer that can be built and read, without an error', () => {
    for (const layer of protocols.layers.values()) {
      const made: unknown = packet(fuzz((layer as AnyLayer)() as Crafted<string>));
      // A layer that has nothing to be drawn makes a packet.
      for (const p of (made instanceof TemplateObject ? made.seeded(11).repeat(20) : [made]) as Iterable<Packet>) {
        // A count of an empty list that begins at -1 cannot be computed; nothing else may fail.
        if (!builds(p)) continue;
        const q = dissect(p.bytes, layer);
        expect([q.summary(), q.show(), q.json(), q.command()].every((s) => typeof s === 'string')).toBe(true);
      }
    }
  });

  it('fuzzes ICMP messages that read as what they say', () => {
    for (const p of packet(IP({ src: '192.0.2.1', dst: '192.0.2.2' }), fuzz(ICMP()))
      .seeded(4)
      .repeat(100))
      expect(dissect(p.bytes, IP).get(ICMP)?.type).toBe(p.get(ICMP).type);
  });
});
