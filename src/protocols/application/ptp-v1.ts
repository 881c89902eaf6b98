/** Precision Time Protocol, version 1. @see IEEE 1588-2002 §8 */
import { choose } from '../../packet/fields/conditional.ts';
import { flags, i16, i32, i8, u16, u32, u8 } from '../../packet/fields/integers.ts';
import { mac } from '../../packet/fields/addresses.ts';
import { record } from '../../packet/fields/lists.ts';
import { fixedOctets, fixedText, octets } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';
import { names } from '../../packet/spec/names.ts';
import { mix } from '../../bytes/hash.ts';

const CONTROLS = /* @__PURE__ */ names({ Sync: 0, Delay_Req: 1, Follow_Up: 2, Delay_Resp: 3, Management: 4 });
const TECHNOLOGIES = { closed: 0, Ethernet: 1, FFBUS: 4, Profibus: 5, LON: 6, DeviceNet: 7, SDS: 8, ControlNet: 9, CANopen: 10 } as const;
/** Octets of the header. */
const HEAD = 40;
const source = 'IEEE 1588-2002';

const technology = (wireshark: string) => u8({ default: 1, names: TECHNOLOGIES, wireshark });
/** Seconds since 1970, by the clock's own epoch, and nanoseconds, negative before it. */
const time = (wireshark: string) => ({
  seconds: u32({ wireshark: `${wireshark}_seconds` }),
  nanoseconds: i32({ wireshark: `${wireshark}_nanoseconds` }),
});

/** The time, and which clock it comes from: Sync and Delay_Req. @see IEEE 1588-2002 §8.3 */
export const PTPv1Sync = layer('PTPv1Sync', () => ({
  about: 'PTP 1: the time, and how good the clock is that it comes from.',
  source: `${source} §8.3`,
  wireshark: '',
  fields: {
    ...time('ptp.sdr.origintimestamp'),
    epochNumber: u16({ wireshark: 'ptp.sdr.epochnumber' }),
    currentUTCOffset: i16({ wireshark: 'ptp.sdr.currentutcoffset' }),
    reserved1: u8(),
    gmTechnology: technology('ptp.sdr.grandmastercommunicationtechnology'),
    gmUuid: mac({ wireshark: 'ptp.sdr.grandmasterclockuuid' }),
    gmPort: u16({ wireshark: 'ptp.sdr.grandmasterportid' }),
    gmSequence: u16({ wireshark: 'ptp.sdr.grandmastersequenceid' }),
    reserved2: fixedOctets(3),
    gmStratum: u8({ default: 255, wireshark: 'ptp.sdr.grandmasterclockstratum' }),
    gmIdentifier: fixedText(4, { default: 'DFLT', wireshark: 'ptp.sdr.grandmasterclockidentifier' }),
    reserved3: u16(),
    gmVariance: i16({ wireshark: 'ptp.sdr.grandmasterclockvariance' }),
    reserved4: u8(),
    gmPreferred: u8({ wireshark: 'ptp.sdr.grandmasterpreferred' }),
    reserved5: u8(),
    gmIsBoundary: u8({ wireshark: 'ptp.sdr.grandmasterisboundaryclock' }),
    reserved6: fixedOctets(3),
    syncInterval: i8({ wireshark: 'ptp.sdr.syncinterval', about: 'exponent of two, seconds' }),
    reserved7: u16(),
    localVariance: i16({ wireshark: 'ptp.sdr.localclockvariance' }),
    reserved8: u16(),
    stepsRemoved: u16({ wireshark: 'ptp.sdr.localstepsremoved' }),
    reserved9: fixedOctets(3),
    localStratum: u8({ default: 255, wireshark: 'ptp.sdr.localclockstratum' }),
    localIdentifier: fixedText(4, { default: 'DFLT', wireshark: 'ptp.sdr.localclockidentifier' }),
    reserved10: u8(),
    parentTechnology: technology('ptp.sdr.parentcommunicationtechnology'),
    parentUuid: mac({ wireshark: 'ptp.sdr.parentuuid' }),
    reserved11: u16(),
    parentPort: u16({ wireshark: 'ptp.sdr.parentportfield' }),
    reserved12: u16(),
    masterVariance: i16({ wireshark: 'ptp.sdr.estimatedmastervariance' }),
    masterDrift: i32({ wireshark: 'ptp.sdr.estimatedmasterdrift' }),
    reserved13: fixedOctets(3),
    utcReasonable: u8({ names: { no: 0, yes: 1 }, wireshark: 'ptp.sdr.utcreasonable' }),
  },
}));

