/** A DNS message as `dig` prints it: header, EDNS, and the sections as lines of a master file. */
import { printableLine } from '../../bytes/escape.ts';
import { toHex } from '../../bytes/hex.ts';
import { ednsHeader } from '../../protocols/application/dns/edns.ts';
import { type Rdata, type RdataOf, rdataOf } from '../../protocols/application/dns/rdata.ts';
import { dnsExtendedErrors, dnsOpcodes, dnsRcodes, dnsTypes } from '../../protocols/registries/dns.ts';
import { rdataText } from './rdata-text.ts';
import { classText, nameText, typeText } from './words.ts';

interface Question {
  readonly qname: string;
  readonly qtype: number;
  readonly qclass: number;
}
interface ResourceRecord {
  readonly rrname: string;
  readonly type: number;
  readonly rclass: number;
  readonly ttl: number;
  readonly rdata: Rdata;
}

/** What is written of a message: of DNS's view, or anything that has the same. */
export interface WrittenMessage {
  readonly id: number;
  readonly qr: number;
  readonly opcode: number;
  readonly aa: number;
  readonly tc: number;
  readonly rd: number;
  readonly ra: number;
  readonly z: number;
  readonly ad: number;
  readonly cd: number;
  readonly rcode: number;
  readonly qdcount: number;
  readonly ancount: number;
  readonly nscount: number;
  readonly arcount: number;
  readonly qd: readonly Question[];
  readonly an: readonly ResourceRecord[];
  readonly ns: readonly ResourceRecord[];
  readonly ar: readonly ResourceRecord[];
}

/** What is written; all of it by default. */
export interface MessageTextOptions {
  readonly comments?: boolean;
  readonly question?: boolean;
  readonly answer?: boolean;
  readonly authority?: boolean;
  readonly additional?: boolean;
  readonly ttl?: boolean;
  readonly class?: boolean;
  /** `1h30m` instead of 5400. Default false. */
  readonly ttlUnits?: boolean;
  /** All data as RFC 3597 §5 writes that of unknown types. Default false. */
  readonly unknownFormat?: boolean;
  /** The client's cookie that was sent: whether the answer repeats it is written behind its own. */
  readonly cookieSent?: Uint8Array;
}

const OPT = /* @__PURE__ */ (() => dnsTypes.value('OPT'))();
const TAB = 8;

/** IANA's name of a response code; `RESERVED27` for one that has none. The registry shows the first six as scapy calls them. */
export const rcodeText = (rcode: number): string => IANA_RCODES[rcode] ?? dnsRcodes.name(rcode) ?? `RESERVED${rcode}`;
const IANA_RCODES: readonly string[] = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'];

/** The header's lines, and an empty one. `behind`: octets behind all that could be read. */
export function headerText(m: WrittenMessage, behind = 0): string {
  const opt = m.ar.find(({ type }) => type === OPT);
  const rcode = m.rcode | (opt === undefined ? 0 : ednsHeader(opt).extendedRcode << 4);
  const flags = (['qr', 'aa', 'tc', 'rd', 'ra', 'ad', 'cd'] as const).filter((flag) => m[flag] === 1).map((flag) => ` ${flag}`);
  const lines = [
    `;; ->>HEADER<<- opcode: ${dnsOpcodes.name(m.opcode) ?? `RESERVED${m.opcode}`}, status: ${rcodeText(rcode)}, id: ${m.id}`,
    `;; flags:${flags.join('')}${m.z === 1 ? '; MBZ: 0x4' : ''}; QUERY: ${m.qdcount}, ANSWER: ${m.ancount}, AUTHORITY: ${m.nscount}, ADDITIONAL: ${m.arcount}`,
  ];
  if (m.qr === 1 && m.rd === 1 && m.ra === 0) lines.push(';; WARNING: recursion requested but not available');
  if (behind > 0) lines.push(`;; WARNING: Message has ${behind} extra bytes at end`);
  return `${lines.join('\n')}\n\n`;
}

/** The OPT record and the sections. */
export function sectionsText(m: Pick<WrittenMessage, 'qd' | 'an' | 'ns' | 'ar'>, o: MessageTextOptions = {}): string {
  const { comments = true } = o;
  const opt = m.ar.find(({ type }) => type === OPT);
  let text = comments && opt !== undefined ? `;; OPT PSEUDOSECTION:\n${ednsText(opt, o.cookieSent)}` : '';
  const section = (name: string, lines: readonly string[]): void => {
    if (lines.length > 0) text += comments ? `;; ${name} SECTION:\n${lines.join('')}\n` : lines.join('');
  };
  const records = (list: readonly ResourceRecord[]): string[] =>
    list.filter(({ type }) => type !== OPT).map((r) => `${recordText(r, o)}\n`);
  if (o.question !== false)
    section(
      'QUESTION',
      m.qd.map((q) => `;${questionText(q, o)}\n`),
    );
  if (o.answer !== false) section('ANSWER', records(m.an));
  if (o.authority !== false) section('AUTHORITY', records(m.ns));
  if (o.additional !== false) section('ADDITIONAL', records(m.ar));
  return text;
}

/** Words at columns, with tabs between them and at least one space (BIND's `indent`). */
function atColumns(words: readonly (readonly [text: string, column: number])[]): string {
  let line = '',
    at = 0;
  for (const [text, column] of words) {
    if (line !== '') {
      const to = Math.max(column, at + 1);
      const tabs = Math.floor(to / TAB) - Math.floor(at / TAB);
      line += '\t'.repeat(tabs) + ' '.repeat(to - (tabs > 0 ? to - (to % TAB) : at));
      at = to;
    }
    line += text;
    at += text.length;
  }
  return line;
}

