/** IGMP and PIM. */
import { IGMP, IGMPv3, IGMPv3mq, IGMPv3mr, IGMPv3mra } from '../../../../src/protocols/network/igmp/igmp.ts';
import { PIMv2Hdr, PIMv2Hello, PIMv2JoinPrune } from '../../../../src/protocols/routing/pim/pim.ts';
import type { ScapyCase } from '../case.ts';
import { I, ip } from '../ends.ts';

export const multicastCases: readonly ScapyCase[] = [
  ['IP(src="192.0.2.1",dst="192.0.2.2",ttl=1)/IGMP(type=0x11,mrcode=100)', () => [ip(), IGMP({ mrcode: 100 })]],
  [
    'IP(src="192.0.2.1",dst="192.0.2.2",ttl=1)/IGMP(type=0x12,mrcode=0,gaddr="239.1.2.3")',
    () => [ip(), IGMP({ type: 0x12, mrcode: 0, gaddr: '239.1.2.3' })],
  ],
  [
    'IP(src="192.0.2.1",dst="192.0.2.2",ttl=1)/IGMP(type=0x16,mrcode=0,gaddr="239.1.2.3")',
    () => [ip(), IGMP({ type: 0x16, mrcode: 0, gaddr: '239.1.2.3' })],
  ],
  [
    'IP(src="192.0.2.1",dst="192.0.2.2",ttl=1)/IGMP(type=0x17,mrcode=0,gaddr="239.1.2.3")',
    () => [ip(), IGMP({ type: 0x17, mrcode: 0, gaddr: '239.1.2.3' })],
  ],
  [
    `${I}/IGMPv3(type=0x11,mrcode=100)/IGMPv3mq(gaddr="239.1.2.3",s=1,qrv=2,qqic=125)`,
    () => [ip(), IGMPv3({ mrcode: 100 }), IGMPv3mq({ gaddr: '239.1.2.3', s: 1, qrv: 2, qqic: 125 })],
  ],
  [
    `${I}/IGMPv3(type=0x11,mrcode=100)/IGMPv3mq(gaddr="239.1.2.3",qrv=7,srcaddrs=["192.0.2.1","192.0.2.9"])`,
    () => [ip(), IGMPv3({ mrcode: 100 }), IGMPv3mq({ gaddr: '239.1.2.3', qrv: 7, srcaddrs: ['192.0.2.1', '192.0.2.9'] })],
  ],
  [
    `${I}/IGMPv3(type=0x22,mrcode=0)/IGMPv3mr(records=[IGMPv3gr(rtype=4,maddr="239.1.2.3"),IGMPv3gr(rtype=1,maddr="239.1.2.4",srcaddrs=["192.0.2.1"])])`,
    () => [
      ip(),
      IGMPv3({ mrcode: 0 }),
      IGMPv3mr({
        records: [
          { rtype: 4, maddr: '239.1.2.3' },
          { maddr: '239.1.2.4', srcaddrs: ['192.0.2.1'] },
        ],
      }),
    ],
  ],
  [`${I}/IGMPv3(type=0x30,mrcode=20)/IGMPv3mra(qryIntvl=125,robust=2)`, () => [ip(), IGMPv3(), IGMPv3mra({ qryIntvl: 125, robust: 2 })]],
  [
    'IP(src="192.0.2.1",dst="192.0.2.2",ttl=1)/PIMv2Hdr()/PIMv2Hello(option=[PIMv2HelloHoldtime(holdtime=105),PIMv2HelloDRPriority(dr_priority=7),PIMv2HelloGenerationID(generation_id=0x12345678)])',
    () => [
      ip(),
      PIMv2Hdr(),
      PIMv2Hello({
        option: [
          ['Holdtime', 105],
          ['DRPriority', 7],
          ['GenerationID', 305_419_896],
        ],
      }),
    ],
  ],
  [
    'IP(src="192.0.2.1",dst="192.0.2.2",ttl=1)/PIMv2Hdr()/PIMv2Hello(option=[PIMv2HelloLANPruneDelay(value=[PIMv2HelloLANPruneDelayValue(t=1,propagation_delay=600,override_interval=3000)]),PIMv2HelloStateRefresh(value=[PIMv2HelloStateRefreshValue(interval=60)])])',
    () => [
      ip(),
      PIMv2Hdr(),
      PIMv2Hello({
        option: [
          ['LANPruneDelay', { t: 1, propagation_delay: 600, override_interval: 3000 }],
          ['StateRefresh', { interval: 60 }],
        ],
      }),
    ],
  ],
  [
    'IP(src="192.0.2.1",dst="192.0.2.2",ttl=1)/PIMv2Hdr(type=3)/PIMv2JoinPrune(up_neighbor_ip="192.0.2.1",jp_ips=[PIMv2GroupAddrs(gaddr="239.1.2.3",join_ips=[PIMv2JoinAddrs(src_ip="192.0.2.7",sparse=1,wildcard=1,rpt=1)],prune_ips=[PIMv2PruneAddrs(src_ip="192.0.2.8",sparse=1,rpt=0)])])',
    () => [
      ip(),
      PIMv2Hdr(),
      PIMv2JoinPrune({
        up_neighbor_ip: '192.0.2.1',
        jp_ips: [
          {
            gaddr: '239.1.2.3',
            join_ips: [{ sparse: 1, wildcard: 1, src_ip: '192.0.2.7' }],
            prune_ips: [{ sparse: 1, rpt: 0, src_ip: '192.0.2.8' }],
          },
        ],
      }),
    ],
  ],
  [
    'IP(src="192.0.2.1",dst="192.0.2.2",ttl=1)/PIMv2Hdr(type=3)/PIMv2JoinPrune(up_neighbor_ip="192.0.2.1",holdtime=0,jp_ips=[PIMv2GroupAddrs(gaddr="239.1.2.3"),PIMv2GroupAddrs(gaddr="239.1.2.4",mask_len=24)])',
    () => [
      ip(),
      PIMv2Hdr(),
      PIMv2JoinPrune({ up_neighbor_ip: '192.0.2.1', holdtime: 0, jp_ips: [{ gaddr: '239.1.2.3' }, { mask_len: 24, gaddr: '239.1.2.4' }] }),
    ],
  ],
];
