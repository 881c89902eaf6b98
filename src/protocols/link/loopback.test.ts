import { describe, expect, it } from 'vitest';
import { chainOf } from '../../../test/support/rebuild.ts';
import { layerSuite } from '../../../test/support/layer-suite.ts';
import { fromHex } from '../../bytes/hex.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { dissect, protocols } from '../protocols.ts';
import { UDP } from '../transport/udp.ts';
import { Loopback, LoopbackNetwork } from './loopback.ts';

const I = () => IP({ src: '192.0.2.1', dst: '192.0.2.2' });
const udp = '4500001c000100004011f6ccc0000201c00002020035003500087b70';

layerSuite('loopback', [
  {
    what: 'loopback, little-endian',
    origin: 'scapy 2.5: Loopback()/IP()/UDP()',
    first: Loopback,
    chain: 'Loopback/IP/UDP',
    octets: `02000000${udp}`,
    read: { Loopback: { type: 2 } },
    build: () => [Loopback(), I(), UDP()],
  },
  {
    what: 'loopback, big-endian',
    origin: 'LINKTYPE_NULL: the same family by a big-endian machine',
    first: Loopback,
    chain: 'LoopbackNetwork/IP/UDP',
    octets: `00000002${udp}`,
    read: { LoopbackNetwork: { type: 2 } },
    build: () => [LoopbackNetwork(), I(), UDP()],
  },
]);

describe('loopback headers', () => {
  const chain = (linkType: number, octets: string): string => chainOf(dissect(fromHex(octets), protocols.next('linktype', linkType)));
  const udp6 = '600000000008114020010db800000000000000000000000120010db8000000000000000000000002003500350008a3ff';

  it('know every AF_INET6', () => {
    for (const family of ['0a', '18', '1c', '1e']) {
      expect(chain(0, `${family}000000${udp6}`)).toBe('Loopback/IPv6/UDP');
      expect(chain(0, `000000${family}${udp6}`)).toBe('LoopbackNetwork/IPv6/UDP');
      expect(chain(108, `000000${family}${udp6}`)).toBe('LoopbackNetwork/IPv6/UDP');
    }
  });
});
