import { describe, expect, it } from 'vitest';
import { layerSuite, plain } from '../../../test/support/layer-suite.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { dissect, packet } from '../protocols.ts';
import { DCCP } from './dccp.ts';

const origin = (n: number) => `tcpdump/tests/dccp_partial_csum_v4_simple.pcap (BSD-3-Clause), packet ${n}`;

layerSuite(
  'DCCP',
  [
    {
      what: 'a request',
      origin: origin(1),
      first: DCCP,
      chain: 'DCCP',
      octets: 'cdbb13890800a76601000007b8bb924000000000200405022204010220040102',
      read: {
        DCCP: {
          sport: 52_667,
          type: 0,
          x: 1,
          seq: 0x0007_b8bb_9240n,
          service: 0,
          options: [
            ['ChangeL', { feature: 5, value: '02' }],
            ['ChangeR', { feature: 1, value: '02' }],
            ['ChangeL', { feature: 1, value: '02' }],
          ],
        },
      },
      summary: 'DCCP 52667 > 5001 Request',
    },
    {
      what: 'an acknowledgement',
      origin: origin(3),
      first: DCCP,
      chain: 'DCCP',
      octets: 'cdbb13890900df0907000007b8bb92410000000072c5835100230405022603002b040001',
      read: {
        DCCP: {
          type: 3,
          ack: 0x72c5_8351n,
          options: [['Padding'], ['ConfirmR', { feature: 5, value: '02' }], ['AckVector0', '00'], ['ElapsedTime', '0001']],
        },
      },
    },
    {
      what: 'data with an acknowledgement, its sum over the header only',
      origin: origin(4),
      first: DCCP,
      chain: 'DCCP/Raw',
      octets: 'cdbb138909019dfa09000007b8bb92420000000072c5835100002603002b04004625030168656c6c6f20776f726c640a',
      read: { DCCP: { cscov: 1, type: 4 } },
    },
  ],
  { mutations: 400 },
);

describe('DCCP', () => {
  it('counts what its sum covers, over IP, and has short numbers', () => {
    const p = packet(
      IP({ src: '192.0.2.1', dst: '192.0.2.2' }),
      DCCP({ type: 'DataAck', x: 0, seq: 5, ack: 4, cscov: 1, options: [['Timestamp', 7], 'SlowReceiver'] }),
      Uint8Array.of(1, 2, 3),
    );
    const read = dissect(p.bytes, IP).get(DCCP);
    expect(plain(read)).toMatchObject({ dataofs: 6, seq: 5, ack: 4, options: [['Timestamp', 7], ['SlowReceiver'], ['Padding']] });
    const other = Uint8Array.from(p.bytes);
    other[other.length - 1] = 9;
    expect(dissect(other, IP).issues).toEqual([]);
  });
});
