/** Errors of capture filters: one line that says where and what. */
import { PacketwrightError } from '../../bytes/errors.ts';

/**
 * @param at octet of the text where it went wrong, from 0; the message counts from 1
 * @param wrong what is wrong there and what was expected
 */
export function filterError(text: string, at: number, wrong: string, details: Readonly<Record<string, unknown>> = {}): PacketwrightError {
  const shown = text.length > 60 ? `${text.slice(0, 57)}…` : text;
  return new PacketwrightError('ERR_FILTER', `filter '${oneLine(shown)}', column ${at + 1}: ${oneLine(wrong)}`, {
    filter: text,
    at,
    ...details,
  });
}

/** Control characters that the user typed would break the line. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').replace(/[^\x20-\x7e\u00a0-\uffff]/g, '?');
