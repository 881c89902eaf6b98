/** Options of DHCPv6, and what has options inside: so they are in one file. After IANA's registry "DHCPv6 Option Codes". Names as scapy's classes have them, where it knows the option. */
import { mix } from '../../../bytes/hash.ts';
import { ipv4, ipv6 } from '../../../packet/fields/addresses.ts';
import { choose } from '../../../packet/fields/conditional.ts';
import { u16, u24, u32, u8 } from '../../../packet/fields/integers.ts';
import { list, record } from '../../../packet/fields/lists.ts';
import { octets, text } from '../../../packet/fields/octets.ts';
import { option, optionList } from '../../../packet/fields/options.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { names } from '../../../packet/spec/names.ts';
import type { Field } from '../../../packet/spec/field.ts';
import type { AnyLayer } from '../../../packet/spec/spec.ts';
import * as S from './structures.ts';

const addresses = (wireshark: string) => list(ipv6({ wireshark }));
const utf8 = (wireshark?: string) => text({ encoding: 'utf8', ...(wireshark !== undefined && { wireshark }) });
const seconds = (wireshark?: string) => u32({ ...(wireshark !== undefined && { wireshark }), about: 'seconds' });

/** An option inside another one, which may have its like inside. */
type Inner = readonly [name: string | number, value?: unknown];
/** Options inside an option: of the same kinds. */
export const insideOptions = (): Field<readonly Inner[], readonly (Inner | string)[]> =>
  dhcp6Options() as unknown as Field<readonly Inner[], readonly (Inner | string)[]>;

/** A message inside another one, by its type: the values of its layer. */
type InnerMessage = readonly [msgtype: number, message: Readonly<Record<string, unknown>>];
const relayed = (): Field<InnerMessage, InnerMessage> =>
  choose.peek(
    u8(),
    { 12: record((): AnyLayer => DHCP6_RelayForward), 13: record((): AnyLayer => DHCP6_RelayReply) },
    record((): AnyLayer => DHCP6),
  ) as unknown as Field<InnerMessage, InnerMessage>;

/** Those of RFC 8415. */
const base = () => ({
  1: option('ClientId', S.duid()),
  2: option('ServerId', S.duid()),
  3: option(
    'IA_NA',
    record(() => DHCP6OptIA_NA),
  ),
  4: option(
    'IA_TA',
    record(() => DHCP6OptIA_TA),
  ),
  5: option(
    'IAAddress',
    record(() => DHCP6OptIAAddress),
  ),
  6: option('OptReq', list(u16({ wireshark: 'dhcpv6.requested_option_code' }))),
  7: option('Pref', u8({ default: 255, wireshark: 'dhcpv6.option_preference' })),
  8: option('ElapsedTime', u16({ about: 'hundredths of a second' })),
  9: option('RelayMsg', relayed()),
  11: option(
    'Auth',
    record(() => S.DHCP6OptAuth),
  ),
  12: option('ServerUnicast', ipv6({ wireshark: 'dhcpv6.unicast' })),
  13: option(
    'StatusCode',
    record(() => S.DHCP6OptStatusCode),
  ),
  14: option('RapidCommit'),
  15: option('UserClass', S.pieces('dhcpv6.userclass.opaque_data')),
  16: option(
    'VendorClass',
    record(() => S.DHCP6OptVendorClass),
  ),
  17: option(
    'VendorSpecificInfo',
    record(() => S.DHCP6OptVendorSpecificInfo),
  ),
  18: option('IfaceId', octets({ wireshark: 'dhcpv6.interface_id' })),
  19: option('ReconfMsg', u8({ default: 11, wireshark: 'dhcpv6.reconf_msg' })),
  20: option('ReconfAccept'),
  25: option(
    'IA_PD',
    record(() => DHCP6OptIA_PD),
  ),
  26: option(
    'IAPrefix',
    record(() => DHCP6OptIAPrefix),
  ),
  32: option('InfoRefreshTime', seconds('dhcpv6.lifetime')),
  82: option('SolMaxRT', seconds()),
  83: option('InfMaxRT', seconds()),
});

