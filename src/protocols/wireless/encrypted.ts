/** What protected frames of IEEE 802.11 begin with; what is behind it stays as it is. */
import { bits, u8 } from '../../packet/fields/integers.ts';
import { fixedOctets, octets } from '../../packet/fields/octets.ts';
import { toHex } from '../../bytes/hex.ts';
import { layer } from '../../packet/layer/layer.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';

/** A protected frame too short to tell how. */
export const Dot11Encrypted = layer('Dot11Encrypted', () => ({
  title: '802.11 Encrypted (unknown algorithm)',
  about: 'A protected frame.',
  source: 'IEEE 802.11-2020 §12',
  wireshark: '',
  fields: { data: octets() },
}));

const number = (b: Uint8Array): number => b.reduce((n, octet) => n * 256 + octet, 0);
/** A packet's number as Wireshark has it: text, its highest octet first. */
const counter = (...octets: readonly number[]): string => `0x${toHex(Uint8Array.from(octets)).toUpperCase()}`;

/** Wired Equivalent Privacy. The last four octets are its check value. @see IEEE 802.11-2020 §12.3.2.2 */
export const Dot11WEP = layer('Dot11WEP', () => ({
  title: '802.11 WEP packet',
  about: 'A frame protected by WEP.',
  source: 'IEEE 802.11-2020 §12.3.2.2',
  wireshark: '',
  fields: { iv: fixedOctets(3), keyid: u8({ about: 'key (2 bits)' }), wepdata: octets({ about: 'with the check value at its end' }) },
  columns: {
    'wlan.wep.iv': { hex: 24, of: ({ iv }) => number(iv) },
    'wlan.wep.key': ({ keyid }) => keyid >> 6,
    'wlan.wep.icv': { hex: 32, of: ({ wepdata }) => (wepdata.length < 4 ? undefined : number(wepdata.subarray(-4))) },
  },
}));

const key = { key_id: bits(2), ext_iv: bits(1, { default: 1, about: 'four more octets follow' }) };

/** Temporal Key Integrity Protocol. @see IEEE 802.11-2020 §12.5.2.2 */
export const Dot11TKIP = layer('Dot11TKIP', () => ({
  title: '802.11 TKIP packet',
  about: 'A frame protected by TKIP.',
  source: 'IEEE 802.11-2020 §12.5.2.2',
  wireshark: '',
  fields: { TSC1: u8(), WEPSeed: u8(), TSC0: u8(), ...key, res: bits(5), TSC2: u8(), TSC3: u8(), TSC4: u8(), TSC5: u8(), data: octets() },
  columns: {
    'wlan.tkip.extiv': (f) => counter(f.TSC5, f.TSC4, f.TSC3, f.TSC2, f.TSC1, f.TSC0),
    'wlan.wep.key': (f) => f.key_id,
  },
}));

/** Counter mode with CBC-MAC; GCMP's head is the same. @see IEEE 802.11-2020 §12.5.3.2 */
export const Dot11CCMP = layer('Dot11CCMP', () => ({
  title: '802.11 CCMP packet',
  about: 'A frame protected by CCMP or GCMP.',
  source: 'IEEE 802.11-2020 §12.5.3.2',
  wireshark: '',
  fields: { PN0: u8(), PN1: u8(), res0: u8(), ...key, res1: bits(5), PN2: u8(), PN3: u8(), PN4: u8(), PN5: u8(), data: octets() },
  columns: {
    'wlan.ccmp.extiv': (f) => counter(f.PN5, f.PN4, f.PN3, f.PN2, f.PN1, f.PN0),
    'wlan.wep.key': (f) => f.key_id,
  },
}));

/** Which of them stands at `at`, by the bit for more octets and TKIP's second octet. */
export function encryptedAt(b: Uint8Array, at: number, end: number): AnyLayer {
  if (end - at < 4) return Dot11Encrypted;
  if (((b[at + 3] as number) & 0x20) === 0) return Dot11WEP;
  if (end - at < 8) return Dot11Encrypted;
  return b[at + 1] === (((b[at] as number) | 0x20) & 0x7f) ? Dot11TKIP : Dot11CCMP;
}
