/** RADIUS's attributes by number, in IANA's names. @see RFC 2865 §5; RFC 2866 §5; RFC 2868 §3; RFC 2869 §5; RFC 3162 §2; IANA "RADIUS Attribute Types" */
import { ipv4, ipv6 } from '../../../packet/fields/addresses.ts';
import { bits, flag, u16, u24, u32, u8 } from '../../../packet/fields/integers.ts';
import { record } from '../../../packet/fields/lists.ts';
import { octets, text } from '../../../packet/fields/octets.ts';
import { option } from '../../../packet/fields/options.ts';
import { timestamp } from '../../../packet/fields/special/times.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { struct } from '../../../packet/fields/struct.ts';
import { tag } from './tag.ts';
import { errorCauses, framedProtocols, portTypes, serviceTypes, statusTypes, terminateCauses, tunnelMedia, tunnelTypes } from './values.ts';
import { vendorSpecific } from './vendors.ts';

type Names = Readonly<Record<string, number>>;
/** Attributes that Wireshark 4.0 has no field for. */
const UNKNOWN =
  /^(WLAN|Digest|EAPoL|EAP-(Server|Peer)-Id|Network-Id|Preauth|Mobility|Allowed-Called|Framed-Management|Operator-Name|SIP-AOR)/;
const ws = (name: string, part = '') => (UNKNOWN.test(name) ? {} : { wireshark: `radius.${name.replaceAll('-', '_')}${part}` });
const numbers = (name: string, names?: Names) => ({ ...ws(name), ...(names !== undefined && { names }) });

const textual = <const N extends string>(name: N) => option(name, text({ ...ws(name), encoding: 'utf8' }));
const opaque = <const N extends string>(name: N) => option(name, octets(ws(name)));
const number = <const N extends string>(name: N, names?: Names) => option(name, u32(numbers(name, names)));
const address4 = <const N extends string>(name: N) => option(name, ipv4(ws(name)));
const address6 = <const N extends string>(name: N) => option(name, ipv6(ws(name)));
const date = <const N extends string>(name: N) => option(name, timestamp(u32(ws(name))));

/** RFC 3162 §2.3: as many octets of the prefix as it needs, or more. */
const prefix6 = <const N extends string>(name: N) => option(name, struct({ reserved: u8(), length: u8(), prefix: octets() }));

/** RFC 2868 §3.1: which of several tunnels it is for; 0: none. */
const taggedNumber = <const N extends string>(name: N, names?: Names) =>
  option(name, struct({ tag: u8(ws(name, '.tag')), value: u24(numbers(name, names)) }));

/** RFC 2868 §3.3: there is a tag only where the first octet may be one. */
const taggedText = <const N extends string>(name: N) => {
  const Tagged = layer('RadiusTagged', () => ({
    about: 'A text, and which of several tunnels it is for.',
    source: 'RFC 2868 §3.3',
    wireshark: '',
    fields: { tag: tag(ws(name, '.tag')), value: text({ ...ws(name), encoding: 'utf8' }) },
  }));
  return option(
    name,
    record(() => Tagged),
  );
};

/** RFC 2868 §3.5. */
const taggedPassword = <const N extends string>(name: N) =>
  option(name, struct({ tag: u8(ws(name, '.tag')), salt: u16({ hex: true }), password: octets() }));

/** RFC 6929 §2.1. */
const extended = <const N extends string>(name: N) =>
  option(name, struct({ type: u8({ wireshark: 'radius.avp.extended_type' }), value: octets() }));

/** RFC 6929 §2.2: `more` says that the value goes on in the next one. */
export const RadiusLongExtended = layer('RadiusLongExtended', () => ({
  about: 'An attribute of more than 253 octets, or a part of it.',
  source: 'RFC 6929 §2.2',
  wireshark: '',
  fields: {
    type: u8({ wireshark: 'radius.avp.extended_type' }),
    more: flag({ wireshark: 'radius.avp.extended_more' }),
    reserved: bits(7),
    value: octets(),
  },
}));
const longExtended = <const N extends string>(name: N) =>
  option(
    name,
    record(() => RadiusLongExtended),
  );

