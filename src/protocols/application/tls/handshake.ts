/** Handshake messages of TLS. @see RFC 8446 §4; RFC 5246 §7.4 */
import { toHex } from '../../../bytes/hex.ts';
import { mayEnd } from '../../../packet/fields/conditional.ts';
import { u16, u24, u32, u8 } from '../../../packet/fields/integers.ts';
import { list } from '../../../packet/fields/lists.ts';
import { fixedOctets, octets } from '../../../packet/fields/octets.ts';
import { sized } from '../../../packet/fields/sized.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { AnyLayer } from '../../../packet/spec/spec.ts';
import { tlsCipherSuites } from '../../registries/tls-cipher-suites.ts';
import { tlsHandshakeTypes, tlsSignatures, tlsVersions } from '../../registries/tls.ts';
import { x509Certificate } from '../x509/certificate.ts';
import { clientExtensions, otherExtensions, serverExtensions } from './extensions.ts';
import { type HelloTransport, ja4 } from './ja4.ts';
import { entriesOf, ja3Hash, ja3sText, ja3Text } from './ja3.ts';
import { signatureOfKey, signaturesOfRequest } from './signatures.ts';
import { isKnownAs13, learnVersion, recallVersion, TLS_1_3, versionOf } from './versions.ts';

/** What all messages begin with. The length counts what is behind these four octets. */
const head = (type: number) => ({
  msgtype: u8({ default: type, names: tlsHandshakeTypes, wireshark: 'tls.handshake.type' }),
  msglen: u24({ measures: 'header', bias: 4, wireshark: 'tls.handshake.length', about: 'octets that follow' }),
});
/** Messages stand one behind another in a record (RFC 8446 §5.1). */
const message = { wireshark: '', repeats: (): AnyLayer => TLSHandshake as unknown as AnyLayer } as const;

const version = () =>
  u16({ default: 0x0303, names: tlsVersions, hex: true, wireshark: 'tls.handshake.version', about: 'TLS 1.3 says 1.2 here' });
const random = {
  // The time is none any more, but random (RFC 8446 §4.1.2).
  gmt_unix_time: u32({ about: 'seconds since 1970, or random' }),
  random_bytes: fixedOctets(28),
  sidlen: u8({ measures: 'sid', wireshark: 'tls.handshake.session_id_length' }),
  sid: octets({ wireshark: 'tls.handshake.session_id', about: 'session id' }),
};
/** The 32 octets of both, as TLS 1.3 has them. */
const randomOf = (hello: { readonly gmt_unix_time: number; readonly random_bytes: Uint8Array }): Uint8Array => {
  const whole = new Uint8Array(32);
  new DataView(whole.buffer).setUint32(0, hello.gmt_unix_time);
  whole.set(hello.random_bytes, 4);
  return whole;
};
const suite = () => u16({ default: 0x1301, names: tlsCipherSuites, hex: true, wireshark: 'tls.handshake.ciphersuite' });
const compression = () => u8({ wireshark: 'tls.handshake.comp_method', about: '0: none' });

/** Types that a handshake message may have. */
const TYPES = /* @__PURE__ */ new Set([0, 1, 2, 3, 4, 5, 6, 8, 11, 12, 13, 14, 15, 16, 20, 21, 22, 23, 24, 25, 67, 254]);

/**
 * Whether a whole message begins at `start`. What is encrypted looks like none: its first octets are a known type and a length that fits in
 * one of a million records. A counter of zeros before it would be a hello request, which stands alone.
 */
function beginsHandshake(b: Uint8Array, start: number, end: number): boolean {
  if (end - start < 4) return false;
  const type = b[start] as number;
  const length = ((b[start + 1] as number) << 16) | ((b[start + 2] as number) << 8) | (b[start + 3] as number);
  if (!TYPES.has(type) || length > end - start - 4) return false;
  return type !== 0 || (length === 0 && end - start === 4);
}

/** Any handshake message; those of known types stand in its place. */
export const TLSHandshake = layer('TLSHandshake', () => ({
  title: 'TLS Handshake',
  about: 'A handshake message that is not decoded.',
  source: 'RFC 8446 §4',
  ...message,
  fields: { ...head(254), data: octets() },
  begins: beginsHandshake,
  summary: ({ msgtype }) => `TLS ${tlsHandshakeTypes.name(msgtype) ?? `handshake ${msgtype}`}`,
}));

/** Transport parameters while QUIC was a draft. */
const DRAFT_PARAMETERS = 0xffa5;
/** A hello that tells QUIC's parameters came over QUIC (RFC 9001 §8.2). */
const transportOf = (ext: unknown): HelloTransport =>
  entriesOf(ext).some(([name]) => name === 'quic_transport_parameters' || name === DRAFT_PARAMETERS) ? 'q' : 't';

