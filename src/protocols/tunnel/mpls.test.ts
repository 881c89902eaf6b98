import { describe, expect, it } from 'vitest';
import { chainOf } from '../../../test/support/rebuild.ts';
import { layerSuite } from '../../../test/support/layer-suite.ts';
import { fromHex } from '../../bytes/hex.ts';
import { protocolChain } from '../../filter/protocol-chain.ts';
import { objectOf } from '../../packet/object/packet-object.ts';
import { Ether } from '../link/ethernet.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { dissect } from '../protocols.ts';
import { EoMCW, MPLS } from './mpls.ts';

const I = () => IP({ src: '192.0.2.1', dst: '192.0.2.2' });
const ip = '45000014000100004000f6e5c0000201c0000202';
const frame = '02000000000202000000000190000a0b';

layerSuite('MPLS', [
  {
    what: 'two labels',
    origin: 'scapy 2.5: MPLS(label=16,cos=5,s=0,ttl=64)/MPLS(label=17,s=1,ttl=63)/IP()',
    first: MPLS,
    chain: 'MPLS/MPLS/IP',
    octets: `00010a400001113f${ip}`,
    read: { MPLS: { label: 16, cos: 5, s: 0, ttl: 64 } },
    build: () => [MPLS({ label: 16, cos: 5, ttl: 64 }), MPLS({ label: 17, ttl: 63 }), I()],
  },
  {
    what: 'an Ethernet pseudowire',
    origin: 'scapy 2.5: MPLS(label=16,ttl=64)/EoMCW(seq=3)/Ether()/b"\\n\\v"',
    first: MPLS,
    chain: 'MPLS/EoMCW/Ether/Raw',
    octets: `0001014000000003${frame}`,
    read: { EoMCW: { seq: 3 } },
    build: () => [
      MPLS({ label: 16, ttl: 64 }),
      EoMCW({ seq: 3 }),
      Ether({ src: '02:00:00:00:00:01', dst: '02:00:00:00:00:02', type: 0x9000 }),
      fromHex('0a0b'),
    ],
  },
]);

describe('the bottom of the stack', () => {
  const chain = (octets: string): string => chainOf(dissect(fromHex(`00010140${octets}`), MPLS));
  it('is told by its first bits', () => {
    expect(chain(ip)).toBe('MPLS/IP');
    expect(chain(`6000000000003b40${'00'.repeat(32)}`)).toBe('MPLS/IPv6');
    expect(chain(frame)).toBe('MPLS/Ether/Raw');
    expect(chain(`10000021${ip}`)).toBe('MPLS/PWACH/IP');
    expect(chain('a0b0')).toBe('MPLS/Raw');
    expect(chain('')).toBe('MPLS');
    // Explicit null above the bottom.
    expect(chainOf(dissect(fromHex(`0000004000011140${ip}`), MPLS))).toBe('MPLS/MPLS/IP');
  });
});

describe("Wireshark's chain", () => {
  it('has a label stack as one layer', () => {
    const p = dissect(fromHex(`00010a400001113f${ip}`), MPLS);
    expect(protocolChain(objectOf(p).shape, 1)).toBe('mpls:ip');
  });
});
