import { describe, expect, it } from 'vitest';
import { makeRuntime } from './runtime.ts';

/** A session whose output is kept. */
function session() {
  let out = '';
  const py = makeRuntime({ write: (text) => (out += text), names: new Map() });
  return { py, out: () => out };
}

describe('the runtime, called as rewritten code calls it', () => {
  it('prints, binds names, and promotes ints beyond 2^53', async () => {
    const { py, out } = session();
    py.store('x', 3);
    await py.call(py.load('print'), [
      py.binary('**', py.load('x'), 40),
      py.binary('/', 4, 2),
      py.binary('//', -7, 2),
      py.binary('%', -7, 2),
    ]);
    expect(out()).toBe('12157665459056928801 2.0 -4 1\n');
  });

  it('classes of the session answer operators, repr and in; promises come from them alone', async () => {
    const { py } = session();
    const self = { name: 'self' };
    const type = await py.classOf('V', [], async (names) => {
      names['__init__'] = py.func(
        '__init__',
        [self, { name: 'n', value: 1 }],
        async (me: unknown, n: unknown) => void (await py.set(me, 'n', n)),
      );
      names['__add__'] = py.func('__add__', [self, { name: 'other' }], async (me: unknown, other: unknown) =>
        py.call(type, [await py.binary('+', py.get(me, 'n'), py.get(other, 'n'))]),
      );
      names['__repr__'] = py.func('__repr__', [self], async (me: unknown) => `V(${String(py.get(me, 'n'))})`);
      names['__eq__'] = py.func('__eq__', [self, { name: 'o' }], async (me: unknown, o: unknown) =>
        py.compare('==', py.get(me, 'n'), py.get(o, 'n')),
      );
    });
    const [a, b] = [await py.call(type, [2]), await py.call(type, [], { n: 3 })];
    const sum = await py.binary('+', a, b);
    expect(await py.call(py.load('repr'), [[a, sum]])).toBe('[V(2), V(5)]');
    expect(await py.compare('in', sum, [a, b, await py.call(type, [5])])).toBe(true);
    expect(() => py.call(type, [1, 2, 3])).toThrow('V.__init__() takes from 1 to 2 positional arguments but 4 were given');
    expect(() => py.call(type, [], { m: 3 })).toThrow("V.__init__() got an unexpected keyword argument 'm'");
  });

  it('errors are caught by their class, and names are suggested', () => {
    const { py } = session();
    py.store('IP', 1);
    expect(() => py.load('IPP')).toThrow("name 'IPP' is not defined: did you mean IP?");
    let caught: unknown;
    try {
      py.binary('+', 1, 'a');
    } catch (error) {
      caught = error;
    }
    expect(py.catches(caught, py.load('TypeError'))).toBe(true);
    expect(py.catches(caught, py.load('ValueError'))).toBe(false);
    expect(py.catches(caught)).toBe(true);
    expect(py.call(py.load('str'), [caught])).toBe("unsupported operand type(s) for +: 'int' and 'str'");
  });

  it('functions of JavaScript get names as one object in the last place, classes are made with new', async () => {
    const { py } = session();
    expect(await py.call((...all: unknown[]) => JSON.stringify(all), ['10.0.0.1'], { count: 3 })).toBe('["10.0.0.1",{"count":3}]');
    expect(py.call(URL, ['http://a/b'])).toBeInstanceOf(URL);
    const double = py.func('double', [{ name: 'x' }], (x: number) => x * 2) as (x: number) => number;
    expect([1, 2].map(double)).toEqual([2, 4]);
  });
});
