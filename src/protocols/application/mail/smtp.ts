/** Simple Mail Transfer Protocol: commands, replies, and the lines of a message. @see RFC 5321 */
import { textLines } from '../../../packet/fields/text-lines.ts';
import { layer } from '../../../packet/layer/layer.ts';
import {
  beginsReply,
  codeColumn,
  COMMAND,
  contentSpec,
  firstLine,
  lineSize,
  partColumn,
  REPLY,
  replySize,
  wordsBegin,
} from '../line-protocol.ts';

/**
 * Commands: RFC 5321 §4.1, RFC 821 §4.1.1 and extensions (STARTTLS RFC 3207, AUTH RFC 4954, BDAT RFC 3030, ETRN RFC 1985, ATRN RFC 2645,
 * BURL RFC 4468). A line of a message may begin with such a word too, but seldom does a segment.
 */
const VERBS = [
  ...['HELO', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'RSET', 'VRFY', 'EXPN', 'HELP', 'NOOP', 'QUIT'],
  ...['SEND', 'SOML', 'SAML', 'TURN', 'STARTTLS', 'AUTH', 'BDAT', 'ETRN', 'ATRN', 'BURL', 'LHLO', 'XCLIENT', 'XFORWARD'],
];

/** Commands, several of them where they are pipelined (RFC 2920). @see RFC 5321 §4.1 */
export const SMTPRequest = layer('SMTPRequest', () => ({
  title: 'SMTP Request',
  about: 'Commands of the Simple Mail Transfer Protocol.',
  source: 'RFC 5321 §4.1; RFC 2920',
  wireshark: 'smtp',
  fields: { lines: textLines(COMMAND, { about: '[command, parameters]' }) },
  columns: { 'smtp.req.command': partColumn(0), 'smtp.req.parameter': partColumn(1) },
  begins: wordsBegin(VERBS),
  messageSize: lineSize,
  summary: (smtp) => `SMTP Request '${firstLine(smtp, COMMAND)}'`,
}));

/** A reply of one line or several. @see RFC 5321 §4.2 */
export const SMTPResponse = layer('SMTPResponse', () => ({
  title: 'SMTP Response',
  about: 'Replies of the Simple Mail Transfer Protocol.',
  source: 'RFC 5321 §4.2',
  wireshark: 'smtp',
  fields: { lines: textLines(REPLY, { about: "[code, text], the code as '250-' where more lines of the reply follow" }) },
  columns: { 'smtp.response.code': codeColumn, 'smtp.rsp.parameter': partColumn(1) },
  begins: beginsReply,
  messageSize: replySize,
  summary: (smtp) => `SMTP Response '${firstLine(smtp, REPLY)}'`,
}));

/** A part of a message, or of an exchange that authenticates. @see RFC 5321 §4.1.1.4; RFC 4954 §4 */
export const SMTPData = layer('SMTPData', () =>
  contentSpec('SMTP data', 'Lines of a message, or of an exchange that authenticates.', 'RFC 5321 §4.1.1.4; RFC 4954 §4', 'smtp'),
);
