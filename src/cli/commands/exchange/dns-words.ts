/** The words of `pkw dns`, which are dig's: `@server name type class +option`. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { fromHex } from '../../../bytes/hex.ts';
import { didYouMean, nearest } from '../../../bytes/nearest.ts';
import { didYouMeanName } from '../../../packet/spec/names.ts';
import { dnsClasses, dnsTypes } from '../../../protocols/registries/dns.ts';

/** Options behind a plus that are on or off. */
export const DEFAULT_FLAGS = {
  short: false,
  tcp: false,
  vc: false,
  dnssec: false,
  do: false,
  all: true,
  cmd: true,
  comments: true,
  question: true,
  answer: true,
  authority: true,
  additional: true,
  stats: true,
  recurse: true,
  rdflag: true,
  adflag: true,
  cdflag: false,
  aaflag: false,
  aaonly: false,
  zflag: false,
  ignore: false,
  nsid: false,
  expire: false,
  keepalive: false,
  qr: false,
  identify: false,
  ttlid: true,
  ttlunits: false,
  class: true,
  unknownformat: false,
  trace: false,
  edns: true,
  cookie: true,
};
export type DnsFlag = keyof typeof DEFAULT_FLAGS;

const SAME: Partial<Record<DnsFlag, DnsFlag>> = { vc: 'tcp', do: 'dnssec', rdflag: 'recurse', aaonly: 'aaflag' };
/** What +all and +noall stand for. */
const ALL: readonly DnsFlag[] = ['cmd', 'comments', 'question', 'answer', 'authority', 'additional', 'stats'];

interface DnsNumbers {
  time?: number;
  tries?: number;
  bufsize?: number;
  edns?: number;
  ednsflags?: number;
  padding?: number;
}
const LIMITS: Readonly<Record<keyof DnsNumbers, readonly [number, number]>> = {
  time: [1, 3600],
  tries: [1, 1000],
  bufsize: [0, 65_535],
  edns: [0, 255],
  ednsflags: [0, 65_535],
  padding: [0, 512],
};
const VALUED = ['timeout', 'retry', 'subnet', 'ednsopt', 'opcode', ...Object.keys(LIMITS)];

/** What is asked, one question. */
export interface DnsLookUp {
  readonly name: string;
  readonly type?: string;
  readonly class?: string;
}

/** All words together. */
export interface DnsWords {
  readonly server?: string;
  readonly lookUps: readonly DnsLookUp[];
  readonly flags: Readonly<Record<DnsFlag, boolean>>;
  readonly numbers: Readonly<DnsNumbers>;
  readonly cookie?: Uint8Array;
  readonly subnet?: string;
  readonly opcode?: string;
  readonly options: readonly (readonly [number, Uint8Array])[];
}

const isType = (word: string): boolean => /^TYPE\d+$/i.test(word) || (word !== '*' && dnsTypes.value(word.toUpperCase()) !== undefined);
const isClass = (word: string): boolean => /^CLASS\d+$/i.test(word) || (word !== '*' && dnsClasses.value(word.toUpperCase()) !== undefined);

const noSuch = (flag: string, what: string, text: string, names: typeof dnsTypes | typeof dnsClasses): PacketwrightError =>
  usage(`${flag} ${text}: no DNS ${what} is called so${didYouMeanName(names, text.toUpperCase())}`);

const usage = (message: string, remedy?: string): PacketwrightError =>
  new PacketwrightError('ERR_USAGE', message, { remedy: remedy ?? 'see: pkw help dns' });

/**
 * Sorts the words out. A word that is a type or class belongs to the name before it; any other is a name.
 *
 * @param given what options say: names of `-q` and `-x`, the type of `-t`, the class of `-c`
 * @throws ERR_USAGE
 */
