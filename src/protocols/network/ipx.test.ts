import { describe, expect, it } from 'vitest';
import { chainOf } from '../../../test/support/rebuild.ts';
import { layerSuite } from '../../../test/support/layer-suite.ts';
import { fromHex } from '../../bytes/hex.ts';
import { Dot3, Ether } from '../link/ethernet.ts';
import { dissect } from '../protocols.ts';
import { IPX } from './ipx.ts';

const DATAGRAM = 'ffff00220011000000010200000000030451000000020200000000044003aabbccdd';

layerSuite('IPX', [
  {
    what: 'a datagram behind a length of IEEE 802.3',
    origin: 'by hand; tshark 4.0 reads the same values',
    first: Ether,
    chain: 'Dot3/IPX/Raw',
    octets: `0200000000030200000000040022${DATAGRAM}`,
    read: {
      Dot3: { len: 34 },
      IPX: { length: 34, hops: 0, type: 17, dst_net: 1, dst: '02:00:00:00:00:03', dst_socket: 0x451, src_net: 2, src_socket: 0x4003 },
    },
    build: () => [
      Dot3({ dst: '02:00:00:00:00:03', src: '02:00:00:00:00:04' }),
      IPX({ type: 17, dst_net: 1, dst: '02:00:00:00:00:03', dst_socket: 'NCP', src_net: 2, src: '02:00:00:00:00:04', src_socket: 0x4003 }),
      fromHex('aabbccdd'),
    ],
    summary: 'Dot3 / IPX 2.02:00:00:00:00:04 > 1.02:00:00:00:00:03 / Raw',
  },
]);

describe('IPX', () => {
  it('is behind its EtherType and its access point, too; what is no IPX is LLC', () => {
    const behind = (octets: string): string => chainOf(dissect(fromHex(`020000000003020000000004${octets}`), Ether));
    expect(behind(`8137${DATAGRAM}`)).toBe('Ether/IPX/Raw');
    expect(behind(`0025e0e003${DATAGRAM}`)).toBe('Dot3/LLC/IPX/Raw');
    expect(behind('0004ffff0300')).toBe('Dot3/LLC/Raw');
  });
});
