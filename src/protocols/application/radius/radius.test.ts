import { describe, expect, it } from 'vitest';
import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { fromHex, toHex } from '../../../bytes/hex.ts';
import type { AnyLayer } from '../../../packet/spec/spec.ts';
import { dissect, packet } from '../../protocols.ts';
import { UDP } from '../../transport/udp.ts';
import { Radius } from './radius.ts';

const first = Radius as unknown as AnyLayer;

layerSuite('RADIUS', [
  {
    what: 'a request with EAP',
    origin: 'zeek testing/btest/Traces/radius/radius_localhost.pcap, packet 1',
    first,
    chain: 'Radius',
    octets:
      '0167005740b664dbf5d681b2adbd1769515118c80107737465766502 12dbc6c4b758be14f005b3877c9e2fb6010406c0a8001c05060000007b50125f0f8647e8c89bd881364268fcd045324f0c0266000a017374657665'.replace(
        ' ',
        '',
      ),
    read: {
      Radius: {
        code: 1,
        id: 103,
        len: 87,
        attributes: [
          ['User-Name', 'steve'],
          ['User-Password', 'dbc6c4b758be14f005b3877c9e2fb601'],
          ['NAS-IP-Address', '192.168.0.28'],
          ['NAS-Port', 123],
          ['Message-Authenticator', '5f0f8647e8c89bd881364268fcd04532'],
          ['EAP-Message', '0266000a017374657665'],
        ],
      },
    },
    summary: 'Radius',
  },
  {
    what: 'an accounting request',
    origin: 'by hand, after RFC 2866 §5, RFC 2868 §3 and RFC 2865 §5.26',
    first,
    chain: 'Radius',
    octets: '04010035000000000000000000000000000000002806000000012c04613141060600000640060500000d1a0b000000090105613d62',
    read: {
      Radius: {
        code: 4,
        attributes: [
          ['Acct-Status-Type', 1],
          ['Acct-Session-Id', 'a1'],
          ['Tunnel-Medium-Type', { tag: 6, value: 6 }],
          ['Tunnel-Type', { tag: 5, value: 13 }],
          ['Vendor-Specific', { vendor_id: 9, attributes: [['Cisco-AVPair', 'a=b']] }],
        ],
      },
    },
  },
]);

describe('RADIUS', () => {
  const attributesOf = (b: Uint8Array): readonly unknown[] => dissect(b, first).get(Radius)?.attributes ?? [];
  it.each([
    [['Service-Type', 2], '060600000002'],
    [['NAS-IPv6-Address', '2001:db8::1'], '5f1220010db8000000000000000000000001'],
    [['Framed-IPv6-Prefix', { reserved: 0, length: 32, prefix: fromHex('20010db8') }], '6108002020010db8'],
    [['Tunnel-Private-Group-Id', { tag: 1, value: '10' }], '5105013130'],
    [['Tunnel-Private-Group-Id', { value: '10' }], '51043130'],
    [['Extended-Attribute-1', { type: 1, value: fromHex('aa') }], 'f10401aa'],
    [['Extended-Attribute-5', { type: 1, more: true, reserved: 0, value: fromHex('aa') }], 'f5050180aa'],
    [['Vendor-Specific', { vendor_id: 4846, attributes: [[258, fromHex('aa')]] }], '1a0a000012ee010204aa'],
    [['Vendor-Specific', { vendor_id: 99, attributes: [[1, fromHex('aa')]] }], '1a09000000630103aa'],
    [[200, fromHex('01')], 'c80301'],
  ] as const)('%j', (entry, octets) => {
    const p = packet(Radius({ attributes: [entry as never] }));
    expect(toHex(p.bytes.subarray(20))).toBe(octets);
    expect(attributesOf(p.bytes)[0]).toMatchObject(entry);
    expect(toHex(packet(Radius({ attributes: attributesOf(p.bytes) as never })).bytes)).toBe(toHex(p.bytes));
  });

  it('stands on its ports where its length says so', () => {
    const chain = (port: number, payload: Uint8Array): string =>
      dissect(packet(UDP({ sport: 40_000, dport: port }), payload).bytes, UDP as unknown as AnyLayer)
        .layers()
        .map((l) => l.layerName)
        .join('/');
    const { bytes } = packet(Radius());
    expect([1812, 1813, 1645, 1646, 3799].map((port) => chain(port, bytes))).toEqual(Array.from({ length: 5 }, () => 'UDP/Radius'));
    expect(chain(1812, new Uint8Array(30))).toBe('UDP/Raw');
    expect(packet(UDP(), Radius()).get(UDP)?.dport).toBe(1812);
  });

  it('is answered by its number and kind (RFC 2865 §4)', () => {
    const view = (code: number, id: number): any => packet(Radius({ code, id })).get(Radius);
    const answers = (reply: any, request: any): boolean | undefined => Radius.spec.match?.answers(reply, request);
    expect(answers(view(2, 5), view(1, 5))).toBe(true);
    expect(answers(view(2, 6), view(1, 5))).toBe(false);
    expect(answers(view(5, 5), view(1, 5))).toBe(false);
    expect(answers(view(44, 5), view(43, 5))).toBe(true);
  });
});
