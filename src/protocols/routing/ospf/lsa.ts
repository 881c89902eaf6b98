/** Link state advertisements: what routers tell each other of the network. */
import { ipv4 } from '../../../packet/fields/addresses.ts';
import { choose } from '../../../packet/fields/conditional.ts';
import { bits, flag, flags, u16, u24, u32, u8 } from '../../../packet/fields/integers.ts';
import { list, record, records } from '../../../packet/fields/lists.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { overlay } from '../../../packet/fields/overlay.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { routerInformation, trafficEngineering } from './opaque.ts';

/** @internal In scapy's spelling; opaque ones after RFC 5250. */
export const lsaTypes = {
  router: 1,
  network: 2,
  summaryIP: 3,
  summaryASBR: 4,
  external: 5,
  multicast: 6,
  NSSAExternal: 7,
  linkScopeOpaque: 9,
  areaScopeOpaque: 10,
  asScopeOpaque: 11,
} as const;

/** @internal What a router can do. @see RFC 2328 §A.2; RFC 3101; RFC 5250; RFC 5613; RFC 4576 */
export const ospfOptions = () => flags(8, ['MT', 'E', 'MC', 'NP', 'L', 'DC', 'O', 'DN'], { wireshark: 'ospf.v2.options' });

/** An identifier: an address, or for opaque ones a type and a number (RFC 5250 §3). */
const identifier = () =>
  overlay(
    'type',
    4,
    [
      [
        [9, 10, 11],
        {
          opaque_type: u8({
            names: { 'traffic engineering': 1, sycamore: 2, grace: 3, 'router information': 4, 'extended prefix': 7, 'extended link': 8 },
            wireshark: 'ospf.lsid_opaque_type',
          }),
          opaque_id: u24({ wireshark: 'ospf.lsid.opaque_id' }),
        },
      ],
    ],
    { id: ipv4({ wireshark: 'ospf.lsa.id' }) },
  );

const head = (own: { readonly chksum: ReturnType<typeof u16>; readonly len: ReturnType<typeof u16> }) => ({
  age: u16({ default: 1, wireshark: 'ospf.lsa.age', about: 'seconds; 0x8000: does not age (RFC 1793)' }),
  options: ospfOptions(),
  type: u8({ default: 1, names: lsaTypes, wireshark: 'ospf.lsa' }),
  ...identifier(),
  adrouter: ipv4({ wireshark: 'ospf.advrouter', about: 'the router that originated it' }),
  seq: u32({ default: 0x8000_0001, hex: true, wireshark: 'ospf.lsa.seqnum' }),
  ...own,
});

/** The header of an advertisement without the rest, which names it. @see RFC 2328 §A.4.1 */
export const OSPF_LSA_Hdr = layer('OSPF_LSA_Hdr', () => ({
  title: 'OSPF LSA Header',
  about: 'Names an advertisement, and how new it is.',
  source: 'RFC 2328 §A.4.1',
  fields: head({
    chksum: u16({ hex: true, wireshark: 'ospf.lsa.chksum' }),
    len: u16({ default: 36, wireshark: 'ospf.lsa.length', about: 'of the whole advertisement' }),
  }),
}));

/** A metric of a type of service. @see RFC 2328 §A.4.2 */
export const OSPF_LinkTOS = layer('OSPF_LinkTOS', () => ({
  about: 'The metric of a link for one type of service.',
  source: 'RFC 2328 §A.4.2',
  fields: { tos: u8(), reserved: u8(), metric: u16() },
}));

/** A link of a router. @see RFC 2328 §A.4.2 */
export const OSPF_Link = layer('OSPF_Link', () => ({
  title: 'OSPF Link',
  about: 'A link of a router.',
  source: 'RFC 2328 §A.4.2',
  fields: {
    id: ipv4({ default: '192.168.0.0', wireshark: 'ospf.lsa.router.linkid' }),
    data: ipv4({ default: '255.255.255.0', wireshark: 'ospf.lsa.router.linkdata' }),
    type: u8({ default: 3, names: { p2p: 1, transit: 2, stub: 3, virtual: 4 }, wireshark: 'ospf.lsa.router.linktype' }),
    toscount: u8({ counts: 'tos', wireshark: 'ospf.lsa.router.nummetrics' }),
    metric: u16({ default: 10, wireshark: 'ospf.lsa.router.metric0' }),
    tos: records(() => OSPF_LinkTOS),
  },
}));

