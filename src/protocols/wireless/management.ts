/** Bodies of management frames: fixed parameters, then information elements. */
import { mac } from '../../packet/fields/addresses.ts';
import { choose, mayEnd, when } from '../../packet/fields/conditional.ts';
import { flags, u16le, u64le, u8 } from '../../packet/fields/integers.ts';
import { record } from '../../packet/fields/lists.ts';
import { octets } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';
import type { Flags } from '../../packet/spec/flags.ts';
import type { AnyLayer, Column } from '../../packet/spec/spec.ts';
import { elementBits, type WithElements } from './element-bits.ts';
import { elements } from './elements.ts';

// scapy's names; the field's two octets come with the higher one last, so that its bit 0 is bit 8 here.
// biome-ignore format: one flag a bit
const CAPABILITIES = ['ESS', 'IBSS', 'CFP', 'CFP-req', 'privacy', 'short-preamble', 'PBCC', 'agility', 'res8', 'res9', 'short-slot', 'res11', 'res12', 'DSSS-OFDM', 'res14', 'res15'];
const cap = () => flags(16, CAPABILITIES, { hex: true, wireshark: 'wlan.fixed.capabilities' }, { little: true });
const listen_interval = () => u16le({ default: 200, hex: true, wireshark: 'wlan.fixed.listen_ival' });
const status = () => u16le({ wireshark: 'wlan.fixed.status_code', hex: true });
const beacon = () => ({
  timestamp: u64le({ wireshark: 'wlan.fixed.timestamp', about: 'microseconds' }),
  beacon_interval: u16le({ default: 100, about: 'units of 1024 microseconds' }),
  cap: cap(),
  elements: elements(),
});
const reason = () => u16le({ default: 1, hex: true, wireshark: 'wlan.fixed.reason_code' });
const source = 'IEEE 802.11-2020 §9.3.3';

/** The bits of the capabilities under Wireshark's names (§9.4.1.4). */
// biome-ignore format: one bit a name
const CAPABILITY_BITS = ['ess', 'ibss', 'reserved1', 'reserved2', 'privacy', 'short_preamble', 'reserved3', 'reserved4', 'spec_man', 'qos', 'short_slot_time', 'apsd', 'radio_measurement', 'epd', 'reserved5', 'reserved6'];
const capabilityBits: Readonly<Record<string, Column<{ readonly cap: Flags }>>> = /* @__PURE__ */ Object.fromEntries(
  CAPABILITY_BITS.map((name, bit) => [`wlan.fixed.capabilities.${name}`, ({ cap: c }: { readonly cap: Flags }) => ((+c >> bit) & 1) === 1]),
);

/** Names of networks: the empty one too, which asks for all. */
const columns: Readonly<Record<string, Column<WithElements>>> = {
  ...elementBits,
  'wlan.ssid': ({ elements: all }) => all.filter(([name]) => name === 'SSID').map(([, ssid]) => ssid as string),
};

/** What the header in front says when it is built: the number that this body has in the table at the end. @see IEEE 802.11-2020 table 9-1 */
function under(name: string): Readonly<Record<string, Readonly<Record<string, number>>>> {
  const kind = { subtype: managementBodies.findIndex((body) => body?.layerName === name) };
  return { Dot11: kind, Dot11Swapped: kind };
}

