/** IEEE 802.11: the header of all frames, and what stands between it and the payload. */
import { mac } from '../../packet/fields/addresses.ts';
import { when } from '../../packet/fields/conditional.ts';
import { bits, flags, u16, u16le, u8 } from '../../packet/fields/integers.ts';
import { layer } from '../../packet/layer/layer.ts';
import type { LayerContext } from '../../packet/spec/context.ts';
import type { AnyLayer, LayerOctets } from '../../packet/spec/spec.ts';
import type { Self } from '../../packet/spec/field.ts';
import type { Flags } from '../../packet/spec/flags.ts';
import { LLC } from '../link/llc.ts';
import { Dot11BAck, Dot11BAckRequest } from './control.ts';
import { Dot11CCMP, Dot11Encrypted, Dot11TKIP, Dot11WEP, encryptedAt } from './encrypted.ts';
import { managementBodies, managementLayers } from './management.ts';

const types = { Management: 0, Control: 1, Data: 2, Extension: 3 } as const;
const FLAGS = ['to-DS', 'from-DS', 'MF', 'retry', 'pw-mgt', 'MD', 'protected', 'order'];

/** Control frames that name their sender: trigger, beamforming poll, announcement, extension, block ack and its request, PS-Poll, RTS, CF-End (and Ack). */
const WITH_SENDER = [2, 4, 5, 6, 8, 9, 10, 11, 14, 15];
const hasSender = (self: Self): boolean => (self['type'] === 1 ? WITH_SENDER.includes(self['subtype'] as number) : self['type'] !== 3);

interface Frame {
  readonly type: number;
  readonly subtype: number;
  readonly FCfield: Flags;
  readonly addr1: string;
  readonly addr2: string | undefined;
  readonly addr3: string | undefined;
  readonly addr4: string | undefined;
}

/** To and from the distribution system, as a number of two bits. @see IEEE 802.11-2020 table 9-30 */
const ds = ({ FCfield }: Frame): number => +FCfield & 3;
const isData = ({ type }: Frame): boolean => type === 2;
const isManagement = ({ type }: Frame): boolean => type === 0;

const destination = (f: Frame): string | undefined =>
  isManagement(f) ? f.addr1 : isData(f) ? ((ds(f) & 1) === 1 ? f.addr3 : f.addr1) : undefined;
const sender = (f: Frame): string | undefined =>
  isManagement(f) ? f.addr2 : isData(f) ? [f.addr2, f.addr2, f.addr3, f.addr4][ds(f)] : undefined;
function bssid(f: Frame): string | undefined {
  if (isManagement(f)) return f.addr3;
  if (isData(f)) return [f.addr3, f.addr1, f.addr2, undefined][ds(f)];
  if (f.type !== 1) return undefined;
  return f.subtype === 10 ? f.addr1 : f.subtype >= 14 ? f.addr2 : undefined;
}

/** Octets of a header by the octet that has its kind, and the one that has its flags. */
function sizeOf(first: number, flagged: number): number {
  const type = (first >> 2) & 3;
  if (type === 1) return WITH_SENDER.includes(first >> 4) ? 16 : 10;
  if (type === 3) return 10;
  return type === 2 && (flagged & 3) === 3 ? 30 : 24;
}
const headerSize = (b: Uint8Array, start: number): number => sizeOf(b[start] as number, b[start + 1] as number);
const swappedSize = (b: Uint8Array, start: number): number => sizeOf(b[start + 1] as number, b[start] as number);

/** The layers of 802.11 that a frame's header chooses. No number alone names them. @internal */
const dot11Bodies = (): readonly AnyLayer[] => [
  ...managementLayers,
  Dot11BAckRequest,
  Dot11BAck,
  Dot11QoS,
  Dot11HTControl,
  Dot11WEP,
  Dot11TKIP,
  Dot11CCMP,
  Dot11Encrypted,
];

/** The two octets of frame control, and what is behind them. */
const kindFields = () => ({
  subtype: bits(4),
  type: bits(2, { names: types }),
  proto: bits(2, { wireshark: 'wlan.fc.version' }),
});
const flagFields = () => ({ FCfield: flags(8, FLAGS, { hex: true, wireshark: 'wlan.flags' }) });
const addressFields = () => ({
  ID: u16le({ wireshark: 'wlan.duration', about: 'microseconds; in PS-Poll the association ID' }),
  addr1: mac({ about: 'receiver' }),
  addr2: when(hasSender, mac({ about: 'transmitter' })),
  addr3: when({ type: [0, 2] }, mac()),
  SC: when({ type: [0, 2] }, u16le({ hex: true, about: 'number of the frame, and of the fragment (4 bits)' })),
  addr4: when({ type: 2, FCfield: 'to-DS+from-DS' }, mac()),
});

