import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../bytes/hex.ts';
import type { Described } from '../spec/field.ts';
import { forEachInside, namesInside, valuesInside } from '../spec/inside.ts';
import { slotOf } from '../spec/slot-of.ts';
import type { AnyLayer, Layer, View } from '../spec/spec.ts';
import { layer } from '../layer/layer.ts';
import { ipv4 } from './addresses.ts';
import { aligned } from './aligned.ts';
import { ber } from './ber/ber.ts';
import { choose, mayEnd, when } from './conditional.ts';
import { bits, flags, u16, u32, u8 } from './integers.ts';
import { listUntil } from './list-until.ts';
import { list, record, records } from './lists.ts';
import { readRecord } from './nested.ts';
import { marked } from './marked.ts';
import { octets } from './octets.ts';
import { mark, option, optionList } from './options.ts';
import { prefixedText } from './prefixed.ts';
import { sized } from './sized.ts';

const view = (l: Layer<any, any, any>, ...b: number[]): View => readRecord(l as AnyLayer, Uint8Array.from(b), 0, b.length, 0);

/** What is inside the field `field` under the name. */
function inside(l: Layer<any, any, any>, field: string, name: string, ...b: number[]): unknown[] {
  return valuesInside(view(l, ...b), slotOf(l as AnyLayer, field), name).map((x) => (x instanceof Uint8Array ? toHex(x) : x));
}
const names = (l: Layer<any, any, any>, field: string): string[] => [...namesInside(slotOf(l as AnyLayer, field).kind)];

const Pair = layer('Pair', {
  fields: {
    key: u8({ wireshark: 't.key' }),
    size: u8({ measures: 'values' }),
    values: list(u16({ wireshark: ['t.value', 't.any'] }), { rest: true }),
  },
});
const Group = layer('Group', { fields: { size: u8({ measures: 'pairs' }), pairs: records(() => Pair, { rest: true }) } });
const Groups = layer('Groups', {
  fields: { n: u8({ counts: 'groups' }), groups: records(() => Group), last: mayEnd(record(() => Pair)) },
});

