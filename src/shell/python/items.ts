/** `x[i]`, `x[a:b:c]`, and storing and deleting through them. */
import { ITEM, LENGTH, REMOVE_ITEM, SET_ITEM, Slice, Tuple } from './behaviour.ts';
import { indexError, keyError, typeError, valueError } from './errors.ts';
import { having, isPlain, primitiveOf, typeName, written } from './kinds.ts';
import { linked } from './linked.ts';
import { ByteArray, needBytes, octet } from './containers/octets.ts';
import { index, placesOf, resolve } from './containers/slices.ts';
import { characters, lengthOf } from './text/characters.ts';
import { Type } from './types.ts';
import { awaited } from './waiting.ts';

function place(key: unknown, length: number, what: string, kind: string): number {
  const i = index(key);
  if (i === undefined) throw typeError(kind.replace('%', typeName(key)));
  const at = i < 0 ? i + length : i;
  if (at < 0 || at >= length) throw indexError(what);
  return at;
}

const LIST = 'list indices must be integers or slices, not %';

export function item(of: unknown, key: unknown): unknown {
  if (Array.isArray(of) && typeof key === 'number' && key >= 0 && key < of.length && Number.isInteger(key)) return of[key];
  const own = written(of, '__getitem__');
  return own === undefined ? nativeItem(of, key) : awaited(() => linked.call(own, [of, key]));
}

/** As {@link item}, past what a class of the session says. */
export function nativeItem(of: unknown, key: unknown): unknown {
  if (typeof of === 'string') return textItem(of, key);
  const behaviour = having(of, ITEM);
  if (behaviour !== undefined) return behaviour[ITEM](key);
  if (Array.isArray(of)) {
    if (key instanceof Slice) {
      const places = resolve(key, of.length);
      const items = places.step === 1 ? of.slice(places.start, Math.max(places.start, places.stop)) : placesOf(places).map((i) => of[i]);
      return of instanceof Tuple ? new Tuple(items) : items;
    }
    const kind = of instanceof Tuple ? 'tuple' : 'list';
    return of[place(key, of.length, `${kind} index out of range`, LIST.replace('list', kind))];
  }
  if (of instanceof ByteArray) {
    const part = octetItem(of.octets, key, 'bytearray');
    return part instanceof Uint8Array ? new ByteArray(part) : part;
  }
  if (of instanceof Uint8Array) return octetItem(of, key, 'byte');
  if (typeof primitiveOf(of) === 'string') return textItem(primitiveOf(of) as string, key);
  if (of instanceof Type) return of;
  return foreignItem(of, key);
}

function foreignItem(of: unknown, key: unknown): unknown {
  if (of instanceof Map) {
    if (!of.has(key)) throw keyError(key);
    return of.get(key);
  }
  if (ArrayBuffer.isView(of)) return Array.prototype.at.call(of, Number(index(key) ?? Number.NaN));
  if (isPlain(of) || (typeof of === 'object' && of !== null && (typeof key === 'string' || typeof key === 'symbol') && key in of)) {
    const name = typeof key === 'symbol' ? key : String(key);
    if (!(name in (of as object))) throw keyError(key);
    return (of as Record<string | symbol, unknown>)[name];
  }
  throw typeError(`'${typeName(of)}' object is not subscriptable`);
}

function textItem(of: string, key: unknown): unknown {
  if (key instanceof Slice) {
    const all = characters(of);
    const places = resolve(key, all.length);
    if (typeof all === 'string' && places.step === 1) return all.slice(places.start, Math.max(places.start, places.stop));
    return placesOf(places)
      .map((i) => all[i])
      .join('');
  }
  const i = index(key);
  if (i === undefined) throw typeError(`string indices must be integers, not '${typeName(key)}'`);
  const all = i >= 0 && i < of.length && of.charCodeAt(i) < 128 && lengthOf(of) === of.length ? of : characters(of);
  const at = i < 0 ? i + all.length : i;
  if (at < 0 || at >= all.length) throw indexError('string index out of range');
  return all[at];
}

function octetItem(of: Uint8Array, key: unknown, kind: string): unknown {
  if (key instanceof Slice) {
    const places = resolve(key, of.length);
    if (places.step === 1) return new Uint8Array(of.subarray(places.start, Math.max(places.start, places.stop)));
    return Uint8Array.from(placesOf(places), (i) => of[i]!);
  }
  const what = kind === 'byte' ? 'index out of range' : 'bytearray index out of range';
  return of[place(key, of.length, what, `${kind} indices must be integers or slices, not %`)];
}