interface Whole extends Frame {
  readonly SC: number | undefined;
}
const columns = {
  'wlan.fc': { hex: 16, of: (_f: Whole, { b, start }: LayerOctets) => ((b[start] as number) << 8) | (b[start + 1] as number) },
  'wlan.fc.type': ({ type }: Whole) => type,
  'wlan.fc.subtype': ({ subtype }: Whole) => subtype,
  'wlan.fc.type_subtype': { hex: 16, of: ({ type, subtype }: Whole) => (type << 4) | subtype },
  'wlan.fc.ds': { hex: 8, of: ds },
  'wlan.fc.tods': ({ FCfield }: Whole) => FCfield.has('to-DS'),
  'wlan.fc.fromds': ({ FCfield }: Whole) => FCfield.has('from-DS'),
  'wlan.fc.frag': ({ FCfield }: Whole) => FCfield.has('MF'),
  'wlan.fc.retry': ({ FCfield }: Whole) => FCfield.has('retry'),
  'wlan.fc.pwrmgt': ({ FCfield }: Whole) => FCfield.has('pw-mgt'),
  'wlan.fc.moredata': ({ FCfield }: Whole) => FCfield.has('MD'),
  'wlan.fc.protected': ({ FCfield }: Whole) => FCfield.has('protected'),
  'wlan.fc.order': ({ FCfield }: Whole) => FCfield.has('order'),
  'wlan.ra': ({ addr1 }: Whole) => addr1,
  'wlan.ta': ({ addr2 }: Whole) => addr2,
  'wlan.da': destination,
  'wlan.sa': sender,
  'wlan.bssid': bssid,
  'wlan.seq': ({ SC }: Whole) => (SC === undefined ? undefined : SC >> 4),
  'wlan.frag': ({ SC }: Whole) => (SC === undefined ? undefined : SC & 15),
} as const;

/** Whether what follows is the inside of something that began in an earlier frame. @see IEEE 802.11-2020 §9.2.4.4.3 */
const isLaterFragment = (sequenceControl: number): boolean => (sequenceControl & 15) !== 0;
/** Octets before sequence control. */
const BEFORE_SEQUENCE = 22;

/** What follows a header, `at` being where. */
function bodyOf({ type, subtype, FCfield, SC }: Whole, b: Uint8Array, at: number, end: number): AnyLayer | undefined {
  if (type === 1) return subtype === 8 ? Dot11BAckRequest : subtype === 9 ? Dot11BAck : undefined;
  if (type === 2 && subtype >= 8) return Dot11QoS;
  if (type === 0 && FCfield.has('order')) return Dot11HTControl;
  if (type === 3 || (type === 2 && (subtype & 4) !== 0)) return undefined;
  if (FCfield.has('protected')) return encryptedAt(b, at, end);
  if (isLaterFragment(SC ?? 0)) return undefined;
  return type === 0 ? managementBodies[subtype] : LLC;
}

/** IEEE 802.11: kind of frame, and up to four addresses, whose meaning depends on where the frame goes. */
export const Dot11 = layer('Dot11', () => ({
  title: '802.11',
  about: 'Header of a frame of IEEE 802.11.',
  source: 'IEEE 802.11-2020 §9.2.3, §9.3',
  wireshark: 'wlan',
  fields: { ...kindFields(), ...flagFields(), ...addressFields() },
  columns,
  headerSize,
  next: {
    to: () => [...dot11Bodies(), LLC],
    choose: (self, { b, start, end }) => bodyOf(self, b, start + headerSize(b, start), end),
  },
}));

/**
 * IEEE 802.11 with the octets of its frame control the other way round, as access points of Cisco write it into CAPWAP. No standard says so;
 * Wireshark reads them so unless it is told otherwise (its preference `capwap.swap_fc`).
 */
export const Dot11Swapped = layer('Dot11Swapped', () => ({
  title: '802.11, swapped',
  about: 'Header of a frame of IEEE 802.11 whose frame control has its octets swapped, as some access points put it into CAPWAP.',
  source: 'IEEE 802.11-2020 §9.2.3, §9.3; as captured',
  wireshark: 'wlan',
  fields: { ...flagFields(), ...kindFields(), ...addressFields() },
  columns,
  headerSize: swappedSize,
  next: {
    to: () => [...dot11Bodies(), LLC],
    choose: (self, { b, start, end }) => bodyOf(self, b, start + swappedSize(b, start), end),
  },
}));

/**
 * Whether the frame control here is swapped: only the octet with the kind has a version, which is 0. Where both octets could be it, they
 * count as swapped, since those who write them in order are few.
 */
export const isSwapped = (b: Uint8Array, at: number, end: number): boolean => at + 2 <= end && ((b[at + 1] as number) & 3) === 0;

/**
 * First octet of the Dot11 header in front of `end`: with four addresses where it looks so, for then the octets in the middle of it may look
 * like a shorter one; -1 when none is there. Its version is 0.
 */
function headerBefore(b: Uint8Array, end: number, first: number): number {
  const isHere = (at: number): boolean => at >= 0 && ((b[at] as number) & (first | 3)) === first && at + headerSize(b, at) === end;
  return isHere(end - 30) ? end - 30 : isHere(end - 24) ? end - 24 : -1;
}

