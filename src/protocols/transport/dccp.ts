/** Datagram Congestion Control Protocol: a connection of datagrams that may be lost, but do not flood the way. */
import { sumOctets } from '../../bytes/checksum.ts';
import { choose, when } from '../../packet/fields/conditional.ts';
import { bits, u16, u24, u32, u48, u8 } from '../../packet/fields/integers.ts';
import { record } from '../../packet/fields/lists.ts';
import { octets } from '../../packet/fields/octets.ts';
import { mark, option, optionList } from '../../packet/fields/options.ts';
import { layer } from '../../packet/layer/layer.ts';
import type { LayerContext } from '../../packet/spec/context.ts';
import { endsText } from './ends-text.ts';
import { samePair } from './udp.ts';
import { names } from '../../packet/spec/names.ts';

/** RFC 4340 §5.1. */
const TYPES = {
  Request: 0,
  Response: 1,
  Data: 2,
  Ack: 3,
  DataAck: 4,
  Reset: 7,
  CloseReq: 5,
  Close: 6,
  Sync: 8,
  SyncAck: 9,
  Listen: 10,
} as const;
const typeNames = names(TYPES);
/** Those with an acknowledgement: all but Request, Data and Listen (RFC 4340 §5.3; RFC 5596 §2.2). */
const ACKNOWLEDGES = [1, 3, 4, 5, 6, 7, 8, 9];
const SERVICE = [TYPES.Request, TYPES.Response, TYPES.Listen];

/** RFC 4340 §5.6. */
const resets = names({
  Unspecified: 0,
  Closed: 1,
  Aborted: 2,
  'No Connection': 3,
  'Packet Error': 4,
  'Option Error': 5,
  'Mandatory Error': 6,
  'Connection Refused': 7,
  'Bad Service Code': 8,
  'Too Busy': 9,
  'Bad Init Cookie': 10,
  'Aggression Penalty': 11,
});
/** RFC 4340 §6.4; RFC 5597. */
const features = names({
  CCID: 1,
  'Allow Short Seqnos': 2,
  'Sequence Window': 3,
  'ECN Incapable': 4,
  'Ack Ratio': 5,
  'Send Ack Vector': 6,
  'Send NDP Count': 7,
  'Minimum Checksum Coverage': 8,
  'Check Data Checksum': 9,
  'Send Loss Event Rate': 192,
});
const services = names({});

/** A feature, and values for it. @see RFC 4340 §6.1, §6.2 */
export const DCCPFeature = layer('DCCPFeature', () => ({
  about: 'A feature of a connection, and values for it, the best first.',
  source: 'RFC 4340 §6.1, §6.2',
  fields: {
    feature: u8({ default: 1, names: features, wireshark: 'dccp.feature_number' }),
    value: octets(),
  },
}));

const feature = () => record(() => DCCPFeature);

/** RFC 4340 §5.8. Numbers below 32 are an octet alone. */
const options = () =>
  optionList(
    {
      lengthCovers: 'option',
      align: 4,
      wireshark: { type: 'dccp.option_type' },
      kinds: {
        0: mark('Padding'),
        1: mark('Mandatory'),
        2: mark('SlowReceiver'),
        ...reserved(),
        32: option('ChangeL', feature()),
        33: option('ConfirmL', feature()),
        34: option('ChangeR', feature()),
        35: option('ConfirmR', feature()),
        36: option('InitCookie', octets({ wireshark: 'dccp.init_cookie' })),
        37: option('NDPCount', octets({ about: 'a number of 1 to 6 octets (§7.7)' })),
        38: option('AckVector0', octets({ wireshark: 'dccp.ack_vector.nonce_0', about: '§11.4' })),
        39: option('AckVector1', octets({ wireshark: 'dccp.ack_vector.nonce_1', about: '§11.4' })),
        40: option('DataDropped', octets({ wireshark: 'dccp.data_dropped', about: '§11.7' })),
        41: option('Timestamp', u32({ wireshark: 'dccp.timestamp', about: 'tens of microseconds (§13.1)' })),
        42: option('TimestampEcho', octets({ about: 'the timestamp, and the time since it came, in 0, 2 or 4 octets (§13.3)' })),
        43: option('ElapsedTime', octets({ about: 'tens of microseconds, in 2 or 4 octets (§13.2)' })),
        44: option('DataChecksum', u32({ hex: true, wireshark: 'dccp.checksum_data', about: 'a CRC-32c of the data (§9.3)' })),
        192: option('LossEventRate', u32({ wireshark: 'dccp.ccid3_loss_event_rate', about: 'RFC 4342 §8.5' })),
        193: option('LossIntervals', octets({ wireshark: 'dccp.ccid3_loss_intervals', about: 'RFC 4342 §8.6' })),
        194: option('ReceiveRate', u32({ wireshark: 'dccp.ccid3_receive_rate', about: 'RFC 4342 §8.3' })),
      },
    },
    { about: 'RFC 4340 §5.8' },
  );