/** @see RFC 2328 §A.4.2 */
export const OSPF_Router_LSA = layer('OSPF_Router_LSA', () => ({
  about: "A router's links.",
  source: 'RFC 2328 §A.4.2; RFC 3101',
  fields: {
    flags: flags(8, ['B', 'E', 'V', 'W', 'Nt', 'H'], { wireshark: 'ospf.v2.router.lsa.flags' }),
    reserved: u8(),
    linkcount: u16({ counts: 'linklist', wireshark: 'ospf.lsa.number_of_links' }),
    linklist: records(() => OSPF_Link),
  },
}));

/** @see RFC 2328 §A.4.3 */
export const OSPF_Network_LSA = layer('OSPF_Network_LSA', () => ({
  about: 'The routers of a network.',
  source: 'RFC 2328 §A.4.3',
  fields: {
    mask: ipv4({ default: '255.255.255.0', wireshark: 'ospf.lsa.network.netmask' }),
    routerlist: list(ipv4({ wireshark: 'ospf.lsa.network.attchrtr' })),
  },
}));

/** @see RFC 2328 §A.4.4 */
export const OSPF_SummaryTOS = layer('OSPF_SummaryTOS', () => ({
  about: 'The metric of a route for one type of service.',
  source: 'RFC 2328 §A.4.4',
  fields: { tos: u8(), metric: u24() },
}));

/** Routes to a network or a border router of another area. @see RFC 2328 §A.4.4 */
export const OSPF_Summary_LSA = layer('OSPF_Summary_LSA', () => ({
  about: 'A route to a network or a border router of another area.',
  source: 'RFC 2328 §A.4.4',
  fields: {
    mask: ipv4({ default: '255.255.255.0' }),
    reserved: u8(),
    metric: u24({ default: 10, wireshark: 'ospf.metric' }),
    tos: records(() => OSPF_SummaryTOS),
  },
}));

/** @see RFC 2328 §A.4.5 */
export const OSPF_ExternalTOS = layer('OSPF_ExternalTOS', () => ({
  about: 'A route out of the system for one type of service.',
  source: 'RFC 2328 §A.4.5',
  fields: { ebit: flag(), tos: bits(7), metric: u24(), fwdaddr: ipv4(), tag: u32() },
}));

/** A route out of the system, also from an area that has few of them. @see RFC 2328 §A.4.5; RFC 3101 §2.4 */
export const OSPF_External_LSA = layer('OSPF_External_LSA', () => ({
  about: 'A route out of the autonomous system.',
  source: 'RFC 2328 §A.4.5; RFC 3101 §2.4',
  fields: {
    mask: ipv4({ default: '255.255.255.0', wireshark: 'ospf.lsa.asext.netmask' }),
    ebit: flag({ wireshark: 'ospf.lsa.asext.type', about: 'type 2: its metric is larger than any internal one' }),
    reserved: bits(7),
    metric: u24({ default: 20, wireshark: 'ospf.metric' }),
    fwdaddr: ipv4({ wireshark: 'ospf.lsa.asext.fwdaddr' }),
    tag: u32({ hex: true, wireshark: 'ospf.lsa.asext.extrttag' }),
    tos: records(() => OSPF_ExternalTOS),
  },
}));

/** An advertisement: its header, and what its type says. @see RFC 2328 §A.4 */
export const OSPF_LSA = layer('OSPF_LSA', () => ({
  title: 'OSPF LSA',
  about: 'A link state advertisement: what a router says about part of the network.',
  source: 'RFC 2328 §A.4; RFC 5250',
  fields: {
    ...head({
      // RFC 2328 §12.1.7: over all but the age.
      chksum: u16({
        hex: true,
        checksums: 'layer',
        sum: 'fletcher',
        skips: 2,
        wireshark: 'ospf.lsa.chksum',
      }),
      len: u16({ measures: 'layer', wireshark: 'ospf.lsa.length' }),
    }),
    body: choose(
      'type',
      {
        router: record(() => OSPF_Router_LSA),
        network: record(() => OSPF_Network_LSA),
        summaryIP: record(() => OSPF_Summary_LSA),
        summaryASBR: record(() => OSPF_Summary_LSA),
        external: record(() => OSPF_External_LSA),
        NSSAExternal: record(() => OSPF_External_LSA),
        areaScopeOpaque: choose('opaque_type', { 1: trafficEngineering(), 4: routerInformation() }, octets()),
        asScopeOpaque: choose('opaque_type', { 4: routerInformation() }, octets()),
      },
      octets(),
    ),
  },
}));
