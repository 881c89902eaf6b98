import { layerSuite } from '../../../test/support/layer-suite.ts';
import { fromHex } from '../../bytes/hex.ts';
import { RDP } from './rdp.ts';
import { S7comm } from './s7comm.ts';
import { COTP, COTPConnect, COTPConnectRDP, TPKT } from './tpkt.ts';

layerSuite(
  'TPKT, COTP and what they carry',
  [
    {
      what: 'a request for a connection',
      origin: 'nDPI/tests/cfgs/default/pcap/s7comm.pcap, packet 1',
      first: TPKT,
      chain: 'TPKT/COTPConnect',
      octets: '0300001611e00000000700c1020100c2020102c0010a',
      read: {
        TPKT: { length: 22 },
        COTPConnect: {
          li: 17,
          type: 14,
          src_ref: 7,
          params: [
            ['src-tsap', '0100'],
            ['dst-tsap', '0102'],
            ['tpdu-size', 10],
          ],
        },
      },
      build: () => [
        TPKT(),
        COTPConnect({
          src_ref: 7,
          params: [
            ['src-tsap', fromHex('0100')],
            ['dst-tsap', fromHex('0102')],
            ['tpdu-size', 10],
          ],
        }),
      ],
      summary: 'TPKT / COTP CR',
    },
    {
      what: 'a job of S7, and an empty part',
      origin: 'nDPI/tests/cfgs/default/pcap/s7comm.pcap, packets 3 and 5',
      first: TPKT,
      chain: 'TPKT/COTP/S7comm/TPKT/COTP',
      octets: '0300001902f08032010000020000080000f0000001000101e0' + '0300000702f000',
      read: { S7comm: { rosctr: 1, pduref: 512, parlg: 8, datlg: 0 }, COTP: { type: 15, eot: true } },
      build: () => [TPKT(), COTP(), S7comm({ pduref: 512, param: fromHex('f0000001000101e0') }), TPKT(), COTP({ eot: false })],
    },
    {
      what: 'an answer of S7',
      origin: 'nDPI/tests/cfgs/default/pcap/s7comm.pcap, packet 4',
      first: TPKT,
      chain: 'TPKT/COTP/S7comm',
      octets: '0300001b02f080320300000200000800000000f0000001000100f0',
      read: { S7comm: { rosctr: 3, errcls: 0, errcod: 0, param: 'f0000001000100f0' } },
    },
    {
      what: 'a request of RDP, with a cookie',
      origin: 'zeek/testing/btest/Traces/rdp/rdp-unknown-keyboard.pcap (BSD-3-Clause)',
      first: TPKT,
      chain: 'TPKT/COTPConnectRDP/RDP',
      octets: '0300002f2ae00000000000436f6f6b69653a206d737473686173683d4a4f484e2d504320200d0a0100080000000000',
      read: { COTPConnectRDP: { li: 42 }, RDP: { cookie: 'mstshash=JOHN-PC  ', neg_type: 1, neg_length: 8, protocols: 0 } },
      build: () => [
        TPKT(),
        COTPConnectRDP(),
        RDP({ cookie: 'mstshash=JOHN-PC  ', neg_type: 1, neg_flags: 0, neg_length: 8, protocols: 0 }),
      ],
    },
    {
      what: 'an answer of RDP',
      origin: 'nDPI/tests/cfgs/default/pcap/rdp.pcap',
      first: TPKT,
      chain: 'TPKT/COTPConnectRDP/RDP',
      octets: '030000130ed00000123400021f080008000000',
      read: { COTPConnectRDP: { type: 13, src_ref: 0x1234 }, RDP: { neg_type: 2, neg_flags: 31, protocols: 8 } },
    },
    {
      what: 'an end of a connection',
      origin: 'ITU-T X.224 §13.5, by hand',
      first: TPKT,
      chain: 'TPKT/COTPOther',
      octets: '0300000b06800000123400',
      read: { COTPOther: { type: 8, data: '0000123400' } },
    },
  ],
  { mutations: 300 },
);
