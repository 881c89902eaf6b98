import { hexText } from '../value-text.ts';
import type { FieldForms } from './form.ts';

export const tcp: FieldForms = {
  // Wireshark's field has the reserved bits too.
  'tcp.flags': (flags, header) => hexText((Number(header['reserved']) << 9) | Number(flags), 16),
};
