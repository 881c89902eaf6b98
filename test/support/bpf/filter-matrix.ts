/** Every kind of term of pcap-filter(7), to be asked of every link type. */
import { NUMBER_WORDS, PROTOCOL_WORDS } from '../../../src/filter/bpf/text/words.ts';

const each = (texts: readonly string[], made: (text: string) => string): string[] => texts.map(made);
const pairs = (a: readonly string[], b: readonly string[]): string[] => a.flatMap((x) => b.map((y) => `${x} ${y}`.trim()));

const PROTOCOLS = Object.keys(PROTOCOL_WORDS);
const DIRECTIONS = ['src', 'dst', 'src or dst', 'dst or src', 'src and dst', 'dst and src', 'ra', 'ta', 'addr1', 'addr2', 'addr3', 'addr4'];
const ADDRESSES = ['10.1.2.3', '2001:db8::1', '02:00:5e:00:53:01', '$2a', '1.2', '5'];
const NETS = ['net 10.1', 'net 10.0.0.0/8', 'net 172.16.0.0 mask 255.240.0.0', 'net 2001:db8::/33', 'net 9', 'net ::/0'];
const PORTS = ['port 80', 'port http', 'port domain', 'portrange 6000-6008', 'portrange 80-80'];

/** Names, alone and before all that can stand behind them. */
const qualified: string[] = [
  ...PROTOCOLS,
  ...pairs(PROTOCOLS, ['host 10.1.2.3', 'host 2001:db8::1', 'host 02:00:5e:00:53:01', 'host 1.2', 'net 10.1', 'net 2001:db8::/32']),
  ...pairs(PROTOCOLS, ['port 80', 'portrange 1-9', 'proto 17', 'protochain 17', 'broadcast', 'multicast']),
  ...pairs(['', 'ip', 'ip6', 'arp', 'rarp', 'ether', 'decnet', 'tcp'], pairs(DIRECTIONS, ADDRESSES)),
  ...pairs(['', 'ip', 'ip6', 'arp', 'ether', 'wlan'], pairs(['', 'src', 'dst', 'ra', 'addr4'], NETS)).filter((text) =>
    text.includes('net'),
  ),
  ...pairs(['', 'tcp', 'udp', 'sctp', 'icmp'], pairs(['', 'src', 'dst', 'src and dst', 'ra'], PORTS)),
  ...pairs(['link', 'ether', 'wlan', 'ppp'], ['host 02:00:5e:00:53:01', 'src 02:00:5e:00:53:01', 'dst $2a', 'broadcast', 'multicast']),
  ...pairs(['gateway', 'ip gateway', 'arp gateway', 'ip6 gateway', 'ether gateway'], ['10.1.2.3', '2001:db8::1']),
];

/** Protocols by number and by name, at each layer; with what PPP, LLC and ARCNET have instead of EtherTypes. */
const LINK_NUMBERS = [
  0, 6, 0x21, 0x2b, 0x42, 0x57, 0xd4, 0xe0, 0xf0, 0xfe, 0xff, 256, 0x281, 0x600, 0x800, 0x806, 0x8035, 0x809b, 0x80f3, 0x6001, 0x6002,
  0x6003, 0x6004, 0x6007, 0x8100, 0x8137, 0x86dd, 0x8847, 0x8848, 0x8863, 0x8864, 0x88a8, 0x9000, 0x9100, 0xc021, 0xffff, 0x10000, 1500,
  1501,
];
const LINK_NAMES = [
  'ip',
  'ip6',
  'arp',
  'rarp',
  'atalk',
  'aarp',
  'decnet',
  'sca',
  'lat',
  'mopdl',
  'moprc',
  'iso',
  'stp',
  'ipx',
  'netbeui',
  'loopback',
];
const protocols: string[] = [
  ...each(LINK_NUMBERS.map(String), (number) => `link proto ${number}`),
  ...each(LINK_NAMES, (name) => `link proto \\${name}`),
  ...pairs(
    ['ip', 'ip6', ''],
    ['proto 0', 'proto 44', 'proto 255', 'proto 256', 'proto \\tcp', 'proto \\icmp', 'proto \\vrrp', 'proto \\ospf'],
  ),
  ...pairs(['iso', 'isis'], ['proto 0', 'proto 15', 'proto 31', 'proto 32', 'proto 130', 'proto 255', 'proto 256']),
  ...each(['clnp', 'esis', 'isis'], (name) => `iso proto \\${name}`),
  ...each(['arp', 'tcp', 'decnet', 'stp', 'radio'], (name) => `${name} proto 6`),
  ...pairs(['ip', 'ip6', ''], ['protochain 6', 'protochain 51', 'protochain \\udp', 'protochain 256']),
];

