import { layerSuite } from '../../../test/support/layer-suite.ts';
import { fromHex } from '../../bytes/hex.ts';
import { IEC104_ASDU, IEC104_I_Message, IEC104_S_Message, IEC104_U_Message } from './iec104.ts';

layerSuite(
  'IEC 60870-5-104',
  [
    {
      what: 'an acknowledgement, and data',
      origin: 'nDPI/tests/cfgs/default/pcap/IEC104.pcap',
      first: IEC104_U_Message,
      chain: 'IEC104_S_Message/IEC104_I_Message/IEC104_ASDU',
      octets: '6804010042b9' + '68192c7e42b9240103001429cbb202cdcc2c3e0094dc028a230a0b',
      read: {
        IEC104_S_Message: { rx_seq_num: 23713 },
        IEC104_I_Message: { apdu_length: 25, tx_seq_num: 16150, rx_seq_num: 23713 },
        IEC104_ASDU: { type_id: 36, sq: false, num_io: 1, cot: 3, origin_address: 0, common_asdu_address: 10516 },
      },
      build: () => [
        IEC104_S_Message({ rx_seq_num: 23713 }),
        IEC104_I_Message({ tx_seq_num: 16150, rx_seq_num: 23713 }),
        IEC104_ASDU({ type_id: 36, cot: 3, common_asdu_address: 10516, io: fromHex('cbb202cdcc2c3e0094dc028a230a0b') }),
      ],
    },
    {
      what: 'a start',
      origin: 'scapy 2.5: IEC104_U_Message(startdt_act=1)',
      first: IEC104_U_Message,
      chain: 'IEC104_U_Message',
      octets: '680407000000',
      build: () => [IEC104_U_Message({ startdt_act: true })],
    },
  ],
  { mutations: 300 },
);
