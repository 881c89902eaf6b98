/** Options that are whole numbers. */
import { PacketwrightError } from '../bytes/errors.ts';

/** For `OptionSpec.parse`: a decimal number from `least` on. @param of what is counted: `packets`, `octets` */
export function wholeNumber(flag: string, of: string, least = 1): (text: string) => number {
  return (text) => {
    const n = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(n) && n >= least) return n;
    throw new PacketwrightError('ERR_USAGE', `${flag} ${text}: expected a whole number of ${of}, ${least} or more`, { value: text });
  };
}
