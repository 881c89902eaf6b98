/** What IS-IS messages carry: numbers, lengths and values. @see IANA: "IS-IS TLV Codepoints" */
import { ipv4, ipv6, mac } from '../../../packet/fields/addresses.ts';
import { mayEnd, when } from '../../../packet/fields/conditional.ts';
import { bits, f32, flag, flags, u16, u24, u32, u64, u8 } from '../../../packet/fields/integers.ts';
import { list, record, records } from '../../../packet/fields/lists.ts';
import { octets, text } from '../../../packet/fields/octets.ts';
import { option, optionList } from '../../../packet/fields/options.ts';
import { prefixOctets } from '../../../packet/fields/special/prefix-octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { lspId, nodeId, systemId } from './identifiers.ts';

/** @see ISO/IEC 10589 §9.3 */
export const ISIS_AreaEntry = layer('ISIS_AreaEntry', () => ({
  about: 'The address of an area.',
  source: 'ISO/IEC 10589 §9.3',
  fields: { arealen: u8({ measures: 'areaid' }), areaid: octets({ default: Uint8Array.of(0x49) }) },
}));

/** @see ISO/IEC 10589 §9.10 */
export const ISIS_LspEntry = layer('ISIS_LspEntry', () => ({
  about: 'Names a link state packet, and how new it is.',
  source: 'ISO/IEC 10589 §9.10',
  fields: {
    lifetime: u16({ default: 1200, wireshark: 'isis.csnp.lsp_remain_life', about: 'seconds' }),
    lspid: lspId({ wireshark: 'isis.csnp.lsp_id' }),
    seqnum: u32({ default: 1, hex: true, wireshark: 'isis.csnp.lsp_seq_num' }),
    checksum: u16({ hex: true, wireshark: 'isis.csnp.lsp_checksum' }),
  },
}));

/** Four metrics; a first bit says that there is none. @see ISO/IEC 10589 §9.8 */
const metrics = () => ({
  defmetric: u8({ default: 1 }),
  delmetric: u8({ default: 128 }),
  expmetric: u8({ default: 128 }),
  errmetric: u8({ default: 128 }),
});

/** @see ISO/IEC 10589 §9.8 */
export const ISIS_IsReachabilityEntry = layer('ISIS_IsReachabilityEntry', () => ({
  about: 'A neighbour, and what the way to it costs.',
  source: 'ISO/IEC 10589 §9.8',
  fields: { ...metrics(), neighbourid: nodeId() },
}));

/** @see ISO/IEC 10589 §9.8 */
export const ISIS_IsReachability = layer('ISIS_IsReachability', () => ({
  about: 'Neighbours, with small metrics.',
  source: 'ISO/IEC 10589 §9.8',
  fields: { virtual: u8(), neighbours: records(() => ISIS_IsReachabilityEntry, { rest: true }) },
}));

/** @see RFC 1195 §5.3.2 */
export const ISIS_IpReachabilityEntry = layer('ISIS_IpReachabilityEntry', () => ({
  about: 'An IPv4 network, and what the way to it costs.',
  source: 'RFC 1195 §5.3.2',
  fields: { ...metrics(), ipaddress: ipv4(), subnetmask: ipv4({ default: '255.255.255.255' }) },
}));

/** What is said of a link. @see RFC 5305 §3; RFC 5307 §1.1; RFC 6119 §4 */
const linkTlvs = () =>
  optionList({
    packets: true,
    kinds: {
      3: option('AdministrativeGroup', u32({ hex: true, default: 1 })),
      4: option('LinkLocalRemoteIdentifiers', list(u32(), { rest: true })),
      6: option('IPv4InterfaceAddress', ipv4()),
      8: option('IPv4NeighborAddress', ipv4()),
      9: option('MaximumLinkBandwidth', f32({ about: 'octets a second' })),
      10: option('MaximumReservableLinkBandwidth', f32()),
      11: option('UnreservedBandwidth', list(f32(), { rest: true })),
      12: option('IPv6InterfaceAddress', ipv6()),
      13: option('IPv6NeighborAddress', ipv6()),
      18: option('TEDefaultMetric', u24({ default: 1000 })),
    },
  });

