/** Bytes of Python: a Uint8Array cannot grow, a bytearray can. */
import { OCTETS } from '../behaviour.ts';
import { typeError, valueError } from '../errors.ts';
import { asInt, having, typeName } from '../kinds.ts';
import { bytearrayType, CLASS, type Type } from '../types.ts';

export class ByteArray {
  octets: Uint8Array;
  constructor(octets: Uint8Array) {
    this.octets = octets;
  }
  get [CLASS](): Type {
    return bytearrayType;
  }
  [OCTETS](): Uint8Array {
    return this.octets;
  }
}

/** The octets of bytes or a bytearray; undefined for all else. */
export function bytesOf(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  return value instanceof ByteArray ? value.octets : undefined;
}

/** The octets of anything that has some (a packet too); Python's error when it has none. */
export function needBytes(value: unknown): Uint8Array {
  const octets = bytesOf(value) ?? having(value, OCTETS)?.[OCTETS]();
  if (octets === undefined) throw typeError(`a bytes-like object is required, not '${typeName(value)}'`);
  return octets;
}

export function octet(value: unknown, what = 'byte'): number {
  const number = asInt(value);
  if (number === undefined) throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  if (number < 0 || number > 255) throw valueError(`${what} must be in range(0, 256)`);
  return Number(number);
}

export const latin1 = (octets: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < octets.length; at += 8192) text += String.fromCharCode(...octets.subarray(at, at + 8192));
  return text;
};

export const fromLatin1 = (text: string): Uint8Array => {
  const octets = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) octets[i] = text.charCodeAt(i);
  return octets;
};

export function join(parts: readonly Uint8Array[], between: Uint8Array = new Uint8Array()): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0) + Math.max(0, parts.length - 1) * between.length;
  const all = new Uint8Array(length);
  let at = 0;
  for (const [i, part] of parts.entries()) {
    if (i > 0) {
      all.set(between, at);
      at += between.length;
    }
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function sameOctets(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

/** Where `part` begins; -1 when nowhere. */
export function indexOfOctets(all: Uint8Array, part: Uint8Array, from = 0): number {
  if (part.length === 0) return from <= all.length ? from : -1;
  outer: for (let i = all.indexOf(part[0]!, from); i >= 0; i = all.indexOf(part[0]!, i + 1)) {
    if (i + part.length > all.length) return -1;
    for (let j = 1; j < part.length; j++) if (all[i + j] !== part[j]) continue outer;
    return i;
  }
  return -1;
}
