/** Internet Relay Chat: messages of clients, and of servers. @see RFC 1459; RFC 2812 */
import { type LineForm, textLines } from '../../../packet/fields/text-lines.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { firstLine, lineSize, partColumn, type WithLines, wordsBegin } from '../line-protocol.ts';

/** [prefix, command, parameters]; the prefix without its colon (RFC 2812 §2.3.1). */
const MESSAGE: LineForm = {
  parts: 3,
  split: (line) => {
    const space = line.startsWith(':') ? line.indexOf(' ') : -1;
    const prefix = space < 0 ? '' : line.slice(1, space);
    const rest = line.slice(space + 1);
    const end = rest.indexOf(' ');
    return end < 0 ? [prefix, rest, ''] : [prefix, rest.slice(0, end), rest.slice(end + 1)];
  },
  join: ([prefix = '', command = '', rest = '']) => `${prefix === '' ? '' : `:${prefix} `}${rest === '' ? command : `${command} ${rest}`}`,
};

const COLON = 0x3a,
  SPACE = 0x20;
/** Octets that are looked at for a command: a segment may begin within a line. */
const LOOKED_AT = 16;

/** Messages without a prefix that servers send: PING (RFC 2812 §3.7.2), ERROR (§3.7.4), and notices while a client logs in. */
const beginsServerWord = wordsBegin(['PING', 'ERROR']);
const beginsNotice = wordsBegin(['NOTICE']);
const AUTH = [0x41, 0x55, 0x54, 0x48];

/** Whether a message of a server begins at `start`: nearly all name who sends them. */
function beginsServer(b: Uint8Array, start: number, end: number): boolean {
  if (b[start] === COLON) return end - start > 2 && b[start + 1] !== SPACE;
  return beginsServerWord(b, start, end) || (beginsNotice(b, start, end) && AUTH.every((x, i) => b[start + 7 + i] === x));
}

/** Whether a command without a prefix begins at `start`: letters, and a space or the line's end behind them. */
function beginsCommand(b: Uint8Array, start: number, end: number): boolean {
  let q = start;
  while (q < end && q - start < LOOKED_AT && ((b[q] as number) | 0x20) >= 0x61 && ((b[q] as number) | 0x20) <= 0x7a) q++;
  const next = b[q];
  return q - start === LOOKED_AT || (q - start >= 3 && (q === end || next === SPACE || next === 0x0d || next === 0x0a));
}

/** What stands behind the colon of the last parameter. */
const trailers = ({ lines }: WithLines): string[] =>
  lines.flatMap(([, , rest = '']) =>
    rest.startsWith(':') ? [rest.slice(1)] : rest.includes(' :') ? [rest.slice(rest.indexOf(' :') + 2)] : [],
  );

/** Parameters before the last one. */
const parameters = ({ lines }: WithLines): string[] =>
  lines.flatMap(([, , rest = '']) => (rest.startsWith(':') ? [] : (rest.split(' :', 1)[0] as string).split(' ').filter((x) => x !== '')));

/** Messages of a client. @see RFC 2812 §3 */
export const IRCRequest = layer('IRCRequest', () => ({
  title: 'IRC Request',
  about: 'Messages of a client of Internet Relay Chat.',
  source: 'RFC 2812 §2.3, §3',
  wireshark: 'irc',
  fields: { lines: textLines(MESSAGE, { about: '[prefix, command, parameters]' }) },
  columns: {
    'irc.request.prefix': partColumn(0),
    'irc.request.command': partColumn(1),
    'irc.request.command_parameter': parameters,
    'irc.request.trailer': trailers,
  },
  begins: beginsCommand,
  messageSize: lineSize,
  summary: (irc) => `IRC Request '${firstLine(irc, MESSAGE)}'`,
}));

/** Messages of a server: its own, and those of others that it passes on. @see RFC 2812 §5 */
export const IRCResponse = layer('IRCResponse', () => ({
  title: 'IRC Response',
  about: 'Messages of a server of Internet Relay Chat.',
  source: 'RFC 2812 §2.3, §5',
  wireshark: 'irc',
  fields: { lines: textLines(MESSAGE, { about: '[prefix, command or number, parameters]' }) },
  columns: {
    'irc.response.prefix': partColumn(0),
    'irc.response.command': partColumn(1),
    'irc.response.num_command': ({ lines }) => lines.flatMap(([, command = '']) => (/^\d{3}$/.test(command) ? [Number(command)] : [])),
    'irc.response.command_parameter': parameters,
    'irc.response.trailer': trailers,
  },
  begins: beginsServer,
  messageSize: lineSize,
  summary: (irc) => `IRC Response '${firstLine(irc, MESSAGE)}'`,
}));
