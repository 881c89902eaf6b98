/** A field's value as one line of text, the same in show(), sprintf() and repr(). */
import { isIpv4, isIpv6, isMac } from '../../bytes/address.ts';
import type { Self, ValueKind } from '../spec/field.ts';
import { asked } from '../spec/asked.ts';
import { isView } from '../spec/view.ts';
import type { AnyLayer, View } from '../spec/spec.ts';
import type { Slot } from '../spec/slot.ts';
import { pythonList, pythonOctetText, pythonText, pythonValue } from '../fields/shared/python-text.ts';

/** Values whose text needs no quotes. */
const PLAIN: ReadonlySet<ValueKind | undefined> = new Set<ValueKind>([
  'ipv4',
  'ipv6',
  'mac',
  'hardware-address',
  'protocol-address',
  'uuid',
]);

const isAddress = (s: string): boolean => isIpv4(s) || isIpv6(s) || isMac(s);

/** The value as scapy shows it: names of numbers, hexadecimal where the spec says so, text and octets in Python's quotes. */
export function valueText(slot: Slot, value: unknown, view: View): string {
  const { options, kind } = slot;
  if (value === undefined || value === null) return 'None';
  if (typeof value === 'number') {
    const name = asked(() => options.nameOf?.(value, view as unknown as Self), undefined) ?? options.names?.name(value);
    if (name !== undefined) return name;
    if (kind.format !== undefined && options.names === undefined) return formatted(slot, value);
    return options.hex ? `${value < 0 ? '-' : ''}0x${Math.abs(value).toString(16)}` : String(value);
  }
  if (kind.format !== undefined) return formatted(slot, value);
  if (typeof value === 'bigint') return options.hex ? `0x${value.toString(16)}` : String(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (value instanceof Uint8Array) return pythonOctetText(value);
  if (typeof value === 'string')
    return PLAIN.has(kind.value) || (kind.value !== 'text' && kind.value !== 'name' && isAddress(value)) ? value : pythonText(value);
  if (Array.isArray(value)) return value.every((x) => typeof x === 'string' && isAddress(x)) ? `[${value.join(', ')}]` : pythonList(value);
  return otherText(value);
}

/** A structure inside a field, or what says itself what it is. */
const otherText = (value: unknown): string =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype ? pythonValue(value) : String(value);

/** By the kind; where the value is none of its own (kept with its padding, or with its octets) as the structure that it is. */
const formatted = ({ kind }: Slot, value: unknown): string => asked(() => kind.format?.(value), undefined) ?? otherText(value);

/** A layer's fields that are there, in wire order. */
export function* presentFields(view: View): Generator<{ slot: Slot; value: unknown }> {
  for (const slot of view.$layer.layout.slots) {
    const value = (view as unknown as Record<string, unknown>)[slot.name];
    if (value !== undefined) yield { slot, value };
  }
}

/** The records that a value is or holds; undefined when it holds none. An empty list of records is one, too. */
export function recordsIn({ kind }: Slot, value: unknown): readonly View[] | undefined {
  if (isView(value)) return [value];
  if (!Array.isArray(value)) return undefined;
  if (value.length > 0) return value.every(isView) ? value : undefined;
  return kind.value === 'record' || kind.packets ? [] : undefined;
}

/** Octets that take what other fields leave: not worth a line when they leave none. */
export const isEmptyLeftover = (layer: AnyLayer, { kind, measuredBy, index }: Slot, value: unknown): boolean =>
  value instanceof Uint8Array &&
  value.length === 0 &&
  index > 0 &&
  kind.value === 'octets' &&
  kind.form === 'variable' &&
  kind.nothing === true &&
  measuredBy === undefined &&
  index === layer.layout.slots.length - 1;
