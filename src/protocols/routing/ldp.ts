/** Label Distribution Protocol: routers tell each other which labels of MPLS mean which routes. */
import { ipv4, ipv6 } from '../../packet/fields/addresses.ts';
import { choose } from '../../packet/fields/conditional.ts';
import { bits, flag, u16, u32, u8 } from '../../packet/fields/integers.ts';
import { list, record, records } from '../../packet/fields/lists.ts';
import { octets } from '../../packet/fields/octets.ts';
import { tlvHead } from '../../packet/fields/option-heads.ts';
import { option, optionList } from '../../packet/fields/options.ts';
import { prefixOctets } from '../../packet/fields/special/prefix-octets.ts';
import { layer } from '../../packet/layer/layer.ts';
import { names } from '../../packet/spec/names.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';

/** RFC 5036 §3.7; RFC 5561 §4; RFC 8223. */
const types = names({
  Notification: 0x0001,
  Hello: 0x0100,
  Initialization: 0x0200,
  KeepAlive: 0x0201,
  Capability: 0x0202,
  Address: 0x0300,
  'Address Withdraw': 0x0301,
  'Label Mapping': 0x0400,
  'Label Request': 0x0401,
  'Label Withdraw': 0x0402,
  'Label Release': 0x0403,
  'Label Abort Request': 0x0404,
});
/** IANA's "Address Family Numbers". */
const families = { IPv4: 1, IPv6: 2 } as const;

/** @see RFC 5036 §3.5.2 */
export const LDPCommonHello = layer('LDPCommonHello', () => ({
  about: 'How long a Hello holds, and to whom it goes.',
  source: 'RFC 5036 §3.5.2',
  fields: {
    hold: u16({ default: 180, wireshark: 'ldp.msg.tlv.hello.hold', about: 'seconds' }),
    targeted: flag({ wireshark: 'ldp.msg.tlv.hello.targeted' }),
    requested: flag({ wireshark: 'ldp.msg.tlv.hello.requested' }),
    gtsm: flag({ wireshark: 'ldp.msg.tlv.hello.gtsm', about: 'RFC 6720' }),
    reserved: bits(13),
  },
}));

/** @see RFC 5036 §3.5.3 */
export const LDPCommonSession = layer('LDPCommonSession', () => ({
  about: 'What two routers agree on for their session.',
  source: 'RFC 5036 §3.5.3',
  fields: {
    version: u16({ default: 1, wireshark: 'ldp.msg.tlv.sess.ver' }),
    keepalive: u16({ default: 180, wireshark: 'ldp.msg.tlv.sess.ka', about: 'seconds' }),
    onDemand: flag({ wireshark: 'ldp.msg.tlv.sess.advbit', about: 'labels are told on demand' }),
    detectsLoops: flag({ wireshark: 'ldp.msg.tlv.sess.ldetbit' }),
    reserved: bits(6),
    pathLimit: u8({ wireshark: 'ldp.msg.tlv.sess.pvlim' }),
    maxPdu: u16({ wireshark: 'ldp.msg.tlv.sess.mxpdu' }),
    receiver: ipv4({ wireshark: 'ldp.msg.tlv.sess.rxlsr' }),
    space: u16({ wireshark: 'ldp.msg.tlv.sess.rxls' }),
  },
}));

/** @see RFC 5036 §3.4.6 */
export const LDPStatus = layer('LDPStatus', () => ({
  about: 'What happened, and to which message.',
  source: 'RFC 5036 §3.4.6, §3.9',
  fields: {
    fatal: flag({ wireshark: 'ldp.msg.tlv.status.ebit' }),
    forward: flag({ wireshark: 'ldp.msg.tlv.status.fbit' }),
    code: bits(30, { hex: true, wireshark: 'ldp.msg.tlv.status.data' }),
    messageId: u32({ hex: true, wireshark: 'ldp.msg.tlv.status.msg.id' }),
    messageType: u16({ names: types, hex: true, wireshark: 'ldp.msg.tlv.status.msg.type' }),
  },
}));

/** @see RFC 5036 §3.4.3 */
export const LDPAddressList = layer('LDPAddressList', () => ({
  about: 'Addresses of one family.',
  source: 'RFC 5036 §3.4.3',
  fields: {
    family: u16({ default: 1, names: families, wireshark: 'ldp.msg.tlv.addrl.addr_family' }),
    addresses: choose(
      'family',
      {
        IPv4: list(ipv4({ wireshark: 'ldp.msg.tlv.addrl.addr' }), { rest: true }),
        IPv6: list(ipv6({ wireshark: 'ldp.msg.tlv.addrl.addr' }), { rest: true }),
      },
      octets(),
    ),
  },
}));