describe("Wireshark's names inside fields", () => {
  it('of lists up to an end mark', () => {
    const Marked = layer('Marked', {
      fields: {
        pairs: listUntil(
          record(() => Pair),
          0,
        ),
        last: u8(),
      },
    });
    expect(names(Marked, 'pairs')).toEqual(['t.key', 't.value', 't.any']);
    expect(inside(Marked, 'pairs', 't.value', 1, 4, 0, 10, 0, 11, 2, 2, 0, 12, 0, 9)).toEqual([10, 11, 12]);
    // Without the mark, what is whole counts.
    expect(inside(Marked, 'pairs', 't.key', 1, 2, 0, 10, 2, 9)).toEqual([1]);
  });

  it('of lists in records in lists of records', () => {
    expect(names(Groups, 'groups')).toEqual(['t.key', 't.value', 't.any']);
    const b = [2, 6, 1, 4, 0, 10, 0, 11, 4, 2, 2, 0, 12, 3, 2, 0, 13];
    expect(inside(Groups, 'groups', 't.key', ...b)).toEqual([1, 2]);
    expect(inside(Groups, 'groups', 't.any', ...b)).toEqual([10, 11, 12]);
    expect(inside(Groups, 'last', 't.value', ...b)).toEqual([13]);
    expect(inside(Groups, 'last', 't.value', ...b.slice(0, 13))).toEqual([]);
    expect(inside(Groups, 'groups', 't.other', ...b)).toEqual([]);
  });

  it('of fields that begin at a multiple of some octets', () => {
    const Padded = layer('Padded', {
      fields: {
        pairs: list(
          aligned(
            4,
            record(() => Pair),
          ),
        ),
      },
    });
    const b = [1, 3, 0, 7, 9, 0, 0, 0, 2, 2, 0, 8];
    expect(inside(Padded, 'pairs', 't.key', ...b)).toEqual([1, 2]);
    expect(inside(Padded, 'pairs', 't.value', ...b)).toEqual([7, 8]);
  });

  it('of fields behind a length or a mark', () => {
    const Behind = layer('Behind', {
      fields: {
        short: sized(
          'u16',
          records(() => Pair),
        ),
        last: marked(
          0xff,
          record(() => Pair),
        ),
      },
    });
    const b = [0, 8, 1, 2, 0, 10, 2, 2, 0, 11, 0xff, 3, 2, 0, 12];
    expect(names(Behind, 'short')).toEqual(['t.key', 't.value', 't.any']);
    expect(inside(Behind, 'short', 't.any', ...b)).toEqual([10, 11]);
    expect(inside(Behind, 'last', 't.any', ...b)).toEqual([12]);
    // Octets that are no whole records have none.
    expect(inside(Behind, 'short', 't.any', 0, 4, 1, 3, 0, 10)).toEqual([]);
  });

  it('come with the field that they are of', () => {
    const of: Described[] = [];
    forEachInside(view(Group, 4, 1, 2, 0, 7), slotOf(Group as unknown as AnyLayer, 'pairs'), 't.any', (value, field) => {
      expect(value).toBe(7);
      of.push(field);
    });
    expect(of.map(({ kind, options }) => [kind.label, options.wireshark])).toEqual([['u16', ['t.value', 't.any']]]);
  });

  it('of options: their type, length and octets, and the values of known ones', () => {
    const Options = layer('Options', {
      fields: {
        options: optionList({
          kinds: {
            0: mark('End'),
            1: option('Number', u16({ wireshark: 't.number' })),
            2: option('Addresses', list(ipv4({ wireshark: 't.address' }))),
            3: option(
              'Pair',
              record(() => Pair),
            ),
            4: option('All', list(u8(), { wireshark: 't.all' })),
            5: option('Text', prefixedText('u8', { wireshark: 't.text' })),
          },
          end: 0,
          wireshark: { type: ['t.type', 't.either'], length: ['t.length', 't.either'], value: 't.octets' },
        }),
      },
    });
    expect(names(Options, 'options').sort()).toEqual(
      ['t.address', 't.all', 't.any', 't.either', 't.key', 't.length', 't.number', 't.octets', 't.text', 't.type', 't.value'].sort(),
    );
    const of = (name: string): unknown[] =>
      // A number, one of the wrong length, addresses, a pair, a pair whose size lies, an unknown one, a list, text, the end, padding.
      inside(
        Options,
        'options',
        name,
        ...[1, 2, 0, 9, 1, 1, 8, 2, 8, 192, 0, 2, 1, 192, 0, 2, 2, 3, 4, 7, 2, 0, 5],
        ...[3, 4, 7, 9, 0, 5, 99, 1, 170, 4, 2, 5, 6, 5, 2, 1, 65, 0, 1, 2, 0, 8],
      );
    expect(of('t.type')).toEqual([1, 1, 2, 3, 3, 99, 4, 5, 0]);
    expect(of('t.length')).toEqual([2, 1, 8, 4, 4, 1, 2, 2]);
    expect(of('t.either').slice(0, 4)).toEqual([1, 2, 1, 1]);
    expect(of('t.octets')).toEqual(['0009', '08', 'c0000201c0000202', '07020005', '07090005', 'aa', '0506', '0141']);
    expect(of('t.number')).toEqual([9]);
    expect(of('t.address')).toEqual(['192.0.2.1', '192.0.2.2']);
    expect(of('t.key')).toEqual([7]);
    expect(of('t.value')).toEqual([5]);
    // A list with a name has as many values as items.
    expect(of('t.all')).toEqual([5, 6]);
    expect(of('t.text')).toEqual(['A']);
  });

  it('of the case that is chosen', () => {
    const Chosen = layer('Chosen', {
      fields: {
        type: u8(),
        body: choose(({ type }) => type, { 1: u16({ wireshark: 't.short' }), 2: record(() => Pair) }, octets({ wireshark: 't.octets' })),
      },
    });
    expect(names(Chosen, 'body')).toEqual(['t.short', 't.key', 't.value', 't.any', 't.octets']);
    expect(inside(Chosen, 'body', 't.short', 1, 0, 5)).toEqual([5]);
    expect(inside(Chosen, 'body', 't.octets', 1, 0, 5)).toEqual([]);
    expect(inside(Chosen, 'body', 't.value', 2, 9, 2, 0, 6)).toEqual([6]);
    expect(inside(Chosen, 'body', 't.octets', 3, 9, 2)).toEqual(['0902']);
    // What is not all there has no value.
    expect(inside(Chosen, 'body', 't.short', 1, 0)).toEqual([]);
    expect(inside(Chosen, 'body', 't.key', 2, 9, 4, 0, 6)).toEqual([]);
  });

  it('are of no field that is not there', () => {
    const Sometimes = layer('Sometimes', {
      fields: {
        type: u8(),
        numbers: when(
          { type: 1 },
          records(() => Pair),
        ),
        rest: octets(),
      },
    });
    expect(inside(Sometimes, 'numbers', 't.value', 1, 9, 2, 0, 6)).toEqual([6]);
    expect(inside(Sometimes, 'numbers', 't.value', 0, 9, 2, 0, 6)).toEqual([]);
    const Inner = layer('Inner', { fields: { has: u8(), word: when('has', u16({ wireshark: 't.word' })) } });
    const Outer = layer('Outer', { fields: { inner: list(record(() => Inner)) } });
    expect(inside(Outer, 'inner', 't.word', 0, 1, 0, 7, 0)).toEqual([7]);
  });

  it('are of no field without octets', () => {
    const Empty = layer('Empty', { fields: { size: u8({ measures: 'data' }), data: octets({ wireshark: 't.data' }) } });
    const Around = layer('Around', { fields: { entries: records(() => Empty) } });
    expect(inside(Around, 'entries', 't.data', 0, 1, 7, 0)).toEqual(['07']);
    const One = layer('One', { fields: { list: optionList({ kinds: { 1: option('A', octets({ wireshark: 't.a' })) } }) } });
    expect(inside(One, 'list', 't.a', 1, 0, 1, 1, 9)).toEqual(['09']);
  });

  it('stop where a list is damaged', () => {
    expect(inside(Group, 'pairs', 't.value', 7, 1, 2, 0, 1, 2, 9, 0)).toEqual([1]);
    expect(inside(Group, 'pairs', 't.value', 200, 1, 2, 0, 1, 2, 2, 0)).toEqual([1]);
    const Odd = layer('Odd', { fields: { numbers: list(u16({ wireshark: 't.n' })) } });
    expect(inside(Odd, 'numbers', 't.n', 0, 1, 0)).toEqual([1]);
  });

  it('never throw', () => {
    const Broken: AnyLayer = layer('Broken', () => {
      throw new Error('no spec');
    }) as never;
    const Around = layer('Around', { fields: { size: u8(), broken: records(() => Broken as Layer<'Broken', object, any>) } });
    expect(names(Around, 'broken')).toEqual([]);
    const Faulty = layer('Faulty', {
      fields: {
        body: choose(
          () => {
            throw new Error('which?');
          },
          { a: u8({ wireshark: 't.a' }) },
          list(u8({ wireshark: 't.b' })),
        ),
      },
    });
    expect(inside(Faulty, 'body', 't.b', 1, 2)).toEqual([1, 2]);
  });

  it('are found in records of their own kind, so deep as it is bounded', () => {
    const Tree: AnyLayer = layer('Tree', {
      fields: {
        value: u8({ wireshark: 't.leaf' }),
        size: u8({ measures: 'below' }),
        below: records(() => Tree as Layer<'Tree', object, any>, { rest: true }),
      },
    }) as never;
    expect(names(Tree, 'below')).toEqual(['t.leaf']);
    const nest = (depth: number): number[] => {
      let b: number[] = [];
      for (let i = depth; i >= 0; i--) b = [i, b.length, ...b];
      return b;
    };
    expect(inside(Tree, 'below', 't.leaf', ...nest(5))).toEqual([1, 2, 3, 4, 5]);
    expect(inside(Tree, 'below', 't.leaf', ...nest(100))).toHaveLength(16);
  });

  it('cost what the octets are long', () => {
    const Many = layer('Many', { fields: { pairs: records(() => Pair) } });
    let reads = 0;
    const counted = (n: number): number => {
      const b = new Uint8Array(4 * n);
      for (let i = 0; i < n; i++) b.set([1, 2, 0, 7], 4 * i);
      // Every look at an octet counts.
      const spied = new Proxy(b, {
        get: (t, key) => {
          if (typeof key === 'string' && /^\d+$/.test(key)) reads++;
          return Reflect.get(t, key, t) as unknown;
        },
      });
      reads = 0;
      const values = valuesInside(
        readRecord(Many as unknown as AnyLayer, spied, 0, b.length, 0),
        slotOf(Many as unknown as AnyLayer, 'pairs'),
        't.value',
      );
      expect(values).toHaveLength(n);
      return reads;
    };
    const one = counted(100);
    expect(counted(1000)).toBeLessThan(10.5 * one);
  });

  it('of bits and flags', () => {
    const Bits = layer('Bits', {
      fields: { high: bits(4, { wireshark: 't.high' }), low: flags(4, 'ABCD', { wireshark: 't.low' }), n: u32() },
    });
    const Around = layer('Around', { fields: { bits: records(() => Bits) } });
    expect(inside(Around, 'bits', 't.high', 0x31, 0, 0, 0, 0, 0x52, 0, 0, 0, 0)).toEqual([3, 5]);
    expect(inside(Around, 'bits', 't.low', 0x31, 0, 0, 0, 0, 0x52, 0, 0, 0, 0).map(String)).toEqual(['A', 'B']);
  });
});

