import { layerSuite } from '../../../test/support/layer-suite.ts';
import { Ether } from '../link/ethernet.ts';
import { ICMP } from '../network/icmp/icmp.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { UDP } from '../transport/udp.ts';
import { GENEVE, GeneveOptions } from './geneve.ts';
import { NSH, NSHTLV } from './nsh.ts';
import { VXLAN, VXLAN_GPE } from './vxlan.ts';

const origin = 'scapy 2.5';
const below = (port: number) => [IP({ src: '192.0.2.1', dst: '192.0.2.2' }), UDP({ sport: port, dport: port })];
const frame = () => Ether({ dst: '02:00:00:00:00:02', src: '02:00:00:00:00:01' });
const inside = () => [IP({ src: '198.51.100.1', dst: '198.51.100.2' }), ICMP({ id: 1, seq: 1 })];
const INSIDE = '4500001c0001000040012676c6336401c63364020800f7fd00010001';
const FRAMED = `0200000000020200000000010800${INSIDE}`;

layerSuite(
  'VXLAN, Geneve, NSH',
  [
    {
      what: 'VXLAN',
      origin,
      first: IP,
      chain: 'IP/UDP/VXLAN/Ether/IP/ICMP',
      octets: `4500004e000100004011f69ac0000201c000020212b512b5003ade080800000000006400${FRAMED}`,
      read: { VXLAN: { flags: 'Instance', gpid: 0, vni: 100, reserved2: 0 } },
      build: () => [...below(4789), VXLAN({ vni: 100 }), frame(), ...inside()],
      summary: 'IP / UDP / VXLAN / Ether / IP / ICMP 198.51.100.1 > 198.51.100.2 echo-request 0',
    },
    {
      what: 'VXLAN with a group policy',
      origin,
      first: IP,
      chain: 'IP/UDP/VXLAN/Ether/IP/ICMP',
      octets: `4500004e000100004011f69ac0000201c000020212b512b5003a5dc188400007000064000200000000020200000000010800${INSIDE}`,
      read: { VXLAN: { flags: 'Instance+G', gpflags: 'D', gpid: 7, vni: 100 } },
      build: () => [...below(4789), VXLAN({ vni: 100, flags: 'Instance+G', gpflags: 'D', gpid: 7 }), frame(), ...inside()],
    },
    {
      what: 'VXLAN-GPE',
      origin,
      first: IP,
      chain: 'IP/UDP/VXLAN_GPE/IP/ICMP',
      octets: `45000040000100004011f6a8c0000201c000020212b612b6002ce6240c00000100006400${INSIDE}`,
      read: { VXLAN_GPE: { flags: 'NextProtocol+Instance', NextProtocol: 1, vni: 100 } },
      build: () => [...below(4790), VXLAN_GPE({ vni: 100 }), ...inside()],
    },
    {
      what: 'Geneve with an option',
      origin,
      first: IP,
      chain: 'IP/UDP/GENEVE/Ether/IP/ICMP',
      octets: `45000056000100004011f692c0000201c000020217c117c1004252420240655800000500010280010001000202000000000202000000000108004500001c0001000040012676c6336401c63364020800f7fd00010001`,
      read: {
        GENEVE: {
          optionlen: 2,
          critical: true,
          proto: 0x6558,
          vni: 5,
          options: [{ classid: 0x102, type: 0x80, length: 1, data: '00010002' }],
        },
      },
      build: () => [
        ...below(6081),
        GENEVE({ vni: 5, critical: true, options: [GeneveOptions({ classid: 'OVN', type: 0x80, data: Uint8Array.of(0, 1, 0, 2) })] }),
        frame(),
        ...inside(),
      ],
    },
    {
      what: "Geneve with Google's options",
      origin: "geneve-gcp.pcap of tcpdump's tests (BSD-3-Clause), header of packet 1; tshark 4.0 reads the same values",
      first: GENEVE,
      chain: 'GENEVE',
      octets: '0a0008000000000001320101800000d1013202040800000dc0a864020000000000000000013203020000000000001234',
      read: {
        GENEVE: {
          options: [{ data: { vnid: 134_217_741, direction: true } }, { data: '0800000dc0a864020000000000000000' }, { data: 0x1234n }],
        },
      },
    },
    {
      what: 'NSH with fixed metadata',
      origin,
      first: Ether,
      chain: 'Ether/NSH/IP/ICMP',
      octets: `020000000002020000000001894f0fc6010100030907000102030405060708090a0b0c0d0e0f${INSIDE}`,
      read: { NSH: { ttl: 63, length: 6, mdtype: 1, nextproto: 1, spi: 0x309, si: 7, context_header: '000102030405060708090a0b0c0d0e0f' } },
      build: () => [frame(), NSH({ spi: 0x309, si: 7, context_header: Uint8Array.from({ length: 16 }, (_, i) => i) }), ...inside()],
    },
    {
      what: 'NSH with metadata of variable size',
      origin,
      first: Ether,
      chain: 'Ether/NSH/IP/ICMP',
      octets: `020000000002020000000001894f0fc402010003090700010203616263004500001c0001000040012676c6336401c63364020800f7fd00010001`,
      read: { NSH: { length: 4, mdtype: 2, vlch: [{ class_: 1, type: 2, length: 3, metadata: '616263' }] } },
      build: () => [
        frame(),
        NSH({ mdtype: 2, spi: 0x309, si: 7, vlch: [NSHTLV({ class_: 1, type: 2, metadata: Uint8Array.of(97, 98, 99) })] }),
        ...inside(),
      ],
    },
  ],
  { mutations: 300 },
);
