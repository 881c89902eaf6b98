/** Attributes and their values, in control messages of L2TP. */
import { choose, mayEnd } from '../../packet/fields/conditional.ts';
import { bits, flag, u16, u32, u64, u8 } from '../../packet/fields/integers.ts';
import { record } from '../../packet/fields/lists.ts';
import { octets, text } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';

/** @see RFC 2661 §3.2; IANA "Message Type AVP (Attribute Type 0) Values" */
const MESSAGES = {
  SCCRQ: 1,
  SCCRP: 2,
  SCCCN: 3,
  StopCCN: 4,
  HELLO: 6,
  OCRQ: 7,
  OCRP: 8,
  OCCN: 9,
  ICRQ: 10,
  ICRP: 11,
  ICCN: 12,
  CDN: 14,
  WEN: 15,
  SLI: 16,
  MDMST: 17,
  SRRQ: 18,
  SRRP: 19,
  ACK: 20,
  FSQ: 21,
  FSR: 22,
  MSRQ: 23,
  MSRP: 24,
  MSE: 25,
  MSI: 26,
  MSEN: 27,
  CSUN: 28,
  CSURQ: 29,
} as const;

/** @see RFC 2661 §4.4; IANA "Control Message Attribute Value Pairs" */
const ATTRIBUTES = {
  'message-type': 0,
  'result-code': 1,
  'protocol-version': 2,
  'framing-capabilities': 3,
  'bearer-capabilities': 4,
  'tie-breaker': 5,
  'firmware-revision': 6,
  'host-name': 7,
  'vendor-name': 8,
  'assigned-tunnel-id': 9,
  'receive-window-size': 10,
  challenge: 11,
  'q931-cause-code': 12,
  'challenge-response': 13,
  'assigned-session-id': 14,
  'call-serial-number': 15,
  'minimum-bps': 16,
  'maximum-bps': 17,
  'bearer-type': 18,
  'framing-type': 19,
  'called-number': 21,
  'calling-number': 22,
  'sub-address': 23,
  'tx-connect-speed': 24,
  'physical-channel-id': 25,
  'initial-received-lcp-confreq': 26,
  'last-sent-lcp-confreq': 27,
  'last-received-lcp-confreq': 28,
  'proxy-authen-type': 29,
  'proxy-authen-name': 30,
  'proxy-authen-challenge': 31,
  'proxy-authen-id': 32,
  'proxy-authen-response': 33,
  'call-errors': 34,
  accm: 35,
  'random-vector': 36,
  'private-group-id': 37,
  'rx-connect-speed': 38,
  'sequencing-required': 39,
  'ppp-disconnect-cause-code': 46,
} as const;

/** Why a tunnel or session ends. @see RFC 2661 §4.4.2 */
export const L2TPResult = layer('L2TPResult', () => ({
  about: 'Why a tunnel or session ends.',
  source: 'RFC 2661 §4.4.2',
  fields: {
    result: u16({ default: 1, wireshark: 'l2tp.result_code', about: '1: cleared; 2: see the error' }),
    error: mayEnd(u16({ wireshark: 'l2tp.avp.error_code' })),
    message: text({ wireshark: 'l2tp.avp.error_message' }),
  },
}));

/** Version of the protocol. @see RFC 2661 §4.4.3 */
export const L2TPVersion = layer('L2TPVersion', () => ({
  about: 'Version of the protocol.',
  source: 'RFC 2661 §4.4.3',
  fields: {
    version: u8({ default: 1, wireshark: 'l2tp.avp.protocol_version' }),
    revision: u8({ wireshark: 'l2tp.avp.protocol_revision' }),
  },
}));

/** Framings that the sender supports. @see RFC 2661 §4.4.3 */
export const L2TPFraming = layer('L2TPFraming', () => ({
  about: 'Framings that the sender supports.',
  source: 'RFC 2661 §4.4.3',
  fields: {
    reserved: bits(30),
    async: flag({ wireshark: 'l2tp.avp.async_framing_supported' }),
    sync: flag({ wireshark: 'l2tp.avp.sync_framing_supported' }),
  },
}));

