/** Messages one behind another, and what stands behind a payload. The protocols are made up; octets are worked by hand. */
import { describe, expect, it } from 'vitest';
import { crc32c } from '../../bytes/crc.ts';
import { fromHex, toHex } from '../../bytes/hex.ts';
import { seededRandom } from '../../bytes/random.ts';
import { columnPlan } from '../../filter/columns.ts';
import { batchOf } from '../../../test/support/batch-of.ts';
import { when } from '../fields/conditional.ts';
import { u16, u32, u8 } from '../fields/integers.ts';
import { octets } from '../fields/octets.ts';
import { layer } from '../layer/layer.ts';
import { Padding, Raw } from '../layer/raw.ts';
import { dissectFunction, packetFunction } from '../packet-functions.ts';
import type { Fields } from '../spec/field.ts';
import type { AnyLayer } from '../spec/spec.ts';
import { bindAll } from './bindings.ts';
import { Registry } from './registry.ts';

const Carrier = layer('Carrier', () => ({
  wireshark: 'carrier',
  fields: { size: u16({ measures: 'layer' }), kind: u8({ selects: 'carrier.kind' }), sum: u16({ checksums: 'layer' }) },
}));
/** A message whose body is a field. */
const Note = layer('Note', () => ({
  wireshark: 'note',
  repeats: true,
  fields: { n: u8({ wireshark: 'note.n' }), size: u8({ measures: 'body' }), body: octets() },
  summary: ({ n }) => `Note ${n}`,
}));
/** A message that carries layers. */
const Box = layer('Box', () => ({
  wireshark: 'box',
  repeats: true,
  fields: { kind: u8({ selects: 'box.kind' }), size: u8({ measures: 'payload', wireshark: 'box.size' }) },
}));
/** A message that is filled up to a multiple of 4 octets, which its length does not count. */
const Crate = layer('Crate', () => ({
  wireshark: 'crate',
  repeats: true,
  filling: { to: 4, layer: () => Straw },
  fields: { kind: u8({ selects: 'box.kind' }), size: u8({ measures: 'layer', wireshark: 'crate.size' }) },
}));
const Straw = layer('Straw', () => ({ wireshark: '', fields: { straw: octets({ wireshark: 'crate.straw' }) } }));
const Inner = layer('Inner', () => ({
  wireshark: 'inner',
  fields: { size: u8({ measures: 'layer' }), x: u8({ wireshark: 'inner.x' }) },
  summary: ({ x }) => `Inner ${x}`,
}));
/** Nothing says what could stand behind it. */
const Leaf = layer('Leaf', () => ({ wireshark: 'leaf', fields: { x: u8() } }));
/** Its length measures all of it, and its body is what is left of that. */
const Telegram = layer('Telegram', () => ({
  wireshark: 'telegram',
  repeats: true,
  fields: { size: u8({ measures: 'layer', zeroIsOpen: true }), body: octets() },
}));
const Fcs = layer('Fcs', () => ({
  wireshark: '',
  fields: { fcs: u32({ compute: ({ b, start, parent }) => crc32c(b, firstOf(parent), start) >>> 0 }) },
}));
const Frame = layer('Frame', () => ({
  wireshark: 'frame',
  trailer: { layer: () => Fcs, present: (self) => self.flags === 1 },
  fields: { flags: u8(), kind: u8({ selects: 'carrier.kind' }) },
}));
const firstOf = (at: { parent: any; start: number } | undefined): number =>
  at?.parent === undefined ? (at?.start ?? 0) : firstOf(at.parent);

const registry = new Registry([
  ...bindAll('carrier.kind', { 1: Note, 2: Box, 3: Inner, 4: Telegram, 5: Crate }),
  ...bindAll('box.kind', { 1: Inner, 2: Box, 3: Leaf, 4: Crate }),
  { space: 'first', value: 1, layer: Carrier },
  { space: 'first', value: 2, layer: Frame },
]);
const packet = packetFunction(registry);
const dissect = dissectFunction(registry, Carrier);
const names = (hex: string, first: any = Carrier): string =>
  dissect(fromHex(hex), first)
    .layers()
    .map((l) => l.layerName)
    .join('/');

