import { describe, expect, expectTypeOf, it } from 'vitest';
import { chainOf } from '../../../test/support/rebuild.ts';
import { toHex } from '../../bytes/hex.ts';
import { Registry } from '../chain/registry.ts';
import { bind, bindAll } from '../chain/bindings.ts';
import { dissectFunction, packetFunction } from '../packet-functions.ts';
import { bits, u16, u32, u8 } from '../fields/integers.ts';
import { octets } from '../fields/octets.ts';
import type { ColumnFunction } from '../spec/spec.ts';
import { layer } from './layer.ts';
import { quoted, quotedHead, quotedSpace } from './quote.ts';

const Head = layer('Head', {
  wireshark: 'head',
  fields: {
    next: u8({ selects: 'next' }),
    size: u8({ measures: 'header', unit: 4, wireshark: 'head.size' }),
    a: u16({ fill: 'source-address', wireshark: 'head.a' }),
    b: u32({ wireshark: 'head.b' }),
    high: bits(4),
    low: bits(12, { hints: 'port' }),
    sum: u16({ checksums: 'layer' }),
    rest: octets(),
  },
  columns: { 'head.twice': (h) => h.b * 2 },
  match: { hash: (h) => h.a, answers: (reply, request) => reply.a === request.a },
});
const HeadError = quotedHead(Head, 'HeadError', ['next', 'size', 'a']);
const WholeError = quoted(Head, 'WholeError', { title: 'whole' });
const Body = layer('Body', { fields: { x: u8() } });
const BodyError = quoted(Body, 'BodyError');
const Outer = layer('Outer', { fields: { kind: u8({ selects: 'outer' }) } });

const registry = new Registry([
  ...bind(Outer, { kind: 1 }, HeadError),
  ...bind(Outer, { kind: 2 }, WholeError),
  ...bindAll('next', { 7: Body }),
  ...bindAll(quotedSpace('next'), { 7: BodyError }),
]);
const packet = packetFunction(registry),
  dissect = dissectFunction(registry, Outer);
const chain = (octetsGiven: Uint8Array): string => chainOf(dissect(octetsGiven));

describe('quoted layers', () => {
  it('have the fields and columns of what they quote', () => {
    expect([...HeadError.layout.byName.keys()]).toEqual([...Head.layout.byName.keys(), 'cut']);
    expect(HeadError.layout.byName.get('b')?.options.wireshark).toBe('head.b');
    expect(HeadError.spec.wireshark).toBe('head');
    expect(HeadError.spec.quotes).toBe(Head);
    expect(WholeError.title).toBe('whole');
    // Only the machine's own addresses are filled in.
    expect(HeadError.layout.byName.get('a')?.options.fill).toBeUndefined();
  });

  it('look for what follows in spaces of their own', () => {
    expect(chain(packet(Outer({ kind: 2 }), WholeError({ next: 7 }), BodyError({ x: 1 })).bytes)).toBe('Outer/WholeError/BodyError');
    expect(packet(Outer({ kind: 2 }), WholeError(), BodyError()).get(WholeError).next).toBe(7);
  });

  it('may end behind the fields that are always there', () => {
    const whole = packet(Outer({ kind: 1 }), HeadError({ a: 0x1234, b: 5, low: 6, sum: 9 })).bytes;
    expect(toHex(whole)).toBe('010003' + '1234' + '00000005' + '0006' + '0009');
    for (let n = 5; n <= whole.length; n++) {
      const view = dissect(whole.subarray(0, n)).get(HeadError);
      expect(view?.a, `${n} octets`).toBe(0x1234);
      expect(view?.b).toBe(n >= 9 ? 5 : undefined);
      expect(view?.low).toBe(n >= 11 ? 6 : undefined);
      expect(view?.sum).toBe(n >= 13 ? 9 : undefined);
      expect(view?.cut === undefined ? undefined : toHex(view.cut)).toBe(n >= 13 ? undefined : toHex(whole.subarray(5, n)));
    }
    expect(chain(whole.subarray(0, 4))).toBe('Outer/Raw');
  });

  it('are built cut short when that is asked for', () => {
    expect(toHex(packet(HeadError({ a: 1, cut: new Uint8Array(0) })).bytes)).toBe('00000001');
    expect(toHex(packet(HeadError({ a: 1, cut: Uint8Array.of(0xaa) }), 'x').bytes)).toBe('00000001aa78');
  });

  it('give no figure for fields that are not there', () => {
    const twice = HeadError.spec.columns?.['head.twice'] as ColumnFunction<any> | undefined;
    expect(twice?.(dissect(Uint8Array.of(1, 7, 3, 0, 1)).get(HeadError) as never, undefined as never)).toBeUndefined();
    expect(twice?.(packet(HeadError({ b: 4 })).get(HeadError) as never, undefined as never)).toBe(8);
  });

  it('leave a computed field alone that is not in the quote', () => {
    const p = dissect(Uint8Array.of(1, 7, 3, 0, 1, 0xff));
    p.set(HeadError, { a: 2 });
    expect(toHex(p.bytes)).toBe('01' + '07030002' + 'ff');
  });

  it('are typed', () => {
    const p = packet(Outer(), HeadError());
    expectTypeOf(p.get(HeadError).a).toEqualTypeOf<number>();
    expectTypeOf(p.get(HeadError).b).toEqualTypeOf<number | undefined>();
    expectTypeOf(packet(WholeError()).get(WholeError).b).toEqualTypeOf<number>();
  });

  it('match as what they quote, unless told otherwise', () => {
    const match = HeadError.spec.match as NonNullable<typeof Head.spec.match>;
    expect(match.answers({ a: 1 } as never, { a: 1 } as never)).toBe(true);
    expect(match.hash({ a: 3 } as never, 'request', 0)).toBe(3);
  });
});
