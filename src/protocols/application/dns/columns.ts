/** Wireshark's fields of DNS messages: header, questions, and what all records have. Lists are in the packet's order. */
import type { LayerContext } from '../../../packet/frame.ts';
import type { ColumnValue } from '../../../packet/spec.ts';
import type { Rdata } from './rdata.ts';
import { ednsHeader } from './edns.ts';

export interface QuestionView {
  readonly qname: string;
  readonly qtype: number;
  readonly qclass: number;
}

export interface RecordView {
  readonly rrname: string;
  readonly type: number;
  readonly rclass: number;
  readonly ttl: number;
  readonly rdlen: number;
  readonly rdata: Rdata;
}

/** What the columns read of a message. */
export interface MessageView {
  readonly opcode: number;
  readonly qdcount: number;
  readonly ancount: number;
  readonly nscount: number;
  readonly qd: readonly QuestionView[];
  readonly an: readonly RecordView[];
  readonly ns: readonly RecordView[];
  readonly ar: readonly RecordView[];
}

export type MessageColumn = (dns: MessageView, at: LayerContext) => ColumnValue | readonly ColumnValue[];

const OPT = 41;
const UPDATE = 5;

/** All records, in the packet's order. */
export const recordsOf = (dns: MessageView): readonly RecordView[] => [...dns.an, ...dns.ns, ...dns.ar];

/** A name as Wireshark shows it: no final dot, the root in words, escapes undone. */
export function shownName(name: string): string {
  if (name === '.') return '<Root>';
  const bare = name.slice(0, -1);
  return bare.includes('\\') ? bare.replace(/\\(\d{3}|.)/g, (_all, c: string) => (c.length === 3 ? String.fromCharCode(Number(c)) : c)) : bare;
}

/** `0x0001`. */
export const hex = (n: number, digits = 4): string => `0x${n.toString(16).padStart(digits, '0')}`;

const flagsOf = (at: LayerContext): number => ((at.b[at.start + 2] as number) << 8) | (at.b[at.start + 3] as number);
const bit = (mask: number): MessageColumn => (_dns, at) => (flagsOf(at) & mask) !== 0;

const questions = (pick: (q: QuestionView) => ColumnValue): MessageColumn => (dns) => dns.qd.map(pick);
const records = (pick: (r: RecordView) => ColumnValue): MessageColumn => (dns) => recordsOf(dns).map(pick);
const options = (pick: (h: ReturnType<typeof ednsHeader>) => ColumnValue): MessageColumn => (dns) => recordsOf(dns).filter((r) => r.type === OPT).map((r) => pick(ednsHeader(r)));
/** The class and the time to live of OPT are something else. */
const usual = (pick: (r: RecordView) => ColumnValue): MessageColumn => (dns) => recordsOf(dns).filter((r) => r.type !== OPT).map(pick);

/** A count under its name for queries, or under the one for updates (RFC 2136 §2.2). */
const count = (field: 'qdcount' | 'ancount' | 'nscount', update: boolean): MessageColumn => (dns) => ((dns.opcode === UPDATE) === update ? dns[field] : undefined);

export const messageColumns = {
  'dns.flags': (_dns, at) => hex(flagsOf(at)),
  'dns.flags.response': bit(0x8000),
  'dns.flags.opcode': (dns) => dns.opcode,
  'dns.flags.authoritative': responseBit(0x0400),
  'dns.flags.truncated': bit(0x0200),
  'dns.flags.recdesired': bit(0x0100),
  'dns.flags.recavail': responseBit(0x0080),
  'dns.flags.z': bit(0x0040),
  'dns.flags.authenticated': responseBit(0x0020),
  'dns.flags.checkdisable': bit(0x0010),
  'dns.flags.rcode': (_dns, at) => ((flagsOf(at) & 0x8000) === 0 ? undefined : flagsOf(at) & 15),
  'dns.count.queries': count('qdcount', false),
  'dns.count.zones': count('qdcount', true),
  'dns.count.answers': count('ancount', false),
  'dns.count.prerequisites': count('ancount', true),
  'dns.count.auth_rr': count('nscount', false),
  'dns.count.updates': count('nscount', true),
  'dns.qry.name': questions((q) => shownName(q.qname)),
  'dns.qry.name.len': questions((q) => shownName(q.qname).length),
  'dns.count.labels': questions((q) => q.qname.replaceAll(/\\(\d{3}|.)/g, '').split('.').length - (q.qname === '.' ? 2 : 1)),
  'dns.qry.type': questions((q) => q.qtype),
  'dns.qry.class': questions((q) => hex(q.qclass)),
  'dns.resp.name': records((r) => shownName(r.rrname)),
  // Wireshark gives the types in NSEC's bitmaps under the same name.
  'dns.resp.type': (dns) => recordsOf(dns).flatMap((r) => [r.type, ...bitmapTypes(r.rdata)]),
  'dns.resp.class': usual((r) => hex(r.rclass)),
  'dns.resp.ttl': usual((r) => r.ttl),
  'dns.resp.len': records((r) => r.rdlen),
  'dns.rr.udp_payload_size': options((h) => h.udpSize),
  'dns.resp.ext_rcode': options((h) => hex(h.extendedRcode, 2)),
  'dns.resp.edns0_version': options((h) => h.version),
  'dns.resp.z': options((h) => hex(h.z)),
  'dns.resp.z.do': options((h) => h.do),
  'dns.resp.z.reserved': options((h) => hex(h.z & 0x7fff)),
} satisfies Record<string, MessageColumn>;

function bitmapTypes(data: Rdata): readonly number[] {
  return typeof data === 'object' && 'typebitmaps' in data ? data.typebitmaps : [];
}

/** A bit that only responses have. */
function responseBit(mask: number): MessageColumn {
  return (_dns, at) => ((flagsOf(at) & 0x8000) === 0 ? undefined : (flagsOf(at) & mask) !== 0);
}
