import { EAP, EAP_Expanded, EAP_FAST, EAP_MD5, EAP_MSCHAPv2, EAP_PEAP, EAP_TEAP, EAP_TLS, EAP_TTLS, LEAP } from './eap.ts';

/** Messages of EAP: by their type, and else the general one. */
export const eapMessages = [EAP_MD5, EAP_TLS, EAP_TTLS, EAP_PEAP, EAP_FAST, EAP_TEAP, LEAP, EAP_MSCHAPv2, EAP_Expanded, EAP] as const;
