/** Precision Time Protocol, version 2: the header, and the messages that it has. @see IEEE 1588-2019 §13 */
import { choose } from '../../packet/fields/conditional.ts';
import { bits, flags, i16, i64, i8, u16, u32, u48, u64, u8 } from '../../packet/fields/integers.ts';
import { record } from '../../packet/fields/lists.ts';
import { octets } from '../../packet/fields/octets.ts';
import { option, optionList } from '../../packet/fields/options.ts';
import { layer } from '../../packet/layer/layer.ts';
import { names } from '../../packet/spec/names.ts';
import { mix } from '../../bytes/hash.ts';

const MESSAGES = /* @__PURE__ */ names({
  Sync: 0,
  Delay_Req: 1,
  Pdelay_Req: 2,
  Pdelay_Resp: 3,
  Follow_Up: 8,
  Delay_Resp: 9,
  Pdelay_Resp_Follow_Up: 10,
  Announce: 11,
  Signaling: 12,
  Management: 13,
});
/** Octets of the header. */
const HEAD = 34;

/** Seconds and nanoseconds (§5.3.3). */
const time = () => ({ seconds: u48(), nanoseconds: u32() });

/** The time at which the message left; and nothing else. @see IEEE 1588-2019 §13.6, §13.7 */
export const PTPTime = layer('PTPTime', () => ({
  title: 'PTP time',
  about: 'PTP: a time.',
  source: 'IEEE 1588-2019 §13.6, §13.7',
  fields: time(),
}));

/** A time, and whom it is for. @see IEEE 1588-2019 §13.8 to §13.11 */
export const PTPResponse = layer('PTPResponse', () => ({
  title: 'PTP response',
  about: 'PTP: a time, and the port that asked for it.',
  source: 'IEEE 1588-2019 §13.8, §13.10, §13.11',
  fields: { ...time(), requestingClock: u64(), requestingPort: u16() },
}));

/** A question for the delay to the neighbour. @see IEEE 1588-2019 §13.9 */
export const PTPPdelayReq = layer('PTPPdelayReq', () => ({
  title: 'PTP peer delay request',
  about: 'PTP: a question for the delay to the neighbour.',
  source: 'IEEE 1588-2019 §13.9',
  fields: { ...time(), reserved_seconds: u48(), reserved_nanoseconds: u32() },
}));

/** How good a clock is. @see IEEE 1588-2019 §13.5 */
export const PTPAnnounce = layer('PTPAnnounce', () => ({
  title: 'PTP announce',
  about: 'PTP: how good a clock is.',
  source: 'IEEE 1588-2019 §13.5',
  fields: {
    ...time(),
    currentUtcOffset: i16({ wireshark: 'ptp.v2.an.origincurrentutcoffset' }),
    reserved: u8(),
    grandmasterPriority1: u8({ default: 128, wireshark: 'ptp.v2.an.priority1' }),
    grandmasterClockClass: u8({ default: 248, wireshark: 'ptp.v2.an.grandmasterclockclass' }),
    grandmasterClockAccuracy: u8({ default: 0xfe, hex: true, wireshark: 'ptp.v2.an.grandmasterclockaccuracy' }),
    grandmasterClockVariance: u16({ wireshark: 'ptp.v2.an.grandmasterclockvariance' }),
    grandmasterPriority2: u8({ default: 128, wireshark: 'ptp.v2.an.priority2' }),
    grandmasterIdentity: u64(),
    stepsRemoved: u16({ wireshark: 'ptp.v2.an.localstepsremoved' }),
    timeSource: u8({ default: 0xa0, hex: true, wireshark: 'ptp.v2.timesource' }),
  },
}));

/** Asks a port for something, in TLVs. @see IEEE 1588-2019 §13.12 */
export const PTPSignaling = layer('PTPSignaling', () => ({
  title: 'PTP signaling',
  about: 'PTP: asks a port for something.',
  source: 'IEEE 1588-2019 §13.12',
  fields: { targetClock: u64(), targetPort: u16() },
}));

