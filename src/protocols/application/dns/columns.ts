/** Wireshark's fields of DNS messages: header, questions, and what all records have. Lists are in the packet's order. */
import { latin1, utf8, utf8Octets } from '../../../bytes/text.ts';
import type { LayerContext } from '../../../packet/spec/context.ts';
import type { ColumnValue, DirectColumn } from '../../../packet/spec/spec.ts';
import type { Rdata } from './rdata.ts';
import { ednsHeader } from './edns.ts';
import { HEADER_OCTETS, plainNameLength } from './names.ts';

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

const SRV = 33;
const OPT = 41;
const UPDATE = 5;

/** All records, in the packet's order. */
export const recordsOf = (dns: MessageView): readonly RecordView[] => [...dns.an, ...dns.ns, ...dns.ar];

const LETTERS: Readonly<Record<number, string>> = { 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r' };

/** Octets as Wireshark shows text: UTF-8 (what is none as U+FFFD), controls as C writes them. */
export function shownText(s: string | Uint8Array): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return (typeof s === 'string' ? s : utf8(s)).replace(/[\x00-\x1f\x7f-\x9f]/g, (c) => {
    const n = c.charCodeAt(0);
    return LETTERS[n] ?? (n < 128 ? `\\${n.toString(8).padStart(3, '0')}` : `\\u${n.toString(16).toUpperCase().padStart(4, '0')}`);
  });
}

/** The same of text that Wireshark takes for ASCII, and shows up to its first zero. */
export function shownAscii(s: string | Uint8Array): string {
  const octets = typeof s === 'string' ? utf8Octets(s) : s;
  const zero = octets.indexOf(0);
  return shownText(latin1(octets, 0, zero < 0 ? octets.length : zero).replace(/[\x80-\xff]/g, '\ufffd'));
}

/** The octets of a name as Wireshark shows it: no final dot, the root in words, no escapes. */
function shownOctets(name: string): string | Uint8Array {
  if (name === '.') return '<Root>';
  const bare = name.slice(0, -1);
  if (!bare.includes('\\')) return bare;
  return Uint8Array.from(bare.match(/\\\d{3}|\\?./g) ?? [], (c) => (c.length === 4 ? Number(c.slice(1)) : c.charCodeAt(c.length - 1)));
}

/** A name as Wireshark shows it. */
export const shownName = (name: string): string => shownText(shownOctets(name));

/** `0x0001`. */
export const hex = (n: number, digits = 4): string => `0x${n.toString(16).padStart(digits, '0')}`;

const flagsOf = (at: LayerContext): number => ((at.b[at.start + 2] as number) << 8) | (at.b[at.start + 3] as number);
const bit =
  (mask: number): MessageColumn =>
  (_dns, at) =>
    (flagsOf(at) & mask) !== 0;

const questions =
  (pick: (q: QuestionView) => ColumnValue): MessageColumn =>
  (dns) =>
    dns.qd.map(pick);
const options =
  (pick: (h: ReturnType<typeof ednsHeader>) => ColumnValue): MessageColumn =>
  (dns) =>
    recordsOf(dns)
      .filter((r) => r.type === OPT)
      .map((r) => pick(ednsHeader(r)));
/** The class and the time to live of OPT are something else. */
const usual =
  (pick: (r: RecordView) => ColumnValue): MessageColumn =>
  (dns) =>
    recordsOf(dns)
      .filter((r) => r.type !== OPT)
      .map(pick);

/** Service, protocol or domain of `_sip._udp.example.org` (RFC 2782). */
function ownerPart(i: 0 | 1 | 2): MessageColumn {
  return (dns) =>
    recordsOf(dns)
      .filter((r) => r.type === SRV)
      .map((r) => /^([^.]*)(?:\.([^.]*)(?:\.(.*))?)?$/s.exec(shownName(r.rrname))?.[i + 1]);
}

