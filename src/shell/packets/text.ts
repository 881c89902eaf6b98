/** Packets as scapy 2.5 prints them: repr(), show(), summary(). The values' words are the library's; scapy's spelling of them is here. */
import { isPadding, isRaw } from '../../packet/layer/raw.ts';
import type { Slot } from '../../packet/spec/slot.ts';
import type { View } from '../../packet/spec/spec.ts';
import { isEmptyLeftover, valueText } from '../../packet/display/value-text.ts';
import { pythonOctetText, pythonText, pythonValue } from '../../packet/fields/shared/python-text.ts';
import { REPR, Tuple } from '../python/behaviour.ts';
import { Range } from '../python/containers/range.ts';
import { repr } from '../python/text/repr.ts';
import { FlagValue } from './flag-value.ts';
import { Drawn, Net } from './net.ts';
import { ScapyPacket } from './scapy-packet.ts';
import { extraOf } from './extras/scapy-extras.ts';
import { CLASS_NAMES, HIDDEN_FIELDS, NEXT_HEADERS, NUMBER_FORMS, TITLES } from './scapy-spelling.ts';
import { isSingle } from './to-given.ts';
import { DHCP_TYPE_NAMES, isChained } from './to-python.ts';
import { isIpv4 } from '../../bytes/address.ts';
import { pythonBytes } from '../../bytes/escape.ts';

/** Milliseconds since midnight, as scapy writes them. */
const TIMES: ReadonlySet<string> = new Set(['ICMP.ts_ori', 'ICMP.ts_rx', 'ICMP.ts_tx']);
const timeOfDayText = (ms: number): string => {
  const s = Math.floor(ms / 1000);
  return `${Math.floor(s / 3600)}:${Math.floor(s / 60) % 60}:${s % 60}.${ms % 1000}`;
};

/** Of a few fields the whole text is another. */
const OWN_FORMS: Readonly<Record<string, (value: unknown) => string | undefined>> = {
  'Ether.type': (v) => (v === 0x8870 ? '0x8870' : undefined),
  'Dot1Q.type': (v) => (v === 0x8870 ? '0x8870' : undefined),
  'IPv6ExtHdrRouting.addresses': (v) => (Array.isArray(v) && v.length > 0 ? `[ ${v.join(', ')} ]` : undefined),
};

const keyOf = (node: ScapyPacket, slot: Slot): string => `${node.layer.layerName}.${slot.name}`;

/** One value read from octets, or that octets are made of. */
function viewedText(node: ScapyPacket, slot: Slot, value: unknown, view: View): string {
  const key = keyOf(node, slot);
  const form = NUMBER_FORMS[key];
  if (form !== undefined && typeof value === 'number') return form === 'hex' ? `0x${value.toString(16)}` : String(value);
  if (slot.name === 'nh' && typeof value === 'number' && NEXT_HEADERS[value] !== undefined) return NEXT_HEADERS[value];
  if (node.layer.layerName === 'DHCP' && slot.name === 'options') return dhcpText(node.value(slot) as readonly unknown[]);
  if (node.layer.layerName === 'BOOTP' && slot.name === 'chaddr') return hardwareText(node, slot);
  if (TIMES.has(key) && typeof value === 'number') return timeOfDayText(value);
  const texts = key === 'DNSRR.rdata' ? textsRead(node.value(slot)) : undefined;
  const own = texts ?? OWN_FORMS[key]?.(value);
  return own ?? valueText(slot, value, view);
}

/** Texts of a record that were read are octets in scapy. */
const textsRead = (v: unknown): string | undefined =>
  Array.isArray(v) && v.length > 0 && v.every((x) => x instanceof Uint8Array) ? `[${v.map(pythonBytes).join(', ')}]` : undefined;

/** scapy fills the address up with zeros, and shows those that are none as octets. */
function hardwareText(node: ScapyPacket, slot: Slot): string {
  const given = node.isRead ? undefined : node.given.get(slot.name);
  const octets = given instanceof Uint8Array ? given : given === undefined && !node.isRead ? new Uint8Array(0) : node.value(slot);
  if (!(octets instanceof Uint8Array)) return String(octets);
  const rest = octets.subarray(6);
  const mac = Array.from(octets.subarray(0, 6), (x) => x.toString(16).padStart(2, '0')).join(':');
  return rest.length > 0 && rest.every((x) => x === 0) ? `${mac} (+ ${rest.length} nul pad)` : `${mac} (pad: ${pythonValue(rest)})`;
}

