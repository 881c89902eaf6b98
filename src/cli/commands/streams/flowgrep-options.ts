/** The options of `pkw flowgrep`: flowgrep's letters, and ngrep's where flowgrep has none. */
import { gather } from '../../gather.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { FlowPatterns } from '../../../streams/search/search-flows.ts';
import { Pattern, type PatternOptions } from '../../../streams/search/pattern.ts';
import { believeOption } from './followed-stats.ts';
import type { CommonOptions, OptionSpec } from '../../command.ts';
import { inputOptions, type InputOptions } from '../../open-input.ts';
import { wholeNumber } from '../../whole-number.ts';
import { numberBetween } from '../exchange/numbers.ts';
import { FORMATS, type MatchFormat } from './match-lines.ts';

export interface FlowgrepOptions extends CommonOptions, InputOptions {
  readonly any?: readonly string[];
  readonly client?: readonly string[];
  readonly server?: readonly string[];
  readonly ignoreCase?: boolean;
  readonly invert?: boolean;
  readonly word?: boolean;
  readonly hex?: boolean;
  readonly X?: boolean;
  readonly utf8?: boolean;
  readonly decoded?: boolean;
  readonly read?: string;
  readonly I?: string;
  readonly filter?: string;
  readonly log?: string;
  readonly logPackets?: boolean;
  readonly kill?: boolean;
  readonly resets?: number;
  readonly slow?: boolean;
  readonly rate?: number;
  readonly format?: MatchFormat;
  readonly t?: boolean;
  readonly T: number;
  readonly limit?: number;
  readonly write?: string;
  readonly packets?: number;
  readonly maxCount?: number;
  readonly after?: number;
  readonly once?: boolean;
  readonly nonPrintable?: string;
  readonly promiscuousMode?: boolean;
  readonly checksum?: boolean;
}

export const flowgrepOptions: readonly OptionSpec[] = [
  { flags: '-a, --any <pattern>', help: 'search both sides of connections; -a, -c and -s may be given several times', parse: gather },
  { flags: '-c, --client <pattern>', help: 'search what clients send; in UDP and other IP packets as -a', parse: gather },
  { flags: '-s, --server <pattern>', help: 'search what servers send; in UDP and other IP packets as -a', parse: gather },
  { flags: '-i, --ignore-case', help: 'letters match in either case' },
  { flags: '-v, --invert', help: 'connections and packets in which nothing is found, when they end' },
  { flags: '-w, --word', help: 'only whole words' },
  { flags: '-x, --hex', help: 'patterns are octets in hex: 0d0a, 0x0d0a' },
  { flags: '-X', help: 'the same' },
  { flags: '--utf8', help: 'patterns and streams are UTF-8; without it each octet is a character of Latin-1' },
  { flags: '--decoded', help: 'search HTTP bodies as they were before gzip, deflate or brotli, and without chunks' },
  { flags: '-r, --read <file>', help: 'read packets from a capture instead of an interface; - is standard input' },
  { flags: '-I <file>', help: 'the same' },
  ...inputOptions,
  { flags: '-d, --interface <name>', help: 'the interface; the default is the first that is up' },
  { flags: '-F, --filter <text>', help: "a filter in pcap's language; the words behind the pattern are one, too" },
  { flags: '-u, --user <name>', help: 'become that user (NAME or NAME:GROUP) once everything that needs root is done' },
  {
    flags: '-l, --log <folder>',
    help: 'write what both sides send into files there, of each connection with a match: all of it, before the match, too',
  },
  { flags: '--log-packets', help: 'with -l: a capture of each connection instead' },
  { flags: '-k, --kill', help: 'end connections with a match, by forged resets to both sides' },
  { flags: '--resets <n>', help: 'with -k: resets to each side and time, 1 to 9 (default: 3)', parse: numberBetween('--resets', 1, 9) },
  { flags: '-K, --slow', help: 'slow connections with a match, by forged small windows' },
  {
    flags: '--rate <octets>',
    help: 'with -K: about how many octets a second a side may send (default: 10000)',
    parse: wholeNumber('--rate', 'octets'),
  },
  { flags: '-W, --format <form>', help: 'how matches are shown (default: normal)', choices: FORMATS },
  { flags: '-t', help: 'show the time of each match' },
  {
    flags: '-T',
    help: 'show the seconds since the match before; -TT since the first',
    parse: (_, before) => (before as number) + 1,
    default: 0,
  },
  { flags: '-S, --limit <octets>', help: 'show at most so much of a match (default: 65536)', parse: wholeNumber('-S', 'octets') },
  { flags: '-P, --non-printable <character>', help: 'what stands for octets that are not printed (default: .)' },
  { flags: '-A, --after <n>', help: 'show as many further pieces of a stream after a match', parse: wholeNumber('-A', 'pieces') },
  { flags: '--once', help: 'only the first match of a connection' },
  { flags: '-m, --max-count <n>', help: 'end after so many matches', parse: wholeNumber('-m', 'matches') },
  { flags: '-n, --packets <n>', help: 'end after so many packets', parse: wholeNumber('-n', 'packets') },
  { flags: '-O, --write <file>', help: 'write the packets with matches to a capture, the last one of a match over several' },
  { flags: '-p, --no-promiscuous-mode', help: 'do not switch to promiscuous mode' },
  believeOption,
];

