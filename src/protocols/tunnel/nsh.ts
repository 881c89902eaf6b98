/** Network Service Header: the path of a packet through services, and what they tell one another of it. */
import { aligned } from '../../packet/fields/aligned.ts';
import { when } from '../../packet/fields/conditional.ts';
import { bits, flag, u16, u24, u8 } from '../../packet/fields/integers.ts';
import { list, record } from '../../packet/fields/lists.ts';
import { fixedOctets, octets, padding } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';
import { names } from '../../packet/spec/names.ts';

/** RFC 8300 §2.2; IANA "NSH Next Protocol". */
const NEXT = /* @__PURE__ */ names({ IPv4: 1, IPv6: 2, Ethernet: 3, NSH: 4, MPLS: 5, Experiment1: 0xfe, Experiment2: 0xff });
/** RFC 8300 §2.2. */
const METADATA = { 'Fixed Length': 1, 'Variable Length': 2, Experimental: 15 } as const;

/** What one service tells another. @see RFC 8300 §2.5.1 */
export const NSHTLV = layer('NSHTLV', () => ({
  title: 'NSH metadata',
  about: 'A value of variable size that services tell one another.',
  source: 'RFC 8300 §2.5.1',
  wireshark: '',
  fields: {
    class_: u16({ hex: false, wireshark: 'nsh.metadataclass', about: 'who defined the type' }),
    type: u8({ wireshark: 'nsh.metadatatype' }),
    reserved: bits(1, { wireshark: 'nsh.metadataunassignedbit' }),
    length: bits(7, { measures: 'metadata', wireshark: 'nsh.metadatalen', about: 'octets without the padding' }),
    metadata: octets({ wireshark: 'nsh.metadata' }),
  },
}));

/** Network Service Header. @see RFC 8300 §2 */
export const NSH = layer('NSH', () => ({
  about: 'Network Service Header: by which services a packet goes, and what they know of it.',
  source: 'RFC 8300 §2',
  wireshark: 'nsh',
  fields: {
    ver: bits(2, { wireshark: 'nsh.version' }),
    oam: flag({ wireshark: 'nsh.Obit', about: 'a message about the path itself' }),
    unused1: bits(1, { wireshark: 'nsh.CBit' }),
    ttl: bits(6, { default: 63, wireshark: 'nsh.ttl' }),
    length: bits(6, { measures: 'header', unit: 4, wireshark: 'nsh.length', about: 'of this header, in words of 4 octets' }),
    unused2: bits(4),
    mdtype: bits(4, { default: 1, names: names(METADATA), wireshark: 'nsh.mdtype' }),
    nextproto: u8({ default: 3, selects: 'nsh.next', names: NEXT, wireshark: 'nsh.nextproto' }),
    spi: u24({ wireshark: 'nsh.spi', about: 'service path' }),
    si: u8({ default: 255, wireshark: 'nsh.si', about: 'services left on the path' }),
    context_header: when({ mdtype: 1 }, fixedOctets(16)),
    vlch: when(
      { mdtype: 2 },
      list(
        aligned(
          4,
          record(() => NSHTLV),
        ),
      ),
    ),
    pad: when({ mdtype: 2 }, padding(4, { about: 'of the last value' })),
  },
  columns: {
    'nsh.contextheader': ({ context_header: c }) => (c === undefined ? undefined : [0, 4, 8, 12].map((i) => c.subarray(i, i + 4))),
  },
  summary: () => 'NSH',
}));
