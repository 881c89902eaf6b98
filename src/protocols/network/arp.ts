/** Address Resolution Protocol, and the reverse one. */
import { hardwareAddress, protocolAddress } from '../../packet/fields/addresses.ts';
import { u16, u8 } from '../../packet/fields/integers.ts';
import { mix, mixPair, textNumber } from '../../bytes/hash.ts';
import { layer } from '../../packet/layer/layer.ts';
import { etherTypes } from '../registries/ether-types.ts';
import { hardwareTypes } from '../registries/hardware-types.ts';

/** RFC 826, RFC 903, RFC 1931, RFC 2390. */
const operations = {
  'who-has': 1,
  'is-at': 2,
  'RARP-req': 3,
  'RARP-rep': 4,
  'Dyn-RARP-req': 5,
  'Dyn-RARP-rep': 6,
  'Dyn-RARP-err': 7,
  'InARP-req': 8,
  'InARP-rep': 9,
} as const;

type Addresses = { hwtype: number; ptype: number; hwlen: number; plen: number };
const isEthernet = (arp: Addresses): boolean => (arp.hwtype === 1 || arp.hwtype === 6) && arp.hwlen === 6;
const isIpv4 = (arp: Addresses): boolean => arp.ptype === 0x0800 && arp.plen === 4;

/** Address Resolution Protocol. @see RFC 826; RFC 903 (reverse); RFC 2390 (inverse); RFC 5227 (probes and announcements) */
export const ARP = layer('ARP', () => ({
  about: 'Address Resolution Protocol: finds the hardware address for a protocol address.',
  source: 'RFC 826',
  wireshark: 'arp',
  fields: {
    hwtype: u16({ default: 1, hex: true, names: hardwareTypes, wireshark: 'arp.hw.type' }),
    ptype: u16({ default: 0x0800, hex: true, names: etherTypes, wireshark: 'arp.proto.type' }),
    hwlen: u8({ default: 6, measures: ['hwsrc', 'hwdst'], wireshark: 'arp.hw.size', about: 'octets of a hardware address' }),
    plen: u8({ default: 4, measures: ['psrc', 'pdst'], wireshark: 'arp.proto.size', about: 'octets of a protocol address' }),
    op: u16({ default: 1, names: operations, wireshark: 'arp.opcode' }),
    hwsrc: hardwareAddress({ fill: 'source-mac', about: "sender's hardware address" }),
    psrc: protocolAddress({ fill: 'source-address', about: "sender's protocol address" }),
    hwdst: hardwareAddress({ about: "target's hardware address; unknown (zeros) in a request" }),
    pdst: protocolAddress({ about: "target's protocol address" }),
  },
  headerSize: (b, start, end) => Math.min(8 + 2 * ((b[start + 4] as number) + (b[start + 5] as number)), end - start),
  // What follows fills up a short frame.
  payloadLength: () => 0,
  columns: {
    'arp.src.hw_mac': (arp) => (isEthernet(arp) ? arp.hwsrc : undefined),
    'arp.src.hw': (arp) => (isEthernet(arp) ? undefined : arp.hwsrc),
    'arp.src.proto_ipv4': (arp) => (isIpv4(arp) ? arp.psrc : undefined),
    'arp.src.proto': (arp) => (isIpv4(arp) ? undefined : arp.psrc),
    'arp.dst.hw_mac': (arp) => (isEthernet(arp) ? arp.hwdst : undefined),
    'arp.dst.hw': (arp) => (isEthernet(arp) ? undefined : arp.hwdst),
    'arp.dst.proto_ipv4': (arp) => (isIpv4(arp) ? arp.pdst : undefined),
    'arp.dst.proto': (arp) => (isIpv4(arp) ? undefined : arp.pdst),
  },
  match: {
    // A reply has the pair of protocol addresses the other way round, and an operation that is one higher.
    about: 'the protocol addresses the other way round, and the operation that answers',
    hash: (arp, _role, seed) => mixPair(mix(seed, (arp.op + 1) >> 1), textNumber(arp.psrc), textNumber(arp.pdst)),
    answers: (reply, request) =>
      reply.op === request.op + 1 &&
      (request.op & 1) === 1 &&
      reply.psrc === request.pdst &&
      reply.hwtype === request.hwtype &&
      reply.ptype === request.ptype,
  },
  summary: (arp) => {
    if (arp.op === 1) return `ARP who has ${arp.pdst} says ${arp.psrc}`;
    if (arp.op === 2) return `ARP is at ${arp.hwsrc} says ${arp.psrc}`;
    const name = Object.entries(operations).find(([, op]) => op === arp.op)?.[0] ?? arp.op;
    return `ARP ${name} ${arp.psrc} > ${arp.pdst}`;
  },
}));
