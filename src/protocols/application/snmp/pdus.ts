/** SNMP's protocol data units, by scapy's names. */
import { ber } from '../../../packet/fields/ber/ber.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { ipAddress, snmpValue } from './values.ts';

/** @internal A variable and its value. @see RFC 3416 §3 */
export const SNMPvarbind = layer('SNMPvarbind', () => ({
  about: 'A variable and its value.',
  source: 'RFC 3416 §3',
  fields: { oid: ber.oid({ default: '1.3', wireshark: 'snmp.name' }), value: snmpValue() },
}));

/** Errors that a response tells. @see RFC 3416 §3 */
export const snmpErrors = [
  'no_error',
  'too_big',
  'no_such_name',
  'bad_value',
  'read_only',
  'generic_error',
  'no_access',
  'wrong_type',
  'wrong_length',
  'wrong_encoding',
  'wrong_value',
  'no_creation',
  'inconsistent_value',
  'resource_unavailable',
  'commit_failed',
  'undo_failed',
  'authorization_error',
  'not_writable',
  'inconsistent_name',
] as const;

const variables = () => ber.sequenceOf(ber.sequence(() => SNMPvarbind));
const id = () => ber.integer({ wireshark: 'snmp.request_id', about: 'the same in a request and its response' });

/** @internal What most PDUs have. @see RFC 3416 §3 */
export const SNMPPDU = layer('SNMPPDU', () => ({
  about: 'A request or a response.',
  source: 'RFC 3416 §3',
  fields: {
    id: id(),
    error: ber.integer({ wireshark: 'snmp.error_status', about: `0: none; 1 to 18: ${snmpErrors.slice(1).join(', ')}` }),
    error_index: ber.integer({ wireshark: 'snmp.error_index', about: 'which variable has the error, counted from 1' }),
    varbindlist: variables(),
  },
}));

/** @internal @see RFC 3416 §4.2.3 */
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

/** @internal @see RFC 1157 §4.1.6 */
export const SNMPtrapv1PDU = layer('SNMPtrapv1PDU', () => ({
  about: 'A trap of version 1.',
  source: 'RFC 1157 §4.1.6',
  fields: {
    enterprise: ber.oid({ default: '1.3', wireshark: 'snmp.enterprise' }),
    agent_addr: ipAddress({ wireshark: 'snmp.agent_addr' }),
    generic_trap: ber.integer({
      wireshark: 'snmp.generic_trap',
      about: '0: cold_start, 1: warm_start, 2: link_down, 3: link_up, 4: auth_failure, 5: egp_neigh_loss, 6: enterprise_specific',
    }),
    specific_trap: ber.integer({ wireshark: 'snmp.specific_trap' }),
    time_stamp: ber.integer({ tag: 0x43, wireshark: 'snmp.time_stamp', about: 'hundredths of a second since the agent began' }),
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
