import { describe, expect, it } from 'vitest';
import { chainOf } from '../../../test/support/rebuild.ts';
import { layerSuite } from '../../../test/support/layer-suite.ts';
import { fromHex } from '../../bytes/hex.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { IPv6 } from '../network/ipv6/ipv6.ts';
import { dissect, packet, protocols } from '../protocols.ts';
import { UDP } from '../transport/udp.ts';
import { CookedLinux, CookedLinuxV2 } from './cooked.ts';
import { Dot1AD, Dot1Q, Dot3, Ether } from './ethernet.ts';
import { Loopback, LoopbackNetwork } from './loopback.ts';

const m1 = '02:00:00:00:00:01',
  m2 = '02:00:00:00:00:02';
const udp = '4500001c000100004011f6ccc0000201c00002020035003500087b70';
const I = () => IP({ src: '192.0.2.1', dst: '192.0.2.2' });

layerSuite('link layers', [
  {
    what: 'Ethernet with two tags',
    origin: 'scapy 2.5',
    first: Ether,
    chain: 'Ether/Dot1AD/Dot1Q/Raw',
    octets: '02000000000202000000000188a80003810070040000aabb',
    read: { Dot1AD: { vlan: 3, type: 0x8100 }, Dot1Q: { prio: 3, dei: 1, vlan: 4, type: 0 }, Raw: { load: 'aabb' } },
    build: () => [Ether({ src: m1, dst: m2 }), Dot1AD({ vlan: 3 }), Dot1Q({ vlan: 4, prio: 3, dei: 1 }), fromHex('aabb')],
  },
  {
    what: '802.3 with padding',
    origin: 'IEEE 802.3-2018 §3.2.6: a length of 3, in a frame with a trailer',
    first: Ether,
    chain: 'Dot3/Raw/Padding',
    octets: '0200000000020200000000010003aaaa030000',
    read: { Dot3: { len: 3 }, Raw: { load: 'aaaa03' }, Padding: { load: '0000' } },
  },
  {
    what: 'cooked',
    origin: 'scapy 2.5: CookedLinux()/IP()/UDP()',
    first: CookedLinux,
    chain: 'CookedLinux/IP/UDP',
    octets: `00000200000000000000000000000800${udp}`,
    read: { CookedLinux: { pkttype: 0, lladdrtype: 512, lladdrlen: 0, proto: 0x800 } },
    build: () => [CookedLinux(), I(), UDP()],
    summary: 'CookedLinux / IP / UDP 192.0.2.1:domain > 192.0.2.2:domain',
  },
  {
    what: 'cooked, version 2',
    origin: 'scapy 2.5: CookedLinuxV2(ifindex=3)/IP()/UDP()',
    first: CookedLinuxV2,
    chain: 'CookedLinuxV2/IP/UDP',
    octets: `0800000000000003020000000000000000000000${udp}`,
    read: { CookedLinuxV2: { ifindex: 3, pkttype: 0 } },
    build: () => [CookedLinuxV2({ ifindex: 3 }), I(), UDP()],
  },
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

describe('link types', () => {
  const chain = (linkType: number, octets: string): string => chainOf(dissect(fromHex(octets), protocols.next('linktype', linkType)));
  const udp6 = '600000000008114020010db800000000000000000000000120010db8000000000000000000000002003500350008a3ff';

  it('without a header are told apart by the version', () => {
    for (const raw of [12, 14, 101, 228]) expect(chain(raw, udp)).toBe('IP/UDP');
    for (const raw of [12, 14, 101, 228, 229]) expect(chain(raw, udp6)).toBe('IPv6/UDP');
  });

  it('that we write are those of the registry', () => {
    expect(protocols.valueFor('linktype', IP)).toBe(101);
    expect(protocols.valueFor('linktype', IPv6)).toBe(229);
  });

  it('of loopbacks know every AF_INET6', () => {
    for (const family of ['0a', '18', '1c', '1e']) {
      expect(chain(0, `${family}000000${udp6}`)).toBe('Loopback/IPv6/UDP');
      expect(chain(0, `000000${family}${udp6}`)).toBe('LoopbackNetwork/IPv6/UDP');
      expect(chain(108, `000000${family}${udp6}`)).toBe('LoopbackNetwork/IPv6/UDP');
    }
  });
});

describe('Dot3', () => {
  it('measures what follows', () => {
    expect(packet(Dot3({ src: m1, dst: m2 }), 'abc').get(Dot3).len).toBe(3);
  });
  it('gives way to Ethernet II from 1501 on', () => {
    expect(dissect(packet(Ether({ type: 1500 }), 'x').bytes).has(Dot3)).toBe(true);
    expect(dissect(packet(Ether({ type: 1501 }), 'x').bytes).has(Ether)).toBe(true);
  });
  it('is chosen for IPv6 too', () => expect(packet(Ether(), IPv6()).get(Ether).type).toBe(0x86dd));
});