const numbered = (word: string, most: number): string[] => [
  word,
  `${word} 0`,
  `${word} 5`,
  `${word} (5)`,
  `${word} ${most}`,
  `${word} ${most + 1}`,
];

/** Headers that move what follows. */
const moving: string[] = [
  ...numbered('vlan', 4095),
  ...numbered('mpls', 0xfffff),
  ...numbered('pppoes', 0xffff),
  ...numbered('geneve', 0xffffff),
  'pppoed',
  ...pairs(
    [
      'vlan and',
      'vlan 5 or',
      'mpls and',
      'mpls 5 and mpls 6 and',
      'pppoes and',
      'geneve and',
      'vlan and vlan 7 and',
      'vlan and mpls and',
      'vlan and pppoes and',
    ],
    [
      'ip',
      'ip6',
      'arp',
      'tcp port 80',
      'host 10.1.2.3',
      'ether[3] = 7',
      'ether host 02:00:5e:00:53:01',
      'iso',
      'ipx',
      'stp',
      'link proto 6',
      'llc',
      'multicast',
      'ip[2] = 5',
      'mpls',
      'vlan',
      'vlan 9',
      'pppoes',
      'geneve',
      'isis',
      'broadcast',
      'inbound',
      'ip proto 88',
      'link proto 0x21',
      'atalk',
      'tcp[2] = 7',
      'byte 3 = 4',
      'decnet host 1.2',
    ],
  ),
];

/** Arithmetic, and fields that have names. */
const arithmetic: string[] = [
  ...pairs(PROTOCOLS, ['[0] = 5', '[3:2] > 5', '[20:4] & 7 != 0']).map((text) => text.replace(' [', '[')),
  ...each(Object.keys(NUMBER_WORDS), (name) => `link[20] = ${name}`),
  ...each(['=', '!=', '<', '<=', '>', '>=', '=='], (operator) => `link[9] ${operator} 77`),
  ...each(['=', '!=', '<', '<=', '>', '>='], (operator) => `link[9] ${operator} link[8]`),
  ...each(['+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>'], (operator) => `link[9] ${operator} 3 > 77`),
  'len > 70',
  'len - 5 < 70',
  'less 70',
  'greater 70',
  '-link[5] < 5',
  'link[link[0]] = 5',
  'ip[ip[0]] = 5',
  ...each(['=', '<', '>', '&', '|'], (operator) => `byte 5 ${operator} 3`),
  'byte 5 = 256',
];