/** RFC 2865 §5, RFC 2866 §5, RFC 2869 §5.2 to §5.4, RFC 4675. */
const base = {
  1: textual('User-Name'),
  2: opaque('User-Password'),
  3: opaque('CHAP-Password'),
  4: address4('NAS-IP-Address'),
  5: number('NAS-Port'),
  6: number('Service-Type', serviceTypes),
  7: number('Framed-Protocol', framedProtocols),
  8: address4('Framed-IP-Address'),
  9: address4('Framed-IP-Netmask'),
  10: number('Framed-Routing', { none: 0, send: 1, listen: 2, 'send-and-listen': 3 }),
  11: textual('Filter-Id'),
  12: number('Framed-MTU'),
  13: number('Framed-Compression', { none: 0, 'Van-Jacobson': 1, 'IPX-header': 2, 'Stac-LZS': 3 }),
  14: address4('Login-IP-Host'),
  15: number('Login-Service', {
    Telnet: 0,
    Rlogin: 1,
    'TCP-Clear': 2,
    PortMaster: 3,
    LAT: 4,
    'X25-PAD': 5,
    'X25-T3POS': 6,
    'TCP-Clear-Quiet': 8,
  }),
  16: number('Login-TCP-Port'),
  18: textual('Reply-Message'),
  19: textual('Callback-Number'),
  20: textual('Callback-Id'),
  22: textual('Framed-Route'),
  23: address4('Framed-IPX-Network'),
  24: opaque('State'),
  25: opaque('Class'),
  26: option('Vendor-Specific', vendorSpecific()),
  27: number('Session-Timeout'),
  28: number('Idle-Timeout'),
  29: number('Termination-Action', { default: 0, 'RADIUS-Request': 1 }),
  30: textual('Called-Station-Id'),
  31: textual('Calling-Station-Id'),
  32: textual('NAS-Identifier'),
  33: opaque('Proxy-State'),
  34: textual('Login-LAT-Service'),
  35: textual('Login-LAT-Node'),
  36: opaque('Login-LAT-Group'),
  37: number('Framed-AppleTalk-Link'),
  38: number('Framed-AppleTalk-Network'),
  39: textual('Framed-AppleTalk-Zone'),
  40: number('Acct-Status-Type', statusTypes),
  41: number('Acct-Delay-Time'),
  42: number('Acct-Input-Octets'),
  43: number('Acct-Output-Octets'),
  44: textual('Acct-Session-Id'),
  45: number('Acct-Authentic', { RADIUS: 1, local: 2, remote: 3, Diameter: 4 }),
  46: number('Acct-Session-Time'),
  47: number('Acct-Input-Packets'),
  48: number('Acct-Output-Packets'),
  49: number('Acct-Terminate-Cause', terminateCauses),
  50: textual('Acct-Multi-Session-Id'),
  51: number('Acct-Link-Count'),
  52: number('Acct-Input-Gigawords'),
  53: number('Acct-Output-Gigawords'),
  55: date('Event-Timestamp'),
  56: number('Egress-VLANID'),
  57: number('Ingress-Filters', { enabled: 1, disabled: 2 }),
  58: textual('Egress-VLAN-Name'),
  59: opaque('User-Priority-Table'),
  60: opaque('CHAP-Challenge'),
  61: number('NAS-Port-Type', portTypes),
  62: number('Port-Limit'),
  63: textual('Login-LAT-Port'),
};

/** RFC 2867, RFC 2868, RFC 2869, RFC 3162, RFC 3576 and others up to 102. */
const tunnels = {
  64: taggedNumber('Tunnel-Type', tunnelTypes),
  65: taggedNumber('Tunnel-Medium-Type', tunnelMedia),
  66: taggedText('Tunnel-Client-Endpoint'),
  67: taggedText('Tunnel-Server-Endpoint'),
  68: textual('Acct-Tunnel-Connection'),
  69: taggedPassword('Tunnel-Password'),
  70: opaque('ARAP-Password'),
  71: opaque('ARAP-Features'),
  72: number('ARAP-Zone-Access', { default: 1, filter: 2, 'filter-exclusive': 4 }),
  73: number('ARAP-Security'),
  74: opaque('ARAP-Security-Data'),
  75: number('Password-Retry'),
  76: number('Prompt', { 'no-echo': 0, echo: 1 }),
  77: textual('Connect-Info'),
  78: opaque('Configuration-Token'),
  79: opaque('EAP-Message'),
  80: opaque('Message-Authenticator'),
  81: taggedText('Tunnel-Private-Group-Id'),
  82: taggedText('Tunnel-Assignment-Id'),
  83: taggedNumber('Tunnel-Preference'),
  84: opaque('ARAP-Challenge-Response'),
  85: number('Acct-Interim-Interval'),
  86: number('Acct-Tunnel-Packets-Lost'),
  87: textual('NAS-Port-Id'),
  88: textual('Framed-Pool'),
  89: opaque('Chargeable-User-Identity'),
  90: taggedText('Tunnel-Client-Auth-Id'),
  91: taggedText('Tunnel-Server-Auth-Id'),
  92: textual('NAS-Filter-Rule'),
  94: opaque('Originating-Line-Info'),
  95: address6('NAS-IPv6-Address'),
  96: opaque('Framed-Interface-Id'),
  97: prefix6('Framed-IPv6-Prefix'),
  98: address6('Login-IPv6-Host'),
  99: textual('Framed-IPv6-Route'),
  100: textual('Framed-IPv6-Pool'),
  101: number('Error-Cause', errorCauses),
  102: opaque('EAP-Key-Name'),
};

