/** SNMP's protocol data units, by scapy's names. */
import { ber } from '../../../packet/fields/ber/ber.ts';
import { names } from '../../../packet/spec/names.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { ipAddress, snmpValue } from './values.ts';

/** A variable and its value. @see RFC 3416 §3 */
export const SNMPvarbind = layer('SNMPvarbind', () => ({
  about: 'A variable and its value.',
  source: 'RFC 3416 §3',
  fields: { oid: ber.oid({ default: '1.3', wireshark: 'snmp.name' }), value: snmpValue() },
}));

/** Errors that a response tells. @see RFC 3416 §3 */
export const snmpErrors = /* @__PURE__ */ names({
  no_error: 0,
  too_big: 1,
  no_such_name: 2,
  bad_value: 3,
  read_only: 4,
  generic_error: 5,
  no_access: 6,
  wrong_type: 7,
  wrong_length: 8,
  wrong_encoding: 9,
  wrong_value: 10,
  no_creation: 11,
  inconsistent_value: 12,
  resource_unavailable: 13,
  commit_failed: 14,
  undo_failed: 15,
  authorization_error: 16,
  not_writable: 17,
  inconsistent_name: 18,
} as const);

/** Why an agent sends a trap of version 1. @see RFC 1157 §4.1.6 */
const traps = { cold_start: 0, warm_start: 1, link_down: 2, link_up: 3, auth_failure: 4, egp_neigh_loss: 5, enterprise_specific: 6 };

const variables = () => ber.sequenceOf(ber.sequence(() => SNMPvarbind));
const id = () => ber.integer({ wireshark: 'snmp.request_id', about: 'the same in a request and its response' });

/** What most PDUs have. @see RFC 3416 §3 */
export const SNMPPDU = layer('SNMPPDU', () => ({
  about: 'A request or a response.',
  source: 'RFC 3416 §3',
  fields: {
    id: id(),
    error: ber.integer({ wireshark: 'snmp.error_status', names: snmpErrors }),
    error_index: ber.integer({ wireshark: 'snmp.error_index', about: 'which variable has the error, counted from 1' }),
    varbindlist: variables(),
  },
}));

/** Asks for many variables at once. @see RFC 3416 §4.2.3 */
export const SNMPbulkPDU = layer('SNMPbulkPDU', () => ({
  about: 'Asks for many variables at once.',
  source: 'RFC 3416 §4.2.3',
  fields: {
    id: id(),
    non_repeaters: ber.integer({ wireshark: 'snmp.non_repeaters' }),
    max_repetitions: ber.integer({ wireshark: 'snmp.max_repetitions' }),
    varbindlist: variables(),
  },
}));

/** A trap of version 1. @see RFC 1157 §4.1.6 */
export const SNMPtrapv1PDU = layer('SNMPtrapv1PDU', () => ({
  about: 'A trap of version 1.',
  source: 'RFC 1157 §4.1.6',
  fields: {
    enterprise: ber.oid({ default: '1.3', wireshark: 'snmp.enterprise' }),
    agent_addr: ipAddress({ wireshark: 'snmp.agent_addr' }),
    generic_trap: ber.integer({ wireshark: 'snmp.generic_trap', names: traps }),
    specific_trap: ber.integer({ wireshark: 'snmp.specific_trap' }),
    time_stamp: ber.integer({ tag: 0x43, wireshark: 'snmp.time_stamp', about: 'hundredths of a second since the agent started' }),
    varbindlist: variables(),
  },
}));

/** One of the PDUs, as `['get', { … }]`. @see RFC 3416 §3; RFC 1157 §4.1 */
export const snmpPdu = () => {
  const plain = (tag: number) =>
    ber.tagged(
      tag,
      ber.sequence(() => SNMPPDU),
    );
  return ber.choice(
    {
      get: plain(0xa0),
      next: plain(0xa1),
      response: plain(0xa2),
      set: plain(0xa3),
      trapv1: ber.tagged(
        0xa4,
        ber.sequence(() => SNMPtrapv1PDU),
      ),
      bulk: ber.tagged(
        0xa5,
        ber.sequence(() => SNMPbulkPDU),
      ),
      inform: plain(0xa6),
      trapv2: plain(0xa7),
      report: plain(0xa8),
    },
    { about: 'get, next, response, set, trapv1, bulk, inform, trapv2 or report' },
  );
};