/** @see RFC 5305 §3 */
export const ISIS_ExtendedIsNeighbourEntry = layer('ISIS_ExtendedIsNeighbourEntry', () => ({
  about: 'A neighbour, what the way to it costs, and what is said of the link.',
  source: 'RFC 5305 §3',
  fields: {
    neighbourid: nodeId({ wireshark: 'isis.lsp.ext_is_reachability.is_neighbor_id' }),
    metric: u24({ default: 1, wireshark: 'isis.lsp.ext_is_reachability.metric' }),
    subtlvslen: u8({ measures: 'subtlvs', wireshark: 'isis.lsp.ext_is_reachability.subclvs_length' }),
    subtlvs: linkTlvs(),
  },
}));

/** @see RFC 8667 §2.1 */
export const ISIS_PrefixSegmentIdentifier = layer('ISIS_PrefixSegmentIdentifier', () => ({
  about: 'The segment of a network.',
  source: 'RFC 8667 §2.1',
  fields: {
    flags: flags(8, ['res1', 'res2', 'L', 'V', 'E', 'P', 'N', 'R']),
    algorithm: u8(),
    sid: octets({ default: new Uint8Array(4), about: 'an index of 4 octets, or with L and V a label of 3' }),
  },
}));

/** What is said of a network. @see RFC 5130 §3; RFC 7794 §2; RFC 8667 §2.1 */
const prefixTlvs = () =>
  optionList({
    packets: true,
    kinds: {
      1: option('32bitAdministrativeTag', list(u32(), { rest: true })),
      2: option('64bitAdministrativeTag', list(u64(), { rest: true })),
      3: option(
        'PrefixSegmentIdentifier',
        record(() => ISIS_PrefixSegmentIdentifier),
      ),
      4: option('PrefixAttributes', octets()),
      11: option('IPv4SourceRouterID', ipv4()),
      12: option('IPv6SourceRouterID', ipv6()),
    },
  });

/** @see RFC 5305 §4 */
export const ISIS_ExtendedIpPrefix = layer('ISIS_ExtendedIpPrefix', () => ({
  about: 'An IPv4 network, and what the way to it costs.',
  source: 'RFC 5305 §4',
  fields: {
    metric: u32({ default: 1, wireshark: 'isis.lsp.ext_ip_reachability.metric' }),
    updown: flag({ wireshark: 'isis.lsp.ext_ip_reachability.distribution' }),
    subtlvindicator: flag({ wireshark: 'isis.lsp.ext_ip_reachability.subtlv' }),
    pfxlen: bits(6, { wireshark: 'isis.lsp.ext_ip_reachability.prefix_length' }),
    pfx: prefixOctets(4, 'pfxlen', { wireshark: 'isis.lsp.ext_ip_reachability.ipv4_prefix' }),
    subtlvslen: when('subtlvindicator', u8({ measures: 'subtlvs' })),
    subtlvs: when('subtlvindicator', prefixTlvs()),
  },
}));

/** @see RFC 5308 §2 */
export const ISIS_Ipv6Prefix = layer('ISIS_Ipv6Prefix', () => ({
  about: 'An IPv6 network, and what the way to it costs.',
  source: 'RFC 5308 §2',
  fields: {
    metric: u32({ default: 1, wireshark: 'isis.lsp.ipv6_reachability.metric' }),
    updown: flag({ wireshark: 'isis.lsp.ipv6_reachability.distribution' }),
    external: flag({ wireshark: 'isis.lsp.ipv6_reachability.distribution_internal' }),
    subtlvindicator: flag({ wireshark: 'isis.lsp.ipv6_reachability.subtlv' }),
    reserved: bits(5),
    pfxlen: u8({ wireshark: 'isis.lsp.ipv6_reachability.prefix_length' }),
    pfx: prefixOctets(6, 'pfxlen', { wireshark: 'isis.lsp.ipv6_reachability.ipv6_prefix' }),
    subtlvslen: when('subtlvindicator', u8({ measures: 'subtlvs' })),
    subtlvs: when('subtlvindicator', prefixTlvs()),
  },
}));