/** A network, as the routes of an element. @see RFC 5036 §3.4.1 */
export const LDPPrefix = layer('LDPPrefix', () => ({
  about: 'A network.',
  source: 'RFC 5036 §3.4.1',
  fields: {
    family: u16({ default: 1, names: families, wireshark: 'ldp.msg.tlv.fec.af' }),
    length: u8({ default: 32, wireshark: 'ldp.msg.tlv.fec.len', about: 'bits' }),
    prefix: choose(
      'family',
      {
        IPv4: prefixOctets(4, 'length', { wireshark: 'ldp.msg.tlv.fec.pfval' }),
        IPv6: prefixOctets(6, 'length', { wireshark: 'ldp.msg.tlv.fec.pfval' }),
      },
      octets(),
    ),
  },
}));

/** A wire through the network. @see RFC 8077 §6.1 */
export const LDPPseudowire = layer('LDPPseudowire', () => ({
  about: 'A wire through the network.',
  source: 'RFC 8077 §6.1',
  fields: {
    controlWord: flag({ wireshark: 'ldp.msg.tlv.fec.pw.controlword' }),
    pwType: bits(15, { hex: true, wireshark: 'ldp.msg.tlv.fec.pw.pwtype' }),
    length: u8({ measures: 'info', wireshark: 'ldp.msg.tlv.fec.pw.infolength', about: 'octets behind the group' }),
    group: u32({ wireshark: 'ldp.msg.tlv.fec.pw.groupid' }),
    info: octets({ about: 'the identifier, and parameters of the interfaces' }),
  },
}));

/** Routes that have one label. @see RFC 5036 §3.4.1; RFC 8077 §6 */
export const LDPFECElement = layer('LDPFECElement', () => ({
  about: 'Routes that have one label.',
  source: 'RFC 5036 §3.4.1; RFC 8077 §6',
  fields: {
    type: u8({
      default: 2,
      names: { wildcard: 1, prefix: 2, host: 3, 'typed wildcard': 5, P2MP: 6, PWid: 128, 'generalized PWid': 129 },
      wireshark: 'ldp.msg.tlv.fec.type',
    }),
    value: choose(
      'type',
      {
        wildcard: octets(),
        prefix: record(() => LDPPrefix),
        PWid: record(() => LDPPseudowire),
      },
      octets(),
    ),
  },
}));

/** RFC 5036 §3.3, §4.2: unknown ones may be left alone (U), or passed on (F). These bits are part of the type here. */
const tlvs = () =>
  optionList({
    head: tlvHead('u16', 'u16'),
    packets: true,
    wireshark: { length: 'ldp.msg.tlv.len' },
    kinds: {
      0x0100: option(
        'FEC',
        records(() => LDPFECElement, { rest: true }),
      ),
      0x0101: option(
        'AddressList',
        record(() => LDPAddressList),
      ),
      0x0103: option('HopCount', u8({ wireshark: 'ldp.msg.tlv.hc.value' })),
      0x0104: option('PathVector', list(ipv4({ wireshark: 'ldp.msg.tlv.pv.lsrid' }), { rest: true })),
      0x0200: option('GenericLabel', u32({ default: 3, wireshark: 'ldp.msg.tlv.generic.label' })),
      0x0201: option('ATMLabel', octets()),
      0x0202: option('FrameRelayLabel', octets()),
      0x0300: option(
        'Status',
        record(() => LDPStatus),
      ),
      0x0301: option('ExtendedStatus', u32({ hex: true, wireshark: 'ldp.msg.tlv.extstatus.data' })),
      0x0302: option('ReturnedPDU', octets()),
      0x0303: option('ReturnedMessage', octets()),
      0x0400: option(
        'CommonHello',
        record(() => LDPCommonHello),
      ),
      0x0401: option('IPv4Transport', ipv4({ wireshark: 'ldp.msg.tlv.ipv4.taddr' })),
      0x0402: option('ConfigurationSequence', u32({ wireshark: 'ldp.msg.tlv.hello.cnf_seqno' })),
      0x0403: option('IPv6Transport', ipv6({ wireshark: 'ldp.msg.tlv.ipv6.taddr' })),
      0x0500: option(
        'CommonSession',
        record(() => LDPCommonSession),
      ),
      0x0501: option('ATMSession', octets()),
      0x0502: option('FrameRelaySession', octets()),
      0x8503: option('FaultTolerance', octets({ about: 'RFC 3479' })),
      0x0600: option('LabelRequestMessageID', u32({ hex: true, wireshark: 'ldp.msg.tlv.lbl_req_msg_id' })),
      0x096a: option('PWStatus', u32({ hex: true, wireshark: 'ldp.msg.tlv.pwstatus.code' })),
    },
  });

