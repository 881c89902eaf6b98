/** Slow protocols of IEEE 802.3, at most ten frames a second: LACP, which bundles links, and its marker. */
import { mac } from '../../../packet/fields/addresses.ts';
import { u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { fixedOctets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';

/** IEEE 802.3-2018 annex 57A, table 57A-3. */
const SUBTYPES = { LACP: 1, marker: 2, OAM: 3, OSSP: 10 } as const;

/** What follows is one of the slow protocols. @see IEEE 802.3-2018 annex 57A */
export const SlowProtocol = layer('SlowProtocol', () => ({
  about: 'Slow protocols: which one follows.',
  source: 'IEEE 802.3-2018 annex 57A',
  wireshark: 'slow',
  fields: { subtype: u8({ default: 1, selects: 'slow.subtype', names: SUBTYPES, hex: true, wireshark: 'slow.subtype' }) },
}));

/** Bits of a port's state, from the lowest (IEEE 802.1AX-2014 §6.4.2.3). */
const STATE = ['activity', 'timeout', 'aggregation', 'synchronization', 'collecting', 'distributing', 'defaulted', 'expired'] as const;

const TLV = 'lacp.tlv_type',
  LENGTH = 'lacp.tlv_length';

const stateColumns = <const W extends 'actor' | 'partner'>(who: W) =>
  Object.fromEntries(
    STATE.map((name, i) => [
      `lacp.${who}.state.${name}`,
      (self: Readonly<Record<`${W}_state`, number>>) => ((self[`${who}_state`] >> i) & 1) === 1,
    ]),
  );

/** Link Aggregation Control Protocol. @see IEEE 802.1AX-2014 §6.4.2.3 */
export const LACP = layer('LACP', () => ({
  about: 'Link Aggregation Control Protocol: which links may be bundled to one.',
  source: 'IEEE 802.1AX-2014 §6.4.2.3',
  wireshark: 'lacp',
  fields: {
    version: u8({ default: 1, hex: true, wireshark: 'lacp.version' }),
    actor_type: u8({ default: 1, hex: true, wireshark: TLV }),
    actor_length: u8({ default: 20, hex: true, wireshark: LENGTH }),
    actor_system_priority: u16({ wireshark: 'lacp.actor.sys_priority' }),
    actor_system: mac({ wireshark: 'lacp.actor.sysid' }),
    actor_key: u16({ wireshark: 'lacp.actor.key' }),
    actor_port_priority: u16({ wireshark: 'lacp.actor.port_priority' }),
    actor_port_number: u16({ wireshark: 'lacp.actor.port' }),
    actor_state: u8({ hex: true, wireshark: 'lacp.actor.state' }),
    actor_reserved: fixedOctets(3, { wireshark: 'lacp.actor.reserved' }),
    partner_type: u8({ default: 2, hex: true, wireshark: TLV }),
    partner_length: u8({ default: 20, hex: true, wireshark: LENGTH }),
    partner_system_priority: u16({ wireshark: 'lacp.partner.sys_priority' }),
    partner_system: mac({ wireshark: 'lacp.partner.sysid' }),
    partner_key: u16({ wireshark: 'lacp.partner.key' }),
    partner_port_priority: u16({ wireshark: 'lacp.partner.port_priority' }),
    partner_port_number: u16({ wireshark: 'lacp.partner.port' }),
    partner_state: u8({ hex: true, wireshark: 'lacp.partner.state' }),
    partner_reserved: fixedOctets(3, { wireshark: 'lacp.partner.reserved' }),
    collector_type: u8({ default: 3, hex: true, wireshark: TLV }),
    collector_length: u8({ default: 16, hex: true, wireshark: LENGTH }),
    collector_max_delay: u16({ wireshark: 'lacp.collector.max_delay', about: 'tens of microseconds' }),
    collector_reserved: fixedOctets(12, { wireshark: 'lacp.coll_reserved' }),
    terminator_type: u8({ hex: true, wireshark: TLV }),
    terminator_length: u8({ hex: true, wireshark: LENGTH }),
    reserved: fixedOctets(50, { wireshark: 'lacp.pad' }),
  },
  columns: { ...stateColumns('actor'), ...stateColumns('partner') },
  summary: ({ actor_port_number, partner_port_number }) => `LACP actor port ${actor_port_number} partner port ${partner_port_number}`,
}));

const MARKER = { information: 1, response: 2 } as const;

/** Asks whether frames on a link have all arrived, before their flow moves to another. @see IEEE 802.1AX-2014 §6.5.3.3 */
export const MarkerProtocol = layer('MarkerProtocol', () => ({
  about: 'Marker: whether the frames before it have all been received.',
  source: 'IEEE 802.1AX-2014 §6.5.3.3',
  wireshark: 'marker',
  fields: {
    version: u8({ default: 1, hex: true, wireshark: 'marker.version' }),
    marker_type: u8({ default: 1, names: MARKER, hex: true, wireshark: 'marker.tlvType' }),
    marker_length: u8({ default: 16, hex: true, wireshark: 'marker.tlvLen' }),
    requester_port: u16({ wireshark: 'marker.requesterPort' }),
    requester_system: mac({ wireshark: 'marker.requesterSystem' }),
    requester_transaction_id: u32({ wireshark: 'marker.requesterTransId' }),
    marker_reserved: fixedOctets(2),
    terminator_type: u8({ hex: true, wireshark: 'marker.tlvType' }),
    terminator_length: u8({ hex: true, wireshark: 'marker.tlvLen' }),
    reserved: fixedOctets(90, { wireshark: 'marker.reserved' }),
  },
  // A response is the question again (§6.5.4.2).
  match: {
    about: 'the marker’s transaction and system; a response',
    hash: ({ requester_transaction_id }, _role, seed) => (seed ^ requester_transaction_id) >>> 0,
    answers: (reply, request) =>
      reply.marker_type === MARKER.response &&
      request.marker_type === MARKER.information &&
      reply.requester_transaction_id === request.requester_transaction_id &&
      reply.requester_system === request.requester_system,
  },
}));
