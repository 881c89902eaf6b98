/** Internetwork Packet Exchange: the datagrams of Novell's NetWare. */
import { mac } from '../../packet/fields/addresses.ts';
import { u16, u32, u8 } from '../../packet/fields/integers.ts';
import { layer } from '../../packet/layer/layer.ts';

/** Well-known sockets. */
const SOCKETS = { NCP: 0x451, SAP: 0x452, RIP: 0x453, NetBIOS: 0x455, diagnostics: 0x456, serialisation: 0x457 } as const;
const socket = (wireshark: string) => u16({ hex: true, names: SOCKETS, wireshark });

/** A datagram. Behind a length of IEEE 802.3 it is told from LLC by its checksum, which is not computed: two octets of ones. */
export const IPX = layer('IPX', () => ({
  about: "Internetwork Packet Exchange: a datagram of Novell's NetWare.",
  source: 'Novell: IPX Router Specification §2',
  wireshark: 'ipx',
  begins: (b, start, end) => end - start >= 30 && b[start] === 0xff && b[start + 1] === 0xff,
  fields: {
    checksum: u16({ default: 0xffff, hex: true, wireshark: 'ipx.checksum', about: '65535: none' }),
    length: u16({ measures: 'layer', wireshark: 'ipx.len' }),
    hops: u8({ wireshark: 'ipx.hops', about: 'routers passed so far' }),
    type: u8({ names: { RIP: 1, SAP: 4, SPX: 5, NCP: 17, NetBIOS: 20 }, wireshark: 'ipx.packet_type' }),
    dst_net: u32({ hex: true, wireshark: 'ipx.dst.net' }),
    dst: mac({ default: 'ff:ff:ff:ff:ff:ff', wireshark: 'ipx.dst.node' }),
    dst_socket: socket('ipx.dst.socket'),
    src_net: u32({ hex: true, wireshark: 'ipx.src.net' }),
    src: mac({ wireshark: 'ipx.src.node' }),
    src_socket: socket('ipx.src.socket'),
  },
  summary: ({ src_net, src, dst_net, dst }) => `IPX ${src_net.toString(16)}.${src} > ${dst_net.toString(16)}.${dst}`,
}));
