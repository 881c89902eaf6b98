/** Simple Network Management Protocol. */
import { mix } from '../../../bytes/hash.ts';
import { ber } from '../../../packet/fields/ber/ber.ts';
import { valueAt } from '../../../packet/fields/ber/tlv.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { plainOf } from '../../../packet/spec/inside.ts';
import { snmpPdu } from './pdus.ts';
import { SNMPheader, SNMPscopedPDU, SNMPusm } from './v3.ts';

const version = (of: number, wireshark: string) => ber.integer({ default: of, wireshark, names: { v1: 0, v2c: 1, v2: 2, v3: 3 } });

/** The version of the message that begins there; -1 where none does. */
function versionAt(b: Uint8Array, start: number, end: number): number {
  const message = valueAt(b, start, end);
  if (message?.tag !== 0x30 || message.end > end) return -1;
  const version = valueAt(b, message.from, message.end);
  return version?.tag === 2 && version.end === version.from + 1 && version.end <= end ? (b[version.from] as number) : -1;
}

/** What a PDU is, and the number by which a response is told. */
function requestOf(pdu: unknown): { readonly kind: string; readonly id: number } {
  const [kind, body] = (Array.isArray(pdu) ? pdu : []) as readonly any[];
  const id = plainOf(body?.id);
  return { kind: String(kind), id: typeof id === 'number' ? id : -1 };
}
const REQUESTS = new Set(['get', 'next', 'set', 'bulk', 'inform']);

const answers = (reply: unknown, request: unknown): boolean => {
  const asked = requestOf(request),
    told = requestOf(reply);
  return REQUESTS.has(asked.kind) && told.kind === 'response' && asked.id === told.id;
};
const hash = (pdu: unknown, seed: number): number => mix(seed, requestOf(pdu).id | 0);
/** Wireshark's numbers of the PDUs: of their tags. */
const KINDS = ['get', 'next', 'response', 'set', 'trapv1', 'bulk', 'inform', 'trapv2', 'report'];
const numberOf = (pdu: unknown): number | undefined => {
  const i = KINDS.indexOf(requestOf(pdu).kind);
  return i < 0 ? undefined : i;
};

/** A message's members; none where its octets are no message. */
const membersOf = (message: unknown): Readonly<Record<string, any>> => (message ?? {}) as Readonly<Record<string, any>>;
const pduOf = ({ message }: { readonly message: unknown }): unknown => membersOf(message)['PDU'];
/** The PDU of a message that is not encrypted. */
function scopedPduOf({ message }: { readonly message: unknown }): unknown {
  const [kind, scoped] = (membersOf(message)['data'] ?? []) as readonly any[];
  return kind === 'plain' ? scoped?.PDU : undefined;
}

type OfVersion3 = { readonly message: unknown };
/** The number of a message of version 3. */
function messageIdOf({ message }: OfVersion3): number {
  const id = plainOf(membersOf(message)['header']?.id);
  return typeof id === 'number' ? id | 0 : -1;
}
/** Whether a PDU that can be read is of such a kind; what is encrypted may be any. */
function isPlainOf(snmp: OfVersion3, fits: (kind: string) => boolean): boolean {
  const pdu = scopedPduOf(snmp);
  return pdu === undefined || fits(requestOf(pdu).kind);
}

/** Simple Network Management Protocol, versions 1 and 2c: one sequence of BER. @see RFC 1157 §4; RFC 1901 §3; RFC 3416 §3 */
export const SNMP = layer('SNMP', () => ({
  about: 'Simple Network Management Protocol, versions 1 and 2c.',
  source: 'RFC 1157 §4; RFC 1901 §3; RFC 3416 §3',
  wireshark: 'snmp',
  fields: {
    message: ber.sequence({
      version: version(1, 'snmp.version'),
      community: ber.text({ default: 'public', wireshark: 'snmp.community' }),
      PDU: snmpPdu(),
    }),
  },
  columns: { 'snmp.data': (snmp) => numberOf(pduOf(snmp)) },
  begins: (b, start, end) => {
    const of = versionAt(b, start, end);
    return of >= 0 && of !== 3;
  },
  match: {
    about: 'the number of the request; a response',
    hash: (snmp, _role, seed) => hash(pduOf(snmp), seed),
    answers: (reply, request) => answers(pduOf(reply), pduOf(request)),
    asks: (snmp) => REQUESTS.has(requestOf(pduOf(snmp)).kind),
  },
}));

/** Simple Network Management Protocol, version 3. @see RFC 3412 §6 */
export const SNMPv3 = layer('SNMPv3', () => ({
  about: 'Simple Network Management Protocol, version 3.',
  source: 'RFC 3412 §6',
  wireshark: 'snmp',
  fields: {
    message: ber.sequence({
      version: version(3, 'snmp.msgVersion'),
      header: ber.sequence(() => SNMPheader),
      security: ber.explicit(
        0x04,
        ber.sequence(() => SNMPusm),
      ),
      // RFC 3412 §6: plain, or an OCTET STRING where the flags say that it is encrypted.
      data: ber.choice({
        plain: ber.sequence(() => SNMPscopedPDU),
        encrypted: ber.octetString({ wireshark: 'snmp.encryptedPDU' }),
      }),
    }),
  },
  columns: { 'snmp.data': (snmp) => numberOf(scopedPduOf(snmp)) },
  begins: (b, start, end) => versionAt(b, start, end) === 3,
  match: {
    // The message's number is readable where the rest is encrypted, and a report has no other (RFC 3412 §7.1).
    about: 'the number of the message; a response or a report',
    hash: (snmp, _role, seed) => mix(seed, messageIdOf(snmp)),
    answers: (reply, request) =>
      messageIdOf(reply) === messageIdOf(request) &&
      isPlainOf(request, (kind) => REQUESTS.has(kind)) &&
      isPlainOf(reply, (kind) => kind === 'response' || kind === 'report'),
  },
}));
