/** Datagram TLS: TLS's records and messages with numbers, so that they may be lost and change places. @see RFC 6347; RFC 4347; RFC 9147 */
import { choose, mayEnd } from '../../../packet/fields/conditional.ts';
import { exact } from '../../../packet/fields/exact.ts';
import { u16, u24, u48, u8 } from '../../../packet/fields/integers.ts';
import { list, record } from '../../../packet/fields/lists.ts';
import { fixedOctets, octets } from '../../../packet/fields/octets.ts';
import { sized } from '../../../packet/fields/sized.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { type Field, field } from '../../../packet/spec/field.ts';
import { names } from '../../../packet/spec/names.ts';
import type { AnyLayer } from '../../../packet/spec/spec.ts';
import { tlsCipherSuites } from '../../registries/tls-cipher-suites.ts';
import { tlsAlerts, tlsContentTypes, tlsHandshakeTypes } from '../../registries/tls.ts';
import { clientExtensions, extensionNumbers, serverExtensions } from './extensions.ts';
import { ja3Hash, ja3sText, ja3Text } from './ja3.ts';
import { ja4 } from './ja4.ts';

/** Versions count down from 254; the second is OpenSSL's before the standard. */
const VERSIONS = /* @__PURE__ */ names({
  'DTLS 1.0': 0xfeff,
  'DTLS 1.0 (OpenSSL pre 0.9.8f)': 0x0100,
  'DTLS 1.2': 0xfefd,
  'DTLS 1.3': 0xfefc,
});
const EARLY = 0x0100;
const RECORD = 13,
  HANDSHAKE = 12;
/** RFC 6347 §4.1: as in TLS. */
const MOST = 0x4000 + 2048;

const u16At = (b: Uint8Array, at: number): number => ((b[at] as number) << 8) | (b[at + 1] as number);
const u24At = (b: Uint8Array, at: number): number => ((b[at] as number) << 16) | u16At(b, at + 1);

/** Whether a record begins: its type, its version, and all of it, for a datagram has whole records (RFC 6347 §4.1.1). */
function beginsRecord(b: Uint8Array, start: number, end: number): boolean {
  if (end - start < RECORD) return false;
  const type = b[start] as number,
    version = u16At(b, start + 1),
    behind = start + RECORD + u16At(b, start + 11);
  if (type < 20 || type > 26 || behind > end || behind > start + RECORD + MOST) return false;
  // The early version is less unlike other things: its record fills the datagram, or another one follows.
  if (version === EARLY) return behind === end || (behind + RECORD <= end && u16At(b, behind + 1) === EARLY);
  return version === 0xfeff || version === 0xfefd || version === 0xfefc;
}

/** One record. @see RFC 6347 §4.1 */
export const DTLS = layer('DTLS', () => ({
  about: 'Datagram Transport Layer Security: one record.',
  source: 'RFC 6347 §4.1',
  wireshark: 'dtls',
  fields: {
    type: u8({ default: 22, selects: 'dtls.content', names: tlsContentTypes, wireshark: 'dtls.record.content_type' }),
    version: u16({ default: 0xfefd, names: VERSIONS, hex: true, wireshark: 'dtls.record.version' }),
    epoch: u16({ wireshark: 'dtls.record.epoch', about: 'counts changes of the ciphers' }),
    sequence: u48({ wireshark: 'dtls.record.sequence_number' }),
    len: u16({ measures: 'payload', wireshark: 'dtls.record.length' }),
  },
  begins: beginsRecord,
  repeats: true,
  summary: () => 'DTLS',
}));

/** The extensions of a hello, whose names of Wireshark are of TLS. */
const unnamed = <R, G>({ kind, options }: Field<R, G>): Field<R, G> => {
  const { inside: _, ...rest } = kind as typeof kind & { inside?: unknown };
  return field(rest as typeof kind, options);
};
const version = () => u16({ default: 0xfefd, names: VERSIONS, hex: true, wireshark: 'dtls.handshake.version' });
const session = () => ({
  random: fixedOctets(32, { wireshark: 'dtls.handshake.random' }),
  sidlen: u8({ measures: 'sid', wireshark: 'dtls.handshake.session_id_length' }),
  sid: octets({ wireshark: 'dtls.handshake.session_id', about: 'session id' }),
});
const suite = () => u16({ default: 0x1301, names: tlsCipherSuites, hex: true, wireshark: 'dtls.handshake.ciphersuite' });

/** What a client can do. @see RFC 6347 §4.2.1 */
export const DTLSClientHello = layer('DTLSClientHello', () => ({
  about: 'Begins a handshake: what the client can do.',
  source: 'RFC 6347 §4.2.1',
  wireshark: '',
  fields: {
    version: version(),
    ...session(),
    cookielen: u8({ measures: 'cookie', wireshark: 'dtls.handshake.cookie_length' }),
    cookie: octets({ wireshark: 'dtls.handshake.cookie', about: 'of a hello verify request' }),
    cipherslen: u16({ measures: 'ciphers', wireshark: 'dtls.handshake.cipher_suites_length' }),
    ciphers: list(suite(), { rest: true }),
    complen: u8({ measures: 'comp', wireshark: 'dtls.handshake.comp_methods_length' }),
    comp: list(u8({ wireshark: 'dtls.handshake.comp_method' }), { rest: true, default: [0] }),
    ext: mayEnd(sized('u16', unnamed(clientExtensions()))),
  },
  columns: {
    'dtls.handshake.ja3_full': (hello) => ja3Text(hello),
    'dtls.handshake.ja3': (hello) => ja3Hash(ja3Text(hello)),
    'dtls.handshake.ja4': (hello) => ja4(hello, 'd'),
  },
}));

