/** Anything In Anything: IPv6 through UDP, signed, for hosts whose addresses change. */
import { choose } from '../../packet/fields/conditional.ts';
import { bits, u32, u8 } from '../../packet/fields/integers.ts';
import { fixedOctets, octets } from '../../packet/fields/octets.ts';
import { timestamp } from '../../packet/fields/special/times.ts';
import { layer } from '../../packet/layer/layer.ts';
import { ipProtocols } from '../registries/ip-protocols.ts';

const of = (size: number) => fixedOctets(size, { wireshark: 'ayiya.identity' });

/** Who sends, a signature, and what follows. @see draft-massar-v6ops-ayiya-02 §3 */
export const AYIYA = layer('AYIYA', () => ({
  about: 'Anything In Anything: a packet in a tunnel that says whose it is.',
  source: 'draft-massar-v6ops-ayiya-02 §3',
  wireshark: 'ayiya',
  fields: {
    idlen: bits(4, { default: 4, hex: true, wireshark: 'ayiya.idlen', about: 'octets of the identity, as a power of 2' }),
    idtype: bits(4, { default: 1, names: { none: 0, integer: 1, text: 2 }, hex: true, wireshark: 'ayiya.idtype' }),
    siglen: bits(4, { measures: 'signature', unit: 4, hex: true, wireshark: 'ayiya.siglen', about: 'words of 4 octets' }),
    hash: bits(4, { names: { none: 0, MD5: 1, SHA1: 2 }, hex: true, wireshark: 'ayiya.hashmethod' }),
    auth: bits(4, { names: { none: 0, 'shared secret': 1, 'public key': 2 }, hex: true, wireshark: 'ayiya.authmethod' }),
    opcode: bits(4, {
      default: 1,
      names: {
        'no operation': 0,
        forward: 1,
        'echo request': 2,
        'echo request and forward': 3,
        'echo response': 4,
        MOTD: 5,
        'query request': 6,
        'query response': 7,
      },
      hex: true,
      wireshark: 'ayiya.opcode',
    }),
    nh: u8({ default: 41, selects: 'ipv6.nh', names: ipProtocols, hex: true, wireshark: 'ayiya.nextheader', about: 'next header' }),
    epoch: timestamp(u32()),
    identity: choose(
      'idlen',
      { 0: of(1), 1: of(2), 2: of(4), 3: of(8), 4: of(16), 5: of(32), 6: of(64), 7: of(128), 8: of(256) },
      octets({ wireshark: 'ayiya.identity', about: 'longer than a packet may be expected to be' }),
    ),
    signature: octets({ wireshark: 'ayiya.signature' }),
  },
  summary: () => 'AYIYA',
}));