/** Routes of one topology. @see RFC 5120 §7 */
const topology = () => ({ reserved: bits(4), mtid: bits(12, { default: 2, about: 'the topology' }) });

/** @see RFC 5120 §7.1 */
export const ISIS_MTIsReachability = layer('ISIS_MTIsReachability', () => ({
  about: 'Neighbours in one topology.',
  source: 'RFC 5120 §7.1',
  fields: { ...topology(), neighbours: records(() => ISIS_ExtendedIsNeighbourEntry, { rest: true }) },
}));

/** @see RFC 5120 §7.3 */
export const ISIS_MTIpReachability = layer('ISIS_MTIpReachability', () => ({
  about: 'IPv4 networks in one topology.',
  source: 'RFC 5120 §7.3',
  fields: { ...topology(), pfxs: records(() => ISIS_ExtendedIpPrefix, { rest: true }) },
}));

/** @see RFC 5120 §7.4 */
export const ISIS_MTIpv6Reachability = layer('ISIS_MTIpv6Reachability', () => ({
  about: 'IPv6 networks in one topology.',
  source: 'RFC 5120 §7.4',
  fields: { ...topology(), pfxs: records(() => ISIS_Ipv6Prefix, { rest: true }) },
}));

/** @see RFC 5304 §2; RFC 5310 §3 */
export const ISIS_Authentication = layer('ISIS_Authentication', () => ({
  about: 'Authenticates a message: a password, or a digest.',
  source: 'ISO/IEC 10589 §9.5; RFC 5304 §2; RFC 5310 §3',
  fields: { authtype: u8({ default: 1, names: { plain: 1, generic: 3, md5: 0x36 } }), password: octets() },
}));

/** @see RFC 5303 §3.1 */
export const ISIS_P2PAdjacencyState = layer('ISIS_P2PAdjacencyState', () => ({
  about: 'The state of a neighbour on a link of two.',
  source: 'RFC 5303 §3.1',
  fields: {
    state: u8({ default: 2, names: { Up: 0, Initializing: 1, Down: 2 }, wireshark: 'isis.hello.adjacency_state' }),
    extlocalcircuitid: mayEnd(u32({ hex: true, wireshark: 'isis.hello.extended_local_circuit_id' })),
    neighboursystemid: mayEnd(systemId({ wireshark: 'isis.hello.neighbor_systemid' })),
    neighbourextlocalcircuitid: mayEnd(u32({ hex: true, wireshark: 'isis.hello.neighbor_extended_local_circuit_id' })),
  },
}));

/** @see RFC 8706 §3.2 */
export const ISIS_Restart = layer('ISIS_Restart', () => ({
  about: 'A router starts again, or lets another one do so.',
  source: 'RFC 8706 §3.2',
  fields: {
    flags: flags(8, ['RR', 'RA', 'SA', 'PR', 'PA'], { wireshark: 'isis.hello.clv_restart_flags' }),
    remaining: mayEnd(u16({ about: 'seconds' })),
    neighbour: mayEnd(systemId()),
  },
}));

/** @see RFC 8202 §2.1 */
export const ISIS_InstanceIdentifier = layer('ISIS_InstanceIdentifier', () => ({
  about: 'One of several instances on a link.',
  source: 'RFC 8202 §2.1',
  fields: { iid: u16(), itids: list(u16(), { rest: true, about: 'topologies' }) },
}));