/** Servers and settings: RFC 3319, 3646, 3898, 4075, 4280, 4833, 5192, 5223, 5417, 5908, 5970, 6334, 6440, 6784, 8910 and others. */
const settings = () => ({
  21: option('SIPDomains', S.domains()),
  22: option('SIPServers', addresses('dhcpv6.sip_server_a')),
  23: option('DNSServers', addresses('dhcpv6.dns_server')),
  24: option('DNSDomains', S.domains()),
  27: option('NISServers', addresses('dhcpv6.nis_server')),
  28: option('NISPServers', addresses('dhcpv6.nisp_server')),
  29: option('NISDomain', S.domain()),
  30: option('NISPDomain', S.domain()),
  31: option('SNTPServers', addresses('dhcpv6.sntp_server')),
  33: option('BCMCSDomains', S.domains()),
  34: option('BCMCSServers', addresses('dhcpv6.bcmcs_server_a')),
  36: option(
    'GeoConf',
    record(() => S.DHCP6OptGeoConf),
  ),
  39: option(
    'ClientFQDN',
    record(() => S.DHCP6OptClientFQDN),
  ),
  40: option('PanaAuthAgent', addresses('dhcpv6.pana_agent')),
  41: option('NewPOSIXTimeZone', utf8('dhcpv6.timezone')),
  42: option('NewTZDBTimeZone', utf8('dhcpv6.tzdb')),
  49: option('MIP6HomeNetworkId', S.domain()),
  51: option('LoST', S.domain()),
  52: option('CAPWAPServers', addresses('dhcpv6.capwap_ac_v6')),
  56: option('NTPServers', S.ntpServers()),
  57: option('AccessDomain', S.domain()),
  58: option('SIPUADomains', S.domains()),
  59: option('BootFileUrl', text({ encoding: 'utf8' })),
  60: option('BootFileParam', S.pieces()),
  61: option('ClientArchType', list(u16())),
  62: option(
    'ClientNetworkInterId',
    record(() => S.DHCP6OptClientNetworkInterId),
  ),
  64: option('AFTRName', S.domain('dhcpv6.aftr_name')),
  65: option('ERPDomain', S.domain()),
  74: option('RDNSSSelection', octets()),
  75: option('KRBPrincipalName', octets()),
  76: option('KRBRealmName', utf8()),
  77: option('KRBDefaultRealmName', utf8()),
  78: option('KRBKDC', octets()),
  86: option('PCPServers', list(ipv6())),
  88: option('DHCPv4oDHCPv6Servers', list(ipv6())),
  103: option('CaptivePortal', utf8('dhcpv6.captive_portal')),
  112: option('MudUrl', utf8('dhcpv6.mudurl')),
  113: option('V6Prefix64', octets()),
  143: option('AddressSelection', octets()),
});

/** What relays add, and what they and others ask for: RFC 4580, 4649, 4994, 5007, 5460, 6422, 6603, 6607, 6939, 7598, 8357. */
const relays = () => ({
  37: option(
    'RemoteID',
    record(() => S.DHCP6OptRemoteID),
  ),
  38: option('SubscriberID', octets()),
  43: option('RelayAgentERO', list(u16({ wireshark: 'dhcpv6.requested_option_code' }))),
  44: option(
    'LQQuery',
    record(() => DHCP6OptLQQuery),
  ),
  45: option(
    'ClientData',
    record(() => DHCP6OptContainer),
  ),
  46: option('ClientLastTransactionTime', seconds('dhcpv6.clt_time')),
  47: option('LQRelayData', octets()),
  48: option('LQClientLink', addresses('dhcpv6.lq_client_link')),
  53: option('RelayId', S.duid()),
  66: option(
    'RelaySuppliedOpt',
    record(() => DHCP6OptContainer),
  ),
  67: option('PDExclude', octets()),
  68: option(
    'VSS',
    record(() => S.DHCP6OptVSS),
  ),
  79: option(
    'ClientLinkLayerAddr',
    record(() => S.DHCP6OptClientLinkLayerAddr),
  ),
  80: option('LinkAddress', ipv6()),
  87: option('DHCPv4Msg', octets()),
  89: option(
    'S46Rule',
    record(() => S.DHCP6OptS46Rule),
  ),
  90: option('S46BR', ipv6({ wireshark: 'dhcpv6.s46_br.address' })),
  91: option('S46DMR', octets()),
  92: option('S46V4V6Bind', octets()),
  93: option('S46PortParams', octets()),
  94: option(
    'S46ContMAPE',
    record(() => DHCP6OptContainer),
  ),
  95: option(
    'S46ContMAPT',
    record(() => DHCP6OptContainer),
  ),
  96: option(
    'S46ContLW',
    record(() => DHCP6OptContainer),
  ),
  135: option('RelayPort', u16({ wireshark: 'dhcpv6.relay_port' })),
  136: option('V6SZTPRedirect', S.pieces()),
  144: option('V6DotsRI', S.domain()),
  145: option('V6DotsAddress', list(ipv6())),
  146: option('IPv6AddressAndDR', ipv4()),
});

type Kinds = ReturnType<typeof base> & ReturnType<typeof settings> & ReturnType<typeof relays>;
let made: Kinds | undefined;
/** The table is made once, for all messages and what stands inside. */
export const dhcp6OptionKinds = (): Kinds => (made ??= { ...base(), ...settings(), ...relays() });

