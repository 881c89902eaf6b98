/** Link state advertisements of OSPF for IPv6. */
import { ipv4, ipv6 } from '../../../packet/fields/addresses.ts';
import { choose, when } from '../../../packet/fields/conditional.ts';
import { flags, u16, u24, u32, u8 } from '../../../packet/fields/integers.ts';
import { list, record, records } from '../../../packet/fields/lists.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { prefixOctets } from '../../../packet/fields/special/prefix-octets.ts';
import { layer } from '../../../packet/layer/layer.ts';

/** @internal In scapy's spelling. The first bits say how far it goes, and what who does not know it does. @see RFC 5340 §A.4.2.1 */
export const v3LsaTypes = {
  router: 0x2001,
  network: 0x2002,
  interAreaPrefix: 0x2003,
  interAreaRouter: 0x2004,
  asExternal: 0x4005,
  type7: 0x2007,
  link: 0x0008,
  intraAreaPrefix: 0x2009,
} as const;

/** @internal What a router can do. @see RFC 5340 §A.2; RFC 5613; RFC 5838; RFC 7166 */
export const ospfv3Options = () =>
  flags(24, ['V6', 'E', 'MC', 'N', 'R', 'DC', 'bit6', 'bit7', 'AF', 'L', 'AT'], { wireshark: 'ospf.v3.options' });

/** RFC 5340 §A.4.1.1. */
const prefixOptions = () => flags(8, ['NU', 'LA', 'MC', 'P', 'DN'], { wireshark: 'ospf.v3.prefix.options' });

const prefixlen = () => u8({ default: 64, wireshark: 'ospf.prefix_length', about: 'bits' });
const prefix = () => prefixOctets(6, 'prefixlen', { unit: 4, default: '2001:db8:0:42::', wireshark: 'ospf.v3.address_prefix.ipv6' });

const head = (own: { readonly chksum: ReturnType<typeof u16>; readonly len: ReturnType<typeof u16> }) => ({
  age: u16({ default: 1, wireshark: 'ospf.lsa.age', about: 'seconds; 0x8000: does not age (RFC 1793)' }),
  type: u16({ default: v3LsaTypes.router, names: v3LsaTypes, hex: true, wireshark: 'ospf.v3.lsa' }),
  id: ipv4({ wireshark: 'ospf.link_state_id' }),
  adrouter: ipv4({ default: '1.1.1.1', wireshark: 'ospf.advrouter', about: 'the router that originated it' }),
  seq: u32({ default: 0x8000_0001, hex: true, wireshark: 'ospf.lsa.seqnum' }),
  ...own,
});

/** The header of an advertisement without the rest, which names it. @see RFC 5340 §A.4.2 */
export const OSPFv3_LSA_Hdr = layer('OSPFv3_LSA_Hdr', () => ({
  title: 'OSPFv3 LSA Header',
  about: 'Names an advertisement, and how new it is.',
  source: 'RFC 5340 §A.4.2',
  fields: head({
    chksum: u16({ hex: true, wireshark: 'ospf.lsa.chksum' }),
    len: u16({ default: 36, wireshark: 'ospf.lsa.length', about: 'of the whole advertisement' }),
  }),
}));

/** @see RFC 5340 §A.4.3 */
export const OSPFv3_Link = layer('OSPFv3_Link', () => ({
  title: 'OSPFv3 Link',
  about: 'A link of a router.',
  source: 'RFC 5340 §A.4.3',
  fields: {
    type: u8({ default: 1, names: { p2p: 1, transit: 2, virtual: 4 }, wireshark: 'ospf.v3.lsa.type' }),
    reserved: u8(),
    metric: u16({ default: 10, wireshark: 'ospf.metric' }),
    intid: u32({ wireshark: 'ospf.v3.lsa.interface_id' }),
    neighintid: u32({ wireshark: 'ospf.v3.lsa.neighbor_interface_id' }),
    neighbor: ipv4({ default: '2.2.2.2', wireshark: 'ospf.v3.lsa.neighbor_router_id' }),
  },
}));

/** @see RFC 5340 §A.4.3 */
export const OSPFv3_Router_LSA = layer('OSPFv3_Router_LSA', () => ({
  about: "A router's links.",
  source: 'RFC 5340 §A.4.3',
  fields: {
    flags: flags(8, ['B', 'E', 'V', 'W', 'Nt'], { wireshark: 'ospf.v3.router.lsa.flags' }),
    options: ospfv3Options(),
    linklist: records(() => OSPFv3_Link),
  },
}));

/** @see RFC 5340 §A.4.4 */
export const OSPFv3_Network_LSA = layer('OSPFv3_Network_LSA', () => ({
  about: 'The routers of a network.',
  source: 'RFC 5340 §A.4.4',
  fields: {
    reserved: u8(),
    options: ospfv3Options(),
    routerlist: list(ipv4({ wireshark: 'ospf.v3.lsa.attached_router' })),
  },
}));

/** @see RFC 5340 §A.4.5 */
export const OSPFv3_Inter_Area_Prefix_LSA = layer('OSPFv3_Inter_Area_Prefix_LSA', () => ({
  about: 'A route to a network of another area.',
  source: 'RFC 5340 §A.4.5',
  fields: {
    reserved: u8(),
    metric: u24({ default: 10, wireshark: 'ospf.metric' }),
    prefixlen: prefixlen(),
    prefixoptions: prefixOptions(),
    reserved2: u16(),
    prefix: prefix(),
  },
}));

