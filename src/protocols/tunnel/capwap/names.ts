/** Numbers of CAPWAP that have names. */
import { names } from '../../../packet/spec/names.ts';

/** Which radio technology a header's numbers are about. @see RFC 5415 §4.3 */
export const bindings = { 'IEEE 802.11': 1, EPCGlobal: 3 } as const;

/** Requests are odd, and their answers are one more. @see RFC 5415 §4.5.1.1; RFC 5416 §3 (IEEE 802.11's have 13277 in the upper octets) */
export const capwapMessages = /* @__PURE__ */ names({
  'Discovery Request': 1,
  'Discovery Response': 2,
  'Join Request': 3,
  'Join Response': 4,
  'Configuration Status Request': 5,
  'Configuration Status Response': 6,
  'Configuration Update Request': 7,
  'Configuration Update Response': 8,
  'WTP Event Request': 9,
  'WTP Event Response': 10,
  'Change State Event Request': 11,
  'Change State Event Response': 12,
  'Echo Request': 13,
  'Echo Response': 14,
  'Image Data Request': 15,
  'Image Data Response': 16,
  'Reset Request': 17,
  'Reset Response': 18,
  'Primary Discovery Request': 19,
  'Primary Discovery Response': 20,
  'Data Transfer Request': 21,
  'Data Transfer Response': 22,
  'Clear Configuration Request': 23,
  'Clear Configuration Response': 24,
  'Station Configuration Request': 25,
  'Station Configuration Response': 26,
  'IEEE 802.11 WLAN Configuration Request': 0x33dd01,
  'IEEE 802.11 WLAN Configuration Response': 0x33dd02,
});

/** @see RFC 5415 §4.6.35 */
export const resultCodes = {
  success: 0,
  'failure (AC list attached)': 1,
  'success (NAT detected)': 2,
  'join failure (unspecified)': 3,
  'join failure (resource depletion)': 4,
  'join failure (unknown source)': 5,
  'join failure (incorrect data)': 6,
  'join failure (session ID already in use)': 7,
  'join failure (WTP hardware not supported)': 8,
  'join failure (binding not supported)': 9,
  'reset failure (unable to reset)': 10,
  'reset failure (firmware write error)': 11,
  'configuration failure (unable to apply requested configuration - service provided anyhow)': 12,
  'configuration failure (unable to apply requested configuration - service not provided)': 13,
  'image data error (invalid checksum)': 14,
  'image data error (invalid data length)': 15,
  'image data error (other error)': 16,
  'image data error (image already present)': 17,
  'message unexpected (invalid in current state)': 18,
  'message unexpected (unrecognized request)': 19,
  'failure - missing mandatory message element': 20,
  'failure - unrecognized message element': 21,
  'data transfer error (no information to transfer)': 22,
} as const;