/** A value that was given for a field. */
function givenText(node: ScapyPacket, slot: Slot, given: unknown): string {
  if (given === null || given === undefined) return 'None';
  if (given instanceof Drawn || given instanceof Net) return given[REPR]();
  if (isRaw(node.layer) || isPadding(node.layer)) {
    const load = node.value(slot);
    return load instanceof Uint8Array ? pythonOctetText(load) : pythonValue(load);
  }
  if (given instanceof Range) return repr(given);
  if (isSingle(slot) && Array.isArray(given)) {
    if (given instanceof Tuple) return tupleText(given);
    return `[${(given as unknown[]).map((x) => listedText(node, slot, x)).join(', ')}]`;
  }
  if (given instanceof ScapyPacket) return reprText(given);
  if (Array.isArray(given) && given.some((x) => x instanceof ScapyPacket))
    return `[${(given as unknown[]).map((x) => (x instanceof ScapyPacket ? reprText(x) : pythonValue(x))).join(', ')}]`;
  const laid = node.tryLaid();
  if (laid !== undefined) {
    const view = laid.laid.view(laid.depth);
    const own = (view as unknown as Record<string, unknown>)[slot.name];
    const read = node.value(slot);
    if (read instanceof Net) return read[REPR]();
    if (node.layer.layerName === 'DHCP' && Array.isArray(given)) return dhcpText(given as unknown[]);
    if (slot.kind.value === 'options' && Array.isArray(given)) return optionsText(slot, given as unknown[]);
    if (own !== undefined) return viewedText(node, slot, own, view);
  }
  const value = node.value(slot);
  if (value instanceof FlagValue) return String(value);
  return typeof value === 'string' && slot.kind.form !== 'integer' ? value : pythonValue(value);
}

/** DHCP's options as `name=value`, one beside the other. */
function dhcpText(options: readonly unknown[]): string {
  const value = (v: unknown): string =>
    typeof v === 'string' && isIpv4(v) ? v : Array.isArray(v) ? `[${v.map(value).join(', ')}]` : pythonValue(v);
  const entry = (x: unknown): string => {
    if (!Array.isArray(x)) return String(x);
    const [name, ...values] = x as unknown[];
    const shown =
      name === 'message-type' && typeof values[0] === 'number' ? [DHCP_TYPE_NAMES[values[0] - 1] ?? String(values[0])] : values.map(value);
    return `${String(name)}=${shown.join(',')}`;
  };
  return `[${options.map(entry).join(' ')}]`;
}

/** Options as they were given, not as they come out padded. */
function optionsText(slot: Slot, given: readonly unknown[]): string {
  const entries = given.map((x) => (Array.isArray(x) ? Array.from(x as unknown[]) : [x]));
  return slot.kind.format?.(entries) ?? `[${given.map(entryText).join(', ')}]`;
}

const entryText = (x: unknown): string => (x instanceof Tuple ? tupleText(x) : pythonValue(x));

const tupleText = (t: readonly unknown[]): string =>
  `(${t.map((x) => (x instanceof Tuple ? tupleText(x) : pythonValue(x))).join(', ')}${t.length === 1 ? ',' : ''})`;

/** One of several values: scapy quotes names of numbers, and whatever is text. */
function listedText(node: ScapyPacket, slot: Slot, x: unknown): string {
  const named = slot.options.names !== undefined || slot.options.nameOf !== undefined;
  if (x instanceof Tuple) return named ? `'${tupleText(x)}'` : tupleText(x);
  if (x instanceof Net) return x[REPR]();
  if (!named) return pythonValue(x);
  const one = new ScapyPacket(node.place, node.layer);
  one.given.set(slot.name, x);
  return pythonText(givenText(one, slot, x));
}

/** Text of the field, or undefined where the layer does not have it. */
export function fieldText(node: ScapyPacket, slot: Slot): string | undefined {
  if (node.given.has(slot.name)) return givenText(node, slot, node.given.get(slot.name));
  const suggested = node.isRead ? undefined : node.suggested()[slot.name];
  if (suggested !== undefined) return givenText(node, slot, suggested);
  const filled = node.isRead ? undefined : node.filled(slot);
  if (filled !== undefined) return filled;
  if (node.isOpen(slot)) return 'None';
  const view = node.view();
  const value = (view as unknown as Record<string, unknown>)[slot.name];
  if (value === undefined) return undefined;
  const records = recordsOf(node, slot);
  if (records !== undefined) return records;
  if (slot.kind.list === true && Array.isArray(value) && value.length === 0) return node.isRead && node.payload !== undefined ? '[]' : "''";
  return viewedText(node, slot, value, view);
}

/** Records read from octets: one behind another in DNS, a list elsewhere. */
function recordsOf(node: ScapyPacket, slot: Slot): string | undefined {
  const value = node.value(slot);
  if (value instanceof ScapyPacket) return reprText(value);
  if (Array.isArray(value) && value.some((x) => x instanceof ScapyPacket))
    return `[${value.map((x) => (x instanceof ScapyPacket ? reprText(x) : pythonValue(x))).join(', ')}]`;
  return isChained(node.layer, slot.name) && value === null ? 'None' : undefined;
}

