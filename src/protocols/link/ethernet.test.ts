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
    what: 'tags of the old type 0x9100 in front of others',
    origin: 'tshark 4.0 reads the same: vlan.id 10 and 20, vlan.etype 0x8100 and 0x0800; tcpdump, too',
    first: Ether,
    chain: 'Ether/Dot1Q/Dot1Q/IP/UDP/Raw',
    octets: '0200000000020200000000019100000a810000140800' + '4500001d000100004011f6cbc0000201c0000202000100020009d57878',
    read: { Ether: { type: 0x9100 }, Dot1Q: { vlan: 10, type: 0x8100 }, IP: { src: '192.0.2.1' } },
  },
  {
    what: 'a length behind a service tag',
    origin: 'by hand: IEEE 802.3-2018 §3.2.6 behind a tag of IEEE 802.1Q-2018 §9.6; what is behind the length is padding',
    first: Ether,
    chain: 'Ether/Dot1AD/LLC/Raw/Padding',
    octets: `01000ccccccd02000000000188a800030004f4f403ff${'0000'.repeat(2)}`,
    read: { Dot1AD: { vlan: 3, type: 4 }, LLC: { dsap: 0xf4 } },
  },
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
