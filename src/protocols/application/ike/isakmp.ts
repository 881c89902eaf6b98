/** ISAKMP and IKEv2: how two hosts agree on keys for IPsec. Headers, and payloads one behind another. */
import { mix } from '../../../bytes/hash.ts';
import { flags, u32, u8 } from '../../../packet/fields/integers.ts';
import { fixedOctets, octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { names } from '../../../packet/spec/names.ts';
import type { LayerOctets } from '../../../packet/spec/spec.ts';
import { payloadTypes } from './names.ts';

/** RFC 2408 §3.1; RFC 2409 §5.6. */
const EXCHANGES_1 = /* @__PURE__ */ names({
  NONE: 0,
  base: 1,
  'identity prot.': 2,
  'auth only': 3,
  aggressive: 4,
  info: 5,
  transaction: 6,
  'quick mode': 32,
  'new group mode': 33,
});
/** IANA "IKEv2 Exchange Types". */
const EXCHANGES_2 = /* @__PURE__ */ names({
  IKE_SA_INIT: 34,
  IKE_AUTH: 35,
  CREATE_CHILD_SA: 36,
  INFORMATIONAL: 37,
  IKE_SESSION_RESUME: 38,
  GSA_AUTH: 39,
  GSA_REGISTRATION: 40,
  GSA_REKEY: 41,
  IKE_INTERMEDIATE: 43,
  IKE_FOLLOWUP_KE: 44,
});

const HEADER = 28;

/** Whether a message begins: a version that there is, and a length that is all there. */
const beginsMessage = (b: Uint8Array, start: number, end: number): boolean => {
  if (end - start < HEADER) return false;
  const version = (b[start + 17] as number) >> 4;
  return (version === 1 || version === 2) && b[start + 24] === 0 && b[start + 25] === 0;
};
const bit =
  (mask: number) =>
  (_self: unknown, { b, start }: LayerOctets) =>
    ((b[start + 19] as number) & mask) !== 0;
const columns = {
  'isakmp.flags': { hex: 8, of: (_self: unknown, { b, start }: LayerOctets) => b[start + 19] as number },
  'isakmp.mjver': { hex: 8, of: (_self: unknown, { b, start }: LayerOctets) => (b[start + 17] as number) >> 4 },
  'isakmp.mnver': { hex: 8, of: (_self: unknown, { b, start }: LayerOctets) => (b[start + 17] as number) & 15 },
} as const;
const nextPayload = () => u8({ selects: 'isakmp.payload', names: payloadTypes, wireshark: 'isakmp.nextpayload' });

/** Version 1. @see RFC 2408 §3.1 */
export const ISAKMP = layer('ISAKMP', () => ({
  about: 'Internet Security Association and Key Management Protocol: agrees on keys for IPsec (IKEv1).',
  source: 'RFC 2408 §3.1; RFC 2409',
  wireshark: 'isakmp',
  fields: {
    init_cookie: fixedOctets(8, { wireshark: 'isakmp.ispi', about: "the initiator's" }),
    resp_cookie: fixedOctets(8, { wireshark: 'isakmp.rspi', about: "the responder's; zeros in the first message" }),
    next_payload: nextPayload(),
    version: u8({ default: 0x10, hex: true, wireshark: 'isakmp.version' }),
    exch_type: u8({ names: EXCHANGES_1, wireshark: 'isakmp.exchangetype' }),
    flags: flags(8, ['encryption', 'commit', 'auth_only', 'res3', 'res4', 'res5', 'res6', 'res7']),
    id: u32({ hex: true, wireshark: 'isakmp.messageid' }),
    length: u32({ measures: 'layer', wireshark: 'isakmp.length' }),
  },
  columns: { ...columns, 'isakmp.flag_e': bit(1), 'isakmp.flag_c': bit(2), 'isakmp.flag_a': bit(4) },
  begins: beginsMessage,
  next: { to: () => [ISAKMP_Encrypted], choose: ({ flags: f }) => (f.has('encryption') ? ISAKMP_Encrypted : undefined) },
  match: {
    about: 'the message number, the exchange and the initiator’s cookie',
    hash: ({ id }, _role, seed) => mix(seed, id),
    answers: (reply, request) =>
      reply.exch_type === request.exch_type && reply.id === request.id && reply.init_cookie.every((x, i) => x === request.init_cookie[i]),
  },
  summary: ({ exch_type: t }) => `ISAKMP ${EXCHANGES_1.name(t) ?? t}`,
}));

/** Version 2. @see RFC 7296 §3.1 */
export const IKEv2 = layer('IKEv2', () => ({
  about: 'Internet Key Exchange, version 2: agrees on keys for IPsec.',
  source: 'RFC 7296 §3.1',
  wireshark: 'isakmp',
  fields: {
    init_SPI: fixedOctets(8, { wireshark: 'isakmp.ispi', about: "the initiator's" }),
    resp_SPI: fixedOctets(8, { wireshark: 'isakmp.rspi', about: "the responder's; zeros in the first message" }),
    next_payload: nextPayload(),
    version: u8({ default: 0x20, hex: true, wireshark: 'isakmp.version' }),
    exch_type: u8({ default: 34, names: EXCHANGES_2, wireshark: 'isakmp.exchangetype' }),
    flags: flags(8, ['res0', 'res1', 'res2', 'Initiator', 'Version', 'Response', 'res6', 'res7'], { default: 'Initiator' }),
    id: u32({ hex: true, wireshark: 'isakmp.messageid' }),
    length: u32({ measures: 'layer', wireshark: 'isakmp.length' }),
  },
  columns: { ...columns, 'isakmp.flag_i': bit(8), 'isakmp.flag_v': bit(16), 'isakmp.flag_r': bit(32) },
  match: {
    about: 'the message number, the exchange and the initiator’s cookie; marked as a response',
    hash: ({ id }, _role, seed) => mix(seed, id),
    answers: (reply, request) =>
      reply.exch_type === request.exch_type &&
      reply.id === request.id &&
      reply.flags.has('Response') &&
      !request.flags.has('Response') &&
      reply.init_SPI.every((x, i) => x === request.init_SPI[i]),
  },
  summary: ({ exch_type: t, flags: f }) => `IKEv2 ${EXCHANGES_2.name(t) ?? t} ${f.has('Response') ? 'response' : 'request'}`,
}));

/** The payloads of a message of version 1 that is encrypted. @see RFC 2408 §3.1 */
export const ISAKMP_Encrypted = layer('ISAKMP_Encrypted', () => ({
  title: 'ISAKMP encrypted payloads',
  about: 'Payloads that are encrypted.',
  source: 'RFC 2408 §3.1',
  wireshark: '',
  fields: { load: octets() },
}));

/** Says that what follows is no ESP, on the port that both have. @see RFC 3948 §2.2 */
export const NON_ESP = layer('NON_ESP', () => ({
  title: 'Non-ESP marker',
  about: 'Says that a message of IKE follows, and no ESP.',
  source: 'RFC 3948 §2.2',
  wireshark: 'udpencap',
  fields: { non_esp: u32({ about: 'zero' }) },
  begins: (b, start, end) => end - start >= 4 && b[start] === 0 && b[start + 1] === 0 && b[start + 2] === 0 && b[start + 3] === 0,
}));

/** An octet that keeps a mapping of addresses alive. @see RFC 3948 §2.3 */
export const NAT_KEEPALIVE = layer('NAT_KEEPALIVE', () => ({
  title: 'NAT keepalive',
  about: 'Keeps the mapping of addresses alive.',
  source: 'RFC 3948 §2.3',
  wireshark: 'udpencap',
  fields: { nat_keepalive: u8({ default: 0xff, hex: true }) },
  begins: (b, start, end) => end - start === 1 && b[start] === 0xff,
}));
