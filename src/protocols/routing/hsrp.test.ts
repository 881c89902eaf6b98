import { describe, expect, it } from 'vitest';
import { layerSuite } from '../../../test/support/layer-suite.ts';
import { chainOf } from '../../../test/support/rebuild.ts';
import { fromHex } from '../../bytes/hex.ts';
import { UDP } from '../transport/udp.ts';
import { dissect, packet } from '../protocols.ts';
import { HSRP, HSRPAdvertise, HSRPmd5, HSRPv2 } from './hsrp.ts';

layerSuite(
  'HSRP',
  [
    {
      what: 'what is sent when nothing is given',
      origin: 'scapy 2.5.0',
      first: HSRP,
      chain: 'HSRP',
      octets: '000010030a780100636973636f000000c0a80101',
      build: () => [HSRP()],
      read: { HSRP: { state: 16, auth: 'cisco', virtualIP: '192.168.1.1' } },
    },
    {
      what: 'a message with a digest',
      origin: 'scapy 2.5.0 (HSRPmd5)',
      first: HSRP,
      chain: 'HSRP/HSRPmd5',
      octets: '000004030ac80100636973636f000000c0a80101041c01000000c00002010000000500000000000000000000000000000000',
      read: { HSRPmd5: { type: 4, len: 28, algo: 1, sourceip: '192.0.2.1', keyid: 5 } },
      build: () => [HSRP({ state: 'Speak', priority: 200 }), HSRPmd5({ algo: 'MD5', sourceip: '192.0.2.1', keyid: 5 })],
    },
    {
      what: 'an advertisement',
      origin: 'tcpdump/tests/HSRP_election.pcap (BSD-3-Clause), packet 5',
      first: HSRPAdvertise,
      chain: 'HSRPAdvertise',
      octets: '00030001000e0200000000036f000000',
      read: { HSRPAdvertise: { tlvtype: 1, tlvlength: 14, state: 2, activegrp: 0, passivegrp: 3 } },
      build: () => [HSRPAdvertise({ passivegrp: 3, reserved2: 0x6f00_0000 })],
    },
    {
      what: 'version 2 over IPv6 with a digest',
      origin: 'nDPI/tests/cfgs/default/pcap/hsrp2_ipv6.pcapng (LGPL-3.0), packet 3',
      first: HSRPv2,
      chain: 'HSRPv2',
      octets:
        '012802000406' +
        '0010aabbcc0001200000006900002710' +
        '00004e20fe8000000000000000' +
        '0573fffea00010041c010000000000000100000000' +
        '51d1ec51ab34509ab2e33188ca4fee3b',
      read: {
        HSRPv2: {
          tlvs: [
            ['GroupState', { version: 2, opcode: 0, state: 4, ipversion: 6, group: 16, priority: 105, virtualIP: 'fe80::5:73ff:fea0:10' }],
            ['MD5Authentication', { algo: 1, sourceip: '0.0.0.1', authdigest: '51d1ec51ab34509ab2e33188ca4fee3b' }],
          ],
        },
      },
    },
  ],
  { mutations: 400 },
);

describe('HSRP', () => {
  it('fills the place of an IPv6 address, and is found by its ports', () => {
    const p = packet(
      UDP(),
      HSRPv2({
        tlvs: [
          ['GroupState', { group: 3, virtualIP: '192.0.2.1' }],
          ['InterfaceState', { active: 1 }],
        ],
      }),
    );
    expect(p.get(UDP)?.dport).toBe(1985);
    expect(p.bytes.length).toBe(8 + 42 + 6);
    expect(chainOf(dissect(p.bytes, UDP))).toBe('UDP/HSRPv2');
    expect(chainOf(dissect(packet(UDP({ dport: 1985 }), fromHex('0900')).bytes, UDP))).toBe('UDP/Raw');
  });
});
