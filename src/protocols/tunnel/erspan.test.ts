import { layerSuite } from '../../../test/support/layer-suite.ts';
import { fromHex } from '../../bytes/hex.ts';
import { Ether } from '../link/ethernet.ts';
import { ERSPAN_I, ERSPAN_II, ERSPAN_III, ERSPAN_PlatformSpecific } from './erspan.ts';
import { GRE } from './gre.ts';

const frame = '02000000000202000000000190000a0b';
const mirrored = () => [Ether({ src: '02:00:00:00:00:01', dst: '02:00:00:00:00:02', type: 0x9000 }), fromHex('0a0b')];

layerSuite('ERSPAN', [
  {
    what: 'type I',
    origin: 'draft-foschiano-erspan-03 §4.1: GRE without a sequence number, and the frame',
    first: GRE,
    chain: 'GRE/ERSPAN_I/Ether/Raw',
    octets: `000088be${frame}`,
    build: () => [GRE(), ERSPAN_I(), ...mirrored()],
  },
  {
    what: 'type II',
    origin: 'scapy 2.5: GRE(seqnum_present=1,sequence_number=1)/ERSPAN_II(ver=1,vlan=5,cos=2,en=3,session_id=9,index=7)/Ether()',
    first: GRE,
    chain: 'GRE/ERSPAN_II/Ether/Raw',
    octets: `100088be000000011005580900000007${frame}`,
    read: { ERSPAN_II: { ver: 1, vlan: 5, cos: 2, en: 3, t: false, session_id: 9, index: 7 } },
    build: () => [GRE({ sequence_number: 1 }), ERSPAN_II({ vlan: 5, cos: 2, en: 3, session_id: 9, index: 7 }), ...mirrored()],
  },
  {
    what: 'type III with what the platform says',
    origin: 'zeek, testing/btest/Traces/erspanIII.pcap, packet 1: the headers',
    first: GRE,
    chain: 'GRE/ERSPAN_III/ERSPAN_PlatformSpecific/Ether/Raw',
    octets: `100022eb03b3ed5c20140000000014580000803114000000 0000000f${frame}`.replaceAll(' ', ''),
    read: { ERSPAN_III: { vlan: 20, timestamp: 0x1458, p: true, ft: 0, hw: 3, d: false, o: 1 }, ERSPAN_PlatformSpecific: { platf_id: 5 } },
    build: () => [
      GRE({ sequence_number: 0x03b3ed5c }),
      ERSPAN_III({ vlan: 20, timestamp: 0x1458, p: true, hw: 3 }),
      ERSPAN_PlatformSpecific({ platf_id: 5, info2: 15 }),
      ...mirrored(),
    ],
  },
  {
    what: 'an IP packet without a frame',
    origin: 'draft-foschiano-erspan-03 §4.3: frame type 2',
    first: ERSPAN_III,
    chain: 'ERSPAN_III/IP',
    octets: '20000000000000000000080045000014000100004000f6e5c0000201c0000202',
  },
]);
