import { layerSuite } from '../../../test/support/layer-suite.ts';
import { UDP } from '../transport/udp.ts';
import { WireGuardCookie, WireGuardData } from './wireguard.ts';

const many = (octet: string, n: number) => octet.repeat(n);

layerSuite(
  'WireGuard',
  [
    {
      what: 'an initiation',
      origin: 'by hand: the paper, §5.4.2',
      first: UDP,
      chain: 'UDP/WireGuardInitiation',
      octets: `c000ca6c009c0000010000000c1de2f1${many('a1', 32)}${many('b2', 48)}${many('c3', 28)}${many('d4', 16)}${many('00', 16)}`,
      read: { WireGuardInitiation: { type: 1, sender: 0xf1e21d0c, ephemeral: many('a1', 32), mac1: many('d4', 16) } },
      summary: 'UDP / WireGuard initiation f1e21d0c',
    },
    {
      what: 'a response',
      origin: 'by hand: the paper, §5.4.3',
      first: UDP,
      chain: 'UDP/WireGuardResponse',
      octets: `ca6cc00000640000020000000100000002000000${many('a1', 32)}${many('b2', 16)}${many('d4', 16)}${many('00', 16)}`,
      read: { WireGuardResponse: { sender: 1, receiver: 2, empty: many('b2', 16) } },
    },
    {
      what: 'a cookie',
      origin: 'by hand: the paper, §5.4.7',
      first: UDP,
      chain: 'UDP/WireGuardCookie',
      octets: `ca6cc00000480000030000000100000 0${many('a1', 24)}${many('b2', 32)}`.replace(' ', ''),
      read: { WireGuardCookie: { receiver: 1, nonce: many('a1', 24) } },
      build: () => [
        UDP({ sport: 51820, dport: 49152, chksum: 0 }),
        WireGuardCookie({ receiver: 1, nonce: new Uint8Array(24).fill(0xa1), cookie: new Uint8Array(32).fill(0xb2) }),
      ],
    },
    {
      what: 'a packet that keeps a session alive',
      origin: 'by hand: the paper, §5.4.6',
      first: UDP,
      chain: 'UDP/WireGuardData',
      octets: `ca6cc00000280000040000000100000005000000000000 00${many('b2', 16)}`.replace(' ', ''),
      read: { WireGuardData: { receiver: 1, counter: 5n, packet: many('b2', 16) } },
      build: () => [
        UDP({ sport: 51820, dport: 49152, chksum: 0 }),
        WireGuardData({ receiver: 1, counter: 5n, packet: new Uint8Array(16).fill(0xb2) }),
      ],
    },
  ],
  { mutations: 300 },
);
