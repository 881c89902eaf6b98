/** Network Time Protocol: the header of versions 1 to 4; SNTP has the same. */
import { bits, i8, scaled, u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { ipv4 } from '../../../packet/fields/addresses.ts';
import { fixedText, octets } from '../../../packet/fields/octets.ts';
import { overlay } from '../../../packet/fields/overlay.ts';
import { ntpTime } from '../../../packet/fields/special/times.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { names } from '../../../packet/spec/names.ts';
import type { AnyLayer } from '../../../packet/spec/spec.ts';

/** RFC 5905 §7.3. */
export const NTP_MODES = /* @__PURE__ */ names({
  reserved: 0,
  'symmetric active': 1,
  'symmetric passive': 2,
  client: 3,
  server: 4,
  broadcast: 5,
  'NTP control message': 6,
  'reserved for private use': 7,
});
/** The leap indicator of a clock that is not synchronised (RFC 5905 §7.3). */
export const NTP_LEAP_UNKNOWN = 3;
const LEAPS = {
  'no warning': 0,
  'last minute of the day has 61 seconds': 1,
  'last minute of the day has 59 seconds': 2,
  unknown: NTP_LEAP_UNKNOWN,
};

/** Octets of the header. */
const HEAD = 48;
/** Octets of a check behind everything: its key's number alone (a crypto-NAK), or with MD5's or SHA-1's digest (RFC 5905 §7.3, RFC 8573). */
const CHECKS = [4, 20, 24];
/** Octets of the shortest extension (RFC 7822 §3.1). */
const LEAST_EXTENSION = 16;

const u16At = (b: Uint8Array, q: number): number => ((b[q] as number) << 8) | (b[q + 1] as number);

/** What stands from `q` on: an extension field, what checks the message, or neither (RFC 7822 §3). */
function behind(b: Uint8Array, q: number, end: number): AnyLayer | undefined {
  const left = end - q;
  if (CHECKS.includes(left)) return NTPAuthenticator;
  if (left < LEAST_EXTENSION) return undefined;
  const length = u16At(b, q + 2);
  return length >= LEAST_EXTENSION && length <= left && length % 4 === 0 ? NTPExtension : undefined;
}

/** Seconds with 16 bits of fraction. */
const shortTime = (wireshark: string, about: string) => scaled(u32(), 1 / 65_536, { wireshark, about });
const first = (b: Uint8Array, start: number): number => b[start] as number;

/** What every message begins with; its mode says which it is. @see RFC 5905 §7.3 */
export const NTP = layer('NTP', () => ({
  about: 'Network Time Protocol: a message of an unknown form.',
  source: 'RFC 5905 §7.3',
  wireshark: 'ntp',
  begins: (b, start, end) => {
    const mode = first(b, start) & 7,
      version = (first(b, start) >> 3) & 7;
    return version >= 1 && version <= 4 && end - start >= (mode === 6 ? 12 : mode === 7 ? 8 : HEAD);
  },
  fields: {
    leap: bits(2, { names: LEAPS }),
    version: bits(3, { default: 4 }),
    mode: bits(3, { default: 3, names: NTP_MODES }),
    data: octets(),
  },
  summary: ({ version, mode }) => `NTP v${version}, ${NTP_MODES.name(mode) ?? mode}`,
}));

/** A message about the time. @see RFC 5905 §7.3; RFC 1059 appendix B (version 1); RFC 4330 (SNTP) */
export const NTPHeader = layer('NTPHeader', () => ({
  title: 'NTPHeader',
  about: 'Network Time Protocol: a message about the time.',
  source: 'RFC 5905 §7.3; RFC 1305 §3.2.4; RFC 4330 §4',
  wireshark: 'ntp',
  fields: {
    leap: bits(2, { names: LEAPS }),
    version: bits(3, { default: 4 }),
    mode: bits(3, { default: 3, names: NTP_MODES }),
    stratum: u8({ default: 2, wireshark: 'ntp.stratum', about: '1: has a clock; 0: unknown, or a kiss of death' }),
    poll: i8({ default: 10, about: 'most seconds between messages, as a power of two' }),
    precision: i8({ about: 'of the clock, in seconds, as a power of two: -20 is about a microsecond' }),
    delay: shortTime('ntp.rootdelay', 'seconds to the clock and back'),
    dispersion: shortTime('ntp.rootdispersion', 'seconds that the clock may be wrong by'),
    ...overlay('stratum', 4, [[[0, 1], { ref_id: fixedText(4, { about: 'kind of the clock' }) }]], {
      id: ipv4({ default: '127.0.0.1', about: 'the server that this one asks' }),
    }),
    ref: ntpTime({ wireshark: 'ntp.reftime', about: 'when the clock was last set' }),
    orig: ntpTime({ wireshark: 'ntp.org', about: 'when the request left, by the client’s clock' }),
    recv: ntpTime({ wireshark: 'ntp.rec', about: 'when it came, by the server’s clock' }),
    sent: ntpTime({ wireshark: 'ntp.xmt', about: 'when this message left' }),
  },
  columns: {
    'ntp.flags': { hex: 8, of: (_self, { b, start }) => first(b, start) },
    'ntp.flags.li': ({ leap }) => leap,
    'ntp.flags.vn': ({ version }) => version,
    'ntp.flags.mode': ({ mode }) => mode,
    // Wireshark has no signs here.
    'ntp.ppoll': ({ poll }) => poll & 0xff,
    'ntp.precision': ({ precision }) => precision & 0xff,
    'ntp.refid': (_self, { b, start }) => b.subarray(start + 12, start + 16),
  },
  next: { to: () => [NTPExtension, NTPAuthenticator], choose: (_self, { b, start, end }) => behind(b, start + HEAD, end) },
  // The answer has the request's time (RFC 5905 §8).
  match: {
    about: 'the time at which the question was sent; the mode that answers',
    hash: (_self, _role, seed) => seed,
    answers: (reply, request) =>
      (reply.mode === 4 && request.mode === 3 && reply.orig === request.sent) ||
      (reply.mode === 2 && request.mode === 1 && reply.orig === request.sent),
  },
  summary: ({ version, mode }) => `NTP v${version}, ${NTP_MODES.name(mode) ?? mode}`,
}));

/** RFC 5906 §10; RFC 8915 §5.7; RFC 7821. */
const EXTENSIONS = /* @__PURE__ */ names({
  'Unique Identifier': 0x0104,
  'NTS Cookie': 0x0204,
  'NTS Cookie Placeholder': 0x0304,
  'NTS Authenticator and Encrypted': 0x0404,
  'UDP Checksum Complement': 0x2005,
  'Autokey Request': 0x0002,
  'Association Request': 0x0102,
  'Association Response': 0x8102,
  'Certificate Request': 0x0202,
  'Certificate Response': 0x8202,
  'Cookie Request': 0x0302,
  'Cookie Response': 0x8302,
  'Autokey Response': 0x8402,
  'Leapseconds Request': 0x0502,
  'Leapseconds Response': 0x8502,
  'Sign Request': 0x0602,
  'Sign Response': 0x8602,
});

/** One may follow another. */
const extension = (): AnyLayer => NTPExtension;

/** An extension field: what the header does not have. @see RFC 7822 §3.1; RFC 8915 §5 (NTS) */
export const NTPExtension = layer('NTPExtension', () => ({
  title: 'extension',
  about: 'An extension field of an NTP message.',
  source: 'RFC 7822 §3.1',
  wireshark: '',
  fields: {
    type: u16({ hex: true, names: EXTENSIONS, wireshark: 'ntp.ext.type' }),
    len: u16({ measures: 'header', wireshark: 'ntp.ext.length', about: 'octets of the field' }),
    value: octets({ wireshark: 'ntp.ext.value' }),
  },
  begins: (b, start, end) => behind(b, start, end) === extension(),
  next: {
    to: () => [extension(), NTPAuthenticator],
    choose: (self, { b, start, end }) => behind(b, start + self.len, end),
  },
  summary: ({ type }) => `NTP extension ${EXTENSIONS.name(type) ?? type}`,
}));

/** Checks a message: a digest, and the number of its key. @see RFC 5905 §7.3 */
export const NTPAuthenticator = layer('NTPAuthenticator', () => ({
  title: 'NTPAuthenticator',
  about: 'A digest that checks an NTP message.',
  source: 'RFC 5905 §7.3',
  wireshark: '',
  fields: {
    key_id: u32(),
    dgst: octets({ wireshark: 'ntp.mac' }),
  },
  columns: { 'ntp.keyid': (_self, { b, start }) => b.subarray(start, start + 4) },
  summary: () => 'NTPAuthenticator',
}));
