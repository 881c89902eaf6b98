/** A DNS client: one question, several servers, UDP and TCP. */
import { isIpv4, isIpv6 } from '../../../bytes/address.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { splitZone } from '../../../bytes/zone.ts';
import type { Address, Host } from '../../../host/host.ts';
import { type DnsIssue, messageDamage } from '../../../protocols/application/dns/damage.ts';
import { ednsHeader, type EdnsHeader } from '../../../protocols/application/dns/edns.ts';
import { dnsTypes } from '../../../protocols/registries/dns.ts';
import { rcodeText } from '../../../text/dns/message-text.ts';
import { checkExchangeOptions } from '../../check-options.ts';
import { defaultHost } from '../../default-host.ts';
import { driveMachine } from '../../machine/drive-machine.ts';
import type { DnsCache } from './dns-cache.ts';
import { type DnsInput, type DnsQueryMemory, dnsClient } from './dns-client.ts';
import { type DnsEvent, DnsEvents } from './dns-events.ts';
import { DnsTransports, type Heard } from './dns-transports.ts';
import {
  classOf,
  type DnsMessage,
  type DnsQuestionOptions,
  type DnsRecord,
  type EdnsAsk,
  fullRcode,
  makeQuestion,
  optOf,
  QUESTION_OPTIONS,
  typeOf,
} from './question.ts';

/** Who is asked, and how long. */
export interface DnsServersOptions {
  /** Default: this machine. */
  readonly host?: Host;
  /** Addresses; the first is asked first. Default: those of the host's resolv.conf. */
  readonly servers?: Address | readonly Address[];
  /** Default 53. */
  readonly port?: number;
  /** This host's address to ask from. Default: the way's own. */
  readonly address?: Address;
  readonly signal?: AbortSignal;
  /** How long one server has for its answer in the first round, ms. Default: as resolv.conf says, usually 5000. */
  readonly timeoutMs?: number;
}

/** How a question is asked. */
export interface DnsQueryOptions extends DnsQuestionOptions, DnsServersOptions {
  /** Rounds over all servers. Default: as resolv.conf says, usually 2. */
  readonly tries?: number;
  /** How much longer each round waits than the one before. Default 2. */
  readonly backOff?: number;
  /** Over TCP at once. Default false. */
  readonly tcp?: boolean;
  /** Takes a truncated answer as it is, instead of asking again over TCP. Default false. */
  readonly ignoreTruncation?: boolean;
  /** Asks a server that nobody listens on again, as often as `tries` says. Default false: another one, or nobody. */
  readonly insist?: boolean;
  /** Is asked before any server, and told their answers. */
  readonly cache?: DnsCache;
  /** Called with what happens on the way: time-outs, failures, and octets that are no answer. */
  readonly onEvent?: (event: DnsEvent) => void;
}

/** An answer: also one that says that there is no such name. */
export interface DnsAnswer {
  /** The whole message: `qd`, `an`, `ns`, `ar`, flags. It holds the octets that it was read from. */
  readonly message: DnsMessage;
  readonly octets: Uint8Array;
  /** Response code with EDNS's upper bits, and its name: `NOERROR`, `NXDOMAIN`. */
  readonly rcode: number;
  readonly status: string;
  /** Answers of the type that was asked, at the end of the aliases. With ANY: all answers. */
  readonly records: readonly DnsRecord[];
  /** Names that the aliases lead over, from the one that was asked to the one that has the records. */
  readonly names: readonly string[];
  /** Of the OPT record, where there is one. */
  readonly edns?: EdnsHeader;
  /** What is wrong with the message: cut, a bad compression pointer, octets behind its records. Empty where nothing is. */
  readonly issues: readonly DnsIssue[];
  /** Who answered; absent from a cache. */
  readonly server?: Address;
  readonly port?: number;
  readonly transport?: 'udp' | 'tcp';
  /** From sending to receiving, ms; 0 from a cache. */
  readonly rttMs: number;
  /** When it came, ms since 1970. */
  readonly at: number;
  /** Questions that were sent, this answer's included. */
  readonly attempts: number;
  /** TCP was needed because the answer over UDP was truncated. */
  readonly truncatedBefore: boolean;
}

