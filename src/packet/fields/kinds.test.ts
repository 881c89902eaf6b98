import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type KindCase, KINDS } from '../../../test/support/kinds/field-kinds.ts';
import { type OneLayer, oneLayer } from '../../../test/support/one-layer.ts';
import { askPython } from '../../../test/support/python.ts';
import { describeIf, requireScapy } from '../../../test/support/require.ts';
import { fromHex, toHex } from '../../bytes/hex.ts';
import { seededRandom } from '../../bytes/random.ts';
import { values } from '../laid/change.ts';
import type { VariableKind } from '../spec/field.ts';
import { auto } from '../spec/spec.ts';
import { bits, u16, u8 } from './integers.ts';
import { bitsLe } from './little-bits.ts';

/** As for the layers' mutations. */
const TIMES = Number(process.env['PKW_MUTATIONS'] ?? 1);

/** The field between two others, its size measured where a sibling must; `lead` octets stand before it. */
function around(c: KindCase): OneLayer & { readonly lead: number; readonly tail: number } {
  const f = c.make();
  if (c.bits !== undefined) {
    const rest = (f.kind as { little?: boolean }).little ? bitsLe(8 - c.bits) : bits(8 - c.bits);
    return { ...oneLayer({ a: u8(), f, rest, z: u16() }), lead: 1, tail: 2 };
  }
  if (c.measured) return { ...oneLayer({ a: u8(), n: u8({ measures: 'f' }), f, z: u16() }), lead: 2, tail: 2 };
  return { ...oneLayer({ a: u8(), f, z: u16() }), lead: 1, tail: 2 };
}

const fieldOctets = (l: ReturnType<typeof around>, given: object): string => {
  const all = l.make({ z: 0xeeee, ...given }).bytes;
  return toHex(all.subarray(l.lead, all.length - l.tail));
};

/** Values as they compare: flags and octets as such. */
const plain = (v: unknown): unknown =>
  v instanceof Uint8Array ? toHex(v) : typeof v === 'object' && v !== null && 'text' in v ? String(v) : v;

const rebuild = (l: OneLayer, octets: Uint8Array): Uint8Array => {
  const p = l.dissect(octets);
  const view = p.get(l.T);
  return view === undefined ? octets : l.make(values(view as object), p.payload(l.T)).bytes;
};

/** Octets in the place of a packet of the layer: the field's, with what stands around it. */
function framed(c: KindCase, octets: Uint8Array): Uint8Array {
  return Uint8Array.of(7, ...(c.measured ? [octets.length] : []), ...octets, 0xee, 0xee);
}