/** Kinds of lines that the sender supports. @see RFC 2661 §4.4.3 */
export const L2TPBearers = layer('L2TPBearers', () => ({
  about: 'Kinds of lines that the sender supports.',
  source: 'RFC 2661 §4.4.3',
  fields: {
    reserved: bits(30),
    analog: flag({ wireshark: 'l2tp.avp.analog_access_supported' }),
    digital: flag({ wireshark: 'l2tp.avp.digital_access_supported' }),
  },
}));

/** Kind of line of a call. @see RFC 2661 §4.4.4 */
export const L2TPBearerType = layer('L2TPBearerType', () => ({
  about: 'Kind of line of a call.',
  source: 'RFC 2661 §4.4.4',
  fields: {
    reserved: bits(30),
    analog: flag({ wireshark: 'l2tp.avp.analog_bearer_type' }),
    digital: flag({ wireshark: 'l2tp.avp.digital_bearer_type' }),
  },
}));

/** Framing of a call. @see RFC 2661 §4.4.4 */
export const L2TPFramingType = layer('L2TPFramingType', () => ({
  about: 'Framing of a call.',
  source: 'RFC 2661 §4.4.4',
  fields: {
    reserved: bits(30),
    async: flag({ wireshark: 'l2tp.avp.async_framing_type' }),
    sync: flag({ wireshark: 'l2tp.avp.sync_framing_type' }),
  },
}));

/** Why the telephone network ended a call (ITU-T Q.931 cause). @see RFC 2661 §4.4.4 */
export const L2TPCause = layer('L2TPCause', () => ({
  about: 'Why the telephone network ended a call (ITU-T Q.931 cause).',
  source: 'RFC 2661 §4.4.4',
  fields: {
    code: u16({ wireshark: 'l2tp.avp.cause_code' }),
    message_type: u8({ wireshark: 'l2tp.avp.cause_msg' }),
    advice: text({ wireshark: 'l2tp.avp.advisory_msg' }),
  },
}));

/** Identifier of the client's authentication. @see RFC 2661 §4.4.5 */
export const L2TPProxyId = layer('L2TPProxyId', () => ({
  about: "Identifier of the client's authentication.",
  source: 'RFC 2661 §4.4.5',
  fields: { reserved: u8(), id: u8({ wireshark: 'l2tp.avp.proxy_authen_id' }) },
}));

/** Errors counted on a line. @see RFC 2661 §4.4.6 */
export const L2TPErrors = layer('L2TPErrors', () => ({
  about: 'Errors counted on a line.',
  source: 'RFC 2661 §4.4.6',
  fields: {
    reserved: u16(),
    crc: u32({ wireshark: 'l2tp.avp.crc_errors' }),
    framing: u32({ wireshark: 'l2tp.avp.framing_errors' }),
    hardware_overruns: u32({ wireshark: 'l2tp.avp.hardware_overruns' }),
    buffer_overruns: u32({ wireshark: 'l2tp.avp.buffer_overruns' }),
    time_outs: u32({ wireshark: 'l2tp.avp.time_out_errors' }),
    alignment: u32({ wireshark: 'l2tp.avp.alignment_errors' }),
  },
}));

/** Characters that are escaped. @see RFC 2661 §4.4.6 */
export const L2TPACCM = layer('L2TPACCM', () => ({
  about: 'Characters that are escaped.',
  source: 'RFC 2661 §4.4.6',
  fields: {
    reserved: u16(),
    send: u32({ hex: true, wireshark: 'l2tp.avp.send_accm' }),
    receive: u32({ hex: true, wireshark: 'l2tp.avp.receive_accm' }),
  },
}));

