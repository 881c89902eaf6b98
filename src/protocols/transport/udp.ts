/** User Datagram Protocol, and its light variant. */
import { sumOctets } from '../../bytes/checksum.ts';
import type { LayerContext } from '../../packet/spec/context.ts';
import { u16 } from '../../packet/fields/integers.ts';
import { mix } from '../../bytes/hash.ts';
import { layer } from '../../packet/layer/layer.ts';
import type { Matching } from '../../packet/spec/spec.ts';
import { udpServices } from '../registries/services.ts';
import { endsText } from './ends-text.ts';

type Ports = { readonly sport: number; readonly dport: number };

/** A reply comes to the port that asked, from the one that was asked. */
export const samePair: Matching<Ports> = {
  about: 'the ports the other way round',
  hash: ({ sport, dport }, role, seed) => mix(seed, role === 'request' ? dport * 65_536 + sport : sport * 65_536 + dport),
  answers: (reply, request) => reply.sport === request.dport && reply.dport === request.sport,
};

/** The same, and what comes to the port that asked where the protocol says that another one answers. */
const samePairOrElsewhere: Matching<Ports> = {
  ...samePair,
  elsewhere: {
    hash: ({ sport, dport }, role, seed) => mix(seed, role === 'request' ? sport : dport),
    answers: (reply, request) => reply.dport === request.sport,
  },
};

const ports = {
  sport: u16({ default: 53, hints: 'udp.port', names: udpServices, wireshark: ['udp.srcport', 'udp.port'], about: 'source port' }),
  dport: u16({ default: 53, hints: 'udp.port', names: udpServices, wireshark: ['udp.dstport', 'udp.port'], about: 'destination port' }),
};

/** User Datagram Protocol. @see RFC 768; RFC 8200 §8.1 (checksum over IPv6); RFC 2675 §4 (length 0 of jumbograms) */
export const UDP = layer('UDP', () => ({
  about: 'User Datagram Protocol.',
  source: 'RFC 768',
  wireshark: 'udp',
  fields: {
    ...ports,
    // RFC 2675 §4: 0 where the datagram is longer than the field can say.
    len: u16({ measures: 'layer', zeroIsOpen: true, wireshark: 'udp.length', about: 'octets of header and payload' }),
    // A sum of 0 is sent as its other form, for 0 says that there is none.
    chksum: u16({ checksums: 'layer', pseudoHeader: 17, zeroIsNone: true, hex: true, wireshark: 'udp.checksum', about: '0: none' }),
  },
  match: samePairOrElsewhere,
  summary: (udp, at, nameOf) => endsText('UDP', udp, at, udpServices, nameOf),
}));

/** UDP-Lite: the checksum covers the head of the datagram only, if so wished. @see RFC 3828 */
export const UDPLite = layer('UDPLite', () => ({
  title: 'UDP-Lite',
  about: 'Lightweight User Datagram Protocol: the checksum covers only part of the datagram, if so chosen.',
  source: 'RFC 3828 §3.1',
  wireshark: 'udplite',
  fields: {
    ...ports,
    coverage: u16({ wireshark: 'udp.checksum_coverage', about: 'octets that the checksum covers, from the start of the header; 0: all' }),
    chksum: u16({ hex: true, wireshark: 'udp.checksum' }),
  },
  compute: { chksum: (udp, at) => liteChecksum(udp.coverage, at) },
  match: samePair,
  summary: (udp, at, nameOf) => endsText('UDPLite', udp, at, udpServices, nameOf),
}));

/** RFC 3828 §3.1: the pseudo-header has the whole length; a coverage of 0, or of more than is there, covers all. */
function liteChecksum(coverage: number, at: LayerContext): number {
  const { b, start, end } = at;
  const last = coverage === 0 ? end : Math.min(Math.max(start + coverage, start + 8), end);
  // The checksum's own octets count as zero.
  const sum = ~sumOctets(b, start + 8, last, sumOctets(b, start, start + 6, at.pseudo(136) ?? 0)) & 0xffff;
  return sum === 0 ? 0xffff : sum;
}
