/** Network News Transfer Protocol. @see RFC 3977 */
import { textLines } from '../../../packet/fields/text-lines.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { beginsReply, COMMAND, contentSpec, firstLine, lineSize, REPLY, wordsBegin } from '../line-protocol.ts';

/** Commands: RFC 3977 §5–§8, STARTTLS (RFC 4642), AUTHINFO (RFC 4643), streaming (RFC 4644), COMPRESS (RFC 8054), RFC 2980. */
const VERBS = [
  ...['CAPABILITIES', 'MODE', 'QUIT', 'GROUP', 'LISTGROUP', 'LAST', 'NEXT', 'ARTICLE', 'HEAD', 'BODY', 'STAT', 'POST', 'IHAVE', 'DATE'],
  ...['HELP', 'NEWGROUPS', 'NEWNEWS', 'LIST', 'OVER', 'HDR', 'STARTTLS', 'AUTHINFO', 'CHECK', 'TAKETHIS', 'COMPRESS', 'SLAVE'],
  ...['XGTITLE', 'XHDR', 'XINDEX', 'XOVER', 'XPAT', 'XPATH', 'XREPLIC', 'XROVER', 'XTHREAD'],
];

/** Commands. @see RFC 3977 §3.1 */
export const NNTPRequest = layer('NNTPRequest', () => ({
  title: 'NNTP Request',
  about: 'Commands of the Network News Transfer Protocol.',
  source: 'RFC 3977 §3.1',
  wireshark: 'nntp',
  fields: { lines: textLines(COMMAND, { about: '[command, arguments]' }) },
  columns: { 'nntp.request': () => true },
  begins: wordsBegin(VERBS),
  messageSize: lineSize,
  summary: (nntp) => `NNTP Request '${firstLine(nntp, COMMAND)}'`,
}));

/** A response, and the lines of its data block. @see RFC 3977 §3.2 */
export const NNTPResponse = layer('NNTPResponse', () => ({
  title: 'NNTP Response',
  about: 'A response of the Network News Transfer Protocol, and the lines that it carries.',
  source: 'RFC 3977 §3.1.1, §3.2',
  wireshark: 'nntp',
  fields: { lines: textLines(REPLY, { about: "[code, text]; ['', line] for its data" }) },
  columns: { 'nntp.response': () => true },
  begins: beginsReply,
  summary: (nntp) => `NNTP Response '${firstLine(nntp, REPLY)}'`,
}));

/** A part of an article or of a listing. @see RFC 3977 §3.1.1 */
export const NNTPData = layer('NNTPData', () =>
  contentSpec('NNTP data', 'Lines of an article or of a listing, which began in an earlier segment.', 'RFC 3977 §3.1.1', 'nntp'),
);
