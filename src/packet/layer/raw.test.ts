import { expect, it } from 'vitest';
import { oneLayer } from '../../../test/support/one-layer.ts';
import { u16 } from '../fields/integers.ts';
import { packetFunction } from '../packet-functions.ts';
import { Registry } from '../chain/registry.ts';
import type { AnyLayer } from '../spec/spec.ts';
import { layer } from './layer.ts';
import { isPadding, isRaw, Padding, Raw } from './raw.ts';

it('Raw and Padding are told by what they are, not by a name that another layer may have', () => {
  const Mine = layer('Padding', { fields: { n: u16() } });
  expect([Raw, Padding, Mine, undefined].map((l) => isRaw(l as AnyLayer | undefined))).toEqual([true, false, false, false]);
  expect([Raw, Padding, Mine, undefined].map((l) => isPadding(l as AnyLayer | undefined))).toEqual([false, true, false, false]);
  const { T } = oneLayer({ a: u16() });
  const packet = packetFunction(new Registry([{ space: 'T', value: 0, layer: T }]));
  const p = packet(T(), (Mine as unknown as AnyLayer)({ n: 1 })) as unknown as { with(part: unknown): { layers(): AnyLayer[] } };
  // What comes next stands behind it: only a trailer stays last.
  expect(
    p
      .with(T())
      .layers()
      .map((l) => l.layerName),
  ).toEqual(['T', 'Padding', 'T']);
});
