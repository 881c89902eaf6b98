/** `pkw dns`: asks DNS servers, with dig's words and text. */
import { isIpv4, isIpv6 } from '../../../bytes/address.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { splitZone } from '../../../bytes/zone.ts';
import { type DnsAnswer, type DnsQueryOptions, dnsQuery } from '../../../exchange/clients/dns/dns-query.ts';
import type { DnsEvent } from '../../../exchange/clients/dns/dns-events.ts';
import { type EdnsAsk, makeQuestion } from '../../../exchange/clients/dns/question.ts';
import { reverseName } from '../../../exchange/clients/dns/reverse-name.ts';
import { transferZone } from '../../../exchange/clients/dns/zone-transfer.ts';
import type { Host } from '../../../host/host.ts';
import type { Args, Command, CommandIo } from '../../command.ts';
import { hostOf } from '../../command-host.ts';
import { takesNextWord } from '../../common-options.ts';
import { orSignal } from '../../../host/or-signal.ts';
import { eventText, NOBODY } from './dns-event-text.ts';
import {
  answerJson,
  answerText,
  badPacketText,
  greetingText,
  MALFORMED,
  questionSentText,
  recordsJson,
  statsText,
  transferText,
} from './dns-output.ts';
import { type DnsLookUp, type DnsWords, parseDnsWords } from './dns-words.ts';
import { traceName } from './dns-trace.ts';

interface DnsCommandOptions {
  readonly json?: boolean;
  readonly netns?: string;
  readonly x?: readonly string[];
  readonly q?: readonly string[];
  readonly t?: string;
  readonly c?: string;
  readonly p?: number;
  readonly b?: string;
  readonly 4?: boolean;
  readonly 6?: boolean;
}

/** Who is asked: addresses, and what was written for them. */
export interface Servers {
  readonly addresses: readonly string[];
  readonly written: string | undefined;
}

/** dig's: 5 seconds a try, three tries, no longer each time. */
const TIME = 5;
const TRIES = 3;
const SECOND = 1000;
const COOKIE_OCTETS = 8;
const DNS_PORT = 53;

/** dig's: no server answered. */
const NO_SERVER = 9;

async function run({ operands, options, words: typed = [] }: Args, io: CommandIo): Promise<number> {
  const o = options as DnsCommandOptions;
  const names = [...(o.q ?? []), ...(o.x ?? []).map((address) => reverseName(address))];
  const words = parseDnsWords(operands, {
    names,
    ...((o.t ?? (o.x && 'PTR')) !== undefined && { type: o.t ?? 'PTR' }),
    ...(o.c !== undefined && { class: o.c }),
  });
  const host = await hostOf(options);
  try {
    const servers = await serversOf(host, words.server, o, io);
    const said = wordsTyped(typed);
    // dig says who it is before the first answer, and, with +short, only where there is none.
    let asked = false;
    const greeting = (short = words.flags.short): string => {
      if (asked || o.json) return '';
      asked = true;
      return greetingText(said, servers.written === undefined ? undefined : servers.addresses.length, { ...words.flags, short });
    };
    let status = 0;
    for (const lookUp of words.lookUps) status = (await lookUpOne(host, lookUp, words, servers, o, io, greeting)) || status;
    return status;
  } finally {
    await host.close();
  }
}

/** dig's own words, as they were typed: what the greeting tells. */
function wordsTyped(typed: readonly string[]): string[] {
  const said: string[] = [];
  for (let i = 0; i < typed.length; i++) {
    const word = typed[i] as string;
    if (takesNextWord(word)) i++;
    else if (!word.startsWith('--')) said.push(word);
  }
  return said;
}

async function serversOf(host: Host, written: string | undefined, o: DnsCommandOptions, io: CommandIo): Promise<Servers> {
  const fits = (address: string): boolean => (o[4] ? isIpv4(address) : o[6] ? !isIpv4(address) : true);
  const isAddress = written !== undefined && (isIpv4(written) || isIpv6(splitZone(written).address));
  const all =
    written === undefined
      ? ((await host.resolverConfig?.())?.servers ?? [])
      : isAddress
        ? [written]
        : await orSignal(host.resolve(written, { signal: io.signal }), io.signal);
  const addresses = all.filter(fits);
  if (addresses.length === 0)
    throw new PacketwrightError(
      'ERR_USAGE',
      `no server with an address of IPv${o[4] ? 4 : 6}${written === undefined ? '' : `: ${written}`}`,
      {
        remedy: 'name one: @192.0.2.53',
      },
    );
  return { addresses, written };
}