describe("Wireshark's names inside BER", () => {
  it('of members, of records, of what a choice has, of lists; a long form by its value', () => {
    const Item = layer('Item', { fields: { name: ber.oid({ wireshark: 't.oid' }), n: ber.integer({ wireshark: 't.n' }) } });
    const Message = layer('Message', {
      fields: {
        message: ber.sequence({
          id: ber.integer({ wireshark: 't.id' }),
          pdu: ber.choice({ get: ber.tagged(0xa0, ber.sequence({ items: ber.sequenceOf(ber.sequence(() => Item)) })) }),
          last: ber.explicit(0x04, ber.text({ wireshark: 't.text' })),
        }),
      },
    });
    expect(names(Message, 'message')).toEqual(['t.id', 't.oid', 't.n', 't.text']);
    const b = [...fromHex('301902020007a00e300c300a06032b060102030100000403040161')];
    expect(inside(Message, 'message', 't.id', ...b)).toEqual([7]);
    expect(inside(Message, 'message', 't.oid', ...b)).toEqual(['1.3.6.1']);
    expect(inside(Message, 'message', 't.n', ...b)).toEqual([65_536]);
    expect(inside(Message, 'message', 't.text', ...b)).toEqual(['a']);
    expect(inside(Message, 'message', 't.n', ...b.slice(0, 20))).toEqual([]);
  });
});
