import { describe, expect, it } from 'vitest';
import { batchOf } from '../../../test/support/batch-of.ts';
import { columnPlan } from '../../filter/columns.ts';
import { packetFromJson } from '../from-json.ts';
import { lsFunction } from '../ls.ts';
import { octets } from '../fields/octets.ts';
import { u16, u8 } from '../fields/integers.ts';
import { layer } from '../layer/layer.ts';
import { dissectFunction, packetFunction } from '../packet-functions.ts';
import type { AnyLayer } from '../spec/spec.ts';
import { bind, bindAll, bindAlways, bindGuesses, bindVariants, decodeAs } from './bindings.ts';
import { packet, protocols } from '../../protocols/protocols.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { Registry } from './registry.ts';

const any = (l: unknown): AnyLayer => l as AnyLayer;
const Port = layer('Port', { fields: { sport: u8({ hints: 'p' }), dport: u8({ hints: 'p' }) } });
const Three = layer('Three', { fields: { a: u8() }, begins: (b, start) => b[start] === 3 });
const Four = layer('Four', { fields: { a: u8() } });

const chain = (registry: Registry, octets: readonly number[], first: unknown): string =>
  dissectFunction(
    registry,
    any(first),
  )(Uint8Array.from(octets))
    .layers()
    .map((l) => l.layerName)
    .join('/');

describe('a layer that says whether it begins there', () => {
  const registry = new Registry(bindAll('p', { 3: any(Three), 4: any(Four) })).with(bindAll('first', { 1: any(Port) }));
  it('stands where it does, and gives the other port its turn where it does not', () => {
    expect(chain(registry, [3, 4, 3], Port)).toBe('Port/Three');
    expect(chain(registry, [3, 4, 9], Port)).toBe('Port/Four');
    expect(chain(registry, [4, 3, 9], Port)).toBe('Port/Four');
    expect(chain(registry, [3, 9, 9], Port)).toBe('Port/Raw');
  });
});

describe('a layer that no number names', () => {
  const Fcs = layer('OwnFcs', { fields: { sum: u8({ wireshark: 'ownfcs.sum' }) } });
  const Inner = layer('OwnInner', { fields: { x: u8({ wireshark: 'owninner.x' }) }, trailer: { layer: () => any(Fcs) } });
  const Outer = layer('OwnOuter', {
    fields: { k: u8() },
    next: { to: () => [any(Inner)], choose: ({ k }) => (k === 1 ? any(Inner) : undefined) },
  });
  const Wrong = layer('OwnWrong', { fields: { k: u8() }, next: { to: () => nothing.at(0)!.all, choose: () => undefined } });
  const nothing: { all: AnyLayer[] }[] = [];
  const registry = new Registry(bindAll('first', { 1: any(Outer), 2: any(Wrong) }));

  it('is known to the registry by the layer that leads to it: by name, for columns, ls and JSON', () => {
    expect([...registry.layers.values()].map((l) => l.layerName).sort()).toEqual([
      'OwnFcs',
      'OwnInner',
      'OwnOuter',
      'OwnWrong',
      'Padding',
      'Raw',
    ]);
    expect(registry.layer('OwnFcs')).toBe(Fcs);
    expect(registry.layerWith(Inner.id)).toBe(Inner);
    expect(lsFunction(registry)('OwnInner')).toContain('OwnInner');
    const octets = Uint8Array.of(1, 7, 9);
    const p = dissectFunction(registry, any(Outer))(octets);
    expect(packetFromJson(registry, p.json()).bytes).toEqual(octets);
    const plan = columnPlan(registry, ['owninner.x', 'ownfcs.sum'], { first: any(Outer) });
    const out = plan.output();
    plan.run(batchOf([octets]), out);
    expect([out.column('owninner.x').values[0], out.column('ownfcs.sum').values[0]]).toEqual([7, 9]);
  });
});

