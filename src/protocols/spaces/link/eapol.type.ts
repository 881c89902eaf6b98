/** What frames of IEEE 802.1X carry. @see IEEE 802.1X-2020 §11.3.2 */
import { bindAll } from '../../../packet/chain/bindings.ts';
import { EAP, EAP_Expanded, EAP_FAST, EAP_MD5, EAP_MSCHAPv2, EAP_PEAP, EAP_TEAP, EAP_TLS, EAP_TTLS, LEAP } from '../../link/control/eap.ts';
import { EAPOL_KEY, EAPOL_KEY_AEAD, EAPOL_KEY_MIC24, EAPOL_KEY_RC4 } from '../../link/control/eapol.ts';

/** Messages of EAP: by their type, and else the general one. */
export const eapMessages = [EAP_MD5, EAP_TLS, EAP_TTLS, EAP_PEAP, EAP_FAST, EAP_TEAP, LEAP, EAP_MSCHAPv2, EAP_Expanded, EAP] as const;

export const eapolTypes = [...bindAll('eapol.type', { 0: eapMessages, 3: [EAPOL_KEY_RC4, EAPOL_KEY_MIC24, EAPOL_KEY_AEAD, EAPOL_KEY] })];
