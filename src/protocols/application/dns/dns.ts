/** Domain Name System. */
import { bits, u16, u32 } from '../../../packet/fields/integers.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { mix } from '../../../bytes/hash.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { dnsClasses, dnsOpcodes, dnsRcodes, dnsTypes } from '../../registries/dns.ts';
import { messageColumns, messageDirect } from './columns.ts';
import { rdataColumns } from './columns-rdata.ts';
import { dnsName } from './name-field.ts';
import { rdata } from './rdata.ts';
import { section } from './section.ts';

/** A question. @see RFC 1035 §4.1.2 */
export const DNSQR = layer('DNSQR', () => ({
  title: 'DNS Question Record',
  about: 'A question of a DNS message.',
  source: 'RFC 1035 §4.1.2',
  fields: {
    qname: dnsName({ default: 'www.example.com.' }),
    qtype: u16({ default: 1, names: dnsTypes, wireshark: 'dns.qry.type' }),
    qclass: u16({ default: 1, names: dnsClasses }),
  },
}));

/** A resource record. In an OPT record the class and the time to live mean something else: `ednsHeader(record)`. @see RFC 1035 §4.1.3; RFC 6891 §6.1.2 */
export const DNSRR = layer('DNSRR', () => ({
  title: 'DNS Resource Record',
  about: 'A resource record of a DNS message.',
  source: 'RFC 1035 §4.1.3',
  fields: {
    rrname: dnsName({ about: 'owner' }),
    type: u16({ default: 1, names: dnsTypes }),
    rclass: u16({ default: 1, names: dnsClasses }),
    ttl: u32({ about: 'seconds' }),
    rdlen: u16({ measures: 'rdata', wireshark: 'dns.resp.len' }),
    rdata: rdata(),
  },
}));

/**
 * A DNS message. Names are presentation text with the final dot (`www.example.com.`); those read may have been
 * compressed, those given are written in full, as scapy does (`compress()` shortens them). A message crafted without
 * `qd` asks scapy's question; `qd: []` asks none.
 * @see RFC 1035 §4.1; RFC 4035 §3.2 (AD, CD)
 */
export const DNS = layer('DNS', () => ({
  about: 'Domain Name System.',
  source: 'RFC 1035 §4.1',
  wireshark: 'dns',
  greedy: true,
  fields: {
    id: u16({ hex: true, wireshark: 'dns.id' }),
    qr: bits(1, { about: '1: a response' }),
    opcode: bits(4, { names: dnsOpcodes }),
    aa: bits(1, { about: 'authoritative answer' }),
    tc: bits(1, { about: 'truncated' }),
    rd: bits(1, { default: 1, about: 'recursion desired' }),
    ra: bits(1, { about: 'recursion available' }),
    z: bits(1),
    ad: bits(1, { about: 'authentic data' }),
    cd: bits(1, { about: 'checking disabled' }),
    rcode: bits(4, { names: dnsRcodes, about: 'lower 4 bits; an OPT record may have 8 more' }),
    qdcount: u16({ counts: 'qd' }),
    ancount: u16({ counts: 'an' }),
    nscount: u16({ counts: 'ns' }),
    arcount: u16({ counts: 'ar', wireshark: 'dns.count.add_rr' }),
    qd: section(() => DNSQR, 'questions', { default: [{}], about: 'questions' }),
    an: section(() => DNSRR, 'records', { about: 'answers' }),
    ns: section(() => DNSRR, 'records', { about: 'authority' }),
    ar: section(() => DNSRR, 'records', { about: 'additional' }),
    rest: octets({ about: 'octets after the counted records, or from the first that cannot be read' }),
  },
  columns: { ...messageColumns, ...rdataColumns },
  direct: messageDirect,
  match: {
    hash: (dns, _role, seed) => mix(seed, dns.id),
    // The question comes back as it was asked (RFC 5452 §9.1); some errors leave it out.
    answers: (reply, request) => {
      if (reply.qr !== 1 || request.qr !== 0 || reply.id !== request.id) return false;
      const asked = request.qd[0],
        answered = reply.qd[0];
      if (asked === undefined || answered === undefined) return reply.rcode !== 0 || asked === answered;
      return (
        asked.qtype === answered.qtype && asked.qclass === answered.qclass && asked.qname.toLowerCase() === answered.qname.toLowerCase()
      );
    },
  },
  summary: (dns) => {
    if (dns.qr === 0) {
      const q = dns.qd[0];
      return q === undefined ? 'DNS Qry' : `DNS Qry "${q.qname}"`;
    }
    const first = dns.an[0]?.rdata;
    return typeof first === 'string' ? `DNS Ans "${first}"` : 'DNS Ans';
  },
}));
