import { layerSuite } from '../../../test/support/layer-suite.ts';
import { fromHex } from '../../bytes/hex.ts';
import { ENIPTCP } from './enip.ts';

const CONTEXT = fromHex('00000000c1debed1');
const IDENTITY = '01000c002d0001000002af120a0101a4000000000000000001000c003a00040330008e4d52000b313735362d454e42542f4103';

layerSuite(
  'EtherNet/IP',
  [
    {
      what: 'a question who is there, and its answer',
      origin: 'suricata-verify/tests/enip-keywords/enip_cip_example.pcap (MIT), ListIdentity',
      first: ENIPTCP,
      chain: 'ENIPTCP/ENIPTCP',
      octets: `63000000000000000000000000000000c1debed10000000063003300000000000000000000000000c1debed100000000${IDENTITY}`,
      read: { ENIPTCP: { commandId: 0x63, length: 0, status: 0, session: 0 } },
      build: () => [
        ENIPTCP({ commandId: 'ListIdentity', senderContext: CONTEXT }),
        ENIPTCP({ commandId: 'ListIdentity', senderContext: CONTEXT, commandSpecificData: fromHex(IDENTITY) }),
      ],
      summary: 'ENIP ListIdentity / ENIP ListIdentity',
    },
  ],
  { mutations: 300 },
);
