/** ICMP and ICMPv6 types and codes, after IANA's registries, in scapy's spelling. */
import { type Names, names } from '../../packet/names.ts';

/** ICMP types (RFC 792 and later). */
export const icmpTypes: Names = /* @__PURE__ */ names({
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
});

const icmpCodesByType: Readonly<Record<number, Names>> = {
  3: /* @__PURE__ */ names({
    'network-unreachable': 0,
    'host-unreachable': 1,
    'protocol-unreachable': 2,
    'port-unreachable': 3,
    'fragmentation-needed': 4,
    'source-route-failed': 5,
    'network-unknown': 6,
    'host-unknown': 7,
    'source-host-isolated': 8,
    'network-prohibited': 9,
    'host-prohibited': 10,
    'TOS-network-unreachable': 11,
    'TOS-host-unreachable': 12,
    'communication-prohibited': 13,
    'host-precedence-violation': 14,
    'precedence-cutoff': 15,
  }),
  5: /* @__PURE__ */ names({ 'network-redirect': 0, 'host-redirect': 1, 'TOS-network-redirect': 2, 'TOS-host-redirect': 3 }),
  11: /* @__PURE__ */ names({ 'ttl-zero-during-transit': 0, 'ttl-zero-during-reassembly': 1 }),
  12: /* @__PURE__ */ names({ 'ip-header-bad': 0, 'required-option-missing': 1, 'bad-length': 2 }),
  40: /* @__PURE__ */ names({
    'bad-spi': 0,
    'authentication-failed': 1,
    'decompression-failed': 2,
    'decryption-failed': 3,
    'need-authentification': 4,
    'need-authorization': 5,
  }),
};

/** The names of an ICMP type's codes; undefined when its codes have none. */
export function icmpCodes(type: number): Names | undefined {
  return icmpCodesByType[type];
}

/** ICMPv6 types (RFC 4443 and later). */
export const icmpv6Types: Names = /* @__PURE__ */ names({
  'Destination unreachable': 1,
  'Packet too big': 2,
  'Time exceeded': 3,
  'Parameter problem': 4,
  'Echo Request': 128,
  'Echo Reply': 129,
  'MLD Query': 130,
  'MLD Report': 131,
  'MLD Done': 132,
  'Router Solicitation': 133,
  'Router Advertisement': 134,
  'Neighbor Solicitation': 135,
  'Neighbor Advertisement': 136,
  'Redirect Message': 137,
  'Router Renumbering': 138,
  'ICMP Node Information Query': 139,
  'ICMP Node Information Response': 140,
  'Inverse Neighbor Discovery Solicitation Message': 141,
  'Inverse Neighbor Discovery Advertisement Message': 142,
  'MLD Report Version 2': 143,
  'Home Agent Address Discovery Request Message': 144,
  'Home Agent Address Discovery Reply Message': 145,
  'Mobile Prefix Solicitation': 146,
  'Mobile Prefix Advertisement': 147,
  'Certification Path Solicitation': 148,
  'Certification Path Advertisement': 149,
  'Multicast Router Advertisement': 151,
  'Multicast Router Solicitation': 152,
  'Multicast Router Termination': 153,
  'RPL Control Message': 155,
  'Extended Echo Request': 160,
  'Extended Echo Reply': 161,
});

const icmpv6CodesByType: Readonly<Record<number, Names>> = {
  1: /* @__PURE__ */ names({
    'No route to destination': 0,
    'Communication with destination administratively prohibited': 1,
    'Beyond scope of source address': 2,
    'Address unreachable': 3,
    'Port unreachable': 4,
    'Source address failed ingress/egress policy': 5,
    'Reject route to destination': 6,
  }),
  3: /* @__PURE__ */ names({ 'hop limit exceeded in transit': 0, 'fragment reassembly time exceeded': 1 }),
  4: /* @__PURE__ */ names({
    'erroneous header field encountered': 0,
    'unrecognized Next Header type encountered': 1,
    'unrecognized IPv6 option encountered': 2,
    'first fragment has incomplete header chain': 3,
  }),
};

/** The names of an ICMPv6 type's codes; undefined when its codes have none. */
export function icmpv6Codes(type: number): Names | undefined {
  return icmpv6CodesByType[type];
}
