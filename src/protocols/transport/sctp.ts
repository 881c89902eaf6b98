/** Stream Control Transmission Protocol: the common header, and the chunks behind it, each a layer. */
import { bits, flag, u16, u32, u8 } from '../../packet/fields/integers.ts';
import { list } from '../../packet/fields/lists.ts';
import { group } from '../../packet/fields/group.ts';
import { octets } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';
import { Raw } from '../../packet/layer/raw.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { samePair } from './udp.ts';

/** Stream Control Transmission Protocol. @see RFC 9260 §3.1 */
export const SCTP = layer('SCTP', () => ({
  about: 'Stream Control Transmission Protocol: the header that all chunks of a packet share.',
  source: 'RFC 9260 §3.1',
  wireshark: 'sctp',
  fields: {
    sport: u16({ wireshark: ['sctp.srcport', 'sctp.port'], about: 'source port' }),
    dport: u16({ wireshark: ['sctp.dstport', 'sctp.port'], about: 'destination port' }),
    tag: u32({ hex: true, wireshark: 'sctp.verification_tag', about: 'verification tag: the receiver chose it; 0 with INIT' }),
    chksum: u32({ hex: true, checksums: 'layer', sum: 'crc32c', wireshark: 'sctp.checksum', about: 'CRC-32C (§6.8)' }),
  },
  match: samePair,
}));

const CHUNK_TYPES = {
  data: 0,
  init: 1,
  'init-ack': 2,
  sack: 3,
  'heartbeat-req': 4,
  'heartbeat-ack': 5,
  abort: 6,
  shutdown: 7,
  'shutdown-ack': 8,
  error: 9,
  'cookie-echo': 10,
  'cookie-ack': 11,
  'shutdown-complete': 14,
} as const;

/** Fills a chunk up to a multiple of 4 octets. @see RFC 9260 §3.2 */
export const SCTPChunkPadding = layer('SCTPChunkPadding', () => ({
  title: 'SCTP chunk padding',
  about: 'Fills a chunk up to a multiple of 4 octets; its length does not count it.',
  source: 'RFC 9260 §3.2',
  wireshark: '',
  fields: { pad: octets({ wireshark: 'sctp.chunk_padding' }) },
}));

/** Chunks stand one behind another, each at a multiple of 4 octets (RFC 9260 §3, §3.2). */
const chunk = {
  wireshark: '',
  repeats: (): AnyLayer => SCTPChunkUnknown,
  filling: { to: 4, layer: () => SCTPChunkPadding },
} as const;

const type = (number: number) => u8({ default: number, names: CHUNK_TYPES, wireshark: 'sctp.chunk_type' });
const flags = () => u8({ hex: true, wireshark: 'sctp.chunk_flags' });
/** Octets of the chunk without its padding (RFC 9260 §3.2). */
const length = (measures: 'header' | 'layer' = 'header') => u16({ measures, wireshark: 'sctp.chunk_length' });
/** The octet of flags, where its bits are fields. */
const flagsColumn = {
  'sctp.chunk_flags': { hex: 8, of: (_chunk: unknown, { b, start }: { b: Uint8Array; start: number }) => b[start + 1] as number },
};
const cumulative = () => u32({ hex: true, about: 'the last number up to which all came' });
/** What a chunk of a type has whose flags mean nothing. */
const head = (number: number) => ({ type: type(number), flags: flags(), len: length() });
/** What one has that tells whose tag it bears (RFC 9260 §8.5.1). */
const tagged = (number: number, bit: string) => ({
  type: type(number),
  reserved: bits(7),
  TCB: flag({ wireshark: `sctp.${bit}_t_bit`, about: 'the sender had no association: the tag is the one that it received' }),
  len: length(),
});

