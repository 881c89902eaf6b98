import { describe, expect, it } from 'vitest';
import { layerSuite } from '../../../test/support/layer-suite.ts';
import { fromHex } from '../../bytes/hex.ts';
import { IPv6 } from '../network/ipv6/ipv6.ts';
import { dissect, packet } from '../protocols.ts';
import { Dot1AD, Dot1Q, Dot3, Ether } from './ethernet.ts';

const m1 = '02:00:00:00:00:01',
  m2 = '02:00:00:00:00:02';

layerSuite('Ethernet', [
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
    chain: 'Dot3/LLC/Padding',
    octets: '0200000000020200000000010003aaaa030000',
    read: { Dot3: { len: 3 }, LLC: { dsap: 0xaa, ssap: 0xaa, ctrl: 3 }, Padding: { load: '0000' } },
  },
]);

describe('Ether', () => {
  it('has the number of what it carries', () => expect(packet(Ether(), IPv6()).get(Ether).type).toBe(0x86dd));
});

describe('Dot3', () => {
  it('measures what follows', () => {
    expect(packet(Dot3({ src: m1, dst: m2 }), 'abc').get(Dot3).len).toBe(3);
  });
  it('gives way to Ethernet II from 1501 on', () => {
    expect(dissect(packet(Ether({ type: 1500 }), 'x').bytes).has(Dot3)).toBe(true);
    expect(dissect(packet(Ether({ type: 1501 }), 'x').bytes).has(Ether)).toBe(true);
  });
});
