import { type FieldForms, hex } from './form.ts';

export const ipv6: FieldForms = { 'ipv6.tclass': hex(32), 'ipv6.flow': hex(24), 'ipv6.opt.type': hex(8) };
