/** What DNS, mDNS and LLMNR have in common: counts, sections, and how an answer is known. */
import { bits, u16, u32 } from '../../../packet/fields/integers.ts';
import { octets } from '../../../packet/fields/octets.ts';
import type { AnyLayer } from '../../../packet/spec/spec.ts';
import { dnsOpcodes, dnsRcodes } from '../../registries/dns.ts';
import type { QuestionView, RecordView } from './columns.ts';
import { rdata } from './rdata.ts';
import { section } from './section.ts';

/** What stands behind the class of a record. */
export function recordTail() {
  return {
    ttl: u32({ about: 'seconds' }),
    rdlen: u16({ measures: 'rdata' as const, wireshark: 'dns.resp.len' }),
    rdata: rdata(),
  };
}

/** Identifier, flags and response code as DNS has them; mDNS, too. @see RFC 1035 §4.1.1; RFC 4035 §3.2 (AD, CD) */
export const dnsHead = (recursion: 0 | 1) => ({
  id: u16({ hex: true, wireshark: 'dns.id' }),
  qr: bits(1, { about: '1: a response' }),
  opcode: bits(4, { names: dnsOpcodes }),
  aa: bits(1, { about: 'authoritative answer' }),
  tc: bits(1, { about: 'truncated' }),
  rd: bits(1, { default: recursion, about: 'recursion desired' }),
  ra: bits(1, { about: 'recursion available' }),
  z: bits(1),
  ad: bits(1, { about: 'authentic data' }),
  cd: bits(1, { about: 'checking disabled' }),
  rcode: bits(4, { names: dnsRcodes, about: 'lower 4 bits; an OPT record may have 8 more' }),
});

/** The counts, the four sections, and octets behind them. */
export const dnsSections = <Q extends AnyLayer, R extends AnyLayer>(question: () => Q, record: () => R) => ({
  qdcount: u16({ counts: 'qd' as const }),
  ancount: u16({ counts: 'an' as const }),
  nscount: u16({ counts: 'ns' as const }),
  arcount: u16({ counts: 'ar' as const, wireshark: 'dns.count.add_rr' }),
  qd: section(question, 'questions', { default: [{}], about: 'questions' }),
  an: section(record, 'records', { about: 'answers' }),
  ns: section(record, 'records', { about: 'authority' }),
  ar: section(record, 'records', { about: 'additional' }),
  rest: octets({ about: 'octets after the counted records, or from the first that cannot be read' }),
});

interface Message {
  readonly id: number;
  readonly qr: number;
  readonly rcode: number;
  readonly qd: readonly QuestionView[];
  readonly an: readonly RecordView[];
}

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Whether the question comes back as it was asked (RFC 5452 §9.1); some errors leave it out. */
export function answersQuestion(reply: Message, request: Message): boolean {
  if (reply.qr !== 1 || request.qr !== 0 || reply.id !== request.id) return false;
  const asked = request.qd[0],
    answered = reply.qd[0];
  if (asked === undefined || answered === undefined) return reply.rcode !== 0 || asked === answered;
  return asked.qtype === answered.qtype && asked.qclass === answered.qclass && sameName(asked.qname, answered.qname);
}

/** Whether one of the records is what one of the questions asks for: answers of mDNS have no question (RFC 6762 §6). */
export const answersByName = (reply: Message, request: Message): boolean =>
  reply.qr === 1 &&
  request.qr === 0 &&
  reply.an.some((r) => request.qd.some((q) => (q.qtype === r.type || q.qtype === ANY) && sameName(q.qname, r.rrname)));

const ANY = 255;

/** The line of `summary()`, as scapy has it for DNS. */
export function messageSummary(name: string, dns: Message): string {
  if (dns.qr === 0) {
    const q = dns.qd[0];
    return q === undefined ? `${name} Qry` : `${name} Qry "${q.qname}"`;
  }
  const first = dns.an[0]?.rdata;
  return typeof first === 'string' ? `${name} Ans "${first}"` : `${name} Ans`;
}
