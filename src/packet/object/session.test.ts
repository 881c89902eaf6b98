/** What packets tell later ones. The protocols are made up: a template of widths, and data that only the template explains. */
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../bytes/hex.ts';
import { seededRandom } from '../../bytes/random.ts';
import { bindAll } from '../chain/bindings.ts';
import { Registry } from '../chain/registry.ts';
import { ipv4 } from '../fields/addresses.ts';
import { bits, u16, u8 } from '../fields/integers.ts';
import { known } from '../fields/known.ts';
import { list } from '../fields/lists.ts';
import { octets } from '../fields/octets.ts';
import { packetFromJson } from '../from-json.ts';
import { layer } from '../layer/layer.ts';
import { dissectFunction, packetFunction } from '../packet-functions.ts';
import type { LayerContext } from '../spec/context.ts';
import type { AnyLayer } from '../spec/spec.ts';
import { type Learned, Session } from './session.ts';

const Net = layer('Net', () => ({ fields: { src: ipv4(), dst: ipv4(), proto: u8({ selects: 'net' }) } }));
const Ports = layer('Ports', () => ({
  fields: { sport: u8({ hints: 'ports', default: 99 }), dport: u8({ hints: 'ports', default: 1 }) },
}));
const key = (id: number, at: LayerContext): string => `${at.below('Net')?.fields['src']} ${id}`;
const Template = layer('Template', () => ({
  fields: { id: u8(), width: u8() },
  learns: (self, at, session) => session.remember('widths', key(self.id, at), { width: self.width }),
}));
const Data = layer('Data', () => ({
  fields: {
    id: u8(),
    items: known(({ width }: { width: number }) => (width === 2 ? list(u16(), { rest: true }) : undefined), octets()),
  },
  needs: (self, at, session) => session.recall('widths', key(self.id, at)),
}));
/** Says on which port the sender will listen for Data. */
const Offer = layer('Offer', () => ({
  fields: { port: u8() },
  learns: ({ port }, at, session) =>
    session.expect({ transport: 'Ports', address: at.below('Net')?.fields['src'], port }, Data as unknown as AnyLayer),
}));
const any = (l: unknown): AnyLayer => l as AnyLayer;
const registry = new Registry([
  ...bindAll('net', { 1: any(Ports) }),
  ...bindAll('ports', { 1: any(Template), 2: any(Data), 3: any(Offer) }),
  ...bindAll('first', { 1: any(Net) }),
]);
const packet = packetFunction(registry);
const dissect = dissectFunction(registry, any(Net));

const from = (src: string, ...layers: any[]): Uint8Array => packet(Net({ src, dst: '192.0.2.9' }), ...(layers as [])).bytes;
const template = (src: string, id: number, width: number): Uint8Array => from(src, Ports(), Template({ id, width }));
const data = (src: string, id: number): Uint8Array => from(src, Ports({ dport: 2 }), Data({ id, items: fromHex('0001000203') }));
const wrongForm = (): never => {
  throw new TypeError('a mistake of the spec');
};
/** Takes all octets, and cannot read them. */
const unreadable = (): unknown => ({ ...octets(), kind: { ...octets().kind, read: wrongForm } });
const A = '192.0.2.1',
  B = '192.0.2.2';

