import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { TPKT } from '../../industrial/tpkt.ts';
import { H225RAS, Q931 } from './h225.ts';

layerSuite(
  'H.225.0',
  [
    {
      what: 'a call that proceeds',
      origin: 'nDPI, h323.pcap, packet 10 (LGPL-3.0); tshark 4.0 reads the same values',
      first: TPKT,
      chain: 'TPKT/H225',
      octets:
        '030000400802f7f4027e0034052180060008914a000322c0000000000333313069005200f0c01100c0fef93ecd9ed6119ab20004762220170100010008800100',
      read: {
        H225: {
          disc: 8,
          reflen: 2,
          ref: 'f7f4',
          type: 2,
          elements: [{ id: 0x7e, value: { discriminator: 5, head: 0x21 } }],
        },
      },
    },
    {
      what: 'a message of ISDN',
      origin: 'made up after ITU-T Q.931 §3.1',
      first: Q931,
      chain: 'Q931',
      octets: '0801815a08028090a1340100',
      read: {
        Q931: {
          reflen: 1,
          ref: '81',
          type: 0x5a,
          elements: [
            { id: 8, value: '8090' },
            { id: 0xa1, value: {} },
            { id: 0x34, value: '00' },
          ],
        },
      },
      build: () => [
        Q931({
          ref: Uint8Array.of(0x81),
          type: 'RELEASE COMPLETE',
          elements: [{ id: 'cause', value: Uint8Array.of(0x80, 0x90) }, { id: 0xa1 }, { id: 'signal', value: Uint8Array.of(0) }],
        }),
      ],
      summary: 'Q.931 RELEASE COMPLETE',
    },
    {
      what: 'a request of admission',
      origin: 'made up after ITU-T H.225.0 annex H',
      first: H225RAS,
      chain: 'H225RAS',
      octets: '2690000501',
      read: { H225RAS: { extended: 0, type: 9, parts: 2, data: '90000501' } },
      summary: 'RAS admissionRequest',
    },
  ],
  { mutations: 300 },
);
