/** Dynamic Host Configuration Protocol for IPv6: messages of clients and servers, each a layer with its name as scapy has it. */
import { layer } from '../../../packet/layer/layer.ts';
import { line, matching, message, toClient, toServer } from './options.ts';

/** A client looks for servers. @see RFC 8415 §16.2 */
export const DHCP6_Solicit = layer('DHCP6_Solicit', () => ({
  ...message(1, 'Solicit Message', toServer),
  about: 'DHCPv6: a client looks for servers.',
  match: matching,
  summary: line,
}));
/** A server offers itself. @see RFC 8415 §16.3 */
export const DHCP6_Advertise = layer('DHCP6_Advertise', () => ({
  ...message(2, 'Advertise Message', toClient),
  about: 'DHCPv6: a server offers itself.',
  match: matching,
  summary: line,
}));
/** A client asks a server for addresses and settings. @see RFC 8415 §16.4 */
export const DHCP6_Request = layer('DHCP6_Request', () => ({
  ...message(3, 'Request Message', toServer),
  about: 'DHCPv6: a client asks a server for addresses and settings.',
  match: matching,
  summary: line,
}));
/** A client asks whether its addresses still fit the link. @see RFC 8415 §16.5 */
export const DHCP6_Confirm = layer('DHCP6_Confirm', () => ({
  ...message(4, 'Confirm Message', toServer),
  about: 'DHCPv6: a client asks whether its addresses still fit the link.',
  match: matching,
  summary: line,
}));
/** A client asks its server for more time. @see RFC 8415 §16.6 */
export const DHCP6_Renew = layer('DHCP6_Renew', () => ({
  ...message(5, 'Renew Message', toServer),
  about: 'DHCPv6: a client asks its server for more time.',
  match: matching,
  summary: line,
}));
/** A client asks any server for more time. @see RFC 8415 §16.7 */
export const DHCP6_Rebind = layer('DHCP6_Rebind', () => ({
  ...message(6, 'Rebind Message', toServer),
  about: 'DHCPv6: a client asks any server for more time.',
  match: matching,
  summary: line,
}));
/** A server answers. @see RFC 8415 §16.10 */
export const DHCP6_Reply = layer('DHCP6_Reply', () => ({
  ...message(7, 'Reply Message', toClient),
  about: 'DHCPv6: a server answers.',
  match: matching,
  summary: line,
}));
/** A client gives addresses back. @see RFC 8415 §16.9 */
export const DHCP6_Release = layer('DHCP6_Release', () => ({
  ...message(8, 'Release Message', toServer),
  about: 'DHCPv6: a client gives addresses back.',
  match: matching,
  summary: line,
}));
/** A client found that somebody else has its address. @see RFC 8415 §16.8 */
export const DHCP6_Decline = layer('DHCP6_Decline', () => ({
  ...message(9, 'Decline Message', toServer),
  about: 'DHCPv6: a client found that somebody else has its address.',
  match: matching,
  summary: line,
}));
/** A server asks a client to ask again. @see RFC 8415 §16.11 */
export const DHCP6_Reconf = layer('DHCP6_Reconf', () => ({
  ...message(10, 'Reconfigure Message', toClient),
  about: 'DHCPv6: a server asks a client to ask again.',
  match: matching,
  summary: line,
}));
/** A client asks for settings without addresses. @see RFC 8415 §16.12 */
export const DHCP6_InfoRequest = layer('DHCP6_InfoRequest', () => ({
  ...message(11, 'Information Request Message', toServer),
  about: 'DHCPv6: a client asks for settings without addresses.',
  match: matching,
  summary: line,
}));
