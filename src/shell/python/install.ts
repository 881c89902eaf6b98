/** Gives the built-in types their methods and their way to be made. Done once, when the first session begins. */
import { nativeSet } from './attributes.ts';
import { INTEGER, OCTETS, Slice, Tuple, TYPE } from './behaviour.ts';
import { Builtin, classMethods, methods, Property, propertyType } from './callable.ts';
import { Dict } from './containers/dict.ts';
import { decode, encode } from './text/codecs.ts';
import { typeError, valueError } from './errors.ts';
import { withAll } from './iterate.ts';
import { asInt, asNumber, float, having, primitiveOf, typeName, typeOf, written } from './kinds.ts';
import { linked } from './linked.ts';
import { bytearrayMethods, bytesFromHex, bytesMethods } from './methods/bytes.ts';
import { dictFromKeys, dictMethods, frozensetMethods, setMethods, update } from './methods/dict.ts';
import { listMethods, tupleMethods } from './methods/list.ts';
import { floatMethods, intFromBytes, intMethods } from './methods/number.ts';
import { makeTranslation, strMethods } from './methods/str.ts';
import { above } from './native-methods.ts';
import { parseFloatText, parseInteger, toFloat, truncate } from './numbers.ts';
import { ByteArray, bytesOf, latin1, needBytes, octet } from './containers/octets.ts';
import { truth } from './operators.ts';
import { Range } from './containers/range.ts';
import { FrozenSet, PySet } from './containers/sets.ts';
import { integer, resolve as resolveSlice } from './containers/slices.ts';
import * as types from './types.ts';
import type { Make, Type } from './types.ts';
import { awaited } from './waiting.ts';

function toInt(positions: readonly unknown[], named: Readonly<Record<string, unknown>>): unknown {
  const [value = 0, given = named['base']] = positions;
  if (typeof value === 'string' || bytesOf(value) !== undefined) {
    const text = typeof value === 'string' ? value : latin1(needBytes(value));
    const base = given === undefined ? 10 : Number(asInt(given));
    if (Number.isNaN(base)) throw typeError(`'${typeName(given)}' object cannot be interpreted as an integer`);
    if (base !== 0 && (base < 2 || base > 36)) throw valueError('int() base must be >= 2 and <= 36, or 0');
    const number = parseInteger(text, base);
    if (number === undefined) throw valueError(`invalid literal for int() with base ${base}: ${linked.repr(value)}`);
    return number;
  }
  if (given !== undefined) throw typeError("int() can't convert non-string with explicit base");
  const exact = asInt(value);
  if (exact !== undefined) return exact;
  const double = asNumber(value);
  if (double !== undefined) return truncate(double);
  for (const name of ['__int__', '__index__', '__trunc__']) {
    const own = written(value, name);
    if (own !== undefined) return awaited(() => linked.call(own, [value]));
  }
  const number = having(value, INTEGER)?.[INTEGER]();
  if (number !== undefined) return number;
  if (primitiveOf(value) !== undefined) return toInt([primitiveOf(value)], named);
  throw typeError(`int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`);
}

function toFloatValue([value = 0]: readonly unknown[]): unknown {
  if (typeof value === 'string' || bytesOf(value) !== undefined) {
    const number = parseFloatText(typeof value === 'string' ? value : latin1(needBytes(value)));
    if (number === undefined) throw valueError(`could not convert string to float: ${linked.repr(value)}`);
    return float(number);
  }
  const exact = asInt(value);
  if (exact !== undefined) return float(toFloat(exact));
  const double = asNumber(value);
  if (double !== undefined) return float(double);
  const own = written(value, '__float__');
  if (own !== undefined) return awaited(() => linked.call(own, [value]));
  const number = having(value, INTEGER)?.[INTEGER]();
  if (number !== undefined) return float(Number(number));
  const foreign: unknown = typeof value === 'object' && value !== null ? value.valueOf() : undefined;
  if (typeof foreign === 'number') return float(foreign);
  throw typeError(`float() argument must be a string or a real number, not '${typeName(value)}'`);
}

function toStr(positions: readonly unknown[], named: Readonly<Record<string, unknown>>): unknown {
  const [value = '', encoding = named['encoding'], errors = named['errors']] = positions;
  if (encoding === undefined && errors === undefined) return linked.str(named['object'] ?? value);
  return decode(needBytes(value), String(encoding ?? 'utf-8'), String(errors ?? 'strict'));
}

function toOctets(positions: readonly unknown[], named: Readonly<Record<string, unknown>>): unknown {
  const [value, encoding = named['encoding'], errors = named['errors']] = positions;
  if (value === undefined) return new Uint8Array();
  if (typeof value === 'string') {
    // Python 2 had no difference; Python 3 wants to know.
    if (encoding === undefined) throw typeError('string argument without an encoding');
    return encode(value, String(encoding), String(errors ?? 'strict'));
  }
  const own = written(value, '__bytes__');
  if (own !== undefined) return awaited(() => linked.call(own, [value]));
  const octets = bytesOf(value) ?? having(value, OCTETS)?.[OCTETS]();
  if (octets !== undefined) return new Uint8Array(octets);
  const count = integer(value);
  if (count !== undefined) {
    if (count < 0) throw valueError('negative count');
    return new Uint8Array(Number(count));
  }
  if (value === null || typeof value === 'number') throw typeError(`cannot convert '${typeName(value)}' object to bytes`);
  return withAll(value, (all) => Uint8Array.from(all, (one) => octet(one, 'bytes')));
}