/** When the message before it left. @see IEEE 1588-2002 §8.4 */
export const PTPv1FollowUp = layer('PTPv1FollowUp', () => ({
  about: 'PTP 1: when the Sync before it left.',
  source: `${source} §8.4`,
  wireshark: '',
  fields: {
    reserved: u16(),
    sequence: u16({ wireshark: 'ptp.fu.associatedsequenceid', about: 'of the Sync' }),
    ...time('ptp.fu.preciseorigintimestamp'),
  },
}));

/** When a Delay_Req arrived. @see IEEE 1588-2002 §8.5 */
export const PTPv1DelayResponse = layer('PTPv1DelayResponse', () => ({
  about: 'PTP 1: when a Delay_Req arrived, and from whom.',
  source: `${source} §8.5`,
  wireshark: '',
  fields: {
    ...time('ptp.dr.delayreceipttimestamp'),
    reserved: u8(),
    technology: technology('ptp.dr.requestingsourcecommunicationtechnology'),
    uuid: mac({ wireshark: 'ptp.dr.requestingsourceuuid' }),
    port: u16({ wireshark: 'ptp.dr.requestingsourceportid' }),
    sequence: u16({ wireshark: 'ptp.dr.requestingsourcesequenceid' }),
  },
}));

/** Precision Time Protocol, version 1. @see IEEE 1588-2002 §8.2 */
export const PTPv1 = layer('PTPv1', () => ({
  title: 'Precision Time Protocol, version 1',
  about: 'Precision Time Protocol, version 1: clocks on a network agree on the time.',
  source: `${source} §8.2`,
  wireshark: 'ptp',
  begins: (b, start, end) =>
    end - start >= HEAD && b[start] === 0 && b[start + 1] === 1 && ((b[start + 20] as number) === 1 || (b[start + 20] as number) === 2),
  fields: {
    version: u16({ default: 1, wireshark: 'ptp.versionptp' }),
    networkVersion: u16({ default: 1, wireshark: 'ptp.versionnetwork' }),
    subdomain: fixedText(16, { default: '_DFLT', wireshark: 'ptp.subdomain' }),
    messageType: u8({ default: 1, names: { event: 1, general: 2 }, wireshark: 'ptp.messagetype' }),
    technology: technology('ptp.sourcecommunicationtechnology'),
    uuid: mac({ wireshark: 'ptp.sourceuuid' }),
    port: u16({ default: 1, wireshark: 'ptp.sourceportid' }),
    sequence: u16({ wireshark: 'ptp.sequenceid' }),
    control: u8({ names: CONTROLS, wireshark: 'ptp.controlfield' }),
    reserved: u8(),
    flags: flags(16, ['LI61', 'LI59', 'boundary', 'assist', 'ext-sync', 'parent-stats', 'sync-burst'], {
      hex: true,
      wireshark: 'ptp.flags',
    }),
    reserved2: u32(),
    message: choose(
      'control',
      { 0: record(() => PTPv1Sync), 1: record(() => PTPv1Sync), 2: record(() => PTPv1FollowUp), 3: record(() => PTPv1DelayResponse) },
      octets({ about: 'a message of management' }),
    ),
  },
  match: {
    about: 'the number of the request, and the kind that answers',
    hash: ({ subdomain }, _role, seed) => mix(seed, subdomain.length),
    answers: (reply, request) =>
      reply.control === 3 && request.control === 1 && reply.subdomain === request.subdomain && asked(reply.message) === request.sequence,
  },
  columns: {
    'ptp.flags.li61': ({ flags: f }) => f.has('LI61'),
    'ptp.flags.li59': ({ flags: f }) => f.has('LI59'),
    'ptp.flags.boundary_clock': ({ flags: f }) => f.has('boundary'),
    'ptp.flags.assist': ({ flags: f }) => f.has('assist'),
    'ptp.flags.ext_sync': ({ flags: f }) => f.has('ext-sync'),
    'ptp.flags.parent_stats': ({ flags: f }) => f.has('parent-stats'),
    'ptp.flags.sync_burst': ({ flags: f }) => f.has('sync-burst'),
  },
  summary: ({ control }) => `PTPv1 ${CONTROLS.name(control) ?? control}`,
}));

/** Which request an answer is for. */
const asked = (message: unknown): unknown =>
  typeof message === 'object' && message !== null && 'sequence' in message ? message.sequence : undefined;
