/** Resource Reservation Protocol: reserves bandwidth along a path, and sets up paths of MPLS. */
import { ipv4, ipv6 } from '../../packet/fields/addresses.ts';
import { choose } from '../../packet/fields/conditional.ts';
import { bits, f32, u16, u32, u8 } from '../../packet/fields/integers.ts';
import { list, record, records } from '../../packet/fields/lists.ts';
import { octets, text } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';
import { names } from '../../packet/spec/names.ts';
import type { Self } from '../../packet/spec/field.ts';

/** RFC 2205 §3.1.1; RFC 2961; RFC 3209; RFC 3473; in scapy's words. */
const messages = names({
  Path: 1,
  Resv: 2,
  PathErr: 3,
  ResvErr: 4,
  PathTear: 5,
  ResvTear: 6,
  ResvConf: 7,
  Bundle: 12,
  Ack: 13,
  Srefresh: 15,
  Hello: 20,
  Notify: 21,
});
/** IANA: "Class Names, Class Numbers, and Class Types". */
const classes = names({
  Null: 0,
  Session: 1,
  HOP: 3,
  INTEGRITY: 4,
  'Time Values': 5,
  ERROR: 6,
  SCOPE: 7,
  STYLE: 8,
  FLOWSPEC: 9,
  'FILTER SPEC': 10,
  'SENDER TEMPLATE': 11,
  'SENDER TSPEC': 12,
  ADSPEC: 13,
  POLICY: 14,
  'RESV CONFIRM': 15,
  'RSVP Label': 16,
  'Label Request': 19,
  ERO: 20,
  RRO: 21,
  Hello: 22,
  'Message ID': 23,
  'Message ID ACK': 24,
  'Message ID List': 25,
  DETOUR: 63,
  'FAST REROUTE': 205,
  'Session Attribute': 207,
});

/** A neighbour, and its interface. @see RFC 2205 §A.2 */
export const RSVP_HOP = layer('RSVP_HOP', () => ({
  title: 'HOP',
  about: 'The router before this one.',
  source: 'RFC 2205 §A.2',
  fields: { neighbor: ipv4(), inface: u32({ default: 1 }) },
}));

/** @see RFC 2205 §A.4 */
export const RSVP_Time = layer('RSVP_Time', () => ({
  title: 'Time Val',
  about: 'How often a message is sent again.',
  source: 'RFC 2205 §A.4',
  fields: { refresh: u32({ default: 1, about: 'milliseconds' }) },
}));

/** A flow to an address and port. @see RFC 2205 §A.1 */
export const RSVP_Session = layer('RSVP_Session', () => ({
  about: 'Where a flow goes.',
  source: 'RFC 2205 §A.1',
  fields: {
    destination: ipv4({ wireshark: 'rsvp.session.ip' }),
    protocol: u8({ wireshark: 'rsvp.session.proto' }),
    flags: u8(),
    port: u16({ wireshark: 'rsvp.session.port' }),
  },
}));

/** A tunnel of MPLS. @see RFC 3209 §4.6.1 */
export const RSVP_Tunnel = layer('RSVP_Tunnel', () => ({
  about: 'A tunnel of MPLS.',
  source: 'RFC 3209 §4.6.1',
  fields: {
    destination: ipv4({ wireshark: 'rsvp.session.ip' }),
    reserved: u16(),
    tunnel: u16({ wireshark: 'rsvp.session.tunnel_id' }),
    extended: u32({ wireshark: 'rsvp.session.ext_tunnel_id' }),
  },
}));

/** Who sends a flow. @see RFC 2205 §A.10 */
export const RSVP_Sender = layer('RSVP_Sender', () => ({
  about: 'Where a flow comes from.',
  source: 'RFC 2205 §A.10',
  fields: { source: ipv4({ wireshark: 'rsvp.sender.ip' }), reserved: u16(), port: u16({ wireshark: 'rsvp.sender.port' }) },
}));

/** Who sends into a tunnel. @see RFC 3209 §4.6.2 */
export const RSVP_TunnelSender = layer('RSVP_TunnelSender', () => ({
  about: 'Where a tunnel begins.',
  source: 'RFC 3209 §4.6.2',
  fields: { source: ipv4({ wireshark: 'rsvp.sender.ip' }), reserved: u16(), lsp: u16({ wireshark: 'rsvp.sender.lsp_id' }) },
}));

/** How much a sender sends. @see RFC 2210 §3.1 */
export const RSVP_SenderTSPEC = layer('RSVP_SenderTSPEC', () => ({
  title: 'Sender_TSPEC',
  about: 'How much a sender sends.',
  source: 'RFC 2210 §3.1',
  fields: {
    Msg_Format: u8({ about: 'the version, in the first four bits' }),
    reserve: u8(),
    Data_Length: u16({ default: 7, about: 'in units of 4 octets' }),
    Srv_hdr: u8({ default: 1 }),
    reserve2: u8(),
    Srv_Length: u16({ default: 6, about: 'in units of 4 octets' }),
    param: u8({ default: 127, about: 'a token bucket' }),
    flags: u8(),
    Param_Length: u16({ default: 5, about: 'in units of 4 octets' }),
    rate: f32({ about: 'octets a second' }),
    bucket: f32({ about: 'octets' }),
    peak: f32({ about: 'octets a second' }),
    least: u32({ about: 'octets of the smallest packet that counts' }),
    most: u32({ about: 'octets of the largest packet' }),
    more: octets({ about: 'parameters of a service' }),
  },
}));

/** @see RFC 3209 §4.2.1 */
export const RSVP_LabelReq = layer('RSVP_LabelReq', () => ({
  title: 'Label Req',
  about: 'Asks for a label.',
  source: 'RFC 3209 §4.2.1',
  fields: { reserve: u16({ default: 1 }), L3PID: u16({ default: 1, hex: true, about: 'the EtherType of what is sent' }) },
}));

