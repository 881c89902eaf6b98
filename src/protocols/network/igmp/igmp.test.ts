import { describe, expect, it } from 'vitest';
import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { chainOf } from '../../../../test/support/rebuild.ts';
import { fromHex } from '../../../bytes/hex.ts';
import { IP } from '../ipv4/ipv4.ts';
import { dissect, packet } from '../../protocols.ts';
import { IGMP, IGMPv3, IGMPv3gr, IGMPv3mq, IGMPv3mr, IGMPv3mra, RGMP } from './igmp.ts';

const scapy = 'scapy 2.5.0 (contrib igmp, igmpv3)';

layerSuite(
  'IGMP',
  [
    {
      what: 'a general query',
      origin: scapy,
      first: IGMP,
      chain: 'IGMP',
      octets: '1114eeeb00000000',
      read: { IGMP: { type: 0x11, mrcode: 20, chksum: 0xeeeb, gaddr: '0.0.0.0' } },
      build: () => [IGMP({ type: 0x11 })],
      summary: 'IGMP Group Membership Query 0.0.0.0',
    },
    {
      what: 'a host leaves',
      origin: scapy,
      first: IGMP,
      chain: 'IGMP',
      octets: '1700f7faef010203',
      build: () => [IGMP({ type: 'Leave Group', mrcode: 0, gaddr: '239.1.2.3' })],
    },
    {
      what: 'a query of version 3 with sources',
      origin: scapy,
      first: IGMPv3,
      chain: 'IGMPv3/IGMPv3mq',
      octets: '11c86eafef0102030a7d0002c0000201c0000202',
      read: { IGMPv3mq: { gaddr: '239.1.2.3', s: 1, qrv: 2, qqic: 125, numsrc: 2, srcaddrs: ['192.0.2.1', '192.0.2.2'] } },
      build: () => [
        IGMPv3({ mrcode: 200 }),
        IGMPv3mq({ gaddr: '239.1.2.3', s: 1, qrv: 2, qqic: 125, srcaddrs: ['192.0.2.1', '192.0.2.2'] }),
      ],
    },
    {
      what: 'a report of version 3',
      origin: scapy,
      first: IGMPv3,
      chain: 'IGMPv3/IGMPv3mr',
      octets: '220030f00000000204000000ef01020305000001ef010204c0000201',
      read: {
        IGMPv3mr: {
          numgrp: 2,
          records: [
            { rtype: 4, maddr: '239.1.2.3' },
            { rtype: 5, srcaddrs: ['192.0.2.1'] },
          ],
        },
      },
      build: () => [
        IGMPv3({ mrcode: 0 }),
        IGMPv3mr({
          records: [
            { rtype: 4, maddr: '239.1.2.3' },
            IGMPv3gr({ rtype: 'Allow New Sources', maddr: '239.1.2.4', srcaddrs: ['192.0.2.1'] }),
          ],
        }),
      ],
    },
    {
      what: 'a router tells a switch that it is there',
      origin: 'suricata-verify/tests/igmp/igmp-v1-v2-rgmp-01/wireshark-wiki-IGMP-dataset.pcap (MIT), its first RGMP message',
      first: RGMP,
      chain: 'RGMP',
      octets: 'ff0000ff00000000',
      build: () => [RGMP()],
    },
  ],
  { mutations: 400 },
);

describe('IGMP', () => {
  it('is told by type and length', () => {
    const chain = (hex: string) => chainOf(dissect(packet(IP({ proto: 2 }), fromHex(hex)).bytes, IP));
    expect(chain('1600090401020304')).toBe('IP/IGMP');
    expect(chain('1114eeeb00000000')).toBe('IP/IGMP');
    expect(chain('1114eeeb0000000002000000')).toBe('IP/IGMPv3/IGMPv3mq');
    expect(chain('ff0000ff00000000')).toBe('IP/RGMP');
    expect(chain('140000001000000001')).toBe('IP/PIMv1');
  });

  it('has the number in IP, and advertises routers', () => {
    const p = packet(IP(), IGMPv3({ mrcode: 20 }), IGMPv3mra({ qryIntvl: 125 }));
    expect(chainOf(dissect(p.bytes, IP))).toBe('IP/IGMPv3/IGMPv3mra');
    expect(p.get(IP)?.ttl).toBe(1);
    expect(p.get(IGMPv3)?.type).toBe(0x30);
  });
});
