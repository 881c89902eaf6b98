/** SOCKS: a proxy is asked to connect. Versions 4, 4a and 5. @see https://www.openssh.com/txt/socks4.protocol; RFC 1928; RFC 1929; RFC 1961 */
import { ipv4, ipv6 } from '../../../packet/fields/addresses.ts';
import { choose, when } from '../../../packet/fields/conditional.ts';
import { u16, u8 } from '../../../packet/fields/integers.ts';
import { list } from '../../../packet/fields/lists.ts';
import { octets, terminatedText, text } from '../../../packet/fields/octets.ts';
import { sized } from '../../../packet/fields/sized.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { Self } from '../../../packet/spec/field.ts';
import type { AnyLayer } from '../../../packet/spec/spec.ts';

/** RFC 1928 §4, §5. */
const COMMANDS = { connect: 1, bind: 2, 'udp-associate': 3 } as const;
const ADDRESSES = { IPv4: 1, name: 3, IPv6: 4 } as const;
/** RFC 1928 §6. */
const REPLIES = {
  succeeded: 0,
  'general failure': 1,
  'not allowed': 2,
  'network unreachable': 3,
  'host unreachable': 4,
  'connection refused': 5,
  'TTL expired': 6,
  'command not supported': 7,
  'address type not supported': 8,
} as const;
/** RFC 1928 §3; IANA "SOCKS Methods". */
const METHODS = { none: 0, GSSAPI: 1, password: 2, CHAP: 3, CRAM: 5, TLS: 6, NDS: 7, MAF: 8, JSON: 9, unacceptable: 0xff } as const;
const LAST_REPLY = 8;
/** Octets of an address with its kind and its port, from its kind on; 0 for none of the three kinds. */
function addressSize(b: Uint8Array, at: number): number {
  const kind = b[at];
  return kind === ADDRESSES.IPv4 ? 7 : kind === ADDRESSES.IPv6 ? 19 : kind === ADDRESSES.name ? 4 + (b[at + 1] ?? 0) : 0;
}
const isZero = (b: Uint8Array, from: number, to: number): boolean => b.subarray(from, to).every((x) => x === 0);

/** What stands behind the version 5. A request and a failure may look alike: a failure has no address (RFC 1928 §6). */
function version5(b: Uint8Array, at: number, end: number): AnyLayer | undefined {
  const n = end - at,
    first = b[at] as number;
  if (n === 1) return SOCKS5Method;
  if (n === 1 + first) return SOCKS5Methods;
  if (b[at + 1] !== 0 || addressSize(b, at + 2) !== n - 2) return undefined;
  if (first >= COMMANDS.connect && first <= COMMANDS['udp-associate'] && !isZero(b, at + 3, end)) return SOCKS5Request;
  return first <= LAST_REPLY ? SOCKS5Reply : undefined;
}

/** What stands behind 1, the version of both ways to authenticate (RFC 1929 §2, RFC 1961 §3). */
function authentication(b: Uint8Array, at: number, end: number): AnyLayer | undefined {
  const n = end - at,
    first = b[at] as number;
  if (n === 1) return SOCKS5PasswordReply;
  // A name of one octet is no zero, which the length of a token begins with.
  const isToken = (first >= 1 && first <= 3) || first === 0xff;
  if (isToken && n === 3 + (((b[at + 1] as number) << 8) | (b[at + 2] as number))) return SOCKS5GSSAPI;
  return first > 0 && n === 2 + first + (b[at + 1 + first] ?? 0xffff) ? SOCKS5Password : undefined;
}

/** The message whose version is at `start`, which is all that is there. */
function messageAt(b: Uint8Array, start: number, end: number): AnyLayer | undefined {
  const n = end - start,
    second = b[start + 1] as number;
  if (n < 2) return undefined;
  if (b[start] === 5) return version5(b, start + 1, end);
  if (b[start] === 1) return authentication(b, start + 1, end);
  if (b[start] === 0) return n === 8 && second >= 90 && second <= 93 ? SOCKS4Reply : undefined;
  return b[start] === 4 && n >= 9 && (second === 1 || second === 2) && b[end - 1] === 0 ? SOCKS4Request : undefined;
}

