/**
 * Every error of this package: one class, one table of codes.
 *
 * `docs/errors.md` is generated from {@link ERROR_CODES} (`node scripts/pages/errors-page.mjs`), so a code is described here
 * and nowhere else.
 */
import { printable } from './escape.ts';

/** What each code means, and what usually helps. The key is `PacketwrightError.code`. */
export const ERROR_CODES = {
  ERR_RANGE: { means: 'A value does not fit its field.', remedy: 'Give a value within the limits that the message names.' },
  ERR_VALUE: { means: 'A value has the wrong form for its field.', remedy: 'Give the form that the message names.' },
  ERR_FIELD: { means: 'A layer has no field of that name.', remedy: 'ls(LAYER) lists the fields.' },
  ERR_LAYER: {
    means: 'The packet has no such layer, or no layer has that name.',
    remedy: 'packet.layers() lists the layers of the packet, ls() all layers.',
  },
  ERR_SPEC: { means: "A protocol's spec contradicts itself.", remedy: 'Correct the spec; the message names the layer and the field.' },
  ERR_TEMPLATE: { means: 'A template stands for many packets and has no octets of its own.', remedy: 'Iterate over it, or take .first().' },
  ERR_UNRESOLVED: {
    means: 'A field has no value yet: a host fills it in when the packet is sent (a name to look up, an address to choose).',
    remedy: 'Send the packet, or set the field.',
  },
  ERR_FILE: { means: 'A file is not a capture, or is damaged.', remedy: 'The message gives the offset; everything before it was read.' },
  ERR_USAGE: { means: 'The command line is wrong.', remedy: 'pkw help COMMAND' },
  ERR_EXPRESSION: { means: 'An expression cannot be parsed.', remedy: 'The message gives the position and what was expected.' },
  ERR_FILTER: { means: 'A filter cannot be parsed.', remedy: 'The message gives the position and what was expected.' },
  ERR_ADDRESS: { means: 'The text is not an address.', remedy: 'Give 192.0.2.1, 2001:db8::1 or 02:00:5e:00:53:01.' },
  ERR_TRUNCATED: {
    means: 'There are fewer octets than were to be read.',
    remedy: 'The message says how many were needed and how many there were.',
  },
  ERR_PERMISSION: {
    means: 'This process is not allowed to do that.',
    remedy: 'The message names the capability and the command that grants it.',
  },
  ERR_PLATFORM: { means: 'This platform cannot do that.', remedy: 'Live traffic needs Linux; everything else works.' },
  ERR_ADDON: { means: 'The native addon is missing or cannot be loaded.', remedy: 'pkw doctor says what is missing, and what builds it.' },
  ERR_INTERFACE: { means: 'The interface does not exist, is down, or is gone.', remedy: 'pkw ifaces lists the interfaces.' },
  ERR_ROUTE: { means: 'There is no route to that address.', remedy: 'pkw routes lists the routes.' },
  ERR_NEIGHBOUR: { means: 'A neighbour did not answer.', remedy: 'Check that the address is on this link and that its host is up.' },
  ERR_NO_ANSWER: {
    means: 'Nobody answered in time.',
    remedy: 'The message says who was asked: check that it is up and that packets get there.',
  },
  ERR_RESOLVE: { means: 'A name has no address.', remedy: 'Check the name and the resolver.' },
  ERR_TIMEOUT: {
    means: 'No answer came in time.',
    remedy: 'Check the address and port, that the server runs, and that no firewall is between; or wait longer.',
  },
  ERR_REFUSED: {
    means: 'The other end answered that it will not do it, or with something that cannot be used.',
    remedy: 'The message has its words.',
  },
  ERR_TOO_LARGE: { means: 'A frame is larger than the interface can send.', remedy: 'Fragment it, or raise the MTU.' },
  ERR_CLOSED: { means: 'The link, host or file is closed.', remedy: 'Open it again.' },
  ERR_BUSY: { means: 'Something else is using it.', remedy: 'The message says what it is: close it, or choose another.' },
  ERR_SYSTEM: { means: 'The kernel refused; the message names the errno.', remedy: 'The message says what was tried.' },
} as const satisfies Record<string, { means: string; remedy: string }>;

/** A code of {@link ERROR_CODES}: stable, for programs to look at. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** The values that an error's message mentions. */
export interface ErrorDetails {
  /** What the user can do about it, as one sentence or one command. */
  readonly remedy?: string;
  /** Of the constructor only: it becomes the error's `cause`. */
  readonly cause?: unknown;
  /** The values in the message (layer, field, offset, needed, had, iface, errno …). */
  readonly [detail: string]: unknown;
}

/**
 * The one error of this package. `code` is stable; the message is one line: what, where, what was expected.
 * The values in the message are in `details` too.
 */
export class PacketwrightError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    // The cause is the error's own, as of all errors: Node would show it twice, were it in `details` too.
    const { cause, ...others } = details;
    // It may quote a file's name, a packet's text, an argument.
    super(printable(message), cause === undefined ? undefined : { cause });
    this.name = 'PacketwrightError';
    this.code = code;
    this.details = others;
  }

  /** What helps: this error's own remedy, or its code's. */
  get remedy(): string {
    return this.details.remedy ?? ERROR_CODES[this.code].remedy;
  }

  /** One line for a terminal: message and, when this error carries one of its own, the remedy. */
  get line(): string {
    return this.details.remedy === undefined ? this.message : `${this.message}; ${printable(this.details.remedy)}`;
  }
}