/** Reads or sets what a port has, in TLVs. @see IEEE 1588-2019 §15.4 */
export const PTPManagement = layer('PTPManagement', () => ({
  title: 'PTP management',
  about: 'PTP: reads or sets what a port has.',
  source: 'IEEE 1588-2019 §15.4',
  fields: {
    targetClock: u64(),
    targetPort: u16(),
    startingBoundaryHops: u8(),
    boundaryHops: u8(),
    reserved: bits(4),
    actionField: bits(4, { names: { GET: 0, SET: 1, RESPONSE: 2, COMMAND: 3, ACKNOWLEDGE: 4 } }),
    reserved2: u8(),
  },
}));

/** TLVs behind a message (§14.1). */
const tlvs = () =>
  optionList({
    typeOctets: 2,
    lengthOctets: 2,
    kinds: {
      1: option('MANAGEMENT', octets()),
      2: option('MANAGEMENT_ERROR_STATUS', octets()),
      3: option('ORGANIZATION_EXTENSION', octets()),
      4: option('REQUEST_UNICAST_TRANSMISSION', octets()),
      5: option('GRANT_UNICAST_TRANSMISSION', octets()),
      6: option('CANCEL_UNICAST_TRANSMISSION', octets()),
      7: option('ACKNOWLEDGE_CANCEL_UNICAST_TRANSMISSION', octets()),
      8: option('PATH_TRACE', octets()),
      9: option('ALTERNATE_TIME_OFFSET_INDICATOR', octets()),
    },
  });

/** A message of version 2. @see IEEE 1588-2019 §13.3 */
export const PTP = layer('PTP', () => ({
  about: 'Precision Time Protocol: a message of version 2.',
  source: 'IEEE 1588-2019 §13.3',
  wireshark: 'ptp',
  begins: (b, start, end) => end - start >= HEAD && ((b[start + 1] as number) & 15) === 2,
  fields: {
    majorSdoId: bits(4, { hex: true, wireshark: 'ptp.v2.majorsdoid' }),
    messageType: bits(4, { names: MESSAGES, hex: true, wireshark: 'ptp.v2.messagetype' }),
    minorVersionPTP: bits(4, { wireshark: 'ptp.v2.minorversionptp' }),
    versionPTP: bits(4, { default: 2, wireshark: 'ptp.v2.versionptp' }),
    messageLength: u16({ measures: 'header', wireshark: 'ptp.v2.messagelength', about: 'octets of the message' }),
    domainNumber: u8({ wireshark: 'ptp.v2.domainnumber' }),
    minorSdoId: u8({ wireshark: 'ptp.v2.minorsdoid' }),
    flags: flags(
      16,
      [
        'LI61',
        'LI59',
        'utcReasonable',
        'timescale',
        'timeTraceable',
        'frequencyTraceable',
        'uncertain',
        'b7',
        'alternateMaster',
        'twoStep',
        'unicast',
        'b11',
        'b12',
        'specific1',
        'specific2',
        'security',
      ],
      { wireshark: 'ptp.v2.flags' },
    ),
    correctionField: i64({ about: 'nanoseconds × 65536' }),
    messageTypeSpecific: u32({ wireshark: 'ptp.v2.messagetypespecific' }),
    clockIdentity: u64(),
    sourcePortNumber: u16({ wireshark: 'ptp.v2.sourceportid' }),
    sequenceId: u16({ wireshark: 'ptp.v2.sequenceid' }),
    controlField: u8({ wireshark: 'ptp.v2.controlfield' }),
    logMessageInterval: i8({ wireshark: 'ptp.v2.logmessageperiod' }),
    body: choose(
      'messageType',
      {
        0: record(() => PTPTime),
        1: record(() => PTPTime),
        2: record(() => PTPPdelayReq),
        3: record(() => PTPResponse),
        8: record(() => PTPTime),
        9: record(() => PTPResponse),
        10: record(() => PTPResponse),
        11: record(() => PTPAnnounce),
        12: record(() => PTPSignaling),
        13: record(() => PTPManagement),
      },
      octets(),
    ),
    tlvs: tlvs(),
  },
  match: {
    about: 'the sequence number, and the kind that answers',
    hash: ({ sequenceId }, _role, seed) => mix(seed, sequenceId),
    answers: (reply, request) =>
      reply.sequenceId === request.sequenceId &&
      ((request.messageType === 1 && reply.messageType === 9) || (request.messageType === 2 && reply.messageType === 3)),
  },
  summary: ({ messageType, sequenceId }) => `PTP ${MESSAGES.name(messageType) ?? messageType} ${sequenceId}`,
}));
