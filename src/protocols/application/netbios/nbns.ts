/** NetBIOS Name Service: the header, and behind it one of the forms that RFC 1002 §4.2 has. Names as scapy has them. */
import { mix } from '../../../bytes/hash.ts';
import { ipv4, mac } from '../../../packet/fields/addresses.ts';
import { bits, flags, u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { records } from '../../../packet/fields/lists.ts';
import { fixedText } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { AnyLayer, ColumnFunction, LayerOctets } from '../../../packet/spec/spec.ts';
import { nameEnd } from '../dns/names.ts';
import { describedName, LABEL, netbiosName, NO_POINTERS, scope, shownName, suffix } from './names.ts';

/** RFC 1002 §4.2.1.1; 8 is what the table has for a refresh, 9 what its drawings have. */
const OPCODES = { query: 0, registration: 5, release: 6, WACK: 7, refresh: 8, 'refresh (alt)': 9 } as const;
const WACK = 7;
/** RFC 1002 §4.2.6, §4.2.7 and others. */
const RCODES = { ok: 0, FMT_ERR: 1, SRV_ERR: 2, NAM_ERR: 3, IMP_ERR: 4, RFS_ERR: 5, ACT_ERR: 6, CFT_ERR: 7 } as const;
/** RFC 1002 §4.2.1.3. */
const TYPES = { A: 1, NS: 2, NULL: 10, NB: 32, NBSTAT: 33 } as const;
const CLASSES = { INTERNET: 1 } as const;
const NODES = { 'B node': 0, 'P node': 1, 'M node': 2, 'H node': 3 } as const;
/** A name that points to the question's (RFC 1002 §4.2.2). */
const POINTER = 0xc00c;
const QUERY_FLAGS = 0x11;

const type = (number: number) => u16({ default: number, names: TYPES, wireshark: 'nbns.type' });
const rclass = () => u16({ default: 1, names: CLASSES, wireshark: 'nbns.class' });
const ttl = (seconds: number) => u32({ default: seconds, wireshark: 'nbns.ttl', about: 'seconds; 0: for ever' });
/** The name that stands first, without and with what its suffix says. */
const shown: ColumnFunction<unknown> = (_self, { b, start }) => shownName(b, start);
const described: ColumnFunction<unknown> = (_self, { b, start }) => describedName(b, start);

/** Octets of the header. */
const HEAD = 12;

interface Header {
  readonly OPCODE: number;
  readonly QDCOUNT: number;
  readonly ANCOUNT: number;
  readonly NSCOUNT: number;
  readonly ARCOUNT: number;
}

const u16At = (b: Uint8Array, q: number): number => ((b[q] as number) << 8) | (b[q + 1] as number);

/** The form that a message has by its counts; undefined where it has none of them. */
function formOf(header: Header, { b, start: at, end }: LayerOctets): AnyLayer | undefined {
  const start = at + HEAD;
  if (b[start] !== LABEL || end - start < 1 + LABEL) return undefined;
  const q = nameEnd(b, start + 1 + LABEL, end, start, NO_POINTERS);
  if (q < 0 || q + 4 > end || header.NSCOUNT !== 0) return undefined;
  const isStatus = u16At(b, q) === TYPES.NBSTAT;
  if (header.QDCOUNT === 1 && header.ANCOUNT === 0) {
    if (header.ARCOUNT === 0) return isStatus ? NBNSNodeStatusRequest : NBNSQueryRequest;
    return header.ARCOUNT === 1 && u16At(b, q + 4) === POINTER ? NBNSRegistrationRequest : undefined;
  }
  if (header.QDCOUNT !== 0 || header.ANCOUNT > 1 || header.ARCOUNT !== 0 || q + 10 > end) return undefined;
  if (header.OPCODE === WACK) return NBNSWackResponse;
  return isStatus ? NBNSNodeStatusResponse : NBNSQueryResponse;
}

/** What every message begins with. @see RFC 1002 §4.2.1.1 */
export const NBNSHeader = layer('NBNSHeader', () => ({
  title: 'NBNS Header',
  about: 'NetBIOS Name Service: names of hosts on a link, or at a name server.',
  source: 'RFC 1002 §4.2.1.1',
  wireshark: 'nbns',
  fields: {
    NAME_TRN_ID: u16({ hex: true, wireshark: 'nbns.id' }),
    RESPONSE: bits(1, { names: { request: 0, response: 1 } }),
    OPCODE: bits(4, { names: OPCODES }),
    NM_FLAGS: flags(7, ['B', 'res1', 'res0', 'RA', 'RD', 'TC', 'AA']),
    RCODE: bits(4, { names: RCODES }),
    QDCOUNT: u16({ wireshark: 'nbns.count.queries' }),
    ANCOUNT: u16({ wireshark: 'nbns.count.answers' }),
    NSCOUNT: u16({ wireshark: 'nbns.count.auth_rr' }),
    ARCOUNT: u16({ wireshark: 'nbns.count.add_rr' }),
  },
  columns: {
    'nbns.flags': { hex: 16, of: (_self, { b, start }) => u16At(b, start + 2) },
    'nbns.flags.response': ({ RESPONSE }) => RESPONSE === 1,
    'nbns.flags.opcode': ({ OPCODE }) => OPCODE,
    'nbns.flags.authoritative': ({ RESPONSE, NM_FLAGS }) => (RESPONSE === 1 ? NM_FLAGS.has('AA') : undefined),
    'nbns.flags.truncated': ({ NM_FLAGS }) => NM_FLAGS.has('TC'),
    'nbns.flags.recdesired': ({ NM_FLAGS }) => NM_FLAGS.has('RD'),
    'nbns.flags.recavail': ({ RESPONSE, NM_FLAGS }) => (RESPONSE === 1 ? NM_FLAGS.has('RA') : undefined),
    'nbns.flags.broadcast': ({ NM_FLAGS }) => NM_FLAGS.has('B'),
    'nbns.flags.rcode': ({ RESPONSE, RCODE }) => (RESPONSE === 1 ? RCODE : undefined),
  },
  next: {
    to: () => [
      NBNSQueryRequest,
      NBNSQueryResponse,
      NBNSNodeStatusRequest,
      NBNSNodeStatusResponse,
      NBNSRegistrationRequest,
      NBNSWackResponse,
    ],
    choose: formOf,
  },
  match: {
    about: 'the transaction; a response',
    hash: ({ NAME_TRN_ID }, _role, seed) => mix(seed, NAME_TRN_ID),
    answers: (reply, request) => reply.RESPONSE === 1 && request.RESPONSE === 0 && reply.NAME_TRN_ID === request.NAME_TRN_ID,
  },
  summary: () => 'NBNSHeader',
}));

/** The question of a request. */
const question = (name: string, number: number) => ({
  QUESTION_NAME: netbiosName({ default: name }),
  SUFFIX: suffix(),
  NULL: scope(),
  QUESTION_TYPE: type(number),
  QUESTION_CLASS: rclass(),
});

/** Asks who has a name. @see RFC 1002 §4.2.12 */
export const NBNSQueryRequest = layer('NBNSQueryRequest', () => ({
  title: 'NBNS query request',
  about: 'Asks who has a NetBIOS name.',
  source: 'RFC 1002 §4.2.12',
  wireshark: '',
  fields: question('windows', TYPES.NB),
  columns: { 'nbns.name': shown },
  below: { NBNSHeader: { NM_FLAGS: QUERY_FLAGS, QDCOUNT: 1 } },
  summary: ({ QUESTION_NAME }) => `NBNSQueryRequest who has '\\\\${String(QUESTION_NAME)}'`,
}));

/** Asks a host for all its names. @see RFC 1002 §4.2.17 */
export const NBNSNodeStatusRequest = layer('NBNSNodeStatusRequest', () => ({
  title: 'NBNS status request',
  about: 'Asks a host for all its NetBIOS names.',
  source: 'RFC 1002 §4.2.17',
  wireshark: '',
  fields: question(`*${'\0'.repeat(14)}`, TYPES.NBSTAT),
  columns: { 'nbns.name': shown },
  below: { NBNSHeader: { NM_FLAGS: 1, QDCOUNT: 1 } },
  summary: () => 'NBNSNodeStatusRequest who has',
}));

/** Flags of a name, and the address of its owner. */
const address = () => ({
  G: bits(1, { names: { 'Unique name': 0, 'Group name': 1 } }),
  OWNER_NODE_TYPE: bits(2, { names: NODES }),
  UNUSED: bits(13),
  NB_ADDRESS: ipv4({ default: '127.0.0.1', wireshark: 'nbns.addr' }),
});
type Address = { readonly G: number; readonly OWNER_NODE_TYPE: number; readonly UNUSED: number };
const addressFlags = ({ G, OWNER_NODE_TYPE, UNUSED }: Address): number => (G << 15) | (OWNER_NODE_TYPE << 13) | UNUSED;

/** An owner of a name. @see RFC 1002 §4.2.13 */
export const NBNS_ADD_ENTRY = layer('NBNS_ADD_ENTRY', () => ({
  about: 'An owner of a NetBIOS name.',
  source: 'RFC 1002 §4.2.13',
  fields: address(),
}));

/** Says who has a name; an answer to a registration, a release or a refresh, too. @see RFC 1002 §4.2.5, §4.2.10, §4.2.13, §4.2.14 */
export const NBNSQueryResponse = layer('NBNSQueryResponse', () => ({
  title: 'NBNS query response',
  about: 'Says who has a NetBIOS name, or answers its registration or release.',
  source: 'RFC 1002 §4.2.13',
  wireshark: '',
  fields: {
    RR_NAME: netbiosName({ default: 'windows' }),
    SUFFIX: suffix(),
    NULL: scope(),
    QUESTION_TYPE: type(TYPES.NB),
    QUESTION_CLASS: rclass(),
    TTL: ttl(300_000),
    RDLENGTH: u16({ measures: 'ADDR_ENTRY', wireshark: 'nbns.data_length' }),
    ADDR_ENTRY: records(() => NBNS_ADD_ENTRY, { rest: true, default: [{}] }),
  },
  columns: {
    'nbns.name': (self, at) => (self.QUESTION_TYPE === TYPES.NB ? described : shown)(self, at),
    'nbns.nb_flags': { hex: 16, of: ({ ADDR_ENTRY }) => ADDR_ENTRY.flatMap((x) => ('G' in x ? [addressFlags(x)] : [])) },
    'nbns.nb_flags.group': ({ ADDR_ENTRY }) => ADDR_ENTRY.flatMap((x) => ('G' in x ? [x.G === 1] : [])),
    'nbns.nb_flags.ont': ({ ADDR_ENTRY }) => ADDR_ENTRY.flatMap((x) => ('G' in x ? [x.OWNER_NODE_TYPE] : [])),
  },
  below: { NBNSHeader: { RESPONSE: 1, NM_FLAGS: 0x50, ANCOUNT: 1 } },
  summary: ({ RR_NAME, ADDR_ENTRY: [first] }) =>
    `NBNSQueryResponse '\\\\${String(RR_NAME)}' is at ${first !== undefined && 'G' in first ? first.NB_ADDRESS : 'no address'}`,
}));

/** A name of a host, in its status. @see RFC 1002 §4.2.18 */
export const NBNSNodeStatusResponseService = layer('NBNSNodeStatusResponseService', () => ({
  title: 'NBNS Node Status Response Service',
  about: 'A NetBIOS name of a host.',
  source: 'RFC 1002 §4.2.18',
  fields: {
    NETBIOS_NAME: fixedText(15, { default: 'WINDOWS', fill: 0x20, wireshark: 'nbns.netbios_name' }),
    SUFFIX: u8({ hex: true, about: 'what the name is of' }),
    NAME_FLAGS: flags(8, ['b0', 'PRM', 'ACT', 'CNF', 'DRG', 'ONT1', 'ONT0', 'G'], { default: 4 }),
    UNUSED: u8(),
  },
}));
type Service = { readonly NAME_FLAGS: { readonly value: number }; readonly UNUSED: number };
const serviceFlag = (mask: number) => (self: { readonly NODE_NAME: readonly Service[] }) =>
  self.NODE_NAME.map((x) => (x.NAME_FLAGS.value & mask) !== 0);

/** Counters of a host's NetBIOS. @see RFC 1002 §4.2.18 */
export const NBNSStatistics = layer('NBNSStatistics', () => ({
  title: 'NBNS statistics',
  about: 'Counters of a host that speaks NetBIOS.',
  source: 'RFC 1002 §4.2.18',
  fields: {
    jumpers: u8({ hex: true, wireshark: 'nbns.jumpers' }),
    test_result: u8({ hex: true, wireshark: 'nbns.test_result' }),
    version_number: u16({ hex: true, wireshark: 'nbns.version_number' }),
    period_of_statistics: u16({ hex: true, wireshark: 'nbns.period_of_statistics' }),
    number_of_crcs: u16({ wireshark: 'nbns.num_crcs' }),
    number_alignment_errors: u16({ wireshark: 'nbns.num_alignment_errors' }),
    number_of_collisions: u16({ wireshark: 'nbns.num_collisions' }),
    number_send_aborts: u16({ wireshark: 'nbns.num_send_aborts' }),
    number_good_sends: u32({ wireshark: 'nbns.num_good_sends' }),
    number_good_receives: u32({ wireshark: 'nbns.num_good_receives' }),
    number_retransmits: u16({ wireshark: 'nbns.numretransmits' }),
    number_no_resource_conditions: u16({ wireshark: 'nbns.num_no_resource_conditions' }),
    number_free_command_blocks: u16({ wireshark: 'nbns.numcommand_blocks' }),
    total_number_command_blocks: u16(),
    max_total_number_command_blocks: u16(),
    number_pending_sessions: u16({ wireshark: 'nbns.numpending_sessions' }),
    max_number_pending_sessions: u16({ wireshark: 'nbns.max_num_pending_sessions' }),
    max_total_sessions_possible: u16({ wireshark: 'nbns.max_total_sessions_possible' }),
    session_data_packet_size: u16({ wireshark: 'nbns.session_data_packet_size' }),
  },
}));

/** All names of a host. @see RFC 1002 §4.2.18 */
export const NBNSNodeStatusResponse = layer('NBNSNodeStatusResponse', () => ({
  title: 'NBNS Node Status Response',
  about: 'All NetBIOS names of a host.',
  source: 'RFC 1002 §4.2.18',
  wireshark: '',
  fields: {
    RR_NAME: netbiosName({ default: 'windows' }),
    SUFFIX: suffix(),
    NULL: scope(),
    RR_TYPE: type(TYPES.NBSTAT),
    RR_CLASS: rclass(),
    TTL: ttl(0),
    RDLENGTH: u16({ default: 83, wireshark: 'nbns.data_length', about: 'octets of what follows' }),
    NUM_NAMES: u8({ counts: 'NODE_NAME', wireshark: 'nbns.number_of_names' }),
    NODE_NAME: records(() => NBNSNodeStatusResponseService, { default: [{}] }),
    MAC_ADDRESS: mac({ wireshark: 'nbns.unit_id' }),
    STATISTICS: records(() => NBNSStatistics, { rest: true, about: 'one; a host may send fewer octets than that' }),
  },
  columns: {
    'nbns.name': shown,
    'nbns.name_flags': {
      hex: 16,
      of: ({ NODE_NAME }) => NODE_NAME.map((x) => (x.NAME_FLAGS.value << 8) | x.UNUSED),
    },
    'nbns.name_flags.group': serviceFlag(0x80),
    'nbns.name_flags.ont': ({ NODE_NAME }) => NODE_NAME.map((x) => (x.NAME_FLAGS.value >> 5) & 3),
    'nbns.name_flags.drg': serviceFlag(0x10),
    'nbns.name_flags.cnf': serviceFlag(8),
    'nbns.name_flags.act': serviceFlag(4),
    'nbns.name_flags.prm': serviceFlag(2),
  },
  below: { NBNSHeader: { RESPONSE: 1, NM_FLAGS: 0x40, ANCOUNT: 1 } },
  summary: () => 'NBNSNodeStatusResponse',
}));

/** Registers, refreshes or releases a name: by the header's opcode. @see RFC 1002 §4.2.2, §4.2.4, §4.2.9 */
export const NBNSRegistrationRequest = layer('NBNSRegistrationRequest', () => ({
  title: 'NBNS registration request',
  about: 'Registers, refreshes or releases a NetBIOS name.',
  source: 'RFC 1002 §4.2.2',
  wireshark: '',
  fields: {
    ...question('Windows', TYPES.NB),
    RR_NAME: u16({ default: POINTER, hex: true, about: 'points to the question’s name' }),
    RR_TYPE: type(TYPES.NB),
    RR_CLASS: rclass(),
    TTL: ttl(0),
    RDLENGTH: u16({ default: 6, wireshark: 'nbns.data_length' }),
    ...address(),
  },
  columns: {
    'nbns.name': (_self, { b, start }) => [shownName(b, start), describedName(b, start)],
    'nbns.nb_flags': { hex: 16, of: addressFlags },
    'nbns.nb_flags.group': ({ G }) => G === 1,
    'nbns.nb_flags.ont': ({ OWNER_NODE_TYPE }) => OWNER_NODE_TYPE,
  },
  below: { NBNSHeader: { OPCODE: 5, NM_FLAGS: QUERY_FLAGS, QDCOUNT: 1, ARCOUNT: 1 } },
  summary: () => 'NBNSRegistrationRequest',
}));

/** Asks to wait for the answer of a name server. @see RFC 1002 §4.2.16 */
export const NBNSWackResponse = layer('NBNSWackResponse', () => ({
  title: 'NBNS Wait for Acknowledgement Response',
  about: 'Asks to wait for the answer of a name server.',
  source: 'RFC 1002 §4.2.16',
  wireshark: '',
  fields: {
    RR_NAME: netbiosName({ default: 'windows' }),
    SUFFIX: suffix(),
    NULL: scope(),
    RR_TYPE: type(TYPES.NB),
    RR_CLASS: rclass(),
    TTL: ttl(2),
    RDLENGTH: u16({ default: 2, wireshark: 'nbns.data_length' }),
    RDATA: u16({ default: 0x2910, hex: true, about: 'opcode and flags of the request' }),
  },
  columns: { 'nbns.name': described },
  below: { NBNSHeader: { RESPONSE: 1, OPCODE: WACK, NM_FLAGS: 0x40, ANCOUNT: 1 } },
  summary: () => 'NBNSWackResponse',
}));
