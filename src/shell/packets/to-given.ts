/** Values as scapy's users write them, turned into what our layers take. */
import { isMac } from '../../bytes/address.ts';
import { utf8Octets } from '../../bytes/text.ts';
import { host } from '../../packet/fields/addresses.ts';
import type { Slot } from '../../packet/spec/slot.ts';
import { ValueSet, Volatile } from '../../packet/spec/several.ts';
import { auto } from '../../packet/spec/spec.ts';
import { range } from '../../packet/templates/sets.ts';
import { Tuple } from '../python/behaviour.ts';
import { Range } from '../python/containers/range.ts';
import { valueError } from '../python/errors.ts';
import { repr } from '../python/text/repr.ts';
import { FlagValue } from './flag-value.ts';
import { addressOf, Drawn, Net } from './net.ts';
import { isNtpTime, ntpStamp } from './to-python.ts';
import { Float } from '../python/kinds.ts';
import { isScapyPacket } from './is-scapy-packet.ts';

const ADDRESSES: ReadonlySet<string | undefined> = new Set(['ipv4', 'ipv6']);

const isWhole = (x: unknown): x is number | bigint => typeof x === 'bigint' || Number.isInteger(x);

/** `(1, 3)`: all values from 1 to 3, where one number is wanted. `(1, 9, 2)` is the same with a step. */
const isRange = (v: unknown): v is Tuple<number> => v instanceof Tuple && (v.length === 2 || v.length === 3) && v.every(isWhole);

/** Whether a field holds one number or address, so that a list is a set of values, and no value. */
export const isSingle = ({ kind }: Slot): boolean => kind.list !== true && (kind.form !== 'variable' || kind.scalar === true);

/** What stands for several values of the field, or for another each time. */
export const isSeveralIn = (slot: Slot, v: unknown): boolean =>
  v instanceof Drawn ||
  (v instanceof Net && v.hostName === undefined) ||
  (isSingle(slot) && (Array.isArray(v) || v instanceof Range)) ||
  v instanceof ValueSet;

/** The value for a layer of ours; `undefined`: none is given. */
export function toGiven(slot: Slot, v: unknown): unknown {
  // No record at all, where a new packet would have one.
  if (v === null) return slot.computed >= 0 ? auto : slot.kind.list === true ? [] : undefined;
  if (v === undefined) return slot.computed >= 0 ? auto : undefined;
  if (v instanceof Drawn) return v.volatile;
  if (v instanceof Net) return netGiven(v);
  if (v instanceof FlagValue) return v.value;
  if (v instanceof ValueSet || v instanceof Volatile) return v;
  if (isSingle(slot)) {
    if (isRange(v)) return range(Number(v[0]), Number(v[1]), Number(v[2] ?? 1));
    // Python's own has its end outside.
    if (v instanceof Range) return rangeGiven(slot, v);
    if (Array.isArray(v) && v.length > 0 && !(v instanceof Tuple)) return v.map((x) => toGiven(slot, x));
    return single(slot, v);
  }
  return several(slot, v);
}

function rangeGiven({ name }: Slot, v: Range): ValueSet<unknown> {
  if (v.length === 0) throw valueError(`${name}: ${repr(v)} has no values`);
  return new ValueSet(v.length, (i) => v.at(i), repr(v));
}

const netGiven = (v: Net): unknown => (v.hostName === undefined ? v.set : host(v.hostName));

function single(slot: Slot, v: unknown): unknown {
  const { kind } = slot;
  if (isNtpTime(slot) && (typeof v === 'number' || v instanceof Float)) return ntpStamp(Number(v));
  if (typeof v === 'string') {
    if (ADDRESSES.has(kind.value) || (kind.value === 'protocol-address' && !isMac(v))) {
      const address = addressOf(v);
      return typeof address === 'string' ? address : netGiven(address);
    }
    return v;
  }
  if (typeof v === 'boolean') return Number(v);
  if (v instanceof Number) return v.valueOf();
  if (v instanceof Uint8Array) return octetsFor(kind.value, v);
  if (kind.value !== 'bigint' && typeof v === 'bigint') return Number(v);
  return v;
}

/** Octets where a text is wanted. */
function octetsFor(value: string | undefined, v: Uint8Array): unknown {
  switch (value) {
    case 'mac':
      return hardware(v);
    case 'hardware-address':
      return hardware(v.length > 6 && v.subarray(6).every((x) => x === 0) ? v.subarray(0, 6) : v);
    case 'name':
    case 'text':
    case 'uuid':
      return new TextDecoder().decode(v);
    default:
      return v;
  }
}

const hardware = (v: Uint8Array): string => Array.from(v, (x) => x.toString(16).padStart(2, '0')).join(':');

function several(slot: Slot, v: unknown): unknown {
  const { kind } = slot;
  if (isScapyPacket(v)) return kind.list === true ? v.craftedChain() : v.crafted();
  if (v instanceof Uint8Array) return octetsFor(kind.value, v);
  if (typeof v === 'string')
    return kind.value === 'octets' ? utf8Octets(v) : kind.value === 'hardware-address' && !isMac(v) ? hardware(utf8Octets(v)) : v;
  if (typeof v === 'boolean') return Number(v);
  if (v instanceof Number) return v.valueOf();
  if (!Array.isArray(v)) return v;
  if (kind.value === 'options') return v.map((entry) => optionEntry(entry));
  return v.map((x) => (isScapyPacket(x) ? x.crafted() : x instanceof Tuple ? plain(x) : (plain(x) as unknown)));
}

/** `("MSS", 1460)`, `("NOP", None)`, `"end"`, `("router", "a", "b")`. */
function optionEntry(entry: unknown): unknown {
  if (!Array.isArray(entry)) return entry;
  const [name, ...more] = entry as unknown[];
  const values = more.map(plain);
  if (values.length === 0 || (values.length === 1 && isNothing(values[0]))) return name === 'end' || name === 'pad' ? name : [name];
  return [name, values.length === 1 ? values[0] : values];
}

const isNothing = (v: unknown): boolean => v === null || v === undefined || v === '' || (v instanceof Uint8Array && v.length === 0);

/** Without what only Python has. */
function plain(v: unknown): unknown {
  if (isScapyPacket(v)) return v.crafted();
  if (v instanceof FlagValue) return v.value;
  if (v instanceof Drawn) return v.draw();
  if (v instanceof Number) return v.valueOf();
  if (typeof v === 'boolean') return Number(v);
  if (Array.isArray(v)) return Array.from(v, plain);
  return v;
}