/** Numbers 3 to 31 are reserved, and an octet alone as well. */
const reserved = () =>
  Object.fromEntries(Array.from({ length: 29 }, (_, i) => [i + 3, mark(`Reserved${i + 3}`)])) as {
    readonly 3: ReturnType<typeof mark<`Reserved${number}`>>;
  };

const port = (name: string, about: string) => u16({ hints: 'dccp.port', names: services, wireshark: [name, 'dccp.port'], about });

/** The sum covers the header, and of the data n - 1 words, or all. @see RFC 4340 §9.1, §9.2 */
function dccpChecksum(cscov: number, at: LayerContext): number {
  const { b, start, end, headerEnd } = at;
  const last = cscov === 0 ? end : Math.min(headerEnd + 4 * (cscov - 1), end);
  return ~sumOctets(b, start + 8, last, sumOctets(b, start, start + 6, at.pseudo(33) ?? 0)) & 0xffff;
}

/** @see RFC 4340 §5 */
export const DCCP = layer('DCCP', () => ({
  about: 'Datagram Congestion Control Protocol.',
  source: 'RFC 4340 §5',
  wireshark: 'dccp',
  fields: {
    sport: port('dccp.srcport', 'source port'),
    dport: port('dccp.dstport', 'destination port'),
    dataofs: u8({ measures: 'header', unit: 4, wireshark: 'dccp.data_offset', about: 'octets of the header, in units of 4' }),
    ccval: bits(4, { wireshark: 'dccp.ccval', about: 'what congestion control says' }),
    cscov: bits(4, { wireshark: 'dccp.cscov', about: '0: the checksum covers all; n: the header and n - 1 words of data' }),
    chksum: u16({ hex: true, wireshark: 'dccp.checksum' }),
    res1: bits(3),
    type: bits(4, { names: typeNames, wireshark: 'dccp.type' }),
    x: bits(1, { default: 1, wireshark: 'dccp.x', about: '1: numbers of 48 bits' }),
    res2: when('x', u8({ hex: true, wireshark: 'dccp.res2' })),
    // RFC 4340 §7.1: circular, modulo 2^48; the short ones are their lower bits.
    seq: choose('x', { 1: u48({ modular: true, wireshark: 'dccp.seq_raw' }) }, u24({ modular: true, wireshark: 'dccp.seq_raw' })),
    ack_res: when({ type: ACKNOWLEDGES }, choose('x', { 1: u16() }, u8())),
    ack: when(
      { type: ACKNOWLEDGES },
      choose('x', { 1: u48({ modular: true, wireshark: 'dccp.ack_raw' }) }, u24({ modular: true, wireshark: 'dccp.ack_raw' })),
    ),
    service: when({ type: SERVICE }, u32({ wireshark: 'dccp.service_code' })),
    reset: when({ type: TYPES.Reset }, u8({ names: resets, wireshark: 'dccp.reset_code' })),
    data1: when({ type: TYPES.Reset }, u8({ wireshark: 'dccp.data1' })),
    data2: when({ type: TYPES.Reset }, u8({ wireshark: 'dccp.data2' })),
    data3: when({ type: TYPES.Reset }, u8({ wireshark: 'dccp.data3' })),
    options: options(),
  },
  compute: { chksum: (dccp, at) => dccpChecksum(dccp.cscov, at) },
  columns: { 'dccp.res1': { hex: 8, of: ({ res1 }) => res1 } },
  match: samePair,
  summary: (dccp, at, nameOf) => endsText('DCCP', dccp, at, services, nameOf, typeNames.name(dccp.type) ?? String(dccp.type)),
}));
