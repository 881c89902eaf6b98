/** What frames of IEEE 802.1X carry. @see IEEE 802.1X-2020 §11.3.2 */
import { bindAll } from '../../../packet/chain/bindings.ts';
import { eapMessages } from '../../link/control/eap-messages.ts';
import { EAPOL_KEY, EAPOL_KEY_AEAD, EAPOL_KEY_MIC24, EAPOL_KEY_RC4 } from '../../link/control/eapol.ts';

export const eapolTypes = [...bindAll('eapol.type', { 0: eapMessages, 3: [EAPOL_KEY_RC4, EAPOL_KEY_MIC24, EAPOL_KEY_AEAD, EAPOL_KEY] })];
