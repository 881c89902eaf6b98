/** What makes a layer refuses, and what its functions may do. */
import { describe, expect, it } from 'vitest';
import { Registry } from '../chain/registry.ts';
import { choose } from '../fields/conditional.ts';
import { u8 } from '../fields/integers.ts';
import { records } from '../fields/lists.ts';
import { oneLayer } from '../../../test/support/one-layer.ts';
import { packetFunction } from '../packet-functions.ts';
import type { AnyLayer } from '../spec/spec.ts';
import { announcing, layer } from './layer.ts';

const wrong = (v: unknown): never => v as never;

describe('names of layers', () => {
  it.each<[what: string, name: unknown, says: RegExp]>([
    ['none', '', /^layer: the name is ''; give text/],
    ['a number', 5, /^layer: the name is 5; give text/],
    ['nothing', undefined, /^layer: the name is undefined; give text/],
    ['one that is a number', '7', /^7: a name that is a number would lose its place in JSON/],
    ['one that is lost', '__proto__', /^__proto__: this name is reserved/],
  ])('%s', (_what, name, says) => {
    // Also where nobody asks for the spec.
    expect(() => layer(wrong(name), () => ({ fields: {} }))).toThrow(
      expect.objectContaining({ code: 'ERR_SPEC', message: expect.stringMatching(says) }),
    );
  });
});

describe('a spec that is none', () => {
  it.each<[what: string, spec: unknown, says: RegExp]>([
    ['nothing', undefined, /^T: its spec is undefined; give \{ fields/],
    ['a list', [], /^T: its spec is \[\]; give/],
    [
      'parentheses forgotten',
      () => undefined,
      /^T: its spec function returns undefined; put the object in parentheses: \(\) => \(\{ … \}\)$/,
    ],
    ['a function that throws', () => (wrong(undefined) as any).x, /^T: its spec function throws: Cannot read/],
    [
      'a function that throws what is no error',
      () => {
        throw 'x';
      },
      /^T: its spec function throws: x$/,
    ],
    ['a maker that refuses', () => ({ fields: { a: u8(), c: choose('a', {}, wrong(undefined)) } }), /^T: choose: /],
  ])('%s', (_what, spec, says) => {
    const of = expect.objectContaining({
      code: 'ERR_SPEC',
      message: expect.stringMatching(says),
      details: expect.objectContaining({ layer: 'T' }),
    });
    expect(() => (layer('T', wrong(spec)) as AnyLayer).layout).toThrow(of);
  });

  it('keeps nobody from its neighbours', () => {
    const Good = layer('Good', () => ({ fields: { n: u8() } }));
    const Bad = layer('Bad', () => wrong(undefined));
    const Worse = layer('Worse', () => (wrong(undefined) as any).fields);
    const registry = new Registry([Good, Bad, Worse].map((l, value) => ({ space: 'T', value, layer: l as unknown as AnyLayer })));
    const sound = registry.soundLayers();
    expect(sound).toContain(Good);
    expect(sound).not.toContain(Bad);
    expect(sound).not.toContain(Worse);
  });
});

describe('layers are made once', () => {
  it('a record asks its function once', () => {
    let asked = 0;
    const l = oneLayer({
      r: records(() => {
        asked++;
        return layer('R', { fields: { n: u8() } });
      }),
    });
    expect(l.read(Uint8Array.of(1, 2, 3))).toMatchObject({ r: [{ n: 1 }, { n: 2 }, { n: 3 }] });
    expect(l.make({ r: [{ n: 4 }] }).bytes).toEqual(Uint8Array.of(4));
    expect(asked).toBe(1);
  });

  it('a record of what is no layer', () => {
    expect(() => records(wrong(layer('R', { fields: {} })))).toThrow(/^records: give a function that gives the layer/);
    expect(() => oneLayer({ r: records(() => wrong(undefined)) }).make({ r: [{}] }).bytes).toThrow(/records: its function gives undefined/);
  });

  it('more than the tables have room for are refused', async () => {
    // Ids are the process's: the module once more, with a count of its own.
    const again = './layer.ts?again';
    const own = ((await import(/* @vite-ignore */ again)) as typeof import('./layer.ts')).layer;
    let made = 0;
    const all = (): void => {
      for (; made < 40_000; made++) own('Q', () => ({ fields: {} }));
    };
    expect(all).toThrow(/^Q: too many layers: there are 31999 already; make layers once, outside of functions/);
    expect(made).toBe(31_999);
  });
});

describe('a layer that is announced', () => {
  it('is the one that its file makes, once something of it is asked', () => {
    let runs = 0;
    let made: unknown;
    const of = announcing(() => {
      runs++;
      made = layer('Later', () => ({ title: 'Made later', fields: { n: u8({ default: 7 }) } }));
    });
    const Later = of('Later');
    expect([Later.layerName, runs]).toEqual(['Later', 0]);
    // A user's layer of that name is the user's.
    const own = layer('Later', () => ({ fields: { own: u8() } }));
    expect([own === wrong(Later), runs]).toEqual([false, 0]);

    const registry = new Registry([{ space: 'T', value: 0, layer: Later }]);
    expect([registry.layer('Later') === Later, runs]).toEqual([true, 0]);
    expect([Later.title, Later.layout.slots.map((slot) => slot.name), runs]).toEqual(['Made later', ['n'], 1]);
    expect(made).toBe(Later);
    expect(packetFunction(registry)(wrong(Later()), new Uint8Array([9])).bytes).toEqual(new Uint8Array([7, 9]));
    expect(layer('Later', () => ({ fields: {} }))).not.toBe(Later);
    expect(runs).toBe(1);
  });

  it('may be made by a file that another one runs', () => {
    const runInner = (): void => void layer('Inner', () => ({ fields: { n: u8() } }));
    const Inner = announcing(() => expect.fail('it was run already'))('Inner');
    const Outer = announcing(() => {
      runInner();
      layer('Outer', () => ({ fields: { of: records(() => wrong(Inner)) } }));
    })('Outer');
    expect(Object.keys(Outer.spec.fields)).toEqual(['of']);
    expect(Object.keys(Inner.spec.fields)).toEqual(['n']);
  });

  it.each<[what: string, load: () => void, says: RegExp]>([
    [
      'cannot be loaded',
      () => {
        throw new Error('no such file');
      },
      /^Lost: its part of the package cannot be loaded: no such file$/,
    ],
    ['makes another', () => void layer('Other', () => ({ fields: {} })), /^Lost: its part of the package does not define it$/],
    ['has a spec that throws', () => void layer('Lost', () => (wrong(undefined) as any).x), /^Lost: its spec function throws: Cannot read/],
  ])('is told where its file %s', (_what, load, says) => {
    const Lost = announcing(load)('Lost');
    expect(() => Lost.spec).toThrow(expect.objectContaining({ code: 'ERR_SPEC', message: expect.stringMatching(says) }));
    // A layer that somebody makes afterwards is not taken for it.
    expect(layer('Lost', () => ({ fields: {} }))).not.toBe(Lost);
  });
});