/** @see RFC 5340 §A.4.6 */
export const OSPFv3_Inter_Area_Router_LSA = layer('OSPFv3_Inter_Area_Router_LSA', () => ({
  about: 'A route to a border router of another area.',
  source: 'RFC 5340 §A.4.6',
  fields: {
    reserved: u8(),
    options: ospfv3Options(),
    reserved2: u8(),
    metric: u24({ default: 1, wireshark: 'ospf.metric' }),
    router: ipv4({ default: '2.2.2.2', wireshark: 'ospf.v3.lsa.destination_router_id' }),
  },
}));

/** A route out of the system, also from an area that has few of them. @see RFC 5340 §A.4.7, §A.4.8 */
export const OSPFv3_AS_External_LSA = layer('OSPFv3_AS_External_LSA', () => ({
  about: 'A route out of the autonomous system.',
  source: 'RFC 5340 §A.4.7, §A.4.8',
  fields: {
    flags: flags(8, ['T', 'F', 'E'], { wireshark: 'ospf.v3.as.external.flags', about: 'E: its metric is larger than any internal one' }),
    metric: u24({ default: 20, wireshark: 'ospf.metric' }),
    prefixlen: prefixlen(),
    prefixoptions: prefixOptions(),
    reflstype: u16({ names: v3LsaTypes, hex: true, wireshark: 'ospf.v3.lsa.referenced_ls_type' }),
    prefix: prefix(),
    fwaddr: when({ flags: 'F' }, ipv6({ wireshark: 'ospf.v3.lsa.forwarding_address.ipv6' })),
    tag: when({ flags: 'T' }, u32({ wireshark: 'ospf.v3.lsa.external_route_tag' })),
    reflsid: when('reflstype', ipv4({ wireshark: 'ospf.v3.lsa.referenced_link_state_id' })),
  },
}));

/** A network, and its metric. @see RFC 5340 §A.4.9, §A.4.10 */
export const OSPFv3_Prefix_Item = layer('OSPFv3_Prefix_Item', () => ({
  title: 'OSPFv3 Link Prefix Item',
  about: 'A network of a link.',
  source: 'RFC 5340 §A.4.10',
  fields: {
    prefixlen: prefixlen(),
    prefixoptions: prefixOptions(),
    metric: u16({ default: 10, wireshark: 'ospf.metric', about: 'none in a Link-LSA' }),
    prefix: prefix(),
  },
}));

/** @see RFC 5340 §A.4.9 */
export const OSPFv3_Link_LSA = layer('OSPFv3_Link_LSA', () => ({
  about: "A router's address on a link, and the link's networks.",
  source: 'RFC 5340 §A.4.9',
  fields: {
    prio: u8({ default: 1, wireshark: 'ospf.v3.lsa.router_priority' }),
    options: ospfv3Options(),
    lladdr: ipv6({ default: 'fe80::', wireshark: 'ospf.v3.lsa.link_local_interface_address.ipv6' }),
    prefixes: u32({ counts: 'prefixlist', wireshark: 'ospf.v3.lsa.num_prefixes' }),
    prefixlist: records(() => OSPFv3_Prefix_Item),
  },
}));

/** @see RFC 5340 §A.4.10 */
export const OSPFv3_Intra_Area_Prefix_LSA = layer('OSPFv3_Intra_Area_Prefix_LSA', () => ({
  about: 'The networks of a router, or of a link.',
  source: 'RFC 5340 §A.4.10',
  fields: {
    prefixes: u16({ counts: 'prefixlist', wireshark: 'ospf.v3.lsa.num_prefixes' }),
    reflstype: u16({ names: v3LsaTypes, hex: true, wireshark: 'ospf.v3.lsa.referenced_ls_type' }),
    reflsid: ipv4({ wireshark: 'ospf.v3.lsa.referenced_link_state_id' }),
    refadrouter: ipv4({ wireshark: 'ospf.v3.lsa.referenced_advertising_router' }),
    prefixlist: records(() => OSPFv3_Prefix_Item),
  },
}));

/** An advertisement: its header, and what its type says. @see RFC 5340 §A.4 */
export const OSPFv3_LSA = layer('OSPFv3_LSA', () => ({
  title: 'OSPFv3 LSA',
  about: 'A link state advertisement: what a router says about part of the network.',
  source: 'RFC 5340 §A.4',
  fields: {
    ...head({
      // RFC 2328 §12.1.7: over all but the age.
      chksum: u16({ hex: true, checksums: 'layer', sum: 'fletcher', skips: 2, wireshark: 'ospf.lsa.chksum' }),
      len: u16({ measures: 'layer', wireshark: 'ospf.lsa.length' }),
    }),
    body: choose(
      'type',
      {
        router: record(() => OSPFv3_Router_LSA),
        network: record(() => OSPFv3_Network_LSA),
        interAreaPrefix: record(() => OSPFv3_Inter_Area_Prefix_LSA),
        interAreaRouter: record(() => OSPFv3_Inter_Area_Router_LSA),
        asExternal: record(() => OSPFv3_AS_External_LSA),
        type7: record(() => OSPFv3_AS_External_LSA),
        link: record(() => OSPFv3_Link_LSA),
        intraAreaPrefix: record(() => OSPFv3_Intra_Area_Prefix_LSA),
      },
      octets(),
    ),
  },
}));
