import type { FieldForm, FieldForms } from './form.ts';

/** `2012-10-24 21:32:36 (UTC)`. Of two digits 50 and more are of the last century (RFC 5280 §4.1.2.5.1). */
const utcTime: FieldForm = (value: string) => {
  const [, year, month, day, hour, minute, second] = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(value) ?? [];
  return year === undefined ? value : `${Number(year) < 50 ? 20 : 19}${year}-${month}-${day} ${hour}:${minute}:${second} (UTC)`;
};

export const x509: FieldForms = { 'x509af.utcTime': utcTime };
