import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../bytes/random.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { packet } from '../../protocols/protocols.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { Raw } from '../layer/raw.ts';
import { RandInt, RandShort } from './random-values.ts';
import { range } from './sets.ts';
import { AutoTime, CorruptedBits, CorruptedBytes, corruptBits, corruptBytes, IncrementalValue } from './volatile.ts';

const differences = (a: Uint8Array, b: Uint8Array): number => a.reduce((n, x, i) => n + (x === b[i] ? 0 : 1), 0);
const bitDifferences = (a: Uint8Array, b: Uint8Array): number =>
  a.reduce((n, x, i) => n + [...((x ^ (b[i] ?? 0)) >>> 0).toString(2)].filter((c) => c === '1').length, 0);

describe('volatile values', () => {
  it('IncrementalValue counts within one pass', () => {
    const t = packet(IP({ dst: '192.0.2.1', id: IncrementalValue(5, 2, 11), ttl: range(1, 5) }));
    const ids = (): number[] => [...t].map((p) => p.get(IP).id);
    expect(ids()).toEqual([5, 7, 9, 5, 7]);
    expect(ids()).toEqual([5, 7, 9, 5, 7]);
  });

  it('AutoTime is the clock of its option', () => {
    expect(AutoTime({ now: () => 1_234_999 }).draw(seededRandom(1))).toBe(1234);
    expect(AutoTime({ now: () => 1_234_999, base: 1000 }).draw(seededRandom(1))).toBe(234);
  });

  it('damage is as large as asked', () => {
    const octets = new Uint8Array(200);
    const r = seededRandom(3);
    expect(differences(octets, corruptBytes(octets, r, { n: 7 }))).toBe(7);
    expect(differences(octets, corruptBytes(octets, r))).toBe(2);
    expect(differences(octets, corruptBytes(octets, r, { p: 0.5 }))).toBe(100);
    expect(bitDifferences(octets, corruptBits(octets, r, { n: 9 }))).toBe(9);
    expect(bitDifferences(octets, corruptBits(octets, r))).toBe(16);
    expect(corruptBytes(new Uint8Array(0), r)).toEqual(new Uint8Array(0));
    expect(octets.every((x) => x === 0)).toBe(true);
  });

  it('damaged octets are others each time, and the same with the same seed', () => {
    const t = packet(IP({ dst: '192.0.2.1' }), UDP({ sport: RandShort() }), Raw({ load: CorruptedBytes('hello, world', { n: 1 }) })).repeat(
      4,
    );
    const texts = (seed: number): string[] => [...t.seeded(seed)].map((p) => Buffer.from(p.bytes).toString('hex'));
    expect(new Set(texts(1)).size).toBe(4);
    expect(texts(1)).toEqual(texts(1));
    expect(texts(1)).not.toEqual(texts(2));
    expect(CorruptedBits('abc').draw(seededRandom(1))).not.toEqual(new Uint8Array([97, 98, 99]));
  });

  it('what was drawn stays in a packet', () => {
    const p = packet(IP({ dst: '192.0.2.1', id: RandShort() }), UDP({ dport: RandShort() })).first();
    expect(p.get(IP).id).toBe(p.get(IP).id);
    expect([...packet(IP({ src: RandInt() })).repeat(3)].length).toBe(3);
  });
});
