import { fromHex } from '../../bytes/hex.ts';
import { layerSuite } from '../../../test/support/layer-suite.ts';
import { DNP3, DNP3Request, DNP3Transport } from './dnp3.ts';

/** zeek/zeek (BSD-3-Clause), testing/btest/Traces/dnp3/. */
layerSuite(
  'DNP3',
  [
    {
      what: 'a request',
      origin: 'zeek, dnp3_en_spon.pcap, packet 4',
      first: DNP3,
      chain: 'DNP3/DNP3Transport/DNP3Request',
      octets: '056411c402000300ccfbeacb143c02063c03063c040630b2',
      read: {
        DNP3: { len: 17, dir: true, prm: true, func: 4, dst: 2, src: 3 },
        DNP3Transport: { fin: true, fir: true, seq: 42 },
        DNP3Request: { fir: true, fin: true, seq: 11, func: 20 },
      },
      build: () => [
        DNP3({ dir: true, dst: 2, src: 3, crc: 0xfbcc }),
        DNP3Transport({ seq: 42 }),
        DNP3Request({ seq: 11, func: 'Enable Spontaneous Messages', objects: fromHex('3c02063c03063c040630b2') }),
      ],
      summary: 'DNP3 / DNP3Transport / DNP3 Enable Spontaneous Messages',
    },
    {
      what: 'a response',
      origin: 'zeek, dnp3_en_spon.pcap, packet 6',
      first: DNP3,
      chain: 'DNP3/DNP3Transport/DNP3Response',
      octets: '05640a44030002005382decb8100003d22',
      read: { DNP3: { len: 10, dir: false }, DNP3Response: { func: 129, iin: 0 } },
    },
  ],
  { mutations: 300 },
);
