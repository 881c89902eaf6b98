/** What the types promise. `npm run types` checks it; vitest runs it, so that what compiles also works. */
import { describe, expect, expectTypeOf, it } from 'vitest';
import { Dot1Q, dissect, Ether, IP, type NamesOfAll, type Packet, packet, TCP, type Template, UDP } from '../../src/index.ts';

const craft = () => packet(Ether(), IP({ dst: '192.0.2.2', ttl: 9 }), TCP({ dport: 80, flags: 'S' }), 'GET /');

describe('a crafted packet', () => {
  const p = craft();

  it('knows its layers, and their fields are never undefined', () => {
    expectTypeOf(p).toEqualTypeOf<Packet<'Ether' | 'IP' | 'TCP' | 'Raw'>>();
    expectTypeOf(p.get(TCP).dport).toEqualTypeOf<number>();
    expectTypeOf(p.get(IP).dst).toEqualTypeOf<string>();
    expect(p.get(TCP).dport).toBe(80);
  });

  it('may or may not have a second layer of a kind', () => {
    expectTypeOf(p.get(TCP, 2)?.dport).toEqualTypeOf<number | undefined>();
    expect(p.get(TCP, 2)).toBeUndefined();
  });

  it('keeps its type through with, without and set', () => {
    const tagged = p.with(Dot1Q({ vlan: 7 }), { after: Ether });
    expectTypeOf(tagged.get(Dot1Q).vlan).toEqualTypeOf<number>();
    expect(tagged.get(Dot1Q).vlan).toBe(7);
    expectTypeOf(tagged.without(Dot1Q)).toEqualTypeOf<typeof p>();
    expectTypeOf(p.copy().set(TCP, { dport: 81 })).toEqualTypeOf<typeof p>();
    expect(p.copy().set(TCP, { dport: 81 }).get(TCP).dport).toBe(81);
  });
});

describe('a function that wants layers', () => {
  const port = (p: Packet<'IP' | 'TCP'>): number => p.get(TCP).dport;

  it('takes packets that have them, and others besides', () => {
    expect(port(craft())).toBe(80);
    const any: Packet = craft();
    expect(any.get(TCP)?.dport).toBe(80);
  });

  it('takes a dissected one that has() has been asked about; all else may still be there or not', () => {
    const q = dissect(craft().bytes, Ether);
    if (!q.has(IP) || !q.has(TCP)) throw new Error('they are there');
    expectTypeOf(q.get(TCP).dport).toEqualTypeOf<number>();
    expectTypeOf(q.get(UDP)?.dport).toEqualTypeOf<number | undefined>();
    expect(port(q)).toBe(80);
  });

  it('knows of several packets what all of them have', () => {
    expectTypeOf<NamesOfAll<Packet<'IP' | 'TCP'> | Packet<'IP' | 'UDP'>>>().toEqualTypeOf<'IP'>();
    expectTypeOf<NamesOfAll<Packet | Packet<'IP'>>>().toEqualTypeOf<string>();
    expectTypeOf<NamesOfAll<Template<'IP'>>>().toEqualTypeOf<'IP'>();
  });
});

describe('what may be undefined', () => {
  it('is given as if it were not', () => {
    const ttl = (): number | undefined => undefined;
    expect(packet(IP({ ttl: ttl() })).get(IP).ttl).toBe(64);
    const q = packet(IP(), TCP());
    q.meta.comment = undefined;
    expect(q.meta.comment).toBeUndefined();
  });
});

describe('a dissected packet', () => {
  it('may have a layer or not', () => {
    const q = dissect(packet(Ether(), IP(), UDP()).bytes, Ether);
    expectTypeOf(q.get(UDP)?.dport).toEqualTypeOf<number | undefined>();
    expect(q.get(UDP)?.dport).toBeTypeOf('number');
    expect(q.get(TCP)).toBeUndefined();
  });
});
