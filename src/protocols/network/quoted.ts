/** The packets that ICMP errors quote, layer by layer. */
import { when } from '../../packet/fields/conditional.ts';
import { u16, u8 } from '../../packet/fields/integers.ts';
import { mix } from '../../bytes/hash.ts';
import { layer } from '../../packet/layer/layer.ts';
import { quoted, quotedHead } from '../../packet/layer/quote.ts';
import { DCCP } from '../transport/dccp.ts';
import { initiateTag, SCTP } from '../transport/sctp.ts';
import { TCP } from '../transport/tcp/tcp.ts';
import { UDP, UDPLite } from '../transport/udp.ts';
import { GRE } from '../tunnel/gre.ts';
import { ICMP } from './icmp/icmp.ts';
import { icmpv6Types } from './icmpv6/head.ts';
import { ICMPv6Unknown } from './icmpv6/icmpv6.ts';
import { IP } from './ipv4/ipv4.ts';
import { IPv6ExtHdrDestOpt, IPv6ExtHdrFragment, IPv6ExtHdrHopByHop } from './ipv6/ipv6-extensions.ts';
import { IPv6ExtHdrRouting } from './ipv6/ipv6-routing.ts';
import { IPv6 } from './ipv6/ipv6.ts';

type Ends = { readonly src: string; readonly dst: string };
type Ports = { readonly sport: number; readonly dport: number };

/** A quote is the request itself: same ends, same ports (some routers rewrite what lies between). */
const sameEnds = (quote: Ends, request: Ends): boolean => quote.src === request.src && quote.dst === request.dst;
const SAME_PORTS = 'the same ports';
const samePorts = (quote: Ports, request: Ports): boolean => quote.sport === request.sport && quote.dport === request.dport;

/** The IPv4 header that an ICMP error quotes (RFC 792). */
export const IPerror = quoted(IP, 'IPerror', {
  about: 'the same addresses; where nothing else is quoted, the same protocol and identification',
  answers: (quote: Ends & { id: number; proto: number }, request: typeof quote) =>
    sameEnds(quote, request) && quote.proto === request.proto && (quote.id === request.id || quote.id === swapped(request.id)),
});
/** Some stacks quote the identification in their own byte order. */
const swapped = (n: number): number => ((n & 0xff) << 8) | (n >> 8);

/** The IPv6 header that an ICMPv6 error quotes (RFC 4443 §2.4). */
export const IPerror6 = quoted(IPv6, 'IPerror6', {
  title: 'IPv6 in ICMPv6',
  about: 'the same addresses; where nothing else is quoted, the same next header',
  answers: (quote: Ends & { nh: number }, request: typeof quote) => sameEnds(quote, request) && quote.nh === request.nh,
});

/** RFC 792: 8 octets of TCP are the least, so all behind the sequence number may be missing. */
export const TCPerror = quotedHead(TCP, 'TCPerror', ['sport', 'dport', 'seq'], {
  about: 'the same ports and sequence number',
  answers: (quote: Ports & { seq: number }, request: typeof quote) => samePorts(quote, request) && quote.seq === request.seq,
});

/** The UDP header that an ICMP error quotes. */
export const UDPerror = quoted(UDP, 'UDPerror', { about: SAME_PORTS, answers: samePorts });
/** The UDP-Lite header that an ICMP error quotes. */
export const UDPLiteerror = quoted(UDPLite, 'UDPLiteerror', { about: SAME_PORTS, answers: samePorts });

/** Ports and tag are the first 8 octets, and all that is always quoted (RFC 792). */
export const SCTPerror = quoted(SCTP, 'SCTPerror', {
  fields: ['sport', 'dport', 'tag'],
  about: 'the same ports and tag, and the tag that INIT gave, as far as it is quoted',
  answers: (quote: Ports & { tag: number }, request: typeof quote, at) => {
    const shown = at && initiateTag(at.reply);
    // RFC 9260 §10, ICMP 6 and 7.
    const isInit = at === undefined || shown === undefined || shown === initiateTag(at.request);
    return samePorts(quote, request) && quote.tag === request.tag && isInit;
  },
});

/** Of the header no more than 8 octets: a quote may end there (RFC 792). */
export const DCCPerror = quoted(DCCP, 'DCCPerror', {
  fields: ['sport', 'dport', 'dataofs', 'ccval', 'cscov', 'chksum'],
  about: SAME_PORTS,
  answers: samePorts,
});

