import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { UDP } from '../../transport/udp.ts';
import { Ether } from '../ethernet.ts';
import { MACControlClassBasedFlowControl, MACControlPause } from './mac-control.ts';
import { MACsec } from './macsec.ts';
import { WakeOnLAN } from './wol.ts';

const pause = () => Ether({ dst: '01:80:c2:00:00:01', src: '02:00:00:00:00:01' });

layerSuite(
  'MACsec',
  [
    {
      what: 'a frame that is authenticated, not encrypted',
      origin: 'scapy 2.5; tshark 4.0 reads the same values',
      first: Ether,
      chain: 'Ether/MACsec/IP/UDP',
      octets: '02000000000202000000000188e5210000000005020000000001000108004500001c000100004011f6ccc0000201c000020203e807d000087022',
      read: { MACsec: { SC: 1, AN: 1, E: 0, C: 0, PN: 5, SCI: 0x02_00_00_00_00_01_00_01n, type: 0x0800 } },
      build: () => [
        Ether({ dst: '02:00:00:00:00:02', src: '02:00:00:00:00:01' }),
        MACsec({ SC: 1, AN: 1, PN: 5, SCI: 0x02_00_00_00_00_01_00_01n, type: 0x0800 }),
        IP({ src: '192.0.2.1', dst: '192.0.2.2', id: 1, ttl: 64 }),
        UDP({ sport: 1000, dport: 2000 }),
      ],
    },
  ],
  { mutations: 400 },
);

const origin = (what: string) => `made by hand after ${what}; tshark 4.0 reads the same values`;
layerSuite(
  'MAC control and Wake-on-LAN',
  [
    {
      what: 'a pause',
      origin: origin('IEEE 802.3-2018 annex 31B'),
      first: Ether,
      chain: 'Ether/MACControlPause',
      octets: '0180c20000010200000000018808000100ff',
      read: { MACControlPause: { opcode: 1, pause_time: 255 } },
      build: () => [pause(), MACControlPause({ pause_time: 255 })],
    },
    {
      what: 'a pause of two classes',
      origin: origin('IEEE 802.1Q-2018 §36'),
      first: Ether,
      chain: 'Ether/MACControlClassBasedFlowControl',
      octets: '0180c20000010200000000018808010100090010000000000020000000000000 0000'.replace(' ', ''),
      read: { MACControlClassBasedFlowControl: { enable: 9, c0_pause_time: 16, c3_pause_time: 32 } },
      build: () => [pause(), MACControlClassBasedFlowControl({ enable: 9, c0_pause_time: 16, c3_pause_time: 32 })],
    },
    {
      what: 'a magic packet with a password',
      origin: origin("AMD's publication 20213"),
      first: Ether,
      chain: 'Ether/WakeOnLAN',
      octets: `0200000000020200000000010842ffffffffffff${'020000000002'.repeat(16)}010203040506`,
      read: { WakeOnLAN: { mac: '02:00:00:00:00:02', password: '010203040506' } },
      build: () => [
        Ether({ dst: '02:00:00:00:00:02', src: '02:00:00:00:00:01' }),
        WakeOnLAN({
          mac: '02:00:00:00:00:02',
          again: Uint8Array.from({ length: 90 }, (_, i) => (i % 6 === 0 || i % 6 === 5 ? 2 : 0)),
          password: Uint8Array.of(1, 2, 3, 4, 5, 6),
        }),
      ],
    },
  ],
  { mutations: 400 },
);
