/**
 * What every protocol's test asks of its layers: octets whose origin is told are read and built, nothing is lost on the way
 * through the values, and no damage throws, loops or loses an octet.
 */
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/bytes/hex.ts';
import { type Random, seededRandom } from '../../src/bytes/random.ts';
import { values } from '../../src/packet/laid/change.ts';
import type { AnyLayer } from '../../src/packet/spec/spec.ts';
import type { Packet } from '../../src/packet/laid/packet.ts';
import { objectOf } from '../../src/packet/object/packet-object.ts';
import type { Registry } from '../../src/packet/chain/registry.ts';
import { packetFunction } from '../../src/packet/packet-functions.ts';
import { dissect, protocols } from '../../src/protocols/protocols.ts';
import { Mutator } from '../fuzz/mutator.ts';
import { keepsItsOctets, readEveryField, showEveryWay } from './exercise.ts';
import { chainOf, difference, rebuilt, rebuiltDeeply, sameMeaning } from './rebuild.ts';

export interface Golden {
  readonly what: string;
  /** Who made the octets: a program, or a capture and packet number. */
  readonly origin: string;
  readonly octets: string;
  /** What they begin with. */
  readonly first: AnyLayer;
  /** The chain found in them: `IP/ICMP`. */
  readonly chain: string;
  /** Values read, by layer. Octets as hex. */
  readonly read?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The parts that the same octets are built of. */
  readonly build?: () => readonly unknown[];
  readonly summary?: string;
}

export interface SuiteOptions {
  /** Damaged copies of each golden packet. Default 2000; PKW_MUTATIONS multiplies it. */
  readonly mutations?: number;
  readonly seed?: number;
  /** Which layers follow which. Default: all protocols. */
  readonly registry?: Registry;
}

/** So many of the damaged copies are shown in every way too. */
const SHOWN = 20;

/** Views and octets as plain data, so that what is read compares with what is written in a test. */
export function plain(v: unknown): unknown {
  if (v instanceof Uint8Array) return toHex(v);
  if (Array.isArray(v)) return v.map(plain);
  if (typeof v !== 'object' || v === null) return v;
  if ('$layer' in v) return plain(values(v));
  if ('text' in v && 'value' in v) return String(v);
  return Object.fromEntries(Object.entries(v).map(([name, x]) => [name, plain(x)]));
}

/** A damaged copy. */
export const damaged = (octets: Uint8Array, r: Random): Uint8Array => new Mutator(r).of(octets);

/** What holds for any octets whatever: every field can be read, and nothing is lost. Throws an error that has the octets. */
export function holds(octets: Uint8Array, first: AnyLayer, show: boolean, registry: Registry = protocols): void {
  const p = dissect(octets, first, { registry });
  readEveryField(p);
  try {
    keepsItsOctets(p, octets, first);
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${toHex(octets)}`);
  }
  if (show) showEveryWay(p);
}

/** The shared tests for the layers in `cases`. Call it at the top of a test file. */
export function layerSuite(name: string, cases: readonly Golden[], o: SuiteOptions = {}): void {
  const { registry = protocols } = o;
  const mutations = Math.round((o.mutations ?? 2000) * Number(process.env['PKW_MUTATIONS'] ?? 1));
  describe(name, () => {
    for (const golden of cases) {
      const octets = fromHex(golden.octets);
      describe(`${golden.what} (${golden.origin})`, () => {
        it('is read', () => {
          const p = dissect(octets, golden.first, { registry });
          expect(chainOf(p)).toBe(golden.chain);
          const object = objectOf(p);
          for (const [layer, fields] of Object.entries(golden.read ?? {})) {
            const i = p.layers().findIndex((l) => l.layerName === layer);
            expect(plain(object.view(i)), layer).toMatchObject(fields as Record<string, unknown>);
          }
          expect(p.issues).toEqual([]);
          if (golden.summary !== undefined) expect(p.summary()).toBe(golden.summary);
          showEveryWay(p);
        });
        const { build } = golden;
        if (build !== undefined)
          it('is built', () => {
            expect(toHex((packetFunction(registry)(...(build() as never[])) as unknown as Packet).bytes)).toBe(toHex(octets));
          });
        it('is the same when made anew of the values read', () => {
          const p = dissect(octets, golden.first, { registry });
          expect(difference(p, octets, rebuilt(p))).toBeUndefined();
          expect(difference(p, octets, rebuiltDeeply(p)), 'records as plain values').toBeUndefined();
          const meaning = sameMeaning(p);
          expect(meaning?.again).toEqual(meaning?.read);
        });
        it('may be cut anywhere', () => {
          for (let n = 0; n < octets.length; n++) holds(octets.subarray(0, n), golden.first, false, registry);
        });
        it(`may be damaged (${mutations} times)`, () => {
          const r = seededRandom(o.seed ?? 1);
          for (let i = 0; i < mutations; i++) holds(damaged(octets, r), golden.first, i < SHOWN, registry);
        });
      });
    }
  });
}
