/** Questions to all hosts of a link: Multicast DNS, and LLMNR. @see RFC 6762 §5; RFC 4795 §2 */
import { freePort } from '../../../host/free-ports.ts';
import type { Host } from '../../../host/host.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import type { ViewOf } from '../../../packet/spec/spec.ts';
import { LLMNRQuery, LLMNRResponse, MDNS, MDNSQR, type MDNSRR } from '../../../protocols/application/dns/multicast.ts';
import { DNSQR } from '../../../protocols/application/dns/dns.ts';
import { IPv6 } from '../../../protocols/network/ipv6/ipv6.ts';
import { IP } from '../../../protocols/network/ipv4/ipv4.ts';
import { packet } from '../../../protocols/protocols.ts';
import { UDP } from '../../../protocols/transport/udp.ts';
import { checkExchangeOptions } from '../../check-options.ts';
import { defaultHost } from '../../default-host.ts';
import { sr } from '../../send-receive.ts';
import { classOf, type DnsRecord, typeOf } from './question.ts';

/** On which link, and how long. */
export interface MulticastQueryOptions {
  /** Default: this machine. */
  readonly host?: Host;
  /** The interface that the question leaves by. */
  readonly iface?: string;
  /** 4 or 6: whether it goes to the group's IPv4 or IPv6 address. Default 4. */
  readonly family?: 4 | 6;
  /** By name, number, or `TYPE731`. Default A. */
  readonly type?: string | number;
  /** Default IN. */
  readonly class?: string | number;
  /** How long answers are collected, ms; as long again where the first question had none. Default 1000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** A record of mDNS: `cacheflush` says that it replaces what was known. */
export type MdnsRecord = Readonly<ViewOf<typeof MDNSRR>>;

/** An answer of a host on the link. */
export interface MulticastAnswer<R> {
  /** Its address. */
  readonly from: string;
  readonly records: readonly R[];
  readonly additional: readonly R[];
  readonly packet: Packet;
  /** ms. */
  readonly rttMs: number;
}

/** RFC 6762 §3; RFC 4795 §2. */
const MDNS_PORT = 5353;
const MDNS_GROUPS = { 4: '224.0.0.251', 6: 'ff02::fb' } as const;
const LLMNR_PORT = 5355;
const LLMNR_GROUPS = { 4: '224.0.0.252', 6: 'ff02::1:3' } as const;
/** RFC 6762 §11: what comes from another link has less. */
const TTL = 255;
const MS = 1000;
/** Who has just told the link of a record keeps silent about it for a second (RFC 6762 §6), and one datagram can be lost. */
const RETRIES = 1;

const OPTIONS = { host: true, iface: true, family: true, type: true, class: true, timeoutMs: true, signal: true } as const;

/** Who has records of that name or service, by mDNS: `mdnsQuery('printer.local')`, `mdnsQuery('_http._tcp.local', { type: 'PTR' })`. */
export async function mdnsQuery(name: string, o: MulticastQueryOptions = {}): Promise<MulticastAnswer<MdnsRecord>[]> {
  checkExchangeOptions('mdnsQuery', o, OPTIONS);
  const question = MDNS({ id: 0, qd: [MDNSQR({ qname: name, qtype: typeOf(o.type ?? 'A'), qclass: classOf(o.class ?? 'IN') })] });
  const ports = { sport: MDNS_PORT, dport: MDNS_PORT };
  return collect(packet(...way(o, MDNS_GROUPS), UDP(ports), question) as unknown as Packet, o, (p) => {
    const { an = [], ar = [] } = p.get(MDNS) ?? {};
    return { records: an, additional: ar };
  });
}

/** Which host of the link has that name, by LLMNR, as Windows and systemd-resolved have it. */
export async function llmnrQuery(name: string, o: MulticastQueryOptions = {}): Promise<MulticastAnswer<DnsRecord>[]> {
  checkExchangeOptions('llmnrQuery', o, OPTIONS);
  const { random } = o.host ?? (await defaultHost());
  const question = LLMNRQuery({
    id: random.below(0x1_0000),
    qd: [DNSQR({ qname: name, qtype: typeOf(o.type ?? 'A'), qclass: classOf(o.class ?? 'IN') })],
  });
  const ports = { sport: freePort(random), dport: LLMNR_PORT };
  return collect(packet(...way(o, LLMNR_GROUPS), UDP(ports), question) as unknown as Packet, o, (p) => {
    const { an = [], ar = [] } = p.get(LLMNRResponse) ?? {};
    return { records: an as readonly DnsRecord[], additional: ar as readonly DnsRecord[] };
  });
}

const way = ({ family = 4 }: MulticastQueryOptions, groups: { readonly 4: string; readonly 6: string }) =>
  family === 4 ? [IP({ dst: groups[4], ttl: TTL })] : [IPv6({ dst: groups[6], hlim: TTL })];

async function collect<R>(
  question: Packet,
  { host, iface, timeoutMs = MS, signal }: MulticastQueryOptions,
  read: (p: Packet) => { readonly records: readonly R[]; readonly additional: readonly R[] },
): Promise<MulticastAnswer<R>[]> {
  const { answered } = await sr(question, {
    ...{ multi: true, timeoutMs, retry: RETRIES },
    ...(host && { host }),
    ...(iface !== undefined && { iface }),
    ...(signal && { signal }),
  });
  return answered.map(({ 1: received, rtt }) => {
    const from = received.get(IP)?.src ?? received.get(IPv6)?.src ?? '';
    return { from, ...read(received), packet: received, rttMs: rtt };
  });
}
