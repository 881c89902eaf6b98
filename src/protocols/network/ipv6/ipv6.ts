/** Internet Protocol, version 6. */
import { ipv6 } from '../../../packet/fields/addresses.ts';
import { bits, u16, u8 } from '../../../packet/fields/integers.ts';
import { mixPair, textNumber } from '../../../bytes/hash.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { parted } from '../../../packet/layer/parted.ts';
import { trafficClass } from '../traffic-class.ts';
import { ipProtocols } from '../../registries/ip-protocols.ts';

/** Internet Protocol, version 6. @see RFC 8200; RFC 2675 (length 0 of jumbograms) */
export const IPv6 = parted(
  layer('IPv6', () => ({
    about: 'Internet Protocol, version 6.',
    source: 'RFC 8200 §3',
    wireshark: 'ipv6',
    fields: {
      version: bits(4, { default: 6, wireshark: ['ipv6.version', 'ip.version'] }),
      tc: bits(8, { hex: true, parts: trafficClass, wireshark: 'ipv6.tclass', about: 'traffic class: DSCP (6 bits) and ECN (2 bits)' }),
      fl: bits(20, { hex: true, wireshark: 'ipv6.flow', about: 'flow label' }),
      plen: u16({ measures: 'payload', zeroIsOpen: true, wireshark: 'ipv6.plen' }),
      nh: u8({ selects: 'ipv6.nh', names: ipProtocols, default: 59, wireshark: 'ipv6.nxt', about: 'next header' }),
      hlim: u8({ default: 64, wireshark: 'ipv6.hlim', about: 'hop limit' }),
      src: ipv6({ fill: 'source-address', wireshark: ['ipv6.src', 'ipv6.addr'] }),
      dst: ipv6({ fill: 'destination-address', default: '::1', wireshark: ['ipv6.dst', 'ipv6.addr'] }),
    },
    columns: {
      'ipv6.tclass.dscp': ({ tc }) => tc >> 2,
      'ipv6.tclass.ecn': ({ tc }) => tc & 3,
    },
    pseudoHeader: { from: 8, to: 40 },
    match: {
      // Not the next header: an extension header may stand in one direction only.
      about: 'the addresses the other way round; anybody, where a group was asked',
      hash: (ip, _role, seed) => mixPair(seed, textNumber(ip.src), textNumber(ip.dst)),
      // Anyone may answer what was sent to a group (RFC 4291 §2.7).
      answers: (reply, request) => reply.dst === request.src && (reply.src === request.dst || request.dst.startsWith('ff')),
    },
    summary: (ip) => `${ip.src} > ${ip.dst} (${ip.nh})`,
  })),
  trafficClass,
);
