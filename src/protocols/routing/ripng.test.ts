import { expect, it } from 'vitest';
import { layerSuite } from '../../../test/support/layer-suite.ts';
import { chainOf } from '../../../test/support/rebuild.ts';
import { UDP } from '../transport/udp.ts';
import { dissect, packet } from '../protocols.ts';
import { RIPng, RIPngEntry } from './ripng.ts';

layerSuite(
  'RIPng',
  [
    {
      what: 'a route and a next hop',
      origin: 'scapy 2.5.0 (contrib ripng)',
      first: RIPng,
      chain: 'RIPng/RIPngEntry/RIPngEntry',
      octets: '0201000020010db800000000000000000000000000002002fe800000000000000000000000000001000000ff',
      read: { RIPng: { cmd: 2, ver: 1 }, RIPngEntry: { prefix_or_nh: '2001:db8::', prefixlen: 32, metric: 2 } },
      build: () => [
        RIPng({ cmd: 'resp' }),
        RIPngEntry({ prefix_or_nh: '2001:db8::', prefixlen: 32, metric: 2 }),
        RIPngEntry({ prefix_or_nh: 'fe80::1', metric: 'next-hop' }),
      ],
      summary: 'RIPng v1 resp / RIPngEntry / RIPngEntry',
    },
  ],
  { mutations: 400 },
);

it('RIPng has its port', () => {
  const p = packet(UDP(), RIPng(), RIPngEntry());
  expect(p.get(UDP)?.dport).toBe(521);
  expect(chainOf(dissect(p.bytes, UDP))).toBe('UDP/RIPng/RIPngEntry');
});
