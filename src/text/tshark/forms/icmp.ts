import { decimal, type FieldForms } from './form.ts';

export const icmp: FieldForms = { 'icmp.ident': decimal, 'icmp.seq': decimal };
