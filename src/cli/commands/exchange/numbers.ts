/** Options that are numbers: seconds with a fraction, whole numbers between two ends. */
import { PacketwrightError } from '../../../bytes/errors.ts';

/** Seconds, to milliseconds. */
export function secondsOption(flag: string): (text: string) => number {
  return (text) => {
    const n = Number(text);
    if (/^(\d+\.?\d*|\.\d+)$/.test(text) && Number.isFinite(n)) return n * 1000;
    throw new PacketwrightError('ERR_USAGE', `${flag} ${text}: expected a number of seconds, 0 or more`, { value: text });
  };
}

/** Decimal, or hexadecimal behind 0x. */
export function numberBetween(flag: string, from: number, to: number): (text: string) => number {
  return (text) => {
    const n = Number(text);
    if (/^(\d+|0[xX][0-9a-fA-F]+)$/.test(text) && n >= from && n <= to) return n;
    throw new PacketwrightError('ERR_USAGE', `${flag} ${text}: expected a whole number from ${from} to ${to}`, { value: text });
  };
}