/** What only some link types answer. */
const SS7 = ['sio', 'opc', 'dpc', 'sls', 'hsio', 'hopc', 'hdpc', 'hsls'];
const WLAN: Readonly<Record<string, readonly string[]>> = {
  mgt: [
    'assoc-req',
    'assocreq',
    'assoc-resp',
    'reassoc-req',
    'reassoc-resp',
    'probe-req',
    'probe-resp',
    'beacon',
    'atim',
    'disassoc',
    'auth',
    'deauth',
    'disassociation',
    'authentication',
    'deauthentication',
    'proberesp',
    'action',
  ],
  ctl: ['ps-poll', 'rts', 'cts', 'ack', 'cf-end', 'cf-end-ack', 'bar', 'ba', 'pspoll'],
  data: [
    'data',
    'data-cf-ack',
    'data-cf-poll',
    'data-cf-ack-poll',
    'null',
    'cf-ack',
    'cf-poll',
    'cf-ack-poll',
    'qos-data',
    'qos-data-cf-ack',
    'qos-data-cf-poll',
    'qos-data-cf-ack-poll',
    'qos',
    'qos-cf-poll',
    'qos-cf-ack-poll',
    'qos-cf-ack',
  ],
};
const special: string[] = [
  'inbound',
  'outbound',
  'ifindex 3',
  ...each(['', 'i', 's', 'u', 'rr', 'rnr', 'rej', 'ui', 'ua', 'disc', 'dm', 'sabme', 'test', 'xid', 'frmr', 'bad', 'UI'], (name) =>
    `llc ${name}`.trim(),
  ),
  ...Object.entries(WLAN).flatMap(([type, subtypes]) => [
    `type ${type}`,
    ...subtypes.flatMap((name) => [`subtype ${name}`, `type ${type} subtype ${name}`]),
  ]),
  ...each(['management', 'control', '0', '4', '8', '12', '1', '16', 'ip', 'Data'], (type) => `type ${type}`),
  ...each(['0', '0x80', '0xf0', '8', '256', 'Beacon'], (subtype) => `type mgt subtype ${subtype}`),
  'type 12 subtype 0x20',
  'type 12 subtype beacon',
  'subtype 16',
  ...each(['nods', 'tods', 'fromds', 'dstods', '0', '1', '2', '3', '4', '255', 'sideways', 'ToDS'], (name) => `dir ${name}`),
  ...pairs(['wlan', 'ip', 'ether'], ['type data', 'subtype beacon', 'dir tods']),
  ...each(['em0', 'a', 'ab', 'abc', 'abcd', 'abcdefghijklmno', 'abcdefghijklmnop'], (name) => `on ${name}`),
  'ifname em0',
  'rset abc',
  'ruleset abc',
  'rnr 7',
  'rulenum 7',
  'srnr 7',
  'subrulenum 7',
  ...each(
    [
      'match',
      'bad-offset',
      'fragment',
      'short',
      'normalize',
      'memory',
      'bad-timestamp',
      'congestion',
      'ip-option',
      'proto-cksum',
      'state-mismatch',
      'state-insert',
      'state-limit',
      'src-limit',
      'synproxy',
      'map-failed',
      'state-locked',
      'translate',
      'dummynet',
      'nothing',
      '7',
      '255',
      '256',
      'Short',
    ],
    (name) => `reason ${name}`,
  ),
  ...each(
    [
      'pass',
      'accept',
      'drop',
      'block',
      'scrub',
      'noscrub',
      'nat',
      'nonat',
      'binat',
      'nobinat',
      'rdr',
      'nordr',
      'synproxy-drop',
      'defer',
      'match',
      'divert',
      'rt',
      'afrt',
      'dummynet',
      'nodummynet',
      'nat64',
      'nonat64',
      'nothing',
      '1',
      'Pass',
    ],
    (name) => `action ${name}`,
  ),
  ...each(['lane', 'metac', 'bcc', 'oam', 'oamf4', 'oamf4ec', 'oamf4sc', 'sc', 'ilmic', 'connectmsg', 'metaconnect'], (word) => word),
  ...pairs(['vpi', 'vci'], ['5', '= 5', '!= 5', '> 5', '>= 5', '< 5', '<= 5', '(1 or 2 or 3)', '255', '256', '65535', '65536']),
  ...pairs(['lane and'], ['ip', 'ether host 02:00:5e:00:53:01', 'tcp port 80', 'vlan', 'llc', 'multicast', 'iso', 'lane', 'vpi 5']),
  'fisu',
  'lssu',
  'lsu',
  'msu',
  'hfisu',
  'hlssu',
  'hmsu',
  ...pairs(SS7, ['5', '= 5', '!= 5', '> 5', '>= 5', '< 5', '<= 5', '(1 or 2)', '15', '16', '255', '256', '16383', '16384']),
];

/** Terms by what they are about. */
export const FILTER_MATRIX: Readonly<Record<string, readonly string[]>> = { qualified, protocols, moving, arithmetic, special };
