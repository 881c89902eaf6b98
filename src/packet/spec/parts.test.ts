import { describe, expect, expectTypeOf, it } from 'vitest';
import { toHex } from '../../bytes/hex.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { dissect, packet } from '../../protocols/protocols.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { u8 } from '../fields/integers.ts';
import { octets } from '../fields/octets.ts';
import { layer } from '../layer/layer.ts';
import { names } from './names.ts';

const tos = (b: Uint8Array): number => b[1] as number;

describe('parts of a number', () => {
  // RFC 3246 §3: EF is 101110; RFC 3168 §5: CE is 11. So tos is 0xb8 | 3.
  it('are given by number or name, and make their field', () => {
    expect(tos(packet(IP({ dscp: 'EF' })).bytes)).toBe(0xb8);
    expect(tos(packet(IP({ dscp: 46, ecn: 'CE' })).bytes)).toBe(0xbb);
    expect(tos(packet(IP({ ecn: 1 })).bytes)).toBe(1);
    expect(tos(packet(IP({ tos: 0x28 })).bytes)).toBe(0x28);
    // RFC 8200 §3: the traffic class lies in the first two octets, behind the version.
    expect(toHex(packet(IPv6({ dscp: 'AF11', ecn: 'ECT(0)' })).bytes).slice(0, 4)).toBe('62a0');
  });

  it('count for the checksum, and are read', () => {
    const p = packet(IP({ src: '192.0.2.1', dst: '192.0.2.2', dscp: 'AF41', ecn: 1 }), UDP());
    const view = dissect(p.bytes, IP).get(IP);
    expect([view?.tos, view?.dscp, view?.ecn]).toEqual([0x89, 34, 1]);
    expect(dissect(p.bytes, IP).issues).toEqual([]);
    // The same octets by the number.
    expect(toHex(packet(IP({ src: '192.0.2.1', dst: '192.0.2.2', tos: 0x89 }), UDP()).bytes)).toBe(toHex(p.bytes));
    if (view !== undefined) expectTypeOf(view.dscp).toEqualTypeOf<number>();
    expectTypeOf<Parameters<typeof IP>[0]>().toExtend<{ readonly dscp?: unknown } | undefined>();
  });

  it('are set one by one, and leave the rest of the field', () => {
    const p = dissect(packet(IP({ tos: 0xbb }), UDP()).bytes, IP);
    expect(tos(p.set(IP, { dscp: 'CS1' }).bytes)).toBe(0x23);
    const view = p.get(IP);
    if (view !== undefined) view.ecn = 0;
    expect([tos(p.bytes), p.get(IP)?.dscp]).toEqual([0x20, 8]);
    expect(dissect(p.bytes, IP).issues).toEqual([]);
    // With a change that moves octets.
    expect(tos(p.set(IP, { ecn: 'CE', options: ['NOP'] }).bytes)).toBe(0x23);
  });

  it('may be several: a template', () => {
    expect([...packet(IP({ dscp: ['EF', 'CS1'], ecn: 2 }))].map((p) => p.get(IP)?.tos)).toEqual([0xba, 0x22]);
  });

  it('are refused where they do not fit, have no such name, or the field is given too', () => {
    const bytes = (given: object) => () => packet(IP(given)).bytes;
    expect(bytes({ dscp: 64 })).toThrow('IP.dscp: expected 0 to 63 or a name, found 64');
    expect(bytes({ dscp: 'EG' })).toThrow("IP.dscp: expected 0 to 63 or a name, found 'EG'; did you mean 'EF'?");
    expect(bytes({ tos: 1, ecn: 1 })).toThrow('IP: ecn is part of tos; give one of the two');
    expect(bytes({ dscpp: 1 })).toThrow(/^IP has no field 'dscpp'/);
  });

  it('stand in the tree below their field', () => {
    const lines = packet(IP({ dscp: 'EF' }))
      .tree()
      .split('\n');
    expect(lines.find((line) => / dscp /.test(line))?.trim()).toBe('dscp  EF (46)  (how routers treat it)');
    expect(lines.find((line) => / ecn /.test(line))?.trim()).toBe('ecn  Not-ECT (0)  (congestion)');
  });

  it('are refused in a spec where they leave bits, have the name of a field, or have no plain number', () => {
    const of = (fields: object) => () => layer('Parted', { fields: fields as never });
    expect(of({ a: u8({ parts: { x: { bits: 3 } } }) })).toThrow('Parted.a: its parts have 3 bits, and the field has 8');
    expect(of({ a: u8({ parts: { b: { bits: 8 } } }), b: u8() })).toThrow("Parted.a: its part 'b' has the name of another field");
    expect(of({ a: octets({ parts: { x: { bits: 8 } } } as never) })).toThrow(/^Parted\.a: has parts; only a plain number/);
    expect(of({ a: u8({ parts: { x: 3 } as never }) })).toThrow(/Parted\.a.*parts/);
    const L = layer('Parted', { fields: { a: u8({ parts: { x: { bits: 5, names: names({ one: 1 }) }, y: { bits: 3 } } }) } });
    expect(toHex(packet(L({ x: 'one', y: 7 } as never)).bytes)).toBe('0f');
  });
});
