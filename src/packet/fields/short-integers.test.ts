import { expect, it } from 'vitest';
import { lossless } from '../../../test/support/lossless.ts';
import { oneLayer } from '../../../test/support/one-layer.ts';
import { fromHex, toHex } from '../../bytes/hex.ts';
import { octets } from './octets.ts';
import { shortInteger } from './short-integers.ts';
import { u8 } from './integers.ts';

const l = oneLayer({ n: u8({ measures: 'value' }), value: shortInteger(2), z: octets() });

it('is a number in the octets that it needs', () => {
  for (const [value, octets] of [
    [0, '00'],
    [1, '0101'],
    [255, '01ff'],
    [256, '020100'],
  ] as const) {
    expect(toHex(l.make({ value }).bytes)).toBe(octets);
    expect(l.read(fromHex(octets))).toMatchObject({ value });
  }
});

it('keeps octets that are no such number', () => {
  expect(l.read(fromHex('020001'))).toMatchObject({ value: fromHex('0001') });
  expect(l.read(fromHex('03010203'))).toMatchObject({ value: fromHex('010203') });
  expect(() => l.make({ value: 65_536 }).bytes).toThrow(/does not fit a number of 2 octets/);
  expect(() => l.make({ value: -1 }).bytes).toThrow(/does not fit/);
  lossless(l);
});
