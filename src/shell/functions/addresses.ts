/** Checksums by hand, and what scapy's users ask of IPv6 addresses: in4_chksum, in6_chksum, in6_getnsma, in6_mactoifaceid … */
import { isIpv4, isIpv6, parseIpv4, parseIpv6, parseMac, readIpv4, readIpv6, readMac } from '../../bytes/address.ts';
import { internetChecksum } from '../../bytes/checksum.ts';
import { functions } from '../python/callable.ts';
import { typeError } from '../python/errors.ts';
import { attribute } from '../packets/attributes.ts';
import { findLayer } from '../packets/find-layer.ts';
import { ScapyPacket } from '../packets/scapy-packet.ts';
import type { Shell } from '../session.ts';
import { octetsOf } from './values.ts';

/** The address as 16 octets, which may have been given as such. */
const sixteen = (v: unknown): Uint8Array => (v instanceof Uint8Array ? v : parseIpv6(String(v)));

const isIn = (prefix: string, bits: number) => (v: unknown) => sharesPrefix(sixteen(v), parseIpv6(prefix), bits);

function sharesPrefix(a: Uint8Array, b: Uint8Array, bits: number): boolean {
  const whole = bits >> 3;
  for (let i = 0; i < whole; i++) if (a[i] !== b[i]) return false;
  const left = 8 - (bits & 7);
  return left === 8 || ((a[whole] as number) ^ (b[whole] as number)) >> left === 0;
}

/** 16 octets whose first so many bits are 1. */
const mask = (bits: number): Uint8Array =>
  Uint8Array.from({ length: 16 }, (_, i) => (0xff << (8 - Math.min(8, Math.max(0, bits - 8 * i)))) & 0xff);

const paired = (of: (a: number, b: number) => number) => (a: unknown, b: unknown) =>
  sixteen(a).map((x, i) => of(x, sixteen(b)[i] as number));

/** The group of a solicited node: its last three octets are the address's (RFC 4291 §2.7.1). */
const SOLICITED = parseIpv6('ff02::1:ff00:0');

function interfaceId(mac: string): string {
  const o = parseMac(mac);
  const id = [(o[0] as number) ^ 2, o[1], o[2], 0xff, 0xfe, o[3], o[4], o[5]].map((x) => (x as number).toString(16).padStart(2, '0'));
  return [0, 2, 4, 6]
    .map((i) => `${id[i]}${id[i + 1]}`)
    .join(':')
    .toUpperCase();
}

/** The hardware address that the last 8 octets were made of; None where they were not (RFC 4291, appendix A). */
function macIn(address: Uint8Array): string | null {
  const id = address.subarray(8);
  if (id[3] !== 0xff || id[4] !== 0xfe) return null;
  return readMac(Uint8Array.of((id[0] as number) ^ 2, ...id.subarray(1, 3), ...id.subarray(5)), 0);
}

/** As the module socket has it on Linux. */
const AF_INET6 = 10;

function fourOctets(text: string): Uint8Array {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, parseIpv4(text));
  return out;
}

/** What stands for the header below in a checksum: addresses, length and protocol (RFC 9293 §3.1, RFC 8200 §8.1). */
function pseudoHeader(p: ScapyPacket, protocol: number, length: number, six: boolean): Uint8Array {
  const address = (name: string): Uint8Array => {
    const text = String(attribute(p, name));
    return six ? parseIpv6(text) : fourOctets(text);
  };
  const ends = [...address('src'), ...address('dst')];
  return six
    ? Uint8Array.of(...ends, length >>> 24, length >>> 16, length >>> 8, length, 0, 0, 0, protocol)
    : Uint8Array.of(...ends, 0, protocol, length >>> 8, length);
}

/** Among both: of 0, which says "none" in UDP, the other zero is sent. */
function sum(pseudo: Uint8Array, data: Uint8Array, protocol: number): number {
  const value = internetChecksum(Uint8Array.of(...pseudo, ...data));
  return value === 0 && protocol === 17 ? 0xffff : value;
}

