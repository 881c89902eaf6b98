/** What a client of DNS asks: options, and the message made of them. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { Random } from '../../../bytes/random.ts';
import { didYouMeanName, type Names } from '../../../packet/spec/names.ts';
import type { ViewOf } from '../../../packet/spec/spec.ts';
import { DNS, DNSQR, type DNSRR } from '../../../protocols/application/dns/dns.ts';
import { ednsHeader } from '../../../protocols/application/dns/edns.ts';
import { answersQuestion } from '../../../protocols/application/dns/message.ts';
import { type RdataGiven, type RdataOf, rdataOf } from '../../../protocols/application/dns/rdata.ts';
import { DNSRROPT } from '../../../protocols/application/dns/records.ts';
import { parseName } from '../../../protocols/application/dns/names.ts';
import { dissect, packet } from '../../../protocols/protocols.ts';
import { dnsClasses, dnsOpcodes, dnsTypes } from '../../../protocols/registries/dns.ts';

/** A DNS message as it was read. */
export type DnsMessage = Readonly<ViewOf<typeof DNS>>;
/** A record of a message. */
export type DnsRecord = Readonly<ViewOf<typeof DNSRR>>;

/** What EDNS says in a question. @see RFC 6891 */
export interface EdnsAsk {
  /** Largest UDP payload that is taken, octets. Default 1232, which needs no fragments (DNS Flag Day 2020). */
  readonly size?: number;
  /** DNSSEC records are wanted (RFC 3225). Default false. */
  readonly do?: boolean;
  /** A cookie (RFC 7873): a random one (true), the client's 8 octets, or both sides' 16 to 40. Default true. */
  readonly cookie?: boolean | Uint8Array;
  /** Default 0. */
  readonly version?: number;
  /** The 16 flags, DO among them; `do` is added. */
  readonly flags?: number;
  /** Pads the message to a multiple of so many octets (RFC 8467 §4.1). Default: no padding. */
  readonly padding?: number;
  /** Further options, before the cookie: `[['NSID', new Uint8Array()]]`. */
  readonly options?: RdataGiven<'OPT'>;
}

/** What is asked. */
export interface DnsQuestionOptions {
  /** By name, by number, or `TYPE731` (RFC 3597 §5). Default A. */
  readonly type?: string | number;
  /** Default IN. */
  readonly class?: string | number;
  /** Recursion desired. Default true. */
  readonly recurse?: boolean;
  /** Authentic data wanted (RFC 6840 §5.7). Default false. */
  readonly ad?: boolean;
  /** Checking disabled. Default false. */
  readonly cd?: boolean;
  /** The flag of answers of an authority; servers ignore it. */
  readonly aa?: boolean;
  /** The reserved flag. */
  readonly z?: boolean;
  readonly opcode?: string | number;
  /** False: no OPT record. */
  readonly edns?: EdnsAsk | false;
  /** Letters of the name in random case, which an answer must repeat: harder to forge (draft-vixie-dnsext-dns0x20). Default false. */
  readonly randomCase?: boolean;
}

/** For `checkOptions` of all that takes {@link DnsQuestionOptions}. */
export const QUESTION_OPTIONS = {
  type: true,
  class: true,
  recurse: true,
  ad: true,
  cd: true,
  aa: true,
  z: true,
  opcode: true,
  edns: true,
  randomCase: true,
} as const;

export const UDP_SIZE = 1232;
const DO = 0x8000;
const COOKIE_OCTETS = 8;

/** The number of a type or class, by its name or number. @throws ERR_VALUE */
export function numberOf(names: Names, given: string | number, what: string, unknown: RegExp): number {
  const n = typeof given === 'number' ? given : (names.value(given.toUpperCase()) ?? Number(unknown.exec(given)?.[1] ?? Number.NaN));
  if (Number.isInteger(n) && n >= 0 && n <= 0xffff) return n;
  throw new PacketwrightError(
    'ERR_VALUE',
    `${JSON.stringify(given)} is no DNS ${what}${didYouMeanName(names, String(given).toUpperCase())}`,
    {
      [what]: given,
    },
  );
}
export const typeOf = (type: string | number): number => numberOf(dnsTypes, type, 'type', /^TYPE(\d+)$/i);
export const classOf = (c: string | number): number => numberOf(dnsClasses, c, 'class', /^CLASS(\d+)$/i);

/** A question in work: its octets, and what an answer must repeat. */
export interface Asked {
  readonly octets: Uint8Array;
  readonly message: DnsMessage;
  readonly exactCase: boolean;
}

