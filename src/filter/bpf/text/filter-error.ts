/** Errors of capture filters: one line that says where and what. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { cut } from '../../../bytes/text.ts';

/**
 * @param at octet of the text where it went wrong, from 0; the message counts from 1
 * @param wrong what is wrong there and what was expected
 */
export function filterError(text: string, at: number, wrong: string, details: Readonly<Record<string, unknown>> = {}): PacketwrightError {
  return new PacketwrightError('ERR_FILTER', `filter '${oneLine(cut(text, 60))}', column ${at + 1}: ${oneLine(cut(wrong, 240))}`, {
    filter: text,
    at,
    ...details,
  });
}

/** What helps where the language has no word for a link type: octets of the link layer can always be compared. */
export const COMPARE_OCTETS = 'compare octets instead, for example: link[0] = 1';

/** Ends of lines and tabs that the user typed would break the line. Other control characters are escaped as in all errors. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ');