export function setItem(of: unknown, key: unknown, value: unknown): void {
  const own = written(of, '__setitem__');
  if (own === undefined) nativeSetItem(of, key, value);
  else awaited(() => linked.call(own, [of, key, value]));
}

export function nativeSetItem(of: unknown, key: unknown, value: unknown): void {
  const behaviour = having(of, SET_ITEM);
  if (behaviour !== undefined) behaviour[SET_ITEM](key, value);
  else if (Array.isArray(of) && !(of instanceof Tuple)) {
    if (key instanceof Slice) setSlice(of, key, [...listed(value)], 'sequence');
    else of[place(key, of.length, 'list assignment index out of range', LIST)] = value;
  } else if (of instanceof ByteArray) {
    const all = [...of.octets];
    if (key instanceof Slice)
      setSlice(all, key, [...needBytes(Array.isArray(value) ? Uint8Array.from(value, (one) => octet(one)) : value)], 'bytes');
    else all[place(key, all.length, 'bytearray index out of range', 'bytearray indices must be integers or slices, not %')] = octet(value);
    of.octets = Uint8Array.from(all);
  } else if (of instanceof Map) of.set(key, value);
  else if (
    typeof of === 'object' &&
    of !== null &&
    !(of instanceof Tuple) &&
    !(of instanceof Uint8Array) &&
    (isPlain(of) || String(key) in of)
  )
    (of as Record<string, unknown>)[String(key)] = value;
  else throw typeError(`'${typeName(of)}' object does not support item assignment`);
}

function listed(value: unknown): Iterable<unknown> {
  if (typeof value === 'object' && value !== null && Symbol.iterator in value) return value as Iterable<unknown>;
  if (typeof value === 'string') return value;
  throw typeError('can only assign an iterable');
}

function setSlice(of: unknown[], key: Slice, values: unknown[], kind: string): void {
  const places = resolve(key, of.length);
  if (places.step === 1) of.splice(places.start, Math.max(0, places.stop - places.start), ...values);
  else {
    if (values.length !== places.count)
      throw valueError(`attempt to assign ${kind} of size ${values.length} to extended slice of size ${places.count}`);
    for (const [n, i] of placesOf(places).entries()) of[i] = values[n];
  }
}

export function removeItem(of: unknown, key: unknown): void {
  const own = written(of, '__delitem__');
  if (own === undefined) nativeRemoveItem(of, key);
  else awaited(() => linked.call(own, [of, key]));
}

export function nativeRemoveItem(of: unknown, key: unknown): void {
  const behaviour = having(of, REMOVE_ITEM);
  if (behaviour !== undefined) behaviour[REMOVE_ITEM](key);
  else if (Array.isArray(of) && !(of instanceof Tuple)) {
    if (key instanceof Slice) for (const i of placesOf(resolve(key, of.length)).sort((a, b) => b - a)) of.splice(i, 1);
    else of.splice(place(key, of.length, 'list assignment index out of range', LIST), 1);
  } else if (of instanceof ByteArray) {
    const all = [...of.octets];
    nativeRemoveItem(all, key);
    of.octets = Uint8Array.from(all);
  } else if (of instanceof Map) of.delete(key);
  else if (isPlain(of)) {
    if (!(String(key) in of)) throw keyError(key);
    delete of[String(key)];
  } else throw typeError(`'${typeName(of)}' object doesn't support item deletion`);
}

/** `len(x)`. */
export function length(of: unknown): number {
  const own = written(of, '__len__');
  if (own !== undefined) return Number(awaited(() => linked.call(own, [of])));
  return nativeLength(of);
}

export function nativeLength(of: unknown): number {
  if (typeof of === 'string') return lengthOf(of);
  const behaviour = having(of, LENGTH);
  if (behaviour !== undefined) return behaviour[LENGTH]();
  if (Array.isArray(of) || of instanceof Uint8Array) return of.length;
  if (of instanceof ByteArray) return of.octets.length;
  if (of instanceof Map || of instanceof Set) return of.size;
  if (typeof primitiveOf(of) === 'string') return lengthOf(primitiveOf(of) as string);
  if (isPlain(of)) return Object.keys(of).length;
  if (typeof of === 'object' && of !== null && typeof (of as { length?: unknown }).length === 'number')
    return (of as { length: number }).length;
  throw typeError(`object of type '${typeName(of)}' has no len()`);
}