/** @see IEEE 802.11-2020 §9.3.3.2 */
export const Dot11Beacon = layer('Dot11Beacon', () => ({
  title: '802.11 Beacon',
  about: 'Announces a network.',
  source: `${source}.2`,
  wireshark: '',
  below: under('Dot11Beacon'),
  columns: { ...columns, ...capabilityBits },
  fields: beacon(),
}));
/** @see IEEE 802.11-2020 §9.3.3.10 */
export const Dot11ProbeResp = layer('Dot11ProbeResp', () => ({
  title: '802.11 Probe Response',
  about: 'Answers a probe request.',
  source: `${source}.10`,
  wireshark: '',
  below: under('Dot11ProbeResp'),
  columns: { ...columns, ...capabilityBits },
  fields: beacon(),
}));
/** @see IEEE 802.11-2020 §9.3.3.9 */
export const Dot11ProbeReq = layer('Dot11ProbeReq', () => ({
  title: '802.11 Probe Request',
  about: 'Asks for networks.',
  source: `${source}.9`,
  wireshark: '',
  below: under('Dot11ProbeReq'),
  columns,
  fields: { elements: elements() },
}));
/** @see IEEE 802.11-2020 §9.3.3.5 */
export const Dot11AssoReq = layer('Dot11AssoReq', () => ({
  title: '802.11 Association Request',
  about: 'Asks to join.',
  source: `${source}.5`,
  wireshark: '',
  below: under('Dot11AssoReq'),
  columns: { ...columns, ...capabilityBits },
  fields: { cap: cap(), listen_interval: listen_interval(), elements: elements() },
}));
/** @see IEEE 802.11-2020 §9.3.3.7 */
export const Dot11ReassoReq = layer('Dot11ReassoReq', () => ({
  title: '802.11 Reassociation Request',
  about: 'Asks to join from another access point.',
  source: `${source}.7`,
  wireshark: '',
  below: under('Dot11ReassoReq'),
  columns: { ...columns, ...capabilityBits },
  fields: { cap: cap(), listen_interval: listen_interval(), current_AP: mac({ wireshark: 'wlan.fixed.current_ap' }), elements: elements() },
}));
const answer = () => ({
  cap: cap(),
  status: status(),
  AID: u16le({ hex: true, about: 'association ID; its upper two bits are set' }),
  elements: elements(),
});
/** The number without its upper two bits, which are set (§9.4.1.8). */
const aid: Readonly<Record<string, Column<{ readonly AID: number }>>> = { 'wlan.fixed.aid': { hex: 16, of: ({ AID }) => AID & 0x3fff } };
/** @see IEEE 802.11-2020 §9.3.3.6 */
export const Dot11AssoResp = layer('Dot11AssoResp', () => ({
  title: '802.11 Association Response',
  about: 'Accepts or refuses a station.',
  source: `${source}.6`,
  wireshark: '',
  below: under('Dot11AssoResp'),
  columns: { ...elementBits, ...capabilityBits, ...aid },
  fields: answer(),
}));
/** @see IEEE 802.11-2020 §9.3.3.8 */
export const Dot11ReassoResp = layer('Dot11ReassoResp', () => ({
  title: '802.11 Reassociation Response',
  about: 'Accepts or refuses a station.',
  source: `${source}.8`,
  wireshark: '',
  below: under('Dot11ReassoResp'),
  columns: { ...elementBits, ...capabilityBits, ...aid },
  fields: answer(),
}));
/** @see IEEE 802.11-2020 §9.3.3.4 */
export const Dot11ATIM = layer('Dot11ATIM', () => ({
  title: '802.11 ATIM',
  about: 'Says that frames are waiting for a station.',
  source: `${source}.4`,
  wireshark: '',
  below: under('Dot11ATIM'),
  fields: { data: octets() },
}));
/** @see IEEE 802.11-2020 §9.3.3.3 */
export const Dot11Disas = layer('Dot11Disas', () => ({
  title: '802.11 Disassociation',
  about: 'Leaves a network, or removes a station.',
  source: `${source}.3`,
  wireshark: '',
  below: under('Dot11Disas'),
  fields: { reason: reason(), elements: elements() },
}));
/** @see IEEE 802.11-2020 §9.3.3.12 */
export const Dot11Deauth = layer('Dot11Deauth', () => ({
  title: '802.11 Deauthentication',
  about: 'Ends what authentication began.',
  source: `${source}.12`,
  wireshark: '',
  below: under('Dot11Deauth'),
  fields: { reason: reason(), elements: elements() },
}));
/** @see IEEE 802.11-2020 §9.3.3.11 */
export const Dot11Auth = layer('Dot11Auth', () => ({
  title: '802.11 Authentication',
  about: 'Authenticates a station, or says that none is needed.',
  source: `${source}.11`,
  wireshark: '',
  below: under('Dot11Auth'),
  fields: {
    algo: u16le({ names: { open: 0, sharedkey: 1, FT: 2, SAE: 3, FILS: 4 }, wireshark: 'wlan.fixed.auth.alg' }),
    seqnum: u16le({ hex: true, wireshark: 'wlan.fixed.auth_seq' }),
    status: status(),
    // SAE's numbers are no elements (§9.4.1): they read as octets that are none.
    elements: elements(),
  },
}));
/** Categories of dialogues. @see IEEE 802.11-2020 table 9-51 */
// biome-ignore format: one category a number
const CATEGORIES = {
  'spectrum management': 0, QoS: 1, DLS: 2, 'block ack': 3, public: 4, 'radio measurement': 5, 'fast BSS transition': 6, HT: 7,
  'SA query': 8, 'protected dual of public': 9, WNM: 10, 'unprotected WNM': 11, TDLS: 12, mesh: 13, multihop: 14, 'self-protected': 15,
  DMG: 16, WMM: 17, FST: 18, 'robust AV streaming': 19, 'unprotected DMG': 20, VHT: 21, 'unprotected S1G': 22, S1G: 23,
  'flow control': 24, 'control response MCS negotiation': 25, FILS: 26, HE: 30, 'protected HE': 31, 'vendor specific protected': 126, 'vendor specific': 127,
};
const WITH_ACTION = /* @__PURE__ */ Array.from({ length: 126 }, (_, n) => n);
/** Categories whose actions have a field of their own in Wireshark: public, HT, VHT. */
const OWN_NAME: ReadonlySet<number> = new Set([4, 7, 21]);