const PORT = 53;
const USUAL_TRIES = 2;
const MS = 5000;
const MOST_ALIASES = 32;

/** For `checkOptions` of all that takes {@link DnsServersOptions}. */
export const SERVERS_OPTIONS = { host: true, servers: true, port: true, address: true, signal: true, timeoutMs: true } as const;

/**
 * Asks DNS servers. The answer must have the question's identifier and repeat the question, and come from the server that was asked
 * (RFC 5452 §9); all else is passed over. A truncated answer is asked for again over TCP; where that fails, it is given as it is (its `tc` is 1).
 * A damaged answer is given as far as it can be read, and `issues` says what is wrong.
 *
 * @throws ERR_NO_ANSWER when no server answered; ERR_VALUE for a name, type or class that is none; ERR_ADDRESS for a server without an
 * address; the signal's reason
 */
export async function dnsQuery(name: string, o: DnsQueryOptions = {}): Promise<DnsAnswer> {
  checkExchangeOptions('dnsQuery', o, {
    ...QUESTION_OPTIONS,
    ...SERVERS_OPTIONS,
    tries: true,
    backOff: true,
    tcp: true,
    ignoreTruncation: true,
    ...{ insist: true, cache: true, onEvent: true },
  });
  const host = o.host ?? (await defaultHost());
  o.signal?.throwIfAborted();
  // What is wrong with the question is told before servers are looked for.
  makeQuestion(name, o, host.random);
  const key = { name, type: typeOf(o.type ?? 'A'), class: classOf(o.class ?? 'IN'), dnssec: o.edns !== false && o.edns?.do === true };
  const kept = o.cache?.get(key);
  if (kept !== undefined) return answerOf(kept, { rttMs: 0, at: host.clock.now(), attempts: 0, truncatedBefore: false });
  const asking = await askServers(name, o, host);
  // What was damaged on the way, or made to look so, is not told again.
  if (asking.issues.length === 0) o.cache?.put(key, asking.message);
  return asking;
}

async function askServers(name: string, o: DnsQueryOptions, host: Host): Promise<DnsAnswer> {
  const settings = await settingsOf(host, o);
  const { servers, port } = settings;
  const memory: DnsQueryMemory = {
    tries: o.tries ?? settings.tries,
    timeoutMs: settings.timeoutMs,
    backOff: o.backOff ?? 2,
    transport: o.tcp ? 'tcp' : 'udp',
    untruncate: o.ignoreTruncation !== true,
    insists: o.insist === true,
    servers: servers.map((_, i) => i),
    at: 0,
    round: 0,
    attempts: 0,
    edns: o.edns !== false,
    cookies: 0,
  };
  const heard = new Map<number, Heard>();
  let serverCookie: Uint8Array | undefined;
  const edns = (): EdnsAsk | false => (serverCookie === undefined ? (o.edns ?? {}) : { ...(o.edns as EdnsAsk), cookie: serverCookie });
  const events = new DnsEvents(o.onEvent, ({ server, transport }) => ({ server: servers[server] as Address, port, transport }));
  const transports = new DnsTransports({
    host,
    port,
    ...(o.address !== undefined && { address: o.address }),
    question: (attempt) => makeQuestion(name, { ...o, edns: attempt.edns ? edns() : false }, host.random),
    onAnswer: (answer) => {
      heard.set(answer.attempt, answer);
      events.answered(answer);
      if (answer.cookie !== undefined) serverCookie = answer.cookie;
      deliver({ kind: 'answer', answer });
    },
    onPassed: (attempt, asked, octets, why) => events.passed(attempt, asked, octets, why),
    onFailure: (attempt, error) => {
      events.failed(attempt, error);
      deliver({ kind: 'failure', attempt: attempt.number });
    },
  });
  const early: DnsInput[] = [];
  let deliver = (input: DnsInput): void => void early.push(input);
  try {
    const driven = driveMachine(dnsClient, memory, {
      clock: host.clock,
      send: (attempt) => {
        events.begins(attempt);
        if (heard.get(attempt.number - 1)?.truncated && attempt.transport === 'tcp') events.truncated(attempt);
        transports.start(attempt, servers[attempt.server] as Address);
      },
      ...(o.signal && { signal: o.signal }),
    });
    deliver = (input) => void driven.deliver(input);
    for (const input of early) deliver(input);
    await driven.ended;
  } finally {
    transports.close();
  }
  o.signal?.throwIfAborted();
  events.ended();
  const found = memory.answer === undefined ? undefined : heard.get(memory.answer.attempt);
  if (found === undefined) throw noAnswer(name, servers, port, memory, transports.lastFailure);
  return answerOf(found.message, {
    octets: found.octets,
    server: found.server,
    port,
    transport: found.transport,
    rttMs: found.rttMs,
    at: found.at,
    attempts: memory.attempts,
    truncatedBefore: found.transport === 'tcp' && !o.tcp,
  });
}

