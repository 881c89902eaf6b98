/** What forms of fields are made of. */
import { hexText } from '../value-text.ts';

/** The text of one value. `view` has the layer's other fields. */
export type FieldForm = (value: any, view: Readonly<Record<string, any>>) => string;

/** Forms by Wireshark's names of the fields. */
export type FieldForms = Readonly<Record<string, FieldForm>>;

/** Digits by the width of Wireshark's own storage, not by the bits on the wire. */
export const hex =
  (bits: number): FieldForm =>
  (value) =>
    hexText(Number(value), bits);

/** Shown in hexadecimal by us (as scapy does), in decimal by tshark. */
export const decimal: FieldForm = (value) => String(Number(value));
