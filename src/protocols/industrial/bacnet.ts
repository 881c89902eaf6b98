/** BACnet/IP: the link's header, the network's, and the head of the application's messages. @see ANSI/ASHRAE 135-2016 */
import { when } from '../../packet/fields/conditional.ts';
import { bits, flag, u16, u8 } from '../../packet/fields/integers.ts';
import { fixedOctets, octets } from '../../packet/fields/octets.ts';
import { sized } from '../../packet/fields/sized.ts';
import { layer } from '../../packet/layer/layer.ts';

const LINK = 0x81;
const LEAST = 4;
/** ANSI/ASHRAE 135-2016 §J.2: functions that have a network message behind them; a forwarded one has its sender before it. */
const FORWARDED = 4;
const CARRY: readonly number[] = [FORWARDED, 9, 10, 11];

/** The link over UDP. @see ANSI/ASHRAE 135-2016 §J.2 */
export const BVLC = layer('BVLC', () => ({
  about: 'BACnet/IP: the virtual link over UDP.',
  source: 'ANSI/ASHRAE 135-2016 §J.2',
  wireshark: 'bvlc',
  begins: (b, start, end) =>
    end - start >= LEAST && b[start] === LINK && ((b[start + 2] as number) << 8) + (b[start + 3] as number) >= LEAST,
  fields: {
    type: u8({ default: LINK, hex: true, wireshark: 'bvlc.type' }),
    function: u8({
      default: 10,
      names: {
        'BVLC-Result': 0,
        'Write-Broadcast-Distribution-Table': 1,
        'Read-Broadcast-Distribution-Table': 2,
        'Read-Broadcast-Distribution-Table-Ack': 3,
        'Forwarded-NPDU': FORWARDED,
        'Register-Foreign-Device': 5,
        'Read-Foreign-Device-Table': 6,
        'Read-Foreign-Device-Table-Ack': 7,
        'Delete-Foreign-Device-Table-Entry': 8,
        'Distribute-Broadcast-To-Network': 9,
        'Original-Unicast-NPDU': 10,
        'Original-Broadcast-NPDU': 11,
        'Secure-BVLL': 12,
      },
      hex: true,
      wireshark: 'bvlc.function',
    }),
    length: u16({ measures: 'layer', about: 'octets of the message' }),
    origin: when({ function: FORWARDED }, fixedOctets(6, { about: 'address and port of who sent it first' })),
  },
  columns: { 'bvlc.length': ({ function: f }) => (f === FORWARDED ? 10 : LEAST) },
  next: { to: () => [BACnet], choose: (self) => (CARRY.includes(self.function) ? BACnet : undefined) },
}));

/** The network's header: where a message comes from and goes to. @see ANSI/ASHRAE 135-2016 §6.2 */
export const BACnet = layer('BACnet', () => ({
  about: "BACnet: the network's header.",
  source: 'ANSI/ASHRAE 135-2016 §6.2',
  wireshark: 'bacnet',
  begins: (b, start, end) => end - start >= 2 && b[start] === 1,
  fields: {
    version: u8({ default: 1, wireshark: 'bacnet.version' }),
    net: flag({ wireshark: 'bacnet.control_net', about: 'a message of the network, not of the application' }),
    res1: flag({ wireshark: 'bacnet.control_res1' }),
    dest: flag({ wireshark: 'bacnet.control_dest', about: 'a destination is given' }),
    res2: flag({ wireshark: 'bacnet.control_res2' }),
    source: flag({ wireshark: 'bacnet.control_src', about: 'a source is given' }),
    expect: flag({ wireshark: 'bacnet.control_expect', about: 'wants an answer' }),
    priority: bits(2),
    dnet: when('dest', u16({ default: 0xffff, wireshark: 'bacnet.dnet', about: '65535: all' })),
    dadr: when('dest', sized('u8', octets())),
    snet: when('source', u16({ wireshark: 'bacnet.snet' })),
    sadr: when('source', sized('u8', octets())),
    hopc: when('dest', u8({ default: 255, wireshark: 'bacnet.hopc' })),
    mesgtyp: when('net', u8({ hex: true, wireshark: 'bacnet.mesgtyp' })),
    vendor: when((self) => self.net === true && (self.mesgtyp as number) >= 0x80, u16({ wireshark: 'bacnet.vendor' })),
  },
  columns: {
    'bacnet.control': {
      hex: 8,
      of: (n) => [n.net, n.res1, n.dest, n.res2, n.source, n.expect].reduce((v, bit) => (v << 1) | Number(bit), 0) * 4 + n.priority,
    },
    'bacnet.control_prio_high': ({ priority }) => priority >> 1 === 1,
    'bacnet.control_prio_low': ({ priority }) => (priority & 1) === 1,
    'bacnet.dlen': ({ dadr }) => (dadr as Uint8Array | undefined)?.length,
    'bacnet.slen': ({ sadr }) => (sadr as Uint8Array | undefined)?.length,
  },
  next: { to: () => [BACapp], choose: ({ net }) => (net ? undefined : BACapp) },
}));

