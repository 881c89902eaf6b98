/** Addresses with ports as the C library has them: `struct sockaddr_in` and `sockaddr_in6`, of Linux on little-endian machines. */
import { isIpv4, parseIpv6, readIpv4, readIpv6 } from './address.ts';
import { parseAddress } from './any-address.ts';
import { PacketwrightError } from './errors.ts';

const AF_INET = 2;
const AF_INET6 = 10;
/** Octets of the two structures. */
const SIZE = 16;
const SIZE6 = 28;

/** An address, a port, and for IPv6 the interface. */
export interface SocketAddress {
  /** IPv4 or IPv6. */
  readonly address: string;
  /** Default 0. */
  readonly port?: number;
  /** IPv6 only: the number of the interface that a link-local address is on. Default 0: none. */
  readonly scope?: number;
}

/** The 16 octets of a `sockaddr_in`, or the 28 of a `sockaddr_in6`; ip(7), ipv6(7). @throws ERR_ADDRESS, ERR_RANGE */
export function encodeSocketAddress({ address, port = 0, scope = 0 }: SocketAddress): Uint8Array {
  if (!Number.isInteger(port) || port < 0 || port > 0xffff)
    throw new PacketwrightError('ERR_RANGE', `port ${port}: expected 0 … 65535`, { port });
  const four = isIpv4(address);
  const octets = new Uint8Array(four ? SIZE : SIZE6);
  const view = new DataView(octets.buffer);
  // The family is in the machine's byte order, the port in the network's.
  view.setUint16(0, four ? AF_INET : AF_INET6, true);
  view.setUint16(2, port);
  if (four) octets.set(parseAddress(address), 4);
  else {
    parseIpv6(address, octets, 8);
    view.setUint32(24, scope, true);
  }
  return octets;
}

/** The address in a `sockaddr_in` or `sockaddr_in6`. @throws ERR_TRUNCATED for too few octets, ERR_ADDRESS for another family */
export function decodeSocketAddress(octets: Uint8Array): Required<SocketAddress> {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  const family = octets.length >= 2 ? view.getUint16(0, true) : undefined;
  if (family !== undefined && family !== AF_INET && family !== AF_INET6)
    throw new PacketwrightError('ERR_ADDRESS', `socket address of family ${family}: expected ${AF_INET} (IPv4) or ${AF_INET6} (IPv6)`, {
      family,
    });
  const needed = family === AF_INET6 ? SIZE6 : SIZE;
  if (octets.length < needed)
    throw new PacketwrightError('ERR_TRUNCATED', `socket address: needed ${needed} octets, had ${octets.length}`, {
      needed,
      had: octets.length,
      offset: 0,
    });
  const port = view.getUint16(2);
  return family === AF_INET6
    ? { address: readIpv6(octets, 8), port, scope: view.getUint32(24, true) }
    : { address: readIpv4(octets, 4), port, scope: 0 };
}