const dialog_token = () => u8({ hex: true, wireshark: 'wlan.fixed.dialog_token' });
const baParameters = () => ({
  parameters: u16le({ hex: true, wireshark: 'wlan.fixed.baparams', about: 'aggregates, policy, class (4 bits), frames (10 bits)' }),
  timeout: u16le({ hex: true, wireshark: 'wlan.fixed.batimeout', about: 'units of 1024 microseconds' }),
});
/** Asks for block acknowledgements. @see IEEE 802.11-2020 §9.6.4.2 */
export const Dot11AddBARequest = layer('Dot11AddBARequest', () => ({
  about: 'Asks for block acknowledgements.',
  source: 'IEEE 802.11-2020 §9.6.4.2',
  fields: {
    dialog_token: dialog_token(),
    ...baParameters(),
    start: u16le({ hex: true, wireshark: 'wlan.fixed.ssc', about: 'number of the first frame (upper 12 bits)' }),
    elements: elements(),
  },
}));
/** Answers a request for block acknowledgements. @see IEEE 802.11-2020 §9.6.4.3 */
export const Dot11AddBAResponse = layer('Dot11AddBAResponse', () => ({
  about: 'Answers a request for block acknowledgements.',
  source: 'IEEE 802.11-2020 §9.6.4.3',
  fields: { dialog_token: dialog_token(), status: status(), ...baParameters(), elements: elements() },
}));
/** Ends block acknowledgements. @see IEEE 802.11-2020 §9.6.4.4 */
export const Dot11DeleteBA = layer('Dot11DeleteBA', () => ({
  about: 'Ends block acknowledgements.',
  source: 'IEEE 802.11-2020 §9.6.4.4',
  fields: {
    parameters: u16le({ hex: true, wireshark: 'wlan.fixed.delba.param', about: 'who began (bit 11), class (4 bits)' }),
    reason: reason(),
    elements: elements(),
  },
}));

/** Of the parameters of block acknowledgements (§9.4.1.13). */
const blockAck =
  <V>(of: (parameters: number) => V) =>
  ({ category, action, data }: { readonly category: number; readonly action: number | undefined; readonly data: unknown }): V | undefined =>
    category === 3 && (action === 0 || action === 1) && !(data instanceof Uint8Array)
      ? of((data as { readonly parameters: number }).parameters)
      : undefined;

/** @see IEEE 802.11-2020 §9.6 */
export const Dot11Action = layer('Dot11Action', () => ({
  title: '802.11 Action',
  about: 'One of many small dialogues: spectrum, block acknowledgement, measurements …',
  source: 'IEEE 802.11-2020 §9.6',
  wireshark: '',
  below: under('Dot11Action'),
  fields: {
    category: u8({ names: CATEGORIES, wireshark: 'wlan.fixed.category_code' }),
    // A vendor's have the vendor's number here.
    action: when({ category: WITH_ACTION }, mayEnd(u8({ hex: true }))),
    data: choose(
      // Of the block acknowledgements' category, by the action.
      ({ category, action }) => (category === 3 ? (action as number) : undefined),
      { 0: record(() => Dot11AddBARequest), 1: record(() => Dot11AddBAResponse), 2: record(() => Dot11DeleteBA) },
      octets({ about: 'the content of the action' }),
    ),
  },
  columns: {
    'wlan.fixed.action_code': { hex: 8, of: ({ category, action }) => (OWN_NAME.has(category) ? undefined : action) },
    'wlan.fixed.publicact': { hex: 8, of: ({ category, action }) => (category === 4 ? action : undefined) },
    'wlan.fixed.htact': { hex: 8, of: ({ category, action }) => (category === 7 ? action : undefined) },
    'wlan.fixed.baparams.amsdu': blockAck((n) => (n & 1) === 1),
    'wlan.fixed.baparams.policy': blockAck((n) => (n & 2) === 2),
    'wlan.fixed.baparams.tid': { hex: 16, of: blockAck((n) => (n >> 2) & 15) },
    'wlan.fixed.baparams.buffersize': blockAck((n) => n >> 6),
    'wlan.vht.action': ({ category, action }) => (category === 21 ? action : undefined),
  },
}));

/** By subtype. */
export const managementBodies: readonly (AnyLayer | undefined)[] = [
  Dot11AssoReq,
  Dot11AssoResp,
  Dot11ReassoReq,
  Dot11ReassoResp,
  Dot11ProbeReq,
  Dot11ProbeResp,
  undefined,
  undefined,
  Dot11Beacon,
  Dot11ATIM,
  Dot11Disas,
  Dot11Auth,
  Dot11Deauth,
  Dot11Action,
  Dot11Action,
];

/** Each of them once. */
export const managementLayers: readonly AnyLayer[] = [...new Set(managementBodies.flatMap((body) => body ?? []))];