function queryOptions(host: Host, { type, class: c }: DnsLookUp, words: DnsWords, servers: Servers, o: DnsCommandOptions, io: CommandIo) {
  const { flags, numbers } = words;
  const cookie = flags.cookie ? (words.cookie ?? host.random.octets(COOKIE_OCTETS)) : undefined;
  const edns: EdnsAsk | false = flags.edns
    ? {
        do: flags.dnssec,
        cookie: cookie ?? false,
        options: [
          ...(flags.nsid ? ([['NSID', new Uint8Array(0)]] as const) : []),
          ...(words.subnet === undefined ? [] : [subnetOption(words.subnet)]),
          ...(flags.expire ? ([['EXPIRE', new Uint8Array(0)]] as const) : []),
          ...(flags.keepalive ? ([['KEEPALIVE', new Uint8Array(0)]] as const) : []),
          ...words.options,
        ],
        ...(numbers.bufsize !== undefined && { size: numbers.bufsize }),
        ...(numbers.edns !== undefined && { version: numbers.edns }),
        ...(numbers.ednsflags !== undefined && { flags: numbers.ednsflags }),
        ...(numbers.padding !== undefined && { padding: numbers.padding }),
      }
    : false;
  const asked = type?.toUpperCase();
  const query: DnsQueryOptions = {
    host,
    servers: servers.addresses,
    signal: io.signal,
    recurse: flags.recurse,
    ad: flags.adflag,
    cd: flags.cdflag,
    aa: flags.aaflag,
    z: flags.zflag,
    edns,
    timeoutMs: (numbers.time ?? TIME) * SECOND,
    tries: numbers.tries ?? TRIES,
    backOff: 1,
    // dig asks for everything over TCP at once.
    tcp: flags.tcp || asked === 'ANY',
    ignoreTruncation: flags.ignore,
    ...(type !== undefined && { type }),
    ...(c !== undefined && { class: c }),
    ...(words.opcode !== undefined && { opcode: words.opcode }),
    ...(o.p !== undefined && { port: o.p }),
    ...(o.b !== undefined && { address: o.b }),
  };
  return { query, cookie: flags.edns ? cookie : undefined };
}

function subnetOption(text: string): readonly ['ECS', { family: number; sourcePrefix: number; scopePrefix: number; address: string }] {
  const [address = '', prefix] = text.split('/');
  const four = isIpv4(address);
  if (!four && !isIpv6(address)) throw new PacketwrightError('ERR_USAGE', `+subnet=${text}: expected 192.0.2.0/24 or 2001:db8::/56`, {});
  return ['ECS', { family: four ? 1 : 2, sourcePrefix: Number(prefix ?? (four ? 32 : 128)), scopePrefix: 0, address }];
}

type Greeting = (short?: boolean) => string;

async function lookUpOne(
  host: Host,
  lookUp: DnsLookUp,
  words: DnsWords,
  servers: Servers,
  o: DnsCommandOptions,
  io: CommandIo,
  greeting: Greeting,
): Promise<number> {
  const { flags } = words;
  const { query, cookie } = queryOptions(host, lookUp, words, servers, o, io);
  if (flags.trace) await traceName(lookUp, query, words, servers.written, o.json ?? false, io, greeting());
  else if (lookUp.type?.toUpperCase() === 'AXFR') return await transfer(host, lookUp, query, words, servers, o, io, greeting);
  else if (o.json) await io.write(answerJson(wholeOf(await dnsQuery(lookUp.name, query), flags.ignore)));
  else return await askAndTell(host, lookUp.name, query, cookie, words, servers, io, greeting);
  return 0;
}

/** The answer, or an error where only a part of it came. @throws ERR_NO_ANSWER */
function wholeOf(answer: DnsAnswer, ignore: boolean): DnsAnswer {
  if (!isCutShort(answer, ignore)) return answer;
  throw new PacketwrightError('ERR_NO_ANSWER', `${answer.server} port ${answer.port} gave a truncated answer, and none over TCP`, {
    server: answer.server,
    remedy: '+ignore takes it as it is',
  });
}

/** It was too long for UDP, and came over nothing else. */
const isCutShort = ({ message, transport }: DnsAnswer, ignore: boolean): boolean => message.tc === 1 && transport === 'udp' && !ignore;

/** One question and its answer as dig prints them, with what happens between them. */
async function askAndTell(
  host: Host,
  name: string,
  query: DnsQueryOptions,
  cookie: Uint8Array | undefined,
  { flags }: DnsWords,
  servers: Servers,
  io: CommandIo,
  greeting: Greeting,
): Promise<number> {
  // What is sent is as the one that +qr shows but for its identifier.
  const shown = flags.qr ? makeQuestion(name, query, host.random) : undefined;
  const over = new AbortController();
  let ends: number | undefined,
    toldNobody = false;
  const onEvent = (event: DnsEvent): void => {
    if (ends !== undefined) return;
    const { text, ends: status } = eventText(event, name, servers.written ?? event.server, query.tcp === true);
    if (event.kind !== 'truncated' || (flags.comments && !flags.short)) void io.write(text);
    toldNobody = text.endsWith(NOBODY);
    if (status === undefined) return;
    ends = status;
    over.abort();
  };
  let answer: DnsAnswer | undefined;
  try {
    const signal = query.signal === undefined ? over.signal : AbortSignal.any([query.signal, over.signal]);
    answer = await dnsQuery(name, { ...query, signal, insist: true, onEvent });
  } catch (error) {
    if (ends !== undefined) return ends;
    if ((error as { code?: string }).code !== 'ERR_NO_ANSWER') throw error;
  }
  if (answer === undefined || isCutShort(answer, flags.ignore)) {
    if (!toldNobody) await io.write(greeting(false) + NOBODY);
    return NO_SERVER;
  }
  const bad = badPacketText(answer.issues, answer.octets);
  if (bad !== undefined) await io.write(bad);
  else {
    const malformed = answer.issues.some(({ kind }) => kind === 'cut') ? MALFORMED : '';
    const sent = shown === undefined ? '' : questionSentText(shown.message, shown.octets.length, flags);
    await io.write(malformed + greeting() + sent + answerText(answer, flags, cookie, servers.written ?? String(answer.server)));
  }
  return 0;
}