/** Octets of a type or version, and of the length behind it, which it does not count. */
const UNCOUNTED = 4;

/** What every message begins with. @see RFC 5036 §3.5 */
const messageFields = (type: number) => ({
  u: bits(1, { wireshark: 'ldp.msg.ubit', about: '1: who does not know the type says nothing' }),
  type: bits(15, { default: type, names: types, hex: true, wireshark: 'ldp.msg.type' }),
  len: u16({ measures: 'header', bias: UNCOUNTED, wireshark: 'ldp.msg.len', about: 'octets behind it' }),
  id: u32({ hex: true, wireshark: 'ldp.msg.id' }),
  tlvs: tlvs(),
});
const message = (type: number, source: string, about: string) => ({
  about,
  source: `RFC 5036 ${source}`,
  wireshark: '',
  repeats: (): AnyLayer => LDPMessage,
  fields: messageFields(type),
});

/** A message of a type that has no layer of its own. @see RFC 5036 §3.5 */
export const LDPMessage = layer('LDPMessage', () => message(0x0202, '§3.5', 'A message of another type.'));
/** @see RFC 5036 §3.5.1 */
export const LDPNotification = layer('LDPNotification', () => message(0x0001, '§3.5.1', 'Tells of an error, or of something else.'));
/** @see RFC 5036 §3.5.2 */
export const LDPHello = layer('LDPHello', () => message(0x0100, '§3.5.2', 'Finds routers that speak the protocol.'));
/** @see RFC 5036 §3.5.3 */
export const LDPInit = layer('LDPInit', () => message(0x0200, '§3.5.3', 'Begins a session.'));
/** @see RFC 5036 §3.5.4 */
export const LDPKeepAlive = layer('LDPKeepAlive', () => message(0x0201, '§3.5.4', 'Says that a session lives.'));
/** @see RFC 5036 §3.5.5 */
export const LDPAddress = layer('LDPAddress', () => message(0x0300, '§3.5.5', "Tells a router's addresses."));
/** @see RFC 5036 §3.5.6 */
export const LDPAddressWM = layer('LDPAddressWM', () => message(0x0301, '§3.5.6', 'Takes addresses back.'));
/** @see RFC 5036 §3.5.7 */
export const LDPLabelMM = layer('LDPLabelMM', () => message(0x0400, '§3.5.7', 'Tells a label.'));
/** @see RFC 5036 §3.5.8 */
export const LDPLabelReqM = layer('LDPLabelReqM', () => message(0x0401, '§3.5.8', 'Asks for a label.'));
/** @see RFC 5036 §3.5.10 */
export const LDPLabelWM = layer('LDPLabelWM', () => message(0x0402, '§3.5.10', 'Takes a label back.'));
/** @see RFC 5036 §3.5.11 */
export const LDPLabelRelM = layer('LDPLabelRelM', () => message(0x0403, '§3.5.11', 'Gives a label up.'));
/** @see RFC 5036 §3.5.9 */
export const LDPLabelARM = layer('LDPLabelARM', () => message(0x0404, '§3.5.9', 'Takes a request back.'));

/** What stands before messages. @see RFC 5036 §3.1 */
export const LDP = layer('LDP', () => ({
  about: 'Label Distribution Protocol: the header before messages.',
  source: 'RFC 5036 §3.1',
  wireshark: 'ldp',
  repeats: true,
  begins: (b, start, end) =>
    end - start >= 10 && b[start] === 0 && b[start + 1] === 1 && (b[start + 2] as number) * 256 + (b[start + 3] as number) >= 6,
  fields: {
    version: u16({ default: 1, wireshark: 'ldp.hdr.version' }),
    len: u16({ measures: 'layer', bias: UNCOUNTED, wireshark: 'ldp.hdr.pdu_len', about: 'octets behind it' }),
    id: ipv4({ default: '127.0.0.1', wireshark: 'ldp.hdr.ldpid.lsr', about: 'the router' }),
    space: u16({ wireshark: 'ldp.hdr.ldpid.lsid', about: 'which of its labels; 0: all' }),
  },
  summary: ({ id, space }) => `LDP ${id}:${space}`,
}));