function below(v: unknown, name: string): ScapyPacket {
  const found = v instanceof ScapyPacket ? findLayer(v, name) : undefined;
  if (found === undefined) throw typeError(`${name === 'IP' ? 'in4' : 'in6'}_chksum(): a packet with ${name} was expected`);
  return found;
}

export function addressFunctions(shell: Shell): Record<string, unknown> {
  const chksum = (name: string) => (protocol: number, under: unknown, data: unknown) => {
    const octets = octetsOf(shell, data);
    return sum(pseudoHeader(below(under, name), protocol, octets.length, name === 'IPv6'), octets, protocol);
  };
  return functions({
    'in4_chksum(proto, u, p)': chksum('IP'),
    'in6_chksum(nh, u, p)': chksum('IPv6'),
    'inet_pton(af, addr)': (family: number, a: string) => (family === AF_INET6 ? parseIpv6(a) : fourOctets(a)),
    'inet_ntop(af, addr)': (family: number, a: Uint8Array) => (family === AF_INET6 ? readIpv6(a, 0) : readIpv4(a, 0)),
    'inet_aton(addr)': fourOctets,
    'inet_ntoa(addr)': (a: Uint8Array) => readIpv4(a, 0),
    'in6_getnsma(a)': (a: unknown) => Uint8Array.of(...SOLICITED.subarray(0, 13), ...sixteen(a).subarray(13)),
    // RFC 2464 §7.
    'in6_getnsmac(a)': (a: unknown) => readMac(Uint8Array.of(0x33, 0x33, ...sixteen(a).subarray(12)), 0),
    'in6_mactoifaceid(mac, ulbit=None)': interfaceId,
    'in6_ifaceidtomac(ifaceid)': (id: unknown) => macIn(sixteen(String(id).startsWith('::') ? id : `::${String(id)}`)),
    'in6_addrtomac(addr)': (a: unknown) => macIn(sixteen(a)),
    'in6_iseui64(x)': (a: unknown) => macIn(sixteen(a)) !== null,
    'in6_islladdr(str)': isIn('fe80::', 10),
    'in6_issladdr(str)': isIn('fec0::', 10),
    'in6_isuladdr(str)': isIn('fc00::', 7),
    'in6_isgladdr(str)': isIn('2000::', 3),
    'in6_ismaddr(str)': isIn('ff00::', 8),
    'in6_ismnladdr(str)': isIn('ff01::', 16),
    'in6_ismlladdr(str)': isIn('ff02::', 16),
    'in6_ismsladdr(str)': isIn('ff05::', 16),
    'in6_ismgladdr(str)': isIn('ff0e::', 16),
    'in6_isllsnmaddr(str)': isIn('ff02::1:ff00:0', 104),
    'in6_isaddrllallnodes(str)': isIn('ff02::1', 128),
    'in6_isaddrllallservers(str)': isIn('ff02::2', 128),
    'in6_isaddr6to4(x)': isIn('2002::', 16),
    'in6_isaddrTeredo(x)': isIn('2001::', 32),
    'in6_isdocaddr(x)': isIn('2001:db8::', 32),
    'in6_isvalid(address)': (a: unknown) => typeof a === 'string' && isIpv6(a),
    'in6_isincluded(addr, prefix, plen)': (a: unknown, prefix: unknown, bits: number) => sharesPrefix(sixteen(a), sixteen(prefix), bits),
    'in6_cidr2mask(m)': mask,
    'in6_ptop(str)': (a: unknown) => readIpv6(sixteen(a), 0),
    'in6_and(a1, a2)': paired((x, y) => x & y),
    'in6_or(a1, a2)': paired((x, y) => x | y),
    'in6_xor(a1, a2)': paired((x, y) => x ^ y),
    'in6_get6to4Prefix(addr)': (a: unknown) =>
      isIpv4(String(a)) ? readIpv6(Uint8Array.of(0x20, 2, ...String(a).split('.').map(Number), ...new Uint8Array(10)), 0) : null,
    'in6_6to4ExtractAddr(addr)': (a: unknown) => {
      const octets = sixteen(a);
      return sharesPrefix(octets, parseIpv6('2002::'), 16) ? octets.subarray(2, 6).join('.') : null;
    },
  } as never);
}
