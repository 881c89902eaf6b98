/** DNS's message as hosts on a link send it to all: Multicast DNS, and Link-local Multicast Name Resolution. */
import { mix } from '../../../bytes/hash.ts';
import { bits, u16 } from '../../../packet/fields/integers.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { dnsClasses, dnsOpcodes, dnsRcodes, dnsTypes } from '../../registries/dns.ts';
import { messageColumns, messageDirect } from './columns.ts';
import { rdataColumns } from './columns-rdata.ts';
import { DNSQR, DNSRR } from './dns.ts';
import { answersByName, answersQuestion, dnsHead, dnsSections, messageSummary, recordTail } from './message.ts';
import { dnsName } from './name-field.ts';

/** A question of Multicast DNS: the top bit of the class asks for an answer to the asker alone. @see RFC 6762 §18.12 */
export const MDNSQR = layer('MDNSQR', () => ({
  title: 'mDNS Question Record',
  about: 'A question of a Multicast DNS message.',
  source: 'RFC 6762 §18.12',
  fields: {
    qname: dnsName({ default: 'www.local.' }),
    qtype: u16({ default: 1, names: dnsTypes, wireshark: 'dns.qry.type' }),
    unicastresponse: bits(1, { about: '1: the answer may come to the asker alone' }),
    qclass: bits(15, { default: 1, names: dnsClasses }),
  },
}));

/** A record of Multicast DNS: the top bit of the class says that it replaces what was known. @see RFC 6762 §10.2, §18.13 */
export const MDNSRR = layer('MDNSRR', () => ({
  title: 'mDNS Resource Record',
  about: 'A resource record of a Multicast DNS message.',
  source: 'RFC 6762 §18.13',
  fields: {
    rrname: dnsName({ about: 'owner' }),
    type: u16({ default: 1, names: dnsTypes }),
    cacheflush: bits(1, { about: '1: forget other records of this name and type' }),
    rclass: bits(15, { default: 1, names: dnsClasses }),
    ...recordTail(),
  },
}));

/** A Multicast DNS message. @see RFC 6762 §18 */
export const MDNS = layer('MDNS', () => ({
  title: 'mDNS',
  about: 'Multicast DNS: names of the hosts and services on a link.',
  source: 'RFC 6762 §18',
  wireshark: 'mdns',
  greedy: true,
  fields: {
    ...dnsHead(0),
    ...dnsSections(
      () => MDNSQR,
      () => MDNSRR,
    ),
  },
  columns: {
    ...messageColumns,
    ...rdataColumns,
    'dns.qry.qu': ({ qd }) => qd.map((q) => q.unicastresponse === 1),
    'dns.resp.cache_flush': ({ an, ns, ar }) => [...an, ...ns, ...ar].map((r) => r.cacheflush === 1),
  },
  direct: messageDirect,
  match: { about: 'a record of a name and type that was asked for', hash: (_dns, _role, seed) => seed, answers: answersByName },
  summary: (dns) => messageSummary('mDNS', dns),
}));

const llmnrMessage = (qr: 0 | 1) => ({
  wireshark: 'llmnr',
  source: 'RFC 4795 §2.1.1',
  greedy: true,
  fields: {
    id: u16({ hex: true, wireshark: 'dns.id' }),
    qr: bits(1, { default: qr, about: '1: a response' }),
    opcode: bits(4, { names: dnsOpcodes }),
    c: bits(1, { about: 'conflict: the name is not unique' }),
    tc: bits(1, { about: 'truncated' }),
    t: bits(1, { about: 'tentative: the sender has not yet verified the name' }),
    z: bits(4),
    rcode: bits(4, { names: dnsRcodes }),
    ...dnsSections(
      () => DNSQR,
      () => DNSRR,
    ),
  },
  direct: messageDirect,
});

/** Wireshark's flags of LLMNR; the others of DNS have no meaning here. */
const llmnrColumns = () => {
  const {
    'dns.flags.authoritative': _aa,
    'dns.flags.recdesired': _rd,
    'dns.flags.recavail': _ra,
    'dns.flags.z': _z,
    'dns.flags.authenticated': _ad,
    'dns.flags.checkdisable': _cd,
    ...shared
  } = messageColumns;
  return {
    ...shared,
    ...rdataColumns,
    'dns.flags.conflict': ({ c }: { readonly c: number }) => c === 1,
    'dns.flags.tentative': ({ t }: { readonly t: number }) => t === 1,
  };
};

/** A question to all hosts of a link. @see RFC 4795 §2.1 */
export const LLMNRQuery = layer('LLMNRQuery', () => ({
  ...llmnrMessage(0),
  title: 'Link Local Multicast Node Resolution - Query',
  about: 'Link-local Multicast Name Resolution: a question to all hosts of a link.',
  columns: llmnrColumns(),
  match: { about: 'the number, and the question', hash: (dns, _role, seed) => mix(seed, dns.id), answers: answersQuestion },
  summary: (dns) => messageSummary('LLMNR', dns),
}));

/** The answer of the host that has the name. @see RFC 4795 §2.1 */
export const LLMNRResponse = layer('LLMNRResponse', () => ({
  ...llmnrMessage(1),
  title: 'Link Local Multicast Node Resolution - Response',
  about: 'Link-local Multicast Name Resolution: the answer of the host that has the name.',
  columns: llmnrColumns(),
  match: { about: 'the number, and the question', hash: (dns, _role, seed) => mix(seed, dns.id), answers: answersQuestion },
  summary: (dns) => messageSummary('LLMNR', dns),
}));
