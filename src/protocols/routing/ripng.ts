/** RIP for IPv6: the header, and the entries behind it, each a layer. */
import { ipv6 } from '../../packet/fields/addresses.ts';
import { u16, u8 } from '../../packet/fields/integers.ts';
import { layer } from '../../packet/layer/layer.ts';

const COMMANDS = { req: 1, resp: 2 } as const;
/** Octets of an entry. */
const ENTRY = 20;

/** What every message begins with. @see RFC 2080 §2.1 */
export const RIPng = layer('RIPng', () => ({
  title: 'RIPng header',
  about: 'Routing Information Protocol for IPv6: the header of every message.',
  source: 'RFC 2080 §2.1',
  wireshark: 'ripng',
  // RFC 2080 §2.4.2: answers from farther away are not taken.
  below: { IPv6: { hlim: 255 } },
  begins: (_b, start, end) => (end - start - 4) % ENTRY === 0,
  fields: {
    cmd: u8({ default: 1, names: COMMANDS, wireshark: 'ripng.cmd' }),
    ver: u8({ default: 1, wireshark: 'ripng.version' }),
    null: u16({ about: 'zero' }),
  },
  columns: { 'ripng.reserved': (_, { b, start }) => b.subarray(start + 2, start + 4) },
  summary: ({ cmd, ver }) => `RIPng v${ver} ${Object.entries(COMMANDS).find(([, n]) => n === cmd)?.[0] ?? cmd}`,
}));

/** A route; with metric 255 the next hop of those behind it. @see RFC 2080 §2.1, §2.1.1 */
export const RIPngEntry = layer('RIPngEntry', () => ({
  title: 'RIPng entry',
  about: 'A route to a network, and its metric; or, with metric 255, the next hop of the routes behind it.',
  source: 'RFC 2080 §2.1',
  wireshark: '',
  begins: (_b, start, end) => end - start >= ENTRY,
  repeats: true,
  fields: {
    prefix_or_nh: ipv6({ wireshark: 'ripng.rte.ipv6_prefix' }),
    routetag: u16({ hex: true, wireshark: 'ripng.rte.route_tag' }),
    prefixlen: u8({ wireshark: 'ripng.rte.prefix_length' }),
    metric: u8({ default: 1, names: { Unreach: 16, 'next-hop': 255 }, wireshark: 'ripng.rte.metric' }),
  },
}));
