import { layerSuite } from '../../../test/support/layer-suite.ts';
import { PTPv1 } from './ptp-v1.ts';

const HEAD = '000100015f44464c540000000000000000000000';
const SENDER = '0200000000010001000a';

layerSuite(
  'PTP 1',
  [
    {
      what: 'a Sync of PTP 1',
      origin: 'made up after IEEE 1588-2002 §8.3; tshark 4.0 reads the same values',
      first: PTPv1,
      chain: 'PTPv1',
      octets:
        '000100015f44464c54000000000000000000000001010200000000010001000a00000000000000003b9aca00000003e8000000200001020000000001' +
        '0001000900000004475053000000f060000000000000000100000000000000000000000444464c540001020000000001000000010000fff900000005' +
        '00000001',
      read: {
        PTPv1: {
          version: 1,
          subdomain: '_DFLT',
          messageType: 1,
          uuid: '02:00:00:00:00:01',
          port: 1,
          sequence: 10,
          control: 0,
          message: {
            currentUTCOffset: 32,
            gmStratum: 4,
            gmIdentifier: 'GPS',
            gmVariance: -4000,
            syncInterval: 1,
            masterVariance: -7,
            masterDrift: 5,
            utcReasonable: 1,
          },
        },
      },
      summary: 'PTPv1 Sync',
    },
    {
      what: 'a Follow_Up of PTP 1',
      origin: 'made up after IEEE 1588-2002 §8.4; tshark 4.0 reads the same values',
      first: PTPv1,
      chain: 'PTPv1',
      octets: `${HEAD}0201${SENDER}0200000000000000${'0000000a3b9aca00000003e8'}`,
      read: { PTPv1: { control: 2, message: { sequence: 10, seconds: 1_000_000_000, nanoseconds: 1000 } } },
    },
    {
      what: 'a Delay_Resp of PTP 1',
      origin: 'made up after IEEE 1588-2002 §8.5; tshark 4.0 reads the same values',
      first: PTPv1,
      chain: 'PTPv1',
      octets: `${HEAD}0201${SENDER}0300000000000000${'3b9aca00000003e8'}00010200000000020001000b`,
      read: { PTPv1: { control: 3, message: { uuid: '02:00:00:00:00:02', port: 1, sequence: 11 } } },
    },
  ],
  { mutations: 300 },
);
