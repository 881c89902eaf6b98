/** Stream Control Transmission Protocol: the common header, and the chunks behind it, each a layer. */
import { bits, u16, u32 } from '../../packet/fields/integers.ts';
import { list } from '../../packet/fields/lists.ts';
import { group } from '../../packet/fields/group.ts';
import { octets } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';
import type { LayerOctets } from '../../packet/spec/spec.ts';
import { chunk, cumulative, dataFlags, flagsColumn, head, length, payloadOfWhole, tagged, tsn, type } from './sctp-chunk.ts';
import { causes, parameters } from './sctp-parameters.ts';
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
  match: {
    about: 'the ports the other way round; to INIT: the tag that INIT gave; otherwise, with the T bit: the same tag',
    hash: samePair.hash,
    answers: (reply, request, at) => {
      if (!samePair.answers(reply, request)) return false;
      if (at === undefined) return true;
      const given = initiateTag(at.request);
      // RFC 9260 §8.5.1: INIT ACK, and the ABORT of who does not want it (§5.1), have the tag that INIT gave.
      if (given !== undefined) return reply.tag === given;
      // §8.4: who knows of no association gives back the packet's own tag, and says so with the T bit.
      return !hasTBit(at.reply) || reply.tag === request.tag;
    },
  },
}));

/** Octets of the header; then the first chunk: type, flags, two of its length, and INIT's tag. */
const HEADER = 12;
const INIT = 1;
/** ABORT and SHUTDOWN COMPLETE, whose lowest flag says that the tag is the other side's (§3.3.7, §3.3.13). */
const REFLECTING: ReadonlySet<number | undefined> = new Set([6, 14]);

/** The tag that INIT gives, where a packet begins with it and shows it whole. */
export function initiateTag({ b, start, end }: LayerOctets): number | undefined {
  const at = start + HEADER;
  if (at + 8 > end || b[at] !== INIT) return undefined;
  return new DataView(b.buffer, b.byteOffset + at + 4, 4).getUint32(0);
}

const hasTBit = ({ b, start, end }: LayerOctets): boolean =>
  start + HEADER + 1 < end && REFLECTING.has(b[start + HEADER]) && ((b[start + HEADER + 1] as number) & 1) === 1;

/** What INIT and INIT ACK have. */
const initFields = (number: number, name: string) => ({
  ...head(number),
  init_tag: u32({ hex: true, wireshark: `sctp.${name}_initiate_tag`, about: 'verification tag that packets to the sender must have' }),
  a_rwnd: u32({ default: 0xffff_ffff, wireshark: `sctp.${name}_credit`, about: 'octets that the sender has room for' }),
  n_out_streams: u16({ wireshark: `sctp.${name}_nr_out_streams` }),
  n_in_streams: u16({ wireshark: `sctp.${name}_nr_in_streams` }),
  init_tsn: tsn('number of the first DATA chunk'),
  params: parameters({ about: 'optional parameters' }),
});

/** Carries a message of a user, or a piece of one. @see RFC 9260 §3.3.1 */
export const SCTPChunkData = layer('SCTPChunkData', () => ({
  ...chunk,
  about: 'A message of the upper layer, or a piece of one.',
  source: 'RFC 9260 §3.3.1',
  fields: {
    type: type(0),
    ...dataFlags(),
    len: length('layer'),
    tsn: tsn(),
    stream_id: u16({ hex: true, wireshark: 'sctp.data_sid' }),
    stream_seq: u16({ modular: true, wireshark: 'sctp.data_ssn' }),
    proto_id: u32({ selects: 'sctp.ppid', wireshark: 'sctp.data_payload_proto_id', about: 'what it carries; 0: not told' }),
  },
  // Wireshark shows the numbers in decimals. Its sctp.data_tsn counts from the association's first.
  columns: { ...flagsColumn, 'sctp.data_tsn_raw': ({ tsn }) => tsn },
  next: payloadOfWhole,
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
    dup_tsn_list: list(tsn()),
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
  fields: { ...head(4), params: parameters({ about: 'the answer has the same' }) },
}));

/** @see RFC 9260 §3.3.6 */
export const SCTPChunkHeartbeatAck = layer('SCTPChunkHeartbeatAck', () => ({
  ...chunk,
  about: 'Answers HEARTBEAT.',
  source: 'RFC 9260 §3.3.6',
  fields: { ...head(5), params: parameters({ about: 'those of the request' }) },
}));

/** Ends an association at once. @see RFC 9260 §3.3.7 */
export const SCTPChunkAbort = layer('SCTPChunkAbort', () => ({
  ...chunk,
  about: 'Ends an association at once.',
  source: 'RFC 9260 §3.3.7',
  fields: { ...tagged(6, 'abort'), error_causes: causes() },
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
  fields: { ...head(9), error_causes: causes() },
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
