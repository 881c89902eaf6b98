import { layerSuite } from '../../../test/support/layer-suite.ts';
import { fromHex } from '../../bytes/hex.ts';
import { BACapp, BACnet, BVLC } from './bacnet.ts';

layerSuite(
  'BACnet/IP',
  [
    {
      what: 'a request for a property',
      origin: 'icsnpp-bacnet/testing/traces/bacnet_example.pcap, packet 1 (BSD-3-Clause)',
      first: BVLC,
      chain: 'BVLC/BACnet/BACapp',
      octets: '810a001101040005010c0c00000001194d',
      read: {
        BVLC: { function: 10, length: 17 },
        BACnet: { version: 1, expect: true, net: false },
        BACapp: { type: 0, max_segments: 5, invoke_id: 1, service: 12, data: '0c00000001194d' },
      },
      build: () => [
        BVLC(),
        BACnet({ expect: true }),
        BACapp({ type: 'Confirmed-REQ', max_segments: 5, invoke_id: 1, service: 12, data: fromHex('0c00000001194d') }),
      ],
      summary: 'BVLC / BACnet / BACnet Confirmed-REQ',
    },
    {
      what: 'who is there',
      origin: 'ANSI/ASHRAE 135-2016 §6.2.2 and §20.1.3, by hand',
      first: BVLC,
      chain: 'BVLC/BACnet/BACapp',
      octets: '810b000c0120ffff00ff1008',
      read: { BACnet: { dest: true, dnet: 65535, dadr: '', hopc: 255 }, BACapp: { type: 1, service: 8 } },
    },
    {
      what: 'a forwarded message of the network',
      origin: 'ANSI/ASHRAE 135-2016 §J.2.5 and §6.4.1, by hand',
      first: BVLC,
      chain: 'BVLC/BACnet',
      octets: '8104000dc0000201bac0018000',
      read: { BVLC: { function: 4, origin: 'c0000201bac0' }, BACnet: { net: true, mesgtyp: 0 } },
    },
  ],
  { mutations: 300 },
);
