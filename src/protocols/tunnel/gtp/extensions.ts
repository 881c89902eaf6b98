/** Extension headers of GTP: each has its size in words in front, and the type of the next one at its end. @see 3GPP TS 29.281 §5.2 */
import { bits, flag, u16, u8 } from '../../../packet/fields/integers.ts';
import { fixedOctets, octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { LayerContext } from '../../../packet/spec/context.ts';
import { names } from '../../../packet/spec/names.ts';
import type { AnyLayer, LayerOctets } from '../../../packet/spec/spec.ts';
import { packetAt } from '../../network/by-version.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { IPv6 } from '../../network/ipv6/ipv6.ts';

/** TS 29.281 §5.2.1; TS 29.060 §6.1. */
export const extensionTypes = /* @__PURE__ */ names({
  none: 0,
  mbms_support: 1,
  ms_info_change: 2,
  long_pdcp_pdu_number: 3,
  service_class_indicator: 0x20,
  udp_port: 0x40,
  ran_container: 0x81,
  long_pdcp_pdu_number_2: 0x82,
  xw_ran_container: 0x83,
  nr_ran_container: 0x84,
  pdu_session_container: 0x85,
  pdcp_pdu_number: 0xc0,
  suspend_request: 0xc1,
  suspend_response: 0xc2,
});

/** What stands in a tunnel: its first four bits tell IP; what else there may be (PPP, Ethernet) no octet tells. */
export const tunnelled = ({ b, start, end }: LayerOctets): AnyLayer | undefined => packetAt(b, start, end);

/** Extension headers that have layers of their own, by type, and the words that each has; 0: it says how many. @see 3GPP TS 29.281 §5.2.1 */
const decoded = (): readonly (readonly [type: number, layer: AnyLayer, words: number])[] => [
  [0x40, GTP_UDPPort_ExtensionHeader, 1],
  [0x85, GTPPDUSessionContainer, 0],
  [0xc0, GTP_PDCP_PDU_ExtensionHeader, 1],
];

/** The layer of an extension header; a header of no octets is none. */
export function extensionOf(type: number, { b, start, end }: LayerOctets): AnyLayer | undefined {
  if (type === 0 || start >= end || b[start] === 0) return undefined;
  return decoded().find(([n, , words]) => n === type && (words === 0 || words === b[start]))?.[1] ?? GTP_ExtensionHeader;
}

/** The type of the extension header that follows a layer: 0 where none does, or one that is not decoded. */
export const typeBehind = ({ child }: LayerContext): number =>
  decoded().find(([, { layerName }]) => layerName === child?.layer.layerName)?.[0] ?? 0;

export const extensions = (): AnyLayer[] => [
  GTPPDUSessionContainer,
  GTP_UDPPort_ExtensionHeader,
  GTP_PDCP_PDU_ExtensionHeader,
  GTP_ExtensionHeader,
  IP,
  IPv6,
];

/** Words of 4 octets; the first has the size itself, two octets and the next type. */
const size = () => u8({ measures: 'more', unit: 4, bias: -1, wireshark: 'gtp.ext_hdr.length', about: 'words of 4 octets' });
const next = () => u8({ compute: typeBehind, names: extensionTypes, hex: true, wireshark: 'gtp.ext_hdr.next' });

const choose = (self: { readonly next_ex: number | undefined }, at: LayerOctets): AnyLayer | undefined => {
  const there = behind(at);
  return self.next_ex === 0 ? tunnelled(there) : extensionOf(self.next_ex ?? 0, there);
};
/** Where the octets behind an extension header are. */
const behind = ({ b, start, end }: LayerOctets): LayerOctets => ({ b, start: start + 4 * (b[start] as number), end });

/** An extension header that is not decoded. @see 3GPP TS 29.281 §5.2 */
export const GTP_ExtensionHeader = layer('GTP_ExtensionHeader', () => ({
  title: 'GTP extension header',
  about: 'An extension header of GTP of an unknown type.',
  source: '3GPP TS 29.281 §5.2',
  wireshark: '',
  fields: { length: size(), content: fixedOctets(2), more: octets(), next_ex: next() },
  next: { to: extensions, choose },
}));

/** The port that an error indication is about. @see 3GPP TS 29.281 §5.2.2.1 */
export const GTP_UDPPort_ExtensionHeader = layer('GTP_UDPPort_ExtensionHeader', () => ({
  title: 'GTP extension header: UDP port',
  about: 'The source port of the packet that an error indication is about.',
  source: '3GPP TS 29.281 §5.2.2.1',
  wireshark: '',
  fields: {
    length: u8({ default: 1, wireshark: 'gtp.ext_hdr.length' }),
    udp_port: u16({ wireshark: 'gtp.ext_hdr.udp_port' }),
    next_ex: next(),
  },
  next: { to: extensions, choose },
}));

/** A number of a packet, for when its receiver moves. @see 3GPP TS 29.281 §5.2.2.2 */
export const GTP_PDCP_PDU_ExtensionHeader = layer('GTP_PDCP_PDU_ExtensionHeader', () => ({
  title: 'GTP extension header: PDCP PDU number',
  about: 'The number of a packet, which it keeps when its receiver moves to another cell.',
  source: '3GPP TS 29.281 §5.2.2.2',
  wireshark: '',
  fields: {
    length: u8({ default: 1, wireshark: 'gtp.ext_hdr.length' }),
    pdcp_pdu: u16({ wireshark: 'gtp.ext_hdr.pdcp_sn' }),
    next_ex: next(),
  },
  next: { to: extensions, choose },
}));

/** Which flow of a session a packet of 5G belongs to. @see 3GPP TS 38.415 §5.5.2 */
export const GTPPDUSessionContainer = layer('GTPPDUSessionContainer', () => ({
  title: 'GTP extension header: PDU session container',
  about: "Which of a session's flows a packet is of, and what was measured on its way.",
  source: '3GPP TS 38.415 §5.5.2',
  wireshark: '',
  fields: {
    ExtHdrLen: u8({ measures: 'more', unit: 4, bias: -1, wireshark: 'gtp.ext_hdr.length', about: 'words of 4 octets' }),
    type: bits(4, { names: names({ downlink: 0, uplink: 1 }), wireshark: 'gtp.ext_hdr.pdu_ses_con.pdu_type' }),
    QMP: flag({ about: 'there are times in it, for measuring' }),
    delays: bits(3, { about: 'downlink: there are sequence numbers; uplink: delays of downlink and uplink, sequence number' }),
    PPP: flag({ about: 'downlink: paging policy present; uplink: delay of N3 and N9 present' }),
    RQI: flag({ about: 'downlink: the flow is reflected; uplink: another element follows' }),
    QFI: bits(6, { wireshark: 'gtp.ext_hdr.pdu_ses_con.qos_flow_id', about: 'which flow' }),
    more: octets({ about: 'what the flags say there is, and padding' }),
    NextExtHdr: next(),
  },
  columns: {
    'gtp.ext_hdr.pdu_ses_cont.ppp': ({ type, PPP }) => (type === 0 ? PPP : undefined),
    'gtp.ext_hdr.pdu_ses_cont.rqi': ({ type, RQI }) => (type === 0 ? RQI : undefined),
    'gtp.ext_hdr.pdu_ses_cont.ppi': ({ type, PPP, more }) => (type === 0 && PPP ? (more[0] ?? 0) >> 5 : undefined),
  },
  next: { to: extensions, choose: ({ NextExtHdr }, at) => choose({ next_ex: NextExtHdr }, at) },
}));
