/** Messages about nodes: information queries, mobile nodes, RPL. */
import { ipv6 } from '../../../packet/fields/addresses.ts';
import { bits, flags, u16 } from '../../../packet/fields/integers.ts';
import { list } from '../../../packet/fields/lists.ts';
import { fixedOctets, octets } from '../../../packet/fields/octets.ts';
import { mix } from '../../../bytes/hash.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { names } from '../../../packet/spec/names.ts';
import type { Matching } from '../../../packet/spec/spec.ts';
import { icmpv6Head } from './head.ts';
import { ndOptionColumns, ndOptions } from './nd-options.ts';

type Information = { readonly type: number; readonly qtype: number; readonly nonce: Uint8Array };

/** A reply repeats the nonce of its query (RFC 4620 §4). */
const sameNonce: Matching<Information> = {
  about: 'the nonce of the query',
  hash: (m, _role, seed) => m.nonce.reduce(mix, seed),
  answers: (reply, request) =>
    request.type === 139 && reply.type === 140 && reply.qtype === request.qtype && reply.nonce.every((x, i) => x === request.nonce[i]),
};

const information = (type: number, codes: Readonly<Record<string, number>>, queryType: number) => ({
  ...icmpv6Head(type, names(codes)),
  qtype: u16({
    default: queryType,
    names: { NOOP: 0, 'Node Name': 2, 'IPv6 Address': 3, 'IPv4 Address': 4 },
    wireshark: 'icmpv6.ni.qtype',
  }),
  unused: bits(10, { wireshark: 'icmpv6.ni.flag.rsv' }),
  flags: flags(6, 'TACLSG', { wireshark: 'icmpv6.ni.flag', about: 'truncated, all, compatible, link-local, site-local, global' }),
  nonce: fixedOctets(8, { wireshark: 'icmpv6.ni.nonce' }),
  data: octets({ about: 'by code and query type: an address, a name, lists of them' }),
});

/** @see RFC 4620 §4 */
export const ICMPv6NIQuery = layer('ICMPv6NIQuery', () => ({
  title: 'ICMPv6 Node Information Query',
  about: 'Asks a node for its name or its addresses.',
  source: 'RFC 4620 §4',
  wireshark: 'icmpv6',
  fields: information(139, { 'IPv6 Query': 0, 'Name Query': 1, 'IPv4 Query': 2 }, 0),
  match: sameNonce,
}));

/** @see RFC 4620 §4 */
export const ICMPv6NIReply = layer('ICMPv6NIReply', () => ({
  title: 'ICMPv6 Node Information Reply',
  about: "A node's name or addresses.",
  source: 'RFC 4620 §4',
  wireshark: 'icmpv6',
  fields: information(140, { 'Successful Reply': 0, 'Response Refused': 1, 'Unknown query type': 2 }, 0),
  match: sameNonce,
}));

type Numbered = { readonly type: number; readonly id: number };
const sameId: Matching<Numbered> = {
  about: 'the identifier, and the reply of that kind',
  hash: (m, _role, seed) => mix(seed, m.id),
  answers: (reply, request) => reply.type === request.type + 1 && reply.id === request.id,
};
const identifier = u16({ hex: true, about: 'a reply repeats it' });
const R = bits(1, { default: 1, about: 'mobile router (RFC 6275, RFC 3963)' });

/** @see RFC 6275 §6.5 */
export const ICMPv6HAADRequest = layer('ICMPv6HAADRequest', () => ({
  title: 'ICMPv6 Home Agent Address Discovery Request',
  about: 'A mobile node asks for home agents.',
  source: 'RFC 6275 §6.5',
  wireshark: 'icmpv6',
  fields: { ...icmpv6Head(144), id: identifier, R, res: bits(15) },
  match: sameId,
}));

/** @see RFC 6275 §6.6 */
export const ICMPv6HAADReply = layer('ICMPv6HAADReply', () => ({
  title: 'ICMPv6 Home Agent Address Discovery Reply',
  about: 'The home agents.',
  source: 'RFC 6275 §6.6',
  wireshark: 'icmpv6',
  fields: { ...icmpv6Head(145), id: identifier, R, res: bits(15), addresses: list(ipv6()) },
  match: sameId,
}));

/** @see RFC 6275 §6.7 */
export const ICMPv6MPSol = layer('ICMPv6MPSol', () => ({
  title: 'ICMPv6 Mobile Prefix Solicitation',
  about: 'A mobile node asks for the prefixes of its home.',
  source: 'RFC 6275 §6.7',
  wireshark: 'icmpv6',
  fields: { ...icmpv6Head(146), id: identifier, res: u16() },
  match: sameId,
}));

/** @see RFC 6275 §6.8 */
export const ICMPv6MPAdv = layer('ICMPv6MPAdv', () => ({
  title: 'ICMPv6 Mobile Prefix Advertisement',
  about: "The prefixes of a mobile node's home.",
  source: 'RFC 6275 §6.8',
  wireshark: 'icmpv6',
  fields: {
    ...icmpv6Head(147),
    id: identifier,
    flags: bits(2, { default: 2, names: { O: 1, M: 2 } }),
    res: bits(14),
    options: ndOptions(),
  },
  columns: ndOptionColumns,
  match: sameId,
}));

/** The codes are DIS, DIO, DAO and so on; what they hold follows as payload. @see RFC 6550 §6 */
export const ICMPv6RPL = layer('ICMPv6RPL', () => ({
  title: 'RPL',
  about: 'Routing Protocol for Low-Power and Lossy Networks: the header of a message.',
  source: 'RFC 6550 §6',
  wireshark: 'icmpv6',
  fields: icmpv6Head(155, names({ DIS: 0, DIO: 1, DAO: 2, 'DAO-ACK': 3, DCO: 7, 'DCO-ACK': 8 })),
}));
