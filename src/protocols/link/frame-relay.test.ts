import { layerSuite } from '../../../test/support/layer-suite.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { UDP } from '../transport/udp.ts';
import { FrameRelay, FrameRelayNLPID } from './frame-relay.ts';

layerSuite(
  'frame relay',
  [
    {
      what: "an EtherType, as Cisco's routers send it",
      origin: 'tcpdump, tests/OSPFv3_NBMA_adjacencies.pcap, its first packet cut to IPv6 (BSD-3-Clause); tshark 4.0 reads the same values',
      first: FrameRelay,
      chain: 'FrameRelay/FrameRelayCisco/IPv6',
      octets: '48e186dd6e00000000003b01fe800000000000000000000000000003fe800000000000000000000000000002',
      read: { FrameRelay: { upper_dlci: 18, second_dlci: 14, ea: 0, ea2: 1 }, FrameRelayCisco: { type: 0x86dd } },
    },
    {
      what: 'a number of ISO',
      origin: 'made by hand after RFC 2427 §4; tshark 4.0 reads the same values',
      first: FrameRelay,
      chain: 'FrameRelay/FrameRelayNLPID/IP/UDP',
      octets: '184103cc4500001c000100004011f6ccc0000201c000020203e807d000087022',
      read: { FrameRelay: { upper_dlci: 6, second_dlci: 4 }, FrameRelayNLPID: { control: 3, nlpid: 0xcc } },
      build: () => [
        FrameRelay({ upper_dlci: 6, second_dlci: 4 }),
        FrameRelayNLPID(),
        IP({ src: '192.0.2.1', dst: '192.0.2.2', id: 1, ttl: 64 }),
        UDP({ sport: 1000, dport: 2000 }),
      ],
    },
  ],
  { mutations: 400 },
);