/** @see RFC 7981 §2 */
export const ISIS_RouterCapability = layer('ISIS_RouterCapability', () => ({
  about: 'What a router can do.',
  source: 'RFC 7981 §2; RFC 8667 §3',
  fields: {
    routerid: ipv4(),
    flags: flags(8, 'SD'),
    subtlvs: optionList({
      packets: true,
      kinds: { 2: option('SRCapabilities', octets()), 19: option('SRAlgorithm', list(u8(), { rest: true })) },
    }),
  },
}));

type Part = 'hello' | 'lsp' | 'csnp' | 'psnp';
/** Wireshark has these names for the messages that usually carry such values. */
const inner = (part: Part, name: string) => (part === 'hello' || part === 'lsp' ? { wireshark: `isis.${part}.${name}` } : {});

/** @internal The list behind each header. `part` begins Wireshark's names. */
export const tlvs = (part: Part) =>
  optionList({
    packets: true,
    wireshark: { type: `isis.${part}.clv.type`, length: `isis.${part}.clv.length` },
    kinds: {
      1: option(
        'Area',
        records(() => ISIS_AreaEntry, { rest: true }),
      ),
      2: option(
        'IsReachability',
        record(() => ISIS_IsReachability),
      ),
      6: option('IsNeighbour', list(mac({ wireshark: 'isis.hello.is_neighbor' }), { rest: true })),
      7: option(
        'InstanceIdentifier',
        record(() => ISIS_InstanceIdentifier),
      ),
      8: option('Padding', octets()),
      9: option(
        'LspEntry',
        records(() => ISIS_LspEntry, { rest: true }),
      ),
      10: option(
        'Authentication',
        record(() => ISIS_Authentication),
      ),
      12: option('Checksum', u16({ hex: true, about: 'RFC 3358' })),
      14: option('BufferSize', u16({ default: 1497 })),
      22: option(
        'ExtendedIsReachability',
        records(() => ISIS_ExtendedIsNeighbourEntry, { rest: true }),
      ),
      128: option(
        'InternalIpReachability',
        records(() => ISIS_IpReachabilityEntry, { rest: true }),
      ),
      129: option('ProtocolsSupported', list(u8({ hex: true, ...inner(part, 'clv_nlpid.nlpid') }), { rest: true })),
      130: option(
        'ExternalIpReachability',
        records(() => ISIS_IpReachabilityEntry, { rest: true }),
      ),
      132: option('IpInterfaceAddress', list(ipv4(inner(part, 'clv_ipv4_int_addr')), { rest: true })),
      134: option('TERouterID', ipv4()),
      135: option(
        'ExtendedIpReachability',
        records(() => ISIS_ExtendedIpPrefix, { rest: true }),
      ),
      137: option('DynamicHostname', text({ encoding: 'utf8', ...(part === 'lsp' && { wireshark: 'isis.lsp.hostname' }) })),
      211: option(
        'Restart',
        record(() => ISIS_Restart),
      ),
      222: option(
        'MTIsReachability',
        record(() => ISIS_MTIsReachability),
      ),
      229: option('MultiTopology', list(u16({ hex: true }), { rest: true })),
      232: option('Ipv6InterfaceAddress', list(ipv6(inner(part, 'clv_ipv6_int_addr')), { rest: true })),
      233: option('Ipv6GlobalInterfaceAddress', list(ipv6(), { rest: true })),
      235: option(
        'MTIpReachability',
        record(() => ISIS_MTIpReachability),
      ),
      236: option(
        'Ipv6Reachability',
        records(() => ISIS_Ipv6Prefix, { rest: true }),
      ),
      237: option(
        'MTIpv6Reachability',
        record(() => ISIS_MTIpv6Reachability),
      ),
      240: option(
        'P2PAdjacencyState',
        record(() => ISIS_P2PAdjacencyState),
      ),
      242: option(
        'RouterCapability',
        record(() => ISIS_RouterCapability),
      ),
    },
  });
