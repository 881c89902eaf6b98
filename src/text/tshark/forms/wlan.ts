/** Forms of IEEE 802.11's fields. */
import { fromHex, toHex } from '../../../bytes/hex.ts';
import { encodeText } from '../../../packet/fields/shared/text-code.ts';
import { decimal, type FieldForms } from './form.ts';

export const wlan: FieldForms = {
  // A network's name is octets to tshark, and that one has none is told.
  'wlan.ssid': (name: string) => toHex(encodeText(name, 'utf8')) || '<MISSING>',
  // An organisation is a number, and so is a cipher of it.
  'wlan.tag.oui': (oui: string) => String(fromHex(oui).reduce((n, octet) => n * 256 + octet, 0)),
  'wlan.rsn.gcs': decimal,
  'wlan.rsn.pcs': decimal,
  'wlan.rsn.akms': decimal,
  'wlan.rsn.gmcs': decimal,
  'wlan.wfa.ie.wpa.mcs': decimal,
  'wlan.wfa.ie.wpa.ucs': decimal,
  'wlan.wfa.ie.wpa.akms': decimal,
};