/** Begins a handshake: what the client can do. @see RFC 8446 §4.1.2 */
export const TLSClientHello = layer('TLSClientHello', () => ({
  title: 'TLS Handshake - Client Hello',
  about: 'Begins a handshake: what the client can do.',
  source: 'RFC 8446 §4.1.2; RFC 5246 §7.4.1.2',
  ...message,
  fields: {
    ...head(1),
    version: version(),
    ...random,
    cipherslen: u16({ measures: 'ciphers', wireshark: 'tls.handshake.cipher_suites_length' }),
    ciphers: list(suite(), { rest: true, default: [0x1301, 0x1302, 0x1303] }),
    complen: u8({ measures: 'comp', wireshark: 'tls.handshake.comp_methods_length' }),
    comp: list(compression(), { rest: true, default: [0] }),
    // Hellos before TLS 1.2 need have none (RFC 5246 §7.4.1.2).
    ext: mayEnd(sized('u16', clientExtensions())),
  },
  columns: {
    'tls.handshake.random': randomOf,
    // The random of TLS 1.3 is one. QUIC has no older version (RFC 9001 §4.2), and a session knows one by its first hello (RFC 8446 §4.1.2).
    'tls.handshake.random_bytes': (hello) => (transportOf(hello.ext) === 'q' || isKnownAs13(hello) ? undefined : hello.random_bytes),
    'tls.handshake.ja3_full': (hello) => ja3Text(hello),
    'tls.handshake.ja3': (hello) => ja3Hash(ja3Text(hello)),
    'tls.handshake.ja4': (hello) => ja4(hello, transportOf(hello.ext)),
  },
  needs: (_hello, at, session) => recallVersion(at, session),
  summary: () => 'TLS Handshake - Client Hello',
}));

/** The random of a HelloRetryRequest: SHA-256 of "HelloRetryRequest" (RFC 8446 §4.1.3). */
const RETRY = 'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c';

/** Answers a client's hello: what the server chose; HelloRetryRequest as well. @see RFC 8446 §4.1.3 */
export const TLSServerHello = layer('TLSServerHello', () => ({
  title: 'TLS Handshake - Server Hello',
  about: 'Answers a client hello: what the server chose. With the random of RFC 8446 §4.1.3 it asks for another client hello.',
  source: 'RFC 8446 §4.1.3; RFC 5246 §7.4.1.3',
  ...message,
  fields: {
    ...head(2),
    version: version(),
    ...random,
    cipher: suite(),
    comp: compression(),
    ext: mayEnd(sized('u16', serverExtensions())),
  },
  columns: {
    'tls.handshake.random': randomOf,
    // The random of TLS 1.3 is one (RFC 8446 §4.1.3).
    'tls.handshake.random_bytes': (hello) => (versionOf(hello) === TLS_1_3 ? undefined : hello.random_bytes),
    'tls.handshake.ja3s_full': (hello) => ja3sText(hello),
    'tls.handshake.ja3s': (hello) => ja3Hash(ja3sText(hello)),
  },
  learns: learnVersion,
  summary: (hello) => `TLS Handshake - ${toHex(randomOf(hello)) === RETRY ? 'Hello Retry Request' : 'Server Hello'}`,
}));

/** Asks the client for a new handshake. @see RFC 5246 §7.4.1.1 */
export const TLSHelloRequest = layer('TLSHelloRequest', () => ({
  title: 'TLS Handshake - Hello Request',
  about: 'Asks the client for a new handshake.',
  source: 'RFC 5246 §7.4.1.1',
  ...message,
  fields: head(0),
  summary: () => 'TLS Handshake - Hello Request',
}));

/** A ticket by which a session may be gone on with. @see RFC 5077 §3.3 */
export const TLSNewSessionTicket = layer('TLSNewSessionTicket', () => ({
  title: 'TLS Handshake - New Session Ticket',
  about: 'A ticket to resume the session with.',
  source: 'RFC 5077 §3.3',
  ...message,
  fields: {
    ...head(4),
    lifetime: u32({ wireshark: 'tls.handshake.session_ticket_lifetime_hint', about: 'seconds' }),
    ticketlen: u16({ measures: 'ticket', wireshark: 'tls.handshake.session_ticket_length' }),
    ticket: octets({ wireshark: 'tls.handshake.session_ticket' }),
  },
  summary: () => 'TLS Handshake - New Session Ticket',
}));