/** A message of the options, with an identifier that cannot be guessed (RFC 5452 §4.5). @throws ERR_VALUE, ERR_RANGE */
export function makeQuestion(name: string, o: DnsQuestionOptions, random: Random): Asked {
  const { edns = {}, randomCase = false } = o;
  // A name that is none is told before anything is sent.
  parseName(name);
  const qname = randomCase ? name.replace(/[a-z]/gi, (c) => (random.below(2) === 0 ? c.toLowerCase() : c.toUpperCase())) : name;
  const fields = {
    id: random.below(0x1_0000),
    rd: o.recurse === false ? 0 : 1,
    ad: o.ad ? 1 : 0,
    cd: o.cd ? 1 : 0,
    aa: o.aa ? 1 : 0,
    z: o.z ? 1 : 0,
    opcode: o.opcode === undefined ? 0 : numberOf(dnsOpcodes, o.opcode, 'opcode', /^OPCODE(\d+)$/i),
    qd: [DNSQR({ qname, qtype: typeOf(o.type ?? 'A'), qclass: classOf(o.class ?? 'IN') })],
  };
  let octets: Uint8Array;
  if (edns === false) octets = packet(DNS(fields)).bytes;
  else {
    const { padding } = edns;
    const cookie = edns.cookie === undefined || edns.cookie === true ? random.octets(COOKIE_OCTETS) : edns.cookie;
    const made = (padded?: number): Uint8Array => packet(DNS({ ...fields, ar: [optRecord({ ...edns, cookie }, padded)] })).bytes;
    octets = made();
    if (padding !== undefined && padding > 0) octets = made((padding - ((octets.length + OPTION_HEAD) % padding)) % padding);
  }
  return { octets, message: readMessage(octets) as DnsMessage, exactCase: randomCase };
}

/** Octets of code and length before an option's data (RFC 6891 §6.1.2). */
const OPTION_HEAD = 4;

function optRecord(edns: EdnsAsk, padded: number | undefined) {
  const { size = UDP_SIZE, do: wantsDnssec = false, cookie = false, version = 0, flags = 0, options = [] } = edns;
  const both = cookie instanceof Uint8Array ? [{ client: cookie.subarray(0, COOKIE_OCTETS), server: cookie.subarray(COOKIE_OCTETS) }] : [];
  const rdata = [
    ...options,
    ...both.map((value) => ['COOKIE', value] as const),
    ...(padded === undefined ? [] : [['PADDING', new Uint8Array(padded)] as const]),
  ];
  return DNSRROPT({ rclass: size, version, z: flags | (wantsDnssec ? DO : 0), rdata: rdata as RdataGiven<'OPT'> });
}

/** The octets as a message; undefined where they have no whole header. Never throws. */
export function readMessage(octets: Uint8Array): DnsMessage | undefined {
  return octets.length < 12 ? undefined : (dissect(octets, DNS).get(DNS) as DnsMessage | undefined);
}

/** The OPT record of a message. */
export const optOf = (message: DnsMessage): DnsRecord | undefined => message.ar.find(({ type }) => type === dnsTypes.value('OPT'));

/** The options of a message's OPT record; none where there is no such record. */
export function optionsOf(message: DnsMessage): RdataOf<'OPT'> {
  const record = optOf(message);
  return (record === undefined ? undefined : rdataOf(record, 'OPT')) ?? [];
}

/** The response code with EDNS's upper bits (RFC 6891 §6.1.3). */
export function fullRcode(message: DnsMessage): number {
  const opt = optOf(message);
  return message.rcode | (opt === undefined ? 0 : ednsHeader(opt).extendedRcode << 4);
}

/** Why octets are no answer to a question: too short for a message, a question themselves, or with another identifier, opcode or question. */
export type NoAnswer = 'short' | 'response' | 'opcode' | 'identifier' | 'question';

/**
 * The message, where these octets answer the question (RFC 5452 §9.1): identifier, question, and with random case its letters too; else why they
 * do not.
 */
export function judgeAnswer(asked: Asked, octets: Uint8Array): DnsMessage | NoAnswer {
  const reply = readMessage(octets);
  if (reply === undefined) return 'short';
  const { message, exactCase } = asked;
  if (reply.id !== message.id) return 'identifier';
  if (reply.qr !== 1) return 'response';
  if (reply.opcode !== message.opcode) return 'opcode';
  const is = reply.qd[0];
  if (reply.qd.length > 1 || !answersQuestion(reply, message)) return 'question';
  return exactCase && is !== undefined && is.qname !== message.qd[0]?.qname ? 'question' : reply;
}

/** The same without the reason. */
export function answerTo(asked: Asked, octets: Uint8Array): DnsMessage | undefined {
  const judged = judgeAnswer(asked, octets);
  return typeof judged === 'string' ? undefined : judged;
}
