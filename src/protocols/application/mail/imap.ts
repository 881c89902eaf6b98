/** Internet Message Access Protocol, version 4. @see RFC 9051 */
import { type LineForm, type SplitLine, textLines } from '../../../packet/fields/text-lines.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { contentSpec, firstLine, type WithLines } from '../line-protocol.ts';

/** Commands: RFC 9051 §6, RFC 3501 §6, and extensions that have their own. UID stands before another command. */
const COMMANDS = new Set([
  ...['CAPABILITY', 'NOOP', 'LOGOUT', 'STARTTLS', 'AUTHENTICATE', 'LOGIN', 'ENABLE', 'SELECT', 'EXAMINE', 'CREATE', 'DELETE'],
  ...['RENAME', 'SUBSCRIBE', 'UNSUBSCRIBE', 'LIST', 'LSUB', 'NAMESPACE', 'STATUS', 'APPEND', 'IDLE', 'CHECK', 'CLOSE', 'UNSELECT'],
  ...['EXPUNGE', 'SEARCH', 'FETCH', 'STORE', 'COPY', 'MOVE', 'UID', 'ID', 'COMPRESS', 'SORT', 'THREAD', 'NOTIFY', 'GETQUOTA'],
  ...[
    'GETQUOTAROOT',
    'SETQUOTA',
    'GETACL',
    'SETACL',
    'DELETEACL',
    'LISTRIGHTS',
    'MYRIGHTS',
    'GETMETADATA',
    'SETMETADATA',
    'UNAUTHENTICATE',
  ],
]);
const STATUSES = new Set(['OK', 'NO', 'BAD', 'PREAUTH', 'BYE']);

/** A tag (`*` and `+` are the server's), a word, and the rest; a line that has no such beginning is ['', '', line]. */
const TAGGED: LineForm = {
  parts: 3,
  split: (line) => {
    const tag = line.indexOf(' ');
    if (tag <= 0 || tag > 64) return ['', '', line];
    const word = line.indexOf(' ', tag + 1);
    return word < 0 ? [line.slice(0, tag), line.slice(tag + 1), ''] : [line.slice(0, tag), line.slice(tag + 1, word), line.slice(word + 1)];
  },
  join: ([tag = '', word = '', rest = '']) => (tag === '' ? rest : rest === '' ? `${tag} ${word}` : `${tag} ${word} ${rest}`),
};

const SPACE = 0x20;
/** The longest tag and the longest word that are looked for. */
const LONGEST = 40;

/** The second word of the line at `start`, in capitals; '' where there is none. */
function secondWord(b: Uint8Array, start: number, end: number): string {
  let q = start;
  while (q < end && q - start < LONGEST && (b[q] as number) > SPACE && (b[q] as number) < 0x7f) q++;
  if (q === start || b[q] !== SPACE) return '';
  let word = '';
  for (q++; q < end && word.length < LONGEST && (b[q] as number) > SPACE; q++) word += String.fromCharCode(b[q] as number);
  return word.toUpperCase();
}

/** Whether a line of a server begins at `start`: untagged (`* `), asking for more (`+ `), or a tag and a status (RFC 9051 §7). */
function beginsResponse(b: Uint8Array, start: number, end: number): boolean {
  if (end - start >= 3 && (b[start] === 0x2a || b[start] === 0x2b) && b[start + 1] === SPACE) return true;
  return STATUSES.has(secondWord(b, start, end));
}

const isTagged = ([tag = '']: SplitLine): boolean => tag !== '' && tag !== '*' && tag !== '+';
const isRequest = (line: SplitLine): boolean => isTagged(line) && COMMANDS.has((line[1] ?? '').toUpperCase());
const isStatus = (line: SplitLine): boolean => isTagged(line) && STATUSES.has((line[1] ?? '').toUpperCase());

/** The command of a line; behind UID stands the one that it is of (RFC 9051 §6.4.9). */
const commandOf = ([, word = '', rest = '']: SplitLine): string =>
  word.toUpperCase() === 'UID' ? (rest.split(' ', 1)[0] as string) : word;

const of =
  (is: (line: SplitLine) => boolean, part: (line: SplitLine) => string) =>
  ({ lines }: WithLines): string[] =>
    lines.filter(is).map(part);

/** Commands, and lines that go on with one. @see RFC 9051 §2.2.1 */
export const IMAPRequest = layer('IMAPRequest', () => ({
  title: 'IMAP Request',
  about: 'Commands of the Internet Message Access Protocol.',
  source: 'RFC 9051 §2.2.1, §6',
  wireshark: 'imap',
  fields: { lines: textLines(TAGGED, { about: "[tag, command, arguments]; ['', '', line] for others" }) },
  columns: {
    'imap.request_tag': of(isRequest, (line) => line[0] as string),
    'imap.request.command': of(isRequest, commandOf),
  },
  begins: (b, start, end) => COMMANDS.has(secondWord(b, start, end)),
  summary: (imap) => `IMAP Request '${firstLine(imap, TAGGED)}'`,
}));

/** Responses: data, untagged and tagged statuses. @see RFC 9051 §2.2.2 */
export const IMAPResponse = layer('IMAPResponse', () => ({
  title: 'IMAP Response',
  about: 'Responses of the Internet Message Access Protocol.',
  source: 'RFC 9051 §2.2.2, §7',
  wireshark: 'imap',
  fields: { lines: textLines(TAGGED, { about: "[tag, '*' or '+'; status or kind; text]; ['', '', line] for others" }) },
  columns: {
    'imap.response_tag': of(isStatus, (line) => line[0] as string),
    'imap.response.status': of(isStatus, (line) => line[1] as string),
    'imap.response.command': of(isStatus, (line) => (line[2] ?? '').split(' ', 1)[0] as string),
  },
  begins: beginsResponse,
  summary: (imap) => `IMAP Response '${firstLine(imap, TAGGED)}'`,
}));

/** A part of a message, or of a literal. @see RFC 9051 §4.3 */
export const IMAPData = layer('IMAPData', () =>
  contentSpec('IMAP data', 'Lines of a message or of another literal, which began in an earlier segment.', 'RFC 9051 §4.3', 'imap'),
);
