/** Inter-Switch Link: the head by which Cisco's switches told VLANs apart before IEEE 802.1Q. */
import { bits, u16, u24 } from '../../../packet/fields/integers.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { LayerContext } from '../../../packet/spec/context.ts';
import { Ether } from '../ethernet.ts';

/** Octets of the addresses and the length before it, which have the form of IEEE 802.3. */
const BEFORE = 14;

/**
 * What the link adds between the addresses and the frame: it is known by the destination, 01000c0000 or 03000c0000, whose sixth octet says what
 * the frame is. Behind the frame stands a second check sequence, which the length does not count.
 */
export const ISL = layer('ISL', () => ({
  title: 'Inter-Switch Link',
  about: "Inter-Switch Link: the VLAN of a frame between Cisco's switches.",
  source: "Cisco, 'InterSwitch Link and IEEE 802.1Q Frame Format'",
  wireshark: '',
  begins: (b, start) => {
    const at = start - BEFORE;
    return at >= 0 && (b[at] === 1 || b[at] === 3) && b[at + 1] === 0 && b[at + 2] === 0x0c && b[at + 3] === 0 && b[at + 4] === 0;
  },
  fields: {
    snap: u24({ default: 0xaaaa03, hex: true }),
    hsa: u24({ default: 0x0c, hex: true, wireshark: 'isl.hsa', about: "the source's first three octets" }),
    vlan: bits(15, { default: 1, wireshark: 'isl.vlan_id' }),
    bpdu: bits(1, { about: '1: STP, CDP or VTP' }),
    index: u16({ wireshark: 'isl.index', about: 'the port that it left' }),
    reserved: u16({ hex: true, wireshark: 'isl.reserved' }),
  },
  columns: {
    'isl.bpdu': ({ bpdu }) => bpdu === 1,
    'isl.dsap': { hex: 8, of: ({ snap }) => snap >> 16 },
    'isl.ssap': { hex: 8, of: ({ snap }) => (snap >> 8) & 0xff },
    'isl.control': { hex: 8, of: ({ snap }) => snap & 0xff },
    'isl.type': (_isl, at) => sixth(at) >> 4,
    'isl.user_eth': (_isl, at) => (sixth(at) >> 4 === 0 ? sixth(at) & 3 : undefined),
    'isl.len': (_isl, at) => at.below('Dot3')?.fields['len'] as number | undefined,
    'isl.src': (_isl, at) => at.below('Dot3')?.fields['src'] as string | undefined,
  },
  next: { to: () => [Ether], choose: (_self, { b, start }) => ((b[start - 9] as number) >> 4 === 0 ? Ether : undefined) },
}));

/** The last octet of the destination: what the frame is (four bits), and its priority. */
const sixth = ({ b, start }: LayerContext): number => b[start - BEFORE + 5] as number;
