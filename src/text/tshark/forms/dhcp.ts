import { decimal, type FieldForm, type FieldForms } from './form.ts';

/** Text that ends at its first zero octet, as Wireshark's strings of that kind do. */
const toZero: FieldForm = (value) => String(value).split('\0', 1)[0] as string;

/** Options whose text is so. */
const TEXTS = [
  'hostname',
  'domain_name',
  'root_path',
  'merit_dump_file',
  'extension_path',
  'message',
  'vendor_class_id',
  'tftp_server_name',
  'bootfile_name',
];

export const dhcp: FieldForms = {
  // tshark gives the end the type 0, and calls it 255.
  'dhcp.option.type': (value) => (Number(value) === 255 ? '0' : decimal(value, {})),
  ...Object.fromEntries(TEXTS.map((name) => [`dhcp.option.${name}`, toZero])),
};
