/** Netlink messages: the header that all have, and how bodies are written and read by their specs. linux/netlink.h. */
import { flags, u16le, u32le } from '../../../packet/fields/integers.ts';
import { readRecord } from '../../../packet/fields/nested.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { GivenOf, Layer, ViewOf } from '../../../packet/spec/spec.ts';
import { OctetWriter } from '../../../packet/spec/octet-writer.ts';

/** Message types that belong to netlink itself. */
export const NLMSG_NOOP = 1;
export const NLMSG_ERROR = 2;
export const NLMSG_DONE = 3;

/** Flags of every message … */
export const NLM_F_REQUEST = 0x001;
export const NLM_F_ACK = 0x004;
/** … of answers (the table changed while it was listed) … */
export const NLM_F_DUMP_INTR = 0x010;
/** … of requests for a listing … */
export const NLM_F_DUMP = 0x300;
/** … and of requests for something new. */
export const NLM_F_REPLACE = 0x100;
export const NLM_F_EXCL = 0x200;
export const NLM_F_CREATE = 0x400;
export const NLM_F_APPEND = 0x800;

export const HEADER_OCTETS = 16;

/** struct nlmsghdr */
export const NetlinkHeader = layer('NetlinkHeader', () => ({
  about: 'The header of every netlink message.',
  source: 'RFC 3549 §2.3.2; linux/netlink.h',
  fields: {
    len: u32le({ measures: 'layer' }),
    type: u16le(),
    flags: flags(
      16,
      ['REQUEST', 'MULTI', 'ACK', 'ECHO', 'DUMP_INTR', 'DUMP_FILTERED', '', '', 'ROOT', 'MATCH', 'ATOMIC', 'APPEND'],
      {},
      { little: true },
    ),
    seq: u32le(),
    pid: u32le(),
  },
}));

/** A message: its type and flags, and its body's octets. */
export interface NetlinkMessage {
  readonly type: number;
  readonly flags: number;
  readonly body: Uint8Array;
}

/** A message as it came. The body lies in the socket's buffer until it is copied. */
export interface ReceivedMessage extends NetlinkMessage {
  readonly seq: number;
  readonly pid: number;
}

let writer: OctetWriter | undefined;

/** A body, from values: `bodyOf(RouteMessage, { family: 2, attributes: { … } })`. Fresh octets. */
export function bodyOf<L extends Layer<any, any, any>>(spec: L, values: GivenOf<L>): Uint8Array {
  writer ??= new OctetWriter();
  const w = writer;
  w.begin();
  try {
    spec.code.write(w, values, 0);
    return w.b.subarray(w.start, w.q);
  } catch (error) {
    w.abandon();
    throw error;
  }
}

/** A body, read: a view, valid as long as the octets are. Undefined when there are fewer than the spec's fixed part needs. */
export function readBody<L extends Layer<any, any, any>>(spec: L, body: Uint8Array): Readonly<ViewOf<L>> | undefined {
  return body.length < spec.layout.minimum ? undefined : (readRecord(spec, body, 0, body.length, 0) as unknown as Readonly<ViewOf<L>>);
}

/** The values of a body that was read, to be written again: `bodyOf(spec, { ...valuesOf(spec, view), flags: 0 })`. */
export function valuesOf<L extends Layer<any, any, any>>(spec: L, view: Readonly<ViewOf<L>>): GivenOf<L> {
  const fields = view as Readonly<Record<string, unknown>>;
  return Object.fromEntries(spec.layout.slots.map(({ name }) => [name, fields[name]])) as GivenOf<L>;
}

/** A message that asks for something. */
export function request<L extends Layer<any, any, any>>(type: number, flagBits: number, spec: L, values: GivenOf<L>): NetlinkMessage {
  return { type, flags: flagBits | NLM_F_REQUEST, body: bodyOf(spec, values) };
}

/** The octets of messages, one behind another; each gets the number after the one before, from `seq` on. */
export function encodeMessages(messages: readonly NetlinkMessage[], seq: number): Uint8Array {
  const padded = (n: number): number => (n + 3) & ~3;
  const out = new Uint8Array(messages.reduce((sum, { body }) => sum + HEADER_OCTETS + padded(body.length), 0));
  let at = 0;
  messages.forEach(({ type, flags: flagBits, body }, i) => {
    out.set(bodyOf(NetlinkHeader, { len: HEADER_OCTETS + body.length, type, flags: flagBits, seq: (seq + i) >>> 0 }), at);
    out.set(body, at + HEADER_OCTETS);
    at += HEADER_OCTETS + padded(body.length);
  });
  return out;
}

/** The messages in what one recvmsg gave. What is cut short at the end is left out. */
export function decodeMessages(b: Uint8Array, length: number): ReceivedMessage[] {
  const out: ReceivedMessage[] = [];
  for (let at = 0; at + HEADER_OCTETS <= length; ) {
    const { len, type, flags: flagBits, seq, pid } = readRecord(NetlinkHeader, b, at, length, 0) as unknown as ViewOf<typeof NetlinkHeader>;
    if (len < HEADER_OCTETS || at + len > length) break;
    out.push({ type, flags: flagBits.value, seq, pid, body: b.subarray(at + HEADER_OCTETS, at + len) });
    at += (len + 3) & ~3;
  }
  return out;
}
