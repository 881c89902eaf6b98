import { describe, expect, expectTypeOf, it } from 'vitest';
import type { PacketBatch } from '../capture/batch.ts';
import { packetAt } from '../capture/dissect-batch.ts';
import { bind } from '../packet/chain/bindings.ts';
import { mac } from '../packet/fields/addresses.ts';
import { flags, u16, u32, u8 } from '../packet/fields/integers.ts';
import { list, record, records } from '../packet/fields/lists.ts';
import { octets } from '../packet/fields/octets.ts';
import { mark, option, optionList } from '../packet/fields/options.ts';
import { mayEnd, when } from '../packet/fields/conditional.ts';
import { layer } from '../packet/layer/layer.ts';
import { objectOf } from '../packet/object/packet-object.ts';
import { Ether } from '../protocols/link/ethernet.ts';
import { packet, protocols } from '../protocols/protocols.ts';
import { FieldLines } from '../text/tshark/field-lines.ts';
import type { ColumnData } from './columns.ts';
import { columns } from './default-columns.ts';
import { fieldNames } from './field-names.ts';

const Entry = layer('Entry', {
  fields: {
    id: u16({ hex: true, wireshark: 't.id' }),
    mode: flags(8, 'AB', { wireshark: 't.mode' }),
    who: mac({ wireshark: 't.who' }),
    kind: u8({ names: { one: 1 }, wireshark: ['t.kind', 't.both'] }),
    more: when('kind', u32({ hex: true, wireshark: 't.more' })),
  },
  columns: {
    't.twice': ({ id }) => [id, 2 * id],
    't.half': { hex: 16, of: ({ id }) => id >> 1 },
  },
});
const Table = layer('Table', {
  fields: {
    count: u8({ counts: 'entries', wireshark: 't.both' }),
    entries: records(() => Entry),
    options: optionList({
      kinds: {
        0: mark('EOL'),
        1: option('Id', u16({ hex: true, wireshark: 't.opt.id' })),
        2: option('Key', octets({ wireshark: 't.opt.key' })),
        3: option('Numbers', list(u8({ hex: true, wireshark: 't.opt.numbers' }))),
        4: option(
          'Entry',
          record(() => Entry),
        ),
        5: option('End', mayEnd(u16({ hex: true, wireshark: 't.opt.end' }))),
      },
      wireshark: { type: 't.opt.type', length: 't.opt.len' },
    }),
  },
  columns: {
    // What the option list would say, but otherwise.
    't.opt.len': { hex: 16, of: ({ options }) => options.length },
    't.sum': { hex: 24, of: ({ entries }) => entries.map((e) => e.id) },
  },
});
const registry = protocols.with(bind(Ether, { type: 0x88b5 }, Table));

const entry = (id: number, kind: number, more?: number) => ({
  id,
  mode: 'B',
  who: '02:00:00:00:00:01',
  kind,
  ...(more !== undefined && { more }),
});
const full = packet(
  Ether({ dst: '02:00:00:00:00:02', src: '02:00:00:00:00:03', type: 0x88b5 }),
  Table({
    entries: [entry(0x1a, 1, 0xff), entry(2, 0)],
    options: [
      ['Id', 0x2b],
      ['Key', Uint8Array.of(1, 0xab)],
      ['Numbers', [7, 15]],
      ['Entry', entry(3, 0)],
      'EOL',
      ['End', 0x1f],
      [9, Uint8Array.of(1)],
    ],
  }),
).bytes;
const bare = packet(Ether({ dst: '02:00:00:00:00:02', src: '02:00:00:00:00:03', type: 0x88b5 }), Table({ entries: [] })).bytes;

function batchOf(...frames: Uint8Array[]): PacketBatch {
  const n = frames.length,
    data = new Uint8Array(frames.reduce((sum, f) => sum + f.length, 0)),
    offset = new Uint32Array(n);
  let at = 0;
  frames.forEach((f, i) => {
    data.set(f, at);
    offset[i] = at;
    at += f.length;
  });
  const captured = Uint32Array.from(frames, (f) => f.length);
  const zeros = new Uint32Array(n);
  return {
    n,
    data,
    offset,
    captured,
    wire: captured,
    sec: new Float64Array(n),
    nsec: zeros,
    iface: zeros,
    flags: zeros,
  } as unknown as PacketBatch;
}

