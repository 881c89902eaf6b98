/** Multiprotocol Label Switching: label stack, and what stands at its bottom. */
import { bits, u16, u8 } from '../../packet/fields/integers.ts';
import { layer } from '../../packet/layer/layer.ts';
import type { AnyLayer, LayerOctets } from '../../packet/spec/spec.ts';
import { Ether } from '../link/ethernet.ts';
import { IPv6 } from '../network/ipv6/ipv6.ts';

/**
 * What is under the bottom label: nothing says it but the label, whose meaning only the routers know. The first four bits tell IP from
 * control words, which begin with 0 or 1 for that (RFC 4928 §3, RFC 4385 §3).
 */
function bottom({ b, start, end }: LayerOctets): AnyLayer | undefined {
  if (start >= end) return undefined;
  const first = b[start] as number;
  switch (first >> 4) {
    case 0:
      // A MAC address may begin so; a control word without fragments and flags has two octets of zeros.
      return first === 0 && b[start + 1] === 0 ? EoMCW : Ether;
    case 1:
      return PWACH;
    case 6:
      return IPv6;
    default:
      return undefined;
  }
}

/** One entry of the label stack. @see RFC 3032 §2.1; RFC 5462 (traffic class) */
export const MPLS = layer('MPLS', () => ({
  about: 'MPLS label stack entry.',
  source: 'RFC 3032 §2.1',
  wireshark: 'mpls',
  fields: {
    label: bits(20, {
      default: 3,
      names: {
        'IPv4 explicit null': 0,
        'router alert': 1,
        'IPv6 explicit null': 2,
        'implicit null': 3,
        'entropy label indicator': 7,
        GAL: 13,
      },
      // What stands behind an explicit null is known; a packet is built with that.
      hints: 'mpls.label',
      wireshark: 'mpls.label',
    }),
    cos: bits(3, { wireshark: 'mpls.exp', about: 'traffic class (RFC 5462)' }),
    s: bits(1, { default: 1, selects: 'mpls.bottom', wireshark: 'mpls.bottom', about: '1: bottom of the stack' }),
    ttl: u8({ wireshark: 'mpls.ttl' }),
  },
  next: {
    to: () => [EoMCW, Ether, PWACH, IPv6],
    choose: ({ s }, { b, start, end }) => (s === 1 ? bottom({ b, start: start + 4, end }) : undefined),
  },
}));

/** Control word in front of an Ethernet frame. @see RFC 4448 §4.6 */
export const EoMCW = layer('EoMCW', () => ({
  about: 'Control word of an Ethernet pseudowire.',
  source: 'RFC 4448 §4.6',
  wireshark: 'pwethheuristic:pwethcw',
  fields: {
    zero: bits(4),
    reserved: bits(12),
    seq: u16({ wireshark: 'pweth.cw.sequence_number', about: '0: not numbered' }),
  },
}));

/** Associated channel: tests and messages of the path itself. @see RFC 5586 §2.1; RFC 4385 §5 */
export const PWACH = layer('PWACH', () => ({
  about: 'Associated channel header: messages about the path, sent on the path.',
  source: 'RFC 5586 §2.1',
  wireshark: 'pwach',
  fields: {
    one: bits(4, { default: 1 }),
    version: bits(4, { wireshark: 'pwach.ver' }),
    reserved: u8({ hex: true, wireshark: 'pwach.res' }),
    channel_type: u16({ default: 0x21, selects: 'pwach.channel', hex: true, wireshark: 'pwach.channel_type' }),
  },
}));
