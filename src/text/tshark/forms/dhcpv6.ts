import type { FieldForm, FieldForms } from './form.ts';

/** Eight digits, as octets are. */
const octets: FieldForm = (value) => Number(value).toString(16).padStart(8, '0');

export const dhcpv6: FieldForms = { 'dhcpv6.iaid': octets, 'dhcpv6.iata': octets };
