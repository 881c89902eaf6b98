/** Forms of single fields in `tshark -T fields` that no rule gives. The value is ours; the text is tshark's. */
import { hexText } from './value-text.ts';

export const fieldForms: Readonly<Record<string, (value: any) => string>> = {
  // Digits by the width of Wireshark's own storage, not by the bits on the wire.
  'ip.flags': (flags) => hexText(Number(flags), 8),
  'tcp.flags': (flags) => hexText(Number(flags), 16),
  'ipv6.tclass': (tc) => hexText(tc, 32),
  'ipv6.flow': (fl) => hexText(fl, 24),
};
