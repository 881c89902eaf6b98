/** Chunks of SCTP that other RFCs than its own define. Names are scapy's where it has them. */
import { bits, flag, u16, u32 } from '../../packet/fields/integers.ts';
import { list } from '../../packet/fields/lists.ts';
import { group } from '../../packet/fields/group.ts';
import { octets } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';
import { chunk, cumulative, dataFlags, flagsColumn, head, length, payloadOfWhole, tsn, type } from './sctp-chunk.ts';
import { parameters } from './sctp-parameters.ts';

/** A message of a user, or a piece of one, that may stand between pieces of others. @see RFC 8260 §2.1 */
export const SCTPChunkIData = layer('SCTPChunkIData', () => ({
  ...chunk,
  about: 'A message of the upper layer, or a piece of one, between pieces of others.',
  source: 'RFC 8260 §2.1',
  fields: {
    type: type(64),
    ...dataFlags(),
    len: length('layer'),
    tsn: tsn(),
    stream_id: u16({ hex: true, wireshark: 'sctp.data_sid' }),
    reserved_16: u16(),
    // RFC 8260 §2.1: serial number arithmetic.
    message_id: u32({ modular: true, wireshark: 'sctp.data_mid' }),
    ppid_fsn: u32({ selects: 'sctp.ppid', about: 'with beginning: what it carries, 0: not told; else the number of the piece' }),
  },
  columns: {
    ...flagsColumn,
    'sctp.data_tsn_raw': ({ tsn }) => tsn,
    'sctp.data_payload_proto_id': ({ beginning, ppid_fsn }) => (beginning ? ppid_fsn : undefined),
    'sctp.data_fsn': ({ beginning, ppid_fsn }) => (beginning ? undefined : ppid_fsn),
  },
  next: payloadOfWhole,
}));

/** Says that numbers up to one are given up. @see RFC 3758 §3.2 */
export const SCTPChunkForwardTSN = layer('SCTPChunkForwardTSN', () => ({
  ...chunk,
  about: 'Tells the receiver to wait no more for DATA chunks up to a number.',
  source: 'RFC 3758 §3.2',
  fields: {
    ...head(0xc0),
    new_tsn: cumulative(),
    skips: list(
      group({
        stream_id: bits(16, { wireshark: 'sctp.forward_tsn_sid' }),
        stream_seq: bits(16, { modular: true, wireshark: 'sctp.forward_tsn_ssn' }),
      }),
      { about: 'the last message that is skipped in each stream', rest: true },
    ),
  },
  columns: { 'sctp.forward_tsn_tsn': ({ new_tsn }) => new_tsn },
}));

/** The same for I-DATA. @see RFC 8260 §2.3.1 */
export const SCTPChunkIForwardTSN = layer('SCTPChunkIForwardTSN', () => ({
  ...chunk,
  about: 'Tells the receiver to wait no more for I-DATA chunks up to a number.',
  source: 'RFC 8260 §2.3.1',
  fields: {
    ...head(0xc2),
    new_tsn: cumulative(),
    skips: list(
      group({
        stream_id: bits(16, { wireshark: 'sctp.i_forward_tsn_sid' }),
        reserved: bits(15),
        unordered: flag({ wireshark: 'sctp.i_forward_tsn_u_bit' }),
        message_id: bits(32, { modular: true, wireshark: 'sctp.forward_tsn_mid' }),
      }),
      { about: 'the last message that is skipped in each stream', rest: true },
    ),
  },
  columns: { 'sctp.i_forward_tsn_tsn': ({ new_tsn }) => new_tsn },
}));

/** Resets streams, or adds some. @see RFC 6525 §3.1 */
export const SCTPChunkReConfig = layer('SCTPChunkReConfig', () => ({
  ...chunk,
  about: 'Asks for streams that are reset or added, or answers.',
  source: 'RFC 6525 §3.1',
  fields: { ...head(0x82), params: parameters() },
}));

