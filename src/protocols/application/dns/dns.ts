/** Domain Name System. */
import { mix } from '../../../bytes/hash.ts';
import { u16 } from '../../../packet/fields/integers.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { dnsClasses, dnsTypes } from '../../registries/dns.ts';
import { messageColumns, messageDirect } from './columns.ts';
import { rdataColumns } from './columns-rdata.ts';
import { answersQuestion, dnsHead, dnsSections, messageSummary, recordTail } from './message.ts';
import { dnsName } from './name-field.ts';

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
    ...recordTail(),
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
    ...dnsHead(1),
    ...dnsSections(
      () => DNSQR,
      () => DNSRR,
    ),
  },
  columns: { ...messageColumns, ...rdataColumns },
  direct: messageDirect,
  match: {
    about: 'the number, and the question; without one, an error',
    hash: (dns, _role, seed) => mix(seed, dns.id),
    answers: answersQuestion,
  },
  summary: (dns) => messageSummary('DNS', dns),
}));
