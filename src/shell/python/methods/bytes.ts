/** Methods of bytes and bytearray. */
import { Slice, Tuple } from '../behaviour.ts';
import { Builtin } from '../callable.ts';
import { decode, hex, unhex } from '../text/codecs.ts';
import { indexError, typeError, valueError } from '../errors.ts';
import { gather } from '../iterate.ts';
import { asInt, typeName } from '../kinds.ts';
import { ByteArray, bytesOf, fromLatin1, indexOfOctets, join, latin1, needBytes, octet } from '../containers/octets.ts';
import { resolve } from '../containers/slices.ts';
import { strMethods } from './str.ts';

type Table = Readonly<Record<string, (...values: never[]) => unknown>>;

/** As the method of str of that name, on each octet as a character. */
function likeText(text: string): readonly [string, (...values: never[]) => unknown] {
  const key = Object.keys(strMethods).find((one) => one.startsWith(`${text}(`))!;
  const run = strMethods[key] as (...values: unknown[]) => unknown;
  return [
    key.replace("fillchar=' '", "fillchar=' '"),
    (...values: unknown[]) => {
      const [self, ...given] = values;
      const result = run(latin1(needBytes(self)), ...given.map((one) => (one instanceof Tuple ? new Tuple(one.map(asText)) : asText(one))));
      return backToBytes(result, self instanceof ByteArray);
    },
  ];
}

function asText(value: unknown): unknown {
  if (value === null || typeof value === 'boolean' || asInt(value) !== undefined || value === ' ') return value;
  return latin1(needBytes(value));
}

function backToBytes(result: unknown, grows: boolean): unknown {
  if (typeof result === 'string') return grows ? new ByteArray(fromLatin1(result)) : fromLatin1(result);
  if (result instanceof Tuple) return new Tuple(result.map((one) => backToBytes(one, grows)));
  return Array.isArray(result) ? result.map((one) => backToBytes(one, grows)) : result;
}

const NAMES =
  'lower upper title capitalize swapcase strip lstrip rstrip split rsplit splitlines partition rpartition replace startswith endswith removeprefix removesuffix zfill ljust rjust center expandtabs isdigit isalpha isalnum isspace isupper islower istitle isascii'.split(
    ' ',
  );

function search(self: unknown, what: unknown, start: unknown, end: unknown, last: boolean): number {
  const octets = needBytes(self);
  const number = asInt(what);
  const wanted = number === undefined ? needBytes(what) : Uint8Array.of(octet(number));
  const places = resolve(new Slice(start, end, null), octets.length);
  const area = octets.subarray(places.start, Math.max(places.start, places.stop));
  let at = indexOfOctets(area, wanted);
  if (last) for (let next = at; next >= 0; next = indexOfOctets(area, wanted, next + 1)) at = next;
  return at < 0 ? -1 : places.start + at;
}

const found = (at: number): number => {
  if (at < 0) throw valueError('subsection not found');
  return at;
};

function joined(self: unknown, parts: unknown): unknown {
  const use = (items: unknown[]): unknown => {
    const bad = items.findIndex((one) => bytesOf(one) === undefined);
    if (bad >= 0) throw typeError(`sequence item ${bad}: expected a bytes-like object, ${typeName(items[bad])} found`);
    const all = join(items.map(needBytes), needBytes(self));
    return self instanceof ByteArray ? new ByteArray(all) : all;
  };
  const all = gather(parts);
  return all instanceof Promise ? all.then(use) : use(all);
}

function hexText(self: unknown, separator: unknown, every: number): string {
  const text = hex(needBytes(self));
  if (separator === null) return text;
  const by = typeof separator === 'string' ? separator : latin1(needBytes(separator));
  const size = Math.abs(every) * 2;
  const parts: string[] = [];
  if (every > 0) for (let end = text.length; end > 0; end -= size) parts.unshift(text.slice(Math.max(0, end - size), end));
  else for (let at = 0; at < text.length; at += size) parts.push(text.slice(at, at + size));
  return parts.join(by);
}