/** What INIT and INIT ACK have. */
const initFields = (number: number, name: string) => ({
  ...head(number),
  init_tag: u32({ hex: true, wireshark: `sctp.${name}_initiate_tag`, about: 'verification tag that packets to the sender must have' }),
  a_rwnd: u32({ default: 0xffff_ffff, wireshark: `sctp.${name}_credit`, about: 'octets that the sender has room for' }),
  n_out_streams: u16({ wireshark: `sctp.${name}_nr_out_streams` }),
  n_in_streams: u16({ wireshark: `sctp.${name}_nr_in_streams` }),
  init_tsn: u32({ hex: true, about: 'number of the first DATA chunk' }),
  params: octets({ about: 'optional parameters, not decoded' }),
});

/** Carries a message of a user, or a piece of one. @see RFC 9260 §3.3.1 */
export const SCTPChunkData = layer('SCTPChunkData', () => ({
  ...chunk,
  about: 'A message of the upper layer, or a piece of one.',
  source: 'RFC 9260 §3.3.1',
  fields: {
    type: type(0),
    reserved: bits(4),
    delay_sack: flag({ wireshark: 'sctp.data_i_bit' }),
    unordered: flag({ wireshark: 'sctp.data_u_bit' }),
    beginning: flag({ default: true, wireshark: 'sctp.data_b_bit', about: 'the first piece of a message' }),
    ending: flag({ default: true, wireshark: 'sctp.data_e_bit', about: 'the last one' }),
    len: length('layer'),
    tsn: u32({ hex: true, about: 'transmission sequence number' }),
    stream_id: u16({ hex: true, wireshark: 'sctp.data_sid' }),
    stream_seq: u16({ wireshark: 'sctp.data_ssn' }),
    proto_id: u32({ selects: 'sctp.ppid', wireshark: 'sctp.data_payload_proto_id', about: 'what it carries; 0: not told' }),
  },
  // Wireshark shows the numbers in decimals. Its sctp.data_tsn counts from the association's first.
  columns: { ...flagsColumn, 'sctp.data_tsn_raw': ({ tsn }) => tsn },
  next: {
    to: () => [Raw as unknown as AnyLayer],
    // A piece of a message does not begin, or end, where the message does (§6.9).
    choose: ({ beginning, ending }) => (beginning && ending ? undefined : (Raw as unknown as AnyLayer)),
  },
}));

/** Begins an association. @see RFC 9260 §3.3.2 */
export const SCTPChunkInit = layer('SCTPChunkInit', () => ({
  ...chunk,
  about: 'Begins an association.',
  source: 'RFC 9260 §3.3.2',
  fields: initFields(1, 'init'),
  columns: { 'sctp.init_initial_tsn': ({ init_tsn }) => init_tsn },
}));

/** @see RFC 9260 §3.3.3 */
export const SCTPChunkInitAck = layer('SCTPChunkInitAck', () => ({
  ...chunk,
  about: 'Answers INIT.',
  source: 'RFC 9260 §3.3.3',
  fields: initFields(2, 'initack'),
  columns: { 'sctp.initack_initial_tsn': ({ init_tsn }) => init_tsn },
}));

/** Says which DATA chunks came. @see RFC 9260 §3.3.4 */
export const SCTPChunkSACK = layer('SCTPChunkSACK', () => ({
  ...chunk,
  about: 'Says which DATA chunks came.',
  source: 'RFC 9260 §3.3.4',
  fields: {
    ...head(3),
    cumul_tsn_ack: cumulative(),
    a_rwnd: u32({ wireshark: 'sctp.sack_a_rwnd', about: 'octets that the sender has room for' }),
    n_gap_ack: u16({ counts: 'gap_ack_list', wireshark: 'sctp.sack_number_of_gap_blocks' }),
    n_dup_tsn: u16({ counts: 'dup_tsn_list', wireshark: 'sctp.sack_number_of_duplicated_tsns' }),
    gap_ack_list: list(
      group({
        start: bits(16, { wireshark: 'sctp.sack_gap_block_start' }),
        end: bits(16, { wireshark: 'sctp.sack_gap_block_end' }),
      }),
      { about: 'numbers that came, counted from cumul_tsn_ack' },
    ),
    dup_tsn_list: list(u32({ hex: true })),
  },
  columns: {
    'sctp.sack_cumulative_tsn_ack_raw': ({ cumul_tsn_ack }) => cumul_tsn_ack,
    'sctp.sack_duplicate_tsn': ({ dup_tsn_list }) => dup_tsn_list,
  },
}));