/** A list of options; those inside others are of the same kinds. */
export function dhcp6Options() {
  return optionList({
    typeOctets: 2,
    lengthOctets: 2,
    wireshark: { type: 'dhcpv6.option.type', length: 'dhcpv6.option.length' },
    kinds: dhcp6OptionKinds(),
  });
}

/** IANA "Message Types" of DHCPv6. */
const MESSAGES = /* @__PURE__ */ names({
  SOLICIT: 1,
  ADVERTISE: 2,
  REQUEST: 3,
  CONFIRM: 4,
  RENEW: 5,
  REBIND: 6,
  REPLY: 7,
  RELEASE: 8,
  DECLINE: 9,
  RECONFIGURE: 10,
  'INFORMATION-REQUEST': 11,
  'RELAY-FORW': 12,
  'RELAY-REPL': 13,
  LEASEQUERY: 14,
  'LEASEQUERY-REPLY': 15,
  'LEASEQUERY-DONE': 16,
  'LEASEQUERY-DATA': 17,
  'RECONFIGURE-REQUEST': 18,
  'RECONFIGURE-REPLY': 19,
  'DHCPV4-QUERY': 20,
  'DHCPV4-RESPONSE': 21,
  ACTIVELEASEQUERY: 22,
  STARTTLS: 23,
  BNDUPD: 24,
  BNDREPLY: 25,
  POOLREQ: 26,
  POOLRESP: 27,
  UPDREQ: 28,
  UPDREQALL: 29,
  UPDDONE: 30,
  CONNECT: 31,
  CONNECTREPLY: 32,
  DISCONNECT: 33,
  STATE: 34,
  CONTACT: 35,
  'ADDR-REG-INFORM': 36,
  'ADDR-REG-REPLY': 37,
});
const LAST = 37;
const ADVERTISE = 2;
const REPLY = 7;

interface Message {
  readonly msgtype: number;
  readonly trid: number;
}

/** Ports of clients, and of servers and relays (RFC 8415 §7.2). */
export const toServer = { UDP: { sport: 546, dport: 547 } };
export const toClient = { UDP: { sport: 547, dport: 546 } };

export const message = (msgtype: number, name: string, below: typeof toServer) => ({
  title: `DHCPv6 ${name}`,
  source: 'RFC 8415 §8',
  wireshark: 'dhcpv6',
  fields: {
    msgtype: u8({ default: msgtype, names: MESSAGES, wireshark: 'dhcpv6.msgtype' }),
    trid: u24({ hex: true, wireshark: 'dhcpv6.xid', about: 'the same in question and answer' }),
    options: dhcp6Options(),
  },
  below,
});
export const matching = {
  about: 'the transaction; an advertisement or a reply',
  hash: ({ trid }: Message, _role: string, seed: number) => mix(seed, trid),
  answers: (reply: Message, request: Message) =>
    reply.trid === request.trid &&
    (reply.msgtype === ADVERTISE || reply.msgtype === REPLY) &&
    request.msgtype !== ADVERTISE &&
    request.msgtype !== REPLY,
};
export const line = ({ msgtype }: Message): string => `DHCP6 ${MESSAGES.name(msgtype) ?? msgtype}`;

/** A message of a kind that has no layer of its own. @see RFC 8415 §8 */
export const DHCP6 = layer('DHCP6', () => ({
  ...message(14, 'Generic Message', toServer),
  about: 'DHCPv6: a message of a client, a server or a relay.',
  begins: (b, start, end) => end - start >= 4 && (b[start] as number) > 0 && (b[start] as number) <= LAST,
  match: matching,
  summary: line,
}));
const relay = (msgtype: number, name: string) => ({
  title: `DHCPv6 ${name}`,
  source: 'RFC 8415 §9',
  wireshark: 'dhcpv6',
  fields: {
    msgtype: u8({ default: msgtype, names: MESSAGES, wireshark: 'dhcpv6.msgtype' }),
    hopcount: u8({ wireshark: 'dhcpv6.hopcount', about: 'relays that passed the message on before this one' }),
    linkaddr: ipv6({ wireshark: 'dhcpv6.linkaddr', about: 'tells the link that the client is on' }),
    peeraddr: ipv6({ wireshark: 'dhcpv6.peeraddr', about: 'who sent the message to the relay' }),
    options: dhcp6Options(),
  },
  below: { UDP: { sport: 547, dport: 547 } },
});

interface Relayed {
  readonly msgtype: number;
  readonly linkaddr: string;
  readonly peeraddr: string;
}
const relayMatching = {
  about: 'a relayed reply with the same link and peer address',
  hash: (_self: Relayed, _role: string, seed: number) => seed,
  answers: (reply: Relayed, request: Relayed) =>
    reply.msgtype === 13 && request.msgtype === 12 && reply.linkaddr === request.linkaddr && reply.peeraddr === request.peeraddr,
};