/** What is searched for, and the filter that the words leave. @throws ERR_USAGE, ERR_VALUE */
export function wanted(
  o: FlowgrepOptions,
  words: readonly string[],
  find: PatternOptions['find'],
): { patterns: FlowPatterns; filter: string } {
  const { any = [], client = [], server = [] } = o;
  const isGiven = any.length + client.length + server.length > 0;
  const [first, ...rest] = words;
  if (!isGiven && first === undefined)
    throw new PacketwrightError('ERR_USAGE', 'PATTERN is missing', { remedy: 'give one, or -a, -c or -s; see: pkw help flowgrep' });
  const filters = [...(o.filter === undefined ? [] : [o.filter]), (isGiven ? words : rest).join(' ')].filter((text) => text.trim() !== '');
  const all = isGiven ? any : [first as string];
  const options: PatternOptions = {
    ignoreCase: o.ignoreCase ?? false,
    word: o.word ?? false,
    hex: o.hex ?? o.X ?? false,
    utf8: o.utf8 ?? false,
    ...(find !== undefined && { find }),
  };
  const made = new Map<string, Pattern>();
  const pattern = (texts: readonly string[]): Pattern | undefined => {
    if (texts.length === 0) return undefined;
    const key = JSON.stringify(texts);
    const one = made.get(key) ?? new Pattern(texts, options);
    made.set(key, one);
    return one;
  };
  return {
    patterns: {
      client: pattern([...all, ...client]),
      server: pattern([...all, ...server]),
      datagrams: pattern([...all, ...client, ...server]),
    },
    filter: filters.length > 1 ? filters.map((text) => `(${text})`).join(' and ') : (filters[0] ?? ''),
  };
}

/** @throws ERR_USAGE for options that contradict each other */
export function checkFlowgrepOptions(o: FlowgrepOptions): void {
  const wrong = (what: string, remedy: string): never => {
    throw new PacketwrightError('ERR_USAGE', what, { remedy });
  };
  const file = o.read ?? o.I;
  if (file !== undefined && o.interface !== undefined) wrong('-r and -d cannot be used together', 'leave one of them out');
  if (file !== undefined && (o.kill || o.slow))
    wrong(`${o.kill ? '-k' : '-K'}: a capture has no connections that still stand`, 'leave out -r');
  if (o.kill && o.slow) wrong('-k and -K cannot be used together', 'leave one of them out');
  if (o.logPackets && o.log === undefined) wrong('--log-packets needs -l FOLDER', 'name the folder');
  if (o.resets !== undefined && !o.kill) wrong('--resets needs -k', 'add -k');
  if (o.rate !== undefined && !o.slow) wrong('--rate needs -K', 'add -K');
  if (o.nonPrintable !== undefined && !/^[ -~]$/.test(o.nonPrintable))
    wrong(`-P ${o.nonPrintable}: expected one character of ASCII`, 'such as -P _');
}