/** A count under its name for queries, or under the one for updates (RFC 2136 §2.2). */
const count =
  (field: 'qdcount' | 'ancount' | 'nscount', update: boolean): MessageColumn =>
  (dns) =>
    (dns.opcode === UPDATE) === update ? dns[field] : undefined;

const nameLengths = questions((q) => measured(q.qname, (octets) => octets.length));

export const messageColumns = {
  'dns.flags': (_dns, at) => hex(flagsOf(at)),
  'dns.flags.response': bit(0x8000),
  'dns.flags.opcode': (dns) => dns.opcode,
  'dns.flags.authoritative': responseBit(0x0400),
  'dns.flags.truncated': bit(0x0200),
  'dns.flags.recdesired': bit(0x0100),
  'dns.flags.recavail': responseBit(0x0080),
  'dns.flags.z': bit(0x0040),
  // Of queries only where it is set.
  'dns.flags.authenticated': (_dns, at) => ((flagsOf(at) & 0x8020) === 0 ? undefined : (flagsOf(at) & 0x20) !== 0),
  'dns.flags.checkdisable': bit(0x0010),
  'dns.flags.rcode': (_dns, at) => ((flagsOf(at) & 0x8000) === 0 ? undefined : flagsOf(at) & 15),
  'dns.count.queries': count('qdcount', false),
  'dns.count.zones': count('qdcount', true),
  'dns.count.answers': count('ancount', false),
  'dns.count.prerequisites': count('ancount', true),
  'dns.count.auth_rr': count('nscount', false),
  'dns.count.updates': count('nscount', true),
  'dns.qry.name': questions((q) => shownName(q.qname)),
  'dns.qry.name.len': nameLengths,
  'dns.count.labels': questions((q) => measured(q.qname, (octets) => octets.filter((c) => c === DOT).length + 1)),
  'dns.qry.class': questions((q) => hex(q.qclass)),
  // The owner of an SRV record is shown in its three parts.
  'dns.resp.name': (dns) =>
    recordsOf(dns)
      .filter((r) => r.type !== SRV)
      .map((r) => shownName(r.rrname)),
  'dns.srv.service': ownerPart(0),
  'dns.srv.proto': ownerPart(1),
  'dns.srv.name': ownerPart(2),
  // Wireshark gives the types in the bitmaps of NSEC and its like under the same name.
  'dns.resp.type': (dns) => recordsOf(dns).flatMap((r) => [r.type, ...bitmapTypes(r.rdata)]),
  'dns.resp.class': usual((r) => hex(r.rclass)),
  'dns.resp.ttl': usual((r) => r.ttl),
  'dns.rr.udp_payload_size': options((h) => h.udpSize),
  'dns.resp.ext_rcode': options((h) => hex(h.extendedRcode, 2)),
  'dns.resp.edns0_version': options((h) => h.version),
  'dns.resp.z': options((h) => hex(h.z)),
  'dns.resp.z.do': options((h) => h.do),
  'dns.resp.z.reserved': options((h) => hex(h.z & 0x7fff)),
} satisfies Record<string, MessageColumn>;

const DOT = 46;

/** A number of the shown name's octets. Wireshark gives 0 for a name of one. */
function measured(name: string, of: (octets: Uint8Array) => number): number {
  const shown = shownOctets(name);
  const octets = typeof shown === 'string' ? utf8Octets(shown) : shown;
  return octets.length === 1 ? 0 : of(octets);
}

function bitmapTypes(data: Rdata): readonly number[] {
  return typeof data === 'object' && 'typebitmaps' in data ? data.typebitmaps : [];
}

/** A bit that only responses have. */
function responseBit(mask: number): MessageColumn {
  return (_dns, at) => ((flagsOf(at) & 0x8000) === 0 ? undefined : (flagsOf(at) & mask) !== 0);
}

/** Most messages have one question, whose name is plain. */
export const messageDirect: Readonly<Record<string, DirectColumn>> = {
  'dns.qry.name.len': (b, start, end) =>
    b[start + 4] === 0 && b[start + 5] === 1 ? plainNameLength(b, start + HEADER_OCTETS, end) : undefined,
};
