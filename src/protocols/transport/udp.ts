/** User Datagram Protocol. */
import { u16 } from '../../packet/fields/integers.ts';
import { layer } from '../../packet/layer.ts';
import { udpServices } from '../registries/services.ts';

/** User Datagram Protocol. @see RFC 768; RFC 8200 §8.1 (checksum over IPv6); RFC 2675 §4 (length 0 of jumbograms) */
export const UDP = layer('UDP', {
  about: 'User Datagram Protocol.',
  source: 'RFC 768',
  wireshark: 'udp',
  fields: {
    sport: u16({ default: 53, hints: 'udp.port', names: udpServices, wireshark: ['udp.srcport', 'udp.port'] }),
    dport: u16({ default: 53, hints: 'udp.port', names: udpServices, wireshark: ['udp.dstport', 'udp.port'] }),
    len: u16({ measures: 'layer', zeroIsOpen: true, wireshark: 'udp.length' }),
    // A sum of 0 is sent as its other form, for 0 says that there is none.
    chksum: u16({ checksums: 'layer', pseudoHeader: 17, zeroIsNone: true, hex: true, wireshark: 'udp.checksum' }),
  },
  match: {
    hash: (udp, role) => (role === 'request' ? udp.dport * 65536 + udp.sport : udp.sport * 65536 + udp.dport),
    answers: (reply, request) => reply.sport === request.dport && reply.dport === request.sport,
  },
  summary: (udp) => `UDP ${udp.sport} > ${udp.dport}`,
});
