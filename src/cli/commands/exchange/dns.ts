/** `pkw dns`: asks DNS servers, with dig's words and text. */
import { isIpv4, isIpv6 } from '../../../bytes/address.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { splitZone } from '../../../bytes/zone.ts';
import { type DnsAnswer, type DnsQueryOptions, dnsQuery } from '../../../exchange/clients/dns/dns-query.ts';
import { type EdnsAsk, makeQuestion } from '../../../exchange/clients/dns/question.ts';
import { reverseName } from '../../../exchange/clients/dns/reverse-name.ts';
import { transferZone } from '../../../exchange/clients/dns/zone-transfer.ts';
import type { Host } from '../../../host/host.ts';
import type { Args, Command, CommandIo } from '../../command.ts';
import { hostOf } from '../../command-host.ts';
import { orSignal } from '../../or-signal.ts';
import { answerJson, answerText, greetingText, questionSentText, recordsJson, statsText, transferText } from './dns-output.ts';
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

async function run({ operands, options }: Args, io: CommandIo): Promise<0 | 1 | 2> {
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
    const greeting = o.json
      ? ''
      : greetingText(wordsWritten(operands, o), servers.written === undefined ? undefined : servers.addresses.length, words.flags);
    let first = greeting;
    for (const lookUp of words.lookUps) {
      await lookUpOne(host, lookUp, words, servers, o, io, first);
      first = '';
    }
    return 0;
  } finally {
    await host.close();
  }
}

/** As they were written, options first: what the greeting tells. */
function wordsWritten(operands: readonly string[], o: DnsCommandOptions): string[] {
  const { x = [], q = [] } = o;
  const flags = [
    o[4] ? '-4' : '',
    o[6] ? '-6' : '',
    ...(['t', 'c', 'p', 'b'] as const).map((flag) => (o[flag] === undefined ? '' : `-${flag} ${o[flag]}`)),
  ];
  return [...flags.filter((word) => word !== ''), ...q.map((name) => `-q ${name}`), ...x.map((address) => `-x ${address}`), ...operands];
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

async function lookUpOne(
  host: Host,
  lookUp: DnsLookUp,
  words: DnsWords,
  servers: Servers,
  o: DnsCommandOptions,
  io: CommandIo,
  greeting: string,
): Promise<void> {
  const { flags } = words;
  const { query, cookie } = queryOptions(host, lookUp, words, servers, o, io);
  if (flags.trace) await traceName(lookUp, query, words, servers.written, o.json ?? false, io, greeting);
  else if (lookUp.type?.toUpperCase() === 'AXFR') await transfer(host, lookUp, query, words, servers, o, io, greeting);
  else {
    // What is sent is as the one that +qr shows but for its identifier.
    const shown = flags.qr && !o.json ? makeQuestion(lookUp.name, query, host.random) : undefined;
    const answer = await dnsQuery(lookUp.name, query);
    if (o.json) await io.write(answerJson(answer));
    else {
      const before = answer.truncatedBefore && flags.comments && !flags.short ? ';; Truncated, retrying in TCP mode.\n' : '';
      const sent = shown === undefined ? '' : questionSentText(shown.message, shown.octets.length, flags);
      await io.write(before + greeting + sent + answerText(answer, flags, cookie, servers.written ?? String(answer.server)));
    }
  }
}

async function transfer(
  host: Host,
  { name }: DnsLookUp,
  query: DnsQueryOptions,
  { flags }: DnsWords,
  servers: Servers,
  o: DnsCommandOptions,
  io: CommandIo,
  greeting: string,
): Promise<void> {
  const began = host.clock.monotonic();
  const { tries: _tries, backOff: _backOff, tcp: _tcp, ignoreTruncation: _ignore, type: _type, ...rest } = query;
  let records = 0,
    messages = 0,
    octets = 0,
    server = '';
  if (!o.json) await io.write(greeting);
  for await (const part of transferZone(name, rest)) {
    records += part.records.length;
    messages++;
    octets += part.octets.length;
    ({ server } = part);
    if (!(await io.write(o.json ? recordsJson(part.records) : transferText(part.records, flags)))) return;
  }
  if (o.json || flags.short || !flags.stats) return;
  const stats: Pick<DnsAnswer, 'rttMs' | 'at'> & { server: string; port: number; transport: 'tcp' } = {
    rttMs: host.clock.monotonic() - began,
    at: host.clock.now(),
    server,
    port: query.port ?? 53,
    transport: 'tcp',
  };
  await io.write(statsText(stats, servers.written ?? server, `;; XFR size: ${records} records (messages ${messages}, bytes ${octets})`));
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
