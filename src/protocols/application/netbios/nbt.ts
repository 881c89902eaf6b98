/** NetBIOS over TCP and UDP: datagrams, and the messages of sessions. */
import { ipv4 } from '../../../packet/fields/addresses.ts';
import { when } from '../../../packet/fields/conditional.ts';
import { bits, u16, u8 } from '../../../packet/fields/integers.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { names } from '../../../packet/spec/names.ts';
import { describedName, LABEL, netbiosName, scope, suffix } from './names.ts';

/** RFC 1002 §4.4.1. */
const DATAGRAMS = /* @__PURE__ */ names({
  direct_unique: 0x10,
  direct_group: 0x11,
  broadcast: 0x12,
  error: 0x13,
  query_request: 0x14,
  positive_query_response: 0x15,
  negative_query_response: 0x16,
});
/** Datagrams with both names and data; these, and those with only the name that is asked for. */
const DIRECT = { Type: [0x10, 0x11, 0x12] } as const;
const NAMED = { Type: [0x10, 0x11, 0x12, 0x14, 0x15, 0x16] } as const;
/** Octets before the first name of a datagram that has both, and of a query. */
const HEAD = 14;
const HEAD_OF_QUERY = 10;

const nodeOf = (flags: number): number => (flags >> 2) & 3;

/** A datagram from one name to another. @see RFC 1002 §4.4 */
export const NBTDatagram = layer('NBTDatagram', () => ({
  title: 'NBT Datagram Packet',
  about: 'NetBIOS Datagram Service: a datagram from one NetBIOS name to another.',
  source: 'RFC 1002 §4.4',
  wireshark: 'nbdgm',
  begins: (b, start, end) => {
    const type = b[start] as number;
    return type >= 0x10 && type <= 0x16 && ((b[start + 1] as number) & 0xf0) === 0 && end - start >= HEAD_OF_QUERY;
  },
  fields: {
    Type: u8({ default: 16, names: DATAGRAMS, wireshark: 'nbdgm.type' }),
    Flags: u8({ default: 2, hex: true, wireshark: 'nbdgm.flags', about: '1: more fragments follow; 2: the first; 0xc: kind of node' }),
    ID: u16({ hex: true, wireshark: 'nbdgm.dgram_id' }),
    SourceIP: ipv4({ default: '127.0.0.1', wireshark: 'nbdgm.src.ip' }),
    SourcePort: u16({ default: 138, wireshark: 'nbdgm.src.port' }),
    Length: when(DIRECT, u16({ default: 272, wireshark: 'nbdgm.dgram_len', about: 'octets of the names and of the data' })),
    Offset: when(DIRECT, u16({ wireshark: 'nbdgm.pkt_offset' })),
    SourceName: when(DIRECT, netbiosName({ default: 'windows' })),
    SUFFIX1: when(DIRECT, suffix()),
    NULL1: when(DIRECT, scope()),
    DestinationName: when(NAMED, netbiosName({ default: 'windows' })),
    SUFFIX2: when(NAMED, suffix()),
    NULL2: when(NAMED, scope()),
    ErrorCode: when({ Type: 0x13 }, u8({ hex: true, wireshark: 'nbdgm.error_code', about: '0x82: the name is not here' })),
  },
  columns: {
    'nbdgm.next': ({ Flags }) => (Flags & 1) !== 0,
    'nbdgm.first': ({ Flags }) => (Flags & 2) !== 0,
    'nbdgm.node_type': ({ Flags }) => nodeOf(Flags),
    'nbdgm.source_name': ({ SourceName }, { b, start }) => (SourceName === undefined ? undefined : describedName(b, start + HEAD)),
    'nbdgm.destination_name': (self, { b, start }) => destination(self, b, start),
  },
  summary: () => 'NBTDatagram',
}));

/** Behind the first name stands its scope, mostly the root. */
function destination({ NULL1: scope, DestinationName: name }: { NULL1: unknown; DestinationName: unknown }, b: Uint8Array, at: number) {
  if (name === undefined) return undefined;
  if (scope === undefined) return describedName(b, at + HEAD_OF_QUERY);
  return scope === '.' ? describedName(b, at + HEAD + LABEL + 2) : undefined;
}

/** RFC 1002 §4.3.1. Names as scapy has them. */
const SESSIONS = /* @__PURE__ */ names({
  'Session Message': 0,
  'Session Request': 0x81,
  'Positive Session Response': 0x82,
  'Negative Session Response': 0x83,
  'Retarget Session Response': 0x84,
  'Session Keepalive': 0x85,
});

/** Octets that a message of each type has, where all have the same: two names without scope, a code, an address and a port. */
const SIZES: Readonly<Record<number, number>> = { 0x82: 0, 0x83: 1, 0x84: 6, 0x85: 0 };
/** What SMB begins with: 0xff, 0xfe (version 2), 0xfd (encrypted) or 0xfc (compressed), and its name. */
const isSmb = (b: Uint8Array, q: number): boolean =>
  (b[q] as number) >= 0xfc && b[q + 1] === 0x53 && b[q + 2] === 0x4d && b[q + 3] === 0x42;

/** Whether a message begins: a type that there is, a length that it can have; in a session message SMB's head, of which one octet may be there. */
function beginsMessage(b: Uint8Array, start: number, end: number): boolean {
  if (end - start < 4) return false;
  const type = b[start] as number,
    length = ((b[start + 1] as number) << 16) | ((b[start + 2] as number) << 8) | (b[start + 3] as number);
  const size = SIZES[type];
  if (size !== undefined) return length === size;
  if (type === 0x81) return length >= 68 && length < 1024 && b[start + 4] === LABEL;
  return type === 0 && (end - start < 8 ? length >= 4 || end - start === 4 : isSmb(b, start + 4));
}

const octetsOf = ({ RESERVED, LENGTH }: { readonly RESERVED: number; readonly LENGTH: number }): number => RESERVED * 2 ** 17 + LENGTH;

/** A message of a session; SMB stands in session messages. Without NetBIOS names, on port 445, all 24 bits are the length. @see RFC 1002 §4.3 */
export const NBTSession = layer('NBTSession', () => ({
  title: 'NBT Session Packet',
  about: 'NetBIOS Session Service: one message of a session, such as one of SMB.',
  source: 'RFC 1002 §4.3.1; MS-SMB2 §2.1',
  wireshark: 'nbss',
  begins: beginsMessage,
  repeats: true,
  fields: {
    TYPE: u8({ names: SESSIONS, hex: true, wireshark: 'nbss.type' }),
    RESERVED: bits(7, { compute: (at) => (at.payloadSize >> 17) & 127, about: 'the upper bits of the length; 0 on port 139' }),
    LENGTH: bits(17, { compute: (at) => at.payloadSize & 0x1ffff, about: 'octets of the message' }),
  },
  payloadLength: octetsOf,
  columns: { 'nbss.length': octetsOf },
  summary: () => 'NBTSession',
}));

/** A segment within a message, which began in an earlier one. */
export const NBTContinuation = layer('NBTContinuation', () => ({
  title: 'NBT continuation',
  about: 'A segment within a message of a session.',
  source: 'RFC 1002 §4.3.1',
  wireshark: 'nbss',
  fields: { data: octets({ wireshark: 'nbss.continuation_data' }) },
  summary: () => 'NBT continuation',
}));
