import { describe, expect, it } from 'vitest';
import { layerSuite } from '../../../test/support/layer-suite.ts';
import { chainOf } from '../../../test/support/rebuild.ts';
import { crc32 } from '../../bytes/crc.ts';
import { fromHex } from '../../bytes/hex.ts';
import { LLC, SNAP } from '../link/llc.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { columnPlan } from '../../filter/columns.ts';
import { batchOf } from '../../../test/support/batch-of.ts';
import { dissect, packet, protocols } from '../protocols.ts';
import { Dot11, Dot11QoS } from './dot11.ts';
import { Dot11FCS } from './fcs.ts';
import { Dot11Action, Dot11Beacon } from './management.ts';
import { RadioTap } from './radiotap.ts';

const m1 = '02:00:00:00:00:01';
const all = 'ff:ff:ff:ff:ff:ff';
const inner = () => IP({ src: '1.1.1.1', dst: '2.2.2.2', proto: 0 });
const ip = '4500001400010000400074e40101010102020202';
const zeros = (n: number): string => '00'.repeat(n);

layerSuite('IEEE 802.11', [
  {
    what: 'a beacon',
    origin: 'scapy 2.5',
    first: RadioTap,
    chain: 'RadioTap/Dot11/Dot11Beacon',
    octets: '000008000000000080000000ffffffffffff020000000001020000000001000000000000000000006400000000036e657401028284',
    read: {
      Dot11: { type: 0, subtype: 8, addr1: all, addr2: m1, addr3: m1, SC: 0 },
      Dot11Beacon: {
        beacon_interval: 100,
        elements: [
          ['SSID', 'net'],
          ['Rates', [0x82, 0x84]],
        ],
      },
    },
    build: () => [
      RadioTap(),
      Dot11({ type: 'Management', subtype: 8, addr1: all, addr2: m1, addr3: m1 }),
      Dot11Beacon({
        elements: [
          ['SSID', 'net'],
          ['Rates', [0x82, 0x84]],
        ],
      }),
    ],
  },
  {
    what: 'data',
    origin: 'scapy 2.5',
    first: Dot11,
    chain: 'Dot11/LLC/SNAP/IP',
    octets: `08010000020000000001${zeros(14)}aaaa030000000800${ip}`,
    build: () => [Dot11({ type: 2, FCfield: 'to-DS', addr1: m1 }), LLC(), SNAP(), inner()],
  },
  {
    what: 'data with a class of traffic',
    origin: 'scapy 2.5',
    first: Dot11,
    chain: 'Dot11/Dot11QoS/LLC/SNAP/IP',
    octets: `88010000020000000001${zeros(14)}0300aaaa030000000800${ip}`,
    read: { Dot11QoS: { TID: 3, A_MSDU_Present: 0 } },
    build: () => [Dot11({ type: 2, subtype: 8, FCfield: 'to-DS', addr1: m1 }), Dot11QoS({ TID: 3 }), LLC(), SNAP(), inner()],
  },
  {
    what: 'an acknowledgement, and its check sequence',
    origin: 'scapy 2.5: Dot11FCS, behind radiotap',
    first: RadioTap,
    chain: 'RadioTap/Dot11/Dot11FCS',
    octets: '000009000200000010d4000000020000000001d8d6bf8f',
    read: { RadioTap: { Flags: 'FCS' }, Dot11FCS: { fcs: 0x8fbfd6d8 } },
    build: () => [RadioTap({ Flags: 'FCS' }), Dot11({ type: 1, subtype: 13, addr1: m1 }), Dot11FCS()],
  },
  {
    what: 'four addresses, protected by CCMP',
    origin: 'IEEE 802.11-2020 §9.3.2.1, §12.5.3.2, by hand',
    first: Dot11,
    chain: 'Dot11/Dot11QoS/Dot11CCMP',
    octets: `88430000${zeros(24)}0100${zeros(2)}01020020030405 06aabbccdd`
      .replaceAll(' ', '')
      .replace(`${zeros(24)}0100${zeros(2)}`, `${zeros(26)}0100`),
    read: { Dot11CCMP: { PN0: 1, PN1: 2, ext_iv: 1, PN5: 6, data: 'aabbccdd' } },
  },
  {
    what: 'an aggregate of two frames',
    origin: 'IEEE 802.11-2020 §9.3.2.2, by hand',
    first: Dot11,
    chain: 'Dot11/Dot11QoS/Dot11AMSDU/LLC/SNAP/Raw/Dot11AMSDU/LLC/SNAP/Raw',
    octets: `88020000${zeros(20)}8000${zeros(12)}000baaaa03000000 88b5 010203 000000 ${zeros(12)}0009aaaa0300000088b504`.replaceAll(
      ' ',
      '',
    ),
  },
  {
    what: 'an aggregate whose first frame is of an organisation that is not known here',
    origin: 'IEEE 802.11-2020 §9.3.2.2, by hand',
    first: Dot11,
    chain: 'Dot11/Dot11QoS/Dot11AMSDU/LLC/SNAPOther/Raw/Dot11AMSDU/LLC/SNAP/Raw',
    octets: `88020000${zeros(20)}8000${zeros(12)}000baaaa0308000788b5010203000000${zeros(12)}0009aaaa0300000088b504`,
    read: { Dot11AMSDU: { len: 11 }, Raw: { load: '010203000000' } },
  },
  {
    what: 'a request of block acknowledgements',
    origin: "aircrack-ng's n-02.cap #128; tshark 4.0 reads the same values",
    first: Dot11,
    chain: 'Dot11/Dot11Action',
    octets: 'd0003c00b0b98a568dea2cf0a2ddbcd0b0b98a568dea10930300d7021000000000',
    read: {
      Dot11Action: { category: 3, action: 0, data: { dialog_token: 0xd7, parameters: 0x1002, timeout: 0, start: 0, elements: [] } },
    },
    build: () => [
      Dot11({ subtype: 13, ID: 60, addr1: 'b0:b9:8a:56:8d:ea', addr2: '2c:f0:a2:dd:bc:d0', addr3: 'b0:b9:8a:56:8d:ea', SC: 0x9310 }),
      Dot11Action({ category: 'block ack', action: 0, data: { dialog_token: 0xd7, parameters: 0x1002 } }),
    ],
  },
  {
    what: 'radiotap with a time, channel and signal',
    origin: 'radiotap.org, by hand',
    first: RadioTap,
    chain: 'RadioTap/Dot11',
    octets: `00001a006f080000 0700000000000000 0002 6c09a000 d5a10000 d4000000${'02'.repeat(6)}`.replaceAll(' ', ''),
    read: {
      RadioTap: { mac_timestamp: 7n, Rate: 2, ChannelFrequency: 2412, dBm_AntSignal: -43, dBm_AntNoise: -95, Antenna: 0, notdecoded: '00' },
    },
  },
  {
    what: 'further presence words',
    origin: 'radiotap.org, by hand',
    first: RadioTap,
    chain: 'RadioTap/Dot11',
    octets: `00001000200000a020080000 d5d30100d4000000${'02'.repeat(6)}`.replaceAll(' ', ''),
    read: { RadioTap: { Ext: [0x820], dBm_AntSignal: -43, notdecoded: 'd30100' } },
  },
  {
    what: 'ciphers and keys',
    origin: 'IEEE 802.11-2020 §9.4.2.24, by hand: RSN with CCMP and PSK; a country',
    first: Dot11,
    chain: 'Dot11/Dot11Beacon',
    octets:
      `80000000${zeros(20)}${zeros(8)}64000100 3014 0100000fac040100000fac040100000fac020000 0706444520010d14 dd05001018aabb`.replaceAll(
        ' ',
        '',
      ),
    read: {
      Dot11Beacon: {
        elements: [
          [
            'RSN',
            {
              version: 1,
              group_cipher_suite: 0x000fac04,
              pairwise_cipher_suites: { count: 1, suites: [0x000fac04] },
              akm_suites: { count: 1, suites: [0x000fac02] },
              capabilities: 0,
            },
          ],
          ['Country', { country_string: 'DE', descriptors: [{ first_channel_number: 1, num_channels: 13, mtp: 20 }], pad: '' }],
          ['vendor', { oui: '00:10:18', info: 'aabb' }],
        ],
      },
    },
  },
]);

