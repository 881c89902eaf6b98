import { type FieldForms, hex } from './form.ts';

export const vlan: FieldForms = { 'vlan.etype': hex(16) };
