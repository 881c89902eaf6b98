import { decimal, type FieldForms } from './form.ts';

export const cooked: FieldForms = { 'sll.hatype': decimal };