describe('messages one behind another', () => {
  it('are each a layer, with the octets that are its own', () => {
    const p = packet(Carrier(), Note({ n: 1, body: fromHex('aabb') }), Note({ n: 2 }), Note({ n: 3, body: fromHex('cc') }));
    expect(toHex(p.bytes)).toBe(`000e01${toHex(p.bytes.subarray(3, 5))}0102aabb02000301cc`);
    const q = dissect(p.bytes, Carrier);
    expect(q.layers().map((l) => l.layerName)).toEqual(['Carrier', 'Note', 'Note', 'Note']);
    expect([1, 2, 3].map((k) => toHex(q.get(Note, k)!.body))).toEqual(['aabb', '', 'cc']);
    expect(q.issues).toEqual([]);
  });

  it('may carry layers, whose lengths end where their message does', () => {
    const p = packet(Carrier(), Box(), Inner({ x: 7 }), fromHex('0102'), Box(), Inner({ x: 8 }));
    expect(toHex(p.bytes).slice(10)).toBe('0104' + '0407' + '0102' + '0102' + '0208');
    expect(names(toHex(p.bytes))).toBe('Carrier/Box/Inner/Raw/Box/Inner');
    // Changed, all that was right stays right: the first message grows, the second moves.
    const q = dissect(p.bytes, Carrier);
    const longer = packet(...([Carrier(), Box(), Inner({ x: 7 }), fromHex('010203'), Box(), Inner({ x: 9 })] as any));
    expect(toHex(q.set(Inner, { x: 9 }, 2).bytes).slice(-4)).toBe('0209');
    expect(toHex(longer.bytes).slice(10)).toBe('0105' + '0507' + '010203' + '0102' + '0209');
  });

  it('each say in a line what they are, and so does the last layer in each', () => {
    expect(packet(Carrier(), Note({ n: 1 }), Note({ n: 2 }), Note({ n: 3 })).summary()).toBe('Carrier / Note 1 / Note 2 / Note 3');
    expect(packet(Carrier(), Box(), Inner({ x: 7 }), Box(), Inner({ x: 8 })).summary()).toBe('Carrier / Box / Inner 7 / Box / Inner 8');
  });

  it('may be all that their length measures, with a body that takes what is left of it', () => {
    const p = packet(Carrier(), Telegram({ body: fromHex('aabb') }), Telegram(), Telegram({ body: fromHex('cc') }));
    expect(toHex(p.bytes).slice(10)).toBe('03aabb' + '01' + '02cc');
    const q = dissect(p.bytes, Carrier);
    expect(q.layers().map((l) => l.layerName)).toEqual(['Carrier', 'Telegram', 'Telegram', 'Telegram']);
    expect([1, 2, 3].map((k) => toHex(q.get(Telegram, k)!.body))).toEqual(['aabb', '', 'cc']);
    expect(q.issues).toEqual([]);
    expect(toHex(q.set(Telegram, { body: fromHex('010203') }, 2).bytes).slice(10)).toBe('03aabb' + '04010203' + '02cc');
    // What is no whole message is Raw, one whose length is 0 takes all, and one that is cut says so.
    expect(names('0009040000' + '03aabb' + '00')).toBe('Carrier/Telegram/Telegram');
    expect(toHex(dissect(fromHex('0009040000' + '00aabbcc'), Carrier).get(Telegram)!.body)).toBe('aabbcc');
    const cut = dissect(fromHex('0008040000' + '09aabb'), Carrier);
    expect(cut.issues).toMatchObject([{ kind: 'truncated', layer: 'Telegram', field: 'size' }]);
    expect(toHex(cut.get(Telegram)!.body)).toBe('aabb');
  });

  it('that nothing measures cannot repeat where they take all that is left', () => {
    const wrong = (fields: Fields) => () => layer('Wrong', { repeats: true, fields });
    const says =
      "Wrong.body: takes all octets that are left, so the layer never repeats; let a number before it, at a fixed place, measure the 'layer'";
    expect(wrong({ body: octets() })).toThrow(says);
    expect(wrong({ on: u8(), size: when('on', u16({ measures: 'layer' })), body: octets() })).toThrow(says);
    expect(wrong({ size: u8({ measures: 'body' }), body: octets() })).not.toThrow();
  });

  it('leave octets that are no whole message as Raw, which belong to the layer below', () => {
    const p = packet(Carrier(), Note({ n: 1 }), fromHex('07'));
    expect(toHex(p.bytes).slice(0, 6)).toBe('000801');
    expect(names(toHex(p.bytes))).toBe('Carrier/Note/Raw');
    const q = dissect(p.bytes, Carrier);
    expect(toHex(q.set(Carrier, { kind: 1 }).bytes)).toBe(toHex(p.bytes));
    // A frame's own filling behind them is Padding.
    expect(names(`${toHex(p.bytes)}0000`)).toBe('Carrier/Note/Raw/Padding');
    expect(toHex(dissect(fromHex(`${toHex(p.bytes)}0000`), Carrier).bytes)).toBe(`${toHex(p.bytes)}0000`);
  });

  it('keep octets between what is in a message and its end', () => {
    // Box of 4 octets, the layer in it of 2.
    const hex = '000d020000' + '0104' + '0207' + 'eeee' + '0102' + '0208';
    expect(names(hex.replace('000d', '000f'))).toBe('Carrier/Box/Inner/Raw/Box/Inner');
    const q = dissect(fromHex(hex.replace('000d', '000f')), Carrier);
    expect(q.get(Box, 1)!.size).toBe(4);
    expect(toHex(q.set(Inner, { x: 9 }, 1).bytes)).toBe('000f020000' + '0104' + '0209' + 'eeee' + '0102' + '0208');
  });

  it('keep octets behind a layer that carries nothing, up to the next message', () => {
    const hex = '000d020000' + '0303' + '07eeee' + '0301' + '08';
    expect(names(hex)).toBe('Carrier/Box/Leaf/Raw/Box/Leaf');
    const q = dissect(fromHex(hex), Carrier);
    expect(toHex(q.get(Raw)!.load)).toBe('eeee');
    expect(q.get(Box, 2)!.size).toBe(1);
  });

  it('may stand inside one another', () => {
    expect(names('0013020000' + '0204' + '0102' + '0207' + '0102' + '0208' + '0102')).toBe('Carrier/Box/Box/Inner/Box/Inner/Box');
  });

  it('of a hundred, all are found; of more, the rest is octets', () => {
    const note = '0100';
    const of = (k: number): string => `${(5 + 2 * k).toString(16).padStart(4, '0')}010000${note.repeat(k)}`;
    expect(dissect(fromHex(of(100)), Carrier).layers()).toHaveLength(101);
    const many = dissect(fromHex(of(1000)), Carrier);
    expect(many.layers()).toHaveLength(127);
    expect(many.layers().at(-1)).toBe(Raw);
    expect(many.payload(Raw as any)).toHaveLength(0);
  });

  it('give columns an occurrence each', () => {
    const p = packet(Carrier(), Box(), Inner({ x: 7 }), Box(), Inner({ x: 8 }));
    const plan = columnPlan(registry, ['inner.x', 'box.size'], { first: Carrier, occurrence: 'all' });
    const out = plan.output();
    plan.run(batchOf([p.bytes, p.bytes.subarray(0, 9)]), out);
    expect([...out.column('inner.x').values].slice(0, 2)).toEqual([[7, 8], [7]]);
    expect([...out.column('box.size').values].slice(0, 2)).toEqual([[2, 2], [2]]);
  });

  it('are filled up, and one in another', () => {
    const p = packet(Carrier(), Crate(), Inner({ x: 7 }), Crate(), 'abc', Crate(), 'd');
    expect(toHex(p.bytes).slice(10)).toBe('01040207' + '0005616263000000' + '00036400');
    expect(p.layers().map((l) => l.layerName)).toEqual(['Carrier', 'Crate', 'Inner', 'Crate', 'Raw', 'Straw', 'Crate', 'Raw', 'Straw']);
    expect(names(toHex(p.bytes))).toBe('Carrier/Crate/Inner/Crate/Raw/Straw/Crate/Raw/Straw');
    const q = packet(Carrier(), Box(), Crate(), 'abc', Box(), Crate(), 'd');
    expect(toHex(q.bytes).slice(10)).toBe('0408' + '0005616263000000' + '0404' + '00036400');
    expect(names(toHex(q.bytes))).toBe('Carrier/Box/Crate/Raw/Straw/Box/Crate/Raw/Straw');
    // Behind a trailer nothing is missing any more.
    const r = packet(Frame({ flags: 1 }), Crate(), 'a', Fcs());
    expect(toHex(r.bytes).slice(0, 12)).toBe('010500036100');
    expect(names(toHex(r.bytes), Frame)).toBe('Frame/Crate/Raw/Straw/Fcs');
  });

  it('give what fills them up to columns, and make it anew', () => {
    const p = packet(Carrier(), Crate(), 'abc', Crate(), 'd');
    const plan = columnPlan(registry, ['crate.straw', 'crate.size'], { first: Carrier, occurrence: 'all' });
    const out = plan.output();
    plan.run(batchOf([p.bytes, p.bytes.subarray(0, 13)]), out);
    expect([...out.column('crate.size').values].slice(0, 2)).toEqual([[5, 3], [5]]);
    expect(out.column('crate.straw').values[0]).toHaveLength(2);
    // What the builder put there is made anew when the packet grows; what is given stands, and where a length is given nothing comes.
    expect(toHex(dissect(p.bytes, Carrier).set(Raw, { load: fromHex('64656667') }, 2).bytes).slice(10)).toBe(
      '0005616263000000' + '0006646566670000',
    );
    expect(toHex(p.set(Raw, { load: fromHex('6465') }).bytes).slice(10)).toBe('00046465' + '00036400');
    expect(toHex(packet(Carrier(), Crate(), 'a', Straw({ straw: fromHex('0102') })).bytes).slice(10)).toBe('0003610102');
    expect(toHex(packet(Carrier(), Crate({ size: 3 }), 'a').bytes).slice(10)).toBe('000361');
    expect(packet(Carrier(), Crate(), 'a').command()).toBe("packet(Carrier(), Crate(), 'a')");
  });

  it('of any octets: none is lost, nothing throws', () => {
    const r = seededRandom(5);
    for (let i = 0; i < 4000; i++) {
      const b = Uint8Array.from({ length: r.below(40) }, () => r.below(r.below(4) === 0 ? 256 : 6));
      for (const first of [Carrier, Frame] as AnyLayer[]) {
        const p = dissect(b, first);
        expect(toHex(p.bytes)).toBe(toHex(b));
        p.json();
        p.show();
        void p.issues;
        const v = p.get(first);
        if (v === undefined) continue;
        expect(toHex(p.set(first, { kind: (v as any).kind }).bytes)).toBe(toHex(b));
      }
    }
  });
});