/** Asks whether the other end is there. @see RFC 9260 §3.3.5 */
export const SCTPChunkHeartbeatReq = layer('SCTPChunkHeartbeatReq', () => ({
  ...chunk,
  about: 'Asks whether the other end is there.',
  source: 'RFC 9260 §3.3.5',
  fields: { ...head(4), params: octets({ about: 'the answer has the same; not decoded' }) },
}));

/** @see RFC 9260 §3.3.6 */
export const SCTPChunkHeartbeatAck = layer('SCTPChunkHeartbeatAck', () => ({
  ...chunk,
  about: 'Answers HEARTBEAT.',
  source: 'RFC 9260 §3.3.6',
  fields: { ...head(5), params: octets({ about: 'those of the request' }) },
}));

/** Ends an association at once. @see RFC 9260 §3.3.7 */
export const SCTPChunkAbort = layer('SCTPChunkAbort', () => ({
  ...chunk,
  about: 'Ends an association at once.',
  source: 'RFC 9260 §3.3.7',
  fields: { ...tagged(6, 'abort'), error_causes: octets({ about: 'not decoded' }) },
  columns: flagsColumn,
}));

/** Ends an association when all has come. @see RFC 9260 §3.3.8 */
export const SCTPChunkShutdown = layer('SCTPChunkShutdown', () => ({
  ...chunk,
  about: 'Ends an association when all data has arrived.',
  source: 'RFC 9260 §3.3.8',
  fields: { ...head(7), cumul_tsn_ack: cumulative() },
  columns: { 'sctp.shutdown_cumulative_tsn_ack': ({ cumul_tsn_ack }) => cumul_tsn_ack },
}));

/** @see RFC 9260 §3.3.9 */
export const SCTPChunkShutdownAck = layer('SCTPChunkShutdownAck', () => ({
  ...chunk,
  about: 'Answers SHUTDOWN.',
  source: 'RFC 9260 §3.3.9',
  fields: head(8),
}));

/** Says what is wrong. @see RFC 9260 §3.3.10 */
export const SCTPChunkError = layer('SCTPChunkError', () => ({
  ...chunk,
  about: 'Reports an error in what was received.',
  source: 'RFC 9260 §3.3.10',
  fields: { ...head(9), error_causes: octets({ about: 'not decoded' }) },
}));

/** @see RFC 9260 §3.3.11 */
export const SCTPChunkCookieEcho = layer('SCTPChunkCookieEcho', () => ({
  ...chunk,
  about: 'Returns the cookie of INIT ACK.',
  source: 'RFC 9260 §3.3.11',
  fields: { ...head(10), cookie: octets({ wireshark: 'sctp.cookie' }) },
}));

/** @see RFC 9260 §3.3.12 */
export const SCTPChunkCookieAck = layer('SCTPChunkCookieAck', () => ({
  ...chunk,
  about: 'Answers COOKIE ECHO.',
  source: 'RFC 9260 §3.3.12',
  fields: head(11),
}));

/** @see RFC 9260 §3.3.13 */
export const SCTPChunkShutdownComplete = layer('SCTPChunkShutdownComplete', () => ({
  ...chunk,
  about: 'Answers SHUTDOWN ACK.',
  source: 'RFC 9260 §3.3.13',
  fields: tagged(14, 'shutdown_complete'),
  columns: flagsColumn,
}));

/** Stands where a chunk is expected; the type says which it is. Itself it is one of another type, or one that was cut short. @see RFC 9260 §3.2 */
export const SCTPChunkUnknown = layer('SCTPChunkUnknown', () => ({
  ...chunk,
  title: 'SCTP chunk',
  about: 'A chunk of an unknown type, or cut short.',
  source: 'RFC 9260 §3.2',
  // RFC 9260 §15.1 leaves 63 to extensions.
  fields: { ...head(63), data: octets() },
}));
