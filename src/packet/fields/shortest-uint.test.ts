import { describe, expect, it } from 'vitest';
import { oneLayer } from '../../../test/support/one-layer.ts';
import { fromHex, toHex } from '../../bytes/hex.ts';
import { u8 } from './integers.ts';
import { shortestUint } from './shortest-uint.ts';

const { make, read } = oneLayer({ n: u8({ measures: 'x' }), x: shortestUint() });

describe('shortestUint', () => {
  // RFC 7252 §3.2.
  it.each([
    [0, '00'],
    [1, '0101'],
    [256, '020100'],
    [2 ** 48 - 1, '06ffffffffffff'],
  ])('%d', (x, hex) => {
    expect(toHex(make({ x }).bytes)).toBe(hex);
    expect(read(fromHex(hex))?.['x']).toBe(x);
  });

  it.each(['0100', '02003c', '0701000000000000'])('%s is read as octets', (hex) => {
    const x = read(fromHex(hex))?.['x'];
    expect(x).toBeInstanceOf(Uint8Array);
    expect(toHex(make({ x }).bytes)).toBe(hex);
  });

  it.each([-1, 2 ** 48, 1.5, 'x'])('%s is refused', (x) => {
    expect(() => make({ x }).bytes).toThrow(/^T\.x: /);
  });
});
