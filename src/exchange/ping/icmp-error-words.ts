/** ICMP errors in the words of iputils' ping. */
import type { PingError } from './ping-events.ts';

/** RFC 792, RFC 1812 §5.2.7.1. */
const UNREACHABLE = [
  'Destination Net Unreachable',
  'Destination Host Unreachable',
  'Destination Protocol Unreachable',
  'Destination Port Unreachable',
  '',
  'Source Route Failed',
  'Destination Net Unknown',
  'Destination Host Unknown',
  'Source Host Isolated',
  'Destination Net Prohibited',
  'Destination Host Prohibited',
  'Destination Net Unreachable for Type of Service',
  'Destination Host Unreachable for Type of Service',
  'Packet filtered',
  'Precedence Violation',
  'Precedence Cutoff',
];
const FRAGMENTATION_NEEDED = 4;
const REDIRECTS = ['Redirect Network', 'Redirect Host', 'Redirect Type of Service and Network', 'Redirect Type of Service and Host'];
const TOO_LATE = ['Time to live exceeded', 'Frag reassembly time exceeded'];

/** RFC 4443 §3. */
const UNREACHABLE6 = [
  'No route',
  'Administratively prohibited',
  'Beyond scope of source address',
  'Address unreachable',
  'Port unreachable',
];
const TOO_LATE6 = ['Hop limit', 'Defragmentation failure'];
const PROBLEM6 = ['Wrong header field ', 'Unknown header ', 'Unknown option '];

export function icmpErrorWords({ type, code, mtu, gateway, pointer }: PingError, family: 4 | 6): string {
  if (family === 6) return icmpv6Words(type, code, mtu, pointer);
  switch (type) {
    case 3:
      if (code === FRAGMENTATION_NEEDED) return `Frag needed and DF set (mtu = ${mtu ?? 0})`;
      return UNREACHABLE[code] ?? `Dest Unreachable, Bad Code: ${code}`;
    case 4:
      return 'Source Quench';
    case 5:
      return `${REDIRECTS[code] ?? `Redirect, Bad Code: ${code}`}(New nexthop: ${gateway ?? ''})`;
    case 11:
      return TOO_LATE[code] ?? `Time exceeded, Bad Code: ${code}`;
    case 12:
      return `Parameter problem: pointer = ${pointer ?? 0}`;
    default:
      return `Bad ICMP type: ${type}`;
  }
}

function icmpv6Words(type: number, code: number, mtu: number | undefined, pointer: number | undefined): string {
  switch (type) {
    case 1:
      return `Destination unreachable: ${UNREACHABLE6[code] ?? `Unknown code ${code}`}`;
    case 2:
      return `Packet too big: mtu=${mtu ?? 0}`;
    case 3:
      return `Time exceeded: ${TOO_LATE6[code] ?? `code ${code}`}`;
    case 4:
      return `Parameter problem: ${PROBLEM6[code] ?? `code ${code} `}at ${pointer ?? 0}`;
    default:
      return `Unknown code ${type}`;
  }
}