const toByteArray: Make = (_, positions, named) => {
  const octets = toOctets(positions, named);
  return octets instanceof Promise ? octets.then((all: Uint8Array) => new ByteArray(all)) : new ByteArray(octets as Uint8Array);
};

const toDict: Make = (_, [given], named) => {
  const dict = new Dict();
  const done = update(dict, given, named);
  return done instanceof Promise ? done.then(() => dict) : dict;
};

const collected =
  (make: (items: unknown[]) => unknown): Make =>
  (_, [given]) =>
    given === undefined ? make([]) : withAll(given, make);

function toRange(positions: readonly unknown[]): Range {
  const numbers = positions.map((one) => {
    const number = integer(one);
    if (number === undefined) throw typeError(`'${typeName(one)}' object cannot be interpreted as an integer`);
    return number;
  });
  if (numbers.length === 0) throw typeError('range expected at least 1 argument, got 0');
  if (numbers.length > 3) throw typeError(`range expected at most 3 arguments, got ${numbers.length}`);
  const [start, stop, step] = numbers.length === 1 ? [0, numbers[0]!, 1] : [numbers[0]!, numbers[1]!, numbers[2] ?? 1];
  if (step === 0 || step === 0n) throw valueError('range() arg 3 must not be zero');
  return new Range(start, stop, step);
}

let installed = false;

export function install(makeClass: (name: string, bases: readonly unknown[], names: Record<string, unknown>) => unknown): void {
  if (installed) return;
  installed = true;
  const made: readonly [Type, Make, Parameters<typeof methods>[1]][] = [
    [types.intType, (_, positions, named) => toInt(positions, named), intMethods],
    [types.boolType, (_, [value = false]) => truth(value), {}],
    [types.floatType, (_, positions) => toFloatValue(positions), floatMethods],
    [types.strType, (_, positions, named) => toStr(positions, named), strMethods],
    [types.bytesType, (_, positions, named) => toOctets(positions, named), bytesMethods],
    [types.bytearrayType, toByteArray, { ...bytesMethods, ...bytearrayMethods }],
    [types.listType, collected((items) => items), listMethods],
    [types.tupleType, collected((items) => new Tuple(items)), tupleMethods],
    [types.dictType, toDict, dictMethods],
    [types.setType, collected((items) => new PySet(items)), setMethods],
    [types.frozensetType, collected((items) => new FrozenSet(items)), frozensetMethods],
    [types.rangeType, (_, positions) => toRange(positions), {}],
    [types.sliceType, (_, p) => (p.length === 1 ? new Slice(null, p[0], null) : new Slice(p[0], p[1], p[2] ?? null)), {}],
    [types.objectType, (type) => new types.Instance(type), {}],
    [propertyType, (_, [getter, setter, deleter]) => new Property(getter, setter, deleter), {}],
  ];
  for (const [type, make, table] of made) {
    type.make = make;
    methods(type, table);
  }
  types.typeType.make = (_, [of, bases, names]) => {
    if (bases === undefined) return having(of, TYPE)?.[TYPE] ?? typeOf(of);
    return makeClass(String(of), [...(bases as Tuple)], names instanceof Dict ? names.toObject() : {});
  };
  types.dictType.names.set('fromkeys', dictFromKeys);
  types.intType.names.set('from_bytes', intFromBytes);
  for (const type of [types.bytesType, types.bytearrayType]) type.names.set('fromhex', bytesFromHex);
  types.strType.names.set('maketrans', new Builtin('maketrans(x, y=None, z=None, /)', makeTranslation, 'static'));
  for (const [name, at] of [
    ['real', (self: unknown) => self],
    ['imag', () => 0],
  ] as const)
    for (const type of [types.intType, types.floatType]) type.names.set(name, new Property(new Builtin('real()', at, 'method')));
  for (const name of ['start', 'stop', 'step'] as const)
    for (const type of [types.rangeType, types.sliceType])
      type.names.set(name, new Property(new Builtin(`${name}()`, (self: Slice | Range) => self[name], 'method')));
  types.sliceType.names.set('indices', new Builtin('indices(length)', sliceIndices, 'method'));
  methods(types.rangeType, tupleMethodsOfRange);
  classMethods(types.floatType, { 'fromhex(text)': (_: unknown, text: string) => float(parseHexFloat(text)) });
  methods(propertyType, {
    'setter(func, /)': (self: Property, func: unknown) => new Property(self.getter, func, self.deleter),
    'getter(func, /)': (self: Property, func: unknown) => new Property(func, self.setter, self.deleter),
    'deleter(func, /)': (self: Property, func: unknown) => new Property(self.getter, self.setter, func),
  });
  above.set = nativeSet;
}

const tupleMethodsOfRange = {
  'index(value, /)': (self: Range, what: unknown) =>
    tupleMethods['index(value, start=None, stop=None, /)']!(...([[...self], what, null, null] as never[])),
  'count(value, /)': (self: Range, what: unknown) => [...self].filter((one) => one === what).length,
};

function sliceIndices(self: Slice, length: number): Tuple {
  const { start, stop, step } = resolveSlice(self, length);
  return new Tuple([start, stop, step]);
}

function parseHexFloat(text: string): number {
  const found = /^\s*([+-]?)0x([0-9a-f]+)(?:\.([0-9a-f]*))?(?:p([+-]?\d+))?\s*$/i.exec(text);
  if (found === null) throw valueError('invalid hexadecimal floating-point string');
  const [, sign, whole = '0', fraction = '', power = '0'] = found;
  return (sign === '-' ? -1 : 1) * Number(BigInt(`0x${whole}${fraction}`)) * 2 ** (Number(power) - 4 * fraction.length);
}