/** `dig` has a column less where a word is left out. */
const columnsOf = (o: MessageTextOptions): { ttl: number; class: number; type: number; data: number } => {
  const gone = Number(o.ttl === false) + Number(o.class === false);
  return { ttl: 24, class: gone > 0 ? 24 : 32, type: 40 - 8 * gone, data: 48 - 8 * gone };
};

function questionText({ qname, qtype, qclass }: Question, o: MessageTextOptions): string {
  const at = columnsOf(o);
  return atColumns([
    [nameText(qname), 0],
    [o.unknownFormat ? `CLASS${qclass}` : classText(qclass), at.class],
    [o.unknownFormat ? `TYPE${qtype}` : typeText(qtype), at.type],
  ]);
}

/** A record as a line of a master file, without the end of the line: owner, time to live, class, type, data. */
export function recordText(r: ResourceRecord, o: MessageTextOptions = {}): string {
  const at = columnsOf(o);
  const data = rdataText(r, o.unknownFormat !== true);
  return atColumns([
    [nameText(r.rrname), 0],
    ...(o.ttl === false ? [] : ([[o.ttlUnits ? unitsText(r.ttl) : String(r.ttl), at.ttl]] as const)),
    ...(o.class === false ? [] : ([[o.unknownFormat ? `CLASS${r.rclass}` : classText(r.rclass), at.class]] as const)),
    [o.unknownFormat ? `TYPE${r.type}` : typeText(r.type), at.type],
    ...(data === '' ? [] : ([[data, at.data]] as const)),
  ]);
}

const UNITS = [
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Seconds as `1w2d`; with `words` as `1 week 2 days`. */
export function unitsText(seconds: number, words = false): string {
  const parts: string[] = [];
  let left = seconds;
  for (const [name, size] of UNITS) {
    const n = Math.floor(left / size);
    left %= size;
    if (n > 0 || (size === 1 && parts.length === 0)) parts.push(words ? `${n} ${name}${n === 1 ? '' : 's'}` : `${n}${name[0]}`);
  }
  return parts.join(words ? ' ' : '');
}

function ednsText(opt: ResourceRecord, cookieSent: Uint8Array | undefined): string {
  const { version, do: wantsDnssec, udpSize, z } = ednsHeader(opt);
  const rest = z & 0x7fff;
  const unknown = rest === 0 ? '; udp: ' : `; MBZ: 0x${rest.toString(16).padStart(4, '0')}, udp: `;
  const head = `; EDNS: version: ${version}, flags:${wantsDnssec ? ' do' : ''}${unknown}${udpSize}\n`;
  return head + (rdataOf(opt, 'OPT') ?? []).map((option) => `; ${optionText(option, cookieSent)}\n`).join('');
}

type EdnsOption = RdataOf<'OPT'>[number];
/** What `dig` calls options; it shows others by number. */
const NAMES: Readonly<Record<string, string>> = { LLQ: 'LLQ', UL: 'UL', NSID: 'NSID', KEEPALIVE: 'TCP KEEPALIVE', EXPIRE: 'EXPIRE' };
const NUMBERS: Readonly<Record<string, number>> = { DAU: 5, DHU: 6, N3U: 7, CHAIN: 13, 'REPORT-CHANNEL': 18, ZONEVERSION: 19 };

function optionText([name, value]: EdnsOption, cookieSent: Uint8Array | undefined): string {
  if (value !== undefined && !(value instanceof Uint8Array)) {
    if (name === 'COOKIE') {
      const { client, server } = value as { readonly client: Uint8Array; readonly server: Uint8Array };
      const isOurs = cookieSent?.every((octet, i) => client[i] === octet);
      const note = cookieSent === undefined ? '' : !isOurs ? ' (bad)' : server.length > 0 ? ' (good)' : ' (echoed)';
      return `COOKIE: ${toHex(client)}${toHex(server)}${note}`;
    }
    if (name === 'ECS') {
      const { address, sourcePrefix, scopePrefix } = value as {
        readonly address: string;
        readonly sourcePrefix: number;
        readonly scopePrefix: number;
      };
      return `CLIENT-SUBNET: ${address}/${sourcePrefix}/${scopePrefix}`;
    }
    if (name === 'EDE') {
      const { code, text } = value as { readonly code: number; readonly text: string | Uint8Array };
      // dig says no more than that of what has no name of its own.
      const meaning = code === 0 ? 'Other' : dnsExtendedErrors.name(code);
      return `EDE: ${code}${meaning === undefined ? '' : ` (${meaning})`}${text.length === 0 ? '' : `: (${printableLine(String(text))})`}`;
    }
    if (name === 'EXPIRE') return `EXPIRE: ${Number(value)} (${unitsText(Number(value), true)})`;
    if (name === 'KEEPALIVE') return `TCP KEEPALIVE: ${Math.floor(Number(value) / 10)}.${Number(value) % 10} secs`;
    if (name === 'KEY-TAG') return `KEY-TAG: ${(value as readonly number[]).join(', ')}`;
  }
  const octets =
    value instanceof Uint8Array ? value : Array.isArray(value) ? Uint8Array.from(value as readonly number[]) : new Uint8Array(0);
  if (name === 'PADDING') return `PAD: (${octets.length} bytes)`;
  const head = NAMES[name] ?? `OPT=${NUMBERS[name] ?? name}`;
  return octets.length === 0 ? `${head}:` : `${head}: ${toHex(octets, ' ')} ("${printableText(octets)}")`;
}

const printableText = (b: Uint8Array): string => Array.from(b, (c) => (c >= 0x20 && c < 0x7f ? String.fromCharCode(c) : '.')).join('');
