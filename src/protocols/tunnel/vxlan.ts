/** Virtual eXtensible LAN, and its extension that says what it carries. */
import { flags, u16, u24, u8 } from '../../packet/fields/integers.ts';
import { layer } from '../../packet/layer/layer.ts';
import { names } from '../../packet/spec/names.ts';
import type { Column, LayerOctets } from '../../packet/spec/spec.ts';

/** Bit 3 says that there is a network number (RFC 7348 §5); 0 to 2 are of the extension (draft-ietf-nvo3-vxlan-gpe §3), 7 is of group policies. */
const FLAGS = ['OAM', 'R', 'NextProtocol', 'Instance', 'V1', 'V2', 'R6', 'G'] as const;
const INSTANCE = 0x08;

const first = () => flags(8, FLAGS, { default: INSTANCE });
const network = () => ({
  vni: u24({ hex: false, wireshark: 'vxlan.vni', about: 'which network: VXLAN network identifier' }),
  reserved2: u8({ wireshark: 'vxlan.reserved8' }),
});

/** The first two octets, which Wireshark has as one set of flags. */
const word = ({ b, start }: LayerOctets): number => ((b[start] as number) << 8) | (b[start + 1] as number);
const bit =
  (mask: number): Column<unknown> =>
  (_self, at) =>
    (word(at) & mask) !== 0;

/** An Ethernet frame in UDP, and the number of its network. @see RFC 7348 §5; draft-smith-vxlan-group-policy-05 §2.1 */
export const VXLAN = layer('VXLAN', () => ({
  about: 'Virtual eXtensible LAN: Ethernet frames of many networks inside UDP.',
  source: 'RFC 7348 §5; draft-smith-vxlan-group-policy-05 §2.1',
  wireshark: 'vxlan',
  fields: {
    flags: first(),
    gpflags: flags(8, ['R0', 'R1', 'R2', 'A', 'R4', 'R5', 'D', 'R7'], {
      about: "D: do not learn the sender's address; A: the policy was applied",
    }),
    gpid: u16({ wireshark: 'vxlan.gbp', about: 'group policy id, with flag G; otherwise reserved' }),
    ...network(),
  },
  columns: {
    'vxlan.flags': { hex: 16, of: (_self, at) => word(at) },
    'vxlan.flag_g': bit(0x8000),
    'vxlan.flag_i': bit(0x0800),
    'vxlan.flag_d': bit(0x0040),
    'vxlan.flag_a': bit(0x0008),
    'vxlan.flags_reserved': { hex: 16, of: (_self, at) => word(at) & 0x77b7 },
  },
  summary: () => 'VXLAN',
}));

/** What a VXLAN header with a next protocol carries. @see draft-ietf-nvo3-vxlan-gpe-12 §3.2 */
const NEXT = { IPv4: 1, IPv6: 2, Ethernet: 3, NSH: 4 } as const;

/** The same with the number of what it carries, on a port of its own. @see draft-ietf-nvo3-vxlan-gpe-12 §3 */
export const VXLAN_GPE = layer('VXLAN_GPE', () => ({
  title: 'VXLAN-GPE',
  about: 'VXLAN generic protocol extension: says what it carries.',
  source: 'draft-ietf-nvo3-vxlan-gpe-12 §3',
  wireshark: 'vxlan',
  fields: {
    flags: flags(8, FLAGS, { default: INSTANCE | 0x04 }),
    reserved0: u16({ wireshark: 'vxlan.reserved_16' }),
    NextProtocol: u8({ default: NEXT.Ethernet, selects: 'vxlan.next', names: names(NEXT), wireshark: 'vxlan.next_proto' }),
    ...network(),
  },
  columns: {
    'vxlan.flags': { hex: 8, of: (_self, { b, start }) => b[start] as number },
    'vxlan.ver': (_self, { b, start }) => ((b[start] as number) >> 4) & 3,
    'vxlan.i_bit': ({ flags: f }) => (f.has('Instance') ? 1 : 0),
    'vxlan.p_bit': ({ flags: f }) => (f.has('NextProtocol') ? 1 : 0),
    'vxlan.o_bit': ({ flags: f }) => (f.has('OAM') ? 1 : 0),
  },
  summary: () => 'VXLAN',
}));
