/** Stream Control Transmission Protocol: the common header, and the chunks behind it, each a layer. */
import { bits, flag, u16, u32, u8 } from '../../packet/fields/integers.ts';
import { octets, padding } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';
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

const type = (number: number) => u8({ default: number, names: CHUNK_TYPES, wireshark: 'sctp.chunk_type' });
const flags = () => u8({ hex: true, wireshark: 'sctp.chunk_flags' });
/** Octets of the chunk without its padding (RFC 9260 §3.2), of which `fixed` come before the field that it measures. */
const length = (measures: string, fixed: number) => u16({ measures, bias: -fixed, wireshark: 'sctp.chunk_length' });
/** Chunks begin at multiples of 4. */
const pad = () => padding(4);

/** Chunks stand one behind another (RFC 9260 §3). */
const chunk = (): AnyLayer => SCTPChunkUnknown;

/** What INIT and INIT ACK have. */
const initFields = (number: number) => ({
  type: type(number),
  flags: flags(),
  len: length('params', 20),
  init_tag: u32({ hex: true, about: 'verification tag that packets to the sender are to have' }),
  a_rwnd: u32({ default: 0xffff_ffff, about: 'octets that the sender has room for' }),
  n_out_streams: u16(),
  n_in_streams: u16(),
  init_tsn: u32({ hex: true, about: 'number of the first DATA chunk' }),
  params: octets({ about: 'optional parameters, not looked into' }),
  pad: pad(),
});

/** @see RFC 9260 §3.3.1 */
export const SCTPChunkData = layer('SCTPChunkData', () => ({
  about: 'A piece of user data.',
  source: 'RFC 9260 §3.3.1',
  wireshark: '',
  repeats: chunk,
  fields: {
    type: type(0),
    reserved: bits(4),
    delay_sack: flag(),
    unordered: flag(),
    beginning: flag(),
    ending: flag(),
    len: length('data', 16),
    tsn: u32({ hex: true, about: 'transmission sequence number' }),
    stream_id: u16(),
    stream_seq: u16(),
    proto_id: u32({ hex: true, about: "the application's protocol" }),
    data: octets(),
    pad: pad(),
  },
}));

/** Begins an association. @see RFC 9260 §3.3.2 */
export const SCTPChunkInit = layer('SCTPChunkInit', () => ({
  about: 'Begins an association.',
  source: 'RFC 9260 §3.3.2',
  wireshark: '',
  repeats: chunk,
  fields: initFields(1),
}));

/** @see RFC 9260 §3.3.3 */
export const SCTPChunkInitAck = layer('SCTPChunkInitAck', () => ({
  about: 'Answers INIT.',
  source: 'RFC 9260 §3.3.3',
  wireshark: '',
  repeats: chunk,
  fields: initFields(2),
}));

/** Ends an association at once. @see RFC 9260 §3.3.7 */
export const SCTPChunkAbort = layer('SCTPChunkAbort', () => ({
  about: 'Ends an association at once.',
  source: 'RFC 9260 §3.3.7',
  wireshark: '',
  repeats: chunk,
  fields: {
    type: type(6),
    reserved: bits(7),
    TCB: flag({ about: 'the sender had none: the tag is the one that it received' }),
    len: length('error_causes', 4),
    error_causes: octets({ about: 'not looked into' }),
    pad: pad(),
  },
}));

/** @see RFC 9260 §3.3.9 */
export const SCTPChunkShutdownAck = layer('SCTPChunkShutdownAck', () => ({
  about: 'Answers SHUTDOWN.',
  source: 'RFC 9260 §3.3.9',
  wireshark: '',
  repeats: chunk,
  fields: { type: type(8), flags: flags(), len: length('data', 4), data: octets({ about: 'none is to be there' }), pad: pad() },
}));

/** @see RFC 9260 §3.3.11 */
export const SCTPChunkCookieEcho = layer('SCTPChunkCookieEcho', () => ({
  about: 'Gives the cookie of INIT ACK back.',
  source: 'RFC 9260 §3.3.11',
  wireshark: '',
  repeats: chunk,
  fields: { type: type(10), flags: flags(), len: length('cookie', 4), cookie: octets(), pad: pad() },
}));

/** Stands where a chunk is expected; the type says which it is. Itself it is one of another type, or one that was cut short. @see RFC 9260 §3.2 */
export const SCTPChunkUnknown = layer('SCTPChunkUnknown', () => ({
  title: 'SCTP chunk',
  about: 'A chunk of a type that is not looked into, or cut short.',
  source: 'RFC 9260 §3.2',
  wireshark: '',
  repeats: chunk,
  fields: { type: type(11), flags: flags(), len: length('data', 4), data: octets(), pad: pad() },
}));