/** @throws ERR_ADDRESS, ERR_NO_ANSWER */
export async function settingsOf(
  host: Host,
  o: DnsServersOptions,
): Promise<{ servers: Address[]; port: number; timeoutMs: number; tries: number }> {
  const config = o.servers === undefined ? await host.resolverConfig?.() : undefined;
  const servers = typeof o.servers === 'string' ? [o.servers] : [...(o.servers ?? config?.servers ?? [])];
  for (const server of servers) {
    if (!isIpv4(server) && !isIpv6(splitZone(server).address))
      throw new PacketwrightError('ERR_ADDRESS', `'${server}' is not the address of a server`, {
        server,
        remedy: 'give 192.0.2.1 or 2001:db8::1; host.resolve(NAME) looks up a name',
      });
  }
  if (servers.length === 0)
    throw new PacketwrightError('ERR_NO_ANSWER', `${host.name} has no DNS server to ask`, { remedy: 'give one: { servers: ADDRESS }' });
  return { servers, port: o.port ?? PORT, timeoutMs: o.timeoutMs ?? config?.timeoutMs ?? MS, tries: config?.attempts ?? USUAL_TRIES };
}

function noAnswer(name: string, servers: readonly string[], port: number, { attempts }: DnsQueryMemory, cause: unknown): PacketwrightError {
  const who = servers.map((server) => `${server} port ${port}`).join(', ');
  const why = cause instanceof Error ? `: ${cause.message}` : '';
  return new PacketwrightError(
    'ERR_NO_ANSWER',
    `no answer about ${name} from ${who}, asked ${attempts === 1 ? 'once' : `${attempts} times`}${why}`,
    {
      name,
      servers,
      port,
      attempts,
      ...(cause !== undefined && { cause }),
    },
  );
}

type Rest = Omit<DnsAnswer, 'message' | 'octets' | 'rcode' | 'status' | 'records' | 'names' | 'edns' | 'issues'>;

/** The parts of an answer that its message tells. */
function answerOf(message: DnsMessage, { octets, ...rest }: Rest & { readonly octets?: Uint8Array }): DnsAnswer {
  const rcode = fullRcode(message);
  const opt = optOf(message);
  const [question] = message.qd;
  const names = question === undefined ? [] : aliasesOf(message, question.qname, question.qtype);
  const last = names.at(-1)?.toLowerCase();
  const any = question?.qtype === dnsTypes.value('ANY');
  const records = message.an.filter(({ rrname, type }) => any || (type === question?.qtype && rrname.toLowerCase() === last));
  return {
    message,
    octets: octets ?? new Uint8Array(0),
    rcode,
    status: rcodeText(rcode),
    records,
    names,
    issues: octets === undefined ? [] : messageDamage(message, octets).issues,
    ...(opt !== undefined && { edns: ednsHeader(opt) }),
    ...rest,
  };
}

/** RFC 1034 §3.6.2: the aliases of an answer, as far as it has them. */
function aliasesOf({ an }: DnsMessage, qname: string, qtype: number): string[] {
  const names = [qname];
  const cname = dnsTypes.value('CNAME');
  while (qtype !== cname && names.length < MOST_ALIASES) {
    const at = names.at(-1)?.toLowerCase();
    const alias = an.find(({ rrname, type }) => type === cname && rrname.toLowerCase() === at);
    if (typeof alias?.rdata !== 'string' || names.includes(alias.rdata)) break;
    names.push(alias.rdata);
  }
  return names;
}
