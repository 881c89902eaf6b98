import { toHex } from '../../../bytes/hex.ts';
import { encodeText } from '../../../packet/fields/shared/text-code.ts';
import type { FieldForms } from './form.ts';

/** A network's name is octets to tshark, and that one has none is told. */
export const wlan: FieldForms = { 'wlan.ssid': (name: string) => toHex(encodeText(name, 'utf8')) || '<MISSING>' };