async function transfer(
  host: Host,
  { name }: DnsLookUp,
  query: DnsQueryOptions,
  { flags }: DnsWords,
  servers: Servers,
  o: DnsCommandOptions,
  io: CommandIo,
  greeting: Greeting,
): Promise<number> {
  const began = host.clock.monotonic();
  const { tries: _tries, backOff: _backOff, tcp: _tcp, ignoreTruncation: _ignore, type: _type, ...rest } = query;
  let records = 0,
    messages = 0,
    octets = 0,
    server = '';
  for (let tries = query.tries ?? 1; ; ) {
    try {
      for await (const part of transferZone(name, rest)) {
        records += part.records.length;
        messages++;
        octets += part.octets.length;
        ({ server } = part);
        if (!(await io.write(o.json ? recordsJson(part.records) : greeting() + transferText(part.records, flags)))) return 0;
      }
      break;
    } catch (error) {
      const told = o.json ? undefined : transferFailure(error, name, servers, query.port ?? DNS_PORT);
      if (told === undefined) throw error;
      await io.write((told.greets ? greeting() : '') + told.text);
      if (!told.again || --tries === 0) return told.status;
    }
  }
  if (o.json || flags.short || !flags.stats) return 0;
  const stats: Pick<DnsAnswer, 'rttMs' | 'at'> & { server: string; port: number; transport: 'tcp' } = {
    rttMs: host.clock.monotonic() - began,
    at: host.clock.now(),
    server,
    port: query.port ?? DNS_PORT,
    transport: 'tcp',
  };
  await io.write(statsText(stats, servers.written ?? server, `;; XFR size: ${records} records (messages ${messages}, bytes ${octets})`));
  return 0;
}

/** Why there is no transfer, as dig says it; undefined for what it is not asked about. */
function transferFailure(error: unknown, name: string, servers: Servers, port: number) {
  if (!(error instanceof PacketwrightError) || (error.code !== 'ERR_NO_ANSWER' && error.code !== 'ERR_TRUNCATED')) return undefined;
  if (error.details['rcode'] !== undefined) return { text: '; Transfer failed.\n', status: 0, again: false, greets: true };
  const server = servers.addresses.at(-1) as string;
  const { cause } = error;
  const failed = cause instanceof Error ? cause : new PacketwrightError('ERR_CLOSED', error.message);
  const { text } = eventText({ kind: 'failed', server, port, transport: 'tcp', error: failed }, name, servers.written ?? server, true);
  return { text, status: NO_SERVER, again: cause instanceof Error, greets: false };
}

const list = (text: string, before: unknown): string[] => [...((before as string[] | undefined) ?? []), text];

function parsePort(text: string): number {
  const n = Number(text);
  if (Number.isInteger(n) && n >= 1 && n <= 65_535) return n;
  throw new PacketwrightError('ERR_USAGE', `-p ${text}: expected a port, 1 to 65535`, { value: text });
}

export const dnsCommand: Command = {
  name: 'dns',
  follows: 'dig',
  summary: 'ask DNS servers: records of a name, the name of an address, a whole zone',
  operands: '[WORD...]',
  common: ['json', 'netns', 'private', 'lab'],
  failure: NO_SERVER,
  options: [
    { flags: '-x <address>', help: 'the name of an address', parse: list },
    { flags: '-q <name>', help: 'a name, whatever it looks like', parse: list },
    { flags: '-t <type>', help: 'the type: A, AAAA, MX, ANY, AXFR … (default A)' },
    { flags: '-c <class>', help: 'the class: IN, CH, HS' },
    { flags: '-p <port>', help: "the server's port (default 53)", parse: parsePort },
    { flags: '-b <address>', help: "this host's address to ask from" },
    { flags: '-4', help: 'ask servers by IPv4 only' },
    { flags: '-6', help: 'ask servers by IPv6 only' },
  ],
  examples: [
    'pkw dns example.org MX',
    'pkw dns @192.0.2.53 example.org +short',
    'pkw dns -x 192.0.2.1 --netns blue',
    'pkw dns @192.0.2.53 example.org AXFR',
  ],
  run,
};
