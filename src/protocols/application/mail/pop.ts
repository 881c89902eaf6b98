/** Post Office Protocol, version 3. @see RFC 1939 */
import { type LineForm, textLines } from '../../../packet/fields/text-lines.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { COMMAND, contentSpec, firstColumn, firstLine, lineSize, wordsBegin } from '../line-protocol.ts';

/** Commands: RFC 1939 §5–§7, and extensions (CAPA RFC 2449, STLS RFC 2595, AUTH RFC 5034, UTF8 and LANG RFC 6856). */
const VERBS = [
  ...['USER', 'PASS', 'APOP', 'STAT', 'LIST', 'RETR', 'DELE', 'NOOP', 'RSET', 'QUIT', 'TOP', 'UIDL'],
  ...['CAPA', 'STLS', 'AUTH', 'UTF8', 'LANG', 'LAST', 'XTND'],
];

/** A reply's status and its text; lines of what a reply carries have '' as their status. */
const REPLY: LineForm = {
  parts: 2,
  split: (line) => {
    const [status] = /^(?:\+OK|-ERR|\+)(?= |$)/.exec(line) ?? [];
    return status === undefined ? ['', line] : [status, line.slice(status.length + 1)];
  },
  join: ([status = '', text = '']) => (status === '' || text === '' ? `${status}${text}` : `${status} ${text}`),
};

const PLUS = 0x2b,
  MINUS = 0x2d,
  SPACE = 0x20;

/** Whether a status stands at `start`; `+ ` asks for more of what authenticates (RFC 5034 §4). */
function beginsStatus(b: Uint8Array, start: number, end: number): boolean {
  if (end - start < 3) return false;
  if (b[start] === PLUS) return b[start + 1] === SPACE || (b[start + 1] === 0x4f && b[start + 2] === 0x4b);
  return b[start] === MINUS && b[start + 1] === 0x45 && b[start + 2] === 0x52 && b[start + 3] === 0x52;
}

/** A command. @see RFC 1939 §3 */
export const POPRequest = layer('POPRequest', () => ({
  title: 'POP Request',
  about: 'Commands of the Post Office Protocol.',
  source: 'RFC 1939 §3',
  wireshark: 'pop',
  fields: { lines: textLines(COMMAND, { about: '[command, parameters]' }) },
  columns: { 'pop.request.command': firstColumn(0), 'pop.request.parameter': firstColumn(1) },
  begins: wordsBegin(VERBS),
  messageSize: lineSize,
  summary: (pop) => `POP Request '${firstLine(pop, COMMAND)}'`,
}));

/** A reply, and what it carries. @see RFC 1939 §3 */
export const POPResponse = layer('POPResponse', () => ({
  title: 'POP Response',
  about: 'A reply of the Post Office Protocol, and the lines that it carries.',
  source: 'RFC 1939 §3',
  wireshark: 'pop',
  fields: { lines: textLines(REPLY, { about: "[status, text]; ['', line] for what the reply carries" }) },
  columns: { 'pop.response.indicator': firstColumn(0), 'pop.response.description': firstColumn(1) },
  begins: beginsStatus,
  summary: (pop) => `POP Response '${firstLine(pop, REPLY)}'`,
}));

/** A part of a message or of a listing. @see RFC 1939 §3 */
export const POPData = layer('POPData', () =>
  contentSpec('POP data', 'Lines of a message or of a listing, which a reply carries.', 'RFC 1939 §3', 'pop'),
);
