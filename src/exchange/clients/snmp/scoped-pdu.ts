/** What an encrypted message of version 3 has inside: a scoped PDU on its own. @see RFC 3412 §6.8 */
import { ber } from '../../../packet/fields/ber/ber.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { SNMPscopedPDU } from '../../../protocols/application/snmp/v3.ts';

/** Behind it stands what a block cipher was filled up with. */
export const ScopedPdu = layer('ScopedPdu', () => ({
  about: 'The decrypted part of a message of SNMP version 3.',
  source: 'RFC 3412 §6.8',
  fields: { scoped: ber.sequence(() => SNMPscopedPDU) },
}));
