/** Kinds of 802.11 frames: `type mgt`, `subtype beacon`, `dir fromds`. @see IEEE 802.11-2016 §9.2.4.1 */
import type { Generator } from './generator.ts';
import { type Condition, equalMasked, moved } from '../conditions/intermediate.ts';
import type { PrimitiveArguments } from '../text/syntax.ts';
import { lookUp } from '../text/words.ts';

/** What helps on other link types. */
export const WANTS_WLAN = 'use a capture of 802.11 frames: link type IEEE802_11 or IEEE802_11_RADIOTAP';

/** Bits 2 and 3 of the first octet. */
const TYPES: Readonly<Record<string, number>> = { mgt: 0x00, management: 0x00, ctl: 0x04, control: 0x04, data: 0x08 };
const TYPE_MASK = 0x0c;
const SUBTYPE_MASK = 0xf0;

/** Bits 4 to 7, by type; second names behind. */
const SUBTYPES: Readonly<Record<number, Readonly<Record<string, number>>>> = {
  0x00: {
    'assoc-req': 0x00,
    'assoc-resp': 0x10,
    'reassoc-req': 0x20,
    'reassoc-resp': 0x30,
    'probe-req': 0x40,
    'probe-resp': 0x50,
    beacon: 0x80,
    atim: 0x90,
    disassoc: 0xa0,
    auth: 0xb0,
    deauth: 0xc0,
    assocreq: 0x00,
    assocresp: 0x10,
    reassocreq: 0x20,
    reassocresp: 0x30,
    probereq: 0x40,
    proberesp: 0x50,
    disassociation: 0xa0,
    authentication: 0xb0,
    deauthentication: 0xc0,
  },
  0x04: { bar: 0x80, ba: 0x90, 'ps-poll': 0xa0, pspoll: 0xa0, rts: 0xb0, cts: 0xc0, ack: 0xd0, 'cf-end': 0xe0, 'cf-end-ack': 0xf0 },
  0x08: {
    data: 0x00,
    'data-cf-ack': 0x10,
    'data-cf-poll': 0x20,
    'data-cf-ack-poll': 0x30,
    null: 0x40,
    'cf-ack': 0x50,
    'cf-poll': 0x60,
    'cf-ack-poll': 0x70,
    'qos-data': 0x80,
    'qos-data-cf-ack': 0x90,
    'qos-data-cf-poll': 0xa0,
    'qos-data-cf-ack-poll': 0xb0,
    qos: 0xc0,
    'qos-cf-poll': 0xe0,
    'qos-cf-ack-poll': 0xf0,
  },
};

const DIRECTIONS: Readonly<Record<string, number>> = { nods: 0, tods: 1, fromds: 2, dstods: 3 };

export function wlanTypeTerm(g: Generator, given: PrimitiveArguments, at: number): Condition {
  if (g.layout.wlan === undefined) throw g.unsupported(at, 'type', WANTS_WLAN);
  const type = numberOf(g, '802.11 type', TYPES, TYPE_MASK, given, at);
  if (given.subtype === undefined) return equalMasked(g.link, 1, type, TYPE_MASK);
  const subtype = numberOf(g, '802.11 subtype of that type', SUBTYPES[type] ?? {}, SUBTYPE_MASK, given.subtype, given.subtype.at);
  return equalMasked(g.link, 1, type | subtype, TYPE_MASK | SUBTYPE_MASK);
}

/** A subtype by name says its type too. */
export function wlanSubtypeTerm(g: Generator, { name }: PrimitiveArguments, at: number): Condition {
  if (g.layout.wlan === undefined) throw g.unsupported(at, 'subtype', WANTS_WLAN);
  for (const [type, names] of Object.entries(SUBTYPES)) {
    const subtype = name === undefined ? undefined : lookUp(names, name.toLowerCase());
    if (subtype !== undefined) return equalMasked(g.link, 1, Number(type) | subtype, TYPE_MASK | SUBTYPE_MASK);
  }
  throw g.unknown(at, '802.11 subtype', name ?? 'a number', Object.values(SUBTYPES).flatMap(Object.keys));
}

export function wlanDirectionTerm(g: Generator, given: PrimitiveArguments, at: number): Condition {
  if (g.layout.wlan === undefined) throw g.unsupported(at, 'dir', WANTS_WLAN);
  return equalMasked(moved(g.link, 1), 1, numberOf(g, '802.11 direction', DIRECTIONS, 0x03, given, at), 0x03);
}

function numberOf(
  g: Generator,
  what: string,
  names: Readonly<Record<string, number>>,
  mask: number,
  { name, number }: { readonly name?: string; readonly number?: number },
  at: number,
): number {
  if (number !== undefined) {
    if ((number & ~mask) !== 0) throw g.error(at, `${number} is not a valid ${what}: it has bits outside 0x${mask.toString(16)}`);
    return number;
  }
  const value = lookUp(names, (name ?? '').toLowerCase());
  if (value === undefined) throw g.unknown(at, what, name ?? '', Object.keys(names));
  return value;
}
