import { expect, it } from 'vitest';
import { layerSuite, plain } from '../../../test/support/layer-suite.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { dissect, packet } from '../protocols.ts';
import { RSVP } from './rsvp.ts';

layerSuite(
  'RSVP',
  [
    {
      what: 'a hop, a time and a label that is wanted',
      origin: "scapy 2.5.0 (contrib rsvp); the sum is scapy's, of the header alone, made right by hand",
      first: RSVP,
      chain: 'RSVP',
      octets: '110199a540000024000c0301c00002010000000100080501000075300008130100000800',
      read: {
        RSVP: {
          Class: 1,
          TTL: 64,
          Length: 36,
          objects: [
            { Class: 3, data: { neighbor: '192.0.2.1', inface: 1 } },
            { Class: 5, data: { refresh: 30_000 } },
            { Class: 19, data: { reserve: 0, L3PID: 0x800 } },
          ],
        },
      },
      summary: 'RSVP Path',
    },
    {
      what: 'a Hello',
      origin: 'tcpdump/tests/rsvp_cap.pcap (BSD-3-Clause), packet 1',
      first: RSVP,
      chain: 'RSVP',
      octets: '11147d4d01000028000c16014a44672be86eb75b000c830100000000000000000008860100000003',
      read: {
        RSVP: {
          Class: 20,
          TTL: 1,
          objects: [{ Class: 22, data: [0x4a44_672b, 0xe86e_b75b] }, { Class: 131, data: '0000000000000000' }, { Class: 134 }],
        },
      },
      build: () => [
        RSVP({
          Class: 'Hello',
          // As captured; it is wrong.
          chksum: 0x7d4d,
          objects: [
            { Class: 'Hello', data: [0x4a44_672b, 0xe86e_b75b] },
            { Class: 131, data: new Uint8Array(8) },
            { Class: 134, data: Uint8Array.of(0, 0, 0, 3) },
          ],
        }),
      ],
    },
  ],
  { mutations: 400 },
);

it('RSVP has tunnels and paths', () => {
  const objects = [
    { Class: 1, C_Type: 7, data: { destination: '192.0.2.9', tunnel: 5, extended: 1 } },
    {
      Class: 20,
      C_Type: 1,
      data: [
        { type: 'IPv4', data: { address: '192.0.2.1' } },
        { loose: 1, type: 'AS', data: Uint8Array.of(0, 7) },
      ],
    },
    { Class: 207, C_Type: 7, data: { Name: 'tunnel', fill: Uint8Array.of(0, 0) } },
    { Class: 12, C_Type: 2, data: { rate: 1000, most: 1500 } },
  ];
  const p = packet(IP(), RSVP({ objects }));
  expect(plain(dissect(p.bytes, IP).get(RSVP)?.objects)).toMatchObject([
    { Length: 16, data: { tunnel: 5 } },
    {
      Length: 16,
      data: [
        { length: 8, data: { address: '192.0.2.1', prefixlen: 32 } },
        { length: 4, data: '0007' },
      ],
    },
    { data: { Name_length: 6, Name: 'tunnel' } },
    { Length: 36, data: { rate: 1000, most: 1500 } },
  ]);
  expect(p.get(IP)?.proto).toBe(46);
});
