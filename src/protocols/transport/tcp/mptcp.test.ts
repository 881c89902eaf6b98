import { describe, expect, it } from 'vitest';
import { layerSuite, plain } from '../../../../test/support/layer-suite.ts';
import { dissect, packet } from '../../protocols.ts';
import { TCP } from './tcp.ts';

/** A TCP header of so many words, without its options. */
const head = (words: string) => `040000500000000100000002${words}010200000000000`;

layerSuite(
  'Multipath TCP',
  [
    {
      what: 'a connection that may have several paths begins, its third segment',
      origin: 'its options: tcpdump/tests/mptcp-v1.pcap (BSD-3-Clause)',
      first: TCP,
      chain: 'TCP',
      octets: `${head('d')}0101080a1baf9ea1c337c5931e1401011fdb5df328bc3def29a6c86981ad933c`,
      read: {
        TCP: {
          options: [
            ['NOP'],
            ['NOP'],
            ['Timestamp', [0x1baf_9ea1, 0xc337_c593]],
            ['MPTCP', { subtype: 0, low: 1, data: { flags: 1, snd_key: 0x1fdb_5df3_28bc_3defn, rcv_key: 0x29a6_c869_81ad_933cn } }],
          ],
        },
      },
    },
    {
      what: 'where data belong, and which came',
      origin: 'its options: tcpdump/tests/mptcp-v1.pcap (BSD-3-Clause)',
      first: TCP,
      chain: 'TCP',
      octets: `${head('f')}0101080ac337c5931baf9ea11e1a200fc8072fb90edab04ea28e87fddd1d30f20000000120000101`,
      read: {
        TCP: {
          options: [
            ['NOP'],
            ['NOP'],
            ['Timestamp', [0xc337_c593, 0x1baf_9ea1]],
            [
              'MPTCP',
              {
                subtype: 2,
                data: { hasAck: 1, longAck: 1, ack: 0xc807_2fb9_0eda_b04en, seq: 0xa28e_87fd_dd1d_30f2n, subseq: 1, length: 0x2000 },
              },
            ],
            ['NOP'],
            ['NOP'],
          ],
        },
      },
    },
  ],
  { mutations: 400 },
);

describe('options of TCP', () => {
  const read = (options: readonly unknown[]) =>
    plain(
      dissect(packet(TCP({ options: options as never })).bytes, TCP)
        .get(TCP)
        ?.options.filter(([name]) => name !== 'EOL'),
    );

  it('has further paths and addresses of Multipath TCP', () => {
    expect(
      read([
        ['MPTCP', { subtype: 'MP_JOIN', low: 1, data: { addr_id: 2, rcv_token: 3, snd_nonce: 4 } }],
        ['MPTCP', { subtype: 'REMOVE_ADDR', data: [2, 3] }],
      ]),
    ).toMatchObject([
      ['MPTCP', { subtype: 1, low: 1, data: { addr_id: 2, rcv_token: 3, snd_nonce: 4 } }],
      ['MPTCP', { subtype: 4, data: [2, 3] }],
    ]);
    expect(read([['MPTCP', { subtype: 'MP_JOIN', data: { addr_id: 2, snd_mac: 3n, snd_nonce: 4 } }]])).toMatchObject([
      ['MPTCP', { data: { snd_mac: 3n } }],
    ]);
    expect(
      read([['MPTCP', { subtype: 'ADD_ADDR', data: { addr_id: 2, addr6: '2001:db8::1', rest: Uint8Array.of(0, 80) } }]]),
    ).toMatchObject([['MPTCP', { data: { addr6: '2001:db8::1', rest: '0050' } }]]);
    expect(read([['MPTCP', { subtype: 'ADD_ADDR', data: { addr_id: 2, addr: '192.0.2.1' } }]])).toMatchObject([
      ['MPTCP', { data: { addr: '192.0.2.1' } }],
    ]);
  });

  it('has the keys of an authenticated segment', () => {
    expect(read([['AO', { keyid: 1, rnextkeyid: 2, mac: 'abcdefghijkl' }]])).toMatchObject([['AO', { keyid: 1, rnextkeyid: 2 }]]);
  });
});