/** What a server chose. @see RFC 6347 §4.2.1 */
export const DTLSServerHello = layer('DTLSServerHello', () => ({
  about: 'Answers a client hello: what the server chose.',
  source: 'RFC 5246 §7.4.1.3',
  wireshark: '',
  fields: {
    version: version(),
    ...session(),
    cipher: suite(),
    comp: u8({ wireshark: 'dtls.handshake.comp_method' }),
    ext: mayEnd(sized('u16', unnamed(serverExtensions()))),
  },
  columns: {
    'dtls.handshake.ja3s_full': (hello) => ja3sText(hello),
    'dtls.handshake.ja3s': (hello) => ja3Hash(ja3sText(hello)),
  },
}));

/** Asks the client to say hello again, with a cookie. @see RFC 6347 §4.2.1 */
export const DTLSHelloVerifyRequest = layer('DTLSHelloVerifyRequest', () => ({
  about: 'Asks the client to say hello again, with this cookie: so it proves its address.',
  source: 'RFC 6347 §4.2.1',
  wireshark: '',
  fields: {
    version: version(),
    cookielen: u8({ measures: 'cookie', wireshark: 'dtls.handshake.cookie_length' }),
    cookie: octets({ wireshark: 'dtls.handshake.cookie' }),
  },
}));

/** Types that a handshake message may have (RFC 6347 §4.3.2). */
const TYPES = /* @__PURE__ */ new Set([0, 1, 2, 3, 4, 8, 11, 12, 13, 14, 15, 16, 20, 21, 22, 23, 24, 25]);
/** The extensions of a hello by number, as they stand. */
const extensionsOf = (data: unknown): readonly (readonly unknown[])[] => {
  const ext = data instanceof Uint8Array ? undefined : (data as { readonly ext?: unknown }).ext;
  return Array.isArray(ext) ? ext : [];
};

/** A handshake message, or a part of one. @see RFC 6347 §4.2.2 */
export const DTLSHandshake = layer('DTLSHandshake', () => ({
  title: 'DTLS Handshake',
  about: 'A handshake message, or a part of one. Hellos are decoded.',
  source: 'RFC 6347 §4.2.2',
  wireshark: '',
  repeats: (): AnyLayer => DTLSHandshake as unknown as AnyLayer,
  fields: {
    msgtype: u8({ default: 1, names: tlsHandshakeTypes, wireshark: 'dtls.handshake.type' }),
    msglen: u24({
      compute: ({ headerSize }) => headerSize - HANDSHAKE,
      wireshark: 'dtls.handshake.length',
      about: 'octets of the whole message',
    }),
    msgseq: u16({ wireshark: 'dtls.handshake.message_seq' }),
    fragoff: u24({ wireshark: 'dtls.handshake.fragment_offset' }),
    fraglen: u24({ measures: 'header', bias: HANDSHAKE, wireshark: 'dtls.handshake.fragment_length', about: 'octets that follow' }),
    data: choose(
      // A part of a message is octets.
      ({ msgtype, msglen, fragoff, fraglen }) => (fragoff === 0 && fraglen === msglen ? msgtype : undefined),
      {
        1: exact(record(() => DTLSClientHello)),
        2: exact(record(() => DTLSServerHello)),
        3: exact(record(() => DTLSHelloVerifyRequest)),
      },
      octets(),
    ),
  },
  columns: {
    'dtls.handshake.extension.type': ({ data }) =>
      extensionsOf(data).map(([name]) => (typeof name === 'number' ? name : extensionNumbers().get(name as string))),
  },
  // What is encrypted is told by its length, which would have to fit in two places.
  begins: (b, start, end) => {
    if (end - start < HANDSHAKE || !TYPES.has(b[start] as number)) return false;
    const fragment = u24At(b, start + 9);
    return start + HANDSHAKE + fragment <= end && u24At(b, start + 6) + fragment <= u24At(b, start + 1);
  },
  summary: ({ msgtype }) => `DTLS Handshake ${tlsHandshakeTypes.name(msgtype) ?? msgtype}`,
}));

/** Says that something is wrong, or that the connection ends. @see RFC 5246 §7.2 */
export const DTLSAlert = layer('DTLSAlert', () => ({
  title: 'DTLS Alert',
  about: 'Reports an error, or the end of the connection.',
  source: 'RFC 5246 §7.2',
  wireshark: '',
  fields: {
    level: u8({ default: 2, names: names({ warning: 1, fatal: 2 }), wireshark: 'dtls.alert_message.level' }),
    descr: u8({ names: tlsAlerts, wireshark: 'dtls.alert_message.desc' }),
  },
  begins: (_b, start, end) => end - start === 2,
  summary: ({ descr }) => `DTLS Alert - ${tlsAlerts.name(descr) ?? descr}`,
}));

/** What the application sends, encrypted. @see RFC 6347 §4.1 */
export const DTLSApplicationData = layer('DTLSApplicationData', () => ({
  title: 'DTLS Application Data',
  about: 'Data of the application.',
  source: 'RFC 6347 §4.1',
  wireshark: '',
  fields: { data: octets({ wireshark: 'dtls.app_data' }) },
  summary: () => 'DTLS Application Data',
}));
