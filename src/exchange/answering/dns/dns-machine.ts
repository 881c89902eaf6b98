/** A DNS server that knows what a table says, and nothing else. */
import { checkOptions } from '../../../bytes/known-options.ts';
import { type Random, secureRandom } from '../../../bytes/random.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import { compress } from '../../../protocols/application/dns/compress.ts';
import { DNS } from '../../../protocols/application/dns/dns.ts';
import { ednsHeader } from '../../../protocols/application/dns/edns.ts';
import { DNSRROPT } from '../../../protocols/application/dns/records.ts';
import { packet } from '../../../protocols/protocols.ts';
import { dnsClasses, dnsRcodes, dnsTypes } from '../../../protocols/registries/dns.ts';
import { UDP } from '../../../protocols/transport/udp.ts';
import { type DnsMessage, optOf, readMessage } from '../../clients/dns/question.ts';
import { type AnsweringMachine, answeringMachine } from '../answering-machine.ts';
import type { OwnAddress } from '../icmp-echo-machine.ts';
import { isForOurs, replyHeaders } from '../reply-headers.ts';
import { DnsOverTcp } from './dns-over-tcp.ts';
import { type DnsZone, type GivenRr, type ZoneAnswer, ZoneTable } from './zone.ts';

/** What a DNS machine knows. */
export interface DnsMachineOptions extends OwnAddress {
  readonly zone: DnsZone;
  /** Default 53. */
  readonly port?: number;
  /** Addresses have names, too: PTR records are made of the A and AAAA records. Default false. */
  readonly reverse?: boolean;
  /** Largest answer, octets: it says so to who asks with EDNS, and cuts longer ones short. Default 1232. */
  readonly size?: number;
  /** Answer over TCP, too: what was cut short is asked for there. Neither the kernel nor a `tcpSynMachine` may have the address: both refuse. Default true. */
  readonly tcp?: boolean;
  /** Where sequence numbers of TCP come from. Default: what cannot be guessed. */
  readonly random?: Random;
}

const SIZE = 1232;
/** RFC 1035 §4.2.1: without EDNS. */
const PLAIN_SIZE = 512;
const rcode = (name: string): number => dnsRcodes.value(name) as number;
const NOTHING: ZoneAnswer = { rcode: 0, authoritative: false, an: [], ns: [], ar: [] };
const UPPER_BITS = 4;

/**
 * A DNS server over UDP and TCP, IPv4 and IPv6, that answers from a zone of its own: aliases, wildcards, delegations, and what there is not (where the zone has an SOA
 * record). It speaks EDNS, and truncates what is too long.
 *
 * @see RFC 1034 §4.3.2; RFC 1035 §4.1; RFC 2308; RFC 4592; RFC 6891
 */
export function dnsMachine(o: DnsMachineOptions): AnsweringMachine {
  checkOptions('dnsMachine', o, { isOurs: true, zone: true, port: true, reverse: true, size: true, tcp: true, random: true });
  const { isOurs, zone, port = 53, reverse = false, size = SIZE, tcp = true, random } = o;
  const table = new ZoneTable(zone, reverse);
  const lookUp: LookUp = ({ qname, qtype }) => table.answer(qname, qtype);
  const stream = tcp
    ? new DnsOverTcp({ isOurs, port, random: random ?? secureRandom(), answer: (question) => octetsReply(question, size, lookUp, true) })
    : undefined;
  return answeringMachine({
    name: 'DNS',
    isRequest: (received) =>
      (stream?.isFor(received) === true || (received.get(UDP)?.dport === port && received.get(DNS)?.qr === 0)) &&
      isForOurs(received, isOurs),
    makeReply: (received) => {
      if (stream?.isFor(received) === true) return stream.reply(received);
      const udp = received.get(UDP),
        dns = received.get(DNS);
      const headers = replyHeaders(received, isOurs);
      if (udp === undefined || dns === undefined || headers === undefined) return undefined;
      const make = (fields: object): Packet =>
        packet(...headers, UDP({ sport: udp.dport, dport: udp.sport }), DNS(fields)) as unknown as Packet;
      return dnsReply(dns, size, lookUp, make);
    },
  });
}

