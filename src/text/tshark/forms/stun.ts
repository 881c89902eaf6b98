import { type FieldForms, hex } from './form.ts';

export const stun: FieldForms = { 'stun.att.type': hex(16) };
