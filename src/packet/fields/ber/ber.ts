/** ASN.1's values in the Basic Encoding Rules (ITU-T X.690): what SNMP, LDAP and Kerberos are made of. */
import { boolean, integer, nothing, octetString, oid, text } from './primitive.ts';
import { choice, explicit, optional, sequence, sequenceOf, tagged } from './structure.ts';

/** Fields of BER: `ber.sequence({ version: ber.integer(), community: ber.text() })`. */
export const ber = {
  integer,
  boolean,
  octetString,
  text,
  oid,
  null: nothing,
  sequence,
  sequenceOf,
  tagged,
  explicit,
  optional,
  choice,
} as const;
export type { BerField, BerGive, BerOctets, BerRead } from './tlv.ts';
