/** BGP's numbers, after IANA's registries of BGP parameters, address families and subsequent address families. */
import { names } from '../../../packet/spec/names.ts';

/** IANA: "Address Family Numbers". */
export const addressFamilies = /* @__PURE__ */ names({
  IPv4: 1,
  IPv6: 2,
  NSAP: 3,
  HDLC: 4,
  'BBN 1822': 5,
  '802': 6,
  'E.163': 7,
  'E.164': 8,
  F69: 9,
  'X.121': 10,
  IPX: 11,
  Appletalk: 12,
  'DECnet IV': 13,
  'Banyan Vines': 14,
  DNS: 16,
  'Distinguished Name': 17,
  'AS Number': 18,
  'AFI for L2VPN information': 25,
  'MPLS-TP Section Endpoint Identifier': 26,
  'MT IP': 29,
  'MT IPv6': 30,
  'EIGRP Common Service Family': 16384,
  LISP: 16387,
  'BGP-LS': 16388,
  '48-bit MAC': 16389,
  '64-bit MAC': 16390,
});

/** IANA: "Subsequent Address Family Identifiers (SAFI) Parameters". */
export const subsequentFamilies = /* @__PURE__ */ names({
  unicast: 1,
  multicast: 2,
  'labelled unicast': 4,
  MCAST_VPN: 5,
  'multi-segment pseudowires': 6,
  encapsulation: 7,
  'MCAST-VPLS': 8,
  tunnel: 64,
  VPLS: 65,
  MDT: 66,
  '4over6': 67,
  '6over4': 68,
  'L1VPN auto-discovery': 69,
  EVPN: 70,
  'BGP-LS': 71,
  'BGP-LS-VPN': 72,
  'SR policy': 73,
  'MPLS-labelled VPN': 128,
  'multicast VPN': 129,
  'route target constraints': 132,
  'flow specification': 133,
  'VPN flow specification': 134,
});

/** IANA: "BGP Error (Notification) Codes"; in scapy's spelling. */
export const errorCodes = {
  'Message Header Error': 1,
  'OPEN Message Error': 2,
  'UPDATE Message Error': 3,
  'Hold Timer Expired': 4,
  'Finite State Machine Error': 5,
  Cease: 6,
  'ROUTE-REFRESH Message Error': 7,
  'Send Hold Timer Expired': 8,
} as const;

/** Subcodes, by the code. @see RFC 4271 §4.5; RFC 4486; RFC 5492; RFC 6608; RFC 7313; RFC 8538; RFC 9234; RFC 9384 */
export const errorSubcodes = {
  1: { 'Connection Not Synchronized': 1, 'Bad Message Length': 2, 'Bad Message Type': 3 },
  2: {
    'Unsupported Version Number': 1,
    'Bad Peer AS': 2,
    'Bad BGP Identifier': 3,
    'Unsupported Optional Parameter': 4,
    'Unacceptable Hold Time': 6,
    'Unsupported Capability': 7,
    'Role Mismatch': 11,
  },
  3: {
    'Malformed Attribute List': 1,
    'Unrecognized Well-known Attribute': 2,
    'Missing Well-known Attribute': 3,
    'Attribute Flags Error': 4,
    'Attribute Length Error': 5,
    'Invalid ORIGIN Attribute': 6,
    'Invalid NEXT_HOP Attribute': 8,
    'Optional Attribute Error': 9,
    'Invalid Network Field': 10,
    'Malformed AS_PATH': 11,
  },
  5: {
    'Receive Unexpected Message in OpenSent State': 1,
    'Receive Unexpected Message in OpenConfirm State': 2,
    'Receive Unexpected Message in Established State': 3,
  },
  6: {
    'Maximum Number of Prefixes Reached': 1,
    'Administrative Shutdown': 2,
    'Peer De-configured': 3,
    'Administrative Reset': 4,
    'Connection Rejected': 5,
    'Other Configuration Change': 6,
    'Connection Collision Resolution': 7,
    'Out of Resources': 8,
    'Hard Reset': 9,
    'BFD Down': 10,
  },
  7: { 'Invalid Message Length': 1 },
} as const;