export const bytesMethods: Table = {
  ...Object.fromEntries(NAMES.map(likeText)),
  'find(sub, start=None, end=None, /)': (self: unknown, what: unknown, start: unknown, end: unknown) =>
    search(self, what, start, end, false),
  'rfind(sub, start=None, end=None, /)': (self: unknown, what: unknown, start: unknown, end: unknown) =>
    search(self, what, start, end, true),
  'index(sub, start=None, end=None, /)': (self: unknown, what: unknown, start: unknown, end: unknown) =>
    found(search(self, what, start, end, false)),
  'rindex(sub, start=None, end=None, /)': (self: unknown, what: unknown, start: unknown, end: unknown) =>
    found(search(self, what, start, end, true)),
  'count(sub, start=None, end=None, /)': (self: unknown, what: unknown, start: unknown, end: unknown) => {
    let n = 0;
    const wanted = asInt(what) === undefined ? needBytes(what) : Uint8Array.of(octet(what));
    const places = resolve(new Slice(start, end, null), needBytes(self).length);
    const area = needBytes(self).subarray(places.start, Math.max(places.start, places.stop));
    for (let at = indexOfOctets(area, wanted); at >= 0; at = indexOfOctets(area, wanted, at + Math.max(1, wanted.length))) n++;
    return n;
  },
  'join(iterable, /)': joined,
  "decode(encoding='utf-8', errors='strict')": (self: unknown, encoding: string, errors: string) =>
    decode(needBytes(self), encoding, errors),
  'encode(encoding)': (self: unknown, encoding: string) => {
    if (encoding === 'hex') return hex(needBytes(self));
    throw typeError("'bytes' object has no attribute 'encode'");
  },
  'hex(sep=None, bytes_per_sep=1)': hexText,
  'translate(table, /, delete=None)': (self: unknown, table: unknown, gone: unknown) => {
    const without = gone === null ? new Uint8Array() : needBytes(gone);
    const kept = needBytes(self).filter((one) => !without.includes(one));
    return table === null ? kept : kept.map((one) => needBytes(table)[one]!);
  },
};

const change = (self: ByteArray, work: (octets: number[]) => unknown): unknown => {
  const all = [...self.octets];
  const result = work(all);
  self.octets = Uint8Array.from(all);
  return result ?? null;
};

export const bytearrayMethods: Table = {
  'append(item, /)': (self: ByteArray, item: unknown) => change(self, (all) => void all.push(octet(item))),
  'extend(items, /)': (self: ByteArray, items: unknown) => {
    const more = bytesOf(items) ?? Uint8Array.from(gather(items) as unknown[], (one) => octet(one));
    return change(self, (all) => void all.push(...more));
  },
  'insert(index, item, /)': (self: ByteArray, at: number, item: unknown) => change(self, (all) => void all.splice(at, 0, octet(item))),
  'pop(index=-1, /)': (self: ByteArray, at: number) => {
    if (self.octets.length === 0) throw indexError('pop from empty bytearray');
    return change(self, (all) => all.splice(at, 1)[0]);
  },
  'remove(item, /)': (self: ByteArray, item: unknown) => change(self, (all) => void all.splice(found(all.indexOf(octet(item))), 1)),
  'clear()': (self: ByteArray) => change(self, (all) => void all.splice(0)),
  'reverse()': (self: ByteArray) => change(self, (all) => void all.reverse()),
  'copy()': (self: ByteArray) => new ByteArray(self.octets.slice()),
};

/** `bytes.fromhex('de ad')`. */
export const bytesFromHex = new Builtin(
  'fromhex(text, /)',
  (type: { name: string }, text: string) => {
    const clean = text.replaceAll(/\s+/g, '');
    const bad = /[^0-9a-f\s]/i.exec(text);
    if (bad !== null || clean.length % 2 !== 0)
      throw valueError(`non-hexadecimal number found in fromhex() arg at position ${bad?.index ?? text.length}`);
    return type.name === 'bytearray' ? new ByteArray(unhex(clean)) : unhex(clean);
  },
  'class',
);
