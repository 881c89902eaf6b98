import type { FieldForm, FieldForms } from './form.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** Seconds from 1900 to 1970. */
const TO_UNIX = 2_208_988_800;
const two = (n: number): string => String(n).padStart(2, '0');

/** `Oct 15, 2016 12:47:36.467834989 UTC`; NULL for the time that nobody set. The top bit clear: 2036 or later (RFC 4330 §3). */
const time: FieldForm = (value: bigint) => {
  if (value === 0n) return 'NULL';
  const seconds = Number(value >> 32n);
  const date = new Date((seconds - TO_UNIX + (seconds < 2 ** 31 ? 2 ** 32 : 0)) * 1000);
  const nanoseconds = ((value & 0xffff_ffffn) * 1_000_000_000n) >> 32n;
  const day = `${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)}, ${date.getUTCFullYear()}`;
  return `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}.${String(nanoseconds).padStart(9, '0')} UTC`;
};

/** Times as dates; spans as whole numbers of 65,536th seconds. */
const raw: FieldForm = (value) => String(Math.round(Number(value) * 65_536));

export const ntp: FieldForms = {
  'ntp.reftime': time,
  'ntp.org': time,
  'ntp.rec': time,
  'ntp.xmt': time,
  'ntp.rootdelay': raw,
  'ntp.rootdispersion': raw,
};