describe('a session', () => {
  it('lets packets be read by what earlier ones said', () => {
    const session = new Session();
    const items = (b: Uint8Array, s?: Session): unknown => dissect(b, any(Net), s === undefined ? {} : { session: s }).get(Data)?.items;
    expect(items(data(A, 7), session)).toEqual(fromHex('0001000203'));
    dissect(template(A, 7, 2), any(Net), { session });
    expect(items(data(A, 7), session)).toEqual([1, 2, fromHex('03')]);
    expect(items(data(A, 8), session)).toEqual(fromHex('0001000203'));
    expect(items(data(B, 7), session)).toEqual(fromHex('0001000203'));
    // Without it every packet stands alone.
    expect(items(data(A, 7))).toEqual(fromHex('0001000203'));
    expect(items(data(A, 7), Session.from(JSON.parse(JSON.stringify(session)), registry))).toEqual([1, 2, fromHex('03')]);
  });

  it.each<[string, () => unknown]>([
    ['throws', () => wrongForm()],
    ['gives a number', () => 5],
    ['gives an object that is no field', () => ({ kind: 1 })],
    ['gives bits that are no octets', () => bits(3)],
    ['takes fewer octets', () => u8()],
    ['cannot read them', () => unreadable()],
  ])('reads octets as without it where a form %s', (_, form) => {
    const Learned = layer('Learned', () => ({
      fields: { body: known(form as () => undefined, octets()) },
      needs: () => ({}),
    }));
    const p = dissect(fromHex('000102'), any(Learned), { session: new Session() });
    expect(p.get(any(Learned))).toHaveProperty('body', fromHex('000102'));
    const same = registry.with(bindAll('first', { 2: any(Learned) }));
    expect(toHex(packetFromJson(same, p.json().replace(/"octets":"[^"]*",?/, '')).bytes)).toBe('000102');
  });

  it('tells what it learns where that is news, and who said it', () => {
    const told: Learned[] = [];
    const session = new Session({ most: 2, learned: (what) => void told.push(what) });
    const read = (b: Uint8Array) => dissect(b, any(Net), { session });
    read(template(A, 7, 2));
    read(template(A, 7, 2));
    read(data(A, 7));
    expect(told).toEqual([{ layer: 'Template', table: 'widths', key: '192.0.2.1 7', value: { width: 2 } }]);
    read(template(A, 7, 3));
    read(from(B, Ports({ dport: 3 }), Offer({ port: 40 })));
    expect(told.slice(1)).toEqual([
      { layer: 'Template', table: 'widths', key: '192.0.2.1 7', value: { width: 3 } },
      { layer: 'Offer', table: 'expected', key: 'Ports 192.0.2.2 40', value: 'Data' },
    ]);
    // To compare with what was known is not to use it: the oldest is still dropped first.
    read(template(A, 8, 2));
    read(template(A, 7, 3));
    read(template(A, 9, 2));
    expect(Object.keys(Object.fromEntries(session.toJSON().tables['widths'] ?? []))).toEqual(['192.0.2.1 7', '192.0.2.1 9']);
    expect(session.dropped).toBe(1);
  });

  it('does not tell what it knew when it was brought back', () => {
    const told: Learned[] = [];
    const first = new Session();
    dissect(template(A, 7, 2), any(Net), { session: first });
    const session = Session.from(JSON.parse(JSON.stringify(first)), registry, { learned: (what) => void told.push(what) });
    dissect(template(A, 7, 2), any(Net), { session });
    expect(told).toEqual([]);
    dissect(template(A, 8, 2), any(Net), { session });
    expect(told).toHaveLength(1);
  });

  it('reads on when who is told throws', () => {
    const session = new Session({
      learned() {
        throw new Error('no');
      },
    });
    dissect(template(A, 7, 2), any(Net), { session });
    dissect(template(A, 7, 2), any(Net), { session });
    expect(dissect(data(A, 7), any(Net), { session }).get(Data)?.items).toEqual([1, 2, fromHex('03')]);
  });

  it('does not change what was read before', () => {
    const session = new Session();
    dissect(template(A, 7, 2), any(Net), { session });
    const p = dissect(data(A, 7), any(Net), { session });
    dissect(template(A, 7, 3), any(Net), { session });
    expect(p.get(Data)?.items).toEqual([1, 2, fromHex('03')]);
    expect(p.copy().get(Data)?.items).toEqual([1, 2, fromHex('03')]);
    // What is given is written by the same form.
    expect(toHex(p.set(Data, { items: [5] as never }).bytes.subarray(11))).toBe('070005');
  });

  it('knows what to expect at an end of a conversation', () => {
    const session = new Session();
    const sent = from(B, Ports({ sport: 50, dport: 60 }), fromHex('0701'));
    const chain = (b: Uint8Array): string =>
      dissect(b, any(Net), { session })
        .layers()
        .map((l) => l.layerName)
        .join('/');
    expect(chain(sent)).toBe('Net/Ports/Raw');
    chain(from(B, Ports({ dport: 3 }), Offer({ port: 50 })));
    expect(chain(sent)).toBe('Net/Ports/Data');
    expect(chain(from(A, Ports({ sport: 50, dport: 60 }), fromHex('0701')))).toBe('Net/Ports/Raw');
    expect(JSON.parse(JSON.stringify(session)).expected).toEqual([['Ports 192.0.2.2 50', 'Data']]);
    const back = packet(Net({ src: '192.0.2.9', dst: B }), Ports({ sport: 60, dport: 50 }), fromHex('0701')).bytes;
    expect(chain(back)).toBe('Net/Ports/Data');
    expect(toHex(dissect(back, any(Net), { session }).bytes)).toBe(toHex(back));
  });

  it('remembers no more than it may, and counts what it forgot', () => {
    const session = new Session({ most: 100 });
    for (let i = 0; i < 100_000; i++) {
      session.remember('t', String(i), i);
      session.expect({ transport: 'Ports', port: i }, any(Data));
      // What is used stays.
      session.recall('t', '0');
    }
    const { tables, expected, dropped } = session.toJSON();
    expect(tables['t']).toHaveLength(100);
    expect(expected).toHaveLength(100);
    expect(dropped).toBe(2 * (100_000 - 100));
    expect(session.recall('t', '0')).toBe(0);
    expect(session.recall('t', '1')).toBeUndefined();
    for (const damaged of [{}, null, { tables: { j: 5 }, expected: [], dropped: 0 }, { tables: {}, expected: [], dropped: '5' }])
      expect(() => Session.from(damaged as never, registry)).toThrow(expect.objectContaining({ code: 'ERR_VALUE' }));
    expect(() => new Session({ most: 0 })).toThrow(/give a whole number of 1 or more/);
  });

  it('reads any octets, in any order, without throwing', () => {
    const r = seededRandom(11);
    const session = new Session({ most: 50 });
    for (let i = 0; i < 5000; i++) {
      const b = Uint8Array.from({ length: r.below(24) }, (_, k) => (k < 8 ? r.below(2) : k === 8 ? 1 : r.below(5)));
      const p = dissect(b, any(Net), { session });
      expect(toHex(p.bytes)).toBe(toHex(b));
      p.show();
      p.json();
      void p.issues;
    }
  });
});