export function parseDnsWords(words: readonly string[], given: { names: readonly string[]; type?: string; class?: string }): DnsWords {
  if (given.type !== undefined && !isType(given.type)) throw noSuch('-t', 'type', given.type, dnsTypes);
  if (given.class !== undefined && !isClass(given.class)) throw noSuch('-c', 'class', given.class, dnsClasses);
  const flags = { ...DEFAULT_FLAGS };
  const found: { name?: string; type?: string; class?: string }[] = given.names.map((name) => ({ name }));
  const rest: { -readonly [K in 'server' | 'cookie' | 'subnet' | 'opcode']?: DnsWords[K] } = {};
  const numbers: DnsNumbers = {};
  const options: [number, Uint8Array][] = [];
  for (const word of words) {
    if (word.startsWith('@')) {
      if (rest.server !== undefined) throw usage(`${word}: a second server`, 'one server, or those of resolv.conf');
      rest.server = word.slice(1);
    } else if (word.startsWith('+')) plusOption(word, flags, numbers, rest, options);
    else {
      let last = found.at(-1);
      if (last === undefined || (!isType(word) && !isClass(word) && last.name !== undefined)) found.push((last = {}));
      if (given.type === undefined && last.type === undefined && isType(word)) last.type = word;
      else if (given.class === undefined && last.class === undefined && isClass(word)) last.class = word;
      else if (last.name === undefined) last.name = word;
      else found.push({ name: word });
    }
  }
  if (found.length === 0) found.push({ name: '.', type: 'NS' });
  const lookUps = found.map((one) => ({
    name: one.name ?? '.',
    ...optional('type', one.type ?? given.type),
    ...optional('class', one.class ?? given.class),
  }));
  return { lookUps, flags, numbers, options, ...rest };
}

const optional = <K extends string>(key: K, value: string | undefined): { [key in K]?: string } =>
  (value === undefined ? {} : { [key]: value }) as { [key in K]?: string };

function plusOption(
  word: string,
  flags: Record<DnsFlag, boolean>,
  numbers: DnsNumbers,
  rest: { cookie?: Uint8Array; subnet?: string; opcode?: string },
  options: [number, Uint8Array][],
): void {
  const equals = word.indexOf('=');
  const said = word.slice(1, equals < 0 ? undefined : equals);
  const value = equals < 0 ? undefined : word.slice(equals + 1);
  const names = Object.keys(flags) as DnsFlag[];
  const off = said.startsWith('no') && fullName(said, names) === undefined;
  const flag = fullName(off ? said.slice(2) : said, names) as DnsFlag | undefined;
  if (flag !== undefined && (value === undefined || flag === 'edns' || flag === 'cookie')) {
    const on = !off;
    if (flag === 'all') for (const one of ALL) flags[one] = on;
    flags[SAME[flag] ?? flag] = on;
    if (value === undefined) return;
    if (flag === 'edns') numbers.edns = numberOf(word, value, LIMITS.edns);
    else rest.cookie = hexOf(word, value);
    return;
  }
  const name = fullName(said, VALUED);
  if (name === undefined || value === undefined) {
    if (name !== undefined) throw usage(`${word}: a value is missing`, `+${name}=…`);
    const near = nearest(off ? said.slice(2) : said, [...names, ...VALUED]);
    throw usage(`${word}: no such option${didYouMean(near === undefined ? undefined : `+${off ? 'no' : ''}${near}`)}`);
  }
  if (name === 'subnet') rest.subnet = value;
  else if (name === 'opcode') rest.opcode = value;
  else if (name === 'ednsopt') options.push(ednsOption(word, value));
  else {
    const key = (name === 'timeout' ? 'time' : name === 'retry' ? 'tries' : name) as keyof DnsNumbers;
    // dig's +retry counts without the first.
    numbers[key] = numberOf(word, value, LIMITS[key]) + (name === 'retry' ? 1 : 0);
  }
}

/** The option that begins so, if there is but one. */
function fullName(said: string, names: readonly string[]): string | undefined {
  if (names.includes(said)) return said;
  const begin = names.filter((name) => said.length >= 2 && name.startsWith(said));
  return begin.length === 1 ? begin[0] : undefined;
}

function numberOf(word: string, text: string, [least, most]: readonly [number, number]): number {
  const n = /^(0x[\da-f]+|\d+)$/i.test(text) ? Number(text) : Number.NaN;
  if (n >= least && n <= most) return n;
  throw usage(`${word}: expected a whole number from ${least} to ${most}`);
}

function hexOf(word: string, text: string): Uint8Array {
  try {
    return fromHex(text);
  } catch {
    throw usage(`${word}: expected hexadecimal digits`);
  }
}

function ednsOption(word: string, text: string): [number, Uint8Array] {
  const [code = '', data = ''] = text.split(':', 2);
  return [numberOf(word, code, [0, 65_535]), hexOf(word, data)];
}
