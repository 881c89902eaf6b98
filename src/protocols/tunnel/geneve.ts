/** Generic Network Virtualization Encapsulation: a network's number, options, and a packet of any protocol. */
import { choose } from '../../packet/fields/conditional.ts';
import { bits, flag, u16, u24, u64, u8 } from '../../packet/fields/integers.ts';
import { record, records } from '../../packet/fields/lists.ts';
import { fixedOctets, octets } from '../../packet/fields/octets.ts';
import { exact } from '../../packet/fields/exact.ts';
import { layer } from '../../packet/layer/layer.ts';
import { names } from '../../packet/spec/names.ts';
import type { Self } from '../../packet/spec/field.ts';
import { etherTypes } from '../registries/ether-types.ts';

/** IANA "Geneve Option Class", of those that are widely used. */
const CLASSES = /* @__PURE__ */ names({
  Linux: 0x0100,
  'Open vSwitch': 0x0101,
  OVN: 0x0102,
  INT: 0x0103,
  VMware: 0x0104,
  Amazon: 0x0108,
  Cisco: 0x0109,
  Oracle: 0x010a,
  'Palo Alto Networks': 0x0112,
  Google: 0x0132,
});
const GOOGLE = 0x0132;

/** The number and the direction of a packet in Google's network. */
export const GeneveGoogleNetwork = layer('GeneveGoogleNetwork', () => ({
  about: "A packet's network and direction, in Google's cloud.",
  source: 'Google Cloud documentation: Geneve headers of packet intercept',
  fields: {
    vnid: bits(28, { wireshark: 'geneve.option.gcp.vnid' }),
    reserved: bits(3),
    direction: flag({ wireshark: 'geneve.option.gcp.direction', about: 'true: going out' }),
  },
}));

/** Options of known makers, by class and type; all others are octets. */
const known = ({ classid, type }: Self): string | undefined => (classid === GOOGLE ? `google${type}` : undefined);

/** An option. @see RFC 8926 §3.5 */
export const GeneveOptions = layer('GeneveOptions', () => ({
  title: 'Geneve option',
  about: 'An option of Geneve: who defined it, its type, and its data.',
  source: 'RFC 8926 §3.5',
  wireshark: '',
  fields: {
    classid: u16({ names: CLASSES, hex: true, wireshark: 'geneve.option.class' }),
    type: u8({ hex: true, wireshark: 'geneve.option.type', about: 'highest bit: who does not know it must drop the packet' }),
    reserved: bits(3, { wireshark: 'geneve.option.flags' }),
    length: bits(5, { measures: 'data', unit: 4, about: 'words of 4 octets' }),
    data: choose(
      known,
      {
        google1: exact(record(() => GeneveGoogleNetwork)),
        google2: exact(fixedOctets(16, { wireshark: 'geneve.option.gcp.endpoint' })),
        google3: exact(u64({ wireshark: 'geneve.option.gcp.profile' })),
      },
      octets({ wireshark: 'geneve.option.unknown.data' }),
    ),
  },
}));

/** Generic Network Virtualization Encapsulation. @see RFC 8926 §3.4 */
export const GENEVE = layer('GENEVE', () => ({
  about: 'Generic Network Virtualization Encapsulation: packets of many networks inside UDP, with options.',
  source: 'RFC 8926 §3.4',
  wireshark: 'geneve',
  fields: {
    version: bits(2, { wireshark: 'geneve.version' }),
    optionlen: bits(6, { measures: 'options', unit: 4, about: 'options, in words of 4 octets' }),
    oam: flag({ wireshark: 'geneve.flags.oam', about: 'a control packet' }),
    critical: flag({ wireshark: 'geneve.flags.critical', about: 'there are options that must be understood' }),
    reserved: bits(6),
    proto: u16({ default: 0x6558, selects: 'ethertype', names: etherTypes, hex: true, wireshark: 'geneve.proto_type' }),
    vni: u24({ hex: true, wireshark: 'geneve.vni', about: 'which network: virtual network identifier' }),
    reserved2: u8({ hex: true, wireshark: 'geneve.reserved' }),
    options: records(() => GeneveOptions, { rest: true }),
  },
  columns: {
    'geneve.flags': { hex: 8, of: (_self, { b, start }) => b[start + 1] as number },
    'geneve.flags.reserved': ({ reserved }) => reserved !== 0,
    'geneve.option.type.critical': ({ options }) => options.flatMap((o) => (o instanceof Uint8Array ? [] : [o.type > 127])),
    'geneve.option.length': ({ options }) => options.flatMap((o) => (o instanceof Uint8Array ? [] : [4 * o.length + 4])),
  },
  headerSize: (b, start) => 8 + 4 * ((b[start] as number) & 63),
  summary: () => 'GENEVE',
}));
