/** What every field owes its octets, whatever they are. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { toHex } from '../../src/bytes/hex.ts';
import { values } from '../../src/packet/laid/change.ts';
import { packetFromJson } from '../../src/packet/from-json.ts';
import type { Registry } from '../../src/packet/chain/registry.ts';
import type { Packet } from '../../src/packet/laid/packet.ts';
import { isView } from '../../src/packet/spec/view.ts';
import type { OneLayer } from './one-layer.ts';

const TIMES = Number(process.env['PKW_MUTATIONS'] ?? 1);

const registryOf = (p: Packet): Registry => (p as unknown as { readonly shape: { readonly registry: Registry } }).shape.registry;

/** All values in a value as new ones, so that nothing is left of where they were read. */
export function deeply(v: unknown): unknown {
  if (v instanceof Uint8Array) return v.slice();
  if (Array.isArray(v)) return v.map(deeply);
  if (isView(v)) return deeply(values(v as object));
  if (typeof v === 'object' && v !== null && Object.getPrototypeOf(v) === Object.prototype)
    return Object.fromEntries(Object.entries(v).map(([name, x]) => [name, deeply(x)]));
  return v;
}

/** The octets of `all` made anew from the values that are read; all displays and questions are asked, too. */
export function remade(l: OneLayer, all: Uint8Array): string {
  const p = l.dissect(all);
  expect(toHex(p.bytes)).toBe(toHex(all));
  expect(p.show()).toBeTypeOf('string');
  expect(JSON.parse(p.json())).toBeTypeOf('object');
  void p.issues;
  for (let bit = 0; bit < all.length * 8; bit += 13) expect(p.at(bit >> 3, bit & 7)).toBeDefined();
  const view = p.get(l.T);
  if (view === undefined) return toHex(all);
  const same = toHex(l.make(values(view as object), p.payload(l.T)).bytes);
  const deep = toHex(l.make(deeply(view) as object, p.payload(l.T)).bytes);
  expect(deep).toBe(same);
  // What follows a record in JSON is what it has: values are all that is told.
  if (!p.layers().some((x) => x.layerName === 'Padding')) expect(toHex(packetFromJson(registryOf(p), p.json()).bytes)).toBe(toHex(all));
  return deep;
}

/** Octets at random, small numbers and the given seeds (cut, and with octets changed) come back from the values read. */
export function lossless(l: OneLayer, seeds: readonly Uint8Array[] = []): void {
  const ofSeed =
    seeds.length === 0
      ? []
      : [
          fc
            .tuple(fc.constantFrom(...seeds), fc.nat(), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }))
            .map(([seed, cut, changes]) => {
              const out = seed.slice(0, cut % 3 === 0 ? cut % (seed.length + 1) : seed.length);
              for (const [at, x] of changes) if (out.length > 0) out[at % out.length] = x;
              return out;
            }),
        ];
  const all = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 40 }).map((a) => Uint8Array.from(a)),
    ...ofSeed,
  );
  for (const seed of seeds) for (let n = 0; n <= seed.length; n++) expect(remade(l, seed.slice(0, n))).toBe(toHex(seed.slice(0, n)));
  fc.assert(
    fc.property(all, (octets) => {
      expect(remade(l, octets)).toBe(toHex(octets));
    }),
    { numRuns: 200 * TIMES },
  );
}
