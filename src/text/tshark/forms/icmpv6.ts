import { decimal, type FieldForms } from './form.ts';

export const icmpv6: FieldForms = { 'icmpv6.echo.sequence_number': decimal };
