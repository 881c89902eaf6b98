/** What both ends of a transfer agree upon: the options of RFC 2347 to 2349 and RFC 7440. */
import type { TftpOptions } from './tftp-messages.ts';

/** The terms of a transfer. */
export interface TftpTerms {
  /** Octets of a block, 8 to 65,464. @see RFC 2348 */
  readonly blksize: number;
  /** Blocks that are sent before an acknowledgement is waited for. @see RFC 7440 */
  readonly windowsize: number;
  /** When a packet is sent again, ms; each time twice as late. @see RFC 2349 */
  readonly timeoutMs: number;
  /** Octets of the file, where that was told. @see RFC 2349 */
  readonly tsize?: number;
}

/** RFC 1350 §5: without options. */
export const PLAIN_BLKSIZE = 512;
export const LEAST_BLKSIZE = 8;
export const MOST_BLKSIZE = 65_464;
export const MOST_WINDOWSIZE = 65_535;
const MOST_TIMEOUT_S = 255;

/** Of the request's terms without any option. */
export const plainTerms = ({ timeoutMs }: TftpTerms): TftpTerms => ({ blksize: PLAIN_BLKSIZE, windowsize: 1, timeoutMs });

const wholeIn = (text: string | undefined, from: number, to: number): number | undefined => {
  const n = Number(text);
  return text !== undefined && /^\d{1,15}$/.test(text) && n >= from && n <= to ? n : undefined;
};

/**
 * A client's terms after the server's acknowledgement; a text: why that is not what was asked for (RFC 2347: the transfer ends then). What the server
 * does not name is as without options.
 */
export function termsTaken(asked: TftpOptions, wanted: TftpTerms, told: TftpOptions): TftpTerms | string {
  for (const name of told.keys()) if (!asked.has(name)) return `option ${name} was not asked for`;
  const blksize = told.has('blksize') ? wholeIn(told.get('blksize'), LEAST_BLKSIZE, wanted.blksize) : PLAIN_BLKSIZE;
  const windowsize = told.has('windowsize') ? wholeIn(told.get('windowsize'), 1, wanted.windowsize) : 1;
  const tsize = told.has('tsize') ? wholeIn(told.get('tsize'), 0, Number.MAX_SAFE_INTEGER) : undefined;
  if (blksize === undefined) return `blksize ${told.get('blksize')} was not asked for`;
  if (windowsize === undefined) return `windowsize ${told.get('windowsize')} was not asked for`;
  if (told.has('timeout') && told.get('timeout') !== asked.get('timeout')) return `timeout ${told.get('timeout')} was not asked for`;
  return { blksize, windowsize, timeoutMs: wanted.timeoutMs, ...(tsize !== undefined && { tsize }) };
}

/** A server's terms for a request, and the options that it acknowledges; those that it does not know or cannot keep it leaves out. */
export function termsGiven(
  asked: TftpOptions,
  o: { readonly timeoutMs: number; readonly mostWindow: number; readonly tsize?: number },
): { readonly terms: TftpTerms; readonly taken: TftpOptions } {
  const taken = new Map<string, string>();
  const blksize = wholeIn(asked.get('blksize'), LEAST_BLKSIZE, MOST_BLKSIZE);
  const window = wholeIn(asked.get('windowsize'), 1, MOST_WINDOWSIZE);
  const timeout = wholeIn(asked.get('timeout'), 1, MOST_TIMEOUT_S);
  const theirs = wholeIn(asked.get('tsize'), 0, Number.MAX_SAFE_INTEGER);
  const windowsize = window === undefined ? undefined : Math.min(window, o.mostWindow);
  if (blksize !== undefined) taken.set('blksize', String(blksize));
  if (timeout !== undefined) taken.set('timeout', String(timeout));
  if (theirs !== undefined) taken.set('tsize', String(o.tsize ?? theirs));
  if (windowsize !== undefined) taken.set('windowsize', String(windowsize));
  return {
    terms: {
      blksize: blksize ?? PLAIN_BLKSIZE,
      windowsize: windowsize ?? 1,
      timeoutMs: timeout === undefined ? o.timeoutMs : timeout * 1000,
      ...(theirs !== undefined && { tsize: o.tsize ?? theirs }),
    },
    taken,
  };
}
