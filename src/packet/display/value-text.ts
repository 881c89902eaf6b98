/** A field's value as one line of text, the same in show(), sprintf() and repr(). */
import { isIpv4, isIpv6, isMac } from '../../bytes/address.ts';
import type { Self } from '../spec/field.ts';
import { isView } from '../spec/view.ts';
import type { View, AnyLayer } from '../spec/spec.ts';
import type { Slot } from '../spec/layout.ts';
import { pythonList, pythonOctetText, pythonText, pythonValue } from '../fields/python-text.ts';

/** Kinds whose text is an address and needs no quotes. */
const PLAIN: ReadonlySet<string> = new Set(['ipv4', 'ipv6', 'mac', 'hardware address', 'protocol address', 'uuid', 'host name']);

const isAddress = (s: string): boolean => isIpv4(s) || isIpv6(s) || isMac(s);

/** The value as scapy shows it: names of numbers, hexadecimal where the spec says so, text and octets in Python's quotes. */
export function valueText(slot: Slot, value: unknown, view: View): string {
  const { options, kind } = slot;
  if (value === undefined || value === null) return 'None';
  if (typeof value === 'number') {
    const name = options.nameOf?.(value, view as unknown as Self) ?? options.names?.name(value);
    if (name !== undefined) return name;
    if (kind.format !== undefined && options.names === undefined) return kind.format(value);
    return options.hex ? `${value < 0 ? '-' : ''}0x${Math.abs(value).toString(16)}` : String(value);
  }
  if (kind.format !== undefined) return kind.format(value);
  if (typeof value === 'bigint') return options.hex ? `0x${value.toString(16)}` : String(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (value instanceof Uint8Array) return pythonOctetText(value);
  if (typeof value === 'string')
    return PLAIN.has(kind.label.replace(/, sometimes$/, '')) || (isAddress(value) && !/text|name/.test(kind.label))
      ? value
      : pythonText(value);
  if (Array.isArray(value)) return value.every((x) => typeof x === 'string' && isAddress(x)) ? `[${value.join(', ')}]` : pythonList(value);
  // A structure inside a field.
  if (Object.getPrototypeOf(value) === Object.prototype) return pythonValue(value);
  return String(value);
}

/** A layer's fields that are there, in wire order. */
export function* presentFields(view: View): Generator<{ slot: Slot; value: unknown }> {
  for (const slot of view.$layer.layout.slots) {
    const value = (view as unknown as Record<string, unknown>)[slot.name];
    if (value !== undefined) yield { slot, value };
  }
}

/** The records that a value is or holds; undefined when it holds none. An empty list of records is one, too. */
export function recordsIn(layer: AnyLayer, slot: Slot, value: unknown): readonly View[] | undefined {
  if (isView(value)) return [value];
  if (!Array.isArray(value)) return undefined;
  if (value.length > 0) return value.every(isView) ? value : undefined;
  return /(layers|records|questions)$/.test(slot.kind.label) || isPacketList(layer, slot) ? [] : undefined;
}

/** scapy has options of IPv4 as packets of their own; none of them are shown so. */
const isPacketList = (layer: AnyLayer, slot: Slot): boolean => slot.name === 'options' && layer.layout.byName.has('ihl');