/** Its messages in its order. */
const messages = (): readonly AnyLayer[] => [
  SOCKS4Request,
  SOCKS4Reply,
  SOCKS5Methods,
  SOCKS5Method,
  SOCKS5Request,
  SOCKS5Reply,
  SOCKS5Password,
  SOCKS5PasswordReply,
  SOCKS5GSSAPI,
];

/** The version. Which message follows, and who sends it, only its form says. @see RFC 1928 §3 */
export const SOCKS = layer('SOCKS', () => ({
  title: 'SOCKS header',
  about: 'SOCKS: the version of a message to a proxy, or from one.',
  source: 'RFC 1928 §3; SOCKS4 (Y.-D. Lee)',
  wireshark: 'socks',
  begins: (b, start, end) => messageAt(b, start, end) !== undefined,
  fields: { vn: u8({ default: 5, names: { 'v4 reply': 0, authentication: 1, v4: 4, v5: 5 }, about: 'replies of version 4 have 0' }) },
  columns: {
    'socks.version': ({ vn }) => (vn === 1 ? undefined : vn),
    'socks.subnegotiation_version': ({ vn }) => (vn === 1 ? vn : undefined),
  },
  next: { to: messages, choose: (_self, { b, start, end }) => messageAt(b, start, end) },
}));

/** Asks for a connection. @see SOCKS4; SOCKS4A (a name behind an address 0.0.0.x) */
export const SOCKS4Request = layer('SOCKS4Request', () => ({
  title: 'SOCKS 4 - Request',
  about: 'SOCKS 4: asks a proxy to connect to an address, or to a name (4a).',
  source: 'SOCKS4, SOCKS4A (Y.-D. Lee)',
  wireshark: '',
  below: { SOCKS: { vn: 4 } },
  fields: {
    cd: u8({ default: 1, names: { connect: 1, bind: 2 }, wireshark: 'socks.command' }),
    dstport: u16({ default: 80, wireshark: 'socks.dstport' }),
    dst: ipv4({ wireshark: 'socks.dst', about: '0.0.0.x: a name follows' }),
    userid: terminatedText({ wireshark: 'socks.username' }),
    name: when((self) => /^0\.0\.0\.[1-9]/.test(self['dst'] as string), terminatedText({ wireshark: 'socks.v4a_dns_name' })),
  },
  summary: ({ dst, dstport, name }) => `SOCKS 4 request ${name ?? dst}:${dstport}`,
}));

/** Answers. @see SOCKS4 */
export const SOCKS4Reply = layer('SOCKS4Reply', () => ({
  title: 'SOCKS 4 - Reply',
  about: 'SOCKS 4: whether the proxy has connected.',
  source: 'SOCKS4 (Y.-D. Lee)',
  wireshark: '',
  below: { SOCKS: { vn: 0 } },
  fields: {
    cd: u8({ default: 90, names: { granted: 90, rejected: 91, 'no identd': 92, 'other user': 93 }, wireshark: 'socks.results' }),
    dstport: u16({ wireshark: 'socks.dstport' }),
    dst: ipv4({ wireshark: 'socks.dst' }),
  },
  summary: ({ cd }) => `SOCKS 4 reply ${cd}`,
}));

/** Which ways to authenticate a client has. @see RFC 1928 §3 */
export const SOCKS5Methods = layer('SOCKS5Methods', () => ({
  title: 'SOCKS 5 - Methods',
  about: 'SOCKS 5: the ways to authenticate that a client offers.',
  source: 'RFC 1928 §3',
  wireshark: '',
  fields: {
    nmethods: u8({ counts: 'methods', wireshark: 'socks.auth_method_count' }),
    methods: list(u8({ names: METHODS, wireshark: 'socks.auth_method' })),
  },
}));

/** Which of them the proxy wants. @see RFC 1928 §3 */
export const SOCKS5Method = layer('SOCKS5Method', () => ({
  title: 'SOCKS 5 - Method',
  about: 'SOCKS 5: the way to authenticate that the proxy has chosen.',
  source: 'RFC 1928 §3',
  wireshark: '',
  fields: { method: u8({ names: METHODS, wireshark: 'socks.auth_accepted_method' }) },
}));

