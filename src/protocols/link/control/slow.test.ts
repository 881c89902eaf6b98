import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { Ether } from '../ethernet.ts';
import { LACP, MarkerProtocol, SlowProtocol } from './slow.ts';

const ether = () => Ether({ dst: '01:80:c2:00:00:02', src: '02:00:00:00:00:01' });

layerSuite(
  'slow protocols',
  [
    {
      what: 'LACP',
      origin: 'scapy 2.5',
      first: Ether,
      chain: 'Ether/SlowProtocol/LACP',
      octets: `0180c20000020200000000018809010101148000020000000001000d8000001685000000021400000200000000020009000000193d00000003108000${'00'.repeat(64)}`,
      read: {
        LACP: { actor_system: '02:00:00:00:00:01', actor_key: 13, actor_state: 0x85, partner_port_number: 25, collector_max_delay: 32768 },
      },
      build: () => [
        ether(),
        SlowProtocol(),
        LACP({
          actor_system_priority: 32768,
          actor_system: '02:00:00:00:00:01',
          actor_key: 13,
          actor_port_priority: 32768,
          actor_port_number: 22,
          actor_state: 0x85,
          partner_system: '02:00:00:00:00:02',
          partner_key: 9,
          partner_port_number: 25,
          partner_state: 0x3d,
          collector_max_delay: 32768,
        }),
      ],
      summary: 'Ether / SlowProtocol / LACP actor port 22 partner port 25',
    },
    {
      what: 'a marker',
      origin: 'scapy 2.5',
      first: Ether,
      chain: 'Ether/SlowProtocol/MarkerProtocol',
      octets: `0180c200000202000000000188090201011000160200000000010000004d0000${'00'.repeat(92)}`,
      read: { MarkerProtocol: { marker_type: 1, requester_port: 22, requester_transaction_id: 77 } },
      build: () => [
        ether(),
        SlowProtocol(),
        MarkerProtocol({ requester_port: 22, requester_system: '02:00:00:00:00:01', requester_transaction_id: 77 }),
      ],
    },
  ],
  { mutations: 400 },
);
