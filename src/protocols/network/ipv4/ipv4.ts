/** Internet Protocol, version 4. */
import { ipv4 } from '../../../packet/fields/addresses.ts';
import { bits, flags, u16, u8 } from '../../../packet/fields/integers.ts';
import { mix, mixPair, textNumber } from '../../../bytes/hash.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { parted } from '../../../packet/layer/parted.ts';
import { trafficClass } from '../traffic-class.ts';
import { isView } from '../../../packet/spec/view.ts';
import type { View } from '../../../packet/spec/spec.ts';
import { readIpv4 } from '../../../bytes/address.ts';
import { ipProtocols } from '../../registries/ip-protocols.ts';
import { ipOptions } from './ipv4-options.ts';
import { finalDestinationAt, ipv4Addresses } from './source-route.ts';

/** Several may answer what is sent to all or to a group (RFC 1112 §4, RFC 919 §7). */
const isGroup = (address: string): boolean => {
  const first = Number.parseInt(address, 10);
  return (first >= 224 && first <= 239) || address.endsWith('.255');
};

/** Where a packet goes in the end: what a source route says, else `dst`. */
function finalDestination(ip: { readonly ihl: number; readonly dst: string }): string {
  if (ip.ihl <= 5 || !isView(ip)) return ip.dst;
  const { b } = ip.$p,
    start = (ip as View).$start();
  return readIpv4(b, finalDestinationAt(b, start, Math.min(start + 4 * ip.ihl, ip.$p.limit(ip.$i))));
}

const addressAt = (b: Uint8Array, at: number): number =>
  (((b[at] as number) << 24) | ((b[at + 1] as number) << 16) | ((b[at + 2] as number) << 8) | (b[at + 3] as number)) >>> 0;

/** Internet Protocol, version 4. @see RFC 791; RFC 6864 (identification); RFC 2474 and 3168 (what became of the type of service) */
export const IP = parted(
  layer('IP', () => ({
    about: 'Internet Protocol, version 4.',
    source: 'RFC 791',
    wireshark: 'ip',
    fields: {
      version: bits(4, { default: 4, wireshark: 'ip.version' }),
      ihl: bits(4, { measures: 'header', unit: 4, about: 'header length in words of 4 octets' }),
      tos: u8({ hex: true, parts: trafficClass, wireshark: 'ip.dsfield', about: 'DSCP (6 bits) and ECN (2 bits)' }),
      // 0: left to the network card (segmentation offload); the frame's end is the packet's.
      len: u16({ measures: 'layer', zeroIsOpen: true, wireshark: 'ip.len' }),
      id: u16({ default: 1, hex: true, wireshark: 'ip.id' }),
      flags: flags(3, ['MF', 'DF', 'evil'], { wireshark: 'ip.flags', about: 'more fragments, do not fragment; RFC 3514' }),
      frag: bits(13, { opaque: true, wireshark: 'ip.frag_offset', about: 'offset of this fragment in units of 8 octets' }),
      ttl: u8({ default: 64, wireshark: 'ip.ttl' }),
      proto: u8({ selects: 'ip.proto', names: ipProtocols, wireshark: 'ip.proto' }),
      chksum: u16({ checksums: 'header', hex: true, wireshark: 'ip.checksum' }),
      src: ipv4({ fill: 'source-address', wireshark: ['ip.src', 'ip.addr'] }),
      dst: ipv4({ fill: 'destination-address', default: '127.0.0.1', wireshark: ['ip.dst', 'ip.addr'] }),
      options: ipOptions,
    },
    columns: {
      // Of a source route the final destination, and beside it where the packet goes next.
      'ip.dst': finalDestination,
      'ip.addr': (ip) => [ip.src, finalDestination(ip)],
      'ip.cur_rt': (ip) => (finalDestination(ip) === ip.dst ? undefined : ip.dst),
      'ip.hdr_len': (ip) => ip.ihl * 4,
      'ip.dsfield.dscp': (ip) => ip.tos >> 2,
      'ip.dsfield.ecn': (ip) => ip.tos & 3,
      'ip.flags.df': (ip) => ip.flags.has('DF'),
      'ip.flags.mf': (ip) => ip.flags.has('MF'),
      'ip.flags.rb': (ip) => ip.flags.has('evil'),
    },
    direct: {
      'ip.dst': (b, start, end) => {
        const words = (b[start] as number) & 15;
        return addressAt(b, words <= 5 ? start + 16 : finalDestinationAt(b, start, Math.min(start + 4 * words, end)));
      },
      'ip.addr': (b, start) => addressAt(b, start + 12),
    },
    partial: (ip) => ip.frag > 0 || ip.flags.has('MF'),
    pseudoHeader: ipv4Addresses,
    match: {
      about: 'the addresses the other way round, and the same protocol; anybody, where a group was asked; the end of a source route',
      hash: (ip, _role, seed) => mixPair(mix(seed, ip.proto), textNumber(ip.src), textNumber(finalDestination(ip))),
      answers: (reply, request) =>
        reply.proto === request.proto && reply.dst === request.src && (reply.src === finalDestination(request) || isGroup(request.dst)),
    },
    summary: (ip, _, nameOf) =>
      `${ip.src} > ${ip.dst} ${nameOf(ipProtocols, ip.proto) ?? ip.proto}${ip.frag > 0 ? ` frag:${ip.frag}` : ''}`,
  })),
  trafficClass,
);
