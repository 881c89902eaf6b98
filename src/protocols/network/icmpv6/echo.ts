/** Echo and extended echo over IPv6. */
import { bits, u16, u8 } from '../../../packet/fields/integers.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { mix } from '../../../bytes/hash.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { Matching } from '../../../packet/spec/spec.ts';
import { icmpv6Head } from './head.ts';

type Echo = { readonly type: number; readonly id: number; readonly seq: number };

/** A reply has the identifier and number of its request, and the next higher type. */
const sameEcho: Matching<Echo> = {
  about: 'a reply of the same kind, identifier and number',
  hash: (echo, _role, seed) => mix(mix(seed, echo.id), echo.seq),
  answers: (reply, request) =>
    (request.type === 128 || request.type === 160) &&
    reply.type === request.type + 1 &&
    reply.id === request.id &&
    reply.seq === request.seq,
};
const hexOf = (n: number): string => `0x${n.toString(16)}`;
const echoFields = (type: number) => ({
  ...icmpv6Head(type),
  id: u16({ hex: true, wireshark: 'icmpv6.echo.identifier' }),
  seq: u16({ hex: true, wireshark: 'icmpv6.echo.sequence_number' }),
  data: octets({ about: 'comes back as it was sent' }),
});

/** @see RFC 4443 §4.1 */
export const ICMPv6EchoRequest = layer('ICMPv6EchoRequest', () => ({
  title: 'ICMPv6 Echo Request',
  about: 'Ping.',
  source: 'RFC 4443 §4.1',
  wireshark: 'icmpv6',
  fields: echoFields(128),
  match: sameEcho,
  summary: (echo) => `ICMPv6 Echo Request (id: ${hexOf(echo.id)} seq: ${hexOf(echo.seq)})`,
}));

/** @see RFC 4443 §4.2 */
export const ICMPv6EchoReply = layer('ICMPv6EchoReply', () => ({
  title: 'ICMPv6 Echo Reply',
  about: 'The answer to a ping.',
  source: 'RFC 4443 §4.2',
  wireshark: 'icmpv6',
  fields: echoFields(129),
  match: sameEcho,
  summary: (echo) => `ICMPv6 Echo Reply (id: ${hexOf(echo.id)} seq: ${hexOf(echo.seq)})`,
}));

/** @see RFC 8335 §2 */
export const ICMPv6ExtEchoRequest = layer('ICMPv6ExtEchoRequest', () => ({
  title: 'ICMPv6 Extended Echo Request',
  about: 'Asks a node for the state of one of its interfaces.',
  source: 'RFC 8335 §2',
  wireshark: 'icmpv6',
  fields: {
    ...icmpv6Head(160),
    id: u16({ hex: true, wireshark: 'icmpv6.echo.identifier' }),
    seq: u8({ wireshark: 'icmpv6.ext.echo.seq' }),
    reserved: bits(7, { wireshark: 'icmpv6.ext.echo.req.res' }),
    local: bits(1, { wireshark: 'icmpv6.ext.echo.req.local', about: "1: the interface is the node's own" }),
  },
  match: sameEcho,
}));

/** @see RFC 8335 §3 */
export const ICMPv6ExtEchoReply = layer('ICMPv6ExtEchoReply', () => ({
  title: 'ICMPv6 Extended Echo Reply',
  about: 'The state of an interface.',
  source: 'RFC 8335 §3',
  wireshark: 'icmpv6',
  fields: {
    ...icmpv6Head(161),
    id: u16({ hex: true, wireshark: 'icmpv6.echo.identifier' }),
    seq: u8({ wireshark: 'icmpv6.ext.echo.seq' }),
    state: bits(3, { wireshark: 'icmpv6.ext.echo.rsp.state' }),
    reserved: bits(2, { wireshark: 'icmpv6.ext.echo.rsp.res' }),
    active: bits(1, { wireshark: 'icmpv6.ext.echo.rsp.active' }),
    ipv4: bits(1, { wireshark: 'icmpv6.ext.echo.rsp.ipv4' }),
    ipv6: bits(1, { wireshark: 'icmpv6.ext.echo.rsp.ipv6' }),
  },
  match: sameEcho,
}));
