/** Numbers of ICMP messages: IANA's registry "ICMP Type Numbers", under scapy's names. */
import { names } from '../../../packet/spec/names.ts';

export const icmpTypes = {
  'echo-reply': 0,
  'dest-unreach': 3,
  'source-quench': 4,
  redirect: 5,
  'echo-request': 8,
  'router-advertisement': 9,
  'router-solicitation': 10,
  'time-exceeded': 11,
  'parameter-problem': 12,
  'timestamp-request': 13,
  'timestamp-reply': 14,
  'information-request': 15,
  'information-response': 16,
  'address-mask-request': 17,
  'address-mask-reply': 18,
  traceroute: 30,
  'datagram-conversion-error': 31,
  'mobile-host-redirect': 32,
  'ipv6-where-are-you': 33,
  'ipv6-i-am-here': 34,
  'mobile-registration-request': 35,
  'mobile-registration-reply': 36,
  'domain-name-request': 37,
  'domain-name-reply': 38,
  skip: 39,
  photuris: 40,
  'extended-echo-request': 42,
  'extended-echo-reply': 43,
} as const;

/** Names of codes by type, from code 0 up. */
const codes: Readonly<Record<number, readonly string[]>> = {
  3: [
    'network-unreachable',
    'host-unreachable',
    'protocol-unreachable',
    'port-unreachable',
    'fragmentation-needed',
    'source-route-failed',
    'network-unknown',
    'host-unknown',
    'source-host-isolated',
    'network-prohibited',
    'host-prohibited',
    'TOS-network-unreachable',
    'TOS-host-unreachable',
    'communication-prohibited',
    'host-precedence-violation',
    'precedence-cutoff',
  ],
  5: ['network-redirect', 'host-redirect', 'TOS-network-redirect', 'TOS-host-redirect'],
  11: ['ttl-zero-during-transit', 'ttl-zero-during-reassembly'],
  12: ['ip-header-bad', 'required-option-missing', 'bad-length'],
  40: ['bad-spi', 'authentication-failed', 'decompression-failed', 'decryption-failed', 'need-authentification', 'need-authorization'],
  43: ['no-error', 'malformed-query', 'no-such-interface', 'no-such-table-entry', 'multiple-interfaces'],
};

/** The same as tables. */
export const icmpCodes = Object.fromEntries(
  Object.entries(codes).map(([type, list]) => [type, names(Object.fromEntries(list.map((name, code) => [name, code])))]),
);

/** Messages about another packet, which they quote (RFC 792). */
export const isIcmpError = (type: number): boolean => type === 3 || type === 4 || type === 5 || type === 11 || type === 12;

/** Requests and the replies to them. */
export const icmpReplies: Readonly<Record<number, number>> = { 8: 0, 13: 14, 15: 16, 17: 18, 10: 9, 33: 34, 35: 36, 37: 38, 42: 43 };