/** A relay passes a message on to servers. @see RFC 8415 §9.1 */
export const DHCP6_RelayForward = layer('DHCP6_RelayForward', () => ({
  ...relay(12, 'Relay Forward Message'),
  about: 'DHCPv6: a relay passes a message on to servers.',
  match: relayMatching,
  summary: () => 'DHCP6 RELAY-FORW',
}));
/** A server answers through a relay. @see RFC 8415 §9.2 */
export const DHCP6_RelayReply = layer('DHCP6_RelayReply', () => ({
  ...relay(13, 'Relay Reply Message'),
  about: 'DHCPv6: a server answers through a relay.',
  match: relayMatching,
  summary: () => 'DHCP6 RELAY-REPL',
}));

/** Addresses that last: what a client asks for, or has. @see RFC 8415 §21.4 */
export const DHCP6OptIA_NA = layer('DHCP6OptIA_NA', () => ({
  about: 'An identity association for addresses.',
  source: 'RFC 8415 §21.4',
  fields: {
    iaid: u32({ hex: true, wireshark: 'dhcpv6.iaid' }),
    T1: u32({ wireshark: 'dhcpv6.iaid.t1', about: 'seconds until the client asks its server again' }),
    T2: u32({ wireshark: 'dhcpv6.iaid.t2', about: 'seconds until it asks any server' }),
    ianaopts: insideOptions(),
  },
}));

/** Addresses for a time. @see RFC 8415 §21.5 */
export const DHCP6OptIA_TA = layer('DHCP6OptIA_TA', () => ({
  about: 'An identity association for temporary addresses.',
  source: 'RFC 8415 §21.5',
  fields: { iaid: u32({ hex: true, wireshark: 'dhcpv6.iata' }), iataopts: insideOptions() },
}));

/** Prefixes. @see RFC 8415 §21.21 */
export const DHCP6OptIA_PD = layer('DHCP6OptIA_PD', () => ({
  about: 'An identity association for prefixes.',
  source: 'RFC 8415 §21.21',
  fields: {
    iaid: u32({ hex: true, wireshark: 'dhcpv6.iaid' }),
    T1: u32({ wireshark: 'dhcpv6.iaid.t1', about: 'seconds until the client asks its server again' }),
    T2: u32({ wireshark: 'dhcpv6.iaid.t2', about: 'seconds until it asks any server' }),
    iapdopt: insideOptions(),
  },
}));

/** An address, and how long it lasts. @see RFC 8415 §21.6 */
export const DHCP6OptIAAddress = layer('DHCP6OptIAAddress', () => ({
  about: 'An address, and how long it lasts.',
  source: 'RFC 8415 §21.6',
  fields: {
    addr: ipv6({ wireshark: 'dhcpv6.iaaddr.ip' }),
    preflft: u32({ wireshark: 'dhcpv6.iaaddr.pref_lifetime', about: 'seconds' }),
    validlft: u32({ wireshark: 'dhcpv6.iaaddr.valid_lifetime', about: 'seconds' }),
    iaaddropts: insideOptions(),
  },
}));

/** A prefix, and how long it lasts. @see RFC 8415 §21.22 */
export const DHCP6OptIAPrefix = layer('DHCP6OptIAPrefix', () => ({
  about: 'A prefix, and how long it lasts.',
  source: 'RFC 8415 §21.22',
  fields: {
    preflft: u32({ wireshark: 'dhcpv6.iaprefix.pref_lifetime', about: 'seconds' }),
    validlft: u32({ wireshark: 'dhcpv6.iaprefix.valid_lifetime', about: 'seconds' }),
    plen: u8({ default: 48, wireshark: 'dhcpv6.iaprefix.pref_len', about: 'bits of the prefix' }),
    prefix: ipv6({ default: '2001:db8::', wireshark: 'dhcpv6.iaprefix.pref_addr' }),
    iaprefopts: insideOptions(),
  },
}));

/** Options of a kind, together. @see RFC 5007 §4.1.2.2; RFC 6422 §4; RFC 7598 §5 */
export const DHCP6OptContainer = layer('DHCP6OptContainer', () => ({
  about: 'Options inside an option.',
  source: 'RFC 7598 §5; RFC 5007 §4.1.2.2; RFC 6422 §4',
  fields: { options: insideOptions() },
}));

/** Asks what a client has. @see RFC 5007 §4.1.2.1 */
export const DHCP6OptLQQuery = layer('DHCP6OptLQQuery', () => ({
  about: 'Asks a server which addresses a client has.',
  source: 'RFC 5007 §4.1.2.1',
  fields: {
    querytype: u8({ names: { address: 1, clientid: 2, 'relay id': 3, 'link address': 4, 'remote id': 5 }, wireshark: 'dhcpv6.lq_query' }),
    linkaddress: ipv6({ wireshark: 'dhcpv6.lq_query_link_address' }),
    queryopts: insideOptions(),
  },
}));
