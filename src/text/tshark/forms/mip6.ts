import type { FieldForms } from './form.ts';

/** 64 bits, which tshark shows in hexadecimal. */
const hex64 = (value: unknown): string =>
  `0x${BigInt(value as bigint)
    .toString(16)
    .padStart(16, '0')}`;

export const mip6: FieldForms = {
  'mip6.hoti.cookie': hex64,
  'mip6.coti.cookie': hex64,
  'mip6.hot.cookie': hex64,
  'mip6.hot.token': hex64,
  'mip6.cot.cookie': hex64,
};
