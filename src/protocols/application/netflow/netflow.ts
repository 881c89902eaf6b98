/** NetFlow 1, 5, 7 and 9, and IPFIX, which is the tenth: the version, and the header of each. */
import { bits, u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { records } from '../../../packet/fields/lists.ts';
import { timestamp } from '../../../packet/fields/special/times.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { NetflowRecordV1, NetflowRecordV5, NetflowRecordV7 } from './records.ts';

/** Octets of header, and of a record, and records at most that fit a datagram on Ethernet, with room for larger ones. */
const FIXED: Readonly<Record<number, readonly [header: number, record: number]>> = { 1: [16, 48], 5: [24, 48], 7: [24, 52] };
const MOST = 50;

const at16 = (b: Uint8Array, q: number): number => ((b[q] as number) << 8) | (b[q + 1] as number);

/** Octets of that version: records that its count tells (or fewer, where they were cut), or a set behind the header. */
function begins(b: Uint8Array, start: number, end: number): boolean {
  if (end - start < 4) return false;
  const version = at16(b, start),
    count = at16(b, start + 2);
  const fixed = FIXED[version];
  // Without records it is the header and nothing else.
  if (fixed !== undefined && count === 0) return end - start === fixed[0];
  if (fixed !== undefined) return count <= MOST && end - start <= fixed[0] + count * fixed[1];
  // Their second number is the count of records, which a template may be, or the length of the message.
  if (version === 9) return end - start < 24 || isSet(b, start + 20, 0);
  return version === 10 && count >= 16 && (end - start < 20 || count === 16 || isSet(b, start + 16, 2));
}

/** The whole message: as many octets as its count or its length says, and sets one behind another up to its end. */
function surely(b: Uint8Array, start: number, end: number): boolean {
  const version = at16(b, start);
  const fixed = FIXED[version];
  if (fixed !== undefined) return at16(b, start + 2) > 0 && end - start === fixed[0] + at16(b, start + 2) * fixed[1];
  if (version === 10 && at16(b, start + 2) !== end - start) return false;
  let at = start + (version === 9 ? 20 : 16);
  if (at === end) return false;
  while (at + 4 <= end && isSet(b, at, version === 9 ? 0 : 2)) at += at16(b, at + 2);
  return at === end;
}

/** A set of templates or of data (RFC 3954 §5.1, RFC 7011 §3.3.2). */
const isSet = (b: Uint8Array, q: number, templates: number): boolean =>
  (at16(b, q) >= 256 || at16(b, q) === templates || at16(b, q) === templates + 1) && at16(b, q + 2) >= 4;

/** Which NetFlow it is. */
export const NetflowHeader = layer('NetflowHeader', () => ({
  title: 'Netflow Header',
  about: 'The version of NetFlow; IPFIX is version 10.',
  source: 'RFC 3954 §5.1; RFC 7011 §3.1',
  wireshark: 'cflow',
  begins,
  surely,
  fields: { version: u16({ default: 9, selects: 'netflow.version', wireshark: 'cflow.version' }) },
}));

const count = () => u16({ counts: 'records', wireshark: 'cflow.count' });
const uptime = () => u32({ about: 'milliseconds since the router started' });
const seconds = () => timestamp(u32({ wireshark: 'cflow.unix_secs' }));
const nanoseconds = () => u32({ wireshark: 'cflow.unix_nsecs' });
/** What NetFlow 1, 5 and 7 begin with. */
const head = () => ({ count: count(), sysUptime: uptime(), unixSecs: seconds(), unixNanoSeconds: nanoseconds() });
const sequence = (o: { readonly modular?: true } = {}) => u32({ ...o, wireshark: 'cflow.sequence' });

/** The header of NetFlow 1, and its records. */
export const NetflowHeaderV1 = layer('NetflowHeaderV1', () => ({
  title: 'Netflow Header v1',
  about: 'The header of NetFlow 1, and its records.',
  source: 'Cisco: NetFlow Export Datagram Format, version 1',
  wireshark: '',
  greedy: true,
  fields: {
    ...head(),
    records: records(() => NetflowRecordV1),
  },
  columns: { 'cflow.sysuptime': (self) => relative(self.sysUptime) },
}));

/** The header of NetFlow 5, and its records. */
export const NetflowHeaderV5 = layer('NetflowHeaderV5', () => ({
  title: 'Netflow Header v5',
  about: 'The header of NetFlow 5, and its records.',
  source: 'Cisco: NetFlow Export Datagram Format, version 5',
  wireshark: '',
  greedy: true,
  fields: {
    ...head(),
    flowSequence: sequence(),
    engineType: u8({ wireshark: 'cflow.engine_type' }),
    engineID: u8({ wireshark: 'cflow.engine_id' }),
    samplingMode: bits(2, { wireshark: 'cflow.samplingmode' }),
    samplingInterval: bits(14, { wireshark: 'cflow.samplerate' }),
    records: records(() => NetflowRecordV5),
  },
  columns: { 'cflow.sysuptime': (self) => relative(self.sysUptime) },
}));

/** The header of NetFlow 7, and its records. */
export const NetflowHeaderV7 = layer('NetflowHeaderV7', () => ({
  title: 'Netflow Header v7',
  about: 'The header of NetFlow 7, and its records.',
  source: 'Cisco: NetFlow Export Datagram Format, version 7',
  wireshark: '',
  greedy: true,
  fields: {
    ...head(),
    flowSequence: sequence(),
    reserved: u32(),
    records: records(() => NetflowRecordV7),
  },
  columns: { 'cflow.sysuptime': (self) => relative(self.sysUptime) },
}));

/** The header of NetFlow 9; sets of templates and data follow. @see RFC 3954 §5.1 */
export const NetflowHeaderV9 = layer('NetflowHeaderV9', () => ({
  title: 'Netflow Header V9',
  about: 'The header of NetFlow 9; sets of templates and data follow.',
  source: 'RFC 3954 §5.1',
  wireshark: '',
  fields: {
    // Nothing in the message says how many records the data sets have: that the templates do.
    count: u16({ default: 1, wireshark: 'cflow.count', about: 'records of all sets, templates and data' }),
    sysUptime: uptime(),
    unixSecs: seconds(),
    packageSequence: sequence(),
    SourceID: u32({ wireshark: 'cflow.source_id' }),
  },
  columns: { 'cflow.sysuptime': (self) => relative(self.sysUptime) },
}));

/** The header of IPFIX; sets of templates and data follow. @see RFC 7011 §3.1 */
export const NetflowHeaderV10 = layer('NetflowHeaderV10', () => ({
  title: 'IPFix (Netflow V10) Header',
  about: 'The header of IPFIX; sets of templates and data follow.',
  source: 'RFC 7011 §3.1',
  wireshark: '',
  // Over TCP and SCTP one message follows another.
  repeats: () => NetflowHeader,
  fields: {
    // The version before it counts as well.
    length: u16({ measures: 'layer', bias: -2, wireshark: 'cflow.len' }),
    ExportTime: timestamp(u32({ wireshark: 'cflow.exporttime' })),
    // RFC 7011 §3.1: modulo 2^32.
    flowSequence: sequence({ modular: true }),
    ObservationDomainID: u32({ wireshark: 'cflow.od_id' }),
  },
}));

/** As Wireshark writes spans of time: seconds and nanoseconds. */
const relative = (milliseconds: number): string => (milliseconds / 1000).toFixed(9);
