import { decimal, type FieldForms, hex } from './form.ts';

export const cooked: FieldForms = { 'sll.etype': hex(16), 'sll.hatype': decimal, 'sll.ltype': hex(16) };
