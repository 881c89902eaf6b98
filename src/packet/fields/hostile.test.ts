/** Octets that somebody chose to make reading dear, and kinds that do not keep to the rules. */
import { describe, expect, it } from 'vitest';
import { seconds, SOON } from '../../../test/support/growth.ts';
import { oneLayer } from '../../../test/support/one-layer.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { packet } from '../../protocols/protocols.ts';
import { toHex } from '../../bytes/hex.ts';
import { field } from '../spec/field.ts';
import { layer } from '../layer/layer.ts';
import type { AnyLayer } from '../spec/spec.ts';
import { u8 } from './integers.ts';
import { record, records } from './lists.ts';
import { octets } from './octets.ts';
import { sized } from './sized.ts';

describe('records inside records', () => {
  const Self: AnyLayer = layer('Self', () => ({ fields: { a: u8(), r: records(() => Self) } }));
  const Counted: AnyLayer = layer('Counted', () => ({ fields: { n: u8({ counts: 'r' }), r: records(() => Counted) } }));
  const Sized: AnyLayer = layer('Sized', () => ({
    fields: {
      o: sized(
        'u16',
        record(() => Sized),
      ),
      z: octets(),
    },
  }));

  it.each([
    ['to the end', Self],
    ['counted', Counted],
  ])('%s are read in linear time', (_what, inner) => {
    const { dissect } = oneLayer({ r: records(() => inner) });
    const read = (n: number): void => {
      const p = dissect(new Uint8Array(n).fill(1));
      p.json();
      p.show();
    };
    expect(seconds(() => read(8000))).toBeLessThan(SOON);
  });

  it('whose lengths measure themselves are found once each, however deep', () => {
    const Led: AnyLayer = layer('Led', () => ({ fields: { n: u8({ measures: 'header' }), r: records(() => Led) } }));
    const { dissect } = oneLayer({ r: records(() => Led) });
    // 31 records, each the only one in the one around it.
    const p = dissect(Uint8Array.from({ length: 31 }, (_, i) => 31 - i));
    expect(
      seconds(() => {
        expect(p.json().split('"n"').length).toBe(32);
        p.show();
      }),
    ).toBeLessThan(SOON);
  });

  it('are as deep as anybody likes, and read to a depth', () => {
    const { dissect } = oneLayer({ o: record(() => Sized) });
    const b = new Uint8Array(16_000);
    for (let o = 0, len = b.length - 2; len > 0; o += 2, len -= 2) b.set([len >> 8, len & 255], o);
    const p = dissect(b);
    expect(p.show().length).toBeGreaterThan(0);
    expect(p.json().split('"z"').length).toBeGreaterThan(20);
    expect(toHex(p.bytes)).toBe(toHex(b));
  });
});

describe('a kind that spoils the place where is written', () => {
  it('is refused, and the next packet is as it should be', () => {
    const broken = field<unknown, unknown>({
      form: 'variable',
      label: 'broken',
      end: (_b, at) => at,
      read: () => 0,
      write: (w) => {
        w.q = Number.NaN;
      },
    });
    const { make } = oneLayer({ a: u8(), x: broken });
    expect(() => make({ x: 1 }).bytes).toThrow(
      expect.objectContaining({ code: 'ERR_SPEC', message: expect.stringMatching(/^T\.x: broken did not write/) }),
    );
    expect(packet(IP({ src: '192.0.2.1', dst: '192.0.2.2' })).bytes).toHaveLength(20);
  });
});
