/** Records of TLS, and what they carry besides handshake messages. @see RFC 8446 §5; RFC 5246 §6; RFC 6101 §5.2 */
import { u16, u8 } from '../../../packet/fields/integers.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { LayerContext } from '../../../packet/spec/context.ts';
import type { Knowledge } from '../../../packet/spec/knowledge.ts';
import { names } from '../../../packet/spec/names.ts';
import { tlsAlerts, tlsContentTypes, tlsVersions } from '../../registries/tls.ts';
import { conversationOf } from '../conversation.ts';
import { isKnownAs13, recallVersion } from './versions.ts';

/** 2^14 octets, and 2,048 that compression and encryption may add (RFC 5246 §6.2.3). */
const MOST = 0x4000 + 2048;
const APPLICATION_DATA = 23;

/**
 * Whether a record begins at `start`: its type, its version and its length are such as a record has. A change of ciphers is one octet and an alert
 * two, unless they are encrypted, which adds 16 or more.
 */
export function beginsRecord(b: Uint8Array, start: number, end: number): boolean {
  if (end - start < 5) return false;
  const type = b[start] as number,
    length = ((b[start + 3] as number) << 8) | (b[start + 4] as number);
  if (type < 20 || type > 24 || b[start + 1] !== 3 || (b[start + 2] as number) > 4 || length > MOST) return false;
  // Only application data may have no octets (RFC 8446 §5.1).
  if (type === 20) return length === 1 || length >= 16;
  if (type === 21) return length === 2 || length >= 16;
  return type === 23 || length >= 4;
}

/** A conversation that had a record has nothing but records (RFC 8446 §5): what begins none goes on with one. */
function learnRecord(_tls: unknown, at: LayerContext, session: Knowledge): void {
  const between = conversationOf(at, 'TCP');
  if (between !== undefined) session.goesOn(between, TLSContinuation);
}

/** Whether a session knows that the record is of TLS 1.3. */
const isOpaque = (tls: { readonly type: number }): boolean => tls.type === APPLICATION_DATA && isKnownAs13(tls);

/** One record. @see RFC 8446 §5.1 */
export const TLS = layer('TLS', () => ({
  about: 'Transport Layer Security: one record.',
  source: 'RFC 8446 §5.1; RFC 5246 §6.2.1',
  wireshark: 'tls',
  fields: {
    type: u8({ default: 22, selects: 'tls.content', names: tlsContentTypes }),
    version: u16({ default: 0x0303, names: tlsVersions, hex: true, wireshark: 'tls.record.version', about: 'TLS 1.3 says 1.2 here' }),
    len: u16({ measures: 'payload', wireshark: 'tls.record.length' }),
  },
  // In TLS 1.3 the type of what is encrypted is inside (RFC 8446 §5.2).
  columns: {
    'tls.record.content_type': (tls) => (isOpaque(tls) ? undefined : tls.type),
    'tls.record.opaque_type': (tls) => (isOpaque(tls) ? tls.type : undefined),
  },
  begins: beginsRecord,
  repeats: true,
  learns: learnRecord,
  needs: ({ type }, at, session) => (type === APPLICATION_DATA ? recallVersion(at, session) : undefined),
  summary: () => 'TLS',
}));

/** From here on the sender uses the new keys; nothing in TLS 1.3. @see RFC 5246 §7.1 */
export const TLSChangeCipherSpec = layer('TLSChangeCipherSpec', () => ({
  title: 'TLS ChangeCipherSpec',
  about: 'The sender uses the new keys from here on; has no meaning in TLS 1.3.',
  source: 'RFC 5246 §7.1',
  wireshark: '',
  fields: { msgtype: u8({ default: 1, about: 'always 1' }) },
  begins: (_b, start, end) => end - start === 1,
  summary: () => 'TLS ChangeCipherSpec',
}));

/** Says that something is wrong, or that the connection ends. @see RFC 8446 §6 */
export const TLSAlert = layer('TLSAlert', () => ({
  title: 'TLS Alert',
  about: 'Reports an error, or the end of the connection.',
  source: 'RFC 8446 §6',
  wireshark: '',
  fields: {
    level: u8({ default: 2, names: names({ warning: 1, fatal: 2 }), wireshark: 'tls.alert_message.level' }),
    descr: u8({ names: tlsAlerts, wireshark: 'tls.alert_message.desc' }),
  },
  begins: (_b, start, end) => end - start === 2,
  summary: ({ descr }) => `TLS Alert - ${tlsAlerts.name(descr) ?? descr}`,
}));

/** What the application sends, or anything that TLS 1.3 encrypts. @see RFC 8446 §5.2 */
export const TLSApplicationData = layer('TLSApplicationData', () => ({
  title: 'TLS Application Data',
  about: 'Data of the application, or any message that TLS 1.3 encrypts.',
  source: 'RFC 8446 §5.2',
  wireshark: '',
  fields: { data: octets({ wireshark: 'tls.app_data' }) },
  summary: () => 'TLS Application Data',
}));

/** A message that tests whether the other side is there. @see RFC 6520 §4 */
export const TLSHeartbeat = layer('TLSHeartbeat', () => ({
  title: 'TLS Heartbeat',
  about: 'Tests whether the other side is there.',
  source: 'RFC 6520 §4',
  wireshark: '',
  fields: {
    type: u8({ default: 1, names: names({ request: 1, response: 2 }), wireshark: 'tls.heartbeat_message.type' }),
    paylen: u16({ measures: 'data', wireshark: 'tls.heartbeat_message.payload_length' }),
    data: octets({ wireshark: 'tls.heartbeat_message.payload' }),
    padding: octets({ wireshark: 'tls.heartbeat_message.padding', about: '16 octets or more' }),
  },
  // Encrypted ones have any first octet, and any length.
  begins: (b, start, end) => {
    const type = b[start] as number;
    return (type === 1 || type === 2) && 3 + ((b[start + 1] as number) << 8) + (b[start + 2] as number) <= end - start;
  },
  summary: () => 'TLS Heartbeat',
}));

/** What is no whole message: encrypted, or a part of a longer one. */
export const TLSOpaque = layer('TLSOpaque', () => ({
  title: 'TLS encrypted or part of a message',
  about: 'Octets that are not a whole message: encrypted, or part of a longer one.',
  source: 'RFC 8446 §5.1',
  wireshark: '',
  fields: { data: octets() },
  summary: () => 'TLS opaque',
}));

/** A segment within a record, or what is damaged: its port says that it is TLS, or a session, which saw earlier segments. @see RFC 8446 §5 */
export const TLSContinuation = layer('TLSContinuation', () => ({
  title: 'TLS continuation',
  about: 'A segment within a record that began in an earlier one.',
  source: 'RFC 8446 §5',
  wireshark: 'tls',
  fields: { data: octets() },
  summary: () => 'TLS continuation',
}));