function ask(names: readonly string[], occurrence: 'first' | 'all', ...frames: Uint8Array[]): unknown[][] {
  const plan = columns(names, { registry, first: Ether, occurrence });
  const out = plan.output();
  plan.run(batchOf(...frames), out);
  return names.map((name) => {
    const { present, values } = out.column(name);
    return frames.map((_, i) => (present[i] === 1 ? values[i] : undefined));
  });
}

const text = (names: readonly string[], frame: Uint8Array): string[] => {
  const batch = batchOf(frame);
  const row = { batch, i: 0, number: 1, linkType: 1, numbered: false };
  return new FieldLines(registry, names).line(objectOf(packetAt(batch, 0, [], registry)), row).split('\t');
};

describe('names of fields inside fields', () => {
  it('are columns of all values, in the order of the octets', () => {
    const names = ['t.id', 't.kind', 't.both', 't.who', 't.more', 't.opt.id', 't.opt.numbers', 't.opt.type'];
    expect(ask(names, 'all', full, bare)).toEqual([
      [[0x1a, 2, 3], undefined],
      [[1, 0, 0], undefined],
      // The field itself comes before what is inside the next one.
      [[2, 1, 0, 0], [0]],
      [Array(3).fill('02:00:00:00:00:01'), undefined],
      [[0xff], undefined],
      [[0x2b], undefined],
      [[7, 15], undefined],
      [[1, 2, 3, 4, 0, 5, 9], undefined],
    ]);
  });

  it('are columns of the first value', () => {
    expect(ask(['t.id', 't.both', 't.opt.numbers', 't.more'], 'first', full, bare)).toEqual([
      [0x1a, undefined],
      [2, 0],
      [7, undefined],
      [0xff, undefined],
    ]);
  });

  it('give way to the column that a spec has under the name', () => {
    expect(fieldNames(registry).get('t.opt.len')).toMatchObject([{ layer: Table, hex: 16 }]);
    expect(ask(['t.opt.len'], 'all', full, bare)).toEqual([[[7], [0]]]);
  });

  it('are columns that a record has as functions, too', () => {
    expect(ask(['t.twice', 't.half'], 'all', full, bare)).toEqual([
      [[0x1a, 0x34, 2, 4, 3, 6], undefined],
      [[0x0d, 1, 1], undefined],
    ]);
    expect(text(['t.twice', 't.half'], full)).toEqual(['26,52,2,4,3,6', '0x000d,0x0001,0x0001']);
  });

  it('are written as their fields say', () => {
    const of = (name: string): string | undefined => text([name], full)[0];
    expect(of('t.id')).toBe('0x001a,0x0002,0x0003');
    expect(of('t.mode')).toBe('0x02,0x02,0x02');
    expect(of('t.who')).toBe(Array(3).fill('02:00:00:00:00:01').join());
    expect(of('t.kind')).toBe('1,0,0');
    // One that is there only sometimes, too.
    expect(of('t.more')).toBe('0x000000ff');
    expect(of('t.opt.end')).toBe('0x001f');
    expect(of('t.opt.id')).toBe('0x002b');
    expect(of('t.opt.key')).toBe('01ab');
    expect(of('t.opt.numbers')).toBe('0x07,0x0f');
    expect(of('t.opt.type')).toBe('1,2,3,4,0,5,9');
    expect(text(['t.opt.key', 't.id'], bare)).toEqual(['', '']);
  });

  it('leave columns with a form to it', () => {
    expect(text(['t.opt.len', 't.sum'], full)).toEqual(['0x0007', '0x00001a,0x000002']);
  });

  it('are known to nobody who does not have them', () => {
    expect(fieldNames(protocols).has('t.id')).toBe(false);
    expect(() => columns(['t.idd'], { registry, first: Ether })).toThrow(/did you mean 't\.id'/);
  });

  it('are typed as all columns', () => {
    const plan = columns(['t.id', 'eth.type'], { registry, first: Ether });
    expectTypeOf(plan.output().column('t.id')).toEqualTypeOf<ColumnData>();
    expect(plan.fields).toEqual(['t.id', 'eth.type']);
  });
});
