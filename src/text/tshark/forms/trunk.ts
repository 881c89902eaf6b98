import { type FieldForms, hex } from './form.ts';

/** Types of pieces, whose list has them as plain numbers. */
export const trunk: FieldForms = {
  'cdp.tlv.type': hex(16),
  'dtp.tlv_type': hex(16),
  'udld.tlv.type': hex(16),
  'vtp.vlan_info.tlv_type': hex(8),
};
