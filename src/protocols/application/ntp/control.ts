/** NTP's messages about a server: control messages, and ntpd's private ones. */
import { bits, flag, u16, u8 } from '../../../packet/fields/integers.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { mix } from '../../../bytes/hash.ts';
import { names } from '../../../packet/spec/names.ts';
import { NTP_MODES } from './ntp.ts';

/** RFC 9327 §2. */
const OPERATIONS = /* @__PURE__ */ names({
  reserved: 0,
  'read status': 1,
  'read variables': 2,
  'write variables': 3,
  'read clock variables': 4,
  'write clock variables': 5,
  'set trap address/port': 6,
  'trap response': 7,
  'runtime configuration': 8,
  'export configuration': 9,
  'retrieve remote address stats': 10,
  'retrieve ordered list': 11,
  'request client-specific nonce': 12,
  'unset trap address/port': 31,
});

/** Asks for variables of a server, or sets them. @see RFC 9327 §2; RFC 1305 appendix B */
export const NTPControl = layer('NTPControl', () => ({
  title: 'Control message',
  about: 'NTP: asks for variables of a server, or sets them.',
  source: 'RFC 9327 §2; RFC 1305 appendix B',
  wireshark: 'ntp',
  fields: {
    zeros: bits(2),
    version: bits(3, { default: 2, wireshark: 'ntp.flags.vn' }),
    mode: bits(3, { default: 6, names: NTP_MODES, wireshark: 'ntp.flags.mode' }),
    response: flag(),
    err: flag(),
    more: flag(),
    op_code: bits(5, { names: OPERATIONS }),
    sequence: u16({ wireshark: 'ntp.ctrl.sequence' }),
    status: u16({ hex: true, wireshark: 'ntp.ctrl.status', about: 'of the system, of a peer or of a clock, or an error' }),
    association_id: u16({ wireshark: 'ntp.ctrl.associd', about: 'a peer; 0: the system' }),
    offset: u16({ wireshark: 'ntp.ctrl.offset', about: 'of this part of the data' }),
    count: u16({ measures: 'data', wireshark: 'ntp.ctrl.count', about: 'octets of data' }),
    data: octets(),
    authenticator: octets({ about: 'what fills the data up to 4 octets, and a digest' }),
  },
  columns: {
    'ntp.flags': { hex: 8, of: (_self, { b, start }) => b[start] },
    'ntp.ctrl.flags2': { hex: 8, of: (_self, { b, start }) => b[start + 1] },
    'ntp.ctrl.flags2.r': ({ response }) => response,
    'ntp.ctrl.flags2.error': ({ err }) => err,
    'ntp.ctrl.flags2.more': ({ more }) => more,
    'ntp.ctrl.flags2.opcode': (self) => self.op_code,
  },
  match: {
    about: 'the sequence number and the operation; a response',
    hash: ({ sequence }, _role, seed) => mix(seed, sequence),
    answers: (reply, request) =>
      reply.response && !request.response && reply.sequence === request.sequence && reply.op_code === request.op_code,
  },
  summary: (self) => `NTP control ${OPERATIONS.name(self.op_code) ?? self.op_code}`,
}));

/** ntpd's private messages (ntp_request.h): what they ask for. */
const ERRORS = {
  'No error': 0,
  'Bad implementation': 1,
  'Unknown request': 2,
  'Format error': 3,
  'No data': 4,
  'Access denied': 7,
} as const;

/** A message of the program ntpd to its own tools. No standard has it. */
export const NTPPrivate = layer('NTPPrivate', () => ({
  title: 'Private (mode 7)',
  about: 'NTP: a message of the program ntpd to its own tools.',
  source: 'RFC 5905 §7.3: mode 7; ntpd: ntp_request.h',
  wireshark: 'ntp',
  fields: {
    response: flag(),
    more: flag(),
    version: bits(3, { default: 2, wireshark: 'ntp.flags.vn' }),
    mode: bits(3, { default: 7, names: NTP_MODES, wireshark: 'ntp.flags.mode' }),
    auth: flag(),
    seq: bits(7, { wireshark: 'ntp.priv.seq' }),
    implementation: u8({ wireshark: 'ntp.priv.impl' }),
    request_code: u8({ wireshark: 'ntp.priv.reqcode' }),
    err: bits(4, { names: ERRORS, hex: true }),
    nb_items: bits(12, { wireshark: 'ntp.priv.numitems' }),
    mbz: bits(4),
    data_item_size: bits(12, { wireshark: 'ntp.priv.itemsize', about: 'octets of an item' }),
    data: octets({ about: 'the items; a digest may follow them' }),
  },
  columns: {
    'ntp.flags': { hex: 8, of: (_self, { b, start }) => b[start] },
    'ntp.priv.auth': ({ auth }) => (auth ? 1 : 0),
    'ntp.priv.auth_seq': (_self, { b, start }) => b[start + 1],
  },
  match: {
    about: 'the request’s code; a response',
    hash: (self, _role, seed) => mix(seed, self.request_code),
    answers: (reply, request) => reply.response && !request.response && reply.request_code === request.request_code,
  },
  summary: (self) => `NTP private ${self.request_code}`,
}));