/** What came after 2006, by IANA's registry. */
const later = {
  103: textual('Digest-Response'),
  104: textual('Digest-Realm'),
  105: textual('Digest-Nonce'),
  106: textual('Digest-Response-Auth'),
  107: textual('Digest-Nextnonce'),
  108: textual('Digest-Method'),
  109: textual('Digest-URI'),
  110: textual('Digest-Qop'),
  111: textual('Digest-Algorithm'),
  112: textual('Digest-Entity-Body-Hash'),
  113: textual('Digest-CNonce'),
  114: textual('Digest-Nonce-Count'),
  115: textual('Digest-Username'),
  116: textual('Digest-Opaque'),
  117: textual('Digest-Auth-Param'),
  118: textual('Digest-AKA-Auts'),
  119: textual('Digest-Domain'),
  120: textual('Digest-Stale'),
  121: textual('Digest-HA1'),
  122: textual('SIP-AOR'),
  123: prefix6('Delegated-IPv6-Prefix'),
  124: opaque('MIP6-Feature-Vector'),
  125: opaque('MIP6-Home-Link-Prefix'),
  126: textual('Operator-Name'),
  127: opaque('Location-Information'),
  128: opaque('Location-Data'),
  129: opaque('Basic-Location-Policy-Rules'),
  130: opaque('Extended-Location-Policy-Rules'),
  131: number('Location-Capable'),
  132: number('Requested-Location-Info'),
  133: number('Framed-Management-Protocol', { SNMP: 1, 'Web-based': 2, NETCONF: 3, FTP: 4, TFTP: 5, SFTP: 6, RCP: 7, SCP: 8 }),
  134: number('Management-Transport-Protection', { none: 1, integrity: 2, 'integrity-and-confidentiality': 3 }),
  135: textual('Management-Policy-Id'),
  136: number('Management-Privilege-Level'),
  137: opaque('PKM-SS-Cert'),
  138: opaque('PKM-CA-Cert'),
  139: opaque('PKM-Config-Settings'),
  140: opaque('PKM-Cryptosuite-List'),
  141: opaque('PKM-SAID'),
  142: opaque('PKM-SA-Descriptor'),
  143: opaque('PKM-Auth-Key'),
  144: textual('DS-Lite-Tunnel-Name'),
  145: opaque('Mobile-Node-Identifier'),
  146: textual('Service-Selection'),
  147: address6('PMIP6-Home-LMA-IPv6-Address'),
  148: address6('PMIP6-Visited-LMA-IPv6-Address'),
  149: address4('PMIP6-Home-LMA-IPv4-Address'),
  150: address4('PMIP6-Visited-LMA-IPv4-Address'),
  151: prefix6('PMIP6-Home-HN-Prefix'),
  152: prefix6('PMIP6-Visited-HN-Prefix'),
  153: opaque('PMIP6-Home-Interface-ID'),
  154: opaque('PMIP6-Visited-Interface-ID'),
  155: opaque('PMIP6-Home-IPv4-HoA'),
  156: opaque('PMIP6-Visited-IPv4-HoA'),
  157: address4('PMIP6-Home-DHCP4-Server-Address'),
  158: address4('PMIP6-Visited-DHCP4-Server-Address'),
  159: address6('PMIP6-Home-DHCP6-Server-Address'),
  160: address6('PMIP6-Visited-DHCP6-Server-Address'),
  161: address4('PMIP6-Home-IPv4-Gateway'),
  162: address4('PMIP6-Visited-IPv4-Gateway'),
  163: number('EAP-Lower-Layer'),
  164: textual('GSS-Acceptor-Service-Name'),
  165: textual('GSS-Acceptor-Host-Name'),
  166: textual('GSS-Acceptor-Service-Specifics'),
  167: textual('GSS-Acceptor-Realm-Name'),
  168: address6('Framed-IPv6-Address'),
  169: address6('DNS-Server-IPv6-Address'),
  170: prefix6('Route-IPv6-Information'),
  171: textual('Delegated-IPv6-Prefix-Pool'),
  172: textual('Stateful-IPv6-Address-Pool'),
  173: opaque('IPv6-6rd-Configuration'),
  174: textual('Allowed-Called-Station-Id'),
  175: opaque('EAP-Peer-Id'),
  176: opaque('EAP-Server-Id'),
  177: number('Mobility-Domain-Id'),
  178: number('Preauth-Timeout'),
  179: opaque('Network-Id-Name'),
  180: opaque('EAPoL-Announcement'),
  181: textual('WLAN-HESSID'),
  182: number('WLAN-Venue-Info'),
  183: opaque('WLAN-Venue-Language'),
  184: textual('WLAN-Venue-Name'),
  185: number('WLAN-Reason-Code'),
  186: number('WLAN-Pairwise-Cipher'),
  187: number('WLAN-Group-Cipher'),
  188: number('WLAN-AKM-Suite'),
  189: number('WLAN-Group-Mgmt-Cipher'),
  190: number('WLAN-RF-Band'),
  241: extended('Extended-Attribute-1'),
  242: extended('Extended-Attribute-2'),
  243: extended('Extended-Attribute-3'),
  244: extended('Extended-Attribute-4'),
  245: longExtended('Extended-Attribute-5'),
  246: longExtended('Extended-Attribute-6'),
};

/** All of them. */
export const radiusAttributes = { ...base, ...tunnels, ...later };