/** @see RFC 3209 §4.7.1 */
export const RSVP_SessionAttrb = layer('RSVP_SessionAttrb', () => ({
  title: 'Session_Attribute',
  about: 'How important a tunnel is, and its name.',
  source: 'RFC 3209 §4.7.1',
  fields: {
    Setup_priority: u8({ default: 1 }),
    Hold_priority: u8({ default: 1 }),
    flags: u8({ default: 1 }),
    Name_length: u8({ measures: 'Name' }),
    Name: text(),
    fill: octets(),
  },
}));

/** A step of a path. @see RFC 3209 §4.3.3, §4.4.1 */
export const RSVP_Subobject = layer('RSVP_Subobject', () => ({
  about: 'A step of a path.',
  source: 'RFC 3209 §4.3.3, §4.4.1',
  fields: {
    loose: bits(1),
    type: bits(7, { default: 1, names: { IPv4: 1, IPv6: 2, Label: 3, Unnumbered: 4, AS: 32 } }),
    length: u8({ measures: 'header' }),
    data: choose('type', { IPv4: record(() => RSVP_Step4), IPv6: record(() => RSVP_Step6) }, octets()),
  },
}));

/** @see RFC 3209 §4.3.3.2 */
export const RSVP_Step4 = layer('RSVP_Step4', () => ({
  about: 'An IPv4 network on the path.',
  source: 'RFC 3209 §4.3.3.2',
  fields: { address: ipv4(), prefixlen: u8({ default: 32 }), flags: u8() },
}));

/** @see RFC 3209 §4.3.3.3 */
export const RSVP_Step6 = layer('RSVP_Step6', () => ({
  about: 'An IPv6 network on the path.',
  source: 'RFC 3209 §4.3.3.3',
  fields: { address: ipv6(), prefixlen: u8({ default: 128 }), flags: u8() },
}));

/** @see RFC 2205 §A.5 */
export const RSVP_Error = layer('RSVP_Error', () => ({
  about: 'What went wrong, and where.',
  source: 'RFC 2205 §A.5',
  fields: { node: ipv4(), flags: u8({ hex: true, wireshark: 'rsvp.error_flags' }), code: u8(), value: u16() },
}));

/** @see RFC 2961 §4.1 */
export const RSVP_MessageID = layer('RSVP_MessageID', () => ({
  about: 'Numbers a message, so that it can be acknowledged.',
  source: 'RFC 2961 §4.1',
  fields: { flags: u8(), epoch: bits(24), id: u32() },
}));

/** Class and type as one number. */
const formOf = ({ Class, C_Type }: Self): number => (Class as number) * 256 + (C_Type as number);
/** By class and type: class 3, type 1 is 0x301. */
const forms = () => ({
  0x101: record(() => RSVP_Session),
  0x107: record(() => RSVP_Tunnel),
  0x301: record(() => RSVP_HOP),
  0x501: record(() => RSVP_Time),
  0x601: record(() => RSVP_Error),
  0x701: list(ipv4(), { rest: true }),
  0x801: u32({ hex: true, about: 'how reservations are shared' }),
  0xa01: record(() => RSVP_Sender),
  0xa07: record(() => RSVP_TunnelSender),
  0xb01: record(() => RSVP_Sender),
  0xb07: record(() => RSVP_TunnelSender),
  0xc02: record(() => RSVP_SenderTSPEC),
  0xf01: ipv4(),
  0x1001: list(u32(), { rest: true, about: 'labels' }),
  0x1301: record(() => RSVP_LabelReq),
  0x1401: records(() => RSVP_Subobject, { rest: true }),
  0x1501: records(() => RSVP_Subobject, { rest: true }),
  0x1601: list(u32({ hex: true }), { rest: true, about: 'instances: of the sender, and of the other' }),
  0x1602: list(u32({ hex: true }), { rest: true }),
  0x1701: record(() => RSVP_MessageID),
  0x1801: record(() => RSVP_MessageID),
  0xcf07: record(() => RSVP_SessionAttrb),
});

/** An object: what it is about, and its content. @see RFC 2205 §3.1.2 */
export const RSVP_Object = layer('RSVP_Object', () => ({
  title: 'RSVP_Object',
  about: 'What a message consists of.',
  source: 'RFC 2205 §3.1.2',
  fields: {
    Length: u16({ measures: 'header', wireshark: 'rsvp.length' }),
    Class: u8({ default: 1, names: classes, wireshark: 'rsvp.object' }),
    C_Type: u8({ default: 1 }),
    data: choose(formOf, forms(), octets()),
  },
}));

/** @see RFC 2205 §3.1.1 */
export const RSVP = layer('RSVP', () => ({
  about: 'Resource Reservation Protocol: reserves bandwidth along a path, or sets up a path of MPLS.',
  source: 'RFC 2205 §3.1.1; RFC 3209',
  wireshark: 'rsvp',
  fields: {
    Version: bits(4, { default: 1, wireshark: 'rsvp.version' }),
    Flags: bits(4, { default: 1, hex: true, about: '1: it can bundle (RFC 2961)' }),
    Class: u8({ default: 1, names: messages, wireshark: 'rsvp.msg' }),
    chksum: u16({ checksums: 'layer', hex: true }),
    TTL: u8({ default: 1, wireshark: 'rsvp.sending_ttl' }),
    dataofs: u8({ hex: true, about: 'reserved' }),
    Length: u16({ measures: 'layer' }),
    objects: records(() => RSVP_Object),
  },
  summary: ({ Class }) => `RSVP ${messages.name(Class) ?? Class}`,
}));