/** Ends the data that a client sent early. @see RFC 8446 §4.5 */
export const TLSEndOfEarlyData = layer('TLSEndOfEarlyData', () => ({
  title: 'TLS Handshake - End of Early Data',
  about: 'Ends the data that a client sent early.',
  source: 'RFC 8446 §4.5',
  ...message,
  fields: head(5),
}));

/** Extensions that need no keys to be agreed. Encrypted on the wire. @see RFC 8446 §4.3.1 */
export const TLSEncryptedExtensions = layer('TLSEncryptedExtensions', () => ({
  title: 'TLS Handshake - Encrypted Extensions',
  about: 'Extensions that are not needed for the key exchange. Encrypted on the wire.',
  source: 'RFC 8446 §4.3.1',
  ...message,
  fields: { ...head(8), ext: sized('u16', serverExtensions()) },
}));

/** The octets of each certificate in a list, behind a length of three octets each. */
function certificatesAt(b: Uint8Array, from: number, end: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let q = from; q + 3 <= end; ) {
    const next = q + 3 + (((b[q] as number) << 16) | ((b[q + 1] as number) << 8) | (b[q + 2] as number));
    if (next > end) break;
    found.push(b.subarray(q + 3, next));
    q = next;
  }
  return found;
}

/** The sender's certificate and those that vouch for it, each as DER. @see RFC 5246 §7.4.2 */
export const TLSCertificate = layer('TLSCertificate', () => ({
  title: 'TLS Handshake - Certificate',
  about: "The sender's certificate and its chain. TLS 1.3 has another form, encrypted on the wire.",
  source: 'RFC 5246 §7.4.2',
  ...message,
  fields: {
    ...head(11),
    certslen: u24({ measures: 'certs', wireshark: 'tls.handshake.certificates_length' }),
    certs: list(sized('u24', x509Certificate()), { rest: true }),
  },
  columns: {
    'tls.handshake.certificate': ({ certslen }, { b, start, end }) => certificatesAt(b, start + 7, Math.min(end, start + 7 + certslen)),
  },
  summary: () => 'TLS Handshake - Certificate',
}));

/** What the server adds for keys to be agreed; its form depends on the cipher suite. @see RFC 5246 §7.4.3 */
export const TLSServerKeyExchange = layer('TLSServerKeyExchange', () => ({
  title: 'TLS Handshake - Server Key Exchange',
  about: "The server's part of the key exchange; its form depends on the cipher suite.",
  source: 'RFC 5246 §7.4.3',
  ...message,
  fields: { ...head(12), params: octets() },
  columns: { 'tls.handshake.sig_hash_alg': { hex: 16, of: ({ params }) => signatureOfKey(params) } },
  summary: () => 'TLS Handshake - Server Key Exchange',
}));

/** Asks for a certificate. @see RFC 5246 §7.4.4 */
export const TLSCertificateRequest = layer('TLSCertificateRequest', () => ({
  title: 'TLS Handshake - Certificate Request',
  about: 'Asks for a certificate. TLS 1.2 lists signature algorithms before the authorities; older versions do not.',
  source: 'RFC 5246 §7.4.4',
  ...message,
  fields: {
    ...head(13),
    ctypeslen: u8({ measures: 'ctypes', wireshark: 'tls.handshake.cert_types_count' }),
    ctypes: list(u8({ wireshark: 'tls.handshake.cert_type' }), { rest: true }),
    rest: octets({ about: 'signatures and authorities' }),
  },
  columns: { 'tls.handshake.sig_hash_alg': { hex: 16, of: ({ rest }) => signaturesOfRequest(rest) } },
  summary: () => 'TLS Handshake - Certificate Request',
}));

/** The server has said all. @see RFC 5246 §7.4.5 */
export const TLSServerHelloDone = layer('TLSServerHelloDone', () => ({
  title: 'TLS Handshake - Server Hello Done',
  about: 'The server has sent all its messages.',
  source: 'RFC 5246 §7.4.5',
  ...message,
  fields: head(14),
  summary: () => 'TLS Handshake - Server Hello Done',
}));

/** A signature that proves the certificate to be the sender's. @see RFC 8446 §4.4.3 */
export const TLSCertificateVerify = layer('TLSCertificateVerify', () => ({
  title: 'TLS Handshake - Certificate Verify',
  about: 'A signature that proves that the sender owns the certificate. Before TLS 1.2 it does not name its algorithm.',
  source: 'RFC 8446 §4.4.3; RFC 5246 §7.4.8',
  ...message,
  fields: {
    ...head(15),
    sig_alg: u16({ default: 0x0804, names: tlsSignatures, hex: true, wireshark: 'tls.handshake.sig_hash_alg' }),
    siglen: u16({ measures: 'sig', wireshark: 'tls.handshake.client_cert_vrfy.sig_len' }),
    sig: octets({ wireshark: 'tls.handshake.client_cert_vrfy.sig' }),
  },
  summary: () => 'TLS Handshake - Certificate Verify',
}));

