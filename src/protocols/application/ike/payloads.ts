/** Payloads of IKE: each says which one follows. @see RFC 2408 §3.2 to §3.16; RFC 7296 §3.2 to §3.16 */
import { bits, flag, u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { records } from '../../../packet/fields/lists.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { payloadTypes } from './names.ts';

/** What all begin with. */
const head = () => ({
  next_payload: u8({ selects: 'isakmp.payload', names: payloadTypes, wireshark: 'isakmp.nextpayload' }),
  critical: flag({ wireshark: 'isakmp.criticalpayload', about: 'version 2: who does not know it must refuse the message' }),
  res: bits(7),
  length: u16({ measures: 'header', wireshark: 'isakmp.payloadlength' }),
});
/** Proposals and transforms stand in lists; 0 in the last. */
const itemHead = (next: number) => ({
  next_payload: u8({ default: next, about: '0: the last one', wireshark: 'isakmp.nextpayload' }),
  res: u8(),
  length: u16({ measures: 'header', wireshark: 'isakmp.payloadlength' }),
});
const RFCS = 'RFC 2408 §3; RFC 7296 §3';

/** A payload that is not decoded. @see RFC 2408 §3.2; RFC 7296 §3.2 */
export const ISAKMP_payload = layer('ISAKMP_payload', () => ({
  title: 'ISAKMP payload',
  about: 'A payload of IKE that is not decoded.',
  source: RFCS,
  wireshark: '',
  fields: { ...head(), load: octets() },
}));

/** One way to protect, of version 1. @see RFC 2408 §3.6 */
export const ISAKMP_payload_Transform = layer('ISAKMP_payload_Transform', () => ({
  title: 'ISAKMP transform',
  about: 'One way to protect, that is proposed (version 1).',
  source: 'RFC 2408 §3.6',
  wireshark: '',
  fields: {
    ...itemHead(0),
    num: u8({ wireshark: 'isakmp.trans.number' }),
    id: u8({ default: 1, wireshark: 'isakmp.trans.id' }),
    res2: u16(),
    transforms: octets({ about: 'attributes: RFC 2408 §3.3' }),
  },
}));

/** A proposal of version 1. @see RFC 2408 §3.5 */
export const ISAKMP_payload_Proposal = layer('ISAKMP_payload_Proposal', () => ({
  title: 'ISAKMP proposal',
  about: 'A protocol, and ways to protect that are proposed for it (version 1).',
  source: 'RFC 2408 §3.5',
  wireshark: '',
  fields: {
    ...itemHead(0),
    proposal: u8({ default: 1, wireshark: 'isakmp.prop.number' }),
    proto: u8({ default: 1, names: { ISAKMP: 1, AH: 2, ESP: 3, IPCOMP: 4 }, wireshark: 'isakmp.prop.protoid' }),
    SPIsize: u8({ measures: 'SPI', wireshark: 'isakmp.spisize' }),
    trans_nb: u8({ counts: 'trans', wireshark: 'isakmp.prop.transforms' }),
    SPI: octets({ wireshark: 'isakmp.spi' }),
    trans: records(() => ISAKMP_payload_Transform),
  },
}));

/** What is proposed, of version 1. @see RFC 2408 §3.4; RFC 2407 §4.6.1 */
export const ISAKMP_payload_SA = layer('ISAKMP_payload_SA', () => ({
  title: 'ISAKMP security association',
  about: 'What one side proposes, or the other chose (version 1).',
  source: 'RFC 2408 §3.4; RFC 2407 §4.6.1',
  wireshark: '',
  fields: {
    ...head(),
    DOI: u32({ default: 1, names: { ISAKMP: 0, IPsec: 1, GDOI: 2 }, wireshark: 'isakmp.sa.doi' }),
    situation: u32({ default: 1, about: '1: only identities' }),
    prop: records(() => ISAKMP_payload_Proposal),
  },
}));

/** Who one is, of version 1. @see RFC 2407 §4.6.2 */
export const ISAKMP_payload_ID = layer('ISAKMP_payload_ID', () => ({
  title: 'ISAKMP identification',
  about: 'Who a side is (version 1).',
  source: 'RFC 2407 §4.6.2',
  wireshark: '',
  fields: {
    ...head(),
    IDtype: u8({ default: 1, wireshark: 'isakmp.id.type' }),
    ProtoID: u8({ wireshark: 'isakmp.id.protoid' }),
    Port: u16({ wireshark: 'isakmp.id.port' }),
    load: octets(),
  },
}));

/** One way to protect, of version 2. @see RFC 7296 §3.3.2 */
export const IKEv2_payload_Transform = layer('IKEv2_payload_Transform', () => ({
  title: 'IKEv2 transform',
  about: 'An algorithm that is proposed.',
  source: 'RFC 7296 §3.3.2',
  wireshark: '',
  fields: {
    ...itemHead(0),
    transform_type: u8({ default: 1, names: { Encryption: 1, PRF: 2, Integrity: 3, GroupDesc: 4, ESN: 5 }, wireshark: 'isakmp.tf.type' }),
    res2: u8(),
    transform_id: u16(),
    attributes: octets({ about: 'the length of a key' }),
  },
  columns: {
    'isakmp.tf.id.encr': ({ transform_type: t, transform_id }) => (t === 1 ? transform_id : undefined),
  },
}));

/** A proposal of version 2. @see RFC 7296 §3.3.1 */
export const IKEv2_payload_Proposal = layer('IKEv2_payload_Proposal', () => ({
  title: 'IKEv2 proposal',
  about: 'A protocol, and algorithms that are proposed for it.',
  source: 'RFC 7296 §3.3.1',
  wireshark: '',
  fields: {
    ...itemHead(0),
    proposal: u8({ default: 1, wireshark: 'isakmp.prop.number' }),
    proto: u8({ default: 1, names: { IKE: 1, AH: 2, ESP: 3 }, wireshark: 'isakmp.prop.protoid' }),
    SPIsize: u8({ measures: 'SPI', wireshark: 'isakmp.spisize' }),
    trans_nb: u8({ counts: 'trans', wireshark: 'isakmp.prop.transforms' }),
    SPI: octets({ wireshark: 'isakmp.spi' }),
    trans: records(() => IKEv2_payload_Transform),
  },
}));

/** What is proposed, of version 2. @see RFC 7296 §3.3 */
export const IKEv2_payload_SA = layer('IKEv2_payload_SA', () => ({
  title: 'IKEv2 security association',
  about: 'What one side proposes, or the other chose.',
  source: 'RFC 7296 §3.3',
  wireshark: '',
  fields: { ...head(), prop: records(() => IKEv2_payload_Proposal) },
}));

/** A key of a group. @see RFC 7296 §3.4 */
export const IKEv2_payload_KE = layer('IKEv2_payload_KE', () => ({
  title: 'IKEv2 key exchange',
  about: "The sender's part of a key.",
  source: 'RFC 7296 §3.4',
  wireshark: '',
  fields: {
    ...head(),
    group: u16({ wireshark: 'isakmp.key_exchange.dh_group' }),
    res2: u16(),
    load: octets({ wireshark: 'isakmp.key_exchange.data' }),
  },
}));

/** A number that is used once. @see RFC 7296 §3.9 */
export const IKEv2_payload_Nonce = layer('IKEv2_payload_Nonce', () => ({
  title: 'IKEv2 nonce',
  about: 'Random octets.',
  source: 'RFC 7296 §3.9; RFC 2408 §3.13',
  wireshark: '',
  fields: { ...head(), load: octets({ wireshark: 'isakmp.nonce' }) },
}));

/** An error, or something that one side tells. @see RFC 7296 §3.10 */
export const IKEv2_payload_Notify = layer('IKEv2_payload_Notify', () => ({
  title: 'IKEv2 notify',
  about: 'An error, or what the sender can do.',
  source: 'RFC 7296 §3.10',
  wireshark: '',
  fields: {
    ...head(),
    proto: u8({ wireshark: 'isakmp.notify.protoid' }),
    SPIsize: u8({ measures: 'SPI', wireshark: 'isakmp.spisize' }),
    type: u16({ wireshark: 'isakmp.notify.msgtype' }),
    SPI: octets({ wireshark: 'isakmp.spi' }),
    load: octets({ wireshark: 'isakmp.notify.data' }),
  },
}));

/** By whom a program was made, or what it can do. @see RFC 7296 §3.12; RFC 2408 §3.16 */
export const IKEv2_payload_VendorID = layer('IKEv2_payload_VendorID', () => ({
  title: 'IKE vendor ID',
  about: 'Who made the program, or what it can do.',
  source: 'RFC 7296 §3.12; RFC 2408 §3.16',
  wireshark: '',
  fields: { ...head(), vendorID: octets({ wireshark: 'isakmp.vid_bytes' }) },
}));

/** Payloads that are encrypted: the last of a message. Its number of the next payload is that of the first one inside. @see RFC 7296 §3.14 */
export const IKEv2_payload_Encrypted = layer('IKEv2_payload_Encrypted', () => ({
  title: 'IKEv2 encrypted payloads',
  about: 'Payloads that are encrypted; the type of the first is told.',
  source: 'RFC 7296 §3.14',
  wireshark: '',
  fields: {
    next_payload: u8({ names: payloadTypes, wireshark: 'isakmp.nextpayload' }),
    critical: flag({ wireshark: 'isakmp.criticalpayload' }),
    res: bits(7),
    length: u16({ measures: 'header', wireshark: 'isakmp.payloadlength' }),
    load: octets(),
  },
}));
