/** Properties of numbers and texts, and of what Python reads back. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { askPython } from '../../../test/support/python.ts';
import { describeIf, requireScapy } from '../../../test/support/require.ts';
import { Dict } from './containers/dict.ts';
import { Tuple } from './behaviour.ts';
import { equal } from './equal.ts';
import { asInt, float } from './kinds.ts';
import { makeRuntime } from './runtime.ts';
import { repr } from './text/repr.ts';

const py = makeRuntime({ names: new Map() });
const int = fc.oneof(
  fc.integer().map((n) => n),
  fc.bigInt({ min: -(1n << 130n), max: 1n << 130n }).map((n) => (n >= -9007199254740991n && n <= 9007199254740991n ? Number(n) : n)),
);

it('a == (a // b) * b + a % b, and the rest has the sign of b', () => {
  fc.assert(
    fc.property(int, int, (a, b) => {
      fc.pre(b !== 0 && b !== 0n);
      const rest = py.binary('%', a, b);
      expect(py.binary('+', py.binary('*', py.binary('//', a, b), b), rest)).toBe(a);
      expect(asInt(rest)! < 0).toBe(b < 0 && rest !== 0);
    }),
  );
});

it('slices of lists are those of the places that Python names', () => {
  const place = fc.option(fc.integer({ min: -8, max: 8 }));
  fc.assert(
    fc.property(fc.array(fc.nat(9), { maxLength: 6 }), place, place, (list, a, b) => {
      const norm = (at: number | null, absent: number) =>
        at === null ? absent : at < 0 ? Math.max(0, at + list.length) : Math.min(at, list.length);
      const expected = list.filter((_, i) => i >= norm(a, 0) && i < norm(b, list.length));
      expect(py.item(list, py.slice(a, b, null))).toEqual(expected);
    }),
  );
});

describeIf(requireScapy(), 'python reads back what repr writes', () => {
  it('texts, octets, numbers, lists, tuples and dicts', () => {
    const leaf = fc.oneof(
      // Letters that both know: Unicode grows every year.
      fc.string({ unit: fc.constantFrom(...'aé€漢😀𝄞אبñ\\"\'') }),
      fc.string({ unit: 'binary-ascii' }),
      fc.constantFrom('\ud800', '\u200b\ufeff', '\u0378', '\x80\xa0\xad', '\u2028', '\ue000', '\uffff', '\u3000'),
      fc.uint8Array({ maxLength: 12 }),
      int,
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(float),
      fc.boolean(),
      fc.constant(null),
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof({ maxDepth: 3 }, leaf, tie('list'), tie('tuple'), tie('dict')),
      list: fc.array(tie('any'), { maxLength: 4 }),
      tuple: fc.array(tie('any'), { maxLength: 4 }).map((items) => new Tuple(items)),
      dict: fc.array(fc.tuple(fc.string(), tie('any')), { maxLength: 3 }).map((entries) => new Dict(entries)),
    })).any;
    const texts = fc.sample(value, { numRuns: 500, seed: 13 }).map(repr);
    const again = askPython('import ast\nanswer = [repr(ast.literal_eval(t)) for t in given]', texts) as string[];
    expect(texts).toEqual(again);
  });
});

it('equal values are one key of a dict', () => {
  const scalar = fc.oneof(int, fc.integer().map(float), fc.boolean(), fc.string());
  fc.assert(
    fc.property(scalar, scalar, (a, b) => {
      expect(new Dict([[a, 1]]).has(b)).toBe(equal(a, b));
    }),
  );
});