describe('IEEE 802.11', () => {
  it('computes the check sequence of the frame alone', () => {
    const p = packet(RadioTap({ Flags: 'FCS' }), Dot11({ type: 2, addr1: m1 }), LLC(), SNAP(), inner(), Dot11FCS());
    expect(p.get(Dot11FCS).fcs).toBe(crc32(p.bytes, 9, p.bytes.length - 4));
  });
  it('frames without a body', () => {
    const chain = (octets: string): string => chainOf(dissect(fromHex(octets), Dot11));
    expect(chain(`48010000${zeros(20)}`)).toBe('Dot11');
    expect(chain(`c8010000${zeros(20)}0000`)).toBe('Dot11/Dot11QoS');
    expect(chain(`84000000${zeros(12)}04001000`)).toBe('Dot11/Dot11BAckRequest');
    expect(chain(`08410000${zeros(20)}01020300aabbccdd`)).toBe('Dot11/Dot11WEP');
    expect(chain(`88810000${zeros(20)}0000${zeros(4)}aaaa030000000800${ip}`)).toBe('Dot11/Dot11QoS/Dot11HTControl/LLC/SNAP/IP');
    expect(chain(`d0800000${zeros(20)}${zeros(4)}0801aabb`)).toBe('Dot11/Dot11HTControl/Dot11Action');
  });
  it('parts of fields are columns where the frame has them', () => {
    const names = [
      'wlan.wep.iv',
      'wlan.wep.key',
      'wlan.wep.icv',
      'wlan.qos.eosp',
      'wlan.qos.bit4',
      'radiotap.datarate',
      'radiotap.mcs.index',
    ];
    const of = (octets: string): unknown[] => {
      const plan = columnPlan(protocols, names, { first: RadioTap, occurrence: 'all' });
      const out = plan.output();
      plan.run(batchOf([fromHex(octets)]), out);
      return names.map((name) => [out.column(name).values[0] ?? []].flat()[0]);
    };
    const tap = '0000090004000000' + '0b';
    // By hand: WEP with key 1 and its check value; from a station no service period ends.
    expect(of(`${tap}08410000${zeros(20)}01020340aabb01020304`)).toEqual([0x010203, 1, 0x01020304, undefined, undefined, 5.5, undefined]);
    expect(of(`${tap}c8010000${zeros(20)}1000`)).toEqual([undefined, undefined, undefined, undefined, true, 5.5, undefined]);
    expect(of(`${tap}c8020000${zeros(20)}1000`)).toEqual([undefined, undefined, undefined, true, undefined, 5.5, undefined]);
    // The card does not know the index (bit 1 of what it knows), or does.
    expect(of(`00000b0000000800010007d4000000${zeros(6)}`)[6]).toBe(undefined);
    expect(of(`00000b0000000800020007d4000000${zeros(6)}`)[6]).toBe(7);
  });
});

describe('a fragment behind the first', () => {
  // IEEE 802.11-2020 §9.2.4.4.3: the lowest four bits of sequence control number the fragments. tshark 4.0 shows such content as data.
  const data = (sequence: string): string =>
    `080100000200000000010200000000010200000000 01${sequence}aaaa030000000800${ip}`.replaceAll(' ', '');
  it('is octets', () => {
    expect(chainOf(dissect(fromHex(data('0000')), Dot11))).toBe('Dot11/LLC/SNAP/IP');
    expect(chainOf(dissect(fromHex(data('0100')), Dot11))).toBe('Dot11/Raw');
  });
  it('is octets behind the class of traffic, too', () => {
    const qos = (sequence: string): string => data(`${sequence}0000`).replace(/^08/, '88');
    expect(chainOf(dissect(fromHex(qos('0000')), Dot11))).toBe('Dot11/Dot11QoS/LLC/SNAP/IP');
    expect(chainOf(dissect(fromHex(qos('0100')), Dot11))).toBe('Dot11/Dot11QoS/Raw');
  });
});