/** What a DNS server of that zone says to the octets of a question: in a datagram, and on a stream. */
export interface ZoneAnswers {
  datagram(question: Uint8Array): Uint8Array | undefined;
  stream(question: Uint8Array): Uint8Array | undefined;
}

/** For who has the sockets, and needs the answers only. @param size largest datagram, octets */
export function zoneAnswers(
  zone: DnsZone,
  { reverse = false, size = SIZE }: Pick<DnsMachineOptions, 'reverse' | 'size'> = {},
): ZoneAnswers {
  const table = new ZoneTable(zone, reverse);
  const lookUp: LookUp = ({ qname, qtype }) => table.answer(qname, qtype);
  return {
    datagram: (question) => octetsReply(question, size, lookUp, false),
    stream: (question) => octetsReply(question, size, lookUp, true),
  };
}

type LookUp = (question: { readonly qname: string; readonly qtype: number }) => ZoneAnswer;

/** The octets of a reply. On a stream nothing is too long (RFC 7766 §5). */
function octetsReply(question: Uint8Array, size: number, lookUp: LookUp, isStream: boolean): Uint8Array | undefined {
  const asked = readMessage(question);
  if (asked === undefined || asked.qr !== 0) return undefined;
  const make = (fields: object): Packet => packet(UDP(), DNS(fields)) as unknown as Packet;
  return dnsReply(asked, size, lookUp, make, isStream).payload(UDP).slice();
}

/** The reply to a message: what `lookUp` says, as far as it fits. @param isStream it is not for a datagram */
export function dnsReply(asked: DnsMessage, size: number, lookUp: LookUp, make: (fields: object) => Packet, isStream = false): Packet {
  const { id, opcode, rd, cd } = asked;
  const [question] = asked.qd;
  const opt = optOf(asked);
  const edns = opt === undefined ? undefined : ednsHeader(opt);
  const badVersion = edns !== undefined && edns.version > 0;
  const found = badVersion ? { ...NOTHING, rcode: rcode('BADVERS') } : said(asked, lookUp);
  const ours: GivenRr[] =
    edns === undefined ? [] : [DNSRROPT({ rclass: size, extrcode: found.rcode >> UPPER_BITS, z: edns.do ? 0x8000 : 0 }) as GivenRr];
  const head = {
    ...{ id, qr: 1, opcode, rd, cd, aa: found.authoritative ? 1 : 0, rcode: found.rcode & 15 },
    qd: question === undefined ? [] : [{ qname: question.qname, qtype: question.qtype, qclass: question.qclass }],
  };
  const most = isStream ? 0xffff : edns === undefined ? PLAIN_SIZE : Math.min(size, Math.max(PLAIN_SIZE, edns.udpSize));
  const fits = (reply: Packet): boolean => reply.payload(UDP).length <= most;
  const whole = compress(make({ ...head, an: found.an, ns: found.ns, ar: [...found.ar, ...ours] }));
  if (fits(whole)) return whole;
  // Additional records are no part of the answer; leaving them out is no truncation (RFC 2181 §9).
  const without = compress(make({ ...head, an: found.an, ns: found.ns, ar: ours }));
  return fits(without) ? without : make({ ...head, tc: 1, ar: ours });
}

function said(asked: DnsMessage, lookUp: LookUp): ZoneAnswer {
  const [question] = asked.qd;
  if (asked.opcode !== 0) return { ...NOTHING, rcode: rcode('NOTIMP') };
  if (question === undefined || asked.qd.length !== 1) return { ...NOTHING, rcode: rcode('FORMERR') };
  const isTransfer = question.qtype === dnsTypes.value('AXFR') || question.qtype === dnsTypes.value('IXFR');
  if (question.qclass !== dnsClasses.value('IN') || isTransfer) return { ...NOTHING, rcode: rcode('REFUSED') };
  return lookUp(question);
}
