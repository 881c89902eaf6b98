/** Spanning Tree Protocol: bridges agree on a tree without loops. Also rapid (RSTP), for many trees (MSTP), and Cisco's, one for each VLAN (PVST+). */
import { mac } from '../../../packet/fields/addresses.ts';
import { mayEnd, when } from '../../../packet/fields/conditional.ts';
import { u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { record, records } from '../../../packet/fields/lists.ts';
import { fixedOctets, fixedText } from '../../../packet/fields/octets.ts';
import { option, optionList } from '../../../packet/fields/options.ts';
import { sized } from '../../../packet/fields/sized.ts';
import { fixedPoint } from '../../../packet/fields/special/fixed-point.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { ciscoPids, underSNAP } from '../../registries/cisco-pids.ts';

/** IEEE 802.1Q-2018 §14.1.2. */
const TYPES = { configuration: 0, rapid: 2, 'topology-change': 0x80 } as const;
const TOPOLOGY_CHANGE = 0x80;
const VERSIONS = { STP: 0, RSTP: 2, MSTP: 3, SPT: 4 } as const;
/** Versions that have the rapid form, and those that have many trees (IEEE 802.1Q-2018 §14.4). */
const RAPID = [2, 3, 4],
  MULTIPLE = [3, 4];

/** Seconds, in units of 1/256 (§14.2.8). */
const seconds = (initial: number, wireshark: string, about: string) => fixedPoint(16, 8, { default: initial, wireshark, about });
/** Of a bridge's priority: the upper four bits; the others are the number of its tree (§14.2.5). */
const priority = (id: number): number => id & 0xf000;
const tree = (id: number): number => id & 0x0fff;

/** One tree of several. @see IEEE 802.1Q-2018 §14.4.1 */
export const STPTree = layer('STPTree', () => ({
  about: 'What a bridge says of one tree of several.',
  source: 'IEEE 802.1Q-2018 §14.4.1',
  wireshark: '',
  fields: {
    flags: u8({ hex: true, wireshark: 'mstp.msti.flags' }),
    rootid: u16({ default: 0x8001, hex: true, about: 'priority of the regional root, and the number of the tree' }),
    rootmac: mac({ wireshark: 'mstp.msti.root.hw' }),
    pathcost: u32({ wireshark: 'mstp.msti.root_cost' }),
    bridge_priority: u8({ default: 0x80, hex: true }),
    port_priority: u8({ default: 0x80, hex: true }),
    hops: u8({ default: 20, wireshark: 'mstp.msti.remaining_hops' }),
  },
  columns: {
    'mstp.msti.priority': { hex: 8, of: ({ rootid }) => priority(rootid) >> 12 },
    'mstp.msti.msti_id': ({ rootid }) => tree(rootid),
    'mstp.msti.bridge_priority': (self) => self.bridge_priority >> 4,
    'mstp.msti.port_priority': (self) => self.port_priority >> 4,
  },
}));

/** The region, the tree that all share, and the other trees. @see IEEE 802.1Q-2018 §14.4 */
export const STPRegion = layer('STPRegion', () => ({
  about: 'The region of bridges with the same trees, and what its bridge says of each tree.',
  source: 'IEEE 802.1Q-2018 §14.4; §13.8 (identifier of the configuration)',
  wireshark: '',
  fields: {
    selector: u8({ wireshark: 'mstp.config_format_selector' }),
    name: fixedText(32, { wireshark: 'mstp.config_name' }),
    revision: u16({ wireshark: 'mstp.config_revision_level' }),
    digest: fixedOctets(16, { wireshark: 'mstp.config_digest' }),
    pathcost: u32({ wireshark: 'mstp.cist_internal_root_path_cost' }),
    bridgeid: u16({ default: 0x8000, hex: true }),
    bridgemac: mac({ wireshark: 'mstp.cist_bridge.hw' }),
    hops: u8({ default: 20, wireshark: 'mstp.cist_remaining_hops' }),
    trees: records(() => STPTree),
  },
  columns: {
    'mstp.cist_bridge.prio': ({ bridgeid }) => priority(bridgeid),
    'mstp.cist_bridge.ext': ({ bridgeid }) => tree(bridgeid),
  },
}));

/** What every message begins with. GARP's have another number here, at the same service access point. */
const head = (type: number) => ({
  proto: u16({ hex: true, wireshark: 'stp.protocol' }),
  version: u8({ names: VERSIONS, wireshark: 'stp.version' }),
  bpdutype: u8({ default: type, names: TYPES, hex: true, wireshark: 'stp.type' }),
});
const isSpanningTree = (b: Uint8Array, start: number, end: number): boolean => end - start >= 4 && b[start] === 0 && b[start + 1] === 0;

interface Flags {
  readonly bpdutype: number;
  readonly bpduflags: number;
}
/** Only rapid messages have the flags between the first and the last (§14.2.6). */
const rapidFlag =
  (bit: number) =>
  ({ bpdutype, bpduflags }: Flags): boolean | undefined =>
    bpdutype === TYPES.rapid ? ((bpduflags >> bit) & 1) === 1 : undefined;

/** Spanning Tree Protocol: what a bridge thinks of the tree. @see IEEE 802.1Q-2018 §14.4; IEEE 802.1D-2004 §9.3 */
export const STP = layer('STP', () => ({
  title: 'Spanning Tree Protocol',
  about: 'Spanning Tree Protocol: which bridge is the root, and how far away it is.',
  source: 'IEEE 802.1D-2004 §9.3; IEEE 802.1Q-2018 §14',
  wireshark: 'stp',
  begins: isSpanningTree,
  fields: {
    ...head(TYPES.configuration),
    bpduflags: u8({ hex: true, wireshark: 'stp.flags' }),
    rootid: u16({ hex: true, about: 'priority of the root, and the number of the VLAN or tree' }),
    rootmac: mac({ wireshark: 'stp.root.hw' }),
    pathcost: u32({ wireshark: 'stp.root.cost' }),
    bridgeid: u16({ hex: true, about: 'priority of the sender, and the number of the VLAN or tree' }),
    bridgemac: mac({ wireshark: 'stp.bridge.hw' }),
    portid: u16({ hex: true, wireshark: 'stp.port' }),
    age: seconds(1, 'stp.msg_age', 'since the root sent it'),
    maxage: seconds(20, 'stp.max_age', 'after which it is forgotten'),
    hellotime: seconds(2, 'stp.hello', 'between messages'),
    fwddelay: seconds(15, 'stp.forward', 'in each state before forwarding'),
    version1len: when({ version: RAPID }, u8({ wireshark: 'stp.version_1_length', about: 'zero' })),
    region: when(
      { version: MULTIPLE },
      sized(
        'u16',
        record(() => STPRegion),
      ),
    ),
    filler: when({ version: [0, 1] }, mayEnd(u8({ about: 'before what PVST+ adds' }))),
  },
  columns: {
    'stp.flags.tcack': ({ bpduflags }) => bpduflags >> 7 === 1,
    'stp.flags.agreement': rapidFlag(6),
    'stp.flags.forwarding': rapidFlag(5),
    'stp.flags.learning': rapidFlag(4),
    'stp.flags.port_role': ({ bpdutype, bpduflags }) => (bpdutype === TYPES.rapid ? (bpduflags >> 2) & 3 : undefined),
    'stp.flags.proposal': rapidFlag(1),
    'stp.flags.tc': ({ bpduflags }) => (bpduflags & 1) === 1,
    'stp.root.prio': ({ rootid }) => priority(rootid),
    'stp.root.ext': ({ rootid }) => tree(rootid),
    'stp.bridge.prio': ({ bridgeid }) => priority(bridgeid),
    'stp.bridge.ext': ({ bridgeid }) => tree(bridgeid),
  },
}));

/** The tree has changed: bridges tell the root. @see IEEE 802.1D-2004 §9.3.2 */
export const STPTopologyChange = layer('STPTopologyChange', () => ({
  title: 'Spanning Tree Protocol',
  about: 'Spanning Tree Protocol: the tree has changed.',
  source: 'IEEE 802.1D-2004 §9.3.2',
  wireshark: 'stp',
  begins: (b, start, end) => isSpanningTree(b, start, end) && b[start + 3] === TOPOLOGY_CHANGE,
  fields: head(TOPOLOGY_CHANGE),
}));

/** The VLAN whose tree it is: behind messages to Cisco's bridges. */
export const PVST = layer('PVST', () => ({
  title: 'PVST+',
  about: 'Per-VLAN Spanning Tree: the VLAN whose tree the message before it is about.',
  source: "Cisco, 'PVST+' (undocumented; tshark reads the same)",
  wireshark: '',
  // Spanning trees in LLC alone have no VLAN behind them.
  below: underSNAP(ciscoPids.PVST),
  // A number for the VLAN has two octets.
  begins: (b, start, end) => end - start >= 6 && b[start] === 0 && b[start + 1] === 0 && b[start + 2] === 0 && b[start + 3] === 2,
  fields: {
    tlvs: optionList({
      typeOctets: 2,
      lengthOctets: 2,
      kinds: { 0: option('vlan', u16({ wireshark: 'stp.pvst.origvlan' })) },
      wireshark: { type: 'stp.pvst.tlvtype', length: 'stp.pvst.tlvlen' },
    }),
  },
}));
