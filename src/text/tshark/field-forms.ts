/** Forms of single fields in `tshark -T fields` that no rule gives. The value is ours; the text is tshark's. */
import { hexText } from './value-text.ts';

/** The text of one value. `view` has the layer's other fields. */
type FieldForm = (value: any, view: Readonly<Record<string, any>>) => string;

const hex =
  (bits: number): FieldForm =>
  (value) =>
    hexText(Number(value), bits);
const decimal: FieldForm = (value) => String(Number(value));

export const fieldForms: Readonly<Record<string, FieldForm>> = {
  // Digits by the width of Wireshark's own storage, not by the bits on the wire.
  'ip.flags': hex(8),
  'ipv6.tclass': hex(32),
  'ipv6.flow': hex(24),
  'ipv6.opt.type': hex(8),
  'sll.etype': hex(16),
  'sll.ltype': hex(16),
  'vlan.etype': hex(16),
  // Wireshark's field has the reserved bits too.
  'tcp.flags': (flags, tcp) => hexText((Number(tcp['reserved']) << 9) | Number(flags), 16),
  // Shown in hexadecimal by us (as scapy does), in decimal by tshark.
  'arp.hw.type': decimal,
  'sll.hatype': decimal,
  'icmpv6.echo.sequence_number': decimal,
};
