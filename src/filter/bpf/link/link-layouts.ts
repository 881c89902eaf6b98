/**
 * Where link types have their fields, as capture filters see them.
 * @see https://www.tcpdump.org/linktypes.html
 */

/** How a link type says which protocol it carries; `link-protocol.ts` has a test for each. */
export type ProtocolStyle =
  | 'ether'
  | 'llc'
  | 'sll'
  | 'ppp'
  | 'pppBsdos'
  | 'hdlc'
  | 'etherType'
  | 'arcnet'
  | 'ltalk'
  | 'frelay'
  | 'family'
  | 'familyBig'
  | 'pflog'
  | 'ipnet'
  | 'version'
  | 'ipv4'
  | 'ipv6'
  | 'wlan'
  | 'atm'
  | 'juniper'
  | 'mpls'
  | 'none';

/** Which link-layer addresses there are: where the destination and the source stand, or 802.11's rules. */
export type Addresses =
  | { readonly kind: 'mac'; readonly destination: number; readonly source: number }
  | {
      readonly kind: 'octet';
      readonly destination: number;
      readonly source: number;
      readonly broadcast: number;
      readonly multicast: boolean;
    }
  | { readonly kind: 'wlan' };

/** What stands before an 802.11 header. */
export type WlanPrefix = 'none' | 'prism' | 'avs' | 'radiotap' | 'ppi';

export interface LinkLayout {
  readonly style: ProtocolStyle;
  /** Offset of the link-layer header: what `link[0]` reads. Default 0. */
  readonly header?: number;
  /** Offset of the field that says the protocol. */
  readonly type?: number;
  /** Offset of the link layer's payload. Undefined: there is none that a filter could look into. */
  readonly payload?: number;
  /** From there to the network layer: 8 where an LLC and a SNAP header stand between. Default 0. */
  readonly network?: number;
  /** The same behind an LLC header without SNAP. */
  readonly networkNoSnap?: number;
  readonly addresses?: Addresses;
  readonly wlan?: WlanPrefix;
  /** VLAN tags can follow; MPLS labels can; `llc` is answered. As libpcap has it. */
  readonly vlan?: boolean;
  readonly mpls?: boolean;
  readonly llc?: boolean;
}

const macs = (destination: number, source: number): Addresses => ({ kind: 'mac', destination, source });
/** No groups but all (RFC 1201 §2). */
const ARCNET: Addresses = { kind: 'octet', destination: 1, source: 0, broadcast: 0, multicast: true };
const LLC = { network: 8, networkNoSnap: 3 } as const;
const wlan = (prefix: WlanPrefix): LinkLayout => ({
  style: 'wlan',
  wlan: prefix,
  addresses: { kind: 'wlan' },
  vlan: true,
  llc: true,
  ...LLC,
});
const juniper = (payload?: number, network?: number, type?: number, networkNoSnap?: number): LinkLayout => ({
  style: 'juniper',
  ...(networkNoSnap === undefined ? {} : { networkNoSnap }),
  ...(payload === undefined ? {} : { payload }),
  ...(network === undefined ? {} : { network }),
  ...(type === undefined ? {} : { type }),
});
const ppp: LinkLayout = { style: 'ppp', type: 2, payload: 4 };
const raw: LinkLayout = { style: 'version', payload: 0 };

export const ETHERNET: LinkLayout = {
  style: 'ether',
  type: 12,
  payload: 14,
  networkNoSnap: 3,
  addresses: macs(0, 6),
  vlan: true,
  mpls: true,
  llc: true,
};

const LAYOUTS: Readonly<Record<number, LinkLayout>> = {
  0: { style: 'family', type: 0, payload: 4 },
  1: ETHERNET,
  6: { style: 'llc', llc: true, type: 14, payload: 14, ...LLC, addresses: macs(2, 8) },
  7: { style: 'arcnet', type: 2, payload: 6, addresses: ARCNET },
  8: { style: 'version', payload: 16 },
  9: { ...ppp, mpls: true },
  10: { style: 'llc', llc: true, type: 13, payload: 13, ...LLC, addresses: macs(1, 7) },
  12: raw,
  14: raw,
  50: ppp,
  51: { style: 'ppp', type: 6, payload: 8 },
  99: { style: 'etherType', type: 6, payload: 44 },
  100: { style: 'llc', llc: true, type: 0, payload: 0, ...LLC },
  101: raw,
  102: { style: 'version', payload: 24 },
  103: { style: 'pppBsdos', type: 5, payload: 24 },
  104: { style: 'hdlc', type: 2, payload: 4, networkNoSnap: 1, mpls: true },
  105: wlan('none'),
  106: { style: 'llc', type: 0, payload: 0, ...LLC },
  107: { style: 'frelay', payload: 0 },
  108: { style: 'familyBig', type: 0, payload: 4 },
  109: { style: 'family', type: 0, payload: 12 },
  113: { style: 'sll', type: 14, payload: 16 },
  114: { style: 'ltalk', payload: 0 },
  117: { style: 'pflog', type: 0 },
  119: wlan('prism'),
  122: { style: 'llc', type: 16, payload: 16, ...LLC, addresses: macs(2, 10) },
  123: { style: 'atm', llc: true, type: 4, payload: 4, ...LLC },
  127: wlan('radiotap'),
  129: { style: 'arcnet', type: 4, payload: 8, addresses: ARCNET },
  130: juniper(4, 0, 4),
  131: juniper(4, 0, 4),
  132: juniper(undefined, undefined, 6),
  133: juniper(12, 0, 6),
  134: juniper(4, 0, 4),
  135: juniper(8, 0, 8, 10),
  136: juniper(undefined, undefined, 12),
  137: juniper(4, 0, 4, 10),
  138: { style: 'etherType', type: 16, payload: 18 },
  163: wlan('avs'),
  165: { style: 'none', addresses: { kind: 'octet', destination: 3, source: 4, broadcast: 0xff, multicast: false } },
  166: ppp,
  164: juniper(12, 0, 6),
  167: juniper(18, 14, 16, 17),
  168: juniper(6, 0),
  178: juniper(14, 18, undefined, 21),
  179: juniper(4, 0, 4),
  180: juniper(4, 0, 4),
  181: juniper(4, 0, 4),
  183: juniper(),
  192: { ...wlan('ppi'), vlan: false },
  194: juniper(),
  200: juniper(),
  219: { style: 'mpls', payload: 0 },
  226: { style: 'ipnet', type: 1, payload: 24 },
  228: { style: 'ipv4', payload: 0 },
  229: { style: 'ipv6', payload: 0 },
  232: juniper(),
  233: juniper(),
  234: juniper(),
  238: juniper(),
  240: { ...ETHERNET, llc: false, header: 4, type: 16, payload: 18 },
  241: { ...ETHERNET, llc: false, header: 12, type: 24, payload: 26 },
  276: { style: 'sll', type: 0, payload: 20 },
  281: { ...ETHERNET, type: 16, payload: 18 },
  284: { ...ETHERNET, type: 16, payload: 18 },
};

/** A link type's layout; of one that is not known, only octets at given offsets can be looked at. */
export const linkLayout = (linkType: number): LinkLayout => LAYOUTS[linkType] ?? { style: 'none' };
