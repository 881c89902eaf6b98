/** Routing Information Protocol, versions 1 and 2: the header, and the entries behind it, each a layer. */
import { ipv4 } from '../../packet/fields/addresses.ts';
import { u16, u32, u8 } from '../../packet/fields/integers.ts';
import { fixedOctets, fixedText, octets } from '../../packet/fields/octets.ts';
import { overlay } from '../../packet/fields/overlay.ts';
import { layer } from '../../packet/layer/layer.ts';
import type { AnyLayer, ColumnFunction } from '../../packet/spec/spec.ts';

/** RFC 1058 §3.1; RFC 1582 §4.1 and RFC 2091 §3.1. */
const COMMANDS = {
  req: 1,
  resp: 2,
  traceOn: 3,
  traceOff: 4,
  sun: 5,
  trigReq: 6,
  trigResp: 7,
  trigAck: 8,
  updateReq: 9,
  updateResp: 10,
  updateAck: 11,
} as const;
/** RFC 2453 §4.1; RFC 4822 §2.5. Type 1 marks the digest behind the entries. */
const AUTHENTICATION = { md5authdata: 1, simple: 2, md5: 3 } as const;
/** Address families: IP, and what stands in the place of one: the entry authenticates the packet (RFC 2453 §4.1). */
const IP = 2,
  AUTHENTICATES = 0xffff;
const INFINITY = 16;
/** Octets of an entry. */
const ENTRY = 20;

/** Entries stand one behind another; one that authenticates has an entry's place. */
const entry = (): AnyLayer => RIPEntry;

type Route = { readonly AF: number; readonly RouteTag: number; readonly mask: string; readonly nextHop: string };

/** Wireshark shows what version 1 has to leave zero (RFC 1058 §3.1) only of other versions. */
const notOfVersion1 =
  (name: 'RouteTag' | 'mask' | 'nextHop'): ColumnFunction<Route> =>
  (self, at) =>
    self.AF !== IP || at.below('RIP')?.fields['version'] === 1 ? undefined : self[name];

/** What every message begins with. @see RFC 1058 §3.1; RFC 2453 §3.6 */
export const RIP = layer('RIP', () => ({
  title: 'RIP header',
  about: 'Routing Information Protocol: the header of every message.',
  source: 'RFC 1058 §3.1; RFC 2453 §3.6',
  wireshark: 'rip',
  fields: {
    cmd: u8({ default: 1, names: COMMANDS, wireshark: 'rip.command' }),
    version: u8({ default: 1, wireshark: 'rip.version' }),
    null: u16({ about: 'zero' }),
  },
  summary: ({ cmd, version }) => `RIPv${version} ${Object.entries(COMMANDS).find(([, n]) => n === cmd)?.[0] ?? cmd}`,
}));

/** A route; or, alone in a request with family 0 and metric 16, all of them (RFC 2453 §3.9.1). @see RFC 2453 §4 */
export const RIPEntry = layer('RIPEntry', () => ({
  title: 'RIP entry',
  about: 'A route to a network, and its metric.',
  source: 'RFC 1058 §3.1; RFC 2453 §4',
  wireshark: '',
  begins: (_b, start, end) => end - start >= ENTRY,
  repeats: entry,
  fields: {
    AF: u16({ default: IP, names: { IP, Auth: AUTHENTICATES }, wireshark: 'rip.family' }),
    RouteTag: u16({ about: 'version 2: marks routes from other protocols' }),
    addr: ipv4(),
    mask: ipv4({ about: 'version 2 only' }),
    nextHop: ipv4({ about: 'version 2; 0.0.0.0: the sender' }),
    metric: u32({ default: 1, names: { Unreach: INFINITY }, wireshark: 'rip.metric' }),
  },
  columns: {
    'rip.ip': ({ AF, addr }) => (AF === IP ? addr : undefined),
    'rip.route_tag': notOfVersion1('RouteTag'),
    'rip.netmask': notOfVersion1('mask'),
    'rip.next_hop': notOfVersion1('nextHop'),
  },
}));

/** What stands where a route has its address family. */
const family = () => u16({ default: AUTHENTICATES, names: { Auth: AUTHENTICATES } });

/** Authenticates a message, first of its entries: a password, or what is needed to check a digest. @see RFC 2453 §4.1; RFC 4822 §2.5 */
export const RIPAuth = layer('RIPAuth', () => ({
  title: 'RIP authentication',
  about: 'Authenticates a message: a password, or what is needed to check the digest after the entries.',
  source: 'RFC 2453 §4.1; RFC 4822 §2',
  wireshark: '',
  repeats: entry,
  fields: {
    AF: family(),
    authtype: u16({ default: AUTHENTICATION.simple, names: AUTHENTICATION, wireshark: 'rip.auth.type' }),
    ...overlay(
      'authtype',
      16,
      [
        [AUTHENTICATION.simple, { password: fixedText(16, { wireshark: 'rip.auth.passwd' }) }],
        [
          AUTHENTICATION.md5,
          {
            digestoffset: u16({ wireshark: 'rip.digest_offset', about: 'octets of the message before the digest' }),
            keyid: u8({ wireshark: 'rip.key_id' }),
            authdatalen: u8({ wireshark: 'rip.auth_data_len', about: 'octets of the digest' }),
            seqnum: u32({ wireshark: 'rip.seq_num' }),
            zeropad: fixedOctets(8),
          },
        ],
      ],
      { data: fixedOctets(16, { about: 'an unknown type, not decoded' }) },
    ),
  },
}));

/** The digest behind the entries, which takes what is left: its size is in the entry at the front. @see RFC 4822 §2.5 */
export const RIPAuthTrailer = layer('RIPAuthTrailer', () => ({
  title: 'RIP authentication data',
  about: 'The digest of a message, after its entries.',
  source: 'RFC 4822 §2.5',
  wireshark: '',
  fields: {
    AF: family(),
    authtype: u16({ default: AUTHENTICATION.md5authdata, names: AUTHENTICATION }),
    authdata: octets({ wireshark: 'rip.authentication_data' }),
  },
}));
