import { expect, it } from 'vitest';
import { layerSuite } from '../../../test/support/layer-suite.ts';
import { fromHex } from '../../bytes/hex.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { packet, dissect } from '../protocols.ts';
import { toHex } from '../../bytes/hex.ts';
import { chainOf } from '../../../test/support/rebuild.ts';
import { CDPv2_HDR } from './control/cdp.ts';
import { PVST, STP } from './control/stp.ts';
import { Dot3, Ether } from './ethernet.ts';
import { DTP } from './trunk/dtp.ts';
import { UDLD } from './trunk/udld.ts';
import { VTP } from './trunk/vtp.ts';
import { LLC, SNAP, SNAPBridged } from './llc.ts';

const ends = { src: '02:00:00:00:00:01', dst: '02:00:00:00:00:02' };
const macs = '020000000002020000000001';
const ip = '45000014000100004000f6e5c0000201c0000202';

layerSuite('LLC', [
  {
    what: 'IP behind SNAP, and padding',
    origin: 'scapy 2.5: Dot3()/LLC()/SNAP()/IP()/Padding()',
    first: Ether,
    chain: 'Dot3/LLC/SNAP/IP/Padding',
    octets: `${macs}001caaaa030000000800${ip}0000`,
    read: { Dot3: { len: 28 }, LLC: { dsap: 0xaa, ssap: 0xaa, ctrl: 3 }, SNAP: { OUI: 0, code: 0x800 } },
  },
  {
    what: 'IP behind SNAP',
    origin: 'scapy 2.5: Dot3()/LLC()/SNAP()/IP()',
    first: Ether,
    chain: 'Dot3/LLC/SNAP/IP',
    octets: `${macs}001caaaa030000000800${ip}`,
    build: () => [Dot3(ends), LLC(), SNAP(), IP({ src: '192.0.2.1', dst: '192.0.2.2' })],
  },
  {
    what: 'behind a VLAN tag',
    origin: 'scapy 2.5: Ether()/Dot1Q(type=5)/LLC(dsap=0x7e, ssap=0x7e, ctrl=3)/b"\\x01\\x02"/Padding(b"\\0")',
    first: Ether,
    chain: 'Ether/Dot1Q/LLC/Raw/Padding',
    octets: `${macs}8100000100057e7e03010200`,
    read: { LLC: { dsap: 0x7e }, Raw: { load: '0102' } },
  },
  {
    what: 'a numbered frame',
    origin: 'IEEE 802.2-1998 §5.4.2: receiver ready, N(R) 3, poll',
    first: LLC,
    chain: 'LLC',
    octets: 'f0f00107',
    read: { LLC: { ctrl: 1, ctrl2: 7 } },
    build: () => [LLC({ dsap: 'NetBIOS', ctrl: 1, ctrl2: 7 })],
  },
  {
    what: 'a bridged frame',
    origin: 'RFC 2684 §5.2: OUI 0080c2, number 7',
    first: LLC,
    chain: 'LLC/SNAPBridged/Ether/Raw',
    octets: `aaaa030080c20007${macs}90000a0b`,
    build: () => [LLC({ dsap: 0xaa }), SNAPBridged(), Ether({ ...ends, type: 0x9000 }), fromHex('0a0b')],
  },
]);

it.each([
  ['scapy 2.5: Dot3()/LLC()/SNAP()/CDPv2_HDR()', 'aaaa0300000c2000', [CDPv2_HDR()]],
  ['scapy 2.5: Dot3()/LLC()/SNAP()/DTP()', 'aaaa0300000c2004', [DTP()]],
  // scapy 2.5 leaves the organisation 0 here, which says EtherType.
  ["tcpdump's rpvstp-trunk-native-vid5.pcap: VTP", 'aaaa0300000c2003', [VTP()]],
  ['RFC 5171 §4: UDLD', 'aaaa0300000c0111', [UDLD()]],
  ["tcpdump's rpvstp-trunk-native-vid5.pcap: PVST+", 'aaaa0300000c010b', [STP({ filler: 0 }), PVST({ tlvs: [['vlan', 5]] })]],
] as const)('%s: SNAP says whose protocol it carries', (_origin, octets, layers) => {
  const built = packet(Dot3(ends), LLC(), SNAP(), ...layers);
  expect(toHex(built.bytes.subarray(14, 22))).toBe(octets);
  expect(chainOf(dissect(built.bytes, Ether))).toBe(['Dot3/LLC/SNAPCisco', ...layers.map((l) => l.layer.layerName)].join('/'));
});

it('keeps what is given of SNAP', () => {
  const built = packet(Dot3(ends), LLC(), SNAP({ OUI: 7, code: 9 }), CDPv2_HDR());
  expect(toHex(built.bytes.subarray(14, 22))).toBe('aaaa030000070009');
});