describe('what stands behind the payload', () => {
  it('is a layer, computed last', () => {
    const p = packet(Frame({ flags: 1 }), Inner({ x: 7 }), Fcs());
    const hex = toHex(p.bytes);
    expect(hex.slice(0, 8)).toBe('01030207');
    expect(hex.slice(8)).toBe((crc32c(fromHex('01030207'), 0, 4) >>> 0).toString(16).padStart(8, '0'));
    expect(names(hex, Frame)).toBe('Frame/Inner/Fcs');
    expect(names(`00${hex.slice(2)}`, Frame)).toBe('Frame/Inner/Padding');
    const q = dissect(p.bytes, Frame).set(Inner, { x: 8 });
    expect(toHex(q.bytes)).toBe(toHex(packet(Frame({ flags: 1 }), Inner({ x: 8 }), Fcs()).bytes));
  });

  it('follows what fills the payload up', () => {
    const p = packet(Frame({ flags: 1 }), Inner({ x: 7 }), Padding({ load: fromHex('0000') } as any), Fcs());
    const hex = toHex(p.bytes);
    expect(hex.slice(0, 12)).toBe('010302070000');
    expect(hex.slice(12)).toBe((crc32c(fromHex('010302070000'), 0, 6) >>> 0).toString(16).padStart(8, '0'));
    expect(toHex(dissect(p.bytes, Frame).set(Inner, { x: 7 }).bytes)).toBe(hex);
  });
});
