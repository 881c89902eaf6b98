/** Bridges and hosts register VLANs: GARP, and MRP, which has taken its place. @see IEEE 802.1D-2004 §12; IEEE 802.1Q-2018 §10.8 */
import { mac } from '../../../packet/fields/addresses.ts';
import { choose } from '../../../packet/fields/conditional.ts';
import { bits, u16, u8 } from '../../../packet/fields/integers.ts';
import { record } from '../../../packet/fields/lists.ts';
import { listUntil } from '../../../packet/fields/list-until.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { type Field, type FieldPlace, field } from '../../../packet/spec/field.ts';
import { layer } from '../../../packet/layer/layer.ts';

/** IEEE 802.1D-2004 §12.10.2.4. */
const EVENTS = { LeaveAll: 0, JoinEmpty: 1, JoinIn: 2, LeaveEmpty: 3, LeaveIn: 4, Empty: 5 } as const;
/** Octets of an attribute with a VLAN, with a group's address and with a requirement; its length counts length and event. */
const VLAN = 4,
  GROUP = 8,
  SERVICE = 3;

/** What happens to a VLAN, or to a group. @see IEEE 802.1D-2004 §12.10.1 */
export const GARP_ATTRIBUTE = layer('GARP_ATTRIBUTE', () => ({
  about: 'What happens to a VLAN, or to a group: somebody joins or leaves.',
  source: 'IEEE 802.1D-2004 §12.10.1',
  wireshark: '',
  fields: {
    len: u8({ measures: 'header', wireshark: 'gvrp.attribute_length' }),
    event: u8({ default: EVENTS.JoinIn, names: EVENTS, wireshark: 'gvrp.attribute_event' }),
    value: choose(
      'len',
      {
        [VLAN]: u16({ default: 1, wireshark: 'gvrp.attribute_value' }),
        [GROUP]: mac(),
        [SERVICE]: u8({ names: { 'all groups': 0, 'all unregistered groups': 1 } }),
      },
      octets(),
    ),
  },
}));

/** Attributes of a kind. @see IEEE 802.1D-2004 §12.10.1 */
export const GARP_MESSAGE = layer('GARP_MESSAGE', () => ({
  about: 'Attributes of a kind.',
  source: 'IEEE 802.1D-2004 §12.10.1',
  wireshark: '',
  fields: {
    type: u8({ default: 1, hex: true, wireshark: 'gvrp.attribute_type', about: 'GVRP, 1: a VLAN; GMRP, 1: a group, 2: a requirement' }),
    attrs: listUntil(
      record(() => GARP_ATTRIBUTE),
      0,
    ),
  },
}));

/** Generic Attribute Registration Protocol: GVRP for VLANs, GMRP for groups. @see IEEE 802.1D-2004 §12.10 */
export const GARP = layer('GARP', () => ({
  title: 'Generic Attribute Registration Protocol',
  about: 'Generic Attribute Registration Protocol: registers VLANs (GVRP) and groups (GMRP).',
  source: 'IEEE 802.1D-2004 §12.10',
  wireshark: 'stp:gvrp',
  begins: (b, start, end) => end - start >= 3 && b[start] === 0 && b[start + 1] === 1,
  fields: {
    proto_id: u16({ default: 1, hex: true, wireshark: 'gvrp.protocol_id' }),
    msgs: listUntil(
      record(() => GARP_MESSAGE),
      0,
    ),
  },
}));

/** The events of so many VLANs as stand before them: three in an octet, (first × 6 + second) × 6 + third. @see IEEE 802.1Q-2018 §10.8.2.10.1 */
const events = (): Field<Uint8Array, Uint8Array> => {
  const size = ({ self }: FieldPlace): number => Math.ceil(Number(self['number'] ?? 0) / 3);
  return field(
    {
      form: 'variable',
      label: 'events, three in an octet',
      value: 'octets',
      initial: new Uint8Array(),
      end: (_b, at, limit, place) => (at + size(place) > limit ? limit + 1 : at + size(place)),
      read: (b, at, end) => b.subarray(at, end),
      write: (w, v, place) => w.octets(v instanceof Uint8Array ? v : new Uint8Array(size(place))),
    },
    { about: 'three in an octet, in base 6: new 0, JoinIn 1, In 2, JoinMt 3, Mt 4, Lv 5' },
  );
};

/** VLANs one behind another, and what happens to each. @see IEEE 802.1Q-2018 §10.8.2.8 */
export const MVRPVector = layer('MVRPVector', () => ({
  about: 'VLANs one behind another, and what happens to each.',
  source: 'IEEE 802.1Q-2018 §10.8.2.8',
  wireshark: '',
  fields: {
    leave_all: bits(3, { wireshark: 'mrp-mvrp.leave_all_event' }),
    number: bits(13, { wireshark: 'mrp-mvrp.number_of_values', about: 'VLANs, from the first' }),
    first: u16({ default: 1, wireshark: 'mrp-mvrp.vid' }),
    events: events(),
  },
}));

/** Vectors of a kind of attribute. @see IEEE 802.1Q-2018 §10.8.1.2 */
export const MVRPMessage = layer('MVRPMessage', () => ({
  about: 'Vectors of a kind of attribute.',
  source: 'IEEE 802.1Q-2018 §10.8.1.2',
  wireshark: '',
  fields: {
    type: u8({ default: 1, wireshark: 'mrp-mvrp.attribute_type' }),
    len: u8({ default: 2, wireshark: 'mrp-mvrp.attribute_length', about: 'octets of the first value' }),
    vectors: listUntil(
      record(() => MVRPVector),
      Uint8Array.of(0, 0),
    ),
  },
}));

/** Multiple VLAN Registration Protocol. @see IEEE 802.1Q-2018 §11.2, §10.8 */
export const MVRP = layer('MVRP', () => ({
  title: 'Multiple VLAN Registration Protocol',
  about: 'Multiple VLAN Registration Protocol: bridges and hosts tell each other which VLANs they want.',
  source: 'IEEE 802.1Q-2018 §10.8, §11.2.3',
  wireshark: 'mrp-mvrp',
  fields: {
    version: u8({ wireshark: 'mrp-mvrp.protocol_version' }),
    msgs: listUntil(
      record(() => MVRPMessage),
      Uint8Array.of(0, 0),
    ),
  },
}));
