import { layerSuite } from '../../../test/support/layer-suite.ts';
import { fromHex } from '../../bytes/hex.ts';
import { ENIPTCP } from './enip.ts';

layerSuite(
  'EtherNet/IP',
  [
    {
      what: 'a question who is there, and a session',
      origin: 'scapy 2.5: ENIPTCP(commandId=0x63), ENIPTCP(commandId=0x65, length=4) / ENIPRegisterSession()',
      first: ENIPTCP,
      chain: 'ENIPTCP/ENIPTCP',
      octets: '630000000000000000000000000000000000000000000000' + '65000400000000000000000000000000000000000000000001000000',
      read: { ENIPTCP: { commandId: 0x63, length: 0, status: 0 } },
      build: () => [ENIPTCP({ commandId: 'ListIdentity' }), ENIPTCP({ commandSpecificData: fromHex('01000000') })],
      summary: 'ENIP ListIdentity / ENIP RegisterSession',
    },
  ],
  { mutations: 300 },
);