/** `<IP  dst=192.0.2.1 |<TCP  dport=http |>>`: what was given, or all of what was read. */
export function reprText(node: ScapyPacket): string {
  let out = '';
  const chain = node.chain();
  for (const n of chain.toReversed()) {
    let fields = '';
    for (const slot of shownSlots(n)) {
      if (!n.isRead && !n.given.has(slot.name) && !isSuggested(n, slot)) continue;
      const value = n.given.has(slot.name) ? n.given.get(slot.name) : undefined;
      if (Array.isArray(value) && value.length === 0) continue;
      const text = fieldText(n, slot);
      if (text === undefined || isNothingShown(n, slot, text)) continue;
      fields += ` ${nameOf(n, slot)}=${text}`;
    }
    const extra = extraOf(n);
    if (extra?.isShown(n) === true) fields += ` ${extra.name}=${extra.text(extra.value(n) as Uint8Array)}`;
    out = `<${CLASS_NAMES[n.layer.layerName] ?? n.layer.layerName} ${fields} |${out}>`;
  }
  return out;
}

/** What scapy's overload shows: the number of the next layer, and what it suggests besides. */
const isSuggested = (n: ScapyPacket, slot: Slot): boolean => {
  if (n.payload === undefined) return false;
  if (slot.name in n.suggested()) return true;
  if (slot.options.selects === undefined || keyOf(n, slot) === 'MPLS.s') return false;
  const made = n.tryLaid();
  return made !== undefined && made.laid.shape.selected(made.depth, slot.index) >= 0;
};

/** An empty list, and octets that are left over where there are none. */
function isNothingShown(n: ScapyPacket, slot: Slot, text: string): boolean {
  if (text === '[]') return true;
  if (slot.kind.list === true && n.isRead && text === "''") return true;
  if (n.given.has(slot.name)) return false;
  return isEmptyLeftover(n.layer, slot, (n.view() as unknown as Record<string, unknown>)[slot.name]);
}

const nameOf = (n: ScapyPacket, slot: Slot): string => n.fieldNames()[slot.index] ?? slot.name;

const shownSlots = (n: ScapyPacket): readonly Slot[] => n.layer.layout.slots.filter((slot) => !HIDDEN_FIELDS.has(keyOf(n, slot)));

/** Spaces that each layer stands further in. */
const INDENT = 3;
const NAME = 10;

/** All fields, a line each. `built`: lengths and checksums as they come out. */
export function showText(node: ScapyPacket, built = false, o: { readonly label?: string } = {}): string {
  const whole = built ? builtAgain(node) : node;
  return whole
    .chain()
    .map((n, i) => layerText(n, o.label ?? '', ' '.repeat(INDENT * i)))
    .join('');
}

/** What its octets are when they are built and read. */
function builtAgain(node: ScapyPacket): ScapyPacket {
  return ScapyPacket.ofOctets(node.place, node.layer, node.octets());
}

function layerText(n: ScapyPacket, bar: string, indent: string): string {
  let out = `${bar}###[ ${TITLES[n.layer.layerName] ?? n.layer.title} ]### \n`;
  const margin = `${bar}${indent}`;
  for (const slot of shownSlots(n)) {
    const records = insideOf(n, slot);
    const name = nameOf(n, slot);
    if (records !== undefined) {
      out += `${margin}  \\${name.padEnd(NAME)}\\\n`;
      for (const record of records) for (const r of record.chain()) out += layerText(r, `${margin}   |`, '');
      continue;
    }
    const text = fieldText(n, slot);
    if (text === undefined || isNothingLine(n, slot, text)) continue;
    out += `${margin}  ${name.padEnd(NAME)}= ${text.replaceAll('\n', `\n${' '.repeat(margin.length + name.length + 4)}`)}\n`;
  }
  const extra = extraOf(n);
  if (extra !== undefined) out += `${margin}  ${extra.name.padEnd(NAME)}= ${extra.text(extra.value(n) as Uint8Array)}\n`;
  return out;
}

const isNothingLine = (n: ScapyPacket, slot: Slot, text: string): boolean =>
  text !== '[]' && !(slot.kind.list === true && text === "''") && isNothingShown(n, slot, text);

/** Packets inside a field, also none. */
function insideOf(n: ScapyPacket, slot: Slot): readonly ScapyPacket[] | undefined {
  const own = n.given.has(slot.name) ? n.given.get(slot.name) : undefined;
  const value = own ?? (n.isOpen(slot) ? undefined : n.value(slot));
  if (value instanceof ScapyPacket) return [value];
  if (Array.isArray(value) && value.length > 0) return value.every((x) => x instanceof ScapyPacket) ? (value as ScapyPacket[]) : undefined;
  if (isChained(n.layer, slot.name)) return undefined;
  const isList = slot.kind.value === 'record' || slot.kind.packets === true;
  return isList && (value === undefined || (Array.isArray(value) && value.length === 0)) ? [] : undefined;
}