/** ANSI/ASHRAE 135-2016 §20.1. */
const TYPES = {
  'Confirmed-REQ': 0,
  'Unconfirmed-REQ': 1,
  'Simple-ACK': 2,
  'Complex-ACK': 3,
  'Segment-ACK': 4,
  Error: 5,
  Reject: 6,
  Abort: 7,
} as const;
const REQUEST = 0,
  UNCONFIRMED = 1,
  SIMPLE = 2,
  COMPLEX = 3,
  SEGMENT = 4,
  ERROR = 5,
  REJECT = 6,
  ABORT = 7;
type Head = { readonly type: number; readonly flags: number };
/** Requests and their complex answers may come in segments: bit 3 of the flags. */
const SEGMENTED = 8;
const isSegment = (self: Readonly<Record<string, unknown>>): boolean =>
  (self['type'] === REQUEST || self['type'] === COMPLEX) && ((self['flags'] as number) & SEGMENTED) !== 0;
const inSegments = ({ type }: Head): boolean => type === REQUEST || type === COMPLEX;

/** The head of a message; its service's values are octets. @see ANSI/ASHRAE 135-2016 §20.1 */
export const BACapp = layer('BACapp', () => ({
  about: "BACnet: the head of the application's messages.",
  source: 'ANSI/ASHRAE 135-2016 §20.1',
  wireshark: 'bacapp',
  fields: {
    type: bits(4, { default: UNCONFIRMED, names: TYPES, wireshark: 'bacapp.type' }),
    flags: bits(4, { about: 'segmented, more follow, segmented answers are taken; of an acknowledgement: negative, server' }),
    max_segments: when({ type: REQUEST }, u8({ hex: true, about: 'most segments and octets that are taken' })),
    invoke_id: when({ type: [REQUEST, SIMPLE, COMPLEX, SEGMENT, ERROR, REJECT, ABORT] }, u8({ wireshark: 'bacapp.invoke_id' })),
    sequence_number: when((self) => isSegment(self) || self.type === SEGMENT, u8({ wireshark: 'bacapp.sequence_number' })),
    window_size: when((self) => isSegment(self) || self.type === SEGMENT, u8({ wireshark: 'bacapp.window_size' })),
    service: when({ type: [REQUEST, UNCONFIRMED, SIMPLE, COMPLEX, ERROR] }, u8()),
    reason: when({ type: [REJECT, ABORT] }, u8()),
    data: octets({ about: 'values of the service' }),
  },
  columns: {
    'bacapp.pduflags': { hex: 8, of: ({ type, flags }) => (type === REQUEST || type === COMPLEX ? flags : undefined) },
    'bacapp.segmented_request': (self) => (inSegments(self) ? (self.flags & SEGMENTED) !== 0 : undefined),
    'bacapp.more_segments': (self) => (inSegments(self) ? (self.flags & 4) !== 0 : undefined),
    'bacapp.SA': ({ type, flags }) => (type === REQUEST ? (flags & 2) !== 0 : undefined),
    'bacapp.NAK': ({ type, flags }) => (type === SEGMENT ? (flags & 2) !== 0 : undefined),
    'bacapp.confirmed_service': ({ type, service }) => (type === UNCONFIRMED ? undefined : service),
    'bacapp.unconfirmed_service': ({ type, service }) => (type === UNCONFIRMED ? service : undefined),
    'bacapp.response_segments': ({ max_segments }) => (max_segments === undefined ? undefined : (max_segments >> 4) & 7),
    'bacapp.max_adpu_size': ({ max_segments }) => (max_segments === undefined ? undefined : max_segments & 15),
    'bacapp.reject_reason': ({ type, reason }) => (type === REJECT ? reason : undefined),
    'bacapp.abort_reason': ({ type, reason }) => (type === ABORT ? reason : undefined),
  },
  summary: ({ type }) => `BACnet ${Object.entries(TYPES).find(([, n]) => n === type)?.[0] ?? type}`,
}));
