/**
 * What every protocol's test asks of its layers: octets whose origin is told are read and built, nothing is lost on the way
 * through the values, and no damage throws, loops or loses an octet.
 */
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/bytes/hex.ts';
import { type Random, seededRandom } from '../../src/bytes/random.ts';
import { values } from '../../src/packet/change.ts';
import type { AnyLayer } from '../../src/packet/layer.ts';
import type { Packet } from '../../src/packet/packet.ts';
import { objectOf } from '../../src/packet/packet-object.ts';
import { dissect, packet } from '../../src/protocols/protocols.ts';
import { chainOf, difference, rebuilt, touched } from './rebuild.ts';

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

/** Reads every field of every layer, and all that lies in lists. */
export function readAll(p: Packet): void {
  const object = objectOf(p);
  p.layers().forEach((_, i) => void plain(object.view(i)));
}

function showAll(p: Packet): void {
  for (const text of [p.summary(), p.show(), p.json(), p.command()]) expect(typeof text).toBe('string');
  JSON.parse(p.json());
  void p.issues;
}

/** One to four octets changed, set to edges, taken out or put in; sometimes cut. */
export function damaged(octets: Uint8Array, r: Random): Uint8Array {
  let b = [...octets];
  for (let n = 1 + r.below(4); n > 0; n--) {
    const at = r.below(Math.max(b.length, 1));
    const kind = r.below(8);
    if (kind < 3) b[at] = r.below(256);
    else if (kind === 3) b[at] = (b[at] ?? 0) ^ (1 << r.below(8));
    else if (kind === 4) b[at] = r.pick([0, 1, 0x7f, 0x80, 0xff]);
    else if (kind === 5) b.splice(at, 1 + r.below(4));
    else if (kind === 6) b.splice(at, 0, ...r.octets(1 + r.below(4)));
    else b = b.slice(0, at);
  }
  return Uint8Array.from(b);
}

/** What holds for any octets whatever: every field can be read, and nothing is lost. Throws an error that has the octets. */
export function holds(octets: Uint8Array, first: AnyLayer, show: boolean): void {
  const p = dissect(octets, first);
  readAll(p);
  // Without a change the octets stay.
  if (toHex(p.bytes) !== toHex(octets)) throw new Error(`dissecting changed ${toHex(octets)}`);
  const lost = difference(p, octets, rebuilt(p));
  if (lost !== undefined) throw new Error(`${lost}\n${toHex(octets)}`);
  const judged = difference(p, octets, touched(octets, first));
  if (judged !== undefined) throw new Error(`touched, ${judged}\n${toHex(octets)}`);
  if (show) showAll(p);
}

/** The shared tests for the layers in `cases`. Call it at the top of a test file. */
export function layerSuite(name: string, cases: readonly Golden[], o: SuiteOptions = {}): void {
  const mutations = Math.round((o.mutations ?? 2000) * Number(process.env['PKW_MUTATIONS'] ?? 1));
  describe(name, () => {
    for (const golden of cases) {
      const octets = fromHex(golden.octets);
      describe(`${golden.what} (${golden.origin})`, () => {
        it('is read', () => {
          const p = dissect(octets, golden.first);
          expect(chainOf(p)).toBe(golden.chain);
          const object = objectOf(p);
          for (const [layer, fields] of Object.entries(golden.read ?? {})) {
            const i = p.layers().findIndex((l) => l.layerName === layer);
            expect(plain(object.view(i)), layer).toMatchObject(fields as Record<string, unknown>);
          }
          expect(p.issues).toEqual([]);
          if (golden.summary !== undefined) expect(p.summary()).toBe(golden.summary);
          showAll(p);
        });
        const { build } = golden;
        if (build !== undefined)
          it('is built', () => {
            expect(toHex((packet(...(build() as never[])) as unknown as Packet).bytes)).toBe(toHex(octets));
          });
        it('is the same when made anew of the values read', () => {
          const p = dissect(octets, golden.first);
          expect(difference(p, octets, rebuilt(p))).toBeUndefined();
        });
        it('may be cut anywhere', () => {
          for (let n = 0; n < octets.length; n++) holds(octets.subarray(0, n), golden.first, false);
        });
        it(`may be damaged (${mutations} times)`, () => {
          const r = seededRandom(o.seed ?? 1);
          for (let i = 0; i < mutations; i++) holds(damaged(octets, r), golden.first, i < SHOWN);
        });
      });
    }
  });
}
