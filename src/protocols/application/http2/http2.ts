/** HTTP/2: frames, each with its fixed fields. Blocks of headers are read as far as one frame tells, or as a session knows. @see RFC 9113 */
import { choose } from '../../../packet/fields/conditional.ts';
import { bits, flag, u16, u24, u32, u8 } from '../../../packet/fields/integers.ts';
import { knownOf } from '../../../packet/fields/known.ts';
import { record, records } from '../../../packet/fields/lists.ts';
import { fixedText, octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { names } from '../../../packet/spec/names.ts';
import type { AnyLayer, LayerOctets } from '../../../packet/spec/spec.ts';
import { beginConnection, headersInSession, headersKnown } from './state.ts';

/** RFC 9113 §6; RFC 7838 §4; RFC 8336 §2; RFC 9218 §7.1. */
const TYPES = /* @__PURE__ */ names({
  DATA: 0,
  HEADERS: 1,
  PRIORITY: 2,
  RST_STREAM: 3,
  SETTINGS: 4,
  PUSH_PROMISE: 5,
  PING: 6,
  GOAWAY: 7,
  WINDOW_UPDATE: 8,
  CONTINUATION: 9,
  ALTSVC: 10,
  ORIGIN: 12,
  PRIORITY_UPDATE: 16,
});
/** RFC 9113 §7. */
const ERRORS = {
  NO_ERROR: 0,
  PROTOCOL_ERROR: 1,
  INTERNAL_ERROR: 2,
  FLOW_CONTROL_ERROR: 3,
  SETTINGS_TIMEOUT: 4,
  STREAM_CLOSED: 5,
  FRAME_SIZE_ERROR: 6,
  REFUSED_STREAM: 7,
  CANCEL: 8,
  COMPRESSION_ERROR: 9,
  CONNECT_ERROR: 10,
  ENHANCE_YOUR_CALM: 11,
  INADEQUATE_SECURITY: 12,
  HTTP_1_1_REQUIRED: 13,
} as const;
/** RFC 9113 §6.5.2; RFC 8441 §3. */
const SETTINGS = {
  HEADER_TABLE_SIZE: 1,
  ENABLE_PUSH: 2,
  MAX_CONCURRENT_STREAMS: 3,
  INITIAL_WINDOW_SIZE: 4,
  MAX_FRAME_SIZE: 5,
  MAX_HEADER_LIST_SIZE: 6,
  ENABLE_CONNECT_PROTOCOL: 8,
} as const;

/** Octets of a frame's head, and the most that it may carry unless its receiver said otherwise (RFC 9113 §4.1, §4.2). */
const HEAD = 9;
const MOST = 16_384;
/** What a client begins with (RFC 9113 §3.4). */
const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
/** Flags that each type has, and the octets that it has where that is fixed (RFC 9113 §6). */
const KNOWN: readonly (readonly [flags: number, octets: number, isOfStream: boolean])[] = [
  [0x09, -1, true],
  [0x2d, -1, true],
  [0, 5, true],
  [0, 4, true],
  [0x01, -1, false],
  [0x0c, -1, true],
  [0x01, 8, false],
  [0, -1, false],
  [0, 4, true],
  [0x04, -1, true],
];

/** Whether a frame begins: a known type with flags that it has, a length that it may have, and a stream where it is of one. */
function beginsFrame(b: Uint8Array, start: number, end: number): boolean {
  if (end - start < HEAD) return false;
  const length = ((b[start] as number) << 16) | ((b[start + 1] as number) << 8) | (b[start + 2] as number);
  const type = b[start + 3] as number,
    known = KNOWN[type];
  if (known === undefined || length > MOST || (b[start + 5] as number) > 0x7f) return false;
  const [allowed, octets, isOfStream] = known;
  if (((b[start + 4] as number) & ~allowed) !== 0 || (octets >= 0 && length !== octets)) return false;
  if (type === 4 && (length % 6 !== 0 || ((b[start + 4] as number) === 1 && length !== 0))) return false;
  const isStream = b[start + 5] !== 0 || b[start + 6] !== 0 || b[start + 7] !== 0 || b[start + 8] !== 0;
  return type === 8 || isStream === isOfStream;
}

const error = (wireshark: string) => u32({ names: ERRORS, wireshark });
const reserved = (wireshark: string) => bits(1, { wireshark, about: 'zero' });
/** Which stream another depends on, where a frame says so (RFC 9113 §6.3: it means nothing any more). */
const dependency = () => ({
  exclusive: flag({ wireshark: 'http2.exclusive' }),
  dependency: bits(31, { wireshark: 'http2.stream_dependency' }),
  weight: u8({ wireshark: 'http2.headers.weight', about: 'less one' }),
});

/** Which stream another depends on; it means nothing any more. @see RFC 9113 §6.3 */
export const H2Priority = layer('H2Priority', () => ({
  about: 'Which stream another depends on; it means nothing any more.',
  source: 'RFC 9113 §6.3',
  fields: dependency(),
}));

/** A setting, and its value. @see RFC 9113 §6.5.1 */
export const H2Setting = layer('H2Setting', () => ({
  about: 'A setting, and its value.',
  source: 'RFC 9113 §6.5.1',
  fields: { id: u16({ names: SETTINGS, wireshark: 'http2.settings.id' }), value: u32() },
}));

/** The connection ends: the last stream that was dealt with, and why. @see RFC 9113 §6.8 */
export const H2GoAway = layer('H2GoAway', () => ({
  about: 'The connection ends: the last stream that was dealt with, and why.',
  source: 'RFC 9113 §6.8',
  fields: {
    reserved: reserved('http2.goway.r'),
    last_stream_id: bits(31, { wireshark: 'http2.goaway.last_stream_id' }),
    error: error('http2.goaway.error'),
    additional_data: octets({ wireshark: 'http2.goaway.addata' }),
  },
}));

/** So many more octets may be sent. @see RFC 9113 §6.9 */
export const H2WindowUpdate = layer('H2WindowUpdate', () => ({
  about: 'So many more octets may be sent.',
  source: 'RFC 9113 §6.9',
  fields: {
    reserved: reserved('http2.window_update.r'),
    win_size_incr: bits(31, { wireshark: 'http2.window_update.window_size_increment' }),
  },
}));

/** A stream that the server will open, and the request that it answers. @see RFC 9113 §6.6 */
export const H2PushPromise = layer('H2PushPromise', () => ({
  about:
    'A stream that the server will open, and the request that it answers; padding, where a flag of the frame says so, is a part of it.',
  source: 'RFC 9113 §6.6',
  fields: {
    reserved: reserved('http2.push_promise.r'),
    stream_id: bits(31, { wireshark: 'http2.push_promise.promised_stream_id' }),
    hdrs: octets({ wireshark: 'http2.push_promise.header' }),
  },
}));

/** Headers that Wireshark has a name for besides. */
const NAMED: Readonly<Record<string, string>> = {
  'http2.headers.method': ':method',
  'http2.headers.path': ':path',
  'http2.headers.scheme': ':scheme',
  'http2.headers.authority': ':authority',
  'http2.headers.status': ':status',
  'http2.headers.content_type': 'content-type',
  'http2.headers.content_length': 'content-length',
  'http2.headers.user_agent': 'user-agent',
  'http2.headers.cookie': 'cookie',
  'http2.headers.server': 'server',
  'http2.headers.accept': 'accept',
  'http2.headers.location': 'location',
  'http2.headers.referer': 'referer',
};
const headersIn = (frame: object, { b, start, end }: LayerOctets) => headersKnown(knownOf(frame), b, start, end);

/** One frame. Its length counts what is behind the nine octets of its head. @see RFC 9113 §4.1 */
export const H2Frame = layer('H2Frame', () => ({
  title: 'HTTP/2 Frame',
  about: 'HTTP/2: one frame.',
  source: 'RFC 9113 §4.1, §6',
  wireshark: 'http2',
  repeats: (): AnyLayer => H2Frame as unknown as AnyLayer,
  begins: beginsFrame,
  fields: {
    len: u24({ measures: 'body', wireshark: 'http2.length', about: 'octets of the body' }),
    type: u8({ default: 4, names: TYPES, wireshark: 'http2.type' }),
    flags: u8({
      hex: true,
      wireshark: 'http2.flags',
      about: '1: end of the stream, or an answer; 4: end of headers; 8: padded; 0x20: priority',
    }),
    reserved: reserved('http2.r'),
    stream_id: bits(31, { wireshark: 'http2.streamid', about: '0: the connection itself' }),
    body: choose(
      'type',
      {
        2: record(() => H2Priority),
        3: u32({ names: ERRORS, wireshark: 'http2.rst_stream.error' }),
        4: records(() => H2Setting, { rest: true }),
        5: record(() => H2PushPromise),
        7: record(() => H2GoAway),
        8: record(() => H2WindowUpdate),
      },
      octets(),
    ),
  },
  columns: {
    'http2.header.name': (frame, at) => headersIn(frame, at)?.map(([name]) => name),
    'http2.header.value': (frame, at) => headersIn(frame, at)?.map(([, value]) => value),
    ...Object.fromEntries(
      Object.entries(NAMED).map(([wireshark, name]) => [
        wireshark,
        (frame: object, at: LayerOctets) => headersIn(frame, at)?.flatMap((header) => (header[0] === name ? [header[1]] : [])),
      ]),
    ),
  },
  needs: headersInSession,
  summary: ({ type }) => `HTTP/2 ${TYPES.name(type) ?? `frame ${type}`}`,
}));

/** What a client begins with, before its first frame. @see RFC 9113 §3.4 */
export const H2Preface = layer('H2Preface', () => ({
  title: 'HTTP/2 preface',
  about: 'What a client begins a connection of HTTP/2 with.',
  source: 'RFC 9113 §3.4',
  wireshark: 'http2',
  repeats: (): AnyLayer => H2Frame as unknown as AnyLayer,
  fields: { magic: fixedText(PREFACE.length, { default: PREFACE, wireshark: 'http2.magic' }) },
  begins: (b, start, end) => {
    if (end - start < PREFACE.length) return false;
    for (let i = 0; i < PREFACE.length; i++) if (b[start + i] !== PREFACE.charCodeAt(i)) return false;
    return true;
  },
  learns: beginConnection,
  summary: () => 'HTTP/2 preface',
}));
