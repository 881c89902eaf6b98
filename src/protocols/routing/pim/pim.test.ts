import { describe, expect, it } from 'vitest';
import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { chainOf } from '../../../../test/support/rebuild.ts';
import { ICMP } from '../../network/icmp/icmp.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { IPv6 } from '../../network/ipv6/ipv6.ts';
import { dissect, packet } from '../../protocols.ts';
import {
  PIMv2Assert,
  PIMv2Bootstrap,
  PIMv2CandidateRP,
  PIMv2DFElection,
  PIMv2Graft,
  PIMv2Hdr,
  PIMv2Hello,
  PIMv2JoinPrune,
  PIMv2Register,
  PIMv2RegisterStop,
  PIMv2StateRefresh,
} from './pim.ts';

const scapy = 'scapy 2.5.0 (contrib pim)';

layerSuite(
  'PIM',
  [
    {
      what: 'a Hello',
      origin: scapy,
      first: PIMv2Hdr,
      chain: 'PIMv2Hdr/PIMv2Hello',
      octets: '2000d2870001000200690002000401f409c4001300040000000100140004000000050015000401000000',
      read: {
        PIMv2Hello: {
          option: [
            ['Holdtime', 105],
            ['LANPruneDelay', { t: 0, propagation_delay: 500, override_interval: 2500 }],
            ['DRPriority', 1],
            ['GenerationID', 5],
            ['StateRefresh', { version: 1, interval: 0 }],
          ],
        },
      },
      build: () => [
        PIMv2Hdr(),
        PIMv2Hello({
          option: [
            ['Holdtime', 105],
            ['LANPruneDelay', {}],
            ['DRPriority', 1],
            ['GenerationID', 5],
            ['StateRefresh', {}],
          ],
        }),
      ],
      summary: 'PIMv2 Hello / PIMv2Hello',
    },
    {
      what: 'a Join/Prune',
      origin: scapy,
      first: PIMv2Hdr,
      chain: 'PIMv2Hdr/PIMv2JoinPrune',
      octets: '230098b10100c0000201000100d201000020ef0102030001000101000720c000020901000120c0000208',
      read: {
        PIMv2JoinPrune: {
          up_neighbor_ip: '192.0.2.1',
          num_group: 1,
          jp_ips: [
            {
              gaddr: '239.1.2.3',
              num_joins: 1,
              join_ips: [{ sparse: 1, wildcard: 1, rpt: 1, src_ip: '192.0.2.9' }],
              prune_ips: [{ src_ip: '192.0.2.8' }],
            },
          ],
        },
      },
      build: () => [
        PIMv2Hdr(),
        PIMv2JoinPrune({
          up_neighbor_ip: '192.0.2.1',
          jp_ips: [
            { gaddr: '239.1.2.3', join_ips: [{ sparse: 1, wildcard: 1, src_ip: '192.0.2.9' }], prune_ips: [{ src_ip: '192.0.2.8' }] },
          ],
        }),
      ],
    },
    {
      what: 'a Register-Stop',
      origin: 'tcpdump/tests/PIM_register_register-stop.pcap (BSD-3-Clause), packet 2',
      first: PIMv2Hdr,
      chain: 'PIMv2Hdr/PIMv2RegisterStop',
      octets: '2200162801000020ef0102030100c0a8140a',
      read: { PIMv2RegisterStop: { group: { gaddr: '239.1.2.3' }, source: '192.168.20.10' } },
      build: () => [PIMv2Hdr(), PIMv2RegisterStop({ group: { gaddr: '239.1.2.3' }, source: '192.168.20.10' })],
    },
  ],
  { mutations: 400 },
);

describe('PIM', () => {
  it('has each message behind its header', () => {
    for (const message of [
      PIMv2Graft({ up_neighbor_ip: '192.0.2.1' }),
      PIMv2Bootstrap({ bsr: '192.0.2.1', groups: [{ gaddr: '239.0.0.0', rps: [{ addr: '192.0.2.9', holdtime: 150 }] }] }),
      PIMv2Assert({ source: '192.0.2.1', rpt: true, metric_pref: 5 }),
      PIMv2CandidateRP({ rp: '192.0.2.1', groups: [{ gaddr: '239.0.0.0', mask_len: 8 }] }),
      PIMv2StateRefresh({ originator: '192.0.2.1' }),
      PIMv2DFElection({ rp: '192.0.2.1', winner: { address: { addr: '192.0.2.3' }, metric: 4 }, interval: 100 }),
    ]) {
      const p = packet(IP(), PIMv2Hdr(), message);
      expect(chainOf(dissect(p.bytes, IP))).toBe(`IP/PIMv2Hdr/${message.layer.layerName}`);
      expect(p.get(IP)?.proto).toBe(103);
      expect(dissect(p.bytes, IP).issues).toEqual([]);
    }
  });

  it('sums a Register without its packet, over IPv6 with a pseudo-header of 8 octets', () => {
    const inner = IP({ src: '192.0.2.1', dst: '239.1.2.3' });
    const p = packet(IP(), PIMv2Hdr(), PIMv2Register(), inner, ICMP());
    expect(chainOf(dissect(p.bytes, IP))).toBe('IP/PIMv2Hdr/PIMv2Register/IP/ICMP');
    // 0x2100 and 0: RFC 7761 §4.9.
    expect(p.get(PIMv2Hdr)?.chksum).toBe(0xdeff);
    const of6 = (...more: readonly unknown[]) =>
      packet(
        ...([IPv6({ src: 'fe80::1', dst: 'ff02::d' }), PIMv2Hdr(), PIMv2Register(), ...more] as unknown as Parameters<typeof packet>),
      ).get(PIMv2Hdr)?.chksum;
    expect(of6(IPv6({ src: '2001:db8::1', nh: 59 }))).toBe(of6());
  });
});
