/** What the answers to a traceroute say: the hops on the way to each destination, and whether its port is open. */
import type { Packet } from '../../packet/laid/packet.ts';
import { ICMP } from '../../protocols/network/icmp/icmp.ts';
import { ICMPv6DestUnreach } from '../../protocols/network/icmpv6/errors.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { UDP } from '../../protocols/transport/udp.ts';

/** A host on the way; without an address: nobody answered. */
export interface TraceHop {
  readonly ttl: number;
  readonly address?: string | undefined;
}

/** The way to one port, or to one host. */
export interface Trace {
  /** Where it begins. Default: `here`. */
  readonly source?: string | undefined;
  readonly destination: string;
  /** `tcp 80`; none: the host itself was asked. */
  readonly port?: string | undefined;
  readonly hops: readonly TraceHop[];
  /** What the destination answered. */
  readonly state?: 'open' | 'closed' | 'answered' | undefined;
}

/** A packet as it was sent, and its answer: what `sr()` gives. */
export type AnswerPair = readonly [sent: Packet<any>, received: Packet<any>];

interface Sent {
  readonly source: string;
  readonly destination: string;
  readonly ttl: number;
  readonly port: string | undefined;
}

function sentOf(p: Packet<string>): Sent | undefined {
  const ip = p.get(IP),
    ip6 = p.get(IPv6);
  const tcp = p.get(TCP),
    udp = p.get(UDP);
  const port = tcp !== undefined ? `tcp ${tcp.dport}` : udp !== undefined ? `udp ${udp.dport}` : undefined;
  if (ip !== undefined) return { source: ip.src, destination: ip.dst, ttl: ip.ttl, port };
  return ip6 === undefined ? undefined : { source: ip6.src, destination: ip6.dst, ttl: ip6.hlim, port };
}

/** What the destination itself answered. */
function stateOf(p: Packet<string>): 'open' | 'closed' | 'answered' {
  const flags = p.get(TCP)?.flags;
  if (flags !== undefined) return flags.has('R') ? 'closed' : flags.has('S') && flags.has('A') ? 'open' : 'answered';
  const icmp = p.get(ICMP);
  // A port that nobody has: type 3, code 3 (RFC 792); of ICMPv6 code 4 (RFC 4443 §3.1).
  const refused = icmp !== undefined ? icmp.type === 3 && icmp.code === 3 : p.get(ICMPv6DestUnreach)?.code === 4;
  return refused ? 'closed' : p.has(UDP) ? 'open' : 'answered';
}

/** What is known of the way to one port so far. */
interface Way {
  readonly sent: Sent;
  readonly hops: Map<number, string | undefined>;
  state: Trace['state'];
}

/** Hops behind the one that is the destination were asked for nothing. */
function hopsOf({ sent, hops }: Way): TraceHop[] {
  const sorted = [...hops].sort(([a], [b]) => a - b).map(([ttl, address]): TraceHop => ({ ttl, address }));
  const end = sorted.findIndex(({ address }) => address === sent.destination);
  return end < 0 ? sorted : sorted.slice(0, end + 1);
}

/**
 * The ways that packets with small TTLs found, one to each destination and port: of what `sr()` gives, `tracesOf(answered, unanswered)`. The TTL
 * is that of the packet sent; an answer from another address than the destination's is a hop.
 */
export function tracesOf(answered: Iterable<AnswerPair>, unanswered: Iterable<Packet<any>> = []): Trace[] {
  const ways = new Map<string, Way>();
  const wayOf = (sent: Sent): Way => {
    const key = `${sent.source} ${sent.destination} ${sent.port ?? ''}`;
    let way = ways.get(key);
    if (way === undefined) ways.set(key, (way = { sent, hops: new Map(), state: undefined }));
    return way;
  };
  for (const [one, answer] of answered) {
    const sent = sentOf(one as Packet<string>);
    const got = answer as Packet<string>;
    const address = got.get(IP)?.src ?? got.get(IPv6)?.src;
    if (sent === undefined || address === undefined) continue;
    const way = wayOf(sent);
    way.hops.set(sent.ttl, address);
    if (address === sent.destination) way.state = stateOf(got);
  }
  for (const p of unanswered) {
    const sent = sentOf(p as Packet<string>);
    const hops = sent === undefined ? undefined : wayOf(sent).hops;
    if (sent !== undefined && hops?.has(sent.ttl) === false) hops.set(sent.ttl, undefined);
  }
  return [...ways.values()].map((way) => ({
    source: way.sent.source,
    destination: way.sent.destination,
    port: way.sent.port,
    hops: hopsOf(way),
    state: way.state,
  }));
}
