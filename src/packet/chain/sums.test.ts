/** Checksums that are not the Internet's, beside zlib's CRC-32 and the packets of RFCs. The protocols are made up. */
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../../bytes/hex.ts';
import { u16, u32, u32le, u8 } from '../fields/integers.ts';
import { octets } from '../fields/octets.ts';
import { layer } from '../layer/layer.ts';
import { dissectFunction, packetFunction } from '../packet-functions.ts';
import { bindAll } from './bindings.ts';
import { Registry } from './registry.ts';

const Fcs = layer('Fcs', () => ({ fields: { fcs: u32le({ checksums: 'frame', sum: 'crc32' }) } }));
const Frame = layer('Frame', () => ({
  trailer: { layer: () => Fcs },
  fields: { kind: u8({ selects: 'sums.kind' }), n: u8() },
}));
const Summed = layer('Summed', () => ({ fields: { sum: u32({ checksums: 'layer', sum: 'crc32' }), body: octets() } }));
const Behind = layer('Behind', () => ({
  fields: { x: u8(), len: u8({ measures: 'body' }), body: octets(), sum: u32le({ checksums: 'header', sum: 'crc32', skips: 1 }) },
}));
const registry = new Registry([...bindAll('sums.kind', { 1: Summed, 2: Behind }), { space: 'first', value: 1, layer: Frame }]);
const packet = packetFunction(registry);
const dissect = dissectFunction(registry, Frame);

const little = (n: number): string => toHex(Uint8Array.of(n, n >>> 8, n >>> 16, n >>> 24));

test('a trailer covers the frame that it belongs to, and all sums in it', () => {
  const p = packet(Frame({ n: 7 }), Summed({ body: fromHex('0a0b0c') }), Fcs());
  const inner = little(crc32(fromHex('000000000a0b0c')));
  expect(toHex(p.bytes)).toBe(`0107${inner}0a0b0c${little(crc32(fromHex(`0107${inner}0a0b0c`)))}`);
});

const HeaderlessFcs = layer('HeaderlessFcs', () => ({ fields: { fcs: u32le({ checksums: 'carried', sum: 'crc32' }) } }));
const Tap = layer('Tap', () => ({ trailer: { layer: () => HeaderlessFcs }, fields: { kind: u8({ selects: 'sums.kind' }), n: u8() } }));

test('a trailer may cover what its layer carries, and not its header', () => {
  const p = packet(Tap(), Summed({ sum: 1, body: fromHex('0a') }), HeaderlessFcs());
  expect(toHex(p.bytes)).toBe(`0100000000010a${little(crc32(fromHex('000000010a')))}`);
});

test('its octets come low first, whatever the order of the field; octets at the beginning may be left out', () => {
  const p = packet(Frame(), Behind({ x: 9, body: fromHex('aabb') }), Fcs());
  expect(toHex(p.bytes).slice(4, 20)).toBe(`0902aabb${little(crc32(fromHex('02aabb00000000')))}`);
});

test('what was right stays right, what was wrong stays wrong', () => {
  const read = dissect(packet(Frame({ n: 7 }), Summed({ body: fromHex('0a0b0c') }), Fcs()).bytes);
  read.set(Summed, { body: fromHex('0102') });
  expect(toHex(read.bytes)).toBe(toHex(packet(Frame({ n: 7 }), Summed({ body: fromHex('0102') }), Fcs()).bytes));
  const wrong = packet(Frame({ n: 7 }), Summed({ sum: 5, body: fromHex('0a') }), Fcs({ fcs: 6 })).bytes;
  const kept = dissect(wrong);
  kept.set(Frame, { n: 8 });
  expect(toHex(kept.bytes)).toBe('0108000000050a06000000');
});

describe('a wrong one is refused when the layer is made', () => {
  test.each([
    ['bits', () => u16({ checksums: 'layer', sum: 'crc32' }), 'crc32 has 32 bits, not 16'],
    ['of nothing', () => u32({ sum: 'crc32c' }), "give checksums: 'layer'"],
    ['pseudo-header', () => u16({ checksums: 'layer', sum: 'fletcher', pseudoHeader: 6 }), 'fletcher does not support a pseudo-header'],
    ['skips of the Internet’s', () => u16({ checksums: 'layer', skips: 2 }), "skips goes with a sum: 'crc32'"],
    ['misspelt', () => u32({ checksums: 'layer', sum: 'crc23' as 'crc32' }), 'sum'],
  ])('%s', (_, make, message) => {
    expect(() => layer('Wrong', { fields: { x: make() } })).toThrow(message);
  });
});