/** Why PPP ended. @see RFC 3145 §2 */
export const L2TPDisconnect = layer('L2TPDisconnect', () => ({
  about: 'Why PPP ended.',
  source: 'RFC 3145 §2',
  fields: {
    code: u16({ wireshark: 'l2tp.avp.disconnect_code' }),
    protocol: u16({ hex: true, wireshark: 'l2tp.avp.control_protocol_number' }),
    direction: u8({ names: { global: 0, 'at peer': 1, 'at local': 2 }, wireshark: 'l2tp.avp.cause_code_direction' }),
    message: text({ wireshark: 'l2tp.avp.cause_code_message' }),
  },
}));

const number = (name: string) => u32({ wireshark: `l2tp.avp.${name}` });
const words = (name: string) => text({ wireshark: `l2tp.avp.${name}` });
const bytes = (name: string) => octets({ wireshark: `l2tp.avp.${name}` });

/** Values of the attributes of RFC 2661, by their numbers. */
const values = choose(
  'type',
  {
    0: u16({ names: MESSAGES, wireshark: 'l2tp.avp.message_type' }),
    1: record(() => L2TPResult),
    2: record(() => L2TPVersion),
    3: record(() => L2TPFraming),
    4: record(() => L2TPBearers),
    5: u64({ hex: true, wireshark: 'l2tp.tie_breaker' }),
    6: u16({ wireshark: 'l2tp.avp.firmware_revision' }),
    7: words('host_name'),
    8: words('vendor_name'),
    9: u16({ wireshark: 'l2tp.avp.assigned_tunnel_id' }),
    10: u16({ wireshark: 'l2tp.avp.receive_window_size' }),
    11: bytes('chap_challenge'),
    12: record(() => L2TPCause),
    13: bytes('chap_challenge_response'),
    14: u16({ wireshark: 'l2tp.avp.assigned_session_id' }),
    15: number('call_serial_number'),
    16: number('minimum_bps'),
    17: number('maximum_bps'),
    18: record(() => L2TPBearerType),
    19: record(() => L2TPFramingType),
    21: words('called_number'),
    22: words('calling_number'),
    23: words('sub_address'),
    24: number('connect_speed'),
    25: number('physical_channel'),
    26: bytes('initial_received_lcp_confreq'),
    27: bytes('last_sent_lcp_confreq'),
    28: bytes('last_received_lcp_confreq'),
    29: u16({
      names: { reserved: 0, text: 1, CHAP: 2, PAP: 3, none: 4, 'MS-CHAP-v1': 5 },
      wireshark: 'l2tp.avp.proxy_authen_type',
    }),
    30: words('proxy_authen_name'),
    31: bytes('proxy_authen_challenge'),
    32: record(() => L2TPProxyId),
    33: bytes('proxy_authen_response'),
    34: record(() => L2TPErrors),
    35: record(() => L2TPACCM),
    36: bytes('random_vector'),
    37: bytes('private_group_id'),
    38: number('rx_connect_speed'),
    46: record(() => L2TPDisconnect),
  },
  octets(),
);

/** An attribute and its value. One that is hidden is encrypted (RFC 2661 §4.3). @see RFC 2661 §4.1 */
export const L2TPAVP = layer('L2TPAVP', () => ({
  title: 'L2TP AVP',
  about: 'An attribute of a control message, and its value.',
  source: 'RFC 2661 §4.1',
  wireshark: '',
  fields: {
    mandatory: flag({
      default: true,
      wireshark: 'l2tp.avp.mandatory',
      about: 'mandatory: a receiver that does not know it ends the session',
    }),
    hidden: flag({ wireshark: 'l2tp.avp.hidden' }),
    reserved: bits(4),
    length: bits(10, { measures: 'header', wireshark: 'l2tp.avp.length' }),
    vendor: u16({ wireshark: 'l2tp.avp.vendor_id', about: '0: IETF' }),
    type: u16({ names: ATTRIBUTES, wireshark: 'l2tp.avp.type' }),
    value: choose('hidden', { 0: choose('vendor', { 0: values }, octets()) }, octets()),
  },
}));
