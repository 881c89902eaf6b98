/** Extensible Authentication Protocol: many ways to prove who one is, in the same messages. */
import { when } from '../../../packet/fields/conditional.ts';
import { bits, u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { list } from '../../../packet/fields/lists.ts';
import { octets, text } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { Matching } from '../../../packet/spec/spec.ts';
import { mix } from '../../../bytes/hash.ts';
import { beginsRecord, TLS } from '../../application/tls/tls.ts';
import { eapTypes } from '../../registries/eap-types.ts';

/** RFC 3748 §4; RFC 6696 §5.3 for the last two. */
const CODES = { request: 1, response: 2, success: 3, failure: 4, initiate: 5, finish: 6 } as const;
const REQUEST = 1,
  RESPONSE = 2;

/** Only requests and responses have a type (RFC 3748 §4.1, §4.2). */
const head = (initial: number) => ({
  code: u8({ default: initial, names: CODES, wireshark: 'eap.code' }),
  id: u8({ wireshark: 'eap.id', about: 'the same in request and response' }),
  len: u16({ measures: 'layer', wireshark: 'eap.len' }),
});
const kind = (initial: number) => ({ type: u8({ default: initial, names: eapTypes, wireshark: 'eap.type' }) });

/** A response has its request's number; so have success and failure, where the last response has it (RFC 3748 §4.2). */
const match: Matching<{ readonly code: number; readonly id: number }> = {
  about: 'the identifier; a response',
  hash: ({ id }, _role, seed) => mix(seed, id),
  answers: (reply, request) => reply.id === request.id && request.code === REQUEST && reply.code === RESPONSE,
};

/** Whether a request or response of that type begins there. */
const isOfType =
  (type: number, least = 5) =>
  (b: Uint8Array, start: number, end: number): boolean =>
    end - start >= least && b[start + 4] === type && (b[start] === REQUEST || b[start] === RESPONSE) && length(b, start) >= least;
const length = (b: Uint8Array, start: number): number => ((b[start + 2] as number) << 8) | (b[start + 3] as number);

/** Any message of EAP: who one is, what one can do, and how it ended. @see RFC 3748 §4 */
export const EAP = layer('EAP', () => ({
  about: 'Extensible Authentication Protocol: a message of any type.',
  source: 'RFC 3748 §4',
  wireshark: 'eap',
  least: 4,
  fields: {
    ...head(4),
    type: when({ code: [REQUEST, RESPONSE] }, u8({ default: 1, names: eapTypes, wireshark: 'eap.type' })),
    desired_auth_types: when({ type: 3 }, list(u8({ names: eapTypes, wireshark: 'eap.desired_type' }))),
    identity: when({ type: 1 }, text({ wireshark: 'eap.identity' })),
    message: when({ type: 2 }, text({ wireshark: 'eap.notification' })),
  },
  match,
  summary: ({ code }) => `EAP ${Object.entries(CODES).find(([, n]) => n === code)?.[0] ?? code}`,
}));

/** A challenge, and the digest of it and a secret. @see RFC 3748 §5.4; RFC 1994 §4.1 */
export const EAP_MD5 = layer('EAP_MD5', () => ({
  title: 'EAP-MD5',
  about: 'EAP with a challenge and a digest.',
  source: 'RFC 3748 §5.4',
  wireshark: 'eap',
  begins: isOfType(4, 6),
  fields: {
    ...head(1),
    ...kind(4),
    value_size: u8({ measures: 'value', wireshark: 'eap.md5.value_size' }),
    value: octets({ wireshark: 'eap.md5.value' }),
    optional_name: text({ wireshark: 'eap.md5.extra_data' }),
  },
  match,
}));

const flagColumns = {
  'eap.tls.flags': {
    hex: 8,
    of: (_self: unknown, { b, start }: { readonly b: Uint8Array; readonly start: number }) => b[start + 5] as number,
  },
  'eap.tls.flags.len_included': ({ L }: { readonly L: number }) => L === 1,
  'eap.tls.flags.more_fragments': ({ M }: { readonly M: number }) => M === 1,
  'eap.tls.flags.start': ({ S }: { readonly S: number }) => S === 1,
};
const tlsHead = (type: number) => ({
  ...head(1),
  ...kind(type),
  L: bits(1, { about: 'the length is given' }),
  M: bits(1, { about: 'more fragments follow' }),
  S: bits(1, { about: 'the beginning' }),
});
const whole = () => when('L', u32({ wireshark: 'eap.tls.len', about: 'octets of all fragments' }));
const version = () => ({ reserved: bits(2), version: bits(3, { wireshark: 'eap.tls.flags.version' }) });

/** TLS in pieces: what more pieces follow is octets; a whole message, which begins with a record, is TLS. @see RFC 5216 §3 */
export const EAP_TLS = layer('EAP_TLS', () => ({
  title: 'EAP-TLS',
  about: 'EAP with TLS: both sides show certificates.',
  source: 'RFC 5216 §3',
  wireshark: 'eap',
  begins: isOfType(13, 6),
  fields: {
    ...tlsHead(13),
    reserved: bits(5),
    tls_message_len: whole(),
    tls_data: when('M', octets({ about: 'a piece of what TLS sends' })),
  },
  columns: flagColumns,
  next: {
    to: () => [TLS],
    choose: ({ L }, { b, start, end }) => (beginsRecord(b, start + (L === 1 ? 10 : 6), end) ? TLS : undefined),
  },
  match,
}));

/** A tunnel of TLS, in which the client proves who it is. @see RFC 5281 §9 */
export const EAP_TTLS = layer('EAP_TTLS', () => ({
  title: 'EAP-TTLS',
  about: 'EAP with a tunnel of TLS.',
  source: 'RFC 5281 §9.2',
  wireshark: 'eap',
  begins: isOfType(21, 6),
  fields: { ...tlsHead(21), ...version(), message_len: whole(), data: octets() },
  columns: flagColumns,
  match,
}));

/** EAP in a tunnel of TLS. @see draft-josefsson-pppext-eap-tls-eap-10 §3 */
export const EAP_PEAP = layer('EAP_PEAP', () => ({
  title: 'PEAP',
  about: 'Protected EAP: EAP in a tunnel of TLS.',
  source: 'draft-josefsson-pppext-eap-tls-eap-10 §3',
  wireshark: 'eap',
  begins: isOfType(25, 6),
  fields: { ...tlsHead(25), ...version(), tls_message_len: whole(), tls_data: octets() },
  columns: flagColumns,
  match,
}));

/** A tunnel by a ticket that the server gave before. @see RFC 4851 §4.1 */
export const EAP_FAST = layer('EAP_FAST', () => ({
  title: 'EAP-FAST',
  about: 'EAP by flexible authentication over a secure tunnel.',
  source: 'RFC 4851 §4.1',
  wireshark: 'eap',
  begins: isOfType(43, 6),
  fields: { ...tlsHead(43), ...version(), message_len: whole(), data: octets() },
  columns: flagColumns,
  match,
}));

/** Tunnel EAP, which follows EAP-FAST. @see RFC 7170 §4.1 */
export const EAP_TEAP = layer('EAP_TEAP', () => ({
  title: 'TEAP',
  about: 'Tunnel EAP.',
  source: 'RFC 7170 §4.1',
  wireshark: 'eap',
  begins: isOfType(55, 6),
  fields: {
    ...tlsHead(55),
    O: bits(1, { about: 'the length of the outer data is given' }),
    reserved: bits(1),
    version: bits(3, { default: 1, wireshark: 'eap.tls.flags.version' }),
    message_len: whole(),
    outer_len: when('O', u32({ about: 'octets of data outside of the tunnel, at the end' })),
    data: octets(),
  },
  columns: { ...flagColumns, 'eap.tls.flags.outer_tlv_len_included': ({ O }) => O === 1 },
  match,
}));

/** Cisco's Lightweight EAP. */
export const LEAP = layer('LEAP', () => ({
  title: 'Cisco LEAP',
  about: 'Lightweight EAP: a challenge and an answer, and the name of who answers.',
  source: 'Cisco; as scapy and tshark have it',
  wireshark: 'eap',
  begins: isOfType(17, 8),
  fields: {
    ...head(1),
    ...kind(17),
    version: u8({ default: 1, wireshark: 'eap.leap.version' }),
    unused: u8({ hex: true, wireshark: 'eap.leap.reserved' }),
    count: u8({ measures: 'challenge_response', wireshark: 'eap.leap.count' }),
    challenge_response: octets({ wireshark: 'eap.leap.data' }),
    username: text({ wireshark: 'eap.leap.name' }),
  },
  match,
}));

/** Microsoft's challenge and response. @see draft-kamath-pppext-eap-mschapv2-02 §2 */
export const EAP_MSCHAPv2 = layer('EAP_MSCHAPv2', () => ({
  title: 'EAP-MSCHAPv2',
  about: 'EAP with the messages of MS-CHAP version 2.',
  source: 'draft-kamath-pppext-eap-mschapv2-02 §2',
  wireshark: 'eap',
  begins: isOfType(26, 6),
  fields: {
    ...head(1),
    ...kind(26),
    opcode: u8({
      default: 1,
      names: { challenge: 1, response: 2, success: 3, failure: 4, 'change-password': 7 },
      wireshark: 'eap.ms_chap_v2.opcode',
    }),
    data: octets({ about: 'number and length of the message; challenge or response, and the name of who sends it' }),
  },
  match,
}));

/** A type of some vendor. @see RFC 3748 §5.7 */
export const EAP_Expanded = layer('EAP_Expanded', () => ({
  title: 'EAP expanded type',
  about: 'EAP of a type that a vendor has defined.',
  source: 'RFC 3748 §5.7',
  wireshark: 'eap',
  begins: isOfType(254, 12),
  fields: {
    ...head(1),
    ...kind(254),
    vendor_id_high: u8({ about: 'zero' }),
    vendor_id: u16({ hex: true, wireshark: 'eap.ext.vendor_id', about: "IANA's number of the vendor" }),
    vendor_type: u32({ about: "the vendor's number of the type" }),
    vendor_data: octets(),
  },
  match,
}));
