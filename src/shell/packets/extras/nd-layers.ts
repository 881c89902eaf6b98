/**
 * Neighbour Discovery as scapy has it: each option is a layer behind the message, `ICMPv6ND_NS(…)/ICMPv6NDOptSrcLLAddr(…)`. In the library the
 * options are a field of the message, so here each message has a twin without it, and only the shell's registry knows the twins.
 */
import { ipv6, mac } from '../../../packet/fields/addresses.ts';
import { bits, u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { list } from '../../../packet/fields/lists.ts';
import { fixedOctets, octets } from '../../../packet/fields/octets.ts';
import { type Binding, bindAlways } from '../../../packet/chain/bindings.ts';
import { twin } from '../../../packet/layer/layer.ts';
import type { AnyLayer, Spec } from '../../../packet/spec/spec.ts';
import { NDDnssl, NDPrefixInfo, NDRouteInfo } from '../../../protocols/network/icmpv6/nd-options.ts';
import * as messages from '../../../protocols/network/icmpv6/neighbour-discovery.ts';

type Values = Readonly<Record<string, unknown>>;

const FOREVER = 0xffff_ffff;

/** Lengths count 8 octets, with type and length (RFC 4861 §4.6); the measured field begins behind the first 8. */
const lengthOf = (field: string) => u8({ measures: field, unit: 8, bias: -1 });

interface Form {
  readonly type: number;
  /** Behind "ICMPv6 ". */
  readonly title: string;
  /** In units of 8 octets; the name of a field: of the one that it measures. */
  readonly length: number | string;
  readonly fields: () => object;
  /** What a summary says behind the title. */
  readonly says?: (option: Values) => string;
}

const discovery = (what: string): string => `Neighbor Discovery Option - ${what}`;
const code = () => u8();
const listed = (v: unknown): string => (Array.isArray(v) ? v.join(', ') : String(v));

/** By what scapy calls them. */
const FORMS: Readonly<Record<string, Form>> = {
  SrcLLAddr: {
    type: 1,
    title: discovery('Source Link-Layer Address'),
    length: 1,
    fields: () => ({ lladdr: mac({ default: '00:00:00:00:00:00' }) }),
    says: (o) => String(o['lladdr']),
  },
  DstLLAddr: {
    type: 2,
    title: discovery('Destination Link-Layer Address'),
    length: 1,
    fields: () => ({ lladdr: mac({ default: '00:00:00:00:00:00' }) }),
    says: (o) => String(o['lladdr']),
  },
  PrefixInfo: {
    type: 3,
    title: discovery('Prefix Information'),
    length: 4,
    fields: () => NDPrefixInfo.spec.fields,
    says: (o) => `${o['prefix']}/${o['prefixlen']} On-link ${o['L']} Autonomous Address ${o['A']} Router Address ${o['R']}`,
  },
  RedirectedHdr: {
    type: 4,
    title: discovery('Redirected Header'),
    length: 'pkt',
    fields: () => ({ res: fixedOctets(6), pkt: octets() }),
  },
  MTU: {
    type: 5,
    title: discovery('MTU'),
    length: 1,
    fields: () => ({ res: u16({ hex: true }), mtu: u32({ default: 1280 }) }),
    says: (o) => String(o['mtu']),
  },
  ShortcutLimit: {
    type: 6,
    title: discovery('NBMA Shortcut Limit'),
    length: 1,
    fields: () => ({ shortcutlim: u8({ default: 40 }), res1: u8(), res2: u32() }),
  },
  AdvInterval: {
    type: 7,
    title: 'Neighbor Discovery - Interval Advertisement',
    length: 1,
    fields: () => ({ res: u16(), advint: u32() }),
    says: (o) => `${o['advint']} milliseconds`,
  },
  HAInfo: {
    type: 8,
    title: 'Neighbor Discovery - Home Agent Information',
    length: 1,
    fields: () => ({ res: u16(), pref: u16(), lifetime: u16({ default: 1 }) }),
    says: (o) => `${o['pref']} ${o['lifetime']} seconds`,
  },
  SrcAddrList: {
    type: 9,
    title: 'Inverse Neighbor Discovery Option - Source Address List',
    length: 'addrlist',
    fields: () => ({ res: fixedOctets(6), addrlist: list(ipv6(), { rest: true }) }),
  },
  TgtAddrList: {
    type: 10,
    title: 'Inverse Neighbor Discovery Option - Target Address List',
    length: 'addrlist',
    fields: () => ({ res: fixedOctets(6), addrlist: list(ipv6(), { rest: true }) }),
  },
  IPAddr: {
    type: 17,
    title: 'Neighbor Discovery - IP Address Option (FH for MIPv6)',
    length: 3,
    fields: () => ({ optcode: u8({ default: 1 }), plen: u8({ default: 64 }), res: u32(), addr: ipv6() }),
  },
  NewRtrPrefix: {
    type: 18,
    title: 'Neighbor Discovery - New Router Prefix Information Option (FH for MIPv6)',
    length: 3,
    fields: () => ({ optcode: code(), plen: u8({ default: 64 }), res: u32(), prefix: ipv6() }),
  },
  // The octets behind the address fill the unit (RFC 5568 §6.4.3).
  LLA: {
    type: 19,
    title: 'Neighbor Discovery - Link-Layer Address (LLA) Option (FH for MIPv6)',
    length: 1,
    fields: () => ({ optcode: code(), lla: mac({ default: '00:00:00:00:00:00' }) }),
  },
  MAP: {
    type: 23,
    title: 'Neighbor Discovery - MAP Option',
    length: 3,
    fields: () => ({
      dist: bits(4, { default: 1 }),
      pref: bits(4, { default: 15 }),
      R: bits(1, { default: 1 }),
      res: bits(7),
      validlifetime: u32({ default: FOREVER }),
      addr: ipv6(),
    }),
  },
  RouteInfo: {
    type: 24,
    title: discovery('Route Information Option'),
    length: 'prefix',
    fields: () => NDRouteInfo.spec.fields,
    says: (o) => `${o['prefix']}/${o['plen']}`,
  },
  RDNSS: {
    type: 25,
    title: discovery('Recursive DNS Server Option'),
    length: 'dns',
    fields: () => ({ res: u16(), lifetime: u32({ default: FOREVER }), dns: list(ipv6(), { rest: true }) }),
    says: (o) => listed(o['dns']),
  },
  EFA: { type: 26, title: discovery('Expanded Flags Option'), length: 1, fields: () => ({ res: fixedOctets(6) }) },
  DNSSL: {
    type: 31,
    title: discovery('DNS Search List Option'),
    length: 'searchlist',
    fields: () => NDDnssl.spec.fields,
    says: (o) => listed(o['searchlist']),
  },
};

function optionLayer(name: string, { type, title, length, fields, says }: Form): AnyLayer {
  return twin(`ICMPv6NDOpt${name}`, () => ({
    title: `ICMPv6 ${title}`,
    about: `ICMPv6 ${title}`,
    wireshark: 'icmpv6',
    fields: {
      type: u8({ default: type }),
      len: typeof length === 'number' ? u8({ default: length }) : lengthOf(length),
      ...fields(),
    } as never,
    begins: (b, start, end) => b[start] === type && end - start >= 8,
    ...(says !== undefined && { summary: (o: unknown) => `ICMPv6 ${title} ${says(o as Values)}` }),
  }));
}

/** The message without its options. */
const messageTwin = (message: AnyLayer): AnyLayer =>
  twin(message.layerName, () => {
    const { columns, fields, ...spec } = message.spec as Spec<any>;
    const { options, ...others } = fields as Record<string, unknown>;
    return { ...spec, fields: others } as never;
  });

/** Made once, when a session asks for them. */
let made: { readonly messages: ReadonlyMap<AnyLayer, AnyLayer>; readonly options: readonly AnyLayer[] } | undefined;

function all(): NonNullable<typeof made> {
  made ??= {
    messages: new Map(Object.values(messages).map((m) => [m as unknown as AnyLayer, messageTwin(m as unknown as AnyLayer)])),
    options: Object.entries(FORMS).map(([name, form]) => optionLayer(name, form)),
  };
  return made;
}

/** The layer that stands in the place of a message of the library's; others stay. */
export const ndTwin = (layer: AnyLayer): AnyLayer => all().messages.get(layer) ?? layer;

/** The message of the library's whose place the layer has; undefined for layers that are the same there. */
export function messageOf(layer: AnyLayer): AnyLayer | undefined {
  for (const [message, stand] of all().messages) if (stand === layer) return message;
  return undefined;
}

/** Options follow messages and options. */
export function ndBindings(): Binding[] {
  const { messages: twins, options } = all();
  const [first, ...others] = options as [AnyLayer, ...AnyLayer[]];
  return [...twins.values(), ...options].flatMap((below) => bindAlways(below, first, ...others));
}

/** By name, for the session. */
export function ndLayers(): Record<string, unknown> {
  const { messages: twins, options } = all();
  return Object.fromEntries([...twins.values(), ...options].map((layer) => [layer.layerName, layer]));
}
