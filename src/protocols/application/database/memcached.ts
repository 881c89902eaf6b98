/** Memcached's text protocol. @see memcached, doc/protocol.txt */
import { textLines } from '../../../packet/fields/text-lines.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { COMMAND, firstLine, partColumn, type WithLines, wordsBegin } from '../line-protocol.ts';

const SOURCE = 'memcached, doc/protocol.txt';
const COMMANDS = [
  ...['GET', 'GETS', 'GAT', 'GATS', 'SET', 'ADD', 'REPLACE', 'APPEND', 'PREPEND', 'CAS', 'DELETE', 'INCR', 'DECR', 'TOUCH'],
  ...['MG', 'MS', 'MD', 'MA', 'ME', 'MN', 'STATS', 'VERSION', 'FLUSH_ALL', 'VERBOSITY', 'QUIT', 'SLABS', 'LRU', 'WATCH', 'SHUTDOWN'],
];
const ANSWERS = [
  ...['STAT', 'VALUE', 'END', 'STORED', 'EXISTS', 'DELETED', 'TOUCHED', 'OK', 'VERSION', 'ERROR', 'RESET', 'BUSY', 'BADCLASS'],
  ...['NOTFULL', 'SAME', 'HD', 'EN', 'VA', 'NS', 'EX', 'NF'],
];
const isCommand = wordsBegin(COMMANDS.filter((word) => !word.includes('_')));
const isAnswer = wordsBegin(ANSWERS);

/** Whether a word with an underscore in it stands at `start` (`NOT_STORED`, `CLIENT_ERROR`), which is written in one case. */
function beginsText(b: Uint8Array, start: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) if (b[start + i] !== word.charCodeAt(i)) return false;
  return true;
}

/** The key of each command and value. */
const keys = ({ lines }: WithLines): string[] =>
  lines.flatMap(([word = '', rest = '']) =>
    /^(?:gets?|set|add|replace|append|prepend|cas|delete|incr|decr|touch|VALUE)$/.test(word) ? [rest.split(' ', 1)[0] as string] : [],
  );

/** Commands, and the data that they store. */
export const MemcachedRequest = layer('MemcachedRequest', () => ({
  title: 'Memcached Request',
  about: 'Commands of Memcached as text, and the data that they store.',
  source: SOURCE,
  wireshark: 'memcache',
  fields: { lines: textLines(COMMAND, { about: '[command, arguments], and lines of data' }) },
  columns: { 'memcache.command': partColumn(0), 'memcache.key': keys },
  begins: (b, start, end) => isCommand(b, start, end) || beginsText(b, start, 'flush_all'),
  summary: (memcached) => `Memcached Request '${firstLine(memcached, COMMAND)}'`,
}));

/** Answers, and the data of values. */
export const MemcachedResponse = layer('MemcachedResponse', () => ({
  title: 'Memcached Response',
  about: 'Answers of Memcached as text, and the data of values.',
  source: SOURCE,
  wireshark: 'memcache',
  fields: { lines: textLines(COMMAND, { about: '[word, what follows it], and lines of data' }) },
  columns: { 'memcache.command': partColumn(0), 'memcache.key': keys },
  begins: (b, start, end) =>
    isAnswer(b, start, end) || ['NOT_STORED', 'NOT_FOUND', 'CLIENT_ERROR', 'SERVER_ERROR'].some((word) => beginsText(b, start, word)),
  summary: (memcached) => `Memcached Response '${firstLine(memcached, COMMAND)}'`,
}));
