/** A layer with a length and a trailer reads what it builds: the length counts the payload, and what stands behind it is the trailer. */
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../bytes/hex.ts';
import { flag, u16, u8, bits } from '../fields/integers.ts';
import { octets } from '../fields/octets.ts';
import { sized } from '../fields/sized.ts';
import { layer } from '../layer/layer.ts';
import { Raw } from '../layer/raw.ts';
import { dissectFunction, packetFunction } from '../packet-functions.ts';
import type { AnyLayer } from '../spec/spec.ts';
import { bindAll } from './bindings.ts';
import { Registry } from './registry.ts';

const Check = layer('Check', { fields: { sum: u16() } });
const trailer = { layer: (): AnyLayer => Check };
const ByPayload = layer('ByPayload', { fields: { len: u8({ measures: 'payload' }), x: u8() }, trailer });
const ByLayer = layer('ByLayer', { fields: { len: u8({ measures: 'layer' }), x: u8() }, trailer });
const ByHeader = layer('ByHeader', { fields: { len: u8({ measures: 'header' }), x: u8() }, trailer });
const Open = layer('Open', { fields: { len: u8({ measures: 'payload', zeroIsOpen: true }), x: u8() }, trailer });
const Behind = layer('Behind', { fields: { name: sized('u8', octets()), len: u8({ measures: 'payload' }) }, trailer });
const ByFunction = layer('ByFunction', {
  fields: { len: u8(), x: u8() },
  compute: { len: (_self, at) => at.payloadSize },
  payloadLength: ({ len }) => (len === 255 ? undefined : len),
  trailer,
});
const Sometimes = layer('Sometimes', {
  fields: { checked: flag(), unused: bits(7), len: u8({ measures: 'payload' }) },
  trailer: { ...trailer, present: (self) => self.checked },
});
const Below = layer('Below', { fields: { size: u8({ measures: 'layer' }), kind: u8({ selects: 'below.kind' }) } });
const registry = new Registry([
  ...bindAll('below.kind', { 1: ByPayload, 2: ByLayer, 3: ByHeader, 4: Open, 5: Behind, 6: ByFunction, 7: Sometimes }),
  { space: 'first', value: 1, layer: Below },
]);
const packet = packetFunction(registry);
const dissect = dissectFunction(registry, Below);
const names = (b: Uint8Array): string =>
  dissect(b, Below)
    .layers()
    .map((l) => l.layerName)
    .join('/');

const abc = fromHex('616263');

describe('a trailer behind a payload that a length measures', () => {
  it.each<[string, any, string]>([
    ['the payload', ByPayload(), '0300'],
    ['the layer', ByLayer(), '0500'],
    ['the header', ByHeader(), '0200'],
    ['the payload, or nothing', Open(), '0300'],
    ['the payload, at no fixed place', Behind({ name: 'n' }), '016e03'],
    ['the payload, by a function', ByFunction(), '0300'],
    ['the payload; present by a field', Sometimes({ checked: true }), '8003'],
  ])('%s: is read as it was built', (_what, part, head) => {
    const built = packet(Below(), part, abc, Check({ sum: 0x1234 }));
    expect(toHex(built.bytes).slice(4)).toBe(`${head}6162631234`);
    const name = part.layer.layerName;
    expect(names(built.bytes)).toBe(`Below/${name}/Raw/Check`);
    const read = dissect(built.bytes, Below);
    expect(toHex(read.get(Raw)?.load ?? new Uint8Array())).toBe('616263');
    expect(read.get(Check)?.sum).toBe(0x1234);
    expect(read.issues).toEqual([]);
    // A payload that grows takes the length with it, and not the trailer.
    const longer = read.set(Raw, { load: fromHex('6162636465') });
    expect(toHex(longer.bytes)).toBe(toHex(packet(Below(), part, fromHex('6162636465'), Check({ sum: 0x1234 })).bytes));
    expect(toHex(longer.set(Check, { sum: 1 }).bytes).slice(-14)).toBe('61626364650001');
    // Behind it stands what nobody claims.
    const padded = Uint8Array.of(...built.bytes, 0, 0, 0);
    expect(names(padded)).toBe(`Below/${name}/Raw/Check/Padding`);
    // What the layer carries may be nothing.
    expect(names(packet(Below(), part, Check({ sum: 7 })).bytes)).toBe(`Below/${name}/Check`);
  });

  it('is not there where the length leaves no octets for it, or claims more than there is', () => {
    for (const part of [ByPayload(), ByLayer(), Open(), Behind({ name: 'n' }), ByFunction(), Sometimes({ checked: true })])
      expect(names(packet(Below(), part, abc).bytes)).toBe(`Below/${part.layer.layerName}/Raw`);
    expect(names(fromHex('0701' + '0200' + '616263'))).toBe('Below/ByPayload/Raw/Padding');
    expect(names(fromHex('0701' + '0900' + '616263'))).toBe('Below/ByPayload/Raw');
    expect(names(packet(Below(), Sometimes(), abc, Check()).bytes)).toBe('Below/Sometimes/Raw/Padding');
  });

  it('is the last of what is there where the length says nothing', () => {
    for (const hex of ['0904' + '0000' + '6162631234', '0906' + 'ff00' + '6162631234']) {
      const read = dissect(fromHex(hex), Below);
      expect(read.layers().map((l) => l.layerName)).toEqual(['Below', expect.anything(), 'Raw', 'Check']);
      expect(read.get(Check)?.sum).toBe(0x1234);
      expect(toHex(read.get(Raw)?.load ?? new Uint8Array())).toBe('616263');
      expect(toHex(read.set(Check, { sum: 0x1234 }).bytes)).toBe(hex);
    }
  });
});