/** What stands behind QoS or HT control, by the header before them. */
function payloadOf(b: Uint8Array, frame: number, at: number, end: number, amsdu: boolean): AnyLayer | undefined {
  const kind = frame < 0 ? 0x88 : (b[frame] as number);
  if (((kind >> 2) & 3) === 2 && (kind & 0x40) !== 0) return undefined;
  if (frame >= 0 && ((b[frame + 1] as number) & 0x40) !== 0) return encryptedAt(b, at, end);
  if (frame >= 0 && isLaterFragment(b[frame + BEFORE_SEQUENCE] as number)) return undefined;
  if (((kind >> 2) & 3) === 0) return managementBodies[kind >> 4];
  return amsdu ? Dot11AMSDU : LLC;
}

/** Whether the frame that a layer belongs to comes from the distribution system. */
const isFromDS = (at: LayerContext): boolean => (at.below('Dot11') ?? at.below('Dot11Swapped'))?.fields['FCfield'].has('from-DS') === true;

/** Class of traffic, in data frames whose kind has it. @see IEEE 802.11-2020 §9.2.4.5 */
export const Dot11QoS = layer('Dot11QoS', () => ({
  title: '802.11 QoS',
  about: 'Class of traffic.',
  source: 'IEEE 802.11-2020 §9.2.4.5',
  wireshark: '',
  // Data with a class of traffic (table 9-1). scapy says 12 here, which has no data.
  below: { Dot11: { type: types.Data, subtype: 8 }, Dot11Swapped: { type: types.Data, subtype: 8 } },
  fields: {
    A_MSDU_Present: bits(1, { wireshark: 'wlan.qos.amsdupresent' }),
    Ack_Policy: bits(2, { names: { normal: 0, none: 1, 'no explicit': 2, block: 3 } }),
    EOSP: bits(1, { about: 'from an access point: the service period ends; from a station: says what TXOP means' }),
    TID: bits(4, { wireshark: 'wlan.qos.tid' }),
    TXOP: u8({ about: 'requested limit or duration, or length of the queue' }),
  },
  columns: {
    'wlan.qos': { hex: 16, of: (_qos, { b, start }) => (b[start] as number) | ((b[start + 1] as number) << 8) },
    'wlan.qos.ack': { hex: 16, of: (qos) => qos.Ack_Policy },
    'wlan.qos.priority': (qos) => qos.TID & 7,
    'wlan.qos.eosp': ({ EOSP }, at) => (isFromDS(at) ? EOSP === 1 : undefined),
    'wlan.qos.bit4': ({ EOSP }, at) => (isFromDS(at) ? undefined : EOSP === 1),
  },
  next: {
    to: () => [Dot11HTControl, Dot11AMSDU, Dot11WEP, Dot11TKIP, Dot11CCMP, Dot11Encrypted, LLC],
    // The header before it says what follows.
    choose: ({ A_MSDU_Present }, { b, start, end }) => {
      const frame = headerBefore(b, start, 0x88);
      if (frame >= 0 && ((b[frame + 1] as number) & 0x80) !== 0) return Dot11HTControl;
      return payloadOf(b, frame, start + 2, end, A_MSDU_Present === 1);
    },
  },
}));

/** Control of high throughput, where the frame's last flag is set. @see IEEE 802.11-2020 §9.2.4.6 */
export const Dot11HTControl = layer('Dot11HTControl', () => ({
  title: '802.11 HT Control',
  about: 'HT control: link adaptation, calibration …',
  source: 'IEEE 802.11-2020 §9.2.4.6',
  wireshark: '',
  fields: { control: u16le({ hex: true }), more: u16le({ hex: true }) },
  next: {
    to: () => [...managementLayers, Dot11AMSDU, Dot11WEP, Dot11TKIP, Dot11CCMP, Dot11Encrypted, LLC],
    choose: (_self, { b, start, end }) => {
      const data = headerBefore(b, start - 2, 0x88);
      const isAggregate = data >= 0 && ((b[start - 2] as number) & 0x80) !== 0;
      return payloadOf(b, data >= 0 ? data : headerBefore(b, start, 0), start + 4, end, isAggregate);
    },
  },
}));

/** One of several frames in one. Its octets are filled up to a multiple of four, but for the last. @see IEEE 802.11-2020 §9.3.2.2 */
export const Dot11AMSDU = layer('Dot11AMSDU', () => ({
  title: '802.11 A-MSDU subframe',
  about: 'One of several frames that are sent as one (A-MSDU).',
  source: 'IEEE 802.11-2020 §9.3.2.2.2',
  wireshark: '',
  fields: {
    da: mac({ wireshark: 'wlan.da' }),
    sa: mac({ wireshark: 'wlan.sa' }),
    len: u16({ compute: (at) => at.wirePayloadSize, wireshark: 'wlan_aggregate.a_mdsu.length' }),
  },
  payloadLength: ({ len }, there) => Math.min(len + ((4 - ((14 + len) % 4)) % 4), Math.max(len, there)),
  repeats: true,
}));
