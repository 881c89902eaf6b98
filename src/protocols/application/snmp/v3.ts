/** What version 3 of SNMP puts around a PDU. */
import { ber } from '../../../packet/fields/ber/ber.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { snmpPdu } from './pdus.ts';

/** What a message of version 3 is, and how it is protected. @see RFC 3412 §6 */
export const SNMPheader = layer('SNMPheader', () => ({
  about: 'What a message of version 3 is, and how it is protected.',
  source: 'RFC 3412 §6',
  fields: {
    id: ber.integer({ wireshark: 'snmp.msgID' }),
    max_size: ber.integer({ default: 65_507, wireshark: 'snmp.msgMaxSize', about: 'most octets that the sender accepts' }),
    flags: ber.octetString({
      default: Uint8Array.of(4),
      wireshark: 'snmp.msgFlags',
      about: '1: authenticated, 2: encrypted, 4: reportable',
    }),
    security_model: ber.integer({ default: 3, wireshark: 'snmp.msgSecurityModel', names: { v1: 1, v2c: 2, USM: 3 } }),
  },
}));

/** The User-based Security Model's parameters. @see RFC 3414 §2.4 */
export const SNMPusm = layer('SNMPusm', () => ({
  about: "The User-based Security Model's parameters.",
  source: 'RFC 3414 §2.4',
  fields: {
    engine_id: ber.octetString({ wireshark: 'snmp.msgAuthoritativeEngineID' }),
    engine_boots: ber.integer({ wireshark: 'snmp.msgAuthoritativeEngineBoots' }),
    engine_time: ber.integer({ wireshark: 'snmp.msgAuthoritativeEngineTime', about: 'seconds since its last start' }),
    user: ber.text({ encoding: 'utf8', wireshark: 'snmp.msgUserName' }),
    authentication: ber.octetString({ wireshark: 'snmp.msgAuthenticationParameters' }),
    privacy: ber.octetString({ wireshark: 'snmp.msgPrivacyParameters' }),
  },
}));

/** A PDU, and the context that it is about. @see RFC 3412 §6.8 */
export const SNMPscopedPDU = layer('SNMPscopedPDU', () => ({
  about: 'A PDU, and the context that it is about.',
  source: 'RFC 3412 §6.8',
  fields: {
    engine_id: ber.octetString({ wireshark: 'snmp.contextEngineID' }),
    context: ber.text({ encoding: 'utf8', wireshark: 'snmp.contextName' }),
    PDU: snmpPdu(),
  },
}));
