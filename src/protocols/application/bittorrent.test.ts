import { describe, expect, it } from 'vitest';
import { layerSuite } from '../../../test/support/layer-suite.ts';
import { chainOf } from '../../../test/support/rebuild.ts';
import { fromHex } from '../../bytes/hex.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { dissect, packet } from '../protocols.ts';
import { TCP } from '../transport/tcp/tcp.ts';
import { BitTorrent, BitTorrentHandshake } from './bittorrent.ts';

const HANDSHAKE = `13426974546f7272656e742070726f746f636f6c${'0000000000100005'}${'dc'.repeat(20)}${'2d'.repeat(20)}`;

layerSuite(
  'BitTorrent',
  [
    {
      what: 'a handshake and messages behind it',
      origin: 'BEP 3 "peer protocol"; BEP 6; tshark 4.0 reads the same values',
      first: BitTorrentHandshake,
      chain: 'BitTorrentHandshake/BitTorrent/BitTorrent/BitTorrent',
      octets: `${HANDSHAKE}000000010f00000005040000000200000000`,
      read: {
        BitTorrentHandshake: { length: 19, protocol: 'BitTorrent protocol', reserved: '0000000000100005' },
        BitTorrent: { len: 1, type: 15 },
      },
      summary: 'BitTorrent handshake / BitTorrent have-none / BitTorrent have / BitTorrent keep-alive',
    },
    {
      what: 'a port and an extension',
      origin: 'BEP 5; BEP 10',
      first: BitTorrent,
      chain: 'BitTorrent/BitTorrent',
      octets: '00000003099fff00000003140300',
      read: { BitTorrent: { len: 3, type: 9, data: '9fff' } },
      build: () => [BitTorrent({ type: 'port', data: fromHex('9fff') }), BitTorrent({ type: 'extended', data: fromHex('0300') })],
    },
  ],
  { mutations: 200 },
);

describe('BitTorrent', () => {
  const over = (dport: number, octets: string): string =>
    chainOf(dissect(packet(IP(), TCP({ sport: 40_000, dport }), fromHex(octets)).bytes, IP)).replace('IP/TCP/', '');

  it('is told by its handshake on any port, and by lengths and types on its own', () => {
    expect(over(50_000, HANDSHAKE)).toBe('BitTorrentHandshake');
    expect(over(6881, '000000050400000001')).toBe('BitTorrent');
    expect(over(6881, 'ffff0102')).toBe('BitTorrentData');
  });
});
