/** What stands behind a layer's end is given by functions of its spec: one that gives what cannot stand there is refused when a packet comes. */
import { describe, expect, it } from 'vitest';
import { oneLayer } from '../../../test/support/one-layer.ts';
import { u16, u8 } from '../fields/integers.ts';
import { octets } from '../fields/octets.ts';
import { layer } from '../layer/layer.ts';
import type { Spec } from '../spec/spec.ts';

const wrong = (v: unknown): never => v as never;
const oops = (): never => {
  throw new TypeError('oops');
};
const Open = layer('Open', { fields: { x: octets() } });
const Parsed = layer('Parsed', { fields: { n: u8({ measures: 'x' }), x: octets() } });
const Empty = layer('Empty', { fields: {} });
const Check = layer('Check', { fields: { sum: u16() } });

describe('what stands behind a layer', () => {
  it.each<[what: string, more: Partial<Spec<any>>, says: RegExp]>([
    [
      'a trailer that is none',
      { trailer: { layer: wrong(() => undefined) } },
      /^T: its trailer gives undefined; let it give a layer: \(\) => LAYER$/,
    ],
    ['a trailer that is a field', { trailer: { layer: wrong(() => u8()) } }, /^T: its trailer gives an object/],
    ['a trailer that throws', { trailer: { layer: oops } }, /^T: its trailer throws: oops; let it give a layer/],
    [
      'a trailer of any size',
      { trailer: { layer: () => Parsed } },
      /^T: its trailer, Parsed, has no fixed size; give it fields of a fixed size$/,
    ],
    ['a trailer that takes all', { trailer: { layer: () => Open } }, /^T: its trailer, Open, has no fixed size/],
    ['a trailer without octets', { trailer: { layer: () => Empty } }, /^T: its trailer, Empty, has no octets/],
    [
      'a filling that has more than octets',
      { repeats: true, filling: { to: 4, layer: () => Check } },
      /^T: its filling, Check, is to have one field: octets\(\)$/,
    ],
    ['a filling that is none', { repeats: true, filling: { to: 4, layer: wrong(() => undefined) } }, /^T: its filling gives undefined/],
    ['messages of nothing', { repeats: wrong(() => undefined) }, /^T: repeats gives undefined; let it give a layer/],
    ['messages of a name', { repeats: wrong(() => 'T') }, /^T: repeats gives 'T'/],
    ['messages that throw', { repeats: oops }, /^T: repeats throws: oops/],
  ])('%s', (_what, more, says) => {
    const l = oneLayer({ a: u8({ measures: 'layer' }) }, more);
    expect(() => l.dissect(Uint8Array.of(2, 1, 2, 3))).toThrow(
      expect.objectContaining({ code: 'ERR_SPEC', message: expect.stringMatching(says) }),
    );
  });

  it('what may stand there does', () => {
    const l = oneLayer({ a: u8({ measures: 'layer' }) }, { trailer: { layer: () => Check } });
    expect(l.dissect(Uint8Array.of(2, 9, 1, 2)).get(Check)?.sum).toBe(0x102);
  });
});
