/** Dynamic Trunking Protocol: two of Cisco's switches agree whether their link carries many VLANs. */
import { mac } from '../../../packet/fields/addresses.ts';
import { group } from '../../../packet/fields/group.ts';
import { bits, u8 } from '../../../packet/fields/integers.ts';
import { text } from '../../../packet/fields/octets.ts';
import { option, optionList } from '../../../packet/fields/options.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { Column } from '../../../packet/spec/spec.ts';
import { ciscoPids, underSNAP } from '../../registries/cisco-pids.ts';

interface Sides {
  readonly operating: number;
  readonly administrative: number;
}
/** One side of a state or kind. */
const side = (of: 'Status' | 'Type', which: keyof Sides): Column<{ readonly tlvlist: Entries }> => ({
  hex: 8,
  of: ({ tlvlist }) => tlvlist.flatMap(([name, v]) => (name === of && !(v instanceof Uint8Array) ? [(v as Sides)[which]] : [])),
});
type Entries = readonly (readonly [name: unknown, value?: unknown])[];

const kinds = () => ({
  1: option('Domain', text({ about: 'of VTP; ends with an octet 0' })),
  2: option(
    'Status',
    group({
      operating: bits(1, { names: { access: 0, trunk: 1 }, hex: true }),
      reserved: bits(4),
      administrative: bits(3, { default: 3, names: { on: 1, off: 2, desirable: 3, auto: 4 }, hex: true }),
    }),
  ),
  3: option(
    'Type',
    group({
      operating: bits(3, { default: 5, names: { native: 1, ISL: 2, '802.1Q': 5 }, hex: true }),
      reserved: bits(2),
      administrative: bits(3, { default: 5, names: { negotiated: 0, native: 1, ISL: 2, '802.1Q': 5 }, hex: true }),
    }),
  ),
  4: option('Neighbor', mac({ wireshark: 'dtp.senderid' })),
});

/** Dynamic Trunking Protocol. */
export const DTP = layer('DTP', () => ({
  about: "Dynamic Trunking Protocol: Cisco's switches agree whether a link carries many VLANs.",
  source: "Cisco, 'Dynamic Trunking Protocol' (undocumented; scapy and tshark read the same)",
  wireshark: 'dtp',
  below: underSNAP(ciscoPids.DTP),
  fields: {
    ver: u8({ default: 1, wireshark: 'dtp.version' }),
    tlvlist: optionList({
      typeOctets: 2,
      lengthOctets: 2,
      lengthCovers: 'option',
      packets: true,
      wireshark: { type: 'dtp.tlv_type', length: 'dtp.tlv_len' },
      kinds: kinds(),
    }),
  },
  columns: {
    'dtp.tos': side('Status', 'operating'),
    'dtp.tas': side('Status', 'administrative'),
    'dtp.tot': side('Type', 'operating'),
    'dtp.tat': side('Type', 'administrative'),
    'dtp.domain': ({ tlvlist }) =>
      (tlvlist as Entries).flatMap(([name, v]) => (name === 'Domain' && typeof v === 'string' ? [v.replace(/\0.*$/s, '')] : [])),
  },
}));
