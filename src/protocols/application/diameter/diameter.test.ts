import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { fromHex } from '../../../bytes/hex.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { TCP } from '../../transport/tcp/tcp.ts';
import { AVP, DiameterAddress } from './avp.ts';
import { DiamG } from './diameter.ts';

const below = () => [IP({ src: '192.0.2.1', dst: '192.0.2.2' }), TCP({ sport: 40000, flags: 'PA', seq: 1, ack: 1 })];
const request = () =>
  DiamG({
    drHbHId: 0x11,
    drEtEId: 0x22,
    avpList: [
      AVP({ avpCode: 'Origin-Host', val: 'a.example.net' }),
      AVP({ avpCode: 'Origin-Realm', val: 'example.net' }),
      AVP({ avpCode: 'Host-IP-Address', val: { address: '192.0.2.1' } }),
      AVP({ avpCode: 'Vendor-Id', val: 10415 }),
      AVP({ avpCode: 'Product-Name', avpFlags: 0, val: 'toolkit' }),
      AVP({
        avpCode: 'Vendor-Specific-Application-Id',
        val: [AVP({ avpCode: 'Vendor-Id', val: 10415 }), AVP({ avpCode: 'Auth-Application-Id', val: 16777251 })],
      }),
    ],
  });
const location = () =>
  DiamG({
    drFlags: ['R', 'P'],
    drCode: 'Update-Location',
    drAppId: 16777251,
    drHbHId: 1,
    drEtEId: 2,
    avpList: [
      AVP({ avpCode: 'Session-Id', val: 'a.example.net;1;2' }),
      AVP({ avpCode: 'User-Name', val: '001010000000001' }),
      AVP({ avpCode: 1405, avpVnd: 10415, val: Uint8Array.of(0, 0, 0, 3) }),
      AVP({ avpCode: 1407, avpVnd: 10415, val: fromHex('00f110') }),
    ],
  });

layerSuite('Diameter', [
  {
    what: 'a request for capabilities',
    origin: 'scapy 2.5; tshark 4.0 reads the same values',
    first: IP,
    chain: 'IP/TCP/DiamG',
    octets:
      '450000b4000100004006f63fc0000201c00002029c400f1c000000010000000150182000dd7500000100008c800001010000000000000011000000220000010840000015612e6578616d706c652e6e657400000000000128400000136578616d706c652e6e657400000001014000000e0001c000020100000000010a4000000c000028af0000010d0000000f746f6f6c6b69740000000104400000200000010a4000000c000028af000001024000000c01000023',
    read: {
      DiamG: {
        version: 1,
        drLen: 140,
        drFlags: 'R',
        drCode: 257,
        avpList: [
          { avpCode: 264, avpFlags: 'M', avpLen: 21, val: 'a.example.net' },
          { avpCode: 296, avpLen: 19, val: 'example.net' },
          { avpCode: 257, avpLen: 14, val: { family: 1, address: '192.0.2.1' } },
          { avpCode: 266, avpLen: 12, val: 10415 },
          { avpCode: 269, avpLen: 15, val: 'toolkit' },
          {
            avpCode: 260,
            avpLen: 32,
            val: [
              { avpCode: 266, val: 10415 },
              { avpCode: 258, val: 16777251 },
            ],
          },
        ],
      },
    },
    build: () => [...below(), request()],
  },
  {
    what: 'an answer',
    origin: 'scapy 2.5',
    first: DiamG,
    chain: 'DiamG',
    octets: '01000038000001010000000000000011000000220000010c4000000c000007d10000010840000015622e6578616d706c652e6e6574000000',
    read: {
      DiamG: {
        drLen: 56,
        avpList: [
          { avpCode: 268, val: 2001 },
          { avpCode: 264, val: 'b.example.net' },
        ],
      },
    },
    build: () => [
      DiamG({
        drFlags: 0,
        drHbHId: 0x11,
        drEtEId: 0x22,
        avpList: [AVP({ avpCode: 'Result-Code', val: 2001 }), AVP({ avpCode: 'Origin-Host', val: 'b.example.net' })],
      }),
    ],
    summary: 'Diameter Capabilities-Exchange answer',
  },
  {
    what: "two messages in a segment, with a vendor's attributes",
    origin: 'scapy 2.5',
    first: IP,
    chain: 'IP/TCP/DiamG/DiamG',
    octets:
      '4500011c000100004006f5d7c0000201c00002029c400f1c000000010000000150182000e2be000001000068c000013c0100002300000001000000020000010740000019612e6578616d706c652e6e65743b313b320000000000000140000017303031303130303030303030303031000000057dc0000010000028af000000030000057fc000000f000028af00f110000100008c800001010000000000000011000000220000010840000015612e6578616d706c652e6e657400000000000128400000136578616d706c652e6e657400000001014000000e0001c000020100000000010a4000000c000028af0000010d0000000f746f6f6c6b69740000000104400000200000010a4000000c000028af000001024000000c01000023',
    read: {
      DiamG: {
        drFlags: 'P+R',
        drCode: 316,
        avpList: [
          { avpCode: 263, val: 'a.example.net;1;2' },
          { avpCode: 1, val: '001010000000001' },
          { avpCode: 1405, avpFlags: 'M+V', avpVnd: 10415, val: '00000003' },
          { avpCode: 1407, avpLen: 15, avpVnd: 10415, val: '00f110' },
        ],
      },
    },
    build: () => [...below(), location(), request()],
  },
  {
    what: 'an address of IPv6, a time, and 64 bits',
    origin: 'RFC 6733 §4.2, §4.3.1',
    first: DiamG,
    chain: 'DiamG',
    octets:
      '0100004c00000101000000000000000000000000000001014000001a000220010db80000000000000000000000010000000000374000000cbc17c2000000011f400000100000000000000005',
    read: { DiamG: { avpList: [{ val: { family: 2, address: '2001:db8::1' } }, { val: 0xbc17c200 }, { val: 5n }] } },
    build: () => [
      DiamG({
        drFlags: 0,
        avpList: [
          AVP({ avpCode: 'Host-IP-Address', val: DiameterAddress({ family: 'IPv6', address: '2001:db8::1' }) }),
          AVP({ avpCode: 'Event-Timestamp', val: 0xbc17c200 }),
          AVP({ avpCode: 'Accounting-Sub-Session-Id', val: 5n }),
        ],
      }),
    ],
  },
]);