describe.each(KINDS)('$name', (c) => {
  const l = around(c);

  it.each(c.known.map(([value, octets, ...read]) => ({ value, octets, read: read.length > 0 ? read[0] : value })))(
    '$value is $octets',
    ({ value, octets, read }) => {
      expect(fieldOctets(l, { f: value })).toBe(octets);
      const view = l.read(framed(c, fromHex(octets)));
      expect(plain(view?.['f'])).toEqual(plain(read));
      expect(view?.['z']).toBe(0xeeee);
    },
  );

  it.each(c.bad.map(([value, code]) => ({ value, code })))('refuses $value: $code', ({ value, code }) => {
    const named = expect.objectContaining({
      code,
      message: expect.stringMatching(/^T\.f: /),
      details: expect.objectContaining({ layer: 'T', field: 'f' }),
    });
    expect(() => l.make({ f: value }).bytes).toThrow(named);
    // A change that cannot be made changes nothing.
    const p = l.dissect(framed(c, fromHex(c.known[0]?.[1] as string)));
    const before = toHex(p.bytes);
    expect(() => p.set(l.T, { a: 99, f: value })).toThrow(named);
    expect(toHex(p.bytes)).toBe(before);
  });

  it('may be cut anywhere', () => {
    for (const [, octets] of c.known) {
      const whole = framed(c, fromHex(octets));
      for (let n = 0; n <= whole.length; n++) {
        const cut = whole.slice(0, n);
        const p = l.dissect(cut);
        expect(toHex(p.bytes)).toBe(toHex(cut));
        expect(toHex(rebuild(l, cut))).toBe(toHex(cut));
        expect(p.show()).toBeTypeOf('string');
        expect(p.has(l.T)).toBe(n === whole.length || (c.measured === true && p.has(l.T)));
      }
    }
  });

  it('gives back what was given', () => {
    const { values: given } = c;
    if (given === undefined) return;
    fc.assert(
      fc.property(given, (value) => {
        const octets = l.make({ f: value }).bytes;
        expect(plain(l.read(octets)?.['f'])).toEqual(plain(value));
      }),
      { numRuns: 200 * TIMES },
    );
  });

  it('gives back the octets that were read', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (octets) => {
        // Which NaN it is, no number tells.
        if (!Number.isNaN(l.read(octets)?.['f'])) expect(toHex(rebuild(l, octets))).toBe(toHex(octets));
      }),
      { numRuns: 300 * TIMES },
    );
  });

  it('is changed in place, or by writing the header anew', () => {
    for (const [value, octets] of c.known) {
      const payload = Uint8Array.of(1, 2, 3);
      const p = l.make({ a: 5, z: 9 }, payload);
      const untouched = toHex(p.bytes);
      p.set(l.T, { f: value });
      expect(toHex(p.bytes)).toBe(toHex(l.make({ a: 5, z: 9, f: value }, payload).bytes));
      expect(toHex(p.bytes)).toContain(octets);
      // As it would be if it had never been given.
      p.set(l.T, { f: auto });
      expect(toHex(p.bytes)).toBe(untouched);
    }
  });

  it('draws values that fit', () => {
    const { random } = c.make().kind;
    const r = seededRandom(c.name);
    if (random === undefined) return;
    for (let i = 0; i < 50; i++) {
      const value = random(r);
      const view = l.read(l.make({ f: value }).bytes);
      expect(view?.['z'], String(value)).toBe(0);
    }
  });
});

describe('all kinds', () => {
  it('are told apart by their labels, and a variable one says whether it takes the rest', () => {
    for (const c of KINDS) {
      const { kind } = c.make();
      expect(kind.label).not.toBe('');
      if (c.measured) expect((kind as VariableKind).form).toBe('variable');
    }
  });
});

describeIf(requireScapy(), 'scapy’s own fields', () => {
  const asked = KINDS.filter((c) => typeof c.origin === 'object');
  const cases = asked.flatMap((c) =>
    c.known
      .filter(([value]) => ['string', 'number', 'bigint'].includes(typeof value))
      .map(([value, octets, read = value]) => {
        const { scapy, hex = false } = c.origin as { scapy: string; hex?: boolean };
        return { name: c.name, scapy, octets, hex, value: typeof value === 'bigint' ? { big: String(value) } : value, read };
      }),
  );
  const answers = askPython(
    `
from scapy.all import *
from scapy.fields import *
def octets(f, v):
    out = f.addfield(Packet(), b"", f.any2i(Packet(), v))
    return bytes([out[2] << (8 - out[1])]) if isinstance(out, tuple) else out
answer = []
for c in given:
    f = eval(c["scapy"])
    v = c["value"]
    if isinstance(v, dict): v = int(v["big"])
    if c["hex"]: v = bytes.fromhex(v.replace(":", ""))
    made = read = None
    try:
        made = octets(f, v).hex()
    except Exception as e:
        made = None
    try:
        read = f.getfield(Packet(), bytes.fromhex(c["octets"]))[1]
        read = str(read) if isinstance(read, int) and not isinstance(read, bool) else None
    except Exception as e:
        read = None
    answer.append([made, read])
`,
    cases.map(({ scapy, octets, hex, value }) => ({ scapy, octets, hex, value })),
  ) as [string | null, string | null][];

  it.each(asked.map((c) => c.name))('%s', (name) => {
    let compared = 0;
    cases.forEach((c, i) => {
      const [made, read] = answers[i] as [string | null, string | null];
      if (c.name !== name) return;
      if (made !== null && made !== '') expect([c.value, made]).toEqual([c.value, c.octets]);
      if (made !== null) compared++;
      if (read !== null && ['number', 'bigint'].includes(typeof c.read) && !/scaled|fixedPoint|oui/.test(name))
        expect(read).toBe(String(c.read));
    });
    // Scapy takes fewer forms of a value than we do, but at least one.
    expect(compared).toBeGreaterThan(0);
  });
});
