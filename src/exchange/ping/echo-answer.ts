/** What comes in, read as an answer to an echo request: a reply, or an error that quotes one. */
import type { Packet } from '../../packet/laid/packet.ts';
import { objectOf } from '../../packet/object/packet-object.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { ICMP } from '../../protocols/network/icmp/icmp.ts';
import { ICMPv6EchoReply } from '../../protocols/network/icmpv6/echo.ts';
import { ICMPv6DestUnreach, ICMPv6PacketTooBig, ICMPv6ParamProblem, ICMPv6TimeExceeded } from '../../protocols/network/icmpv6/errors.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { ICMPerror, ICMPv6error, IPerror, IPerror6 } from '../../protocols/network/quoted.ts';
import type { PingError, PingReply } from './ping-events.ts';

const ECHO_REPLY = 0;
const ECHO_REQUEST = 8;
const ECHO_REQUEST6 = 128;
/** Source quench and redirect: the request goes on its way (RFC 792). */
export const isAdvice = (type: number): boolean => type === 4 || type === 5;

/** Octets of an echo message in front of its data. */
const ECHO_HEADER = 8;

/** A reply as it stands in the packet; what the request has to do with it is told by others. */
export type ReplyRead = Pick<PingReply, 'from' | 'octets' | 'ttl' | 'route' | 'stamps' | 'badChecksum'> & {
  readonly kind: 'reply';
  /** Whether whoever receives the packet may write itself down, too, and where: the host that a pre-specified option names next. */
  readonly room?: { readonly for: string | undefined };
  /** Whoever receives the packet had wanted to write its time down, and there is no room. */
  readonly isFull?: boolean;
  readonly id: number;
  /** 16 bits. */
  readonly seq: number;
  readonly data: Uint8Array;
};
export type ErrorRead = Omit<PingError, 'atMs' | 'packet' | 'reason'> & { readonly id: number; readonly to: string };

/** Undefined where it is neither. */
export function echoAnswer(p: Packet): ReplyRead | ErrorRead | undefined {
  return p.has(IP) ? ofIpv4(p) : p.has(IPv6) ? ofIpv6(p) : undefined;
}

function ofIpv4(p: Packet): ReplyRead | ErrorRead | undefined {
  const ip = p.get(IP),
    icmp = p.get(ICMP);
  if (ip === undefined || icmp === undefined) return undefined;
  const { src: from } = ip;
  if (icmp.type === ECHO_REPLY) {
    const { octets, data } = messageOf(p, ICMP);
    return {
      kind: 'reply',
      id: icmp.id ?? 0,
      seq: Number(icmp.seq ?? 0),
      from,
      ttl: ip.ttl,
      octets,
      data,
      badChecksum: hasBadChecksum(p),
      ...written(ip.options as readonly (readonly unknown[])[]),
    };
  }
  const quote = p.get(ICMPerror),
    about = p.get(IPerror);
  if (quote?.type !== ECHO_REQUEST || about === undefined || quote.id === undefined) return undefined;
  const { type, code } = icmp;
  return {
    kind: 'error',
    id: quote.id,
    seq: Number(quote.seq ?? 0),
    from,
    to: about.dst,
    type,
    code,
    ...(type === 3 && code === 4 && { mtu: icmp.nexthopmtu ?? 0 }),
    ...(type === 5 && icmp.gw !== undefined && { gateway: icmp.gw }),
    ...(type === 12 && { pointer: icmp.ptr ?? 0 }),
  };
}

