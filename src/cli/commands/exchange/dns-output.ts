/** What `pkw dns` prints: dig's text, or objects. */
import { printableLine } from '../../../bytes/escape.ts';
import { toHex } from '../../../bytes/hex.ts';
import { version } from '../../../bytes/version.ts';
import type { DnsAnswer } from '../../../exchange/clients/dns/dns-query.ts';
import type { DnsMessage, DnsRecord } from '../../../exchange/clients/dns/question.ts';
import { type DnsIssue, messageDamage } from '../../../protocols/application/dns/damage.ts';
import { dnsTypes } from '../../../protocols/registries/dns.ts';
import { headerText, type MessageTextOptions, recordText, sectionsText } from '../../../text/dns/message-text.ts';
import { rdataText } from '../../../text/dns/rdata-text.ts';
import { classText, nameText, typeText } from '../../../text/dns/words.ts';
import { jsonLine } from '../../json-line.ts';
import type { DnsFlag } from './dns-words.ts';

type Flags = Readonly<Record<DnsFlag, boolean>>;

/** The first lines, once. */
export function greetingText(words: readonly string[], servers: number | undefined, flags: Flags): string {
  if (!flags.cmd || flags.short) return '';
  const found = servers === undefined ? '' : `; (${servers} server${servers === 1 ? '' : 's'} found)\n`;
  return `\n; <<>> Packetwright ${version} <<>> ${words.map((word) => printableLine(word)).join(' ')}\n${found};; global options: +cmd\n`;
}

export const textOptions = (flags: Flags, cookieSent?: Uint8Array): MessageTextOptions => ({
  comments: flags.comments,
  question: flags.question,
  answer: flags.answer,
  authority: flags.authority,
  additional: flags.additional,
  ttl: flags.ttlid,
  class: flags.class,
  ttlUnits: flags.ttlunits,
  unknownFormat: flags.unknownformat,
  ...(cookieSent && { cookieSent }),
});

/** A question as it is sent (+qr). */
export function questionSentText(message: DnsMessage, octets: number, flags: Flags): string {
  const head = flags.comments ? `;; Sending:\n${headerText(message)}` : '';
  return `${head}${sectionsText(message, textOptions(flags))}${flags.comments ? `;; QUERY SIZE: ${octets}\n\n` : ''}`;
}

export function answerText(answer: DnsAnswer, flags: Flags, cookieSent: Uint8Array | undefined, serverName: string): string {
  const { message, octets } = answer;
  const { whole, behind } = messageDamage(message, octets);
  const { qd, an, ns, ar } = message;
  // What stands behind a record that cannot be read is not shown, as dig has it.
  const read = { qd: qd.slice(0, whole.qd), an: an.slice(0, whole.an), ns: ns.slice(0, whole.ns), ar: ar.slice(0, whole.ar) };
  if (flags.short) return shortText(read.an, answer, flags);
  const head = flags.comments ? `;; Got answer:\n${headerText(message, behind)}` : '';
  const stats = flags.stats ? statsText(answer, serverName, `;; MSG SIZE  rcvd: ${octets.length}`) : '';
  return head + sectionsText(read, textOptions(flags, cookieSent)) + stats;
}

/** What dig takes for no message at all. */
const FATAL: Partial<Record<DnsIssue['kind'], string>> = {
  pointer: 'bad compression pointer',
  label: 'bad label type',
  long: 'name too long',
  extra: 'extra input data',
};

/** Of a message that dig would not show: why, and its octets; undefined for others. */
export function badPacketText(issues: readonly DnsIssue[], octets: Uint8Array): string | undefined {
  const why = issues.map(({ kind }) => FATAL[kind]).find((words) => words !== undefined);
  return why === undefined ? undefined : `;; Got bad packet: ${why}\n${octets.length} bytes\n${dumpText(octets)}`;
}

export const MALFORMED = ';; Warning: Message parser reports malformed message packet.\n';

const ROW = 16;
const TEXT_COLUMN = 57;

/** Octets as dig dumps them: 16 to a line, and the same as characters. */
function dumpText(b: Uint8Array): string {
  let text = '';
  for (let at = 0; at < b.length; at += ROW) {
    const row = b.subarray(at, at + ROW);
    text += `${toHex(row, ' ').padEnd(TEXT_COLUMN)}${Array.from(row, (c) => (c >= 0x20 && c < 0x7f ? String.fromCharCode(c) : '.')).join('')}\n`;
  }
  return text;
}

const shortText = (records: readonly DnsRecord[], { server, rttMs }: DnsAnswer, flags: Flags): string =>
  records
    .map((r) => `${rdataText(r, !flags.unknownformat)}${flags.identify ? ` from server ${server} in ${Math.round(rttMs)} ms.` : ''}\n`)
    .join('');

export interface StatsOf {
  readonly rttMs: number;
  readonly server?: string;
  readonly port?: number;
  readonly transport?: 'udp' | 'tcp';
  readonly at: number;
}

/** Time, server, date and size: dig's last lines. */
export function statsText({ rttMs, server, port, transport, at }: StatsOf, serverName: string, size: string): string {
  return [
    `;; Query time: ${Math.round(rttMs)} msec`,
    `;; SERVER: ${server}#${port}(${serverName}) (${(transport ?? 'udp').toUpperCase()})`,
    `;; WHEN: ${dateText(new Date(at))}`,
    size,
    '\n',
  ].join('\n');
}

/** `Sun Nov 29 12:48:52 UTC 2026`, in this process's time zone. */
function dateText(date: Date): string {
  const zone = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' }).formatToParts(date).find(({ type }) => type === 'timeZoneName');
  const [day, month, of, year, time] = date.toString().split(' ');
  return `${day} ${month} ${of} ${time} ${zone?.value ?? 'UTC'} ${year}`;
}

export const transferText = (records: readonly DnsRecord[], flags: Flags): string =>
  records
    .map((r) => (flags.short ? rdataText(r, !flags.unknownformat) : recordText(r, textOptions(flags))))
    .map((line) => `${line}\n`)
    .join('');

const jsonRecords = (records: readonly DnsRecord[]): object[] =>
  records
    .filter(({ type }) => type !== dnsTypes.value('OPT'))
    .map((r) => ({ name: nameText(r.rrname), ttl: r.ttl, class: classText(r.rclass), type: typeText(r.type), data: rdataText(r) }));

/** An answer as an object: what docs/json-of-commands.md tells. */
export function answerJson(answer: DnsAnswer): string {
  const { message: m, status, server, port, transport, rttMs, at, edns, octets, attempts, issues } = answer;
  return jsonLine({
    time: at / 1000,
    server,
    port,
    transport,
    rttMs,
    attempts,
    octets: octets.length,
    status,
    flags: (['qr', 'aa', 'tc', 'rd', 'ra', 'ad', 'cd'] as const).filter((flag) => m[flag] === 1),
    ...(edns && { edns: { version: edns.version, udpSize: edns.udpSize, do: edns.do } }),
    question: m.qd.map((q) => ({ name: nameText(q.qname), class: classText(q.qclass), type: typeText(q.qtype) })),
    answer: jsonRecords(m.an),
    authority: jsonRecords(m.ns),
    additional: jsonRecords(m.ar),
    ...(issues.length > 0 && { issues: issues.map(({ text }) => text) }),
  });
}

export const recordsJson = (records: readonly DnsRecord[]): string =>
  jsonRecords(records)
    .map((one) => jsonLine(one))
    .join('');
