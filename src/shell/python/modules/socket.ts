/** The module `socket`: addresses and byte orders. Sockets themselves are the toolkit's. */
import { formatIpv4, parseIpv6, readIpv6 } from '../../../bytes/address.ts';
import { debianServiceName, debianServicePort } from '../../../protocols/registries/services.ts';
import { Tuple } from '../behaviour.ts';
import { functions } from '../callable.ts';
import { needBytes } from '../containers/octets.ts';
import { exceptionType, notImplementedError, osErrorType, overflowError, PyError, timeoutError, typeError, valueError } from '../errors.ts';
import { asInt, typeName } from '../kinds.ts';
import type { Session } from '../session.ts';

const fail = (text: string): PyError => new PyError(osErrorType, [text]);
const gaiError = exceptionType('gaierror', osErrorType, 'socket');

/** `inet_aton` takes what the C library takes: `10.1` is 10.0.0.1. */
function aton(text: unknown): Uint8Array {
  if (typeof text !== 'string') throw typeError(`inet_aton() argument must be str, not ${typeName(text)}`);
  const parts = text
    .split('.')
    .map((one) => (/^(0x[0-9a-f]+|\d+)$/i.test(one) ? Number(/^0\d/.test(one) ? `0o${one.slice(1)}` : one) : Number.NaN));
  const last = parts.pop() ?? Number.NaN;
  const wrong = fail('illegal IP address string passed to inet_aton');
  if (parts.length > 3 || parts.some((one) => !(one < 256)) || !(last < 256 ** (4 - parts.length))) throw wrong;
  const value = parts.reduce((sum, one, i) => sum + one * 256 ** (3 - i), 0) + last;
  return Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}

function ntoa(given: unknown): string {
  const octets = needBytes(given);
  if (octets.length !== 4) throw fail('packed IP wrong length for inet_ntoa');
  return formatIpv4(new DataView(octets.buffer, octets.byteOffset).getUint32(0));
}

function pton(family: number, text: string): Uint8Array {
  const wrong = fail('illegal IP address string passed to inet_pton');
  try {
    if (family === 10) return parseIpv6(text);
  } catch {
    throw wrong;
  }
  if (family !== 2) throw fail('unknown address family');
  if (!/^(\d{1,3}\.){3}\d{1,3}$/.test(text) || text.split('.').some((one) => Number(one) > 255)) throw wrong;
  return aton(text);
}

function ntop(family: number, given: unknown): string {
  const octets = needBytes(given);
  if (octets.length !== (family === 10 ? 16 : 4)) throw valueError('invalid length of packed IP address string');
  return family === 10 ? readIpv6(octets, 0) : ntoa(octets);
}

function turned(value: unknown, bits: 16 | 32, name: string): number {
  const number = asInt(value);
  if (number === undefined) throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  if (number < 0) throw overflowError(`${name}: can't convert negative Python int to C ${bits}-bit unsigned integer`);
  if (number >= 2 ** bits) throw overflowError(`${name}: Python int too large to convert to C ${bits}-bit unsigned integer`);
  const n = Number(number);
  if (bits === 16) return ((n & 255) << 8) | (n >> 8);
  return (((n & 255) << 24) | ((n & 0xff00) << 8) | ((n >>> 8) & 0xff00) | (n >>> 24)) >>> 0;
}

const protocol = (name: string | null): 'tcp' | 'udp' => (name === 'udp' ? 'udp' : 'tcp');

const refused = (): never => {
  throw notImplementedError('socket.socket() is not here: send and receive with sr1(IP(dst=…)/UDP(dport=…)/…), sniff() or L3RawSocket');
};

export function names(session: Session): Record<string, unknown> {
  return {
    AF_UNSPEC: 0,
    AF_UNIX: 1,
    AF_INET: 2,
    AF_INET6: 10,
    AF_PACKET: 17,
    SOCK_STREAM: 1,
    SOCK_DGRAM: 2,
    SOCK_RAW: 3,
    SOL_SOCKET: 1,
    SO_REUSEADDR: 2,
    SO_BROADCAST: 6,
    IPPROTO_IP: 0,
    IPPROTO_ICMP: 1,
    IPPROTO_TCP: 6,
    IPPROTO_UDP: 17,
    IPPROTO_IPV6: 41,
    IPPROTO_ICMPV6: 58,
    IPPROTO_RAW: 255,
    IP_TTL: 2,
    IP_HDRINCL: 3,
    INADDR_ANY: 0,
    INADDR_BROADCAST: 0xffffffff,
    has_ipv6: true,
    error: osErrorType,
    timeout: timeoutError,
    gaierror: gaiError,
    herror: exceptionType('herror', osErrorType, 'socket'),
    ...functions({
      'inet_aton(ip, /)': aton,
      'inet_ntoa(packed, /)': ntoa,
      'inet_pton(family, ip, /)': pton,
      'inet_ntop(family, packed, /)': ntop,
      'htons(x, /)': (x: unknown) => turned(x, 16, 'htons'),
      'ntohs(x, /)': (x: unknown) => turned(x, 16, 'ntohs'),
      'htonl(x, /)': (x: unknown) => turned(x, 32, 'htonl'),
      'ntohl(x, /)': (x: unknown) => turned(x, 32, 'ntohl'),
      'gethostname()': async () => (await import('node:os')).hostname(),
      'gethostbyname(name, /)': (name: string) => session.resolve(name),
      'getfqdn(name=None)': async (name: string | null) => name ?? (await import('node:os')).hostname(),
      'getaddrinfo(host, port, *others)': async (host: string, port: unknown) => {
        const address = await session.resolve(host);
        return [new Tuple([address.includes(':') ? 10 : 2, 1, 6, '', new Tuple([address, port])])];
      },
      'getservbyname(name, protocol=None, /)': (name: string, over: string | null) => {
        const port = debianServicePort(name, protocol(over));
        if (port === undefined) throw fail('service/proto not found');
        return port;
      },
      'getservbyport(port, protocol=None, /)': (port: number, over: string | null) => {
        const name = debianServiceName(port, protocol(over));
        if (name === undefined) throw fail('port/proto not found');
        return name;
      },
      'getprotobyname(name, /)': (name: string) => {
        const number = { ip: 0, icmp: 1, igmp: 2, tcp: 6, udp: 17, ipv6: 41, gre: 47, esp: 50, ah: 51, ospf: 89, sctp: 132 }[name];
        if (number === undefined) throw fail('protocol not found');
        return number;
      },
      'setdefaulttimeout(timeout)': () => null,
      'socket(*args, **kw)': refused,
      'create_connection(*args, **kw)': refused,
    }),
  };
}