function ofIpv6(p: Packet): ReplyRead | ErrorRead | undefined {
  const ip = p.get(IPv6);
  if (ip === undefined) return undefined;
  const { src: from } = ip;
  const reply = p.get(ICMPv6EchoReply);
  if (reply !== undefined) {
    const { octets, data } = messageOf(p, ICMPv6EchoReply);
    return { kind: 'reply', id: reply.id, seq: reply.seq, from, ttl: ip.hlim, octets, data, badChecksum: hasBadChecksum(p) };
  }
  const quote = p.get(ICMPv6error),
    about = p.get(IPerror6);
  if (quote?.type !== ECHO_REQUEST6 || quote.id === undefined || about === undefined) return undefined;
  const tooBig = p.get(ICMPv6PacketTooBig),
    problem = p.get(ICMPv6ParamProblem);
  const error = p.get(ICMPv6DestUnreach) ?? p.get(ICMPv6TimeExceeded) ?? tooBig ?? problem;
  if (error === undefined) return undefined;
  return {
    kind: 'error',
    id: quote.id,
    seq: quote.seq ?? 0,
    from,
    to: about.dst,
    type: error.type,
    code: error.code,
    ...(tooBig !== undefined && { mtu: tooBig.mtu }),
    ...(problem !== undefined && { pointer: problem.ptr }),
  };
}

/** Octets of the message, up to where IP says that it ends. */
function messageOf(p: Packet, layer: AnyLayer): { octets: number; data: Uint8Array } {
  const object = objectOf(p);
  const i = object.shape.layers.indexOf(layer);
  const from = object.locate(i),
    to = object.limit(i);
  return { octets: to - from, data: object.b.subarray(Math.min(from + ECHO_HEADER, to), to) };
}

const hasBadChecksum = (p: Packet): boolean =>
  p.issuesWith({ checksums: true }).some(({ kind, layer }) => kind === 'checksum' && layer.startsWith('ICMP'));

interface Route {
  readonly pointer: number;
  readonly routers: readonly string[];
}
interface Times {
  readonly pointer: number;
  readonly oflw: number;
  readonly flg: number;
  readonly stamps: readonly number[] | readonly { readonly address: string; readonly time: number }[];
}

/** What routers wrote into the options, up to where the pointer stands, and whether there is room for one more (RFC 791 §3.1). */
function written(options: readonly (readonly unknown[])[]): Pick<ReplyRead, 'route' | 'stamps' | 'room' | 'isFull'> {
  for (const [name, value] of options) {
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) continue;
    if (name === 'RR') {
      const { pointer, routers } = value as Route;
      const filled = Math.max(0, (pointer >> 2) - 1);
      return { route: routers.slice(0, filled), ...(filled < routers.length && { room: { for: undefined } }) };
    }
    if (name === 'Timestamp') {
      const { pointer, oflw, flg, stamps } = value as Times;
      const list = [...stamps].map((one) => (typeof one === 'number' ? { time: one } : { address: one.address, time: one.time }));
      const filled = Math.max(0, Math.floor((pointer - 5) / (flg === 0 ? 4 : 8)));
      const next = flg === PRESPECIFIED ? stamps[filled] : undefined;
      const room = filled < list.length && { room: { for: typeof next === 'object' ? next.address : undefined } };
      const full = filled >= list.length && flg !== PRESPECIFIED && { isFull: true };
      return { stamps: { list: list.slice(0, filled), missed: oflw }, ...room, ...full };
    }
  }
  return {};
}

/** Only the hosts that are named write their times down. */
const PRESPECIFIED = 3;

/** The last one that writes itself down is who receives it: so does a kernel before its programs see the packet. */
export function withReceiver(
  { room, isFull = false, ...read }: Omit<ReplyRead, 'id' | 'data'>,
  own: string | undefined,
  atMs: number,
): Omit<ReplyRead, 'id' | 'data' | 'room' | 'isFull'> {
  if (isFull && read.stamps !== undefined)
    return { ...read, stamps: { ...read.stamps, missed: Math.min(MOST_MISSED, read.stamps.missed + 1) } };
  if (room === undefined || own === undefined || (room.for !== undefined && room.for !== own)) return read;
  if (read.route !== undefined) return { ...read, route: [...read.route, own] };
  if (read.stamps === undefined) return read;
  const time = Math.floor(atMs % DAY_MS);
  const hasAddresses = read.stamps.list[0]?.address !== undefined;
  return { ...read, stamps: { ...read.stamps, list: [...read.stamps.list, hasAddresses ? { address: own, time } : { time }] } };
}

const DAY_MS = 86_400_000;
/** RFC 791 §3.1: they are counted in 4 bits. */
const MOST_MISSED = 15;
