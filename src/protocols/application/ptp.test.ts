import { layerSuite } from '../../../test/support/layer-suite.ts';
import { PTP } from './ptp.ts';

layerSuite(
  'PTP',
  [
    {
      what: 'a message of signalling',
      origin: 'ntop/nDPI, ptpv2.pcap, packet 1: the form, with another clock; tshark 4.0 reads the same values',
      first: PTP,
      chain: 'PTP/Raw',
      octets: '0c02003600000400000000000000000000000000020000fffe00000d0001000105ffffffffffffffffffffff00040006b0000000012c0000',
      read: {
        PTP: {
          messageType: 12,
          versionPTP: 2,
          messageLength: 54,
          sourcePortNumber: 1,
          sequenceId: 1,
          controlField: 5,
          logMessageInterval: -1,
          tlvs: [['REQUEST_UNICAST_TRANSMISSION', 'b0000000012c']],
        },
      },
      summary: 'PTP Signaling 1 / Raw',
    },
    {
      what: 'the time',
      origin: 'IEEE 1588-2019 §13.6: the form; tshark 4.0 reads the same values',
      first: PTP,
      chain: 'PTP',
      octets: '0002002c000002000000000000000000000000000200000000000001000100070000000000000001' + '00000002',
      read: { PTP: { messageType: 0, body: { seconds: 1n, nanoseconds: 2 } } },
      build: () => [
        PTP({
          flags: 'twoStep',
          clockIdentity: 0x0200000000000001n,
          sourcePortNumber: 1,
          sequenceId: 7,
          body: { seconds: 1n, nanoseconds: 2 },
        }),
      ],
    },
  ],
  { mutations: 300 },
);