type Tunnel = Readonly<Record<(typeof GRE_FIRST)[number], number | boolean>>;
const GRE_FIRST = [
  ...(['chksum_present', 'routing_present', 'key_present', 'seqnum_present', 'strict_route_source', 'recursion_control'] as const),
  ...(['flags', 'version', 'proto'] as const),
] as const;
/** Octets that GRE always has; a checksum and an offset, if there, and the key behind them (RFC 2890 §2). */
const GRE_LEAST = 4,
  GRE_SUM = 4,
  GRE_KEY = 4;

/** What GRE always has; the rest of it is payload, for a quote may end in it. */
export const GREerror = quoted(GRE, 'GREerror', {
  fields: GRE_FIRST,
  about: 'the same flags and protocol inside, and the same key, as far as it is quoted',
  answers: (quote: Tunnel, request: Tunnel, at) => {
    if (!GRE_FIRST.every((name) => quote[name] === request[name])) return false;
    if (quote.key_present !== true || at === undefined) return true;
    const { reply, request: sent } = at;
    const key = GRE_LEAST + (quote.chksum_present === true || quote.routing_present === true ? GRE_SUM : 0);
    if (reply.start + key + GRE_KEY > reply.end) return true;
    return [0, 1, 2, 3].every((k) => reply.b[reply.start + key + k] === sent.b[sent.start + key + k]);
  },
});

type Message = { readonly type: number; readonly code: number; readonly id?: number | undefined; readonly seq?: unknown };
const sameMessage = (quote: Message, request: Message): boolean =>
  quote.type === request.type && quote.code === request.code && quote.id === request.id && quote.seq === request.seq;

/** Of a message no more than 8 octets: what follows them is payload, for a quote may end there. */
export const ICMPerror = quoted(ICMP, 'ICMPerror', {
  about: 'the same message: kind, code, identifier and number',
  fields: [
    'type',
    'code',
    'chksum',
    'id',
    'seq',
    'state',
    'gw',
    'ptr',
    'reserved',
    'length',
    'nexthopmtu',
    'naddr',
    'entrysize',
    'lifetime',
    'unused',
  ],
  answers: sameMessage,
});

const ECHO = { type: [128, 129] };

/** An ICMPv6 message in a quote: its head, and what tells echoes apart. */
export const ICMPv6error = layer('ICMPv6error', () => ({
  title: 'ICMPv6 in ICMPv6',
  about: 'An ICMPv6 message as an error quotes it.',
  source: 'RFC 4443 §2.4',
  wireshark: 'icmpv6',
  fields: {
    type: u8({ default: 128, names: icmpv6Types, wireshark: 'icmpv6.type' }),
    code: u8({ wireshark: 'icmpv6.code' }),
    cksum: u16({ checksums: 'layer', pseudoHeader: 58, hex: true, wireshark: 'icmpv6.checksum' }),
    id: when(ECHO, u16({ hex: true, wireshark: 'icmpv6.echo.identifier' })),
    seq: when(ECHO, u16({ hex: true, wireshark: 'icmpv6.echo.sequence_number' })),
  },
  match: {
    about: 'the same message: kind, code, identifier and number',
    hash: (m, _role, seed) => (m.id === undefined ? mix(seed, 1) : mix(mix(seed, m.id), m.seq ?? 0)),
    answers: sameMessage,
  },
  quotes: ICMPv6Unknown,
}));

/** The hop-by-hop options that an ICMPv6 error quotes. */
export const IPv6ExtHdrHopByHoperror = quoted(IPv6ExtHdrHopByHop, 'IPv6ExtHdrHopByHoperror');
/** The destination options that an ICMPv6 error quotes. */
export const IPv6ExtHdrDestOpterror = quoted(IPv6ExtHdrDestOpt, 'IPv6ExtHdrDestOpterror');
/** The fragment header that an ICMPv6 error quotes. */
export const IPv6ExtHdrFragmenterror = quoted(IPv6ExtHdrFragment, 'IPv6ExtHdrFragmenterror');
/** The routing header that an ICMPv6 error quotes. */
export const IPv6ExtHdrRoutingerror = quoted(IPv6ExtHdrRouting, 'IPv6ExtHdrRoutingerror');
