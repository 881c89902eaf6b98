import { decimal, type FieldForms } from './form.ts';

export const arp: FieldForms = { 'arp.hw.type': decimal };