describe('several layers of one number', () => {
  const Five = layer('Five', { fields: { a: u8() }, begins: (b, start) => b[start] === 5 });
  const first = bindAll('first', { 1: any(Port) });
  const both = new Registry([...bindAll('p', { 3: [any(Three), any(Five)], 4: any(Four) }), ...first]);

  it('are tried in order, then those of the other port', () => {
    expect(chain(both, [3, 9, 3], Port)).toBe('Port/Three');
    expect(chain(both, [3, 9, 5], Port)).toBe('Port/Five');
    expect(chain(both, [3, 4, 9], Port)).toBe('Port/Four');
    expect(chain(both, [3, 9, 9], Port)).toBe('Port/Raw');
    expect(chain(both, [3, 9], Port)).toBe('Port');
  });

  it('are all built with it', () => {
    const packet = packetFunction(both);
    expect([...packet(any(Port)(), any(Five)()).bytes]).toEqual([0, 3, 0]);
    expect([...packet(any(Port)(), any(Three)()).bytes]).toEqual([0, 3, 0]);
  });

  it('may follow whatever a layer says', () => {
    const registry = new Registry([...bindAlways(any(Four), any(Three), any(Five)), ...bindAll('first', { 1: any(Four) })]);
    expect(chain(registry, [0, 3], Four)).toBe('Four/Three');
    expect(chain(registry, [0, 5], Four)).toBe('Four/Five');
    expect(chain(registry, [0, 9], Four)).toBe('Four/Raw');
  });

  it('are guessed where no number names one that begins there', () => {
    const guessed = new Registry([...both.bindings, ...bindGuesses('p', [any(Five), any(Three)])]);
    expect(chain(guessed, [9, 9, 5], Port)).toBe('Port/Five');
    expect(chain(guessed, [9, 9, 3], Port)).toBe('Port/Three');
    expect(chain(guessed, [9, 9, 9], Port)).toBe('Port/Raw');
    // Both ports name layers that do not begin there.
    const other = new Registry([...bindAll('p', { 3: any(Three), 7: any(Three) }), ...first, ...bindGuesses('p', [any(Five)])]);
    expect(chain(other, [3, 7, 5], Port)).toBe('Port/Five');
    expect(chain(other, [9, 7, 5], Port)).toBe('Port/Five');
  });

  it('are held to more where they are guesses', () => {
    const Sure = layer('Sure', { fields: { one: u8() }, begins: (b, o) => b[o] === 5, surely: (_b, o, e) => e - o === 2 });
    const alone = new Registry([...bindAll('p', { 7: any(Sure) }), ...first, ...bindGuesses('p', [any(Sure)])]);
    expect(chain(alone, [9, 9, 5], Port)).toBe('Port/Raw');
    expect(chain(alone, [9, 9, 5, 0], Port)).toBe('Port/Sure/Raw');
    expect(chain(alone, [9, 7, 5], Port)).toBe('Port/Sure');
    const several = alone.with(...bindGuesses('p', [any(Five)]));
    expect(chain(several, [9, 9, 5], Port)).toBe('Port/Five');
    expect(chain(several, [9, 9, 5, 0], Port)).toBe('Port/Sure/Raw');
  });

  it("are overruled by the user's word, whichever port is lower", () => {
    expect(chain(both, [4, 9, 5], Port)).toBe('Port/Four');
    const told = both.with(decodeAs(any(Port), { dport: 9 }, any(Five)));
    expect(chain(told, [4, 9, 5], Port)).toBe('Port/Five');
    expect(chain(told, [9, 4, 5], Port)).toBe('Port/Five');
    // What does not begin there is not there: the numbers count again.
    expect(chain(told, [4, 9, 6], Port)).toBe('Port/Four');
    expect(chain(both.with(bind(any(Port), { dport: 9 }, any(Five))), [4, 9, 5], Port)).toBe('Port/Four');
  });
});

describe('a function that chooses the next layer', () => {
  const Chooses = layer('Chooses', {
    fields: { type: u8({ selects: 'c' }) },
    next: { to: () => [any(Four)], choose: (self) => (self.type === 9 ? any(Four) : undefined) },
  });
  const registry = new Registry([...bindAll('c', { 3: any(Three) }), ...bindAll('first', { 1: any(Chooses) })]);
  it('is asked first, and numbers count where it chooses none', () => {
    expect(chain(registry, [9, 1], Chooses)).toBe('Chooses/Four');
    expect(chain(registry, [3, 3], Chooses)).toBe('Chooses/Three');
    expect(chain(registry, [5, 3], Chooses)).toBe('Chooses/Raw');
  });
});

describe('a selector and a length behind a variable field', () => {
  const Behind = layer('Behind', {
    fields: { n: u8({ measures: 'name' }), name: octets(), type: u8({ selects: 'b' }), len: u16({ measures: 'payload' }) },
  });
  const registry = new Registry([...bindAll('b', { 7: any(Four), 8: any(Behind) }), ...bindAll('first', { 1: any(Behind) })]);
  it('are read where they stand', () => {
    expect(chain(registry, [2, 0x61, 0x62, 7, 0, 1, 5, 6], Behind)).toBe('Behind/Four/Padding');
    expect(chain(registry, [0, 9, 0, 1, 5], Behind)).toBe('Behind/Raw');
    // Cut off before them: nothing is known.
    expect(chain(registry, [2, 0x61], Behind)).toBe('Raw');
  });
  it('are computed when it is built', () => {
    const p = packetFunction(registry)(Behind({ name: 'ab' }), Four({ a: 5 }));
    expect([...p.bytes]).toEqual([2, 0x61, 0x62, 7, 0, 1, 5]);
    const twice = packetFunction(registry)(Behind({ name: 'a' }), Behind({ name: 'bcd' }), Four({ a: 5 }));
    expect([...twice.bytes]).toEqual([1, 0x61, 8, 0, 8, 3, 0x62, 0x63, 0x64, 7, 0, 1, 5]);
  });
  it('stay right when the layer changes', () => {
    const p = dissectFunction(registry, any(Behind))(Uint8Array.from([2, 0x61, 0x62, 7, 0, 1, 5]));
    p.set(Behind as never, { name: 'xyz' } as never);
    expect([...p.bytes]).toEqual([3, 0x78, 0x79, 0x7a, 7, 0, 1, 5]);
  });
});

