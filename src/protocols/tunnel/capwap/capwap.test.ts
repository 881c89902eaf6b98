import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { fromHex } from '../../../bytes/hex.ts';
import { CAPWAP, CAPWAPControl, CAPWAPData, CAPWAPEncrypted, CAPWAPKeepAlive } from './capwap.ts';

const capture = (n: number): string => `ntop/nDPI, tests/cfgs/default/pcap/capwap.pcap, packet ${n}; tshark 4.0 reads the same values`;

layerSuite('CAPWAP', [
  {
    what: 'an answer to a discovery',
    origin: capture(21),
    first: CAPWAP,
    chain: 'CAPWAP/CAPWAPControl',
    octets:
      '0010020000000000000000020000650000010024000003e8000000050201000300409600000100040705660000409600000000040100000100040009436973636f32353034041800050000000000000a0006c0a80a090000002500070040960000d0000025000b00409600009754c7045f00',
    read: {
      CAPWAP: { length: 2, wbid: 1, hasMac: false },
      CAPWAPControl: { type: 2, sequence: 0, length: 101 },
    },
    summary: 'CAPWAP / CAPWAP Discovery Response',
  },
  {
    what: 'a message that we build',
    origin: 'RFC 5415 §4.3, §4.5.1, §4.6.21, §4.6.45: octets by hand',
    first: CAPWAP,
    chain: 'CAPWAP/CAPWAPControl',
    octets: '0020021000000000 0602000000000100 00000001 07 0010 00 0014000102 002d00046c616231'.replaceAll(' ', ''),
    read: {
      CAPWAP: { length: 4, hasMac: true, mac: '02:00:00:00:00:01' },
      CAPWAPControl: {
        type: 1,
        sequence: 7,
        elements: [
          ['discovery-type', 2],
          ['wtp-name', 'lab1'],
        ],
      },
    },
    build: () => [
      CAPWAP({ mac: '02:00:00:00:00:01' }),
      CAPWAPControl({
        type: 'Discovery Request',
        sequence: 7,
        elements: [
          ['discovery-type', 'DHCP'],
          ['wtp-name', 'lab1'],
        ],
      }),
    ],
  },
  {
    what: "a station's frame, its frame control swapped",
    origin: `${capture(273)}: its first 51 octets`,
    first: CAPWAPData,
    chain: 'CAPWAPData/Dot11Swapped/Dot11AssoReq',
    octets: '00204320000000000104ee4f0000000000003c00580a20690e2e1caba7f2139d580a20690e2e00021001001400066b6177616931',
    read: {
      CAPWAPData: { length: 4, radio: 1, wbid: 1, native: true, hasWireless: true, wireless: '04' },
      Dot11Swapped: { type: 0, subtype: 0, addr1: '58:0a:20:69:0e:2e', addr2: '1c:ab:a7:f2:13:9d', SC: 0x200 },
    },
  },
  {
    what: 'a keep-alive',
    origin: 'RFC 5415 §4.4.1, §4.6.37: octets by hand',
    first: CAPWAPData,
    chain: 'CAPWAPData/CAPWAPKeepAlive',
    octets: '0010020800000000 0016 0023 0010 00112233445566778899aabbccddeeff'.replaceAll(' ', ''),
    build: () => [
      CAPWAPData({ keepAlive: true }),
      CAPWAPKeepAlive({ elements: [['session-id', fromHex('00112233445566778899aabbccddeeff')]] }),
    ],
  },
  {
    what: 'an encrypted message',
    origin: 'RFC 5415 §4.2, RFC 6347 §4.1: octets by hand',
    first: CAPWAPEncrypted,
    chain: 'CAPWAPEncrypted/DTLS/TLSChangeCipherSpec',
    octets: '0100000014feff000000000000000a000101',
  },
]);
