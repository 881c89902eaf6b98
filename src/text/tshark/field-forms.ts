/** Forms of single fields in `tshark -T fields` that no rule gives. The value is ours; the text is tshark's. */
import { hexText } from './value-text.ts';

export const fieldForms: Readonly<Record<string, (value: any) => string>> = {
  'ip.flags': (flags) => hexText(Number(flags), 8),
};
