import { type FieldForms, hex } from './form.ts';

export const ip: FieldForms = { 'ip.flags': hex(8) };