/** What the client adds for keys to be agreed; its form depends on the cipher suite. @see RFC 5246 §7.4.7 */
export const TLSClientKeyExchange = layer('TLSClientKeyExchange', () => ({
  title: 'TLS Handshake - Client Key Exchange',
  about: "The client's part of the key exchange; its form depends on the cipher suite.",
  source: 'RFC 5246 §7.4.7',
  ...message,
  fields: { ...head(16), exchkeys: octets() },
  summary: () => 'TLS Handshake - Client Key Exchange',
}));

/** Ends a handshake: proves that both sides saw the same messages. @see RFC 8446 §4.4.4 */
export const TLSFinished = layer('TLSFinished', () => ({
  title: 'TLS Handshake - Finished',
  about: 'Ends a handshake: proves that both sides saw the same messages. Encrypted on the wire.',
  source: 'RFC 8446 §4.4.4',
  ...message,
  fields: { ...head(20), vdata: octets() },
  summary: () => 'TLS Handshake - Finished',
}));

/** The state of the certificate (OCSP). @see RFC 6066 §8 */
export const TLSCertificateStatus = layer('TLSCertificateStatus', () => ({
  title: 'TLS Handshake - Certificate Status',
  about: 'The state of the certificate (OCSP).',
  source: 'RFC 6066 §8',
  ...message,
  fields: {
    ...head(22),
    status_type: u8({ default: 1, wireshark: 'tls.handshake.extensions_status_request_type', about: '1: OCSP' }),
    responselen: u24({ measures: 'response', wireshark: 'tls.handshake.ocsp_response_len' }),
    response: octets({ about: 'DER' }),
  },
  summary: () => 'TLS Handshake - Certificate Status',
}));

/** New keys from here on. Encrypted on the wire. @see RFC 8446 §4.6.3 */
export const TLSKeyUpdate = layer('TLSKeyUpdate', () => ({
  title: 'TLS Handshake - Key Update',
  about: 'New keys start here. Encrypted on the wire.',
  source: 'RFC 8446 §4.6.3',
  ...message,
  fields: { ...head(24), request_update: u8({ wireshark: 'tls.handshake.key_update.request_update' }) },
}));

/** A certificate message, compressed. Encrypted on the wire. @see RFC 8879 §4 */
export const TLSCompressedCertificate = layer('TLSCompressedCertificate', () => ({
  title: 'TLS Handshake - Compressed Certificate',
  about: 'A certificate message, compressed. Encrypted on the wire.',
  source: 'RFC 8879 §4',
  ...message,
  fields: {
    ...head(25),
    algorithm: u16({ default: 2, wireshark: 'tls.compress_certificate.algorithm', about: '1: zlib, 2: brotli, 3: zstd' }),
    uncompressed_length: u24({ wireshark: 'tls.compress_certificate.uncompressed_length' }),
    compressed: sized('u24', octets({ wireshark: 'tls.compress_certificate.compressed_certificate_message' })),
  },
}));

/** The protocol that the client chose, by a way that ALPN came for. @see https://datatracker.ietf.org/doc/html/draft-agl-tls-nextprotoneg */
export const TLSNextProtocol = layer('TLSNextProtocol', () => ({
  title: 'TLS Handshake - Next Protocol',
  about: 'The protocol that the client chose (NPN, replaced by ALPN).',
  source: 'draft-agl-tls-nextprotoneg-04 §3',
  ...message,
  fields: { ...head(67), protocol: sized('u8', octets()), padding: sized('u8', octets()) },
}));

/** A ticket of TLS 1.3, which travels encrypted: for octets that somebody decrypted. @see RFC 8446 §4.6.1 */
export const TLS13NewSessionTicket = layer('TLS13NewSessionTicket', () => ({
  title: 'TLS 1.3 Handshake - New Session Ticket',
  about: 'A ticket of TLS 1.3. Encrypted on the wire: this is for octets that were decrypted.',
  source: 'RFC 8446 §4.6.1',
  wireshark: '',
  fields: {
    ...head(4),
    ticket_lifetime: u32({ wireshark: 'tls.handshake.session_ticket_lifetime_hint', about: 'seconds' }),
    ticket_age_add: u32({ wireshark: 'tls.handshake.session_ticket_age_add' }),
    ticket_nonce: sized('u8', octets({ wireshark: 'tls.handshake.session_ticket_nonce' })),
    ticket: sized('u16', octets({ wireshark: 'tls.handshake.session_ticket' })),
    ext: sized('u16', otherExtensions()),
  },
}));