/** An address or a name, and a port. @see RFC 1928 §5 */
const address = () => ({
  atyp: u8({ default: 1, names: ADDRESSES, wireshark: 'socks.address_type' }),
  addr: choose(
    (self: Self) => (self['atyp'] as number | undefined) ?? ADDRESSES.IPv4,
    {
      1: ipv4({ wireshark: 'socks.dst' }),
      3: sized('u8', text({ wireshark: 'socks.remote_name' })),
      4: ipv6({ wireshark: 'socks.dstV6' }),
    },
    octets(),
  ),
  port: u16({ default: 80, wireshark: 'socks.port' }),
});
const reserved = () => u8({ wireshark: 'socks.reserved' });

/** Asks for a connection. @see RFC 1928 §4 */
export const SOCKS5Request = layer('SOCKS5Request', () => ({
  title: 'SOCKS 5 - Request',
  about: 'SOCKS 5: asks a proxy to connect, to listen, or to pass datagrams on.',
  source: 'RFC 1928 §4',
  wireshark: '',
  fields: { cd: u8({ default: 1, names: COMMANDS, wireshark: 'socks.command' }), res: reserved(), ...address() },
  summary: ({ addr, port }) => `SOCKS 5 request ${String(addr)}:${port}`,
}));

/** Answers. @see RFC 1928 §6 */
export const SOCKS5Reply = layer('SOCKS5Reply', () => ({
  title: 'SOCKS 5 - Reply',
  about: 'SOCKS 5: whether the proxy has connected, and from which address.',
  source: 'RFC 1928 §6',
  wireshark: '',
  fields: { rep: u8({ names: REPLIES, wireshark: 'socks.results' }), res: reserved(), ...address() },
  summary: ({ rep }) => `SOCKS 5 reply ${Object.entries(REPLIES).find(([, n]) => n === rep)?.[0] ?? rep}`,
}));

/** A name and a password. @see RFC 1929 §2 */
export const SOCKS5Password = layer('SOCKS5Password', () => ({
  title: 'SOCKS 5 - Password',
  about: 'SOCKS 5: a client authenticates by a name and a password.',
  source: 'RFC 1929 §2',
  wireshark: '',
  below: { SOCKS: { vn: 1 } },
  fields: {
    username: sized('u8', text({ wireshark: 'socks.username' })),
    password: sized('u8', text({ wireshark: 'socks.password' })),
  },
}));

/** Whether they are right. @see RFC 1929 §2 */
export const SOCKS5PasswordReply = layer('SOCKS5PasswordReply', () => ({
  title: 'SOCKS 5 - Password reply',
  about: 'SOCKS 5: whether the name and the password are right.',
  source: 'RFC 1929 §2',
  wireshark: '',
  below: { SOCKS: { vn: 1 } },
  fields: { status: u8({ names: { success: 0 }, wireshark: 'socks.auth_status' }) },
}));

/** A token of GSSAPI. @see RFC 1961 §3 */
export const SOCKS5GSSAPI = layer('SOCKS5GSSAPI', () => ({
  title: 'SOCKS 5 - GSSAPI',
  about: 'SOCKS 5: a token by which an end authenticates, or that protects what it sends.',
  source: 'RFC 1961 §3, §4',
  wireshark: '',
  below: { SOCKS: { vn: 1 } },
  fields: {
    mtyp: u8({ default: 1, names: { authentication: 1, protection: 2, data: 3, refused: 0xff }, wireshark: 'socks.gssapi.command' }),
    len: u16({ measures: 'token', wireshark: 'socks.gssapi.length' }),
    token: octets({ wireshark: 'socks.gssapi.data' }),
  },
}));

/** Before a datagram that a proxy passes on. @see RFC 1928 §7 */
export const SOCKS5UDP = layer('SOCKS5UDP', () => ({
  title: 'SOCKS 5 - UDP Header',
  about: 'SOCKS 5: where a datagram is to go, or came from.',
  source: 'RFC 1928 §7',
  wireshark: 'socks',
  begins: (b, start, end) => {
    const size = addressSize(b, start + 3);
    return b[start] === 0 && b[start + 1] === 0 && size > 0 && start + 3 + size <= end;
  },
  fields: {
    res: u16({ wireshark: 'socks.reserved' }),
    frag: u8({ wireshark: 'socks.fragment_number', about: '0: no part of several' }),
    ...address(),
  },
}));
