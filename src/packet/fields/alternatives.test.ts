import { describe, expect, it } from 'vitest';
import { lossless } from '../../../test/support/lossless.ts';
import { oneLayer } from '../../../test/support/one-layer.ts';
import { plain } from '../../../test/support/layer-suite.ts';
import { fromHex, toHex } from '../../bytes/hex.ts';
import { layer } from '../layer/layer.ts';
import { recordOf, recordsOf } from './alternatives.ts';
import { u16, u32, u8 } from './integers.ts';
import { list } from './lists.ts';
import { sized } from './sized.ts';

const Narrow = layer('Narrow', () => ({
  begins: (b, start) => b[start] !== 0,
  fields: { n: u8({ counts: 'narrow' }), narrow: list(u16({ wireshark: 'x.narrow' })) },
}));
const Wide = layer('Wide', () => ({ fields: { n: u8({ counts: 'wide' }), wide: list(u32()) } }));
const both = oneLayer({
  many: sized(
    'u8',
    recordsOf(
      () => Narrow,
      () => Wide,
    ),
  ),
  one: recordOf(
    () => Narrow,
    () => Wide,
  ),
});

describe('records of one form or another', () => {
  it('are those that take just the octets', () => {
    expect(plain(both.read(fromHex('03010001' + '0100000002')))).toMatchObject({ many: [{ narrow: [1] }], one: { wide: [2] } });
    // Where the first does not begin, the second.
    expect(plain(both.read(fromHex('0100' + '010002')))).toMatchObject({ many: [{ wide: [] }], one: { narrow: [2] } });
    expect(plain(both.read(fromHex('020100' + '0100')))).toMatchObject({ many: '0100', one: '0100' });
  });

  it('are written as what they are given as', () => {
    expect(toHex(both.make({ many: [{ narrow: [1] }, { narrow: [2] }], one: { wide: [3] } }).bytes)).toBe('06010001010002' + '0100000003');
    expect(toHex(both.make({ many: Uint8Array.of(9) }).bytes)).toBe('0109');
    expect(() => both.make({ many: [{ narrow: [1] }, { wide: [2] }] as never }).bytes).toThrow(/fit Narrow or Wide/);
  });

  it('lose nothing', () =>
    lossless(both, [fromHex('03010001' + '0100000002'), fromHex('050100000002' + '010001'), fromHex('020100' + '0100')]));
});