describe("a layer in another one's place", () => {
  const A = layer('A', { fields: { type: u8(), x: u8() } });
  const B = layer('B', { fields: { type: u8(), x: u8(), y: u16() } });
  const C = layer('C', { fields: { type: u8() } });
  it('is told by a number, or a range; where octets are too few for it, and that is allowed, the first one stands', () => {
    const registry = new Registry(
      bindVariants(
        any(A),
        'type',
        [
          [1, any(B)],
          [[2, 5], any(C)],
        ],
        { optional: true },
      ),
    );
    expect(chain(registry, [1, 0, 0, 0], A)).toBe('B');
    expect(chain(registry, [1, 0, 0], A)).toBe('A/Raw');
    expect(chain(registry, [4, 0], A)).toBe('C/Raw');
    expect(chain(registry, [6, 0], A)).toBe('A');
  });
  it('ends, should two of them point at each other', () => {
    const registry = new Registry([...bindVariants(any(A), 'type', [[1, any(C)]]), ...bindVariants(any(C), 'type', [[1, any(A)]])]);
    expect(chain(registry, [1, 0], A)).toBe('Raw');
  });
  it('is refused where the range or the field cannot be', () => {
    const bad = '4;globalThis.escaped=1' as never;
    expect(() => bindVariants(any(A), 'type', [[bad, any(B)]])).toThrow(expect.objectContaining({ code: 'ERR_SPEC' }));
    expect(() => bindVariants(any(A), 'type', [[[5, 1], any(B)]])).toThrow(/range is 5 to 1/);
    // One whose spec is a function is checked when it is made.
    const Lazy = layer('Lazy', () => ({ fields: { type: u8() } }));
    const registry = new Registry(bindVariants(any(Lazy), 'tipe', [[1, any(B)]]));
    expect(() => chain(registry, [1, 0], Lazy)).toThrow(/did you mean 'type'/);
    expect(globalThis).not.toHaveProperty('escaped');
  });
});

describe('a wrong spec', () => {
  it('keeps nobody from the other layers of its registry', () => {
    const Wrong = layer('Wrong', () => ({ fields: { n: u8({ measures: 'nothing' }) } }));
    const registry = new Registry([...bindAll('p', { 3: any(Wrong), 4: any(Four) }), ...bindAll('first', { 1: any(Port) })]);
    expect(chain(registry, [4, 9, 1], Port)).toBe('Port/Four');
    expect(() => chain(registry, [3, 9, 1], Port)).toThrow(expect.objectContaining({ code: 'ERR_SPEC' }));
  });
});

it('layers of a registry of your own are built with their own numbers', () => {
  const registry = protocols.with(bind(UDP, { sport: 9999, dport: 9999 }, Four));
  expect([...packet(UDP({ chksum: 1 }), Four({ a: 7 }), { registry }).bytes]).toEqual([0x27, 0x0f, 0x27, 0x0f, 0, 9, 0, 1, 7]);
  const p = packet(UDP(), Four(), { registry });
  expect(p.get(Four)?.a).toBe(0);
  expect(p.copy().with('x').summary()).toContain('Four');
});

describe('what a layer wants of those below', () => {
  const Want = layer('Want', { fields: { a: u8() }, below: { Low: { sport: 9, dport: 4 } } });
  const Low = layer('Low', { fields: { sport: u8({ default: 3, hints: 'p' }), dport: u8({ default: 3, hints: 'p' }) } });
  const registry = new Registry(bindAll('p', { 3: any(Three), 4: any(Want), 9: any(Want) })).with(bindAll('first', { 1: any(Low) }));

  it('counts more than the number that it is bound to', () => {
    const make = packetFunction(registry);
    expect([...make(Low(), Want()).bytes]).toEqual([9, 4, 0]);
    expect([...make(Low({ sport: 5 }), Want()).bytes].slice(0, 1)).toEqual([5]);
  });
});

it('a layer that nothing leads to is found where it is named', () => {
  const Lone = layer('Lone', { fields: { a: u8() } });
  expect(chain(new Registry([]), [7], Lone)).toBe('Lone');
});
