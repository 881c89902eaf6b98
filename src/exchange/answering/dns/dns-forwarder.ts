/** A DNS server that asks others: it passes questions on, and remembers their answers. */
import { checkExchangeOptions } from '../../check-options.ts';
import type { Address, Host } from '../../../host/host.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import { DNS, DNSRR } from '../../../protocols/application/dns/dns.ts';
import { UDP } from '../../../protocols/transport/udp.ts';
import { packet } from '../../../protocols/protocols.ts';
import { dnsRcodes, dnsTypes } from '../../../protocols/registries/dns.ts';
import { DnsCache } from '../../clients/dns/dns-cache.ts';
import { dnsQuery } from '../../clients/dns/dns-query.ts';
import { type DnsMessage, type DnsRecord, readMessage } from '../../clients/dns/question.ts';
import { socketsOf } from '../../clients/sockets-of.ts';
import type { RunningMachines } from '../answering-machine.ts';
import { dnsReply } from './dns-machine.ts';
import { type DnsZone, type GivenRr, type ZoneAnswer, ZoneTable } from './zone.ts';

/** Where a forwarder listens, and whom it asks. */
export interface DnsForwarderOptions {
  readonly host: Host;
  /** Addresses of the servers that are asked, the first first. */
  readonly servers: Address | readonly Address[];
  /** Their port. Default 53. */
  readonly serversPort?: number;
  /** This host's address to listen on. Default: all of IPv4. */
  readonly address?: Address;
  /** Default 53. */
  readonly port?: number;
  /** Names that it answers by itself. */
  readonly zone?: DnsZone;
  /** How long a server has for its answer, ms. Default 2000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

const SIZE = 1232;
const MS = 2000;
/** Questions in work at a time; more are dropped, and asked again by who wants them. */
const MOST = 1000;

/**
 * Starts a forwarder on a UDP port of the host, until `stop` or the signal. Answers are remembered as long as their records say. Where no server
 * answers it says SERVFAIL.
 *
 * @throws ERR_BUSY, ERR_PERMISSION as `host.sockets.udp`
 */
export async function startDnsForwarder(o: DnsForwarderOptions): Promise<RunningMachines> {
  checkExchangeOptions('startDnsForwarder', o, {
    ...{ host: true, servers: true, serversPort: true, address: true, port: true, zone: true, timeoutMs: true, signal: true },
  });
  const { host, servers, serversPort, address, port = 53, zone, timeoutMs = MS } = o;
  const cache = new DnsCache({ clock: host.clock });
  const table = zone === undefined ? undefined : new ZoneTable(zone);
  const own = new Set(Object.keys(zone ?? {}).map((name) => `${name.replace(/\.$/, '')}.`.toLowerCase()));
  const udp = await socketsOf(host, 'startDnsForwarder').udp({ port, ...(address !== undefined && { address }) });
  const ended = new AbortController();
  let working = 0;

  const answerOf = async ({ qd: [question], rd }: DnsMessage): Promise<ZoneAnswer> => {
    if (question === undefined) return FAILED;
    if (table !== undefined && own.has(question.qname.toLowerCase())) return table.answer(question.qname, question.qtype);
    try {
      const { message, rcode } = await dnsQuery(question.qname, {
        ...{
          host,
          servers,
          cache,
          timeoutMs,
          tries: 2,
          type: question.qtype,
          class: question.qclass,
          recurse: rd === 1,
          signal: ended.signal,
        },
        ...(serversPort !== undefined && { port: serversPort }),
      });
      return { rcode, authoritative: false, an: copies(message.an), ns: copies(message.ns), ar: copies(message.ar) };
    } catch {
      return FAILED;
    }
  };
  const serve = async (data: Uint8Array, from: Address, fromPort: number): Promise<void> => {
    const asked = readMessage(data);
    if (asked === undefined || asked.qr !== 0 || working >= MOST) return;
    working++;
    try {
      const found = asked.opcode === 0 && asked.qd.length === 1 ? await answerOf(asked) : FAILED;
      const reply = dnsReply(
        asked,
        SIZE,
        () => found,
        (fields) => packet(UDP(), DNS({ ...fields, ra: 1 })) as unknown as Packet,
      );
      if (!ended.signal.aborted) await udp.send(reply.payload(UDP).slice(), from, fromPort);
    } finally {
      working--;
    }
  };
  const loop = (async () => {
    // What cannot be answered is not: whoever asked asks again.
    for await (const { data, from, port: fromPort } of udp.messages({ signal: ended.signal }))
      void serve(data, from, fromPort).catch(() => undefined);
  })().catch(() => undefined);
  const stop = async (): Promise<void> => {
    o.signal?.removeEventListener('abort', stop);
    ended.abort();
    udp.close();
    await loop;
  };
  if (o.signal?.aborted === true) await stop();
  else o.signal?.addEventListener('abort', stop);
  return { stop, [Symbol.asyncDispose]: stop };
}

const FAILED: ZoneAnswer = { rcode: dnsRcodes.value('SERVFAIL') as number, authoritative: false, an: [], ns: [], ar: [] };

/** Records as they are to be written; that of EDNS is between two ends. */
const copies = (records: readonly DnsRecord[]): GivenRr[] =>
  records
    .filter(({ type }) => type !== dnsTypes.value('OPT'))
    .map(({ rrname, type, rclass, ttl, rdata }) => DNSRR({ rrname, type, rclass, ttl, rdata: rdata as never }) as GivenRr);
