/** Ethernet II and IEEE 802.3 framing, and the VLAN tags of IEEE 802.1Q and 802.1ad. */
import { bits, u16 } from '../../packet/fields/integers.ts';
import { mac } from '../../packet/fields/addresses.ts';
import { layer } from '../../packet/layer/layer.ts';
import { ETHERTYPE, etherTypes } from '../registries/ether-types.ts';
import { LLC } from './llc.ts';

/**
 * A value of 1500 or less in the type's place is IEEE 802.3's length (IEEE 802.3-2018 §3.2.6); types begin at 1536. What
 * lies between is neither: Wireshark and we take it for a type.
 */
export const LONGEST_802_3 = 1500;

/** Of the tags of VLANs. */
const TAG_TYPES: ReadonlySet<number> = /* @__PURE__ */ new Set([ETHERTYPE.Dot1Q, ETHERTYPE.Dot1AD, ETHERTYPE.QinQ]);

/** Ethernet II. @see IEEE 802.3-2018 §3 */
export const Ether = layer('Ether', () => ({
  title: 'Ethernet',
  about: 'Ethernet II frame header, without preamble and frame check sequence.',
  source: 'IEEE 802.3-2018 §3.2',
  wireshark: 'eth:ethertype',
  fields: {
    dst: mac({ default: 'ff:ff:ff:ff:ff:ff', fill: 'destination-mac', wireshark: 'eth.dst' }),
    src: mac({ fill: 'source-mac', wireshark: 'eth.src' }),
    type: u16({ default: 0x9000, selects: 'ethertype', names: etherTypes, hex: true, wireshark: 'eth.type' }),
  },
  match: {
    // Who answers at the layer above is not known by its MAC.
    about: 'the same type; whose MAC it is does not matter',
    hash: (_ether, _role, seed) => seed,
    // A tag may stand in one direction only, where it gives a priority and no VLAN; what it carries is another layer's affair.
    answers: (reply, request) => reply.type === request.type || TAG_TYPES.has(reply.type) || TAG_TYPES.has(request.type),
  },
  summary: (ether, _, nameOf) => `${ether.src} > ${ether.dst} (${nameOf(etherTypes, ether.type) ?? `0x${ether.type.toString(16)}`})`,
}));

/** IEEE 802.3: a length where Ethernet II has a type. What is behind it is padding. */
export const Dot3 = layer('Dot3', () => ({
  title: '802.3',
  about: 'IEEE 802.3 frame header: a length takes the place of the type of Ethernet II.',
  source: 'IEEE 802.3-2018 §3.2.6',
  wireshark: 'eth',
  fields: {
    dst: mac({ default: 'ff:ff:ff:ff:ff:ff', fill: 'destination-mac', wireshark: 'eth.dst' }),
    src: mac({ fill: 'source-mac', wireshark: 'eth.src' }),
    len: u16({ measures: 'payload', wireshark: 'eth.len' }),
  },
  summary: (dot3) => `802.3 ${dot3.src} > ${dot3.dst}`,
}));

const isLength = (type: number): boolean => type > 0 && type <= LONGEST_802_3;

/** What follows a tag, by its type. A number that is no EtherType is a length here, too; 0 is what a tag has that says nothing. */
const behindTag = {
  payloadLength: ({ type }: { type: number }) => (isLength(type) ? type : undefined),
  next: { to: () => [LLC], choose: ({ type }: { type: number }) => (isLength(type) ? LLC : undefined) },
};

/** IEEE 802.1Q tag: priority, drop eligibility, VLAN number. @see IEEE 802.1Q-2018 §9.6 */
export const Dot1Q = layer('Dot1Q', () => ({
  title: '802.1Q',
  about: 'VLAN tag.',
  source: 'IEEE 802.1Q-2018 §9.6',
  wireshark: 'vlan:ethertype',
  fields: {
    prio: bits(3, { wireshark: 'vlan.priority', about: 'priority code point' }),
    dei: bits(1, { wireshark: 'vlan.dei', about: 'drop eligible' }),
    vlan: bits(12, { default: 1, wireshark: 'vlan.id' }),
    type: u16({ selects: 'ethertype', names: etherTypes, hex: true, about: 'EtherType, or a length as in IEEE 802.3' }),
  },
  columns: {
    'vlan.etype': { hex: 16, of: ({ type }) => (type > LONGEST_802_3 ? type : undefined) },
    'vlan.len': ({ type }) => (type <= LONGEST_802_3 ? type : undefined),
  },
  ...behindTag,
  summary: (tag) => `802.1Q vlan ${tag.vlan}`,
}));

/** IEEE 802.1ad: the provider's tag in front of the customer's. */
export const Dot1AD = layer('Dot1AD', () => ({
  title: '802_1AD',
  about: "Service VLAN tag (Q-in-Q): the provider's, in front of the customer's.",
  source: 'IEEE 802.1Q-2018 §9.6 (first in IEEE 802.1ad-2005)',
  wireshark: 'ieee8021ad:ethertype',
  fields: {
    prio: bits(3, { wireshark: 'ieee8021ad.priority', about: 'priority code point' }),
    dei: bits(1, { wireshark: 'ieee8021ad.dei', about: 'drop eligible' }),
    vlan: bits(12, { default: 1, wireshark: 'ieee8021ad.id' }),
    type: u16({ selects: 'ethertype', names: etherTypes, hex: true, about: 'EtherType, or a length as in IEEE 802.3' }),
  },
  ...behindTag,
  summary: (tag) => `802.1AD vlan ${tag.vlan}`,
}));
