import { describe, expect, it } from 'vitest';
import { layerSuite } from '../../../test/support/layer-suite.ts';
import { chainOf } from '../../../test/support/rebuild.ts';
import { fromHex } from '../../bytes/hex.ts';
import { UDP } from '../transport/udp.ts';
import { dissect, packet } from '../protocols.ts';
import { BFD, BFDEcho } from './bfd.ts';

layerSuite(
  'BFD',
  [
    {
      what: 'what is sent when nothing is given',
      origin: 'scapy 2.5.0 (contrib bfd)',
      first: BFD,
      chain: 'BFD',
      octets: '20c0031811111111222222223b9aca003b9aca003b9aca00',
      build: () => [BFD()],
      summary: 'BFD (my_disc=0x11111111,your_disc=0x22222222)',
    },
    {
      what: 'a session that is down polls',
      origin: 'scapy 2.5.0 (contrib bfd)',
      first: BFD,
      chain: 'BFD',
      octets: '2060051800000007000000003b9aca003b9aca003b9aca00',
      read: { BFD: { sta: 1, flags: 'P', detect_mult: 5, len: 24, my_discriminator: 7 } },
      build: () => [BFD({ sta: 'Down', flags: 'P', detect_mult: 5, my_discriminator: 7, your_discriminator: 0 })],
    },
    {
      what: 'a password',
      origin: 'tcpdump/tests/bfd-raw-auth-simple.pcap (BSD-3-Clause), packet 1',
      first: BFD,
      chain: 'BFD',
      octets: '204405210000000100000000000f4240000f424000000000010902736563726574',
      read: { BFD: { flags: 'A', len: 33, auth: { auth_type: 1, auth_len: 9, keyid: 2, data: 'secret' } } },
      build: () => [
        BFD({
          sta: 'Down',
          detect_mult: 5,
          my_discriminator: 1,
          your_discriminator: 0,
          min_tx_interval: 1_000_000,
          min_rx_interval: 1_000_000,
          echo_rx_interval: 0,
          auth: { keyid: 2, data: 'secret' },
        }),
      ],
    },
    {
      what: 'a digest',
      origin: 'RFC 5880 §4.3, by hand',
      first: BFD,
      chain: 'BFD',
      octets: '20c4033000000001000000020000000100000001000000000218010000000009000102030405060708090a0b0c0d0e0f',
      read: { BFD: { auth: { auth_type: 2, data: { sequence_number: 9, digest: '000102030405060708090a0b0c0d0e0f' } } } },
    },
  ],
  { mutations: 400 },
);

describe('BFD', () => {
  it('is found by its ports, and where its length fits', () => {
    expect(chainOf(dissect(packet(UDP({ dport: 4784 }), BFD()).bytes, UDP))).toBe('UDP/BFD');
    expect(chainOf(dissect(packet(UDP({ dport: 3784 }), fromHex('20c00319')).bytes, UDP))).toBe('UDP/Raw');
    expect(chainOf(dissect(packet(UDP({ sport: 49_152 }), BFDEcho({ packet: 'any' })).bytes, UDP))).toBe('UDP/BFDEcho');
  });
});
