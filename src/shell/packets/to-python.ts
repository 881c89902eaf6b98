/** Values read from a packet, as scapy's users expect them: octets for text that is on the wire, tuples, packets for records. */
import { isIpv4, isIpv6, parseMac } from '../../bytes/address.ts';
import { utf8Octets } from '../../bytes/text.ts';
import { Flags } from '../../packet/spec/flags.ts';
import type { Slot } from '../../packet/spec/slot.ts';
import type { AnyLayer, View } from '../../packet/spec/spec.ts';
import { isView } from '../../packet/spec/view.ts';
import { Tuple } from '../python/behaviour.ts';
import { Float } from '../python/kinds.ts';

/** scapy has text of the wire as octets; of these fields it has text. */
const TEXT_STAYS: ReadonlySet<string | undefined> = new Set(['ipv4', 'ipv6', 'mac', 'hardware-address', 'protocol-address', 'uuid']);

/** Sections of DNS are one packet behind another, and None where there is none. */
export const isChained = (layer: AnyLayer, name: string): boolean => layer.layerName === 'DNS' && /^(qd|an|ns|ar)$/.test(name);

/** Seconds since 1900 with their fraction, as scapy has them; the wire has 64 bits (RFC 5905 §6). */
export const isNtpTime = ({ kind }: Slot): boolean => kind.label === 'NTP time';
const FRACTION = 2 ** 32;
const secondsOf = (stamp: bigint): Float | number => {
  const seconds = Number(stamp >> 32n) + Number(stamp & 0xffff_ffffn) / FRACTION;
  return Number.isInteger(seconds) ? new Float(seconds) : seconds;
};
export const ntpStamp = (seconds: number): bigint => (BigInt(Math.floor(seconds)) << 32n) | BigInt(Math.floor((seconds % 1) * FRACTION));

export interface Making {
  /** A packet of a record inside a field. */
  record(view: View): unknown;
  /** The same of several, one behind another. */
  chained(views: readonly View[]): unknown;
}

export function toPython(layer: AnyLayer, slot: Slot, value: unknown, make: Making): unknown {
  if (value === undefined || value === null) return null;
  if (layer.layerName === 'BOOTP' && slot.name === 'chaddr' && typeof value === 'string') return hardwareOctets(value);
  if (isNtpTime(slot) && typeof value === 'bigint') return secondsOf(value);
  if (isView(value)) return make.record(value);
  if (value instanceof Flags || typeof value === 'number' || typeof value === 'bigint' || value instanceof Uint8Array) return value;
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'string') {
    if (TEXT_STAYS.has(slot.kind.value)) return value;
    // The data of a DNS record may be an address.
    if (slot.kind.value !== 'name' && slot.kind.value !== 'text' && (isIpv4(value) || isIpv6(value))) return value;
    return utf8Octets(value);
  }
  if (!Array.isArray(value)) return value;
  if (value.every(isView)) {
    if (isChained(layer, slot.name)) return value.length === 0 ? null : make.chained(value);
    return value.map((v) => make.record(v));
  }
  if (slot.kind.value === 'options') return value.map((entry) => optionTuple(layer, entry, make));
  return value.map((x) => item(x, make));
}

/** 16 octets, as BOOTP has them (RFC 951). */
function hardwareOctets(text: string): Uint8Array {
  const octets = new Uint8Array(16);
  const parts = text.split(':').map((x) => Number.parseInt(x, 16));
  if (parts.length === 6) octets.set(parseMac(text));
  else octets.set(parts.slice(0, 16));
  return octets;
}

/** `['MSS', 1460]` is `('MSS', 1460)`; DHCP's end and pad are bare. */
function optionTuple(layer: AnyLayer, entry: unknown, make: Making): unknown {
  const [name, ...values] = Array.isArray(entry) ? (entry as unknown[]) : [entry];
  if (layer.layerName === 'DHCP' && values.length === 0) return name;
  if (values.length === 0) return new Tuple([name, name === 'SAckOK' ? new Uint8Array(0) : null]);
  if (layer.layerName !== 'DHCP') return new Tuple([name, ...values.map((v) => inOption(v, make))]);
  // Several addresses stand one beside the other, numbers in a list.
  const each = values.flatMap((v) => (Array.isArray(v) && v.every((x) => typeof x === 'string') ? v : [v]));
  return new Tuple([name, ...each.map((v) => dhcpValue(name, v, make))]);
}

/** scapy has the text of DHCP's options as octets, but for addresses, and several addresses as one tuple. */
const dhcpValue = (name: unknown, v: unknown, make: Making): unknown =>
  name === 'message-type' && typeof v === 'string' ? (DHCP_TYPES.get(v) ?? v) : item(v, make);

export const DHCP_TYPE_NAMES: readonly string[] = [
  'discover',
  'offer',
  'request',
  'decline',
  'ack',
  'nak',
  'release',
  'inform',
  'force_renew',
  'lease_query',
  'lease_unassigned',
  'lease_unknown',
  'lease_active',
];
const DHCP_TYPES: ReadonlyMap<string, number> = new Map(DHCP_TYPE_NAMES.map((name, i) => [name, i + 1]));

const inOption = (v: unknown, make: Making): unknown => (Array.isArray(v) ? new Tuple(v.map((x) => inOption(x, make))) : item(v, make));

function item(x: unknown, make: Making): unknown {
  if (isView(x)) return make.record(x);
  if (typeof x === 'string') return isIpv4(x) || isIpv6(x) ? x : utf8Octets(x);
  if (Array.isArray(x)) return x.map((y) => item(y, make));
  if (typeof x === 'boolean') return Number(x);
  return x === undefined ? null : x;
}