/** Changes the addresses of an association. @see RFC 5061 §4.1.1 */
export const SCTPChunkAddressConf = layer('SCTPChunkAddressConf', () => ({
  ...chunk,
  about: 'Changes the addresses of an association (ASCONF).',
  source: 'RFC 5061 §4.1.1',
  fields: {
    ...head(0xc1),
    // RFC 5061 §4.1.1: it goes back to 0 after 2^32 - 1.
    seq: u32({ modular: true, hex: true, wireshark: 'sctp.asconf_seq_nr_number' }),
    params: parameters({ about: "one of the sender's addresses first, then what is asked" }),
  },
}));

/** @see RFC 5061 §4.1.2 */
export const SCTPChunkAddressConfAck = layer('SCTPChunkAddressConfAck', () => ({
  ...chunk,
  about: 'Answers a change of addresses (ASCONF-ACK).',
  source: 'RFC 5061 §4.1.2',
  fields: {
    ...head(0x80),
    seq: u32({ modular: true, hex: true, wireshark: 'sctp.asconf_ack_seq_nr_number' }),
    params: parameters(),
  },
}));

/** Proves who sent the chunks behind it. @see RFC 4895 §4.1 */
export const SCTPChunkAuthentication = layer('SCTPChunkAuthentication', () => ({
  ...chunk,
  about: 'Proves who sent the chunks behind it in the packet.',
  source: 'RFC 4895 §4.1',
  fields: {
    ...head(15),
    shared_key_id: u16({ wireshark: 'sctp.shared_key_id' }),
    HMAC_function: u16({ names: { 'SHA-1': 1, 'SHA-256': 3 }, wireshark: 'sctp.hmac_id' }),
    HMAC: octets({ wireshark: 'sctp.hmac', about: 'neither computed nor checked: the key is not in the packet' }),
  },
}));

/** Makes a packet longer. @see RFC 4820 §3 */
export const SCTPChunkPad = layer('SCTPChunkPad', () => ({
  ...chunk,
  about: 'Makes a packet longer, to probe the size that a path takes.',
  source: 'RFC 4820 §3',
  fields: { ...head(0x84), padding: octets({ wireshark: 'sctp.padding_data' }) },
}));

const gaps = (name: string) =>
  list(
    group({
      start: bits(16, { wireshark: `sctp.nr_sack_${name}_block_start` }),
      end: bits(16, { wireshark: `sctp.nr_sack_${name}_block_end` }),
    }),
  );

/** A SACK that says of some numbers that the receiver will not drop them. @see draft-tuexen-tsvwg-sctp-multipath §3.1 */
export const SCTPChunkNRSACK = layer('SCTPChunkNRSACK', () => ({
  ...chunk,
  about: 'Says which DATA chunks came, and which of them the receiver keeps.',
  source: 'draft-tuexen-tsvwg-sctp-multipath',
  fields: {
    ...head(16),
    cumul_tsn_ack: cumulative(),
    a_rwnd: u32({ wireshark: 'sctp.nr_sack_a_rwnd', about: 'octets that the sender has room for' }),
    n_gap_ack: u16({ counts: 'gap_ack_list', wireshark: 'sctp.nr_sack_number_of_gap_blocks' }),
    n_nr_gap_ack: u16({ counts: 'nr_gap_ack_list', wireshark: 'sctp.nr_sack_number_of_nr_gap_blocks' }),
    n_dup_tsn: u16({ counts: 'dup_tsn_list', wireshark: 'sctp.nr_sack_number_of_duplicated_tsns' }),
    reserved: u16({ hex: true, wireshark: 'sctp.nr_sack_reserved' }),
    gap_ack_list: gaps('gap'),
    nr_gap_ack_list: gaps('nr_gap'),
    dup_tsn_list: list(u32({ hex: true, wireshark: 'sctp.nr_sack_duplicate_tsn' })),
  },
  columns: { 'sctp.nr_sack_cumulative_tsn_ack': ({ cumul_tsn_ack }) => cumul_tsn_ack },
}));
