/** How a bad capture is reported: `FILE: what, at offset N: expected what`, always ERR_FILE, always one line. */

import { PacketwrightError } from '../bytes/errors.ts';

/**
 * @param name the file, or whatever names the source in a message
 * @param offset octets from the start of the (uncompressed) capture
 */
export function fileError(name: string, offset: number, what: string, values: Record<string, unknown> = {}): PacketwrightError {
  return new PacketwrightError('ERR_FILE', `${name}: ${what}`, { file: name, offset, ...values });
}

/** `FILE: cut short at offset 1234: record 17 claims 1514 octets, 20 are there` */
export function cutShort(name: string, offset: number, what: string, needed: number, had: number): PacketwrightError {
  return fileError(name, offset, `cut short at offset ${offset}: ${what} ${needed} octets, only ${had} ${had === 1 ? 'is' : 'are'} left`, {
    needed,
    had,
  });
}

/** `FILE: damaged at offset 1234: …` */
export function damaged(name: string, offset: number, what: string): PacketwrightError {
  return fileError(name, offset, `damaged at offset ${offset}: ${what}`);
}
