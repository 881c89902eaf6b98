/** Types of EAP. @see IANA "EAP Method Types" */
import { names } from '../../packet/spec/names.ts';

/** Ways to authenticate, by number. */
export const eapTypes = /* @__PURE__ */ names({
  identity: 1,
  notification: 2,
  'legacy-nak': 3,
  'MD5-challenge': 4,
  OTP: 5,
  GTC: 6,
  'EAP-TLS': 13,
  LEAP: 17,
  'EAP-SIM': 18,
  'EAP-TTLS': 21,
  'EAP-AKA': 23,
  PEAP: 25,
  'MS-EAP': 26,
  'MSCHAPv2-old': 29,
  'EAP-TLV': 33,
  'EAP-FAST': 43,
  'EAP-PAX': 46,
  'EAP-PSK': 47,
  'EAP-SAKE': 48,
  'EAP-IKEv2': 49,
  "EAP-AKA'": 50,
  'EAP-GPSK': 51,
  'EAP-pwd': 52,
  'EAP-EKE': 53,
  TEAP: 55,
  'EAP-NOOB': 56,
  expanded: 254,
  experimental: 255,
});
